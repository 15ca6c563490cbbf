"""Which places words name, and what lies at a point; without a network, and without knowing who asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.domain.atlas import Atlas, Spot
from bot.domain.mentions import Mention


class Kind(StrEnum):
    """How much is meant by the name."""

    COUNTRY = "country"
    PROVINCE = "province"
    TOWN = "town"
    AREA = "area"
    CROSSING = "crossing"


# The smaller, the better for who has to find it.
_RANKS = {Kind.AREA: 0, Kind.CROSSING: 0, Kind.TOWN: 0, Kind.PROVINCE: 1, Kind.COUNTRY: 2}


@dataclass(frozen=True, slots=True)
class Named:
    """A place that was named: degrees (WGS 84), country as ISO 3166 alpha-2, province in English or "".

    The point is a town's, a province's seat or the middle of a country's towns: what is meant lies within
    `radius_m` metres of it. `said` is the part of the text that names it.
    """

    kind: Kind
    name: str
    country: str
    province: str
    latitude: float
    longitude: float
    radius_m: float
    said: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What lies at a point: all of it is said of the nearest town, `distance_m` metres away.

    Where a border is nearer than that town, the country may be the neighbour's.
    """

    country: str
    province: str
    town: str
    distance_m: float
    timezone: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A town near a point, and how far it is from there; degrees are of its middle."""

    name: str
    country: str
    population: int
    latitude: float
    longitude: float
    distance_m: float


@cache
def _atlas() -> Atlas:
    return Atlas()


def load() -> None:
    """Reads the data, once: half a second or so. Who does not call it waits for it at the first question."""
    _atlas()


def named_in(words: str) -> tuple[Named, ...]:
    """Every place that is named, most precise first, each once; never raises, whatever the text."""
    atlas = _atlas()
    folded, mentions = atlas.names.find(words)
    told = [mention for mention in mentions if _is_place(folded.text, mention)]
    countries = {spot.country for mention in told for spot in _meanings(mention) if spot.kind == Kind.COUNTRY}
    found: dict[tuple[str, str, str, str], Named] = {}
    for mention in told:
        # Of equals, max takes the first: the one that stands higher up in our table.
        spot = max(_meanings(mention), key=lambda spot: _likeness(spot, countries))
        said = folded.said(words, mention.start, mention.end)
        found.setdefault((spot.kind, spot.name, spot.country, spot.province), _named(spot, said))
    return tuple(sorted(found.values(), key=lambda place: _RANKS[place.kind]))


def countries_said(words: str) -> tuple[tuple[int, int, str], ...]:
    """Where in the folded text a country's name stands, also where it stands for its people, and which it is."""
    _, mentions = _atlas().names.find(words)
    found = ((one, spot) for one in mentions for spot in _meanings(one)[:1] if spot.kind == Kind.COUNTRY)
    return tuple((one.start, one.end, spot.country) for one, spot in found)


def provinces_of(country: str) -> tuple[str, ...]:
    """Those of this country that a place can be told to lie in, in English, as `whereabouts` names them."""
    found = (name for (code, _), name in _atlas().provinces.items() if code == country)
    return tuple(sorted(set(found)))


def whereabouts(latitude: float, longitude: float) -> Whereabouts | None:
    """The nearest town of the world; None if it is farther than 300 km, or if this is no point on earth."""
    atlas = _atlas()
    nearest = atlas.towns.nearest(latitude, longitude)
    if nearest is None:
        return None
    row, towns = nearest.row, atlas.towns
    country = towns.country(row)
    province = atlas.provinces.get((country, towns.division(row)), "")
    return Whereabouts(country, province, towns.name(row), nearest.distance_m, towns.timezone(row))


def towns_around(latitude: float, longitude: float, reach_m: float) -> tuple[Neighbour, ...]:
    """Every town within reach, the nearest first; none if this is no point on earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return ()
    towns = _atlas().towns
    near = sorted(towns.around(latitude, longitude, reach_m), key=lambda one: one.distance_m)
    return tuple(
        Neighbour(
            *(towns.name(one.row), towns.country(one.row), towns.population(one.row)),
            *(*towns.point(one.row), one.distance_m),
        )
        for one in near
    )


def _meanings(mention: Mention) -> list[Spot]:
    return [_atlas().spots[meaning] for meaning in mention.meanings]


def _is_place(text: str, mention: Mention) -> bool:
    """Not what only looks like a place, nor a country that stands for its people: "Chinese boss" is no place."""
    meanings = _meanings(mention)
    if meanings and all(spot.kind == Kind.COUNTRY for spot in meanings):
        atlas = _atlas()
        before = text[max(0, mention.start - atlas.longest_before) : mention.start]
        after = mention.end + text.startswith(" ", mention.end)
        return not (before.endswith(atlas.before) or text.startswith(atlas.after, after))
    return bool(meanings)


def _likeness(spot: Spot, countries: set[str]) -> tuple[bool, bool, int, int]:
    """In a country that is named; from our table; small; populous: in this order."""
    return (
        spot.country in countries,
        spot.curated,
        -_RANKS[Kind(spot.kind)],
        0 if spot.curated else spot.population,
    )


def _named(spot: Spot, said: str) -> Named:
    kind = Kind(spot.kind)
    return Named(kind, spot.name, spot.country, spot.province, spot.latitude, spot.longitude, spot.radius_m, said)
