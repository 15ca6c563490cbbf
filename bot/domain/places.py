"""Every place that a text names, and whatever in it points at one; the words themselves stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.angles import angles_in
from bot.domain.gazetteer import Kind, Named, named_in
from bot.domain.grids import short_codes_in, squares_in
from bot.domain.maplinks import LINK, links_in
from bot.domain.place import Fix, Place, Pointer
from bot.domain.plain import plain
from bot.domain.private import Private

LONGEST = 4_096
"""Letters that are read; Telegram's messages have no more."""
_NAMES = 3
"""Names in one message that are taken for places."""


def found_in(words: str) -> tuple[Place | Pointer, ...]:
    """Links first, then what is typed, then what is named; each place once. Never raises, whatever the text."""
    seen: set[tuple[float, float]] = set()
    kept: list[Place | Pointer] = []
    for value in _found(words[:LONGEST]):
        if isinstance(value, Place):
            latitude, longitude = value.degrees()
            point = (round(latitude, 5), round(longitude, 5))
            if point in seen:
                continue
            seen.add(point)
        kept.append(value)
    return tuple(kept)


def places_in(words: str) -> tuple[Place, ...]:
    """What the words say by numbers, codes and links."""
    return tuple(one for one in found_in(words) if isinstance(one, Place) and one.fix is not Fix.NAMED)


def _found(words: str) -> Iterator[Place | Pointer]:
    text = plain(words)
    yield from links_in(text)
    typed = LINK.sub(" ", text)
    yield from angles_in(typed)
    yield from squares_in(typed)
    named = _most_precise(named_in(LINK.sub(" ", words)))
    yield from short_codes_in(typed, (named[0].latitude, named[0].longitude) if named else None)
    yield from map(_place, named)


def _most_precise(named: tuple[Named, ...]) -> tuple[Named, ...]:
    """A province only where nothing more precise is named; a country alone is no place that anybody can go to."""
    smaller = tuple(one for one in named if one.kind is not Kind.COUNTRY)
    precise = tuple(one for one in smaller if one.kind is not Kind.PROVINCE)
    return (precise or smaller)[:_NAMES]


def _place(named: Named) -> Place:
    degrees = Private(named.latitude), Private(named.longitude)
    return Place(*degrees, Fix.NAMED, named.radius_m, (), Private(named.said))
