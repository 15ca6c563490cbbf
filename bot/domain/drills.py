"""What a drill showed: how long it took until the desk had it, somebody took it, and the first answer went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import HOUR, MINUTE, SECOND, Instant, OfficerId
from bot.domain.numbers import percentile

ENDS_AFTER = 30 * MINUTE
"""A drill that nobody answers ends by itself."""
ANSWERED_AFTER = MINUTE
"""So long after the first answer it ends."""
TOO_LATE = HOUR
"""A planned drill that an outage held back for longer is left out: nobody expects it any more."""
_NEVER = 2**62
COMPARED = 20
"""So many of a desk's last drills are compared."""


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill that is over; None where it did not come to that."""

    code: str
    opened_at: Instant
    delivered_at: Instant | None
    taken_at: Instant | None
    answered_at: Instant | None
    owner: OfficerId | None = None

    def until(self, at: Instant | None) -> int | None:
        """Milliseconds from its beginning."""
        return None if at is None else at - self.opened_at


def within(shares: int, drills: Sequence[Drill]) -> int | None:
    """In how many milliseconds so many of a hundred drills were taken (nearest rank); None if fewer were."""
    took = sorted(one.taken_at - one.opened_at for one in drills if one.taken_at is not None)
    never = [_NEVER] * (len(drills) - len(took))
    found = percentile([*took, *never], shares) if drills else _NEVER
    return found if found < _NEVER else None


def clock(lasted: int | None) -> str:
    """Minutes and seconds, `0:42`; a dash where it did not come to that."""
    if lasted is None:
        return "–"
    minutes, seconds = divmod(max(lasted, 0) // SECOND, 60)
    return f"{minutes}:{seconds:02}"
