"""Draws what the police form needs as a PDF of one or two sheets; decides nothing, and asks no network.

Whoever calls it waits a second or two of the processor's time: it belongs into a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import segno

from bot.domain.packet import Packet, Site
from handlers.catalogue import Catalogue
from handlers.packet_blocks import Block, beside, paragraph, put, reach
from handlers.packet_fonts import files_in, usual_folders
from handlers.packet_gallery import Gallery
from handlers.packet_map import Map
from handlers.packet_paper import BLACK, GREY, HIGH, MARGIN, RED, Paper
from handlers.packet_photos import printable
from handlers.packet_sheet import FOOT, INNER, SHEETS, Sheet
from handlers.packet_statement import write_statement
from handlers.packet_words import Labelled, Words

_QR, _MAP = 27.0, 62.0
_STATEMENT = 80.0
"""Millimetres that statement and wish have at least: where photos have no room then, they are only counted."""
_CREDIT = "Map: GeoNames (CC BY 4.0), Natural Earth"


def draw(
    packet: Packet,
    languages: Sequence[str],
    catalogue: Catalogue,
    photos: Sequence[bytes] = (),
    folders: Sequence[Path] | None = None,
) -> bytes:
    """The PDF. `folders` are where fonts lie; FontMissing where one that is needed does not lie there.

    Labels are in every one of `languages`. Of `photos` the first four are shown, and of the others it is said that
    there are so many.
    """
    words = Words(packet, languages, catalogue)
    pictures = printable(photos)
    files = files_in(usual_folders() if folders is None else folders)
    more = len(photos) - len(pictures)
    drawing = _Drawing(packet, words, Paper(files), SHEETS)
    drawing.sections(pictures, more)
    if drawing.paper.page < SHEETS:
        drawing = _Drawing(packet, words, Paper(files), drawing.paper.page)
        drawing.sections(pictures, more)
    return bytes(drawing.paper.output())


class _Drawing:
    """One attempt at a known number of sheets, which every foot tells."""

    def __init__(self, packet: Packet, words: Words, paper: Paper, sheets: int) -> None:
        self._packet, self._words, self._sheets = packet, words, sheets
        self.paper = paper
        paper.set_creation_date(datetime.fromtimestamp(packet.made_at / 1000, tz=UTC))
        paper.foot = self._foot
        self._sheet = Sheet(paper)

    def sections(self, pictures: Sequence[bytes], more: int) -> None:
        """Everything, from above to below."""
        self._head()
        self._sheet.boxed(self._words.warnings())
        self._items()
        self._rows("section.person", self._words.person())
        self._place()
        self._contact()
        gallery = Gallery(self._sheet, self._words, pictures, more)
        keep = gallery.least if self._sheet.left - gallery.least > _STATEMENT else gallery.counted
        self._statement(keep)
        gallery.draw()

    def _head(self) -> None:
        sheet, words = self._sheet, self._words
        wide = INNER - _QR - 4 if self._packet.site else INNER
        title, *titles = words.say("head.title")
        sheet.write(paragraph(self.paper, title, wide, 13))
        sheet.write(beside(self.paper, titles, wide, 9.5, GREY))
        sheet.row(Labelled(words.say("head.code"), (self._packet.code,)), wide, 0.45)
        sheet.row(Labelled(words.say("head.made"), words.times(self._packet.made_at)), wide, 0.45)
        if self._packet.site:
            self._code(self._packet.site, MARGIN + INNER - _QR, MARGIN)
            sheet.y = max(sheet.y, MARGIN + _QR + 2)

    def _code(self, site: Site, x: float, y: float) -> None:
        """The point as a QR code, which a phone's camera opens in its own map."""
        code = segno.make(site.notations.reveal().geo, error="m", micro=False)
        rows = [list(row) for row in code.matrix]
        module = _QR / (len(rows) + 4)
        self.paper.set_fill_color(*BLACK)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    left, top = x + (across + 2) * module, y + (down + 2) * module
                    self.paper.rect(left, top, module * 1.02, module * 1.02, style="F")

    def _items(self) -> None:
        self._sheet.heading(self._words.say("section.items"))
        for there, labelled in self._words.items():
            blocks = self._sheet.laid(labelled, INNER - 6, 0.5, BLACK if there else RED)
            if self._sheet.room(reach(blocks)):
                self._box(there)
                self._sheet.side_by_side(blocks, MARGIN + 6, (INNER - 6) * 0.5)
                self._sheet.y += reach(blocks) + 0.6

    def _box(self, ticked: bool) -> None:
        x, y, side = MARGIN + 1, self._sheet.y + 0.8, 3.0
        self.paper.set_draw_color(*(BLACK if ticked else RED))
        self.paper.set_line_width(0.3)
        self.paper.rect(x, y, side, side)
        if ticked:
            self.paper.set_line_width(0.6)
            self.paper.polyline([(x + 0.6, y + 1.6), (x + 1.3, y + 2.4), (x + 2.6, y + 0.5)])

    def _rows(self, title: str, rows: Sequence[Labelled]) -> None:
        if rows:
            self._sheet.heading(self._words.say(title))
        for row in rows:
            self._sheet.row(row)

    def _place(self) -> None:
        """Rows on the left, the map on the right, both on one sheet."""
        site, sheet = self._packet.site, self._sheet
        if site is None:
            self._rows("section.place", self._words.place())
            return
        sheet.heading(self._words.say("section.place"), _MAP)
        near = site.near.reveal()
        top, page = sheet.y, self.paper.page
        drawn = Map(self.paper, site.around.reveal(), MARGIN + INNER - _MAP, top, _MAP)
        drawn.draw(near.country if near else "")
        self.paper.say(_CREDIT, MARGIN + INNER - _MAP, top + _MAP + 0.3, 5, GREY)
        for row in self._words.place():
            sheet.row(row, INNER - _MAP - 4, 0.38)
        if self.paper.page == page:
            sheet.y = max(sheet.y, top + _MAP + 3)

    def _contact(self) -> None:
        rule = self._words.say("rule.not_first")
        self._sheet.heading(self._words.say("section.contact"))
        self._sheet.boxed([rule])
        for row in self._words.contact():
            self._sheet.row(row)

    def _statement(self, keep: float) -> None:
        sheet, words = self._sheet, self._words
        sheet.heading(words.say("section.words"))
        for row in words.wish():
            sheet.row(row)
        write_statement(sheet, words, self._packet.statement, self._packet.code, keep)

    def _foot(self, page: int) -> None:
        number = self._words.say("head.page", number=page, count=self._sheets)
        lines: list[Block] = [
            beside(self.paper, self._words.say("head.unverified"), INNER, 6.5, GREY),
            beside(self.paper, (self._packet.code, *number), INNER, 6.5, GREY),
        ]
        y = FOOT + 2
        for line in lines:
            put(self.paper, line, MARGIN, min(y, HIGH - 6))
            y += line.height
