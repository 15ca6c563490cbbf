"""Every place that a text names, and whatever in it points at one; the words themselves stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.angles import angles_in
from bot.domain.grids import short_codes_in, squares_in
from bot.domain.maplinks import LINK, links_in
from bot.domain.place import Place, Pointer
from bot.domain.plain import plain

LONGEST = 4_096
"""Letters that are read; Telegram's messages have no more."""


def found_in(words: str) -> tuple[Place | Pointer, ...]:
    """Links first, then what is typed; each place once. Never raises, whatever the text."""
    seen: set[tuple[float, float]] = set()
    kept: list[Place | Pointer] = []
    for value in _found(plain(words[:LONGEST])):
        if isinstance(value, Place):
            point = (round(value.latitude.reveal(), 5), round(value.longitude.reveal(), 5))
            if point in seen:
                continue
            seen.add(point)
        kept.append(value)
    return tuple(kept)


def places_in(words: str) -> tuple[Place, ...]:
    """The places alone."""
    return tuple(value for value in found_in(words) if isinstance(value, Place))


def _found(text: str) -> Iterator[Place | Pointer]:
    yield from links_in(text)
    typed = LINK.sub(" ", text)
    yield from angles_in(typed)
    yield from squares_in(typed)
    yield from short_codes_in(typed, lambda _: None)
