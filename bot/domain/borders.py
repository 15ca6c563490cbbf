"""Borders and coasts near a point, as lines; draws nothing, and knows nothing of who is there.

The lines are Natural Earth's (https://www.naturalearthdata.com, public domain): they help to find one's way, and
say nothing about whose land it is. `deploy/borders.py` makes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate
from pathlib import Path

_FILE = Path(__file__).with_name("borders.tsv")


class LineKind(StrEnum):
    """What a line parts."""

    BORDER = "border"
    COAST = "coast"


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; a box does not cross the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as points of longitude and latitude."""

    kind: LineKind
    points: tuple[tuple[float, float], ...]


@cache
def _rows() -> tuple[tuple[LineKind, Box, str], ...]:
    rows = []
    for row in _FILE.read_text(encoding="ascii").splitlines():
        kind, *box, steps = row.split("\t")
        rows.append((LineKind(kind), Box(*(int(side) / 1_000 for side in box)), steps))
    return tuple(rows)


def lines_in(box: Box) -> tuple[Drawn, ...]:
    """Every line that may pass through the box, whole."""
    return tuple(Drawn(kind, _points(steps)) for kind, own, steps in _rows() if own.meets(box))


def _points(steps: str) -> tuple[tuple[float, float], ...]:
    pairs = [tuple(map(int, step.split(","))) for step in steps.split(" ")]
    east, north = (accumulate(axis) for axis in zip(*pairs, strict=True))
    return tuple((x / 1_000, y / 1_000) for x, y in zip(east, north, strict=True))
