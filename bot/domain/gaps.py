"""When gaps in a roster are announced; knows neither who is told nor how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.domain.ids import DAY, HOUR, MINUTE, Instant, after
from bot.domain.roster import Roster

Gap: TypeAlias = tuple[Instant, Instant]
"""Half open, in instants."""
BEFORE = (7 * DAY, 3 * DAY, 24 * HOUR, 2 * HOUR)
"""So long before it begins a gap is announced, each time to the desk and the admins."""
_FIRST = max(BEFORE)
SIGHT = 3 * _FIRST
"""So far is looked: whatever begins within the first lead is then seen whole, up to where it is cut."""
_SHORTEST = MINUTE
BEYOND = "beyond"
"""Names the moment after which a gap goes on, where only a part of it is said, or in sight."""


def lasting(gaps: Sequence[Gap]) -> list[Gap]:
    """Those that are long enough to matter."""
    return [gap for gap in gaps if gap[1] - gap[0] >= _SHORTEST]


def ahead(roster: Roster, now: Instant) -> list[Gap]:
    """Every gap in sight from now on; one that goes on for longer than a week is cut into parts.

    Each part has announcements of its own, so that a gap that does not end is not said once and then forgotten.
    The cuts lie on whole weeks since 1970, so that the same gap is cut in the same places tomorrow.
    """
    return [part for gap in lasting(roster.gaps(now, after(now, SIGHT))) for part in _parts(gap)]


def _parts(gap: Gap) -> list[Gap]:
    begin, end = gap
    parts = list[Gap]()
    # -(-a // b) rounds up: the first whole week that is at least one lead away.
    while (cut := Instant(-(-(begin + _FIRST) // _FIRST) * _FIRST)) < end:
        parts.append((begin, cut))
        begin = cut
    return [*parts, (begin, end)]


def told_by(gaps: Sequence[Gap], now: Instant) -> list[Gap]:
    """Of the gaps ahead those whose first announcement is behind us."""
    return [gap for gap in gaps if after(gap[0], -_FIRST) <= now]


def fresh(gaps: Sequence[Gap], told: Sequence[Gap], now: Instant) -> list[Gap]:
    """What has to be said at once: it is so near that it would have been said by now, and was not."""
    return [part for gap in told_by(gaps, now) for part in _without(gap, told)]


def brought(then: Roster, before: Roster, begins_at: Instant, ends_at: Instant) -> list[Gap]:
    """What is a gap then, and was none before."""
    known = lasting(before.gaps(begins_at, ends_at))
    return [part for gap in lasting(then.gaps(begins_at, ends_at)) for part in _without(gap, known)]


def _without(gap: Gap, told: Sequence[Gap]) -> list[Gap]:
    """The parts of a gap that were not told."""
    parts, begin = list[Gap](), gap[0]
    for old in sorted(told):
        if old[1] <= begin or old[0] >= gap[1]:
            continue
        if old[0] > begin:
            parts.append((begin, old[0]))
        begin = max(begin, old[1])
    if begin < gap[1]:
        parts.append((begin, gap[1]))
    return lasting(parts)


def due(roster: Roster, since: Instant, now: Instant) -> list[Gap]:
    """What is left of those that were to be announced between then and now, both with them.

    They are cut as they were then: where one goes on and on, the next cut lies further ahead by now.
    """
    gaps = lasting(roster.gaps(since, after(now, SIGHT)))
    parts = [part for gap in gaps for part in _parts(gap)]
    said = [part for part in parts if any(since <= part[0] - lead <= now for lead in BEFORE)]
    return lasting([(max(begin, now), end) for begin, end in said])


def next_look(gaps: Sequence[Gap], now: Instant) -> Instant:
    """When the next announcement comes; without any it is looked again before one could come into sight unsaid."""
    coming = [at for begin, _ in gaps for at in (after(begin, -lead) for lead in BEFORE) if at > now]
    return min([*coming, after(now, _FIRST // 2)])
