"""What is known of where somebody is, and how coordinates are read out of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.private import Private


class Fix(StrEnum):
    """Where coordinates came from."""

    PIN = "pin"
    LIVE = "live"
    VENUE = "venue"
    TYPED = "typed"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Place:
    """Coordinates in degrees (WGS 84), accuracy in metres where the phone told it, and their origin."""

    latitude: Private[float]
    longitude: Private[float]
    fix: Fix
    accuracy_m: float | None = None
    swapped: bool = False


# Three decimals are also how half of the world writes thousands, so a typed pair needs four in one of its numbers.
_NUMBER = r"([-+]?\d{1,3}\.\d{3,15})"
_PAIR = re.compile(rf"(?<![\d.]){_NUMBER}°?(?: ?[,;/] ?| ){_NUMBER}(?![\d.])")
_GEO = re.compile(r"\bgeo:([-+]?\d{1,3}(?:\.\d+)?),([-+]?\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
# Google: !3d is the latitude and !4d the longitude of the place; "@" is only the middle of the screen.
_GOOGLE = re.compile(r"!3d([-+]?\d{1,3}\.\d+)!4d([-+]?\d{1,3}\.\d+)")
_LINK = re.compile(r"\bgeo:\S+|\b[a-z]{2,10}://\S+", re.IGNORECASE)
EXACT = 4
"""Decimals that a typed pair needs in one of its numbers."""
_BLANKS = re.compile(r"\s+")
_SEPARATORS = str.maketrans({"٫": ".", "،": ",", "，": ",", "．": ".", "\u00a0": " ", "−": "-"})


def _plain(words: str) -> str:
    """Native digits as ASCII ones, separators unified, invisible marks gone."""
    digits = (
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in words.translate(_SEPARATORS)
        if unicodedata.category(char) != "Cf"
    )
    return _BLANKS.sub(" ", "".join(digits))


def _on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0)


def _place(first: str, second: str, fix: Fix) -> Place | None:
    latitude, longitude = float(first), float(second)
    if _on_earth(latitude, longitude):
        return Place(Private(latitude), Private(longitude), fix)
    if fix is Fix.TYPED and _on_earth(longitude, latitude):
        # In mainland South-East Asia the longitude is above 90, so a swapped order is certain.
        return Place(Private(longitude), Private(latitude), fix, swapped=True)
    return None


def _matches(plain: str) -> Iterator[tuple[str, str, Fix]]:
    for pattern in (_GOOGLE, _GEO):
        found = pattern.search(plain)
        if found:
            yield found[1], found[2], Fix.LINK
    for found in _PAIR.finditer(_LINK.sub(" ", plain)):
        if max(_decimals(found[1]), _decimals(found[2])) >= EXACT:
            yield found[1], found[2], Fix.TYPED


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def places_in(words: str) -> tuple[Place, ...]:
    """The places that these words name by coordinates; never raises, whatever the text."""
    candidates = (_place(*match) for match in _matches(_plain(words)))
    return tuple(place for place in candidates if place is not None)
