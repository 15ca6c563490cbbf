"""Draws a roster as a PNG that is read on a phone: head, days, and what colours, numbers and marks mean.

Whoever calls it waits half a second of the processor's time: it belongs into a thread.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.domain.ids import OfficerId
from bot.domain.roster import ByHand
from bot.domain.roster_sheet import Extent, Sheet
from handlers import roster_month, roster_week
from handlers.catalogue import Catalogue, wall_time
from handlers.packet_fonts import files_in, usual_folders
from handlers.picture_pen import Pen
from handlers.roster_colours import DARK, LIGHT
from handlers.roster_dates import DayNames, offsets
from handlers.roster_tiles import SMALL, Box, People, Tiles

WIDE = 1_080
"""Pixels: three to each point of a phone's width."""
_MARGIN, _HEAD, _LINE, _SWATCH, _FOOT = 24, 132, 58, 64, 26
_TITLE = 48
_COLOURS = 128


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn, for a reader of this language."""

    desk: str
    sheet: Sheet
    people: People
    language: str
    dark: bool = False


def draw(wanted: Wanted, catalogue: Catalogue, folders: Sequence[Path] | None = None) -> bytes:
    """The PNG. `folders` are where fonts lie; FontMissing or ShapingMissing where text cannot be written here."""
    pen = Pen(files_in(usual_folders() if folders is None else folders))
    return _Drawing(wanted, catalogue, pen).png()


class _Drawing:
    def __init__(self, wanted: Wanted, catalogue: Catalogue, pen: Pen) -> None:
        self._wanted, self._catalogue, self._pen = wanted, catalogue, pen
        self._names = DayNames(wanted.language)
        theme = DARK if wanted.dark else LIGHT
        days = roster_week if wanted.sheet.period is Extent.WEEK else roster_month
        self._below = _HEAD + days.height(wanted.sheet)
        lines = -(-len(self._on_it()) // 2) + -(-len(self._marks()) // 2)
        image = Image.new("RGB", (WIDE, self._below + _LINE * lines + _FOOT), theme.paper)
        self._tiles = Tiles(image, pen, theme, wanted.people, self._say("roster.gap"))

    def png(self) -> bytes:
        self._head()
        kind = roster_week.Week if self._wanted.sheet.period is Extent.WEEK else roster_month.Month
        kind(self._tiles, self._wanted.sheet, self._names, _HEAD).draw()
        self._legend()
        stream = io.BytesIO()
        self._tiles.image.quantize(_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        return stream.getvalue()

    def _say(self, key: str, /, **blanks: object) -> str:
        return self._catalogue.text("desk", self._wanted.language, key, **blanks)

    def _head(self) -> None:
        sheet, tiles, room = self._wanted.sheet, self._tiles, WIDE - 2 * _MARGIN
        span = self._names.span(sheet)
        zone = f"{sheet.zone} ({offsets(sheet)})"
        left = room - self._pen.wide(span, SMALL) - 24
        tiles.say(self._pen.cut(self._wanted.desk, _TITLE, room), _MARGIN, 44, _TITLE)
        tiles.say(span, _MARGIN, 98)
        text = self._pen.cut(zone, SMALL, left)
        tiles.say(text, WIDE - _MARGIN - self._pen.wide(text, SMALL), 98, colour=tiles.theme.quiet)

    def _on_it(self) -> list[OfficerId]:
        """Everybody who is on duty in what is shown."""
        sheet = self._wanted.sheet
        there = {cell.duty for cell in sheet.to_come}
        if sheet.period is Extent.WEEK:
            there |= {cell.duty for day in sheet.days for cell in day.cells}
        return sorted((one for one in there if one is not None), key=self._wanted.people.number)

    def _marks(self) -> list[tuple[Callable[[Box], None], str]]:
        """What is to be explained, and how it looks."""
        sheet = self._wanted.sheet
        cells = [*sheet.to_come, *(cell for day in sheet.days for cell in day.cells if sheet.now < day.ends_at)]
        clock = wall_time(sheet.now, sheet.zone, self._wanted.language, day=False)
        there = {
            self._say("roster.gap"): (any(cell.gap for cell in cells), self._gap),
            self._say("roster.alone"): (any(cell.alone for cell in cells), self._alone),
            self._say("roster.closed"): (any(cell.closed for cell in cells), self._closed),
            **{
                self._say(f"roster.{one.value}"): (any(cell.by_hand is one for cell in cells), self._by_hand(one))
                for one in ByHand
            },
            self._say("roster.now", time=clock): (True, self._now),
        }
        return [(sign, text) for text, (shown, sign) in there.items() if shown]

    def _gap(self, box: Box) -> None:
        self._tiles.gap(box)
        self._tiles.warn(box)

    def _closed(self, box: Box) -> None:
        self._tiles.closed(box)

    def _alone(self, box: Box) -> None:
        self._tiles.fill(box, -1, alone=True)

    def _by_hand(self, how: ByHand) -> Callable[[Box], None]:
        return lambda box: self._tiles.fill(box, -1, by_hand=how)

    def _now(self, box: Box) -> None:
        canvas, ink, middle = self._tiles.canvas, self._tiles.theme.ink, (box[0] + box[2]) // 2
        canvas.line((middle, box[1], middle, box[3]), ink, 5)
        canvas.polygon([(middle - 13, box[1]), (middle + 13, box[1]), (middle, box[1] + 18)], ink)

    def _legend(self) -> None:
        people, half = self._on_it(), WIDE // 2
        for place, officer in enumerate(people):
            box = self._spot(place, 0)
            number = self._wanted.people.number(officer)
            self._tiles.person(box, number)
            self._beside(box, self._wanted.people.name(officer), half)
        rows = -(-len(people) // 2)
        for place, (sign, text) in enumerate(self._marks()):
            box = self._spot(place, rows)
            sign(box)
            self._beside(box, text, half)

    def _spot(self, place: int, row: int) -> Box:
        left = _MARGIN + (place % 2) * (WIDE // 2 - _MARGIN // 2)
        top = self._below + (row + place // 2) * _LINE + 6
        return left, top, left + _SWATCH, top + _LINE - 12

    def _beside(self, box: Box, text: str, half: int) -> None:
        room = half - _SWATCH - 2 * _MARGIN
        self._tiles.say(self._pen.cut(text, SMALL + 2, room), box[2] + 14, (box[1] + box[3]) / 2, SMALL + 2)
