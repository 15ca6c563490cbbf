"""Carries what the owner writes or sends to the requester; neither side learns the other's account."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.grammar import Session, View
from bot.domain.card import Mark, summarise
from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.effects import AmendReply, MarkSent, RelayToRequester, Tell
from bot.domain.events import AmendLost, Origin, RelayDelivered
from bot.domain.facts import (
    Fact,
    Located,
    Media,
    Relayed,
    Replied,
    Signed,
    Translated,
    left_by_hand,
    open_until,
    relayed,
    versions,
)
from bot.domain.ids import SILENCE, FactId, Instant, OfficerId, after
from bot.domain.people import Chat, ChatKind, silent
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.about import replied_to
from bot.use_cases.drill import drill_answered
from bot.use_cases.refresh import owner_acted
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker, meet, note_theirs
from bot.use_cases.translate import in_another, translate_reply
from bot.use_cases.window import wait_for_window

Sent = Private[str] | Media | Located
"""What staff can send: words, a thing with or without words under it, a place."""


_COMMAND = re.compile(r"\s*[/／]\s*\w*")  # noqa: RUF001 - the slash of Chinese and Japanese keyboards
"""What is meant as a command, in whichever letters, and with whichever slash."""


async def reply(origin: Origin, sent: Sent, who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """What staff writes or sends. In a group only a reply to a message about a case is meant for us."""
    chat = await meet(origin, shelves, stamp)
    await note_theirs(chat, origin, shelves)
    case = await replied_to(origin, chat, shelves)
    if (case is not None or origin.kind is ChatKind.PRIVATE) and await _is_for_us(origin, sent, shelves, stamp):
        return
    if case is None:
        if origin.kind is ChatKind.PRIVATE:
            await say(origin, "reply.to_what", shelves, stamp)
        return
    if not await _refused(origin, case, who, shelves, stamp) and who.officer is not None:
        await relay(origin, case, _written(who.officer.id, sent, chat, origin), shelves, stamp)


async def _is_for_us(origin: Origin, sent: Sent, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether it is a mistyped command, or one under a file: that is never passed on to a person."""
    words = sent.caption if isinstance(sent, Media) else sent if isinstance(sent, Private) else None
    command = _COMMAND.match(words.reveal()) if words is not None else None
    if command is None:
        return False
    key = "staff.no_caption" if isinstance(sent, Media) else "staff.no_command"
    await say(origin, key, shelves, stamp, word=command[0].strip())
    return True


def _written(officer: OfficerId, sent: Sent, chat: Chat, origin: Origin) -> Replied:
    match sent:
        case Media(caption=caption):
            return Replied(officer, caption or Private(""), chat.id, origin.message_id, media=sent)
        case Located(place=place):
            return Replied(officer, Private(""), chat.id, origin.message_id, place=place)
        case _:
            return Replied(officer, sent, chat.id, origin.message_id)


async def _refused(origin: Origin, case: Case, who: Speaker, shelves: Shelves, stamp: Stamp) -> bool:
    """Only the owner writes to the person; whoever else tries is told who that is."""
    if who.officer is None or who.officer.paused or case.desk != who.officer.desk:
        await say(origin, "refusal.officers_only", shelves, stamp)
    elif case.state is CaseState.CLOSED:
        await say(origin, "reply.closed", shelves, stamp)
    elif case.owner is None:
        await say(origin, "reply.take_first", shelves, stamp)
    elif case.owner != who.officer.id:
        owner = (await shelves.officers.load(case.owner)).name.reveal()
        await say(origin, "reply.not_owner", shelves, stamp, name=owner)
    else:
        return False
    return True


async def relay(
    origin: Origin, case: Case, written: Replied, shelves: Shelves, stamp: Stamp, tells: bool = True
) -> None:
    """Kept, and on its way; or held, while the person is silent and has chosen no hours, or hid the chat."""
    fact = Fact(FactId(stamp.dice.token()), case.id, stamp.now, written)
    await shelves.facts.add(fact)
    await shelves.journal.append(Did.REPLIED, stamp.now, case.id, case.owner)
    await owner_acted(case, shelves, stamp)
    await drill_answered(case, shelves, stamp)
    requester = await shelves.chats.load(case.requester)
    session = await shelves.sessions.load(requester.id) or Session()
    facts = await shelves.facts.of(case.id)
    window = open_until(facts, stamp.now)
    away = silent(requester, stamp.now) or session.view in (View.COVER, View.STOPPED)
    held = not case.drill and (away if window is None else left_by_hand(facts))
    effect = RelayToRequester(requester.id, case.id, fact.id)
    heard_at = stamp.now if case.drill else requester.heard_at
    ends = Instant(max(after(heard_at, SILENCE), window or 0))
    await shelves.outbox.put(effect, stamp.now, expires_at=ends, held=held)
    await translate_reply(requester, fact, shelves, stamp)
    if not tells:
        return
    await _warn(written, case, requester, facts, shelves, stamp)
    if held:
        await _tell_held(written, case, shelves, stamp)
    elif origin.press is not None:
        await say(origin, "reply.goes", shelves, stamp)


async def _warn(
    written: Replied, case: Case, requester: Chat, facts: Sequence[Fact], shelves: Shelves, stamp: Stamp
) -> None:
    """Once, that somebody else may read it, and once that the person reads another language than this."""
    own = [(one.at, one.value) for one in facts if isinstance(one.value, Replied)]
    before = [(at, value) for at, value in own if value.officer == written.officer][:-1]
    signs = [one.at for one in facts if one.value == Signed(danger=True)]
    blanks = (("tongue", Private(requester.language)),)
    warnings = {
        "reply.takeover": Mark.TAKEOVER in summarise(facts).marks
        and not any(at > sign for at, _ in before for sign in signs[-1:]),
        "reply.unlike": not stamp.house.translates
        and in_another(written.words.reveal(), requester.language)
        and not any(in_another(value.words.reveal(), requester.language) for _, value in before),
    }
    for key, holds in warnings.items():
        if holds:
            under = written.message_id or None
            await shelves.outbox.put(Tell(written.chat, key, blanks, reply_to=under, case=case.id), stamp.now)


async def _tell_held(written: Replied, case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """When it will go, and a way to send it all the same."""
    opens = await wait_for_window(case, shelves, stamp)
    desk = await shelves.desks.load(case.desk) if case.desk else None
    zone = desk.zone if desk else "UTC"
    key = "reply.held" if opens is None else "reply.held_until"
    moments = (("time", opens),) if opens is not None else ()
    under = written.message_id or None
    blanks = (("code", Private(case.code)),)
    told = Tell(written.chat, key, blanks, moments, zone, under, case=case.id, anyway=case.code)
    await shelves.outbox.put(told, stamp.now)


async def amend(origin: Origin, words: Private[str], who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """An edit of the owner's reply: what still waits goes out as edited, what was delivered is edited there."""
    chat = await shelves.chats.by_telegram(origin.chat)
    case = await replied_to(origin, chat, shelves) if chat else None
    if chat is None or case is None or who.officer is None or await _is_for_us(origin, words, shelves, stamp):
        return
    before = await shelves.facts.of(case.id)
    known = versions(before, Replied(who.officer.id, words, chat.id, origin.message_id))
    stood = known[-1].value if known else None
    if not isinstance(stood, Replied) or await _refused(origin, case, who, shelves, stamp):
        return
    edited = Replied(who.officer.id, words, chat.id, origin.message_id, media=stood.media)
    edit = Fact(FactId(stamp.dice.token()), case.id, stamp.now, edited)
    await shelves.facts.add(edit)
    await shelves.journal.append(Did.EDITED, stamp.now, case.id, who.officer.id)
    if relayed(before, edited) is not None:
        await shelves.outbox.put(AmendReply(case.requester, case.id, edit.id), stamp.now)
    await translate_reply(await shelves.chats.load(case.requester), edit, shelves, stamp)


async def amend_lost(event: AmendLost, shelves: Shelves, stamp: Stamp) -> None:
    """The officer believes that the person reads the edit: they are told that it is not so.

    What was to be amended without an edit is a machine's rendering, of which they were promised nothing.
    """
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is None or not isinstance(fact.value, Replied):
        return
    if versions(await shelves.facts.of(event.case), fact.value)[0].id != fact.id:
        told = Tell(fact.value.chat, "reply.edit_lost", reply_to=fact.value.message_id)
        await shelves.outbox.put(told, stamp.now)


async def relay_delivered(event: RelayDelivered, shelves: Shelves, stamp: Stamp) -> None:
    """Only now is it true that the words stand in the requester's chat.

    An edit or a machine's rendering may have come since they were drawn: what came before this found nothing to
    amend. Where it was drawn with them, Telegram says that nothing is modified.
    """
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is None or not isinstance(fact.value, Replied):
        return
    stands = Relayed(event.fact, event.message_ids)
    await shelves.facts.add(Fact(FactId(stamp.dice.token()), event.case, stamp.now, stands))
    case = await shelves.cases.load(event.case)
    if case.answered_at is None:
        await shelves.cases.keep(replace(case, answered_at=stamp.now))
    if fact.value.message_id:
        await shelves.outbox.put(MarkSent(fact.value.chat, fact.value.message_id), stamp.now)
        facts = await shelves.facts.of(event.case)
        newest = versions(facts, fact.value)[-1]
        rendered = any(isinstance(one.value, Translated) and one.value.of == newest.id for one in facts)
        if newest.id != event.fact or rendered:
            await shelves.outbox.put(AmendReply(case.requester, event.case, newest.id), stamp.now)
