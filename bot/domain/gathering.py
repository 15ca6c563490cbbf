"""When many report from one place at once (a raid, a street full of people), one card serves a desk better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.case import Case, CaseState
from bot.domain.ids import HOUR, Instant
from bot.domain.triage import Level

WITHIN = HOUR
"""Reports that come within this time of the last one belong together."""
NEAR_M = 2_000.0
"""So near the first one's place, in metres."""
MANY = 8
"""So many reports are an event; fewer are people who know each other, or chance."""


@dataclass(frozen=True, slots=True)
class Counts:
    """An event in numbers: nothing personal."""

    reports: int
    levels: tuple[tuple[Level, int], ...]
    waiting: int
    taken: int
    closed: int
    languages: tuple[tuple[str, int], ...]
    first_at: Instant
    last_at: Instant


def counted(members: Sequence[Case], languages: Sequence[str]) -> Counts:
    """Of all its reports; `languages` are those in which their people are answered."""
    levels = Counter(one.level for one in members)
    closed = sum(one.state is CaseState.CLOSED for one in members)
    taken = sum(one.owner is not None and one.state is not CaseState.CLOSED for one in members)
    return Counts(
        reports=len(members),
        levels=tuple((level, levels[level]) for level in Level if levels[level]),
        waiting=len(members) - taken - closed,
        taken=taken,
        closed=closed,
        languages=tuple(Counter(languages).most_common()),
        first_at=min(one.opened_at for one in members),
        last_at=max(one.opened_at for one in members),
    )


def is_loud(reports: int) -> bool:
    """Whether a new message sounds: when it becomes an event, and each time it has doubled."""
    return reports >= MANY and reports % MANY == 0 and (reports // MANY).bit_count() == 1
