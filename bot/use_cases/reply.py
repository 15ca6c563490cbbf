"""Carries the owner's reply to the requester; neither side learns the other's account."""

from __future__ import annotations

from bot.conversation.grammar import Session, View
from bot.domain.case import Case
from bot.domain.effects import MarkSent, RelayToRequester
from bot.domain.events import Origin, RelayDelivered
from bot.domain.facts import Fact, Replied
from bot.domain.ids import SILENCE, FactId, after
from bot.domain.people import Chat, ChatKind, Officer, silent
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.speakers import Speaker, meet, note_theirs
from bot.use_cases.take import say


async def reply(origin: Origin, words: Private[str], who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """Words of staff. In a group only a reply to a message about a case is meant for us."""
    chat = await meet(origin, shelves, stamp)
    await note_theirs(chat, origin, shelves)
    case = await _about(origin, chat, shelves)
    if case is None:
        if origin.kind is ChatKind.PRIVATE:
            await say(origin, "reply.to_what", shelves, stamp)
        return
    if who.officer is None or case.desk != who.officer.desk:
        await say(origin, "refusal.officers_only", shelves, stamp)
    elif case.owner is None:
        await say(origin, "reply.take_first", shelves, stamp)
    elif case.owner != who.officer.id:
        await say(origin, "reply.not_owner", shelves, stamp, (await shelves.officers.load(case.owner)).name)
    else:
        fact = Fact(
            FactId(stamp.dice.token()),
            case.id,
            stamp.now,
            Replied(who.officer.id, words, chat.id, origin.message_id),
        )
        await _relay(origin, case, fact, who.officer, shelves, stamp)


async def _about(origin: Origin, chat: Chat, shelves: Shelves) -> Case | None:
    """The case that the answered message is about, by its id, or by its code where we never learnt the id."""
    known = await shelves.messages.find(chat.id, origin.reply_to) if origin.reply_to else None
    if known is not None and known.case is not None:
        return await shelves.cases.load(known.case)
    return await shelves.cases.by_code(origin.reply_code) if origin.reply_code else None


async def _relay(origin: Origin, case: Case, fact: Fact, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.facts.add(fact)
    await shelves.journal.append("replied", stamp.now, case.id, officer.id)
    requester = await shelves.chats.load(case.requester)
    session = await shelves.sessions.load(requester.id) or Session()
    held = silent(requester, stamp.now) or session.view is View.COVER
    await shelves.outbox.put(
        RelayToRequester(requester.id, case.id, fact.id),
        stamp.now,
        expires_at=after(requester.heard_at, SILENCE),
        held=held,
    )
    if held:
        await say(origin, "reply.held", shelves, stamp)


async def relay_delivered(event: RelayDelivered, shelves: Shelves, stamp: Stamp) -> None:
    """Only now is it true that the words stand in the requester's chat."""
    fact = await shelves.facts.load(event.case, event.fact)
    if isinstance(fact.value, Replied):
        await shelves.outbox.put(MarkSent(fact.value.chat, fact.value.message_id), stamp.now)
