"""The shifted datums of maps made for China: GCJ-02 (Amap, Tencent) and BD-09 (Baidu).

The formulas are public knowledge, in many independent implementations; those who made the shift do not publish it,
so that what is turned back may be some metres off.
"""

from __future__ import annotations

from math import atan2, cos, pi, radians, sin, sqrt

from bot.domain.gazetteer import whereabouts

_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
"""Krasovsky 1940: half the long axis in metres, and the first eccentricity squared."""
_BAIDU = pi * 3_000 / 180
Degrees = tuple[float, float]
"""Latitude, longitude."""


def from_gcj(latitude: float, longitude: float) -> Degrees:
    """WGS 84 of a point in GCJ-02; where the nearest town is not in mainland China they are the same."""
    near = whereabouts(latitude, longitude)
    if near is None or near.country != "CN":
        return latitude, longitude
    wgs = (latitude, longitude)
    for _ in range(3):
        shifted = _to_gcj(*wgs)
        wgs = (wgs[0] + latitude - shifted[0], wgs[1] + longitude - shifted[1])
    return wgs


def from_bd(latitude: float, longitude: float) -> Degrees:
    """WGS 84 of a point in BD-09, which is shifted everywhere on earth."""
    x, y = longitude - 0.0065, latitude - 0.006
    far = sqrt(x * x + y * y) - 0.000_02 * sin(y * _BAIDU)
    angle = atan2(y, x) - 0.000_003 * cos(x * _BAIDU)
    return from_gcj(far * sin(angle), far * cos(angle))


def _to_gcj(latitude: float, longitude: float) -> Degrees:
    x, y = longitude - 105.0, latitude - 35.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += _waves(x) + _slow(y, 160.0, 320.0)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += _waves(x) + _slow(x, 150.0, 300.0)
    magic = 1 - _ECCENTRICITY * sin(radians(latitude)) ** 2
    north = north * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (magic * sqrt(magic)) * pi)
    east = east * 180.0 / (_AXIS / sqrt(magic) * cos(radians(latitude)) * pi)
    return latitude + north, longitude + east


def _waves(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _slow(at: float, first: float, second: float) -> float:
    near = 20.0 * sin(at * pi) + 40.0 * sin(at * pi / 3.0)
    return (near + first * sin(at * pi / 12.0) + second * sin(at * pi / 30.0)) * 2.0 / 3.0
