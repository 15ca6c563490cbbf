"""Brings what the desk sees of a case up to date, and keeps the clock of an owner who does nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import TidyChat, UpdateCard, UpdateEventCard, UpdateThread
from bot.domain.escalation import idle_after
from bot.domain.ids import HOUR, SECOND, ChatId, after
from bot.domain.people import Officer
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp

BURST = 600
"""Milliseconds that an answer waits for more to come, so that a burst gets one answer."""


OFFERED = 12 * HOUR
"""So long an offer can be accepted; meanwhile the case stays with who has it."""
EVENT_WAITS = 2 * SECOND
"""So long the card of an event waits for more to count."""


async def refresh(case: Case, shelves: Shelves, stamp: Stamp, wait: int = 0) -> None:
    """The desk's card, and the owner's own copy of it."""
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk is not None and desk.chat is not None:
        await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now, after(stamp.now, wait))
    await refresh_event(case, shelves, stamp)
    owner = await shelves.officers.load(case.owner) if case.owner else None
    if owner is not None and owner.chat is not None:
        await shelves.outbox.put(UpdateThread(owner.chat, case.id), stamp.now, after(stamp.now, wait or BURST))


async def refresh_event(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """The numbers of the event that the case belongs to, once for all that changes within a moment."""
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if case.incident is not None and desk is not None and desk.chat is not None:
        card = UpdateEventCard(desk.chat, case.incident)
        await shelves.outbox.put(card, stamp.now, after(stamp.now, EVENT_WAITS))


async def owner_acted(case: Case, shelves: Shelves, stamp: Stamp) -> Case:
    """The owner did something: nobody waits for them, unless they said that they cannot go on with it."""
    if case.owner is not None:
        await at_work(await shelves.officers.load(case.owner), shelves, stamp)
    if await _gives_up(case, shelves, stamp):
        return case
    await shelves.dues.clear(DueKind.IDLE, case.id)
    if not case.rung:
        return case
    await shelves.cases.keep(replace(case, rung=0))
    return await shelves.cases.load(case.id)


async def at_work(officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever works on a case is there: nobody is told that they did not come on duty."""
    waiting = await shelves.proposals.of(officer.chat) if officer.chat is not None else []
    asked = [one for one in waiting if one.kind is ProposalKind.CHECK_IN and not one.passed]
    for one in asked:
        # The button that asked them holds, and thanks them.
        await shelves.proposals.take(one.id)
        await shelves.proposals.put(replace(one, passed=True))
    if asked:
        await shelves.journal.append(Did.CHECKED_IN, stamp.now, officer=officer.id)


async def _gives_up(case: Case, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether its owner released it, and nobody has accepted yet."""
    owner = await shelves.officers.load(case.owner) if case.owner is not None else None
    offers = await shelves.proposals.of(owner.chat) if owner is not None and owner.chat is not None else []
    released = [one for one in offers if one.kind is ProposalKind.RELEASE and one.case == case.id]
    return any(one.expires_at > stamp.now and holds(one, case) for one in released)


def holds(offer: Proposal, case: Case) -> bool:
    """Whether its owner has had it ever since they offered it: an offer goes with who made it."""
    return offer.owner == case.owner and after(offer.expires_at, -OFFERED) >= (case.taken_at or 0)


async def owner_waited_for(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """From the first thing on that the owner has not answered; what is graver is waited for less long."""
    await shelves.dues.set_sooner(DueKind.IDLE, case.id, after(stamp.now, idle_after(case.level, case.policy)))


async def remove_thread(case: Case, chat: ChatId | None, shelves: Shelves, stamp: Stamp) -> None:
    """What was passed on, shown and drawn goes from the chats of staff, or from this one alone."""
    for purpose in (Purpose.THREAD, Purpose.SHOWN):
        by_chat: dict[ChatId, list[int]] = {}
        for one in await shelves.messages.of_case(case.id, purpose):
            if chat is None or one.chat == chat:
                by_chat.setdefault(one.chat, []).append(one.message_id)
        for where, ids in by_chat.items():
            await shelves.outbox.put(TidyChat(where, tuple(ids)), stamp.now)
