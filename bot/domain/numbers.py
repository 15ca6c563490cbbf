"""How fast a desk answers, out of instants alone: percentiles, what was late; knows nobody and nobody's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.case import WAITING, CaseState, Closing
from bot.domain.escalation import answer_by
from bot.domain.ids import DAY, MINUTE, CaseId, DeskId, Instant, after
from bot.domain.triage import Level
from bot.domain.wall import instant_of, wall

WEEK, MONTH = 7 * DAY, 30 * DAY
"""The last so many milliseconds, by the hour and not by the calendar."""
_CALENDAR = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when cases were opened, half open."""

    begins_at: Instant
    ends_at: Instant


def month_of(instant: Instant, zone: str) -> str:
    """The month of the calendar in this zone, `2026-11`."""
    return wall(instant, zone).strftime(_CALENDAR)


def month_span(month: str, zone: str) -> Period | None:
    """A month of the calendar in this zone; None if these words are none."""
    try:
        first = datetime.strptime(month, _CALENDAR).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    if not 2000 <= first.year < 9999:
        return None
    after_it = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return Period(instant_of(first), instant_of(after_it))


def month_before(instant: Instant, zone: str) -> str:
    """The last month of the calendar that was over at this instant."""
    first = wall(instant, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return month_of(after(instant_of(first), -DAY), zone)


def month_ends(instant: Instant, zone: str) -> Instant:
    """When the month of this instant is over."""
    span = month_span(month_of(instant, zone), zone)
    return span.ends_at if span is not None else after(instant, MONTH)


@dataclass(frozen=True, slots=True)
class Measured:
    """What of one case is measured: instants and codes; that is all that outlives its closing.

    `level` is the one at which somebody took it, or that it has while nobody did; `due_at` by when somebody had
    to have it, None where only the case's own ladder knows.
    """

    id: CaseId
    code: str
    desk: DeskId | None
    level: Level
    state: CaseState
    opened_at: Instant
    cried_at: Instant
    delivered_at: Instant | None = None
    taken_at: Instant | None = None
    due_at: Instant | None = None
    answered_at: Instant | None = None
    closing: Closing | None = None
    closed_at: Instant | None = None
    merged: bool = False
    level_now: Level | None = None
    """Where that is another one than `level`."""

    @property
    def is_unheard(self) -> bool:
        """Whether it is of L1 by now, and nobody has it."""
        return (self.level_now or self.level) is Level.L1 and self.state in WAITING


@dataclass(frozen=True, slots=True)
class Timing:
    """How long something took, in milliseconds, over `count` cases; a percentile that tells nothing is None."""

    count: int = 0
    p50: int | None = None
    p90: int | None = None
    p95: int | None = None
    longest: int | None = None


def percentile(ordered: Sequence[int], percent: int) -> int:
    """By nearest rank: the smallest value that is not exceeded by so many percent. It is one that happened."""
    return ordered[-(-percent * len(ordered) // 100) - 1]


def least_for(percent: int) -> int:
    """So many values it takes until one can lie beyond: the 95th percentile of three is only their largest."""
    return -(-100 // (100 - percent))


def timing(values: Iterable[int]) -> Timing:
    """Of these milliseconds, in any order; a clock that was set back makes none negative."""
    ordered = sorted(max(0, one) for one in values)
    count = len(ordered)
    if not count:
        return Timing()
    p50, p90, p95 = (percentile(ordered, one) if count >= least_for(one) else None for one in (50, 90, 95))
    return Timing(count, p50, p90, p95, ordered[-1])


@dataclass(frozen=True, slots=True)
class Line:
    """The cases of one desk at one level: until the desk had it, until somebody took it, until a human answered.

    Of `judged` cases it is known by now whether somebody took them in time.
    """

    desk: DeskId | None
    level: Level
    cases: int
    delivered: Timing
    taken: Timing
    answered: Timing
    in_time: int
    judged: int


@dataclass(frozen=True, slots=True)
class Late:
    """A case that nobody took in time: by how many milliseconds, and whether it still waits."""

    code: str
    desk: DeskId | None
    level: Level
    by: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was measured of a period, as it stood at `cut_at`."""

    period: Period
    cut_at: Instant
    lines: tuple[Line, ...]
    late: tuple[Late, ...]
    unheard: int
    """Cases of L1 that nobody has."""

    @property
    def cases(self) -> int:
        return sum(line.cases for line in self.lines)


def numbers(cases: Sequence[Measured], desks: Sequence[DeskId | None], period: Period, cut_at: Instant) -> Numbers:
    """Every cry counts, one that was joined with another, too: somebody waited for an answer."""
    lines = [
        _line([one for one in cases if one.desk == desk and one.level is level], desk, level, cut_at)
        for desk in desks
        for level in Level
    ]
    late = sorted(_late(cases, cut_at), key=lambda one: (one.level, -one.by, one.code))
    unheard = sum(one.is_unheard for one in cases)
    return Numbers(period, cut_at, tuple(one for one in lines if one.cases), tuple(late), unheard)


def _line(cases: Sequence[Measured], desk: DeskId | None, level: Level, cut: Instant) -> Line:
    took = [lateness(one, cut) for one in cases]
    judged = [one for one in took if one is not None]
    return Line(
        *(desk, level, len(cases)),
        delivered=timing(durations([(one.cried_at, one.delivered_at) for one in cases], cut)),
        taken=timing(durations([(one.cried_at, one.taken_at) for one in cases], cut)),
        answered=timing(durations([(one.cried_at, one.answered_at) for one in cases], cut)),
        in_time=sum(one <= 0 for one in judged),
        judged=len(judged),
    )


def durations(spans: Iterable[tuple[Instant, Instant | None]], cut: Instant) -> Iterator[int]:
    """How long each took that had ended by the cut-off."""
    for began_at, ended_at in spans:
        if ended_at is not None and ended_at <= cut:
            yield ended_at - began_at


def lateness(case: Measured, cut: Instant) -> int | None:
    """By how much it was late, not above 0 if it was in time; None while it waits and still can be in time."""
    due = promised(case)
    if case.taken_at is not None and case.taken_at <= cut:
        return case.taken_at - due
    return cut - due if cut > due else None


def promised(case: Measured) -> Instant:
    """By when somebody had to have it; by the house's ladder where its own is not known any more."""
    return case.due_at if case.due_at is not None else answer_by(case.level, case.opened_at)


def _late(cases: Sequence[Measured], cut: Instant) -> Iterator[Late]:
    for one in cases:
        by = lateness(one, cut)
        if by is not None and by > 0:
            yield Late(one.code, one.desk, one.level, by, one.taken_at is None or one.taken_at > cut)


def minutes(gaps: Sequence[tuple[Instant, Instant]]) -> int:
    """How many whole minutes these spans are together."""
    return sum(end - begin for begin, end in gaps) // MINUTE
