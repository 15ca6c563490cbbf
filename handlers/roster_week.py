"""Draws a week of a roster: a day is a bar from midnight to midnight, the times of changes stand under it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.ids import HOUR, Instant
from bot.domain.roster_sheet import Cell, Day, Sheet
from bot.domain.wall import instant_of, wall
from handlers.catalogue import wall_time
from handlers.picture_pen import Colour
from handlers.roster_dates import DayNames
from handlers.roster_tiles import SMALL, Box, Tiles

_LEFT, _RIGHT = 184, 1_056
_AXIS, _BAR, _UNDER, _ROW = 54, 92, 42, 152
_THIN = 10
"""A gap has at least this many pixels, however short it is."""
_SHORT = 4 * HOUR
"""Where a gap is shorter, its two times do not fit beside each other."""
_MARKS = (0, 6, 12, 18, 24)


def height(sheet: Sheet) -> int:
    """In pixels."""
    return _AXIS + _ROW * len(sheet.days)


class Week:
    """The bars of one picture, from `top` down."""

    def __init__(self, tiles: Tiles, sheet: Sheet, names: DayNames, top: int) -> None:
        self._tiles, self._sheet, self._names, self._top = tiles, sheet, names, top
        longest = max(day.ends_at - day.starts_at for day in sheet.days)
        self._scale = (_RIGHT - _LEFT) / max(longest, 24 * HOUR)

    def draw(self) -> None:
        """All days."""
        self._axis()
        for place, day in enumerate(self._sheet.days):
            self._day(day, self._top + _AXIS + place * _ROW)

    def _x(self, day: Day, at: Instant) -> int:
        """Where an instant is: an hour is as wide on every day, so that one with 25 is longer."""
        return _LEFT + round((at - day.starts_at) * self._scale)

    def _axis(self) -> None:
        theme = self._tiles.theme
        for mark in _MARKS:
            text, x = f"{mark:02}", _LEFT + mark * HOUR * self._scale
            wide = self._tiles.pen.wide(text, SMALL)
            self._tiles.say(text, min(x - wide / 2, _RIGHT - wide), self._top + 16, colour=theme.quiet)

    def _day(self, day: Day, top: int) -> None:
        tiles, bottom = self._tiles, top + _BAR
        for text, down, size in zip(self._names.week(day), (28, 70, 110), (36, SMALL, SMALL), strict=True):
            colour = tiles.theme.quiet if down == 70 else tiles.theme.ink
            tiles.say(tiles.pen.cut(text, size, _LEFT - 36), 24, top + down, size, colour)
        boxes = [(self._box(day, cell, top, bottom), cell) for cell in day.cells]
        for box, cell in sorted(boxes, key=lambda one: one[1].gap):
            tiles.cell(box, cell)
        for box, _ in boxes[1:]:
            tiles.canvas.line((box[0], top, box[0], bottom), tiles.theme.paper, 3)
        self._hours(day, top, bottom)
        if day.starts_at <= self._sheet.now < day.ends_at:
            self._now(day, top, bottom)
        for box, cell in boxes:
            tiles.name(box, cell)
        self._times(day, bottom + _UNDER // 2)

    def _box(self, day: Day, cell: Cell, top: int, bottom: int) -> Box:
        left, right, end = (self._x(day, at) for at in (cell.starts_at, cell.ends_at, day.ends_at))
        if cell.gap and right - left < _THIN:
            left = min(left, end - _THIN)
            right = left + _THIN
        return left, top, max(right, left + 1), bottom

    def _hours(self, day: Day, top: int, bottom: int) -> None:
        """Notches at six, twelve and eighteen o'clock of this very day."""
        for hour in _MARKS[1:-1]:
            clock = wall(day.starts_at, self._sheet.zone).replace(
                year=day.date.year, month=day.date.month, day=day.date.day, hour=hour, minute=0, second=0, fold=0
            )
            x = self._x(day, instant_of(clock))
            for y in (top, bottom - 10):
                self._tiles.canvas.line((x, y, x, y + 9), self._tiles.theme.ink, 2)

    def _now(self, day: Day, top: int, bottom: int) -> None:
        canvas, theme, x = self._tiles.canvas, self._tiles.theme, self._x(day, self._sheet.now)
        canvas.line((x, top - 8, x, bottom + 4), theme.paper, 11)
        canvas.line((x, top - 8, x, bottom + 4), theme.ink, 5)
        canvas.polygon([(x - 14, top - 14), (x + 14, top - 14), (x, top + 8)], theme.ink)

    def _times(self, day: Day, middle: int) -> None:
        """Now first, then from when to when there are gaps, then the other changes, while there is room."""
        taken: list[tuple[float, float]] = []
        for text, at, colour in self._told(day):
            wide = self._tiles.pen.wide(text, SMALL)
            x = min(max(self._x(day, at) - wide / 2, _LEFT), _RIGHT - wide)
            if all(x > right or x + wide < left for left, right in taken):
                taken.append((x - 12, x + wide + 12))
                self._tiles.say(text, x, middle, colour=colour)

    def _told(self, day: Day) -> Iterator[tuple[str, Instant, Colour]]:
        theme, now = self._tiles.theme, self._sheet.now
        if day.starts_at <= now < day.ends_at:
            yield self._clock(now), now, theme.ink
        gaps = [(cell.starts_at, cell.ends_at) for cell in day.cells if cell.gap]
        for begin, end in gaps:
            if end - begin < _SHORT and day.starts_at < begin and end < day.ends_at:
                yield f"{self._clock(begin)}–{self._clock(end)}", Instant((begin + end) // 2), theme.red_ink
        inside = (day.starts_at, day.ends_at)
        yield from ((self._clock(at), at, theme.red_ink) for gap in gaps for at in gap if at not in inside)
        yield from ((self._clock(cell.starts_at), cell.starts_at, theme.quiet) for cell in day.cells[1:])

    def _clock(self, at: Instant) -> str:
        return wall_time(at, self._sheet.zone, self._names.language, day=False)
