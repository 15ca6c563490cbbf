"""The change of who is on duty: who comes on checks in, and accepts what is open; nothing moves before that."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState, hand_over
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import ShowCases, Tell, Which
from bot.domain.events import CheckInDue, Origin, TurnDue
from bot.domain.ids import MINUTE, ChatId, DeskId, OfficerId, ProposalId, after
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.give import accept
from bot.use_cases.refresh import OFFERED
from bot.use_cases.rota import await_turn, roster_of
from bot.use_cases.say import say
from bot.use_cases.speakers import admins

CHECK_IN = 10 * MINUTE
"""So long who comes on may take; then they are rung again, and after as long once more others know."""
_ASKED_TWICE = 2


async def turn_due(event: TurnDue, shelves: Shelves, stamp: Stamp) -> None:
    """The duty changed: tell who has it now, and offer what who had it leaves."""
    if not await shelves.dues.claim(DueKind.TURN, event.desk, event.due_at):
        return
    desk = await shelves.desks.load(event.desk)
    turn = (await roster_of(desk.id, shelves)).at(stamp.now)
    if turn.duty is not None:
        officer = await shelves.officers.load(turn.duty)
        await _ask(desk, officer, 0, shelves, stamp)
        await _offer_open_cases(desk, officer, shelves, stamp)
    await await_turn(desk, shelves, stamp)


async def _ask(desk: Desk, officer: Officer, asked: int, shelves: Shelves, stamp: Stamp) -> None:
    if officer.chat is None:
        return
    proposal = _for(officer, ProposalKind.CHECK_IN, desk, stamp)
    await shelves.proposals.put(proposal)
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    key = "turn.still" if asked else "turn.begins"
    await shelves.outbox.put(Tell(officer.chat, key, blanks, proposal=proposal.id, sounds=True), stamp.now)
    await _nobody_waits(desk, shelves)
    await shelves.dues.set(DueKind.CHECKED_IN, f"{desk.id}:{asked + 1}", after(stamp.now, CHECK_IN))


async def _nobody_waits(desk: Desk, shelves: Shelves) -> None:
    for asked in range(_ASKED_TWICE + 1):
        await shelves.dues.clear(DueKind.CHECKED_IN, f"{desk.id}:{asked}")


def _for(officer: Officer, kind: ProposalKind, desk: Desk, stamp: Stamp) -> Proposal:
    """For one officer to answer, in their own chat."""
    if officer.chat is None:
        raise ValueError("an officer without a chat was asked")
    id = ProposalId(stamp.dice.token(8))
    expires = after(stamp.now, OFFERED)
    return Proposal(id, officer.chat, officer.chat, kind, expires, desk=desk.id, to=officer.id)


async def check_in_due(event: CheckInDue, shelves: Shelves, stamp: Stamp) -> None:
    """Nobody checked in: asked once more, then backup, supervisors and admins know."""
    if not await shelves.dues.claim(DueKind.CHECKED_IN, f"{event.desk}:{event.asked}", event.due_at):
        return
    desk = await shelves.desks.load(event.desk)
    turn = (await roster_of(desk.id, shelves)).at(stamp.now)
    if turn.duty is None:
        return
    officer = await shelves.officers.load(turn.duty)
    if not await _was_asked(officer, shelves):
        # Who took over since knows of it, and was never asked.
        return
    if event.asked < _ASKED_TWICE:
        await _ask(desk, officer, event.asked, shelves, stamp)
        return
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    officers = await shelves.officers.of_desk(desk.id)
    behind = [one.chat for one in officers if one.chat and (one.id == turn.backup or one.supervisor)]
    chats = [*behind, *(admin.id for admin in await admins(shelves, stamp))]
    for chat in dict.fromkeys(chats):
        await shelves.outbox.put(Tell(chat, "turn.missed", blanks, sounds=True), stamp.now)


async def _was_asked(officer: Officer, shelves: Shelves) -> bool:
    """And has done nothing since."""
    waiting = await shelves.proposals.of(officer.chat) if officer.chat is not None else []
    asked = [one for one in waiting if one.kind is ProposalKind.CHECK_IN and one.to == officer.id]
    return any(not one.passed for one in asked)


async def checked_in(desk: Desk, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """They are there; if by now somebody else has the duty, that one is waited for all the same."""
    if (await roster_of(desk.id, shelves)).at(stamp.now).duty == officer.id:
        await _nobody_waits(desk, shelves)
    await shelves.journal.append(Did.CHECKED_IN, stamp.now, officer=officer.id)


async def took_over(desk: Desk, had: OfficerId | None, by: ChatId, shelves: Shelves, stamp: Stamp) -> None:
    """Who took the duty that somebody else had until now knows that they have it: they read what is open."""
    has = (await roster_of(desk.id, shelves)).duty(stamp.now)
    officer = await shelves.officers.load(has) if has is not None and has != had else None
    if officer is not None and officer.chat == by:
        await _nobody_waits(desk, shelves)
        await _offer_open_cases(desk, officer, shelves, stamp)


async def _offer_open_cases(desk: Desk, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """What others of the desk have and leave: by code, level and what waits; it is theirs until accepted."""
    left = [one for one in await _left(desk.id, officer.id, shelves) if one.owner is not None]
    owners = dict.fromkeys(one.owner for one in left if one.owner is not None)
    for owner in owners:
        had = await shelves.officers.load(owner)
        cases = [one for one in left if one.owner == owner]
        proposal = replace(
            _for(officer, ProposalKind.DIGEST, desk, stamp), officer=owner, cases=tuple(one.id for one in cases)
        )
        await shelves.proposals.put(proposal)
        if officer.chat is not None:
            left_to = ShowCases(officer.chat, desk.id, officer.id, Which.LEFT, found=proposal.cases)
            await shelves.outbox.put(left_to, stamp.now)
        lines = ", ".join(f"{one.code} {one.level.value}{' !' if one.rung else ''}" for one in cases)
        blanks = (("name", had.name), ("codes", Private(lines)), ("count", Private(str(len(cases)))))
        if officer.chat is not None:
            tell = Tell(officer.chat, "turn.digest", blanks, proposal=proposal.id, sounds=True)
            await shelves.outbox.put(tell, stamp.now)


async def _left(desk: DeskId, coming: OfficerId, shelves: Shelves) -> list[Case]:
    cases = await shelves.cases.of_desk(desk)
    return [one for one in cases if one.owner != coming and one.state is not CaseState.CLOSED]


async def take_over(origin: Origin, proposal: Proposal, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """Every case of the digest that is still with who left it, or with nobody by now, moves."""
    moved = 0
    for case_id in proposal.cases:
        case = await shelves.cases.load(case_id)
        left = case.owner in (proposal.officer, None) and case.desk == officer.desk
        if not left or not isinstance(hand_over(case, officer.id, stamp.now), Case):
            continue
        single = replace(proposal, kind=ProposalKind.GIVE, case=case.id, owner=case.owner, cases=())
        moved += await accept(origin, single, officer, shelves, stamp)
    await say(origin, "turn.taken_over", shelves, stamp, count=str(moved))
