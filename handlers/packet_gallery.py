"""Lays out photos in a row, as large as there is room; what cannot be shown says so."""

from __future__ import annotations

import io
from collections.abc import Sequence

from handlers.packet_blocks import Block, beside, paragraph, put
from handlers.packet_paper import GREY, MARGIN
from handlers.packet_sheet import FOOT, INNER, Sheet
from handlers.packet_words import Words

_LOWEST = 40.0
"""Millimetres of height that a photo has at least."""
_SIZE = 8.0


class Gallery:
    """Photos as bare JPEGs, empty where one cannot be shown, and how many more there are."""

    def __init__(self, sheet: Sheet, words: Words, pictures: Sequence[bytes], more: int) -> None:
        self._sheet, self._words = sheet, words
        self._pictures, self._more = pictures, more
        self._title = words.say("section.photos")

    @property
    def least(self) -> float:
        """Millimetres that they need, with what is written over and under them."""
        if not self._pictures:
            return 0.0
        return self._sheet.title(self._title).height + _LOWEST + self._note(self._more).height + 8

    @property
    def counted(self) -> float:
        """Millimetres of the line that only counts them."""
        return self._note(len(self._pictures) + self._more).height + 1 if self._pictures else 0.0

    def _note(self, more: int) -> Block:
        texts = self._words.say("photos.more", count=more) if more else ()
        return beside(self._sheet.paper, texts, INNER, _SIZE, GREY)

    def draw(self) -> None:
        """Two photos or one do not take less than half of the width each; without room they are only counted."""
        sheet, note = self._sheet, self._note(self._more)
        if not self._pictures:
            return
        if not sheet.heading(self._title, _LOWEST + note.height):
            sheet.write(self._note(len(self._pictures) + self._more))
            return
        wide = INNER / max(len(self._pictures), 2)
        high = min(wide, max(FOOT - sheet.y - note.height - 3, _LOWEST))
        for place, picture in enumerate(self._pictures):
            self._photo(picture, MARGIN + place * wide, wide - 2, high)
        sheet.y += high + 1.5
        if self._more:
            sheet.write(note)

    def _photo(self, picture: bytes, x: float, wide: float, high: float) -> None:
        paper, y = self._sheet.paper, self._sheet.y
        if picture:
            paper.image(io.BytesIO(picture), x, y, wide, high, keep_aspect_ratio=True)
            return
        paper.set_draw_color(*GREY)
        paper.set_line_width(0.2)
        paper.rect(x, y, wide, min(high, _LOWEST))
        for text in self._words.say("photos.bad"):
            block = paragraph(paper, text, wide - 4, _SIZE, GREY)
            put(paper, block, x + 2, y + 2)
            y += block.height + 1
