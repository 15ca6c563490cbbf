"""Draws five weeks of a roster as a calendar: a day is a column from midnight above to midnight below."""

from __future__ import annotations

from bot.domain.ids import HOUR, Instant
from bot.domain.roster_sheet import Cell, Day, Sheet
from handlers.roster_dates import DayNames
from handlers.roster_tiles import SMALL, Box, Tiles

_LEFT, _WIDE = 18, 149
_WEEKDAYS, _DATE, _COLUMN, _SPACE = 50, 44, 176, 14
_ROW = _DATE + _COLUMN + _SPACE
_THIN = 10


def height(sheet: Sheet) -> int:
    """In pixels."""
    return _WEEKDAYS + _ROW * -(-len(sheet.days) // 7)


class Month:
    """The columns of one picture, from `top` down."""

    def __init__(self, tiles: Tiles, sheet: Sheet, names: DayNames, top: int) -> None:
        self._tiles, self._sheet, self._names, self._top = tiles, sheet, names, top
        longest = max(day.ends_at - day.starts_at for day in sheet.days)
        self._scale = _COLUMN / max(longest, 24 * HOUR)

    def draw(self) -> None:
        """All days."""
        tiles = self._tiles
        for place, name in enumerate(self._names.weekdays()):
            text = tiles.pen.cut(name, SMALL, _WIDE - 8)
            x = _LEFT + place * _WIDE + (_WIDE - tiles.pen.wide(text, SMALL)) / 2
            tiles.say(text, x, self._top + 22, colour=tiles.theme.quiet)
        for place, day in enumerate(self._sheet.days):
            row = (day.date - self._sheet.days[0].date).days // 7
            left = _LEFT + day.date.weekday() * _WIDE
            self._day(day, left, self._top + _WEEKDAYS + row * _ROW, first=place == 0)

    def _y(self, day: Day, at: Instant, top: int) -> int:
        return top + round((at - day.starts_at) * self._scale)

    def _day(self, day: Day, left: int, top: int, first: bool) -> None:
        tiles, now = self._tiles, self._sheet.now
        over, today = day.ends_at <= now, day.starts_at <= now < day.ends_at
        colour = tiles.theme.quiet if over else tiles.theme.ink
        begin = top + _DATE
        box = (left + 4, begin, left + _WIDE - 4, self._y(day, day.ends_at, begin))
        tiles.say(self._names.month(day, first), left + 8, top + 20, colour=colour)
        if over:
            tiles.canvas.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), tiles.theme.bare)
            return
        boxes = [(self._box(day, cell, box), cell) for cell in day.cells]
        for spot, cell in sorted(boxes, key=lambda one: one[1].gap):
            tiles.cell(spot, cell)
        for spot, _ in boxes[1:]:
            tiles.canvas.line((spot[0], spot[1], spot[2], spot[1]), tiles.theme.paper, 3)
        if any(cell.gap and cell.ends_at > now for cell in day.cells):
            # Of a short gap only a thin line of the column is red.
            mark = (box[2] - 38, top, box[2], top + 38)
            tiles.gap(mark)
            tiles.warn(mark)
        if today:
            self._now(box, self._y(day, now, begin))
        for spot, cell in boxes:
            tiles.name(spot, cell)

    def _box(self, day: Day, cell: Cell, column: Box) -> Box:
        left, top, right, bottom = column
        upper, lower = self._y(day, cell.starts_at, top), self._y(day, cell.ends_at, top)
        if cell.gap and lower - upper < _THIN:
            upper = min(upper, bottom - _THIN)
            lower = upper + _THIN
        return left, upper, right, max(lower, upper + 1)

    def _now(self, box: Box, y: int) -> None:
        canvas, theme = self._tiles.canvas, self._tiles.theme
        left, top, right, bottom = box
        canvas.rectangle((left - 5, top - 5, right + 4, bottom + 4), outline=theme.ink, width=4)
        canvas.line((left - 5, y, right + 4, y), theme.paper, 9)
        canvas.line((left - 5, y, right + 4, y), theme.ink, 5)
        canvas.polygon([(left - 12, y - 13), (left - 12, y + 13), (left + 10, y)], theme.ink)
        canvas.polygon([(right + 11, y - 13), (right + 11, y + 13), (right - 10, y)], theme.ink)
