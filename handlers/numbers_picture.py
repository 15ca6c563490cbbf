"""Draws numbers as bars, readable on a phone 360 points wide; texts come from outside, nothing is decided here.

Whoever calls it waits some tenths of a second of the processor's time: it belongs into a thread.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from PIL import Image, ImageDraw

from bot.domain.ids import DAY, HOUR, MINUTE, SECOND
from bot.domain.triage import Level
from handlers.packet_fonts import files_in, usual_folders
from handlers.picture_pen import Colour, Pen

WIDE, MARGIN = 1_080, 48
"""Pixels; three to a point of a small phone."""
TOO_TALL = 3_200
"""From this height on Telegram would make a photo too small to be read."""
TALLEST = 12_000
_TITLE, _HEAD, _TEXT, _SMALL = 46, 42, 38, 34
"""Heights of letters; the smallest is more than eleven points on the phone."""
_BAR = 26
_MIDDLE = 0.47
"""Where in the height of a line its letters have their middle."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours of one look."""

    ground: Colour
    ink: Colour
    grey: Colour
    rule: Colour
    levels: Mapping[Level, Colour]
    plain: Colour


LIGHT = Paper(
    (255, 255, 255),
    (26, 26, 30),
    (92, 92, 100),
    (222, 222, 228),
    {Level.L1: (198, 40, 40), Level.L2: (214, 110, 0), Level.L3: (158, 126, 0), Level.L4: (38, 104, 188)},
    (38, 104, 188),
)
DARK = Paper(
    (24, 25, 29),
    (240, 240, 244),
    (172, 174, 184),
    (62, 64, 72),
    {Level.L1: (255, 107, 97), Level.L2: (255, 167, 64), Level.L3: (238, 208, 84), Level.L4: (112, 176, 255)},
    (112, 176, 255),
)
_TICKS = (10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and how many pixels it is high."""

    content: bytes
    height: int


@dataclass(frozen=True, slots=True)
class Bars:
    """How long something took: until half of the cases, until nine of ten, until the last."""

    label: str
    count: str
    values: str
    p50: int | None
    p90: int | None
    longest: int | None
    mark: int | None = None
    """How long this one took."""


@dataclass(frozen=True, slots=True)
class Block:
    """One level of one desk; `desk` is said where there are several."""

    desk: str
    level: Level
    head: str
    beside: str
    bars: tuple[Bars, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One count, as it is written; `part` of the whole, from 0 to 1, None where it is hidden."""

    label: str
    count: str
    part: float | None


@dataclass(frozen=True, slots=True)
class Section:
    """A table."""

    title: str
    rows: tuple[Row, ...]


class _Sheet:
    """A picture that grows downwards."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.type = paper, Pen(files_in(usual_folders()))
        self._image = Image.new("RGB", (WIDE, TALLEST), paper.ground)
        self._draw = ImageDraw.Draw(self._image)
        self.y = MARGIN

    @property
    def full(self) -> bool:
        return self.y > TALLEST - 1_000

    def say(self, text: str, size: int, colour: Colour, x: int = MARGIN, high: int = 0) -> int:
        """One line, as it is, in a line at least so `high`; returns how high that is."""
        high = max(high, self.type.leading(text, size))
        self.type.write(self._draw, text, x, self.y + high * _MIDDLE, size, colour)
        return high

    def write(self, text: str, size: int, colour: Colour, wide: int = WIDE - 2 * MARGIN, x: int = MARGIN) -> None:
        """As many lines as it takes."""
        for line in self._broken(text, size, wide):
            self.y += self.say(line, size, colour, x)

    def _broken(self, text: str, size: int, wide: int) -> list[str]:
        """At spaces, and inside a word only where that alone is too long."""
        lines, line = list[str](), ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.type.wide(longer, size) <= wide:
                line = longer
                continue
            if line:
                lines.append(line)
            line = self._cut_word(word, size, wide, lines)
        return [*lines, line] if line else lines

    def _cut_word(self, word: str, size: int, wide: int, lines: list[str]) -> str:
        while self.type.wide(word, size) > wide:
            keep = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or self.type.wide(word[:n], size) <= wide)
            lines.append(word[:keep])
            word = word[keep:]
        return word

    def beside(self, left: str, right: str, size: int, colours: tuple[Colour, Colour]) -> None:
        """Two texts in one line, or where they have no room there, under each other."""
        room = WIDE - 2 * MARGIN - 24
        if self.type.wide(left, size) + self.type.wide(right, size) > room:
            self.write(left, size, colours[0])
            self.write(right, size, colours[1])
            return
        at = round(WIDE - MARGIN - self.type.wide(right, size))
        high = max(self.type.leading(left, size), self.type.leading(right, size))
        self.say(left, size, colours[0], high=high)
        self.say(right, size, colours[1], at, high)
        self.y += high

    def bar(self, x: float, wide: float, colour: Colour, y: int, high: int = _BAR) -> None:
        if wide >= 1:
            self._draw.rectangle((round(x), y, round(x + wide), y + high), fill=colour)

    def hatch(self, x: int, wide: int, y: int, high: int = _BAR) -> None:
        """A box that says only that there is something."""
        self._draw.rectangle((x, y, x + wide, y + high), outline=self.paper.grey, width=2)
        for at in range(x, x + wide - high, 12):
            self._draw.line((at, y + high, at + high, y), fill=self.paper.grey, width=2)

    def rule(self, x: int, y: int, bottom: int) -> None:
        self._draw.line((x, y, x, bottom), fill=self.paper.rule, width=2)

    def mark(self, x: int, y: int, bottom: int) -> None:
        """A line across a bar that ends in arrows."""
        self._draw.line((x, y - 8, x, bottom + 8), fill=self.paper.ink, width=6)
        for at, tip in ((y - 12, y + 2), (bottom + 12, bottom - 2)):
            self._draw.polygon([(x - 12, at), (x + 12, at), (x, tip)], self.paper.ink)

    def done(self) -> Picture:
        height = self.y + MARGIN
        stream = io.BytesIO()
        self._image.crop((0, 0, WIDE, height)).save(stream, "PNG", optimize=True)
        return Picture(stream.getvalue(), height)


def _mixed(colour: Colour, ground: Colour, part: float) -> Colour:
    red, green, blue = (round(one * part + other * (1 - part)) for one, other in zip(colour, ground, strict=True))
    return red, green, blue


class _Scale:
    """Lengths of time on a line, each tenfold as far as the last: seconds and days on one picture."""

    def __init__(self, longest: int) -> None:
        self._least, self._most = SECOND, max(longest, 20 * MINUTE)
        self._span = log10(self._most / self._least)

    def at(self, milliseconds: int) -> float:
        """How many pixels from the left edge."""
        part = log10(max(milliseconds, self._least) / self._least) / self._span
        return (WIDE - 2 * MARGIN) * min(part, 1.0)

    def ticks(self) -> list[int]:
        return [one for one in _TICKS if one <= self._most]


def draw_numbers(
    head: Sequence[str],
    blocks: Sequence[Block],
    under: Sequence[str],
    length: Callable[[int], str],
    dark: bool = False,
) -> Picture:
    """A block for each level: solid until half of the cases, paler until nine of ten, palest until the last.

    FontMissing or ShapingMissing where a text cannot be written on this machine.
    """
    sheet = _Sheet(DARK if dark else LIGHT)
    _heads(sheet, head)
    lasted = (value or 0 for block in blocks for bar in block.bars for value in (bar.longest, bar.mark))
    longest = max(lasted, default=0)
    scale, desk = _Scale(longest), ""
    for block in blocks:
        if sheet.full:
            sheet.write("…", _TEXT, sheet.paper.grey)
            break
        sheet.y += 34
        if block.desk and block.desk != desk:
            sheet.write(block.desk, _HEAD, sheet.paper.ink)
            sheet.y += 8
        desk = block.desk
        _block(sheet, block, scale, length)
    sheet.y += 28
    for line in under:
        sheet.write(line, _SMALL, sheet.paper.ink)
    return sheet.done()


def _heads(sheet: _Sheet, head: Sequence[str]) -> None:
    sheet.write(head[0], _TITLE, sheet.paper.ink)
    for line in head[1:]:
        sheet.write(line, _SMALL, sheet.paper.grey)


def _block(sheet: _Sheet, block: Block, scale: _Scale, length: Callable[[int], str]) -> None:
    paper = sheet.paper
    colour = paper.levels[block.level]
    sheet.beside(block.head, block.beside, _TEXT, (colour, paper.ink))
    lined = list[tuple[Bars, int]]()
    for bars in block.bars:
        sheet.y += 10
        sheet.beside(bars.label, bars.count, _SMALL, (paper.ink, paper.grey))
        lined.append((bars, sheet.y + 4))
        sheet.y += _BAR + 12
        sheet.write(bars.values, _SMALL, paper.grey)
    for bars, y in lined:
        _bars(sheet, bars, y, colour, scale)
    _axis(sheet, scale, length)


def _bars(sheet: _Sheet, bars: Bars, y: int, colour: Colour, scale: _Scale) -> None:
    ground = sheet.paper.ground
    sheet.bar(MARGIN, WIDE - 2 * MARGIN, sheet.paper.rule, y + _BAR // 2, 2)
    for value, part in ((bars.longest, 0.28), (bars.p90, 0.58), (bars.p50, 1.0)):
        if value is not None:
            sheet.bar(MARGIN, max(8.0, scale.at(value)), _mixed(colour, ground, part), y)
    for tick in scale.ticks():
        sheet.rule(MARGIN + round(scale.at(tick)), y - 4, y + _BAR + 4)
    if bars.mark is not None:
        sheet.mark(MARGIN + round(scale.at(bars.mark)), y, y + _BAR)


def _axis(sheet: _Sheet, scale: _Scale, length: Callable[[int], str]) -> None:
    """What the thin lines across the bars mean, as far as there is room."""
    free, high = float(MARGIN), 0
    for tick in scale.ticks():
        words, at = length(tick), MARGIN + scale.at(tick)
        wide = sheet.type.wide(words, _SMALL)
        x = min(at - wide / 2, WIDE - MARGIN - wide)
        if x >= free:
            high = max(high, sheet.say(words, _SMALL, sheet.paper.grey, round(x)))
            free = x + wide + 28
    sheet.y += high


def draw_report(
    head: Sequence[str], sections: Sequence[Section], under: Sequence[str], dark: bool = False
) -> Picture:
    """Tables as bars, one under the other; a hidden cell is a hatched box. Raises as above."""
    sheet = _Sheet(DARK if dark else LIGHT)
    _heads(sheet, head)
    for section in sections:
        if sheet.full:
            sheet.write("…", _TEXT, sheet.paper.grey)
            break
        sheet.y += 30
        sheet.write(section.title, _TEXT, sheet.paper.ink)
        for row in section.rows:
            _row(sheet, row)
    sheet.y += 28
    for line in under:
        sheet.write(line, _SMALL, sheet.paper.ink)
    return sheet.done()


def _row(sheet: _Sheet, row: Row) -> None:
    sheet.y += 6
    sheet.beside(row.label, row.count, _SMALL, (sheet.paper.grey, sheet.paper.ink))
    whole, y = WIDE - 2 * MARGIN, sheet.y + 4
    if row.part is None:
        sheet.hatch(MARGIN, 160, y, 18)
    else:
        sheet.bar(MARGIN, whole, sheet.paper.rule, y + 8, 2)
        sheet.bar(MARGIN, whole * row.part, sheet.paper.plain, y, 18)
    sheet.y += 32
