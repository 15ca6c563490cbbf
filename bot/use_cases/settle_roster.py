"""Applies what was confirmed of a roster, if it still fits to what stands there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import after
from bot.domain.people import Desk
from bot.domain.roster import OffSet, RosterEvent, RotationSet, ShiftSet
from bot.ports import Proposal, Shelves, Stamp
from bot.use_cases.calendar import events_of
from bot.use_cases.order import PREVIEW
from bot.use_cases.roster import newest_at
from bot.use_cases.rota import change, is_able, roster_of
from bot.use_cases.turn import took_over
from bot.use_cases.undo import Done, roster_undone


async def settle_roster(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """From now on, whole; None where it is no longer as it was shown."""
    single = (proposal.rotation, proposal.behind, proposal.shift, proposal.off, proposal.hours)
    events: list[RosterEvent] = [one for one in single if one is not None] or events_of(proposal)
    if proposal.desk is None or not events:
        raise ValueError("a roster proposal without desk or event was kept")
    desk = await shelves.desks.load(proposal.desk)
    if not await _still_fits(proposal, events, desk, shelves):
        return None
    had = (await roster_of(desk.id, shelves)).duty(stamp.now)
    numbers = await change(desk, events, shelves, stamp, by=proposal.account)
    await took_over(desk, had, proposal.account, shelves, stamp)
    return Done(desk, roster_undone(desk, proposal.chat, proposal.account, numbers, proposal, stamp))


async def _still_fits(proposal: Proposal, events: Sequence[RosterEvent], desk: Desk, shelves: Shelves) -> bool:
    """Whether all is as when it was shown: nobody of them was paused or removed, and nothing set in its place."""
    shifts = [one for one in events if isinstance(one, ShiftSet)]
    if not all([await is_able(one.officer, desk, shelves) for one in shifts]):
        return False
    asked_at = after(proposal.expires_at, -PREVIEW)
    history = await shelves.rosters.history(desk.id)
    since = [one for at, one in history if at > asked_at]
    spans = [one for one in events if isinstance(one, ShiftSet | OffSet)]
    if any(
        isinstance(one, ShiftSet | OffSet) and one.starts_at < span.ends_at and span.starts_at < one.ends_at
        for one in since
        for span in spans
    ):
        return False
    standing = [one for _, one in history]
    rotations = [one for one in events if isinstance(one, RotationSet)]
    return not rotations or proposal.numbers == tuple(at for one in rotations for at in newest_at(one, standing))
