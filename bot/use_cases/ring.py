"""Rings the next rung of a case's ladder; an empty rung costs no time and no ladder ends (invariant 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.case import Case, CaseState, release
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import Ring
from bot.domain.escalation import Who, ladder_of, next_due, rung_at
from bot.domain.events import RingDue
from bot.domain.ids import ChatId, OfficerId
from bot.domain.people import Desk, Officer
from bot.domain.roster import Roster
from bot.domain.triage import Level
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.refresh import owner_waited_for
from bot.use_cases.speakers import admins


async def ring_due(event: RingDue, shelves: Shelves, stamp: Stamp) -> None:
    """A due row came up: ring if it is still the one that counts and nobody has the case."""
    if not await shelves.dues.claim(DueKind.RING, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    if waits(case):
        await ring_next(case, shelves, stamp)


def waits(case: Case) -> bool:
    """Whether it rings until somebody has it."""
    return case.owner is None and case.state is not CaseState.CLOSED


async def ring_next(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """Ring the case's rung, and set the next one due.

    A rung that reaches nobody costs no time: the first after it that reaches anybody rings in its place, and still
    rings at its own time.
    """
    level, policy, number = case.level, case.policy, case.rung
    last = max(len(ladder_of(level, policy).rungs) - 1, number)
    targets: Sequence[ChatId] = ()
    for place in range(number, last + 1):
        targets = await _targets(case, rung_at(level, place, policy).who, shelves, stamp)
        if targets:
            break
    if number == 0:
        targets = [*targets, *await _standing_in(case, shelves, stamp)]
    chats = list(dict.fromkeys(targets))
    urgent = case.level is Level.L1
    for chat in chats:
        await shelves.outbox.put(Ring(chat, case.id, urgent), stamp.now)
    await shelves.cases.keep(replace(case, rung=number + 1))
    due = next_due(level, number, case.ladder_from, stamp.now, policy)
    await shelves.dues.set(DueKind.RING, case.id, due)
    await shelves.journal.append(Did.RANG, stamp.now, case.id, note=f"rung {number}, {len(chats)} chats")


async def ring_owner(case: Case, by: OfficerId, shelves: Shelves, stamp: Stamp) -> None:
    """Somebody else found it graver than who has it knows: they are rung, and waited for as at that level."""
    if case.owner is None or case.owner == by:
        return
    owner = await shelves.officers.load(case.owner)
    if owner.chat is not None:
        await shelves.outbox.put(Ring(owner.chat, case.id, case.level is Level.L1), stamp.now)
    await owner_waited_for(case, shelves, stamp)


async def set_free(case: Case, owner: OfficerId, shelves: Shelves, stamp: Stamp) -> Case:
    """The case as it is once its owner has lost it: it waits, and nobody waits for them any more."""
    await shelves.dues.clear(DueKind.IDLE, case.id)
    await shelves.journal.append(Did.LAPSED, stamp.now, case.id, owner)
    return release(case, stamp.now)


async def ring_instead(case: Case, shelves: Shelves, stamp: Stamp, of: ChatId | None = None) -> None:
    """A ring did not arrive: the first rung ahead that reaches anybody rings too, and once more at its own time.

    `of`: where it did not; that chat is not tried again now.

    Each ring that fails goes one rung further, so that those of one rung never go round.
    """
    failed = 0
    for entry in reversed(await shelves.journal.of_case(case.id)):
        if entry.deed == Did.RANG and not entry.note.startswith(_INSTEAD):
            break
        failed += entry.note.startswith(_INSTEAD)
    for place in range(case.rung + failed, len(ladder_of(case.level, case.policy).rungs)):
        targets = await _targets(case, rung_at(case.level, place, case.policy).who, shelves, stamp)
        others = [one for one in dict.fromkeys(targets) if one != of]
        chats = [one for one in others if (await shelves.chats.load(one)).reachable]
        for chat in chats:
            await shelves.outbox.put(Ring(chat, case.id, case.level is Level.L1), stamp.now)
        if chats:
            note = f"{_INSTEAD} {case.rung - 1}, {len(chats)} chats"
            await shelves.journal.append(Did.RANG, stamp.now, case.id, note=note)
            return


_INSTEAD = "in place of rung"


_MOVED = frozenset({Did.ADOPTED, Did.ROUTED, Did.HANDED_OVER, Did.MOVED})


async def rings_at(case: Case, chats: Collection[ChatId | None], shelves: Shelves) -> bool:
    """Whether it rang in one of these chats since it came to its desk, and nobody has it yet.

    So it does also at another desk, when its own does not answer.
    """
    if case.owner is not None:
        return False
    came_at = max((one.at for one in await shelves.journal.of_case(case.id) if one.deed in _MOVED), default=0)
    rang = await shelves.messages.of_case(case.id, Purpose.RING)
    return any(ring.chat in chats and ring.at >= came_at for ring in rang)


async def _targets(case: Case, who: Who, shelves: Shelves, stamp: Stamp) -> Sequence[ChatId]:
    desk = await shelves.desks.load(case.desk) if case.desk else None
    officers = await able_officers(desk, shelves)
    match who:
        case Who.DUTY | Who.BACKUP:
            return await _rostered(desk, officers, who, shelves, stamp)
        case Who.DESK:
            # A lost group is nobody: what rings there alone would be a rung that costs time.
            group = [one for one in _group(desk) if (await shelves.chats.load(one)).reachable]
            return [*group, *await _reachable(officers, shelves)]
        case Who.SUPERVISOR:
            return await _reachable([one for one in officers if one.supervisor], shelves)
        case Who.ADMINS:
            return [chat.id for chat in await admins(shelves, stamp) if chat.reachable]
        case Who.EVERYONE:
            # The last rung tries also those who could not be reached before: they may be back.
            chats = [officer.chat for officer in officers if officer.chat]
            others = await _default(desk, shelves)
            return [*_group(desk), *chats, *others, *[chat.id for chat in await admins(shelves, stamp)]]


async def able_officers(desk: Desk | None, shelves: Shelves) -> list[Officer]:
    """Officers of the desk who joined and are not paused."""
    if desk is None:
        return []
    return [one for one in await shelves.officers.of_desk(desk.id) if one.chat and not one.paused]


async def _default(desk: Desk | None, shelves: Shelves) -> list[ChatId]:
    """Of the desk that was made first, where that is another one: its group, and its officers."""
    first = next(iter(await shelves.desks.all()), None)
    if first is None or (desk is not None and first.id == desk.id):
        return []
    return [*_group(first), *await _reachable(await able_officers(first, shelves), shelves)]


def _group(desk: Desk | None) -> list[ChatId]:
    return [desk.chat] if desk and desk.chat else []


async def _reachable(officers: Sequence[Officer], shelves: Shelves) -> list[ChatId]:
    chats = [await shelves.chats.load(officer.chat) for officer in officers if officer.chat]
    return [chat.id for chat in chats if chat.reachable]


async def _rostered(
    desk: Desk | None, officers: Sequence[Officer], who: Who, shelves: Shelves, stamp: Stamp
) -> list[ChatId]:
    if desk is None:
        return []
    by_id: dict[OfficerId, Officer] = {officer.id: officer for officer in officers}
    roster = Roster(await shelves.rosters.of_desk(desk.id), frozenset(by_id))
    if roster.closed(stamp.now):
        return await _while_closed(desk, who, shelves, stamp)
    turn = roster.at(stamp.now)
    chosen = turn.duty if who is Who.DUTY else turn.backup
    return await _reachable([by_id[chosen]] if chosen else [], shelves)


async def _standing_in(case: Case, shelves: Shelves, stamp: Stamp) -> list[ChatId]:
    """Out of its hours the first desk's duty, from the first rung on, whoever the desk's own rungs ring."""
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk is None:
        return []
    able = frozenset(one.id for one in await able_officers(desk, shelves))
    if not Roster(await shelves.rosters.of_desk(desk.id), able).closed(stamp.now):
        return []
    return await _while_closed(desk, Who.DUTY, shelves, stamp)


async def _while_closed(desk: Desk, who: Who, shelves: Shelves, stamp: Stamp) -> list[ChatId]:
    """Out of its hours the default desk's roster stands in; that desk itself has no other hours than all."""
    first = next(iter(await shelves.desks.all()), None)
    if first is None or first.id == desk.id:
        return []
    return await _rostered(first, await able_officers(first, shelves), who, shelves, stamp)
