"""Puts our tables and GeoNames together into one set of names; knows which names are not to be trusted."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.folding import key
from bot.domain.mentions import Names
from bot.domain.towns import Town, Towns, read

_HERE = Path(__file__).parent
CONCERN = frozenset({"KH", "MM", "LA", "TH", "VN", "PH", "MY", "ID", "AE"})
"""Of these countries the towns of GeoNames are found by name."""
_BIG = 15_000
"""Inhabitants from which a town is found by its name in GeoNames: smaller ones share theirs with too much else."""
_TOWN_M, _AREA_M = 5_000.0, 15_000.0
# How many letters a name needs before it is taken from GeoNames, and from the table of countries.
_SHORTEST = {
    "CJK": (3, 2),
    "HANGUL": (3, 2),
    "KATAKANA": (4, 3),
    "LATIN": (5, 4),
    "ETHIOPIC": (4, 3),
    "DEVANAGARI": (4, 3),
    "BENGALI": (4, 3),
    "ARABIC": (5, 3),
}
_OTHERS = (5, 4)
_ALWAYS_SHORT = frozenset({"ไทย", "จีน"})
_LATIN_WORDS = re.compile(r"[a-z ]+")
_WORDY = 8
"""Letters that a GeoNames name of several Latin words needs, one of them with four: "ban na" is many things."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that has names."""

    kind: str
    name: str
    country: str
    province: str
    latitude: float
    longitude: float
    radius_m: float
    population: int
    curated: bool


class Atlas:
    """Everything that is known of places, built once."""

    def __init__(self) -> None:
        self.towns = Towns()
        self.spots: list[Spot] = []
        tables = tomllib.loads((_HERE / "places.toml").read_text(encoding="utf-8"))
        self._tables: dict[str, Any] = tables
        self._ordinary = frozenset(key(word) for word in tables["ordinary"])
        self.names = Names(self._ordinary)
        self.before = tuple(_blank_kept(word) for word in tables["people"]["before"])
        self.after = tuple(key(word) for word in tables["people"]["after"])
        self.longest_before = max(map(len, self.before))
        self.provinces: dict[tuple[str, str], str] = {
            (country, code): province["name"]
            for country, provinces in tables["provinces"].items()
            for code, province in provinces.items()
        }
        self._curated_towns = {place["near"]: place for place in tables["places"] if place["kind"] == "town"}
        self._near = {place["near"]: place for place in self._curated() if place}
        self._anchors: dict[int, Town] = {}
        self._add_countries()
        self._countries = frozenset(self.names)
        read(self._take_town)
        self._add_provinces()
        self._add_places()
        for word in tables["not_places"]:
            self.names.add(word)
        self._anchors.clear()
        self._countries = frozenset()

    def _curated(self) -> Iterator[dict[str, Any]]:
        yield from self._tables["places"]
        for provinces in self._tables["provinces"].values():
            yield from provinces.values()

    def _take_town(self, town: Town) -> None:
        curated = self._curated_towns.get(town.number)
        self.towns.add(town, curated["name"] if curated else town.name)
        if town.number in self._near:
            self._anchors[town.number] = town
        if town.country in CONCERN and town.population >= _BIG and not curated:
            self._call(self._spot("town", town.name, town, _TOWN_M, curated=False), (town.name, *town.names), 0)

    def _spot(self, kind: str, name: str, town: Town, radius_m: float, *, curated: bool = True) -> int:
        province = self.provinces.get((town.country, town.division), "")
        at = (town.latitude, town.longitude)
        self.spots.append(Spot(kind, name, town.country, province, *at, radius_m, town.population, curated))
        return len(self.spots) - 1

    def _call(self, spot: int, names: Iterable[str], origin: int) -> None:
        """Names that were not chosen by us: from GeoNames (origin 0) or from the table of countries (1)."""
        for name in dict.fromkeys(names):
            if self._to_be_trusted(name, origin):
                self.names.add(name, spot)

    def _to_be_trusted(self, name: str, origin: int) -> bool:
        folded = key(name)
        if not folded or folded in self._ordinary or (not origin and folded in self._countries):
            return False
        script = _script(folded)
        shortest = _SHORTEST.get(script, _OTHERS)[origin]
        if len(unicodedata.normalize("NFC", folded)) < shortest and name not in _ALWAYS_SHORT:
            return False
        if script != "LATIN" or origin:
            return True
        # GeoNames also writes down what other scripts sound like, in small letters: "jin bian".
        return name[0].isupper() and _LATIN_WORDS.fullmatch(folded) is not None and _is_long_enough(folded)

    def _add_provinces(self) -> None:
        for provinces in self._tables["provinces"].values():
            for province in provinces.values():
                town = self._anchors[province["near"]]
                spot = self._spot("province", province["name"], town, province["radius_km"] * 1000.0)
                names = list(dict.fromkeys((*self._own_names(province), *self._names_of_seat(province, town))))
                for name in names:
                    self.names.add(name, spot)
                for form in (
                    form for name in (province["name"], *names) for form in self._with_province_words(name)
                ):
                    self.names.add(form, spot)
                for name in province.get("exact", ()):
                    self.names.add_exact(name, spot)

    def _own_names(self, province: dict[str, Any]) -> Iterator[str]:
        yield from province.get("names", ())
        if self._to_be_trusted(province["name"], 0):
            yield province["name"]

    def _names_of_seat(self, province: dict[str, Any], town: Town) -> list[str]:
        curated = self._curated_towns.get(town.number)
        if curated and curated["name"] == province["name"]:
            return list(curated["names"])
        if town.name != province["name"]:
            return []
        return [name for name in (town.name, *town.names) if self._to_be_trusted(name, 0)]

    def _with_province_words(self, name: str) -> Iterator[str]:
        words = self._tables["province_words"]
        script = _script(key(name))
        gap = " " if script in ("LATIN", "CYRILLIC") else ""
        yield from (name + gap + word for word in words["after"] if _script(key(word)) == script)
        yield from (word + gap + name for word in words["before"] if _script(key(word)) == script)

    def _add_places(self) -> None:
        for place in self._tables["places"]:
            town = self._anchors[place["near"]]
            usual = _TOWN_M if place["kind"] == "town" else _AREA_M
            radius = place["radius_km"] * 1000.0 if "radius_km" in place else usual
            spot = self._spot(place["kind"], place["name"], town, radius)
            for name in place["names"]:
                self.names.add(name, spot)
            for name in place.get("exact", ()):
                self.names.add_exact(name, spot)
            if place["kind"] == "town":
                self._call(spot, (name for name in (town.name, *town.names) if key(name) not in self.names), 0)

    def _add_countries(self) -> None:
        for line in (_HERE / "countries.tsv").read_text(encoding="utf-8").splitlines():
            code, latitude, longitude, radius_km, told = line.split("\t")
            names = told.split("|")
            at = (float(latitude), float(longitude), float(radius_km) * 1000)
            self.spots.append(Spot("country", names[0], code, "", *at, 0, curated=True))
            spot = len(self.spots) - 1
            self._call(spot, names, 1)
            for name in self._tables["countries"].get(code, ()):
                self.names.add(name, spot)


def _is_long_enough(folded: str) -> bool:
    words = folded.split()
    return len(words) == 1 or (sum(map(len, words)) >= _WORDY and max(map(len, words)) >= _SHORTEST["LATIN"][1])


def _blank_kept(word: str) -> str:
    return key(word) + (" " if word.endswith(" ") else "")


def _script(folded: str) -> str:
    return unicodedata.name(folded[0], "").split(" ")[0] if folded else ""
