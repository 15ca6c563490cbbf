"""Composes what the police form asks for (domain.md 1.1) out of a case's facts; draws and sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.card import Line, Mark, Summary, lines_of, summarise
from bot.domain.case import Case
from bot.domain.facts import Detail, Door, Fact, MediaKind, Noticed, Reachable
from bot.domain.gazetteer import Whereabouts, whereabouts
from bot.domain.hours import elsewhere
from bot.domain.ids import Instant
from bot.domain.notations import Notations, notations
from bot.domain.place import Confidence, Fix, Flag, Place, Pointer
from bot.domain.private import Private
from bot.domain.surroundings import Surroundings, surroundings

VALUES = 3
"""How many values of one detail are shown, the newest first."""


class Item(StrEnum):
    """The six items without which police have refused to go out (domain.md 1.1 b)."""

    LOCATION = "location"
    ROOM = "room"
    BUILDING_PHOTO = "building_photo"
    FACE_PHOTO = "face_photo"
    PASSPORT = "passport"
    CONTACT = "contact"


_NONE: frozenset[Item] = frozenset()
PICTURES = frozenset({Item.BUILDING_PHOTO, Item.FACE_PHOTO})
_IDENTITY = frozenset({Detail.NAME, Detail.PASSPORT, Detail.PHONE, Detail.HANDLE, Detail.EMAIL})
_PERSON = (
    *(Detail.NAME, Detail.PASSPORT, Detail.NATION, Detail.SEX, Detail.BORN, Detail.AGE, Detail.PEOPLE),
    Detail.LANGUAGE,
)
_ROOM = frozenset({Detail.FLOOR, Detail.ROOM})
_INSIDE = (Detail.BUILDING, Detail.FLOOR, Detail.ROOM)
_REACH = (Detail.PHONE, Detail.HANDLE, Detail.EMAIL, Detail.BATTERY)
_CALLS = (Detail.CALLS_YES, Detail.CALLS_NO)
_TIMES = (Detail.HOURS, Detail.CHECKED)
ROWS = (*_PERSON, *_INSIDE, *_TIMES, *_REACH)
"""What can stand in a row of its own."""
_SPOKEN = {
    "BD": "bn",
    "CN": "zh",
    "ET": "am",
    "ID": "id",
    "IN": "hi",
    "KE": "sw",
    "KH": "km",
    "KR": "ko",
    "MM": "my",
    "MY": "ms",
    "PH": "tl",
    "PK": "ur",
    "TH": "th",
    "TZ": "sw",
    "VN": "vi",
}
"""What the police of a country read, where the labels exist in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One detail and what is known of it, the newest first."""

    detail: Detail
    values: tuple[Private[str], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the person is: the place itself, and what follows from it."""

    place: Place
    at: Instant
    notations: Private[Notations]
    near: Private[Whereabouts | None]
    around: Private[Surroundings]


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that is drawn; what is personal stays closed until then.

    `items` in the order of the form. `told`: an officer has told the local police. `withheld`: the person asked
    that their name is not passed on, and what would name them is left out. `statement` is all that they wrote,
    oldest first.
    """

    code: str
    zone: str
    made_at: Instant
    told: bool
    withheld: bool
    marks: frozenset[Mark]
    door: Door | None
    answers: tuple[tuple[str, str], ...]
    items: tuple[tuple[Item, bool], ...]
    person: tuple[Row, ...]
    site: Site | None
    pointers: tuple[Pointer, ...]
    countries: tuple[str, ...]
    inside: tuple[Row, ...]
    reach: tuple[Row, ...]
    calls: Detail | None
    statement: tuple[Line, ...]
    pictures: int

    @property
    def country(self) -> str:
        """ISO 3166 alpha-2, by the place, else by the words; "" if neither tells."""
        near = self.site.near.reveal() if self.site else None
        return near.country if near else next(iter(self.countries), "")

    @property
    def place_zone(self) -> str:
        """The time zone of where the person is; the desk's if that is not known."""
        near = self.site.near.reveal() if self.site else None
        return near.timezone if near else self.zone


def ticks(summary: Summary, seen: frozenset[Item] = _NONE) -> dict[Item, bool]:
    """Which items of the form are there. `seen` are those that an officer recognised, in pictures above all:

    a machine does not know what a picture shows, and an item that is not known to be there is missing.
    """
    known = {detail for detail, _ in (*summary.details, *summary.stated)}
    there = {
        Item.LOCATION: summary.place is not None and is_exact(summary.place),
        Item.ROOM: known >= _ROOM,
        Item.PASSPORT: Detail.PASSPORT in known,
        Item.CONTACT: summary.phone_given or bool({Detail.PHONE, Detail.HANDLE, Detail.EMAIL} & known),
    }
    return {item: item in seen or there.get(item, False) for item in Item}


def is_exact(place: Place) -> bool:
    """Whether somebody could go there: no town's middle, no doubtful order, not where a picture was once taken."""
    own = Flag.WRITERS in place.flags
    return place.confidence is not Confidence.LOW and place.fix is not Fix.PHOTO and not own


def compose(
    case: Case, facts: Sequence[Fact], zone: str, now: Instant, told: bool = False, seen: frozenset[Item] = _NONE
) -> Packet:
    """Out of all facts, the newest counting, as on the card.

    `zone` is the desk's; whether police were `told`, and which items were `seen`, only an officer knows.
    """
    summary = summarise(facts)
    withheld = Mark.ANONYMOUS in summary.marks
    details = {one: values for one, values in _held(summary).items() if not (withheld and one in _IDENTITY)}
    site = _site(summary)
    return Packet(
        *(case.code, zone, now, told, withheld, summary.marks, summary.door, summary.answers),
        items=tuple(ticks(summary, seen).items()),
        person=_rows(details, _PERSON),
        site=site,
        pointers=summary.pointers[:VALUES],
        countries=details.get(Detail.COUNTRY, ()),
        inside=_rows(details, _INSIDE),
        reach=(*_times(details, site, zone, case), *_reached(details, facts, withheld)),
        calls=_calls(facts),
        statement=tuple(lines_of(facts)),
        pictures=sum(count for kind, count in summary.media if kind is MediaKind.PHOTO),
    )


def _held(summary: Summary) -> dict[Detail, tuple[str, ...]]:
    """What was said of each detail; what the desk holds to be so goes first."""
    said = dict(summary.details)
    return said | {one: (value, *said.get(one, ())) for one, value in summary.stated}


def languages_of(desk: str, country: str) -> tuple[str, ...]:
    """The desk's language, English, and the country's where there is one; each once."""
    return tuple(dict.fromkeys(one for one in (desk, "en", _SPOKEN.get(country, "")) if one))


def _rows(details: dict[Detail, tuple[str, ...]], wanted: Sequence[Detail]) -> tuple[Row, ...]:
    return tuple(Row(one, tuple(map(Private, details[one][:VALUES]))) for one in wanted if one in details)


def _site(summary: Summary) -> Site | None:
    if summary.place is None or summary.place_at is None:
        return None
    point = summary.place.degrees()
    return Site(
        summary.place,
        summary.place_at,
        Private(notations(*point)),
        Private(whereabouts(*point)),
        Private(surroundings(*point)),
    )


def _times(details: dict[Detail, tuple[str, ...]], site: Site | None, zone: str, case: Case) -> tuple[Row, ...]:
    """Times of day by the person's clock, and by the desk's in brackets where that shows another one."""
    near = site.near.reveal() if site else None

    def both(time: str) -> str:
        here = elsewhere(time, near.timezone, zone, case.heard_at) if near else None
        return f"{time} ({zone} {here})" if here else time

    said = {
        one: tuple(", ".join(map(both, value.split(", "))) for value in details[one])
        for one in _TIMES
        if one in details
    }
    return _rows(said, _TIMES)


def _reached(details: dict[Detail, tuple[str, ...]], facts: Sequence[Fact], withheld: bool) -> tuple[Row, ...]:
    """Numbers that were shared as contacts go before those found in words."""
    shared = [] if withheld else [fact.value for fact in reversed(facts) if isinstance(fact.value, Reachable)]
    numbers = [f"{one.phone.reveal()} {one.name.reveal()}".strip() for one in shared]
    phones = tuple(dict.fromkeys((*numbers, *details.get(Detail.PHONE, ()))))
    return _rows({**details, Detail.PHONE: phones} if phones else details, _REACH)


def _calls(facts: Sequence[Fact]) -> Detail | None:
    """Whether calls are possible, as it was said last."""
    said = (fact.value.detail for fact in reversed(facts) if isinstance(fact.value, Noticed))
    return next((detail for detail in said if detail in _CALLS), None)
