"""Says where a roster leaves somebody little rest, and how evenly it is shared; warnings, never walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import HOUR, Instant, OfficerId
from bot.domain.roster import Stretch

SHORTEST_REST = 11 * HOUR
"""Between two shifts (Directive 2003/88/EC, article 3: eleven consecutive hours in each period of 24)."""
LONGEST_STRETCH = 24 * HOUR
"""On duty without a break; longer only where somebody knows and wants it."""


class Strain(StrEnum):
    """What is hard on somebody."""

    SHORT_REST = "short_rest"
    LONG_STRETCH = "long_stretch"


@dataclass(frozen=True, slots=True)
class Strained:
    """Whom, from when, and for how many milliseconds they rest or are on duty."""

    officer: OfficerId
    strain: Strain
    at: Instant
    lasts: int


def strained(spans: Sequence[Stretch]) -> list[Strained]:
    """In the order of time; `spans` as `Roster.spans` cuts them. The first and the last may go on beyond."""
    found, ended = list[Strained](), dict[OfficerId, Instant]()
    for begin, end, officer in spans:
        if officer is None:
            continue
        rest = begin - ended[officer] if officer in ended else SHORTEST_REST
        if rest < SHORTEST_REST:
            found.append(Strained(officer, Strain.SHORT_REST, begin, rest))
        if end - begin > LONGEST_STRETCH:
            found.append(Strained(officer, Strain.LONG_STRETCH, begin, end - begin))
        ended[officer] = end
    return found


def hours_of(spans: Sequence[Stretch], officer: OfficerId | None = None) -> int:
    """Whole hours for which somebody is on duty, or this officer."""
    held = (end - begin for begin, end, who in spans if who is not None and officer in (None, who))
    return sum(held) // HOUR
