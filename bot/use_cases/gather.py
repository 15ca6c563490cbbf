"""Folds many reports from one place into an event: one card in the group, and every case keeps its own life."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.effects import UpdateEventCard
from bot.domain.gathering import MANY, NEAR_M, WITHIN, is_loud
from bot.domain.ids import CaseId, after
from bot.domain.likeness import area_of, near_areas, spot_of
from bot.domain.place import Place, metres
from bot.ports import Shelves, Stamp
from bot.use_cases.refresh import refresh_event


async def gather(case_id: CaseId, shelves: Shelves, stamp: Stamp) -> None:
    """A place came: the case may belong to an event, or make one."""
    case = await shelves.cases.load(case_id)
    place = spot_of(await shelves.facts.of(case_id))
    if case.desk is None or place is None:
        return
    if case.incident is None:
        await shelves.likenesses.note(case.id, area_of(place))
        head = await _known(case, place, shelves, stamp)
        members = [case] if head is not None else await _around(case, place, shelves, stamp)
        if head is None and len(members) < MANY:
            return
        head = head or min(members, key=lambda one: one.opened_at).id
        for one in members:
            await shelves.cases.keep(replace(one, incident=head))
            await shelves.journal.append(Did.GATHERED, stamp.now, one.id)
        case = await shelves.cases.load(case_id)
    await _show(case, shelves, stamp)


async def _show(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk is None or desk.chat is None or case.incident is None:
        return
    size, _ = await shelves.cases.incident_size(case.incident)
    if is_loud(size):
        await shelves.outbox.put(UpdateEventCard(desk.chat, case.incident, loud=True), stamp.now)
    else:
        await refresh_event(case, shelves, stamp)


async def _known(case: Case, place: Place, shelves: Shelves, stamp: Stamp) -> CaseId | None:
    """The event that goes on there: measured from where its first report came from."""
    for head in await shelves.cases.incidents(case.desk or ""):
        _, newest = await shelves.cases.incident_size(head)
        spot = spot_of(await shelves.facts.of(head))
        if newest >= after(stamp.now, -WITHIN) and spot is not None and metres(place, spot) <= NEAR_M:
            return head
    return None


async def _around(case: Case, place: Place, shelves: Shelves, stamp: Stamp) -> list[Case]:
    """This case and the others that were reported near it within the time."""
    found = {case.id: case}
    for area in near_areas(place):
        for other_id in await shelves.likenesses.cases_with(area):
            other = await shelves.cases.load(other_id)
            recent = other.opened_at >= after(stamp.now, -WITHIN) and other.state is not CaseState.CLOSED
            if other_id in found or other.desk != case.desk or not recent:
                continue
            spot = spot_of(await shelves.facts.of(other_id))
            if spot is not None and metres(place, spot) <= NEAR_M:
                found[other_id] = other
    return list(found.values())
