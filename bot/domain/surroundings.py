"""What a small map shows around a point: towns, borders, coasts, in kilometres from it; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from bot.domain.borders import Box, LineKind, lines_in
from bot.domain.gazetteer import Neighbour, towns_around
from bot.domain.towns import EARTH_M

_HALVES_KM = (12.5, 25.0, 50.0, 100.0, 200.0)
"""From the middle of the map to its edge: the first that shows enough towns."""
_ENOUGH, _MOST = 4, 12
_CORNER = 1.42
"""How much farther a corner is than an edge."""
_INNER = 0.95


@dataclass(frozen=True, slots=True)
class Town:
    """A town, so many kilometres to the east and to the north of the point."""

    name: str
    country: str
    east: float
    north: float
    distance_km: float


@dataclass(frozen=True, slots=True)
class Border:
    """A line through points that lie so many kilometres to the east and to the north."""

    kind: LineKind
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`half_km` from the point, which is the middle, to each edge. Towns that matter most come first."""

    half_km: float
    towns: tuple[Town, ...]
    borders: tuple[Border, ...]


class _Plane:
    """Degrees as kilometres on a flat map: over such distances off by less than the width of a dot."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self._latitude, self._longitude = latitude, longitude
        self._north = radians(1) * EARTH_M / 1_000
        self._east = self._north * max(cos(radians(latitude)), 0.01)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        turn = (longitude - self._longitude + 180) % 360 - 180
        return turn * self._east, (latitude - self._latitude) * self._north

    def box(self, half_km: float) -> Box:
        aside, up = half_km / self._east, half_km / self._north
        return Box(
            *(self._longitude - aside, self._latitude - up),
            *(self._longitude + aside, self._latitude + up),
        )


def surroundings(latitude: float, longitude: float) -> Surroundings:
    """The smallest map that shows some towns, or the largest."""
    plane = _Plane(latitude, longitude)
    around = towns_around(latitude, longitude, _HALVES_KM[-1] * 1_000 * _CORNER)
    for half in _HALVES_KM:
        within = [near for near in around if _inside(near, plane, half)]
        if len(within) >= _ENOUGH:
            break
    lines = tuple(
        Border(line.kind, tuple(plane.point(*point) for point in line.points))
        for line in lines_in(plane.box(half))
    )
    return Surroundings(half, tuple(_town(near, plane) for near in _chosen(within)), lines)


def _inside(near: Neighbour, plane: _Plane, half: float) -> bool:
    east, north = plane.point(near.longitude, near.latitude)
    return max(abs(east), abs(north)) < half * _INNER


def _chosen(within: list[Neighbour]) -> list[Neighbour]:
    """The nearest one first, then by inhabitants."""
    nearest, others = within[:1], within[1:]
    return [*nearest, *sorted(others, key=lambda near: -near.population)][:_MOST]


def _town(near: Neighbour, plane: _Plane) -> Town:
    east, north = plane.point(near.longitude, near.latitude)
    return Town(near.name, near.country, east, north, near.distance_m / 1_000)
