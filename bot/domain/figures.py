"""What the monthly report counts of a case (domain.md 6.6): coarse, without name, number or point."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.card import Mark, Summary, summarise
from bot.domain.case import Case, CaseState
from bot.domain.facts import SEXES, Detail, Fact
from bot.domain.gazetteer import whereabouts
from bot.domain.packet import PICTURES, Item, is_exact, ticks
from bot.domain.place import Flag
from bot.domain.triage import Rule
from bot.domain.wall import wall

UNKNOWN, YES, NO = "unknown", "yes", "no"
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_OF_AGE = 18
MINOR, ADULT = "minor", "adult"


class Figure(StrEnum):
    """One thing that is counted; every case has exactly one value of each.

    PROVINCE: `KH/Preah Sihanouk`, by the place. VAGUE: of a closed case, whether its place was ever known.
    AGAIN: whether the same account had a case before.
    """

    COUNTRY = "country"
    PROVINCE = "province"
    NATION = "nation"
    SEX = "sex"
    AGE = "age"
    DOOR = "door"
    LANGUAGE = "language"
    PLACE = "place"
    ROOM = "room"
    ITEMS = "items"
    PARTIAL = "partial"
    VAGUE = "vague"
    AGAIN = "again"


Values = tuple[tuple[Figure, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases had which value: all that is kept of these things once a case is closed."""

    counts: tuple[tuple[Figure, str, int], ...] = ()

    def plus(self, cases: Iterable[Values]) -> Tally:
        """The same with these cases."""
        counted = Counter({(figure, value): count for figure, value, count in self.counts})
        counted.update(pair for values in cases for pair in values)
        return Tally(tuple((figure, value, count) for (figure, value), count in sorted(counted.items())))

    def of(self, figure: Figure) -> dict[str, int]:
        """How many cases had each value of this."""
        return {value: count for one, value, count in self.counts if one is figure}


def figures_of(case: Case, facts: Sequence[Fact], language: str) -> Values:
    """As it is known now; `language` is the one in which the person is answered."""
    summary = summarise(facts)
    known = dict(summary.details)
    known |= {one: (value, *known.get(one, ())) for one, value in summary.stated}
    country, province = _where(summary, known)
    seen = frozenset(one for one in PICTURES if Mark(one.value) in summary.marks)
    there = ticks(summary, seen)
    found = {
        Figure.COUNTRY: country,
        Figure.PROVINCE: province,
        Figure.NATION: _coded(known.get(Detail.NATION, ())),
        Figure.SEX: next((one for one in known.get(Detail.SEX, ()) if one in SEXES), UNKNOWN),
        Figure.AGE: _age(case, known),
        Figure.DOOR: summary.door.value if summary.door else UNKNOWN,
        Figure.LANGUAGE: language or UNKNOWN,
        Figure.PLACE: _yes(there[Item.LOCATION]),
        Figure.ROOM: _yes(there[Item.ROOM]),
        Figure.ITEMS: _yes(all(there.values())),
        Figure.PARTIAL: _yes(Mark.PARTIAL in summary.marks),
        Figure.AGAIN: _yes(bool(summary.before)),
    }
    closed = {Figure.VAGUE: _yes(not there[Item.LOCATION])} if case.state is CaseState.CLOSED else {}
    return tuple((found | closed).items())


def _yes(holds: bool) -> str:
    return YES if holds else NO


def _where(summary: Summary, known: dict[Detail, tuple[str, ...]]) -> tuple[str, str]:
    """By the place, unless it is the writer's own and they are elsewhere; else the country that was named."""
    place = summary.place
    near = None
    if place is not None and Flag.WRITERS not in place.flags and is_exact(place):
        near = whereabouts(*place.degrees())
    if near is not None and _COUNTRY.match(near.country):
        return near.country, f"{near.country}/{near.province}" if near.province else UNKNOWN
    return _coded(known.get(Detail.COUNTRY, ())), UNKNOWN


def _coded(values: Iterable[str]) -> str:
    """The first that is a country's code; what an officer wrote may be anything."""
    return next((one for one in values if _COUNTRY.match(one)), UNKNOWN)


def _age(case: Case, known: dict[Detail, tuple[str, ...]]) -> str:
    year = wall(case.opened_at, "UTC").year
    ages = [int(one) for one in known.get(Detail.AGE, ()) if one.isascii() and one.isdecimal()]
    ages += [
        year - int(one[:4]) for one in known.get(Detail.BORN, ()) if one[:4].isascii() and one[:4].isdecimal()
    ]
    if not ages:
        return MINOR if Rule.MINOR in case.rules else UNKNOWN
    return MINOR if ages[0] < _OF_AGE else ADULT
