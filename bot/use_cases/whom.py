"""Which words of a command name an officer, and which say when: a name may be a day, or part of one be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.people import Desk, Officer, named
from bot.domain.private import Private
from bot.domain.spans import Span, is_time, span_of
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order, answer
from bot.use_cases.speakers import names_of

_LONGEST = 4
"""Words of a name."""
_COUNT = re.compile(r"^\d+[^\d:~-]*$")


@dataclass(frozen=True, slots=True)
class Parted:
    """Times that stand before the name, the name, or "", and times behind it; `said`: as they were written."""

    before: list[str]
    name: str
    behind: list[str]
    said: list[str]

    @property
    def times(self) -> list[str]:
        return [*self.before, *self.behind]


async def parted(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp, needs: bool = True) -> Parted:
    """A whole name of several words goes before what is a day in it, `Kim Sun`; what is but a day is a name only
    where nobody else is named and the rest says when. `needs`: a name has to be there; else a span is enough.
    """
    raw, officers = order.raw, await shelves.officers.of_desk(desk.id)
    for size in range(_LONGEST, 1, -1):
        for place in range(len(raw) - size + 1):
            if _is_of_one(raw[place : place + size], officers):
                return _around(order, place, size)
    split = _by_kind(order.words, raw)
    if split.name or order.pointed is not None:
        return split
    if not needs and (not split.times or isinstance(span_of(split.times, stamp.now, desk.zone), Span)):
        return split
    alone = (_around(order, place, 1) for place in _ends_first(len(raw)) if _is_of_one([raw[place]], officers))
    return next((one for one in alone if one.times and all(map(is_time, one.times))), split)


async def no_officer(order: Order, desk: Desk, word: str, shelves: Shelves, stamp: Stamp) -> None:
    """These words name nobody of the desk, or more than one: who that may be is said.

    With somebody's name in them the rest is what cannot be read: `Hana 31 feb`; and so is a number alone.
    """
    officers = await shelves.officers.of_desk(desk.id)
    found = named(officers, word)
    if order.when and not found and (rest := _not_read(order.raw, word.split(), officers)):
        both = _names_one(rest, officers)
        await answer(order, "shift.whom" if both else "shift.unreadable", shelves, stamp, word=" ".join(rest))
        return
    several = ", ".join(one.name.reveal() for one in found)
    names = several or await names_of(desk, shelves)
    await answer(order, "rotate.several" if several else "rotate.who", shelves, stamp, word=word, name=names)


def says_numbers(words: Sequence[str]) -> bool:
    """Whether a number is in them, as in dates, and in nobody's name."""
    return any(char.isdigit() for word in words if word[:1] != "#" for char in word)


def _names_one(words: Sequence[str], officers: Sequence[Officer]) -> bool:
    return len(named(officers, " ".join(words))) == 1


def _not_read(raw: Sequence[str], words: Sequence[str], officers: Sequence[Officer]) -> list[str]:
    """Of the words that should be a name those that are none; with the numbers beside them, as in `2월 31일`."""
    sizes = range(min(_LONGEST, len(words) - 1), 0, -1)
    runs = (words[place : place + size] for size in sizes for place in range(len(words) - size + 1))
    name = next((one for one in runs if _names_one(one, officers)), [])
    if not name and not says_numbers(words):
        return []
    left = [one for one in words if one not in name and any(map(str.isalnum, one))]
    places = [place for place, one in enumerate(raw) if one in left]
    if not places:
        return left
    first, last = places[0], places[-1]
    while first > 0 and _COUNT.match(raw[first - 1]):
        first -= 1
    while last + 1 < len(raw) and _COUNT.match(raw[last + 1]):
        last += 1
    return [one for one in raw[first : last + 1] if one not in name]


def _is_of_one(words: Sequence[str], officers: Sequence[Officer]) -> bool:
    """Whether this is the whole name of one officer, and of no more."""
    said = " ".join(words)
    found = named(officers, said)
    return len(found) == 1 and any(said.casefold() == one.reveal().casefold() for one in _all_names(found[0]))


def _all_names(officer: Officer) -> list[Private[str]]:
    return [officer.name, *officer.aliases]


def _around(order: Order, place: int, size: int) -> Parted:
    raw = order.raw
    before, behind = raw[:place], raw[place + size :]
    name = " ".join(raw[place : place + size])
    return Parted(order.reads(before), name, order.reads(behind), [*before, *behind])


def _by_kind(words: Sequence[str], raw: Sequence[str]) -> Parted:
    names = [place for place, one in enumerate(words) if not is_time(one)]
    first = names[0] if names else 0
    times = [(place, one) for place, one in enumerate(words) if is_time(one)]
    before, behind = ([one for place, one in times if (place < first) == early] for early in (True, False))
    named = [words[place] for place in names]
    return Parted(before, " ".join(named), behind, [one for one in raw if one not in named])


def _ends_first(count: int) -> Iterator[int]:
    """The first place, the last, and those between them."""
    yield from dict.fromkeys((0, count - 1, *range(count))) if count else ()
