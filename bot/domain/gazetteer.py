"""Names of places without a network: what a text names, and what lies near a point.

Towns are GeoNames' (CC BY 4.0; `towns.tsv`); the names that matter here, in the scripts of those who write them,
are in `places.toml`. What is named is as coarse as a name is: the middle of a town, never a building.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.folding import key
from bot.domain.mentions import Names
from bot.domain.towns import Town, Towns, read

_OURS = Path(__file__).with_name("places.toml")
_READ = frozenset({"KH", "LA", "MM", "TH"})
"""Countries whose towns count by all the names that GeoNames has; of the others only those in `places.toml` do.

Towns of the Philippines and of Viet Nam have the names of people, and words that everybody uses.
"""
_PEOPLED, _LETTERS = 15_000, 5
"""Inhabitants and letters that a town must have for that."""
_RADIUS = {"town": 5_000.0, "area": 15_000.0, "crossing": 5_000.0, "province": 80_000.0}
_WORDS = frozenset({"along", "center", "centre", "central", "village", "market", "bridge", "garden", "school"})


class Kind(StrEnum):
    """What a name stands for, the most precise first."""

    CROSSING = "crossing"
    AREA = "area"
    TOWN = "town"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a text names: a point (degrees, WGS 84), and how far off what is meant may be (metres)."""

    kind: Kind
    name: str
    country: str
    province: str
    latitude: float
    longitude: float
    radius_m: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The town nearest to a point; country by ISO 3166, province in English where we have it, zone by IANA."""

    country: str
    province: str
    town: str
    distance_m: float
    timezone: str


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    towns: Towns
    names: Names
    meanings: list[Named]
    provinces: dict[tuple[str, str], str]


def named_in(words: str) -> tuple[Named, ...]:
    """Every place that the text names, the most precise first, each once. Never raises, whatever the text."""
    known = load()
    folded, mentions = known.names.find(words)
    found: dict[str, Named] = {}
    for mention in mentions:
        options = [known.meanings[each] for each in mention.meanings]
        said = folded.said(words, mention.start, mention.end)
        # A province and its capital share a name; 老街 is Laukkaing and Lao Cai, and both are shown.
        precise = [one for one in options if one.kind is not Kind.PROVINCE]
        for one in precise or options:
            found.setdefault(f"{one.kind}{one.name}", _said(one, said))
    return tuple(sorted(found.values(), key=lambda one: list(Kind).index(one.kind)))


def _said(place: Named, said: str) -> Named:
    degrees = (place.latitude, place.longitude)
    return Named(place.kind, place.name, place.country, place.province, *degrees, place.radius_m, said)


def whereabouts(latitude: float, longitude: float) -> Whereabouts | None:
    """None where no town lies within 300 km."""
    known = load()
    nearest = known.towns.nearest(latitude, longitude)
    if nearest is None:
        return None
    row, towns = nearest.row, known.towns
    province = known.provinces.get((towns.country(row), towns.division(row)), "")
    return Whereabouts(towns.country(row), province, towns.name(row), nearest.distance_m, towns.timezone(row))


@cache
def load() -> _Gazetteer:
    """Reads both files, once; takes a second or two, so that the bot does it at its start."""
    ours = tomllib.loads(_OURS.read_text(encoding="utf-8"))
    wanted = {entry["near"] for entry in _entries(ours)}
    points: dict[int, tuple[float, float, str]] = {}
    known = _Gazetteer(Towns(), Names(), [], {})
    ours_are = {each["near"]: each["name"] for each in ours["places"] if each["kind"] == "town"}
    theirs: list[Town] = []

    def keep(town: Town) -> None:
        known.towns.add(town, ours_are.get(town.number, town.name))
        if town.number in wanted:
            points[town.number] = (town.latitude, town.longitude, town.division)
        if town.country in _READ and town.population >= _PEOPLED and town.number not in ours_are:
            theirs.append(town)

    read(keep)
    for country, divisions in ours["provinces"].items():
        known.provinces.update({(country, code): entry["name"] for code, entry in divisions.items()})
    for entry in _entries(ours):
        _learn(known, entry, points[entry["near"]])
    for town in theirs:
        _learn_theirs(known, town)
    return known


def _entries(ours: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from ours["places"]
    for country, divisions in ours["provinces"].items():
        yield from (entry | {"kind": "province", "country": country} for entry in divisions.values())


def _learn(known: _Gazetteer, entry: dict[str, Any], point: tuple[float, float, str]) -> None:
    latitude, longitude, division = point
    radius = entry["radius_km"] * 1_000.0 if "radius_km" in entry else _RADIUS[entry["kind"]]
    province = known.provinces.get((entry["country"], division), "")
    place = Named(Kind(entry["kind"]), entry["name"], entry["country"], province, latitude, longitude, radius)
    known.meanings.append(place)
    for name in {entry["name"], *entry.get("names", ())}:
        known.names.add(name, len(known.meanings) - 1)
    for name in entry.get("exact", ()):
        known.names.add_exact(name, len(known.meanings) - 1)


def _learn_theirs(known: _Gazetteer, town: Town) -> None:
    """A town of GeoNames under names that are hardly anything else, and that we do not have ourselves."""
    province = known.provinces.get((town.country, town.division), "")
    degrees = (town.latitude, town.longitude)
    known.meanings.append(Named(Kind.TOWN, town.name, town.country, province, *degrees, _RADIUS["town"]))
    for name in {town.name, *town.names}:
        folded = key(name)
        if len(folded) >= _LETTERS and folded not in known.names and folded not in _WORDS:
            known.names.add(name, len(known.meanings) - 1)
