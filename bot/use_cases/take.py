"""Gives a case to the officer who says "I have it": one owner, however many say so."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import AlreadyTaken, Case, NotWaiting, take
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import OpenThread, RelayToOwner, UpdateCard, UpdateRing
from bot.domain.events import CaseTaken, Origin
from bot.domain.facts import Located, Media
from bot.domain.ids import ChatId
from bot.domain.people import Officer
from bot.domain.roles import Deed, may
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.hear import show_requester
from bot.use_cases.refresh import at_work, owner_waited_for, refresh_event
from bot.use_cases.ring import rings_at
from bot.use_cases.same import give_too, others_of
from bot.use_cases.say import say
from bot.use_cases.speakers import speaker


async def take_case(event: CaseTaken, shelves: Shelves, stamp: Stamp) -> None:
    """By button or by command. A press by anybody but an officer of this desk changes and tells nothing."""
    who = await speaker(event.origin.account, shelves, stamp)
    case = await shelves.cases.by_code(event.code.upper())
    officer = who.officer
    if not may(who.roles, Deed.TAKE) or officer is None:
        await say(event.origin, "refusal.officers_only" if who.staff else "", shelves, stamp)
    elif case is None or (case.desk != officer.desk and not await _rung(case, officer, shelves)):
        await say(event.origin, "refusal.no_such_case", shelves, stamp)
    else:
        await _take(event.origin, case, officer, shelves, stamp)


async def _rung(case: Case, officer: Officer, shelves: Shelves) -> bool:
    """Whether it rang at another desk because its own did not answer: there, too, the button holds."""
    return await rings_at(case, (officer.chat, (await shelves.desks.load(officer.desk)).chat), shelves)


async def leave_desk(case: Case, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """At the desk that no longer has it the card says only that, and its event counts it no more."""
    if case.desk == officer.desk:
        return
    for purpose in (Purpose.CARD, Purpose.COPY):
        for one in await shelves.messages.of_case(case.id, purpose):
            if one.chat != officer.chat:
                await shelves.outbox.put(UpdateRing(one.chat, case.id, one.message_id), stamp.now)
    await refresh_event(case, shelves, stamp)


async def take_for(case: Case, officer: Officer, shelves: Shelves, stamp: Stamp) -> bool:
    """Make the officer the owner, and let everybody see it; False if somebody else has it."""
    taken = take(case, officer.id, stamp.now)
    if not isinstance(taken, Case):
        return False
    if case.desk != officer.desk:
        await leave_desk(case, officer, shelves, stamp)
        policy = (await shelves.desks.load(officer.desk)).policy
        taken = replace(taken, desk=officer.desk, policy=policy, incident=None)
        await shelves.journal.append(Did.MOVED, stamp.now, case.id, officer.id)
    await shelves.cases.keep(taken)
    for kind in (DueKind.RING, DueKind.IDLE):
        await shelves.dues.clear(kind, case.id)
    await owner_waited_for(taken, shelves, stamp)
    await at_work(officer, shelves, stamp)
    await shelves.journal.append(Did.TAKEN, stamp.now, case.id, officer.id)
    await spread(taken, officer, shelves, stamp)
    return True


async def _take(origin: Origin, case: Case, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    taken = take(case, officer.id, stamp.now)
    if isinstance(taken, NotWaiting):
        await say(origin, "refusal.not_waiting", shelves, stamp)
        return
    if isinstance(taken, AlreadyTaken):
        owner = await shelves.officers.load(taken.owner)
        key = "taken.already_yours" if owner.id == officer.id else "taken.by_other"
        await say(origin, key, shelves, stamp, name=owner.name.reveal())
        return
    await take_for(case, officer, shelves, stamp)
    await say(origin, "taken.yours", shelves, stamp)
    for other in await others_of(taken, shelves):
        if other.owner is None and other.desk == officer.desk:
            await give_too(other, officer.id, shelves, stamp)
        elif other.owner is None:
            # What belongs together moves together.
            await take_for(other, officer, shelves, stamp)


async def spread(case: Case, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """Everyone sees who has it: the card, the rings, and one true line for the requester."""
    desk = await shelves.desks.load(officer.desk)
    if desk.chat:
        await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
    await refresh_event(case, shelves, stamp)
    if officer.chat:
        await _hand_over(case, officer.chat, shelves, stamp)
    for ring in await shelves.messages.of_case(case.id, Purpose.RING):
        await shelves.outbox.put(UpdateRing(ring.chat, case.id, ring.message_id), stamp.now)
    await show_requester(case, shelves, stamp)


async def _hand_over(case: Case, chat: ChatId, shelves: Shelves, stamp: Stamp) -> None:
    """The owner gets the case's thread, and under it what the card can only count: pictures, voices, places."""
    await shelves.outbox.put(OpenThread(chat, case.id), stamp.now)
    facts = await shelves.facts.of(case.id)
    last = {fact.value.track: fact.id for fact in facts if isinstance(fact.value, Located)}
    for fact in facts:
        passed = isinstance(fact.value, Located) and fact.value.track and last[fact.value.track] != fact.id
        if isinstance(fact.value, Media | Located) and not passed:
            await shelves.outbox.put(RelayToOwner(chat, case.id, fact.id), stamp.now)
