"""Lays lines of text out as blocks whose height is known before they are drawn; knows nothing of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.packet_breaks import lines, syllables
from handlers.packet_paper import BLACK, POINT, Colour, Paper
from handlers.packet_runs import from_right

_GAP = 2.2
"""Millimetres between two texts that stand side by side."""
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, so many millimetres from the left and from above."""

    text: str
    x: float
    y: float
    right: bool = False
    """Its paragraph is read from right to left."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size and colour, and how high they are together."""

    lines: tuple[Placed, ...]
    size: float
    colour: Colour
    height: float
    first: float
    """The height of the first line."""

    @property
    def base(self) -> float:
        """From above to where the letters of the first line stand: fpdf2 puts their middle into the line's."""
        return self.first / 2 + 0.3 * self.size * POINT


def paragraph(
    paper: Paper, text: str, width: float, size: float, colour: Colour = BLACK, most: int | None = None
) -> Block:
    """The text in lines, from the side where it is read from; at most `most` lines, the last of them cut then."""
    written = [
        (line, from_right(part))
        for part in text.splitlines() or [""]
        for line in lines(part, width, lambda piece: paper.wide(piece, size))
    ]
    if most is not None and len(written) > most:
        last, right = written[most - 1]
        written = [*written[: most - 1], ("".join(syllables(last)[:-2]).rstrip() + _MORE, right)]
    placed, y = [], 0.0
    for line, right in written:
        placed.append(Placed(line, width - paper.wide(line, size) if right else 0.0, y, right))
        y += paper.high(line or text, size)
    return Block(tuple(placed), size, colour, y, paper.high(written[0][0] or text, size))


def beside(paper: Paper, parts: Sequence[str], width: float, size: float, colour: Colour = BLACK) -> Block:
    """The texts side by side on one base line, each whole where it fits in a line, each once.

    What is read from right to left stands below, in lines of its own: in a line with others, a machine that reads
    the file cannot tell where it begins.
    """
    rows: list[list[Block]] = [[]]
    steps: list[list[float]] = [[]]
    x, turned = 0.0, False
    for part in sorted(dict.fromkeys(filter(None, parts)), key=from_right):
        wide = min(paper.wide(part, size), width)
        if rows[-1] and (x + wide > width or from_right(part) is not turned):
            rows.append([])
            steps.append([])
            x = 0.0
        rows[-1].append(paragraph(paper, part, width, size) if wide == width else _alone(paper, part, size))
        steps[-1].append(x)
        x, turned = x + wide + _GAP, from_right(part)
    placed: list[Placed] = []
    y = 0.0
    for row, aside in zip(rows, steps, strict=True):
        placed += _level(row, aside, y)
        y += height(row)
    return Block(tuple(placed), size, colour, y, max((block.first for block in rows[0]), default=0.0))


def _alone(paper: Paper, text: str, size: float) -> Block:
    high = paper.high(text, size)
    return Block((Placed(text, 0.0, 0.0, from_right(text)),), size, BLACK, high, high)


def _level(row: Sequence[Block], aside: Sequence[float], y: float) -> Iterator[Placed]:
    """Letters stand in the middle of their line, whatever its height: there the base lines meet."""
    for block, x in zip(row, aside, strict=True):
        lower = (height(row) - block.height) / 2
        yield from (Placed(line.text, x + line.x, y + line.y + lower, line.right) for line in block.lines)


def put(paper: Paper, block: Block, x: float, y: float) -> None:
    """Draw it with its upper left corner there."""
    for line in block.lines:
        if line.text:
            paper.say(line.text, x + line.x, y + line.y, block.size, block.colour, line.right)


def height(blocks: Iterable[Block]) -> float:
    """Of blocks that stand side by side."""
    return max((block.height for block in blocks), default=0.0)


def reach(blocks: Sequence[Block]) -> float:
    """The same, where their first lines stand on one base line."""
    base = max(block.base for block in blocks)
    return max(base - block.base + block.height for block in blocks)
