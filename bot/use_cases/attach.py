"""Keeps a thing that Telegram gave out: seals it, lets it go from the chat, and tells the desk what it is."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from bot.conversation.engine import tidies
from bot.conversation.grammar import Session
from bot.domain.attachments import is_suspect, type_of
from bot.domain.case import Case, CaseState
from bot.domain.effects import RelayToOwner, TidyChat, UpdateCard
from bot.domain.events import MediaFetched, MediaNotFetched
from bot.domain.facts import Fact, Fetched, Located, Media, NotFetched
from bot.domain.ids import ChatId, after
from bot.domain.place import Place
from bot.domain.private import Private
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.fetch import too_much
from bot.use_cases.keep import keep_fact
from bot.use_cases.refresh import BURST
from bot.use_cases.tell import assessed, tell_desk


async def media_fetched(event: MediaFetched, shelves: Shelves, stamp: Stamp) -> None:
    """Put it away; then it may go from the chat. Nothing is kept of a case that was sealed away meanwhile."""
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is None or not isinstance(fact.value, Media):
        return
    case, content = await shelves.cases.load(event.case), event.content.reveal()
    why = await too_much(case.id, len(content), shelves, stamp)
    if why is not None:
        await media_not_fetched(MediaNotFetched(case.id, fact.id, why), shelves, stamp)
        return
    await shelves.attachments.add(case.id, fact.id, event.content)
    kind = type_of(content)
    fetched = Fetched(
        fact.id, Private(sha256(content).hexdigest()), len(content), kind, is_suspect(fact.value, kind)
    )
    kept = await keep_fact(case, fetched, shelves, stamp)
    await _tidy(event.chat, fact.value, shelves, stamp)
    if case.state is CaseState.CLOSED:
        return
    if fetched.suspect:
        await _tell_owner(case, kept, shelves, stamp)
    if event.place is None:
        await _update_card(case, shelves, stamp)
    else:
        await _locate(case, event.place, shelves, stamp)


async def _locate(case: Case, place: Place, shelves: Shelves, stamp: Stamp) -> None:
    """A picture says where it was taken. The person is still asked where they are: that may be elsewhere."""
    fact = await keep_fact(case, Located(place), shelves, stamp)
    session = await shelves.sessions.load(case.requester) or Session()
    await tell_desk(case, assessed(case, frozenset(), session), [fact], shelves, stamp)


async def media_not_fetched(event: MediaNotFetched, shelves: Shelves, stamp: Stamp) -> None:
    """The desk sees that it lies with Telegram only."""
    if await shelves.facts.load(event.case, event.fact) is None:
        return
    case = await shelves.cases.load(event.case)
    kept = await keep_fact(case, NotFetched(event.fact, event.why), shelves, stamp)
    if case.state is not CaseState.CLOSED:
        await _tell_owner(case, kept, shelves, stamp)
        await _update_card(case, shelves, stamp)


async def _tidy(chat: ChatId, media: Media, shelves: Shelves, stamp: Stamp) -> None:
    """Removed like words, now that it is kept, if it still stands there and the person would have it so."""
    standing = await shelves.messages.find(chat, media.message_id)
    session = await shelves.sessions.load(chat)
    if standing is None or standing.purpose is not Purpose.WORDS or session is None or not tidies(session):
        return
    await shelves.messages.forget(chat, [media.message_id])
    await shelves.messages.note(replace(standing, purpose=Purpose.KEPT))
    await shelves.outbox.put(TidyChat(chat), stamp.now, after(stamp.now, BURST))


async def _tell_owner(case: Case, fact: Fact, shelves: Shelves, stamp: Stamp) -> None:
    owner = await shelves.officers.load(case.owner) if case.owner else None
    if owner is not None and owner.chat is not None:
        await shelves.outbox.put(RelayToOwner(owner.chat, case.id, fact.id), stamp.now)


async def _update_card(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk is not None and desk.chat is not None:
        await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now, after(stamp.now, BURST))
