"""The plain little tool that a stranger sees in a covert deployment: it converts units, and knows nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.plain import plain

_LONGEST = 200
_FACTORS = {
    ("km", "mi"): 0.621371192,
    ("m", "ft"): 3.280839895,
    ("cm", "in"): 0.393700787,
    ("kg", "lb"): 2.204622622,
    ("g", "oz"): 0.035273962,
    ("l", "gal"): 0.264172052,
}


def _times(factor: float) -> Callable[[float], float]:
    return lambda value: value * factor


_WAYS: dict[str, tuple[str, Callable[[float], float]]] = {
    **{one: (other, _times(factor)) for (one, other), factor in _FACTORS.items()},
    **{other: (one, _times(1 / factor)) for (one, other), factor in _FACTORS.items()},
    "c": ("°F", lambda value: value * 9 / 5 + 32),
    "f": ("°C", lambda value: (value - 32) * 5 / 9),
}
_WRITTEN = {"c": "°C", "f": "°F"}
_ASKED = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,6})?) ?°? ?(km|mi|m|ft|cm|in|kg|lb|g|oz|l|gal|c|f)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Converted:
    """Both sides, as they are written: "5 km" and "3.11 mi"."""

    asked: str
    answer: str


def convert(words: str) -> Converted | None:
    """The first quantity in the words; None if there is none."""
    found = _ASKED.search(plain(words[:_LONGEST]))
    if found is None:
        return None
    unit = found[2].lower()
    other, way = _WAYS[unit]
    value = float(found[1].replace(",", "."))
    return Converted(f"{value:g} {_WRITTEN.get(unit, unit)}", f"{round(way(value), 2):g} {other}")
