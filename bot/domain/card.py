"""Composes what the desk sees of a case out of its facts: five lines first, then the person's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.facts import (
    Answered,
    Came,
    Door,
    Fact,
    HandedOver,
    Hid,
    Located,
    Media,
    MediaKind,
    Reachable,
    Relayed,
    Replied,
    Said,
)
from bot.domain.ids import Instant
from bot.domain.place import Place
from bot.domain.private import Private

SHOWN = 8
"""How many of the person's messages a card shows; all are kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the person's messages, untouched."""

    at: Instant
    words: Private[str]
    edited: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known, without words of ours; the desk's catalog turns it into text."""

    door: Door | None
    place: Place | None
    place_at: Instant | None
    other_places: int
    danger: str | None
    phone_given: bool
    own_phone: bool
    hidden: bool
    media: tuple[tuple[MediaKind, int], ...]
    lines: tuple[Line, ...]
    left_out: int


def summarise(facts: Sequence[Fact]) -> Summary:
    """The newest place counts, and older ones are counted; nothing that was said is changed."""
    located = [(fact.at, fact.value.place) for fact in facts if isinstance(fact.value, Located)]
    lines = tuple(_lines(facts))
    phones = [fact.value for fact in facts if isinstance(fact.value, Reachable)]
    return Summary(
        door=next((fact.value.door for fact in reversed(facts) if isinstance(fact.value, Came)), None),
        place=located[-1][1] if located else None,
        place_at=located[-1][0] if located else None,
        other_places=len({_point(place) for _, place in located}) - 1 if located else 0,
        danger=next(
            (
                f.value.answer
                for f in reversed(facts)
                if isinstance(f.value, Answered) and f.value.step == "danger"
            ),
            None,
        ),
        phone_given=bool(phones),
        own_phone=any(phone.own for phone in phones),
        hidden=_hidden(facts),
        media=_media(facts),
        lines=lines[-SHOWN:],
        left_out=max(0, len(lines) - SHOWN),
    )


def _point(place: Place) -> tuple[float, float]:
    return place.latitude.reveal(), place.longitude.reveal()


def _lines(facts: Iterable[Fact]) -> Iterable[Line]:
    for fact in facts:
        if isinstance(fact.value, Said):
            yield Line(fact.at, fact.value.words, fact.value.edited)
        elif isinstance(fact.value, Media) and fact.value.caption is not None:
            yield Line(fact.at, fact.value.caption, edited=False)


def _hidden(facts: Sequence[Fact]) -> bool:
    """Whether the last thing that the person did was to hide."""
    theirs = [fact.value for fact in facts if not isinstance(fact.value, Replied | Relayed | HandedOver)]
    return bool(theirs) and isinstance(theirs[-1], Hid)


def _media(facts: Sequence[Fact]) -> tuple[tuple[MediaKind, int], ...]:
    kinds = [fact.value.kind for fact in facts if isinstance(fact.value, Media)]
    return tuple((kind, kinds.count(kind)) for kind in MediaKind if kind in kinds)
