"""Writes lines of any script onto a picture, shaped, each sign in a font that has it; knows nothing of rosters.

Pillow shapes by libraqm one run of one font and one direction; which runs a line has, and in which order they
stand (UAX 9, L2), is found here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from fontTools.ttLib import TTFont
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from PIL import ImageFont, features
from PIL.ImageDraw import ImageDraw

from handlers.packet_breaks import shown, syllables
from handlers.packet_fonts import LATIN, SYMBOLS, Font, FontMissing, find, fonts_of
from handlers.packet_runs import from_right, turns

Colour: TypeAlias = tuple[int, int, int]
_UNKNOWN = "\ufffd"
_DOTS = "…"
_LARGER = {"NotoNaskhArabic-Regular.ttf": 1.25}
"""Its letters are smaller than those of the others at the same size."""
_MIDDLE = 0.36
"""How far under its middle the foot of a line stands, in sizes: half of a capital letter."""
_Run: TypeAlias = tuple[Font, str, bool]
"""A font, letters in reading order, and whether they are read from right to left."""


class ShapingMissing(LookupError):
    """Pillow cannot shape here: letters of Khmer or Arabic would stand apart."""

    def __init__(self) -> None:
        super().__init__("text cannot be shaped: install Debian's package libfribidi0")


class Pen:
    """The fonts of one picture, each opened when it is needed first; FontMissing where one is not there."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        if not (features.check("raqm") and features.check("fribidi")):
            raise ShapingMissing
        self._files = files
        self._open: dict[tuple[Font, int], ImageFont.FreeTypeFont] = {}
        find(LATIN, files)

    def wide(self, text: str, size: int) -> float:
        """How wide a line will be, in pixels."""
        return sum(self._length(run, size) for run in self.runs(text))

    def leading(self, text: str, size: int) -> int:
        """The height of a line that holds this text, in pixels."""
        return round(size * max((font.leading for font, _, _ in self.runs(text)), default=LATIN.leading))

    def write(self, canvas: ImageDraw, text: str, x: float, middle: float, size: int, colour: Colour) -> None:
        """One line that begins at `x` and has its middle there."""
        foot = middle + _MIDDLE * size
        for run in self.runs(text):
            font, letters, right = run
            way = "rtl" if right else "ltr"
            canvas.text((x, foot), letters, colour, self._font(font, size), anchor="ls", direction=way)
            x += self._length(run, size)

    def cut(self, text: str, size: int, width: float) -> str:
        """As much of it as fits, with dots where something is cut off; no letter is torn."""
        if self.wide(text, size) <= width:
            return text
        parts = syllables(text)

        def first(count: int) -> str:
            return "".join(parts[:count]).rstrip() + _DOTS

        fitting = bisect_right(range(1, len(parts) + 1), width, key=lambda count: self.wide(first(count), size))
        return first(fitting)

    def runs(self, text: str) -> list[_Run]:
        """From left to right as they stand on the picture."""
        bare = " ".join(shown(text).split())
        dressed = list(self._dressed(bare))
        parts = [
            (font, "".join(sign for _, sign, _ in part), level)
            for (font, level), part in groupby(
                _leveled(dressed, from_right(bare)), key=lambda one: (one[0], one[2])
            )
        ]
        return [(font, letters, level % 2 == 1) for font, letters, level in _ordered(parts)]

    def _length(self, run: _Run, size: int) -> float:
        font, letters, right = run
        return self._font(font, size).getlength(letters, direction="rtl" if right else "ltr")

    def _font(self, font: Font, size: int) -> ImageFont.FreeTypeFont:
        if (font, size) not in self._open:
            path, face = find(font, self._files)
            large = round(size * _LARGER.get(font.file, 1.0))
            raqm = ImageFont.Layout.RAQM
            self._open[font, size] = ImageFont.truetype(str(path), large, index=face, layout_engine=raqm)
        return self._open[font, size]

    def has(self, font: Font, sign: str) -> bool:
        """Whether this font can draw it."""
        return ord(sign) in _signs(*find(font, self._files))

    def _dressed(self, text: str) -> Iterator[tuple[Font, str]]:
        """Every sign with its font: that of its script, else that of the sign before it, else any that has it."""
        own = fonts_of(text)
        last = next(iter(own), LATIN)
        for sign in text:
            wanted = (*(font for font in fonts_of(sign) if font in own), last, LATIN, *own)
            found = next((font for font in wanted if self.has(font, sign)), None) or self._symbols(sign)
            if found is not None:
                last = found
                yield found, sign
            elif sign.isprintable():
                yield LATIN, _UNKNOWN

    def _symbols(self, sign: str) -> Font | None:
        for font in SYMBOLS:
            with suppress(FontMissing):
                if self.has(font, sign):
                    return font
        return None


@cache
def _signs(path: Path, face: int) -> frozenset[int]:
    with TTFont(str(path), fontNumber=face, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _leveled(dressed: list[tuple[Font, str]], right: bool) -> list[tuple[Font, str, int]]:
    """Each sign with its level: odd ones are read from right to left."""
    text = "".join(sign for _, sign in dressed)
    if not turns(text):
        return [(font, sign, 0) for font, sign in dressed]
    way = TextDirection.RTL if right else TextDirection.LTR
    signs = BidiParagraph(text, base_direction=way, preserve_bn_chars=True)
    levels = [one.embedding_level for one in signs.get_characters_with_embedding_level()]
    return [(font, sign, level) for (font, sign), level in zip(dressed, levels, strict=True)]


def _ordered(parts: list[tuple[Font, str, int]]) -> list[tuple[Font, str, int]]:
    """As they stand from left to right: from the highest level down, what is at least so high is turned round."""
    for level in range(max((one[2] for one in parts), default=0), 0, -1):
        turned: list[tuple[Font, str, int]] = []
        for high, group in groupby(parts, key=lambda one: one[2] >= level):
            stretch = list(group)
            turned += reversed(stretch) if high else stretch
        parts = turned
    return parts
