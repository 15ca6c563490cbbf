"""Says where two cases may be about one person; joins them when an officer says so, and parts them again.

A joined case keeps its own requester, words and screen: whoever wrote learns nothing of the other (invariant 8).
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState, hand_over, set_level
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import OpenThread
from bot.domain.facts import Fact, Merged, Resembles
from bot.domain.ids import DAY, CaseId, FactId, OfficerId, after
from bot.domain.likeness import SUGGESTING, Likeness, near_cells, place_of
from bot.domain.place import NEAR_M, metres
from bot.domain.triage import raised
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.refresh import owner_acted, owner_waited_for, refresh
from bot.use_cases.ring import ring_next, ring_owner
from bot.use_cases.say import say

_RECENT = 2 * DAY
"""A place counts for so long: domain.md 6.3."""


async def suggest(case: Case, likeness: Likeness, shelves: Shelves, stamp: Stamp) -> None:
    """Note on both cards what they have in common; each pair and each kind of likeness once."""
    if likeness.kind not in SUGGESTING:
        return
    for other_id in await shelves.likenesses.cases_with(likeness):
        if other_id != case.id:
            other = await shelves.cases.load(other_id)
            if other.desk == case.desk:
                await _note_both(case, other, likeness.kind.value, shelves, stamp)


async def suggest_by_place(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """Within 150 m and two days, and the same room."""
    facts = await shelves.facts.of(case.id)
    own = place_of(facts)
    if own is None:
        return
    place, room = own
    for cell in near_cells(place, room):
        for other_id in await shelves.likenesses.cases_with(cell):
            other = await shelves.cases.load(other_id)
            there = place_of(await shelves.facts.of(other_id))
            recent = other.heard_at >= after(stamp.now, -_RECENT)
            if other_id == case.id or other.desk != case.desk or there is None or not recent:
                continue
            if there[1] == room and metres(place, there[0]) <= NEAR_M:
                await _note_both(case, other, cell.kind.value, shelves, stamp)


async def _note_both(case: Case, other: Case, by: str, shelves: Shelves, stamp: Stamp) -> None:
    if other.state is CaseState.CLOSED:
        return
    for one, two in ((case, other), (other, case)):
        known = [fact.value for fact in await shelves.facts.of(one.id)]
        resembles = Resembles(two.id, two.code, by)
        if resembles not in known:
            await shelves.facts.add(Fact(FactId(stamp.dice.token()), one.id, stamp.now, resembles))
            await refresh(one, shelves, stamp)


async def merge(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/merge CODE OTHER`: the younger becomes a part of the older; one owner, the graver level, two screens."""
    other = await shelves.cases.by_code(about.words.strip().upper()) if about.words.strip() else None
    if other is None or other.desk != about.case.desk or other.id == about.case.id:
        await say(about.origin, "merge.usage", shelves, stamp)
        return
    if other.state is CaseState.CLOSED or about.case.part_of or other.part_of or other.drill != about.case.drill:
        await say(about.origin, "merge.not_these", shelves, stamp)
        return
    if other.owner is not None and about.case.owner is not None and other.owner != about.case.owner:
        owner = (await shelves.officers.load(other.owner)).name.reveal()
        await say(about.origin, "refusal.not_owner", shelves, stamp, name=owner)
        return
    head, part = sorted((about.case, other), key=lambda one: one.opened_at)
    before, level = head.level, min(head.level, part.level)
    if raised(head.level, level):
        head = set_level(head, level)
    await shelves.cases.keep(head)
    await shelves.cases.keep(replace(part, part_of=head.id))
    for one in await shelves.cases.parts_of(part.id):
        await shelves.cases.keep(replace(one, part_of=head.id))
    await _note_merge(about, head, part, joined=True, shelves=shelves, stamp=stamp)
    await _share_owner(head.id, shelves, stamp)
    shared = await shelves.cases.load(head.id)
    if shared.owner is None and raised(before, level):
        # It rings by the graver level's ladder from its beginning, also if the two are parted again.
        await ring_next(replace(shared, ladder_from=stamp.now, rung=0), shelves, stamp)
    elif raised(before, level):
        await ring_owner(shared, about.officer.id, shelves, stamp)
    await _show(await family(head.id, shelves), about, shelves, stamp)


async def unmerge(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/unmerge CODE`: this case stands alone again; who has it keeps it."""
    parts = [about.case] if about.case.part_of else list(await shelves.cases.parts_of(about.case.id))
    if not parts:
        await say(about.origin, "merge.none", shelves, stamp)
        return
    head = await shelves.cases.load(parts[0].part_of or about.case.id)
    for part in parts:
        await shelves.cases.keep(replace(part, part_of=None))
        await _note_merge(about, head, part, joined=False, shelves=shelves, stamp=stamp)
    await _show([head, *[await shelves.cases.load(one.id) for one in parts]], about, shelves, stamp)


async def _note_merge(
    about: CaseOrder, head: Case, part: Case, joined: bool, shelves: Shelves, stamp: Stamp
) -> None:
    for one, two in ((head, part), (part, head)):
        value = Merged(about.officer.id, two.code, joined)
        await shelves.facts.add(Fact(FactId(stamp.dice.token()), one.id, stamp.now, value))
        deed = Did.MERGED if joined else Did.UNMERGED
        await shelves.journal.append(deed, stamp.now, one.id, about.officer.id, two.code)


async def family(head: CaseId, shelves: Shelves) -> list[Case]:
    """A case and all that were merged into it."""
    return [await shelves.cases.load(head), *await shelves.cases.parts_of(head)]


async def others_of(case: Case, shelves: Shelves) -> list[Case]:
    """What belongs together with this case, and is open."""
    together = await family(case.part_of or case.id, shelves)
    return [one for one in together if one.id != case.id and one.state is not CaseState.CLOSED]


async def _share_owner(head: CaseId, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever has one of them has all; while nobody has any, each goes on ringing (invariant 4)."""
    together = await family(head, shelves)
    owner = next((one.owner for one in together if one.owner is not None), None)
    if owner is None:
        return
    for one in together:
        if one.owner is None:
            await give_too(one, owner, shelves, stamp)


async def give_too(case: Case, owner: OfficerId, shelves: Shelves, stamp: Stamp) -> None:
    """This case goes to who has the other; its requester's screen is not touched by that."""
    officer = await shelves.officers.load(owner)
    moved = hand_over(case, officer.id, stamp.now)
    if not isinstance(moved, Case):
        return
    await shelves.cases.keep(moved)
    for kind in (DueKind.RING, DueKind.IDLE):
        await shelves.dues.clear(kind, case.id)
    await owner_waited_for(moved, shelves, stamp)
    await shelves.journal.append(Did.TAKEN, stamp.now, case.id, officer.id)
    if officer.chat is not None:
        await shelves.outbox.put(OpenThread(officer.chat, case.id), stamp.now)
    await refresh(await shelves.cases.load(case.id), shelves, stamp)


async def _show(cases: list[Case], about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    for one in cases:
        fresh = await shelves.cases.load(one.id)
        if fresh.owner == about.officer.id:
            fresh = await owner_acted(fresh, shelves, stamp)
        await refresh(fresh, shelves, stamp)
    await say(about.origin, "work.done", shelves, stamp, code=about.case.code)
