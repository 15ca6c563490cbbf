"""Writes `bot/domain/countries.tsv`: names of all countries in our languages (babel, CLDR), and where they lie.

Only this package may know babel, and 30 catalogs of babel are much to load for names that change once in years:
`python -m handlers.countries` after an update of babel.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from pathlib import Path

from babel import Locale

from bot.domain.towns import Town, arc_m, read, vector

TABLE = (Path(__file__).parent.parent / "bot" / "domain" / "countries").with_suffix(".tsv")
# domain.md 2.2, those called "next" and Japanese included.
LANGUAGES = (
    *("en", "ko", "zh", "zh_Hant", "vi", "id", "th", "km", "hi", "my", "am", "fil", "ur", "bn", "ms", "sw", "lo"),
    *("ne", "ru", "ta", "fr", "pt", "ar", "es", "si", "te", "uz", "ja", "ti", "om", "pa"),
)
_BRACKETS = re.compile("\\s*[((\uff08].*$")
_COUNTRY = re.compile("[A-Z]{2}")
_NONE = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


def names(code: str) -> list[str]:
    """Each name once, without what stands in brackets."""
    told = (Locale.parse(language).territories.get(code, "") for language in LANGUAGES)
    return list(dict.fromkeys(name for name in (_BRACKETS.sub("", full).strip() for full in told) if name))


def _middle(towns: list[Town]) -> tuple[float, float, float]:
    """The middle of a country's towns, and how far away the farthest of them is."""
    points = [vector(town.latitude, town.longitude) for town in towns]
    x, y, z = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    length = math.sqrt(x * x + y * y + z * z)
    centre = (x / length, y / length, z / length)
    farthest = max(arc_m(math.dist(centre, point)) for point in points)
    return math.degrees(math.asin(centre[2])), math.degrees(math.atan2(centre[1], centre[0])), farthest


def table() -> str:
    """A line for each country that has a town: code, latitude, longitude, radius in kilometres, names."""
    towns: dict[str, list[Town]] = defaultdict(list)
    read(lambda town: towns[town.country].append(town))
    lines = []
    for code in sorted(filter(_COUNTRY.fullmatch, Locale("en").territories)):
        if code not in _NONE and code in towns:
            latitude, longitude, radius = _middle(towns[code])
            lines.append(
                f"{code}\t{latitude:.2f}\t{longitude:.2f}\t{radius / 1000 + 20:.0f}\t{'|'.join(names(code))}\n"
            )
    return "".join(lines)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
