"""Finds in a person's own words what can only raise the level; says nothing about what is absent.

Which words mean what stands in `tongues/*.toml`. A negated cue ("not hurt") does not raise, and lowers nothing,
because nothing here lowers: a false alarm is better than a cry that is not heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from bot.domain.folding import Folded, fold, runs_on
from bot.domain.phrases import LONGEST, Phrase
from bot.domain.plain import plain
from bot.domain.tongues import Count, Entry, Naming, Sign, Tongue, likely_in
from bot.domain.triage import Rule

__all__ = ["LONGEST", "Heard", "Number", "hear", "rules_in"]
OF_AGE = 18
_KIN = {"id", "ms"}
MANY = 5
"""So many people make R2-06 (domain.md section 5)."""
_LONG_SILENCE, _RECENT = 4, 3
"""Days: R3-01 speaks of more than 72 hours, R2-04 of less."""
_NAME = r"[^\W\d_][^\s\d.,;:!?()/|]{0,30}(?: [^\W\d_][^\s\d.,;:!?()/|]{0,30}){0,2}"
_BEHIND, _AHEAD = re.compile(rf"^[\s:=]*({_NAME})"), re.compile(rf"({_NAME})\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the words, in digits, and what it counts."""

    count: Count
    value: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What the words say, in whatever languages they are."""

    rules: frozenset[Rule] = field(default_factory=frozenset)
    signs: frozenset[Sign] = field(default_factory=frozenset)
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()
    tongue: str | None = None
    """The language in which most was found."""
    sure: bool = False
    """Whether as much was found in no other language."""

    def number(self, count: Count) -> str | None:
        """The first number that counts this."""
        return next((one.value for one in self.numbers if one.count is count), None)


def hear(words: str) -> Heard:
    """Everything that the phrases of any language find."""
    text = plain(words[:LONGEST])
    read = fold(text)
    found = [_heard(code, tuple(entries), read, text) for code, entries in groupby(likely_in(read.text), _code)]
    rules = frozenset[Rule]().union(*(one.rules for one in found))
    signs = frozenset[Sign]().union(*(one.signs for one in found))
    numbers = tuple(dict.fromkeys(number for one in found for number in one.numbers))
    names = tuple(dict.fromkeys(name for one in found for name in one.names))
    rules |= _drawn(rules, signs, numbers)
    # Of Indonesian and Malay, which share most of their words, the first in the alphabet is spoken by many more.
    most, *others = (*sorted(found, key=_weight, reverse=True), Heard())
    sure = all(_weight(most) > _weight(one) for one in others if {most.tongue, one.tongue} != _KIN)
    return Heard(rules, signs, numbers, names, most.tongue if _weight(most) else None, sure)


def _code(entry: Entry) -> str:
    return entry.tongue.code


def _weight(heard: Heard) -> int:
    """How much was found."""
    return len(heard.rules) + len(heard.signs) + len(heard.numbers) + len(heard.names)


def _heard(code: str, entries: tuple[Entry, ...], read: Folded, text: str) -> Heard:
    """What the phrases of one language find."""
    rules, signs = set[Rule](), set[Sign]()
    numbers: list[tuple[int, Number]] = []
    names: list[str] = []
    for _, tongue, meaning, one in entries:
        match meaning:
            case Rule() if meaning not in rules and _said(one, tongue, read.text):
                rules.add(meaning)
            case Sign() if meaning not in signs and _said(one, tongue, read.text):
                signs.add(meaning)
            case Count():
                numbers += _numbers(meaning, one, tongue, read, text)
            case Naming():
                names += _names(meaning, one, read, text)
    numbers.sort(key=lambda number: number[0])
    buildings = {at for at, number in numbers if number.count is Count.BUILDING}
    # What counts buildings in one sign counts rooms in another: the longer phrase was meant.
    kept = (number for at, number in numbers if number.count is not Count.ROOM or at not in buildings)
    counted = tuple(dict.fromkeys(kept))
    return Heard(frozenset(rules), frozenset(signs), counted, tuple(dict.fromkeys(names)), code)


def _said(one: Phrase, tongue: Tongue, text: str) -> bool:
    """Whether the phrase stands somewhere undenied."""
    return any(not tongue.denied.takes(text, *match.span()) for match in one.finds(text))


def _names(naming: Naming, one: Phrase, read: Folded, text: str) -> Iterator[str]:
    """What stands behind "my name is", or before what stands behind a name."""
    for match in one.finds(read.text):
        if naming is Naming.AFTER:
            found = _AHEAD.search(text[: read.at[match.start()]])
        else:
            found = _BEHIND.match(text[read.at[match.end()] :]) if match.end() < len(read.text) else None
        if found:
            yield _alone(found[1])


def _alone(name: str) -> str:
    """One word where what stands behind a name is written with a blank before it, as in Korean."""
    return name.split()[0] if runs_on(fold(name).text[0]) else name


def _numbers(count: Count, one: Phrase, tongue: Tongue, read: Folded, text: str) -> Iterator[tuple[int, Number]]:
    for match in one.finds(read.text):
        if count is Count.BUILDING and not _is_tag(match, read, text):
            continue
        yield match.start(), Number(count, tongue.numbers.value(match.group("number")))


def _is_tag(match: re.Match[str], read: Folded, text: str) -> bool:
    """A small letter alone is a word of its own, as in "building a wall", unless nothing follows it."""
    start, end = match.span("number")
    alone = match.group("number").isalpha()
    return not alone or text[read.at[start]].isupper() or not read.text[end : end + 2].strip(" .,!?")


def _drawn(rules: frozenset[Rule], signs: frozenset[Sign], numbers: tuple[Number, ...]) -> set[Rule]:
    """The rules that take two things together, or a number."""
    found = set[Rule]()
    counted = [(one.count, int(one.value)) for one in numbers if one.value.isdecimal()]
    if any(count is Count.AGE and 5 <= age < OF_AGE for count, age in counted):
        found.add(Rule.MINOR)
    if any(count is Count.PEOPLE and MANY <= people <= 5_000 for count, people in counted):
        found.add(Rule.MANY)
    if Sign.SOON in signs and Rule.MONEY_DEMANDED in rules:
        found.add(Rule.RANSOM_DEADLINE)
    days = [days for count, days in counted if count is Count.DAYS]
    if Sign.CRIED in signs and (any(one <= _RECENT for one in days) or (Sign.LATELY in signs and not days)):
        found.add(Rule.FAMILY_CRY)
    long = any(one >= _LONG_SILENCE for one in days) or any(count is Count.WEEKS for count, _ in counted)
    if Sign.SILENT in signs and Sign.CRIED not in signs and long:
        found.add(Rule.NO_CONTACT)
    return found


def rules_in(words: str) -> frozenset[Rule]:
    """The rules that these words call for, in any language that we know phrases of."""
    return hear(words).rules
