"""Hides small cells of a table, and others with them, so that no total gives a hidden one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST = 5
"""A cell under five could be somebody (domain.md 6.6)."""


class Hidden(StrEnum):
    """Why a cell is not shown: it is from one to four, or it would give such a one away."""

    FEW = "few"
    KIN = "kin"


Cell = int | Hidden


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown; without rows nothing of it may."""

    total: int
    rows: tuple[tuple[str, Cell], ...]

    def cell(self, name: str) -> Cell | None:
        """The cell of this name; None where it is not shown at all."""
        return dict(self.rows).get(name)


def suppress(counts: Sequence[tuple[str, int]], total: int) -> Shown:
    """The rows, which sum up to a total that readers may know.

    Hidden are cells from 1 to 4. As long as one of the hidden can be reckoned from the total and the others, or
    all of them together are under five, the smallest cell that is shown goes, too; where that is not enough, the
    whole table.
    """
    if 0 < total < LEAST:
        return Shown(total, ())
    cells: dict[str, Cell] = {name: Hidden.FEW if 0 < count < LEAST else count for name, count in counts}
    values = dict(counts)
    while _given_away(cells, total):
        left = sorted((cell, name) for name, cell in cells.items() if isinstance(cell, int) and cell)
        if len(left) <= list(cells.values()).count(Hidden.KIN):
            return Shown(total, ())
        cells[left[0][1]] = Hidden.KIN
    return Shown(total, tuple((name, cells[name]) for name in values))


def _given_away(cells: Mapping[str, Cell], total: int) -> bool:
    hidden = [cell for cell in cells.values() if isinstance(cell, Hidden)]
    if not hidden:
        return False
    shown = [cell for cell in cells.values() if isinstance(cell, int) and cell]
    together = total - sum(shown)
    most = min([min(shown) - 1] if shown else [together])
    bounds = [(1, LEAST - 1) if one is Hidden.FEW else (LEAST, most) for one in hidden]
    return together < LEAST or any(_certain(place, bounds, together) for place in range(len(bounds)))


def _certain(place: int, bounds: Sequence[tuple[int, int]], together: int) -> bool:
    """Whether a reader who knows the rule finds but one value that this hidden cell can have."""
    least, most = bounds[place]
    others = [*bounds[:place], *bounds[place + 1 :]]
    least = max(least, together - sum(high for _, high in others))
    most = min(most, together - sum(low for low, _ in others))
    return least >= most


def rounded(count: int) -> int:
    """Down to a multiple of five: said where the exact number beside another would tell a small one."""
    return count - count % LEAST
