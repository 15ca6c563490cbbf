"""Writes one point in the notations that officers of different services use; knows nothing of who is there."""

from __future__ import annotations

from dataclasses import dataclass

import mgrs
from openlocationcode import openlocationcode

_GRID = mgrs.MGRS()


@dataclass(frozen=True, slots=True)
class Notations:
    """The same point (WGS 84) five times.

    `decimal` in degrees with five places, which is about a metre. `dms` in degrees, minutes and seconds.
    `mgrs` is "" near the poles, where that grid has no squares. `geo` is a URI after RFC 5870.
    """

    decimal: str
    dms: str
    mgrs: str
    plus: str
    geo: str


def notations(latitude: float, longitude: float) -> Notations:
    """The point in every notation."""
    return Notations(
        decimal=f"{latitude:.5f}, {longitude:.5f}",
        dms=f"{_dms(latitude, 'NS')} {_dms(longitude, 'EW')}",
        mgrs=_mgrs(latitude, longitude),
        plus=openlocationcode.encode(latitude, longitude, 11),
        geo=f"geo:{latitude:.5f},{longitude:.5f}",
    )


def _dms(degrees: float, sides: str) -> str:
    """Rounded once, in tenths of a second, so that there are never sixty of anything."""
    tenths = round(abs(degrees) * 36_000)
    minutes, tenths = divmod(tenths, 600)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}°{minutes:02}'{tenths / 10:04.1f}\"{sides[degrees < 0]}"


def _mgrs(latitude: float, longitude: float) -> str:
    """With blanks between zone, square, easting and northing, as it is read aloud."""
    try:
        code = str(_GRID.toMGRS(latitude, longitude))
    except mgrs.core.MGRSError:
        return ""
    zone, digits = code[:-10], code[-10:]
    return f"{zone[:-2]} {zone[-2:]} {digits[:5]} {digits[5:]}" if zone[:-2] and digits.isdecimal() else ""
