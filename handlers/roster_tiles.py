"""Draws one span of a roster as a rectangle: whose it is, a gap, nobody behind, set by hand.

Nothing is told by colour alone: a gap is crossed and says so, what has nobody behind is striped, what was set by
hand has a frame, and everybody has a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from PIL import Image, ImageDraw

from bot.domain.ids import OfficerId
from bot.domain.roster import ByHand
from bot.domain.roster_sheet import Cell
from handlers.picture_pen import Colour, Pen
from handlers.roster_colours import Theme

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; the last two are outside."""
SMALL = 30
"""The size of letters in pixels of a picture that is 1,080 wide: about 10 points on a phone."""
_STRIPES, _CROSSES, _EDGE, _DASH = 18, 26, 10, 12
_NAME_HIGH, _DIGIT_HIGH = 42, 27
"""What a name of any script needs, and a number."""
_Label: TypeAlias = tuple[str, int, int]
"""A text, its size, and how high a rectangle must be to hold it."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a desk in an order that stays: their numbers and colours are made from it."""

    names: Mapping[OfficerId, str]
    order: Sequence[OfficerId]

    def number(self, officer: OfficerId) -> int:
        """Counted from 0."""
        return self.order.index(officer) if officer in self.order else len(self.order)

    def name(self, officer: OfficerId) -> str:
        """In the person's own script."""
        return self.names.get(officer, "?")

    def called(self, officer: OfficerId) -> tuple[str, ...]:
        """The name, and its first word if it is nobody else's."""
        name = self.name(officer)
        short = name.split()[:1]
        alike = [one for one in self.order if self.name(one).split()[:1] == short]
        return (name, *short) if alike == [officer] else (name,)


class Tiles:
    """What is drawn on one picture."""

    def __init__(self, image: Image.Image, pen: Pen, theme: Theme, people: People, nobody: str) -> None:
        self.image, self.pen, self.theme = image, pen, theme
        self.canvas = ImageDraw.Draw(image)
        self._people, self._nobody = people, nobody

    @cached_property
    def _stripes(self) -> Image.Image:
        return _slanted(self.image.size, _STRIPES, 4, (1,))

    @cached_property
    def _crosses(self) -> Image.Image:
        return _slanted(self.image.size, _CROSSES, 2, (1, -1))

    def say(self, text: str, x: float, middle: float, size: int = SMALL, colour: Colour | None = None) -> None:
        """One line."""
        self.pen.write(self.canvas, text, x, middle, size, self.theme.ink if colour is None else colour)

    def cell(self, box: Box, cell: Cell) -> None:
        """The rectangle of a span, without words."""
        if cell.gap:
            self.gap(box)
        elif cell.duty is None:
            self.closed(box)
        else:
            self.fill(box, self._people.number(cell.duty), cell.alone, cell.by_hand)

    def name(self, box: Box, cell: Cell) -> None:
        """On the rectangle of a span whose it is: the name where there is room, or else the number."""
        if cell.duty is None:
            if cell.gap:
                self.warn(box, self._nobody)
            return
        number = self._people.number(cell.duty)
        high = _NAME_HIGH + (8 if cell.by_hand is not None else 0)
        names = [(name, SMALL, high) for name in self._people.called(cell.duty)]
        names.append((str(number + 1), SMALL, _DIGIT_HIGH))
        self._label(box, names, self.theme.fill(number), self.theme.text)

    def gap(self, box: Box) -> None:
        """Nobody is on duty."""
        self.canvas.rectangle(_inner(box), self.theme.red)
        self._pattern(box, self._crosses, self.theme.on_red)
        self.canvas.rectangle(_inner(box), outline=self.theme.red, width=3)

    def closed(self, box: Box) -> None:
        """Nobody is meant to be on duty."""
        self.canvas.rectangle(_inner(box), self.theme.bare, outline=self.theme.line, width=2)

    def warn(self, box: Box, nobody: str = "") -> None:
        """On a gap: the word where there is room, or else a mark."""
        marks = (("!", 44, 46), ("!", SMALL, _DIGIT_HIGH))
        labels = ((nobody, SMALL, _NAME_HIGH), *marks) if nobody else marks
        self._label(box, labels, self.theme.red, self.theme.on_red)

    def person(self, box: Box, number: int) -> None:
        """Colour and number, as in the bars."""
        self.fill(box, number)
        self._label(box, ((str(number + 1), SMALL, _DIGIT_HIGH),), self.theme.fill(number), self.theme.text)

    def fill(self, box: Box, number: int, alone: bool = False, by_hand: ByHand | None = None) -> None:
        """The colour of a person, and the marks."""
        fill = self.theme.fill(number)
        self.canvas.rectangle(_inner(box), fill)
        if alone:
            self._pattern(box, self._stripes, self.theme.shade(fill))
        if by_hand is not None:
            self.frame(box, by_hand)

    def frame(self, box: Box, by_hand: ByHand) -> None:
        """Set by hand: a frame; a cover's is broken, a swap's is double."""
        left, top, right, bottom = _inner(box)
        low = min(right - left, bottom - top) < 2 * SMALL
        width = 4 if low else 6
        self.canvas.rectangle((left, top, right, bottom), outline=self.theme.ink, width=width)
        if by_hand is ByHand.SWAP:
            inner = (left + 2 * width, top + 2 * width, right - 2 * width, bottom - 2 * width)
            if inner[0] < inner[2] and inner[1] < inner[3]:
                self.canvas.rectangle(inner, outline=self.theme.ink, width=width // 2)
        if by_hand is ByHand.COVER:
            for x in range(left + _DASH, right, 2 * _DASH):
                for y in (top, bottom - width + 1):
                    self.canvas.rectangle((x, y, min(x + _DASH // 2, right), y + width - 1), self.theme.paper)

    def _pattern(self, box: Box, pattern: Image.Image, colour: Colour) -> None:
        self.image.paste(colour, box, pattern.crop(box))

    def _label(self, box: Box, labels: Sequence[_Label], ground: Colour, colour: Colour) -> None:
        """The first text that fits, in the middle, on a plain ground."""
        left, top, right, bottom = box
        room, height = right - left - 2 * _EDGE, bottom - top
        fitting = (one for one in labels if height >= one[2] and self.pen.wide(one[0], one[1]) <= room)
        text, size, _ = next(fitting, ("", SMALL, 0))
        if not text:
            return
        wide, middle = self.pen.wide(text, size), (top + bottom) / 2
        x, half = left + _EDGE + (room - wide) / 2, min(size * 0.8, height / 2 - 6)
        plate = (round(x) - 4, round(middle - half), round(x + wide) + 4, round(middle + half))
        self.canvas.rounded_rectangle(plate, 6, ground)
        self.say(text, x, middle, size, colour)


def _inner(box: Box) -> Box:
    """As Pillow counts: the last pixels are inside."""
    return box[0], box[1], box[2] - 1, box[3] - 1


def _slanted(size: tuple[int, int], step: int, width: int, ways: Sequence[int]) -> Image.Image:
    """A mask of parallel lines all over a picture, leaning either way or both."""
    wide, high = size
    mask = Image.new("L", size, 0)
    canvas = ImageDraw.Draw(mask)
    for way in ways:
        for start in range(-high, wide + high, step):
            canvas.line((start, 0, start + way * high, high), 255, width)
    return mask
