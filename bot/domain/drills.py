"""What a drill showed: how long it took until the desk had it, somebody took it, and the first answer went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import HOUR, MINUTE, Instant, OfficerId
from bot.domain.numbers import percentile

ENDS_AFTER = 30 * MINUTE
"""A drill that nobody answers ends by itself."""
ANSWERED_AFTER = MINUTE
"""So long after the first answer it ends."""
TOO_LATE = HOUR
"""A planned drill that an outage held back for longer is left out: nobody expects it any more."""
NEVER = Instant(2**62)
"""Later than anything."""
COMPARED = 20
"""So many of a desk's last drills are compared."""


class Step(StrEnum):
    """How far a drill came."""

    DELIVERED = "delivered"
    TAKEN = "taken"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill that is over; None where it did not come to that. `owner`: who took it first."""

    code: str
    opened_at: Instant
    delivered_at: Instant | None
    taken_at: Instant | None
    answered_at: Instant | None
    owner: OfficerId | None = None

    def until(self, step: Step) -> int | None:
        """Milliseconds from its beginning to this step."""
        at = {Step.DELIVERED: self.delivered_at, Step.TAKEN: self.taken_at, Step.ANSWERED: self.answered_at}[step]
        return None if at is None else at - self.opened_at


def within(shares: int, drills: Sequence[Drill], step: Step) -> int | None:
    """In how many milliseconds so many of a hundred drills came so far (nearest rank); None if fewer did."""
    took = sorted(lasted for one in drills if (lasted := one.until(step)) is not None)
    never = [NEVER] * (len(drills) - len(took))
    found = percentile([*took, *never], shares) if drills else NEVER
    return found if found < NEVER else None
