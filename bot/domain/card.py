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
    Pointed,
    Reachable,
    Relayed,
    Replied,
    Said,
)
from bot.domain.ids import Instant
from bot.domain.place import Fix, Flag, Place, Pointer, metres
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
class Track:
    """A live place from its first point to its last."""

    began_at: Instant
    moved_m: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known, without words of ours; the desk's catalog turns it into text."""

    door: Door | None
    place: Place | None
    place_at: Instant | None
    track: Track | None
    """How it went, where the place is a point of a live one."""
    others: tuple[Place, ...]
    """The other places, the newest first; of one that was said twice only the newest."""
    pointers: tuple[Pointer, ...]
    """What points at a place, the newest first."""
    danger: str | None
    phone_given: bool
    own_phone: bool
    hidden: bool
    media: tuple[tuple[MediaKind, int], ...]
    lines: tuple[Line, ...]
    left_out: int


def summarise(facts: Sequence[Fact]) -> Summary:
    """The newest place counts, and older ones are counted; nothing that was said is changed."""
    at, place, others = _places(facts)
    pointed = [fact.value.pointer for fact in reversed(facts) if isinstance(fact.value, Pointed)]
    lines = tuple(_lines(facts))
    phones = [fact.value for fact in facts if isinstance(fact.value, Reachable)]
    return Summary(
        door=next((fact.value.door for fact in reversed(facts) if isinstance(fact.value, Came)), None),
        place=place,
        place_at=at,
        track=_track(facts, place),
        others=others,
        pointers=tuple({one.said.reveal(): one for one in pointed}.values()),
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


def _places(facts: Sequence[Fact]) -> tuple[Instant | None, Place | None, tuple[Place, ...]]:
    """The newest one; of several in one message the first, which is as the person wrote it."""
    newest: dict[object, tuple[Instant, Place]] = {}
    for fact in facts:
        if isinstance(fact.value, Located):
            # Of a live place only the last point is a place of its own.
            key = fact.value.track or fact.value.place.degrees()
            newest.pop(key, None)
            newest[key] = (fact.at, fact.value.place)
    if not newest:
        return None, None, ()
    # The newest that is exact; what came in one message keeps its order.
    (at, place), *others = sorted(newest.values(), key=lambda one: (_weak(one[1]), -one[0]))
    return at, place, tuple(one for _, one in others if not _names(one, place))


def _track(facts: Sequence[Fact], place: Place | None) -> Track | None:
    points = [(fact.at, fact.value) for fact in facts if isinstance(fact.value, Located)]
    last = next((value for _, value in reversed(points) if value.place == place), None)
    if last is None or last.track is None:
        return None
    (began_at, first), *_ = [(at, value) for at, value in points if value.track == last.track]
    return Track(began_at, metres(first.place, last.place), last.ended)


def _names(town: Place, place: Place) -> bool:
    """Whether a town's name says no more than the place does."""
    return town.fix is Fix.NAMED and metres(town, place) <= (town.accuracy_m or 0)


def _weak(place: Place) -> bool:
    """Only a town's name, or how numbers could be meant, too: never the place where there is another."""
    return place.fix is Fix.NAMED or {Flag.SWAPPED, Flag.ORDER_UNCERTAIN} <= set(place.flags)


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
