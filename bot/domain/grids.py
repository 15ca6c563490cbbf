"""Codes that name a square of a grid: MGRS, UTM and Plus codes. The numbers are worked out by libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import mgrs
from openlocationcode import openlocationcode

from bot.domain.place import Fix, Place, Pointer, Pointing, on_earth
from bot.domain.private import Private

_NUMBER, _BAND = r"(?<![A-Za-z0-9.,])(0?[1-9]|[1-5]\d|60)", "([C-HJ-NP-X])"
_SQUARE_OF = f"{_NUMBER}{_BAND} ?([A-HJ-NP-Z][A-HJ-NP-V]) ?"
_MGRS = re.compile(rf"{_SQUARE_OF}(\d{{2,5}}) (\d{{2,5}})(?![\w+]|[.,]\d| ?-?\d)", re.IGNORECASE)
_MGRS_RUN = re.compile(rf"{_SQUARE_OF}(\d{{4,10}})(?![\w+]|[.,]\d)", re.IGNORECASE)
_MONEY = {
    *("CNY", "EUR", "GBP", "HKD", "KES", "KRW", "LKR", "MMK", "MUR", "MYR"),
    *("NPR", "PHP", "PKR", "RUB", "SGD", "THB", "TWD", "USD", "VND"),
}
"""Currencies: "18USD 8491" is a price, unless so many digits follow that nobody has so much."""
_UTM = re.compile(
    rf"{_NUMBER} ?{_BAND} ?,? ?(?:E(?:asting)? ?[:=]? ?)?(\d{{6}})(?:\.\d+)? ?(?:m? ?E)?(?: ?[,;/] ?| )"
    r"(?:N(?:orthing)? ?[:=]? ?)?(\d{6,8})(?:\.\d+)?(?: ?m? ?N)?(?![\d])",
    re.IGNORECASE,
)
_DIGIT = "[23456789CFGHJMPQRVWX]"
_PLUS = re.compile(rf"(?<![A-Za-z0-9+])({_DIGIT}{{8}}\+{_DIGIT}{{2,7}})(?![A-Za-z0-9])", re.IGNORECASE)
_SHORT_PLUS = re.compile(rf"(?<![A-Za-z0-9+])({_DIGIT}{{4,6}}\+{_DIGIT}{{2,3}})(?![A-Za-z0-9])", re.IGNORECASE)
_GRID = mgrs.MGRS()
_SQUARE = 111_320.0 / 2
"""Metres in half a degree of latitude."""


def squares_in(text: str) -> Iterator[Place]:
    """The squares that a text, made plain before, names: the middle of each, and how far its edge is from it."""
    for found in (*_MGRS_RUN.finditer(text), *_MGRS.finditer(text)):
        digits = "".join(found.groups()[3:])
        price = "".join(found.groups()[1:3]).upper() in _MONEY and len(digits) < 8
        if len(digits) % 2 == 0 and _even(found) and not price:
            yield from _mgrs("".join(found.groups()[:3]) + digits, 10.0 ** (5 - len(digits) // 2), found[0])
    for found in _UTM.finditer(text):
        yield from _utm(found)
    for found in _PLUS.finditer(text):
        yield from _plus(found[1].upper(), found[0])


def _even(found: re.Match[str]) -> bool:
    return len(found.groups()) < 5 or len(found[4]) == len(found[5])


def _mgrs(code: str, size: float, said: str) -> Iterator[Place]:
    """MGRS names the corner of a square in the south-west: half of its side is added on both axes."""
    try:
        latitude, longitude = _GRID.toLatLon(_centred(code.upper()))
    except mgrs.core.MGRSError:
        return
    if on_earth(latitude, longitude):
        yield Place(Private(latitude), Private(longitude), Fix.GRID, max(size / 2, 1.0), (), Private(said))


def _centred(code: str) -> str:
    letters, digits = re.match(r"(\d+[A-Z]{3})(\d+)", code).groups()  # type: ignore[union-attr]
    half = len(digits) // 2
    parts = (digits[:half], digits[half:])
    return letters + "".join((part + "5" if half < 5 else part).ljust(5, "0") for part in parts)


def _utm(found: re.Match[str]) -> Iterator[Place]:
    zone, band, easting, northing = found.groups()
    # The letter is a band of latitude, or it is N or S for half of the earth; S is both.
    for hemisphere in ("N", "S"):
        try:
            code = _GRID.UTMToMGRS(int(zone), hemisphere, float(easting), float(northing))
            latitude, longitude = _GRID.toLatLon(code)
        except mgrs.core.MGRSError:
            continue
        if band.upper() in (hemisphere, code.lstrip("0123456789")[0]):
            yield Place(Private(latitude), Private(longitude), Fix.GRID, 1.0, (), Private(found[0]))


def _plus(code: str, said: str) -> Iterator[Place]:
    if openlocationcode.isFull(code):
        area = openlocationcode.decode(code)
        accuracy = max(1.0, (area.latitudeHi - area.latitudeLo) * _SQUARE)
        if on_earth(area.latitudeCenter, area.longitudeCenter):
            degrees = Private(area.latitudeCenter), Private(area.longitudeCenter)
            yield Place(*degrees, Fix.GRID, round(accuracy, 1), (), Private(said))


def short_codes_in(text: str, town: tuple[float, float] | None) -> Iterator[Place | Pointer]:
    """Plus codes without their first letters: with a town named beside them a place, alone an open question."""
    for found in _SHORT_PLUS.finditer(text):
        code = found[1].upper()
        if not openlocationcode.isShort(code):
            continue
        if town is None:
            yield Pointer(Pointing.SHORT_CODE, Private(found[0]))
        else:
            yield from _plus(openlocationcode.recoverNearest(code, *town), found[0])
