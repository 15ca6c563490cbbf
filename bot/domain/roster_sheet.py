"""Cuts a roster into the days of a week or a month by the desk's clock; knows no colours and no paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.ids import Instant, OfficerId
from bot.domain.roster import ByHand, Roster
from bot.domain.wall import instant_of, wall

_WEEK = 7
_WEEKS = 5
"""Of a month: however late in its first week today is, the four weeks of published turns are in it."""


class Extent(StrEnum):
    """How much of a roster is shown: seven days from today, or five weeks from this week's Monday."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cell:
    """A half-open span in which nothing changes; `duty` None: a gap, or closed. `alone`: nobody stands behind."""

    starts_at: Instant
    ends_at: Instant
    duty: OfficerId | None
    alone: bool = False
    by_hand: ByHand | None = None
    """How it came about, if no rotation gave it."""
    closed: bool = False
    """Nobody is on duty, and nobody is meant to be."""

    @property
    def gap(self) -> bool:
        """Whether somebody is missed."""
        return self.duty is None and not self.closed

    def goes_on(self, other: Cell) -> bool:
        """Whether the other begins where this one ends, and says the same."""
        told = (self.duty, self.alone, self.by_hand, self.closed)
        return self.ends_at == other.starts_at and told == (
            *(other.duty, other.alone, other.by_hand, other.closed),
        )


@dataclass(frozen=True, slots=True)
class Day:
    """From midnight to midnight by the desk's clock, which may be 23 or 25 hours; the cells fill it."""

    date: date
    starts_at: Instant
    ends_at: Instant
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The days of one period in their order, without gap or overlap."""

    period: Extent
    zone: str
    now: Instant
    days: tuple[Day, ...]

    @property
    def to_come(self) -> tuple[Cell, ...]:
        """What is left of it from now on, midnights passed over."""
        cells = _joined(cell for day in self.days for cell in day.cells if cell.ends_at > self.now)
        return tuple(replace(cell, starts_at=Instant(max(cell.starts_at, self.now))) for cell in cells)


def sheet_of(roster: Roster, zone: str, now: Instant, period: Extent) -> Sheet:
    """The week or month in which `now` lies."""
    today = wall(now, zone).date()
    week = period is Extent.WEEK
    first = today if week else today - timedelta(days=today.weekday())
    spans = list(_days(first, _WEEK if week else _WEEK * _WEEKS, zone))
    cells = _cells(roster, spans[0][1], spans[-1][2])
    days = (Day(day, begin, end, _within(cells, begin, end)) for day, begin, end in spans)
    return Sheet(period, zone, now, tuple(days))


def _days(first: date, count: int, zone: str) -> Iterator[tuple[date, Instant, Instant]]:
    """A day that a zone left out, when it changed sides of the date line, is none."""
    for number in range(count):
        day = first + timedelta(days=number)
        begin, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        if begin < end:
            yield day, begin, end


def _midnight(day: date, zone: str) -> Instant:
    """The first instant of a day; where clocks go forward at midnight that is one o'clock already."""
    return instant_of(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def _cells(roster: Roster, starts_at: Instant, ends_at: Instant) -> list[Cell]:
    edges = roster.edges(starts_at, ends_at)
    return _joined(_cell(roster, begin, end) for begin, end in pairwise(edges))


def _cell(roster: Roster, begin: Instant, end: Instant) -> Cell:
    turn = roster.at(begin)
    alone = turn.duty is not None and turn.backup is None
    return Cell(begin, end, turn.duty, alone, roster.by_hand(begin), roster.closed(begin))


def _joined(cells: Iterator[Cell]) -> list[Cell]:
    found: list[Cell] = []
    for cell in cells:
        if found and found[-1].goes_on(cell):
            found[-1] = replace(found[-1], ends_at=cell.ends_at)
        else:
            found.append(cell)
    return found


def _within(cells: Sequence[Cell], begin: Instant, end: Instant) -> tuple[Cell, ...]:
    """The parts of the cells that lie in this span."""
    inside = (one for one in cells if one.starts_at < end and begin < one.ends_at)
    return tuple(
        replace(one, starts_at=Instant(max(one.starts_at, begin)), ends_at=Instant(min(one.ends_at, end)))
        for one in inside
    )
