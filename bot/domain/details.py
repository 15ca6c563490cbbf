"""Finds in a person's words what the desk asks for: room, people, names, how to be reached.

What is found is an aid: the words themselves go to the desk as they are, and nothing waits for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.contacts import REGIONS, Found, contacts_in
from bot.domain.cues import Heard
from bot.domain.facts import Detail, Noticed
from bot.domain.hours import times_in
from bot.domain.nations import nations_in
from bot.domain.place import Confidence
from bot.domain.plain import plain
from bot.domain.private import Private
from bot.domain.tongues import Count, Sign

_COUNTED = {
    Count.BUILDING: Detail.BUILDING,
    Count.ROOM: Detail.ROOM,
    Count.FLOOR: Detail.FLOOR,
    Count.PEOPLE: Detail.PEOPLE,
    Count.AGE: Detail.AGE,
    Count.BORN: Detail.BORN,
    Count.BATTERY: Detail.BATTERY,
}
_MARKED = {
    Sign.CALLS_YES: Detail.CALLS_YES,
    Sign.CALLS_NO: Detail.CALLS_NO,
    Sign.ANONYMOUS: Detail.ANONYMOUS,
    Sign.NO_POLICE: Detail.NO_POLICE,
    Sign.OURS: Detail.OURS,
}
_SEXES = {Sign.FEMALE: "female", Sign.MALE: "male"}
_CODE = 2
"""Letters of a country's code."""
_WRITTEN_SEX = {
    **dict.fromkeys(("f", "female", "woman", "girl", "w", "여", "여자", "여성", "ស្រី"), "female"),
    **dict.fromkeys(("m", "male", "man", "boy", "남", "남자", "남성", "ប្រុស"), "male"),
}
_BORN, _BUDDHIST = range(1930, 2021), 543
_LIKELY = {Detail.AGE: range(1, 100), Detail.BORN: _BORN, Detail.BATTERY: range(101)}
"""What such a number can be; any other stands for something else."""
# As passports of most countries are numbered: one or two letters, seven to nine digits, perhaps with blanks.
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}[ -]?\d(?:[ -]?\d){6,8})(?![A-Za-z0-9])")


def details_in(
    words: str, heard: Heard, regions: tuple[str, ...], asks_hours: bool, asks_nation: bool = False
) -> tuple[Noticed, ...]:
    """Everything found, each once. `regions`: countries in which a phone number without a code may be.

    `asks_hours`: the person was asked when to write; times of day in an answer to anything else are no hours.
    `asks_nation`: they were asked from which country somebody is; elsewhere a country is of a place.
    """
    found = [
        *_numbers(heard),
        *([_noticed(Detail.LANGUAGE, heard.tongue, Confidence.LOW)] if heard.tongue else []),
        *(_noticed(_MARKED[sign], "yes") for sign in sorted(heard.signs & set(_MARKED))),
        *(_noticed(Detail.SEX, _SEXES[sign], Confidence.LOW) for sign in sorted(heard.signs & set(_SEXES))),
        *(_noticed(Detail.NATION, code) for code in nations_in(words, asks_nation)),
        *(_noticed(Detail.NAME, name, Confidence.LOW) for name in heard.names[:1]),
        *(_noticed(Detail.PASSPORT, match[1]) for match in _PASSPORT.finditer(plain(words))),
        *map(_reached, contacts_in(words, (*_region(heard), *regions))),
        *_times(words, heard, asks_hours),
    ]
    return tuple({(one.detail, one.value.reveal()): one for one in found}.values())


def _region(heard: Heard) -> tuple[str, ...]:
    return (REGIONS[heard.tongue],) if heard.tongue in REGIONS else ()


def _noticed(detail: Detail, value: str, confidence: Confidence = Confidence.MEDIUM) -> Noticed:
    return Noticed(detail, Private(value), confidence)


def _numbers(heard: Heard) -> Iterator[Noticed]:
    for one in heard.numbers:
        detail = _COUNTED.get(one.count)
        if detail is None:
            continue
        value = _common_era(one.value) if detail is Detail.BORN else one.value
        likely = _LIKELY.get(detail)
        if likely is None or (value.isdecimal() and int(value) in likely):
            yield _noticed(detail, value)


def _common_era(year: str) -> str:
    """A year of the Buddhist era, in which people in Thailand, Laos and Cambodia give theirs, is 543 more."""
    return str(int(year) - _BUDDHIST) if year.isdecimal() and int(year) - _BUDDHIST in _BORN else year


def _reached(found: Found) -> Noticed:
    confidence = Confidence.MEDIUM if found.sure else Confidence.LOW
    if found.mail:
        return _noticed(Detail.EMAIL, found.value)
    if found.app is not None:
        return _noticed(Detail.HANDLE, f"{found.app.value} {found.value}", confidence)
    return _noticed(Detail.PHONE, found.value, confidence)


def _times(words: str, heard: Heard, asks_hours: bool) -> Iterator[Noticed]:
    times = ", ".join(times_in(words))
    if Sign.INSPECTED in heard.signs:
        yield _noticed(Detail.CHECKED, times or "yes")
    elif times and asks_hours:
        yield _noticed(Detail.HOURS, times)


_BY_DESK = frozenset(Detail) - {
    *(Detail.OURS, Detail.LANGUAGE, Detail.CALLS_YES, Detail.CALLS_NO),
    *(Detail.ANONYMOUS, Detail.NO_POLICE),
}


def details_of_desk(detail: Detail, value: str) -> bool:
    """Whether an officer can state this by hand: what the person alone decides is not among it."""
    return detail in _BY_DESK and bool(value.strip())


def as_kept(detail: Detail, value: str) -> str:
    """What an officer wrote, in the form in which the same is found in words: a country's code, one of SEXES."""
    if detail is Detail.NATION:
        return next(iter(nations_in(value, asked=True)), value.upper() if len(value) == _CODE else value)
    if detail is Detail.SEX:
        return _WRITTEN_SEX.get(value.casefold(), value)
    return value
