"""Paper on which text of any script is written in one line or many; knows nothing of cases.

fpdf2 shapes what is written, and embeds of each font only what was used. What a reader copies out of the file is
what was written: each line carries its own words beside its glyphs (ISO 32000-1, 14.9.4, ActualText), because
glyphs of Khmer or Burmese stand in another order than the letters. In lines from right to left the glyphs tell it
themselves: readers turn ActualText round there.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.line_break import Fragment

from handlers.packet_breaks import shown
from handlers.packet_fonts import LATIN, SYMBOLS, Font, FontMissing, find, fonts_of
from handlers.packet_runs import from_right, runs, turns

WIDE, HIGH, MARGIN = 210.0, 297.0, 12.0
"""A4 in millimetres."""
POINT = 25.4 / 72
Colour = tuple[int, int, int]
BLACK, GREY, RED, BLUE = (0, 0, 0), (80, 80, 80), (176, 0, 0), (60, 110, 170)


class Paper(FPDF):
    """Sheets of A4; x and y in millimetres from the left and from above."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(format="A4", unit="mm")
        self._files = files
        self._known: dict[Font, str] = {}
        self._widths: dict[tuple[str, float], float] = {}
        self.foot: Callable[[int], None] | None = None
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.str_alias_nb_pages = ""
        self.set_producer("")
        self._take(LATIN)

    def footer(self) -> None:
        """Called by fpdf2 when a page is full, with the number of the page."""
        if self.foot is not None:
            self.foot(self.page)

    def file_id(self) -> None:
        """None: it would be made from the clock."""

    def _take(self, font: Font) -> None:
        path, face = find(font, self._files)
        self.add_font(font.family, fname=path, collection_font_number=face)
        self._known[font] = font.family

    def _ready(self, text: str) -> Font:
        """Loads what the text needs; the font to begin with."""
        fonts = fonts_of(text)
        for font in fonts:
            if font not in self._known:
                self._take(font)
        return fonts[0] if fonts else LATIN

    def _has(self, font: Font, sign: str) -> bool:
        loaded = self.fonts[self._known[font]] if font in self._known else None
        return isinstance(loaded, TTFFont) and ord(sign) in loaded.cmap

    def _covers(self, sign: str) -> bool:
        return sign.isspace() or any(self._has(font, sign) for font in self._known)

    def _parse_chars(self, text: str, *_: object, **__: object) -> Iterator[Fragment]:
        """In place of fpdf2's own, which tears letters from the marks on them, and has commands among words."""
        size = self.font_size_pt
        for font, part in groupby(self._dressed(text), key=lambda one: one[0]):
            self.set_font(font.family, size=size)
            yield Fragment("".join(sign for _, sign in part), self._get_current_graphics_state(), self.k)

    def _dressed(self, text: str) -> Iterator[tuple[Font, str]]:
        """Every sign with its font: that of its script, else that of the sign before it, else any that has it."""
        own = fonts_of(text)
        last = next(iter(own), LATIN)
        for sign in text:
            wanted = (*(font for font in fonts_of(sign) if font in own), last, LATIN, *own, *self._known)
            last = next((font for font in wanted if self._has(font, sign)), last)
            yield last, sign

    def _drawable(self, text: str) -> str:
        """A sign that no font has is drawn as an open question: fpdf2 would write such signs into a log."""
        if all(map(self._covers, text)):
            return text
        for font in SYMBOLS:
            with suppress(FontMissing):
                if font not in self._known:
                    self._take(font)
        return "".join(sign if self._covers(sign) else _stand_in(sign) for sign in text)

    def _begin(self, text: str, size: float, right: bool) -> str:
        """Chooses font and direction, and gives what can be drawn; the size is that of the letters, in points."""
        font = self._ready(text)
        drawn = self._drawable(text)
        self.set_font(font.family, size=size)
        self.set_text_shaping(True, direction="rtl" if right else "ltr")
        return drawn

    def wide(self, text: str, size: float) -> float:
        """How wide it will be, in millimetres."""
        known = self._widths.get((text, size))
        if known is None:
            known = self.get_string_width(self._begin(shown(text), size, from_right(text)))
            self._widths[text, size] = known
        return known

    def high(self, text: str, size: float) -> float:
        """How high a line of it is, in millimetres."""
        return size * POINT * max((font.leading for font in fonts_of(text)), default=LATIN.leading)

    def say(self, text: str, x: float, y: float, size: float, colour: Colour = BLACK, right: bool = False) -> None:
        """One line; x and y are its upper left corner. `right`: its paragraph is read from right to left."""
        high = self.high(text, size)
        for part, turned in runs(text, right):
            drawn = self._begin(shown(part), size, turned)
            wide = self.get_string_width(drawn)
            self.set_text_color(*colour)
            self.set_xy(x, y)
            with self._spoken(part):
                self.cell(wide, high, drawn)
            x += wide

    @contextmanager
    def _spoken(self, text: str) -> Iterator[None]:
        if turns(text):
            yield
            return
        self._out(f"/Span <</ActualText <{codecs.BOM_UTF16_BE.hex()}{text.encode('utf-16-be').hex()}>>> BDC")
        yield
        self._out("EMC")


def _stand_in(sign: str) -> str:
    return "" if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc") else "\ufffd"
