"""The towns of the world as columns, and which is nearest; knows GeoNames' file, and no words of people."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

EARTH_M = 6_371_009.0
"""Mean radius of the earth in metres (IUGG R1)."""
FARTHEST_M = 300_000.0
_REACHES_M = (25_000.0, 80_000.0, FARTHEST_M)
_DEGREE_M = EARTH_M * math.pi / 180
_FILE = Path(__file__).with_name("towns.tsv")
"""Made by `deploy/towns.py`."""


class Town(NamedTuple):
    """One row of GeoNames (https://www.geonames.org, CC BY 4.0); `division` is its admin1 code."""

    number: int
    name: str
    names: tuple[str, ...]
    country: str
    division: str
    population: int
    latitude: float
    longitude: float
    timezone: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest town's row, and how far away it is in metres."""

    row: int
    distance_m: float


def read(keep: Callable[[Town], None]) -> None:
    """Hands over one town after the other, so that the file never stands in memory as objects."""
    with _FILE.open(encoding="utf-8", newline="\n") as rows:
        for row in rows:
            number, name, country, division, population, latitude, longitude, zone, names = row[:-1].split("\t")
            keep(
                Town(
                    *(int(number), name, tuple(names.split("|")) if names else (), country, division),
                    *(int(population), float(latitude), float(longitude), zone),
                )
            )


def vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on a globe of radius one: no date line and no pole there."""
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def arc_m(chord: float) -> float:
    """The way over the ground between two points of the globe that are so far apart through it."""
    return 2 * EARTH_M * math.asin(min(1.0, chord / 2))


class Towns:
    """A few columns and a grid of one-degree squares: less than seventy bytes a town."""

    def __init__(self) -> None:
        self._x, self._y, self._z = array("f"), array("f"), array("f")
        self._names = bytearray()
        self._ends = array("I", [0])
        self._country, self._division, self._timezone = array("H"), array("H"), array("H")
        self._population = array("I")
        self._texts: dict[str, int] = {}
        self._told: list[str] = []
        self._squares: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._x)

    def add(self, town: Town, name: str) -> None:
        x, y, z = vector(town.latitude, town.longitude)
        square = _square(math.floor(town.latitude), math.floor(town.longitude))
        self._squares.setdefault(square, array("I")).append(len(self._x))
        self._x.append(x)
        self._y.append(y)
        self._z.append(z)
        self._names += name.encode()
        self._ends.append(len(self._names))
        self._country.append(self._text(town.country))
        self._division.append(self._text(town.division))
        self._timezone.append(self._text(town.timezone))
        self._population.append(town.population)

    def _text(self, text: str) -> int:
        if text not in self._texts:
            self._texts[text] = len(self._told)
            self._told.append(text)
        return self._texts[text]

    def name(self, row: int) -> str:
        return self._names[self._ends[row] : self._ends[row + 1]].decode()

    def country(self, row: int) -> str:
        return self._told[self._country[row]]

    def division(self, row: int) -> str:
        return self._told[self._division[row]]

    def timezone(self, row: int) -> str:
        return self._told[self._timezone[row]]

    def population(self, row: int) -> int:
        return self._population[row]

    def point(self, row: int) -> tuple[float, float]:
        """Latitude and longitude, to about a metre."""
        return (
            math.degrees(math.asin(max(-1.0, min(1.0, self._z[row])))),
            math.degrees(math.atan2(self._y[row], self._x[row])),
        )

    def around(self, latitude: float, longitude: float, reach_m: float) -> Iterator[Nearest]:
        """Every town within reach, in no order."""
        x, y, z = vector(latitude, longitude)
        for square in _around(latitude, longitude, reach_m):
            for row in self._squares.get(square, ()):
                chord = math.dist((self._x[row], self._y[row], self._z[row]), (x, y, z))
                if (distance := arc_m(chord)) <= reach_m:
                    yield Nearest(row, distance)

    def nearest(self, latitude: float, longitude: float) -> Nearest | None:
        """None where no town is within 300 km, or where this is no point on earth."""
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        x, y, z = vector(latitude, longitude)
        for reach in _REACHES_M:
            rows = (row for square in _around(latitude, longitude, reach) for row in self._squares.get(square, ()))
            found = min(
                (
                    ((self._x[row] - x) ** 2 + (self._y[row] - y) ** 2 + (self._z[row] - z) ** 2, row)
                    for row in rows
                ),
                default=None,
            )
            if found and (distance := arc_m(math.sqrt(found[0]))) <= reach:
                return Nearest(found[1], distance)
        return None


def _square(south: int, west: int) -> int:
    return (south + 90) * 360 + (west + 180) % 360


def _around(latitude: float, longitude: float, reach: float) -> Iterator[int]:
    """All squares with a point within reach: the box of degrees around it, which is whole rows near a pole."""
    up = reach / _DEGREE_M
    widest = min(abs(latitude) + up, 90.0)
    # The easternmost point of a circle on the globe: sin(aside) = sin(reach) / cos(latitude).
    ratio = math.sin(math.radians(up)) / max(math.cos(math.radians(latitude)), 1e-9)
    aside = 180.0 if widest >= 90 or ratio >= 1 else math.degrees(math.asin(ratio))
    columns = (
        range(math.floor(longitude - aside), math.floor(longitude + aside) + 1)
        if aside < 179
        else range(-180, 180)
    )
    for south in range(max(math.floor(latitude - up), -90), min(math.floor(latitude + up), 90) + 1):
        yield from (_square(south, west) for west in columns)
