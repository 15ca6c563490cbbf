"""Writes blocks down two sheets of paper, and never on a third; knows nothing of cases."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.packet_blocks import Block, beside, paragraph, put, reach
from handlers.packet_paper import BLACK, GREY, HIGH, MARGIN, RED, WIDE, Colour, Paper
from handlers.packet_words import Labelled, Texts

INNER = WIDE - 2 * MARGIN
FOOT = HIGH - 17.0
"""Where the foot of the page begins."""
SHEETS = 2
_LABEL, _VALUE, _HEAD = 7.5, 9.0, 9.5
_BETWEEN = 1.0
_LINES = 2
"""Lines of one value."""


class Sheet:
    """Where the next block goes."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.y = MARGIN
        paper.add_page()

    @property
    def left(self) -> float:
        """Millimetres that are left, on this sheet and the next ones."""
        return FOOT - self.y + (SHEETS - self.paper.page) * (FOOT - MARGIN)

    def room(self, high: float) -> bool:
        """Turns the page if it takes that; False if there is no other."""
        if self.y + high > FOOT and self.paper.page < SHEETS:
            self.paper.add_page()
            self.y = MARGIN
        return self.y + high <= FOOT

    def write(self, block: Block, x: float = MARGIN, below: float = _BETWEEN) -> None:
        """One block over the whole width, if there is room."""
        if self.room(block.height):
            put(self.paper, block, x, self.y)
            self.y += block.height + below

    def title(self, texts: Texts) -> Block:
        """What a heading says, in every language."""
        return beside(self.paper, texts, INNER - 4, _HEAD)

    def heading(self, texts: Texts, with_next: float = 14.0) -> bool:
        """What the next part is; stays together with what comes next. False if there is no room for both."""
        block = self.title(texts)
        if not self.room(block.height + with_next + 4):
            return False
        self.y += 1.5
        self.paper.set_fill_color(232, 236, 241)
        self.paper.rect(MARGIN, self.y, INNER, block.height + 1, style="F")
        put(self.paper, block, MARGIN + 2, self.y + 0.5)
        self.y += block.height + 2.2
        return True

    def row(self, labelled: Labelled, width: float = INNER, share: float = 0.36, colour: Colour = BLACK) -> None:
        """The label small on the left, the value beside it."""
        blocks = self.laid(labelled, width, share, colour)
        if self.room(reach(blocks)):
            self.side_by_side(blocks, MARGIN, width * share)
            self.y += reach(blocks) + _BETWEEN

    def laid(self, labelled: Labelled, width: float, share: float, colour: Colour) -> tuple[Block, Block]:
        """Label and value as blocks."""
        wide = width * (1 - share)
        label = beside(self.paper, labelled.label, width * share - 3, _LABEL, GREY)
        if len(labelled.value) > 1:
            return label, beside(self.paper, labelled.value, wide, _VALUE, colour)
        return label, paragraph(self.paper, "".join(labelled.value), wide, _VALUE, colour, _LINES)

    def side_by_side(self, blocks: Sequence[Block], x: float, step: float) -> None:
        """Their first lines on one base line."""
        base = max(block.base for block in blocks)
        for place, block in enumerate(blocks):
            put(self.paper, block, x + place * step, self.y + base - block.base)

    def boxed(self, texts: Sequence[Texts], size: float = 9.0) -> None:
        """What must not be overlooked, in a red frame."""
        blocks = [beside(self.paper, one, INNER - 6, size, RED) for one in texts]
        high = sum(block.height + 0.8 for block in blocks) + 1.6
        if not blocks or not self.room(high):
            return
        self.paper.set_draw_color(*RED)
        self.paper.set_line_width(0.5)
        self.paper.rect(MARGIN, self.y, INNER, high)
        y = self.y + 1.2
        for block in blocks:
            put(self.paper, block, MARGIN + 3, y)
            y += block.height + 0.8
        self.y += high + 1.5
