"""Coordinates as people write them: pairs of decimals, degrees, minutes and seconds, with N and E or without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.place import Fix, Flag, Place, on_earth
from bot.domain.private import Private

EXACT = 4
"""Decimals that a bare pair needs in one of its numbers: three are also how half of the world writes thousands."""
_LIVED_IN = 72.0
"""Degrees of latitude beyond which nobody is held; numbers the other way round often end up there."""
_METRES = 111_320.0
"""In one degree of latitude."""
_EXACT_M = 50
"""Metres of doubt that are not worth saying."""

_NUMBER, _COMMAED = r"[-+]?\d{1,3}\.\d{3,15}", r"[-+]?\d{1,3},\d{4,15}"
_PAIR = re.compile(
    # "(055) 127.6838" is a telephone number.
    rf"(?<![\d.,])(?<!\d\))(?<!\d\) )({_NUMBER})°?(?: ?[,;/|] ?| )({_NUMBER})(?![\d.]*\d)"
)
_COMMA_PAIR = re.compile(
    rf"(?<![\d.,])(?<!\d\))(?<!\d\) )({_COMMAED})°?(?: ?[;/|] ?|, | )({_COMMAED})(?![\d.,]*\d)"
)

_STATED = re.compile(r"([-+]?\d{1,3}\.\d{2,15})°?(?: ?[,;/|] ?| )([-+]?\d{1,3}\.\d{2,15})°?")

_SIDES = {
    "N": ("lat", 1),
    "S": ("lat", -1),
    "E": ("lon", 1),
    "W": ("lon", -1),
    "с.ш.": ("lat", 1),
    "ю.ш.": ("lat", -1),
    "в.д.": ("lon", 1),
    "з.д.": ("lon", -1),
    "북위": ("lat", 1),
    "남위": ("lat", -1),
    "동경": ("lon", 1),
    "서경": ("lon", -1),
    **dict.fromkeys(("北纬", "北緯"), ("lat", 1)),
    **dict.fromkeys(("南纬", "南緯"), ("lat", -1)),
    **dict.fromkeys(("东经", "東經", "東経"), ("lon", 1)),
    **dict.fromkeys(("西经", "西經", "西経"), ("lon", -1)),
    **dict.fromkeys(
        ("latitude", "lat", "위도", "纬度", "緯度", "vĩ độ", "lintang", "широта", "ละติจูด"), ("lat", 0)
    ),
    **dict.fromkeys(("longitude", "long", "lng", "lon", "경도", "经度", "經度", "経度", "kinh độ"), ("lon", 0)),
    **dict.fromkeys(("bujur", "долгота", "ลองจิจูด"), ("lon", 0)),
}
"""What is written beside a number, the axis that it names, and its side of it, if it names one."""
_KNOWN = {word.casefold(): side for word, side in _SIDES.items()}
_WORD = "|".join(sorted(map(re.escape, _SIDES), key=len, reverse=True))
_BODY = (
    r"([-+]?)(\d{1,3}(?:[.,]\d{1,15})?)"
    r"(?:( ?[°d:] ?| )(\d{1,2}(?:[.,]\d{1,12})?)(?:(?: ?[′'m:] ?| )(\d{1,2}(?:[.,]\d{1,9})?))?)?"
    r"(?: ?(?:′′|''|[°′'″\"]|[dms](?=[NSEW ,;]|$)))?"
)
_FRONT = re.compile(rf"(?<![A-Za-z0-9])({_WORD})[\"']?(?: ?[:=] ?| )?{_BODY}(?![\d.,]*\d)", re.IGNORECASE)
_BACK = re.compile(rf"(?<![\d.,]){_BODY} ?(N|S|E|W|с\.ш\.|ю\.ш\.|в\.д\.|з\.д\.)(?!\w)", re.IGNORECASE)
_MARKED = re.compile(
    r"(?<![\d.,])([-+]?)(\d{1,3})( ?° ?)(\d{1,2}(?:[.,]\d{1,12})?) ?[′']"
    r"(?: ?(\d{1,2}(?:[.,]\d{1,9})?) ?(?:″|\"|′′|''))?"
)
_BETWEEN = re.compile(r"[ ,;/|()\"']*\Z")


@dataclass(frozen=True, slots=True)
class _Angle:
    """One number, and what is written beside it."""

    start: int
    end: int
    axis: str
    degrees: float
    step: float
    """Degrees between this number and the next one that could have been written."""
    sure: bool
    """Whether it is written so that it can hardly be a time, a price or a list."""


def angles_in(text: str) -> Iterator[Place]:
    """The places that a text, made plain before, names by numbers; of links somebody else takes care."""
    taken: list[tuple[int, int]] = []
    for found in (_paired(text, _backs(text)), _paired(text, _fronts(text)), _paired(text, _marks(text))):
        for first, second in found:
            if _is_free(taken, first.start, second.end):
                taken.append((first.start, second.end))
                yield from _of(first, second, text[first.start : second.end])
    for pattern in (_PAIR, _COMMA_PAIR):
        for pair in pattern.finditer(text):
            first_number, second_number = (number.replace(",", ".") for number in pair.groups())
            exact = max(_decimals(first_number), _decimals(second_number)) >= EXACT
            if exact and _is_free(taken, *pair.span()):
                taken.append(pair.span())
                yield from either_order(float(first_number), float(second_number), Fix.TYPED, pair[0])


def stated_pair(text: str) -> Place | None:
    """A bare pair that is said to be a place: there, two decimals cannot be anything else. Made plain before."""
    pair = _STATED.fullmatch(text)
    if pair is None:
        return None
    step = 10.0 ** -max(map(_decimals, pair.groups()))
    coarse = round(step * _METRES / 2)
    found = next(either_order(float(pair[1]), float(pair[2]), Fix.TYPED, pair[0]), None)
    return replace(found, accuracy_m=coarse if coarse > _EXACT_M else None) if found is not None else None


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < its_end and its_start < end for its_start, its_end in taken)


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def either_order(first: float, second: float, fix: Fix, said: str) -> Iterator[Place]:
    """As written; the other way round where only that is on earth, and both where both can be meant."""
    written = on_earth(first, second)
    turned = on_earth(second, first) and abs(second) <= _LIVED_IN and first != second
    both = (Flag.ORDER_UNCERTAIN,) if written and turned else ()
    if written:
        yield Place(Private(first), Private(second), fix, None, both, Private(said))
    if turned:
        yield Place(Private(second), Private(first), fix, None, (Flag.SWAPPED, *both), Private(said))


def _of(first: _Angle, second: _Angle, said: str) -> Iterator[Place]:
    if not first.axis:
        yield from either_order(first.degrees, second.degrees, Fix.TYPED, said)
        return
    latitude, longitude = (first, second) if first.axis == "lat" else (second, first)
    if on_earth(latitude.degrees, longitude.degrees):
        coarse = max(latitude.step, longitude.step) * _METRES / 2
        accuracy = round(coarse) if coarse > _EXACT_M else None
        degrees = Private(latitude.degrees), Private(longitude.degrees)
        yield Place(*degrees, Fix.TYPED, accuracy, (), Private(said))


def _paired(text: str, angles: Iterable[_Angle]) -> Iterator[tuple[_Angle, _Angle]]:
    """Two that stand beside each other and name both axes, or none of them any."""
    last: _Angle | None = None
    for first, second in pairwise(sorted(angles, key=lambda one: one.start)):
        apart = {first.axis, second.axis} in ({"lat", "lon"}, {""})
        beside = _BETWEEN.match(text[first.end : second.start]) is not None
        if first is not last and apart and beside and first.sure and second.sure:
            last = second
            yield first, second


def _backs(text: str) -> Iterator[_Angle]:
    for found in _BACK.finditer(text):
        yield from _angle(found, found[6], found.groups()[:5])


def _fronts(text: str) -> Iterator[_Angle]:
    for found in _FRONT.finditer(text):
        yield from _angle(found, found[1], found.groups()[1:])


def _marks(text: str) -> Iterator[_Angle]:
    for found in _MARKED.finditer(text):
        yield from _angle(found, "", found.groups())


def _angle(found: re.Match[str], word: str, body: tuple[str | None, ...]) -> Iterator[_Angle]:
    sign, *written = body
    degrees, mark, minutes, seconds = (part.replace(",", ".") if part else "" for part in written)
    if minutes and (_decimals(degrees) or float(minutes) >= 60) or seconds and float(seconds) >= 60:
        return
    if seconds and _decimals(minutes):
        return
    axis, side = _KNOWN[word.casefold()] if word else ("", 0)
    size = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3_600
    negative = side < 0 or (side == 0 and sign == "-")
    finest, unit = (seconds, 3_600) if seconds else (minutes, 60) if minutes else (degrees, 1)
    step = 10.0 ** -_decimals(finest) / unit
    # "n 10.30 e 11.45" may be two times of day, with "and" between them in Portuguese.
    loud = word.isupper() or len(word) > 1 or "°" in mark
    sure = bool(minutes) and loud or _decimals(degrees) >= (1 if len(word) > 1 else 2 if loud else EXACT)
    yield _Angle(*found.span(), axis, -size if negative else size, step, sure)
