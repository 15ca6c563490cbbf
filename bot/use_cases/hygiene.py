"""Leaves nothing of a case older than two days in any chat of staff; an open case's card is written anew."""

from __future__ import annotations

from bot.domain.case import CaseState
from bot.domain.dues import STAFF, DueKind
from bot.domain.effects import OpenThread, Redact, TidyChat, UpdateCard
from bot.domain.events import HygieneDue
from bot.domain.ids import DAY, HOUR, WIPEABLE, CaseId, ChatId, after
from bot.domain.lapses import STAFF_WIPED_BY
from bot.domain.people import ChatKind
from bot.ports import Message, Purpose, Shelves, Side, Stamp

EVERY = HOUR
_ABOUT_CASES = frozenset(
    {Purpose.CARD, Purpose.COPY, Purpose.RING, Purpose.THREAD, Purpose.SHOWN, Purpose.PROMPT, Purpose.WORDS}
)
"""What may say something of a person; other answers do where they name a case."""


async def hygiene_due(event: HygieneDue, shelves: Shelves, stamp: Stamp) -> None:
    """Every hour, so that an outage of one leaves time enough."""
    if not await shelves.dues.claim(DueKind.HYGIENE, STAFF, event.due_at):
        return
    await shelves.dues.set(DueKind.HYGIENE, STAFF, after(stamp.now, EVERY))
    for desk in await shelves.desks.all():
        if desk.chat is not None:
            await _clean(desk.chat, shelves, stamp)
        for officer in await shelves.officers.of_desk(desk.id):
            if officer.chat is not None:
                await _clean(officer.chat, shelves, stamp)


async def _clean(chat: ChatId, shelves: Shelves, stamp: Stamp) -> None:
    standing = await shelves.messages.since(chat, after(stamp.now, -30 * DAY))
    old = [one for one in standing if one.at + STAFF_WIPED_BY <= stamp.now and _tells(one)]
    if not old:
        return
    late = [one for one in old if one.at + WIPEABLE - HOUR // 4 <= stamp.now]
    for side in Side:
        gone = tuple(one.message_id for one in old if one.side is side and one not in late)
        if gone:
            await shelves.outbox.put(TidyChat(chat, gone), stamp.now)
    # What Telegram no longer lets us remove is written over; what others wrote stays theirs to remove.
    for one in late:
        for caption in (False, True) if one.side is Side.OURS else ():
            await shelves.outbox.put(Redact(chat, one.message_id, caption), stamp.now)
    await shelves.messages.forget(chat, [one.message_id for one in old])
    await _write_anew(chat, old, shelves, stamp)


def _tells(message: Message) -> bool:
    """A topic is named after its case's code, which says nothing of a person."""
    return message.purpose is not Purpose.TOPIC and (message.purpose in _ABOUT_CASES or message.case is not None)


async def _write_anew(chat: ChatId, old: list[Message], shelves: Shelves, stamp: Stamp) -> None:
    """Silently, in the place of the old one; without the words that are as old as it was."""
    cards = {one.case: one.purpose for one in old if one.purpose in (Purpose.CARD, Purpose.COPY)}
    kind = (await shelves.chats.load(chat)).kind
    for case_id in cards:
        case = await shelves.cases.load(CaseId(case_id)) if case_id else None
        if case is None or case.state is CaseState.CLOSED:
            continue
        if kind is ChatKind.GROUP:
            await shelves.outbox.put(UpdateCard(chat, case.id, quiet=True), stamp.now)
        elif case.owner is not None and (await shelves.officers.load(case.owner)).chat == chat:
            await shelves.outbox.put(OpenThread(chat, case.id), stamp.now)
