"""What two cases about one person have in common, brought to one form, so that it can be found by equality."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.facts import Detail, Fact, FactValue, Fetched, Located, Noticed, Placed, Reachable, Stated
from bot.domain.place import Fix, Place
from bot.domain.private import Private


class LikenessKind(StrEnum):
    """By what a person or a thing is known again."""

    PHONE = "phone"
    PASSPORT = "passport"
    FILE = "file"
    NAME_BIRTH = "name_birth"
    HANDLE = "handle"
    """An account of a messenger, or a mail address."""
    PLACE = "place"
    """A square of about 150 m, and the room."""
    AREA = "area"
    """A square of about two kilometres."""
    NAME = "name"
    """To find a case by; too common to take two cases for one person's."""
    CODE = "code"
    """Not of a person or a thing: what somebody knows who comes back from another account."""


SUGGESTING = frozenset(
    {
        *(LikenessKind.PHONE, LikenessKind.PASSPORT, LikenessKind.FILE, LikenessKind.NAME_BIRTH),
        LikenessKind.HANDLE,
    }
)
"""By these alone two cases may be about one person."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """One such mark, in the form in which it is compared."""

    kind: LikenessKind
    value: Private[str]


def of(value: FactValue) -> Likeness | None:
    """By what a fact lets its case be known again."""
    match value:
        case Reachable(phone=number):
            return phone(number.reveal())
        case Noticed(detail=Detail.PHONE, value=said) | Stated(detail=Detail.PHONE, value=said):
            return phone(said.reveal())
        case Noticed(detail=Detail.PASSPORT, value=said) | Stated(detail=Detail.PASSPORT, value=said):
            return passport(said.reveal())
        case Noticed(detail=Detail.NAME, value=said) | Stated(detail=Detail.NAME, value=said):
            return name(said.reveal())
        case Noticed(detail=Detail.HANDLE | Detail.EMAIL, value=said):
            return Likeness(LikenessKind.HANDLE, Private(said.reveal().casefold()))
        case Fetched(digest=digest):
            return file(digest.reveal())
        case _:
            return None


_SQUARE = 0.0015
"""Degrees of latitude: 167 m."""
_AREA = 0.02
"""Degrees of latitude: 2.2 km."""
_SHORTEST_PHONE, _SHORTEST_PASSPORT = 7, 6
_CODE, _CODE_SIGNS = re.compile(r"[0-9]{10}"), re.compile(r"[\s.-]")
_ALNUM = re.compile(r"[^0-9A-Z]")


def phone(written: str) -> Likeness | None:
    """Digits alone, without + or 00 in front: Telegram gives international numbers. None if too short for one."""
    digits = "".join(str(unicodedata.digit(char)) for char in written if char.isdigit())
    digits = digits.removeprefix("00")
    return Likeness(LikenessKind.PHONE, Private(digits)) if len(digits) >= _SHORTEST_PHONE else None


def passport(written: str) -> Likeness | None:
    """Letters and digits, upper case: spaces and dashes are how somebody wrote it. None if too short for one."""
    plain = _ALNUM.sub("", unicodedata.normalize("NFKC", written).upper())
    return Likeness(LikenessKind.PASSPORT, Private(plain)) if len(plain) >= _SHORTEST_PASSPORT else None


def code(written: str) -> Likeness | None:
    """Ten digits and nothing else but what stands between them. None for anything else."""
    digits = _CODE_SIGNS.sub("", unicodedata.normalize("NFKC", written))
    return Likeness(LikenessKind.CODE, Private(digits)) if _CODE.fullmatch(digits) else None


def file(digest: str) -> Likeness:
    """The hash of what was sent, in hexadecimal."""
    return Likeness(LikenessKind.FILE, Private(digest.lower()))


def name(written: str) -> Likeness | None:
    """The parts of a name in one order. None without one."""
    parts = _parts(written)
    return Likeness(LikenessKind.NAME, Private(parts)) if parts else None


def name_and_birth(written: str, year: int) -> Likeness | None:
    """A name with a year of birth. None without a name."""
    parts = _parts(written)
    return Likeness(LikenessKind.NAME_BIRTH, Private(f"{parts} {year}")) if parts else None


def _parts(written: str) -> str:
    """The parts of the name in one order, without accents, whatever was written first."""
    folded = unicodedata.normalize("NFKD", written.casefold())
    bare = "".join(char for char in folded if not "\u0300" <= char <= "\u036f")
    letters = (
        char if unicodedata.category(char)[0] in "LMN" else " " for char in unicodedata.normalize("NFC", bare)
    )
    return " ".join(sorted("".join(letters).split()))


def place_of(facts: Sequence[Fact]) -> tuple[Place, str] | None:
    """The newest exact place with the newest room; None where one of the two is not known."""
    values = [fact.value for fact in reversed(facts)]
    places = [one.place for one in values if isinstance(one, Located | Placed)]
    exact = [one for one in places if one.fix not in (Fix.NAMED, Fix.PHOTO)]
    rooms = [
        one.value.reveal() for one in values if isinstance(one, Noticed | Stated) and one.detail is Detail.ROOM
    ]
    return (exact[0], rooms[0].casefold()) if exact and rooms else None


def cell_of(place: Place, room: str) -> Likeness:
    """The square in which the place lies; squares are somewhat larger than what counts as near."""
    row, column = _square(place)
    return Likeness(LikenessKind.PLACE, Private(f"{row}:{column}:{room}"))


def near_cells(place: Place, room: str) -> list[Likeness]:
    """The place's own square and those around it, in which whatever is near must lie."""
    row, column = _square(place)
    return [
        Likeness(LikenessKind.PLACE, Private(f"{row + up}:{column + along}:{room}"))
        for up in (-1, 0, 1)
        for along in (-1, 0, 1)
    ]


def spot_of(facts: Sequence[Fact]) -> Place | None:
    """The newest exact place."""
    places = [one.value.place for one in reversed(facts) if isinstance(one.value, Located | Placed)]
    return next((one for one in places if one.fix not in (Fix.NAMED, Fix.PHOTO)), None)


def area_of(place: Place) -> Likeness:
    """The large square in which the place lies."""
    row, column = _square(place, _AREA)
    return Likeness(LikenessKind.AREA, Private(f"{row}:{column}"))


def near_areas(place: Place) -> list[Likeness]:
    """The place's own large square and those around it."""
    row, column = _square(place, _AREA)
    steps = [(up, along) for up in (-1, 0, 1) for along in (-1, 0, 1)]
    return [Likeness(LikenessKind.AREA, Private(f"{row + up}:{column + along}")) for up, along in steps]


def _square(place: Place, size: float = _SQUARE) -> tuple[int, int]:
    """Rows of equal height; in each row squares as wide as they are high, counted from the meridian.

    The width is the same for all rows of one degree of latitude, so that neighbours agree on it.
    """
    latitude, longitude = place.degrees()
    row = math.floor(latitude / size)
    wide = size / max(math.cos(math.radians(round(latitude))), 0.05)
    return row, math.floor(longitude / wide)


def persons_in(values: Sequence[FactValue]) -> list[Likeness]:
    """Every name in the words, with every year of birth."""
    told = [value for value in values if isinstance(value, Noticed | Stated)]
    names = {one.value.reveal() for one in told if one.detail is Detail.NAME}
    years = {one.value.reveal() for one in told if one.detail is Detail.BORN}
    found = (name_and_birth(one, int(year)) for one in sorted(names) for year in sorted(years) if year.isdecimal())
    return [one for one in found if one is not None]
