"""Finds in a person's own words what can only raise the level; says nothing about what is absent.

Which words mean what stands in `tongues/*.toml`. A negated cue ("not hurt") does not raise, and lowers nothing,
because nothing here lowers: a false alarm is better than a cry that is not heard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.folding import Folded, fold, runs_on
from bot.domain.phrases import LONGEST
from bot.domain.plain import plain
from bot.domain.tongues import Count, Sign, Tongue, load
from bot.domain.triage import Rule

__all__ = ["LONGEST", "Heard", "Number", "hear", "rules_in"]
OF_AGE = 18
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

    def number(self, count: Count) -> str | None:
        """The first number that counts this."""
        return next((one.value for one in self.numbers if one.count is count), None)


def hear(words: str) -> Heard:
    """Everything that the phrases of any language find."""
    text = plain(words[:LONGEST])
    read = fold(text)
    rules, signs = set[Rule](), set[Sign]()
    numbers: dict[Number, None] = {}
    names: dict[str, None] = {}
    spoken = Counter[str]()
    for tongue in load():
        one = _heard(tongue, read, text)
        spoken[tongue.code] = len(one.rules) + len(one.signs) + len(one.numbers) + len(one.names)
        rules |= one.rules
        signs |= one.signs
        numbers |= dict.fromkeys(one.numbers)
        names |= dict.fromkeys(one.names)
    rules |= _drawn(rules, signs, tuple(numbers))
    most = max(spoken, key=lambda code: spoken[code], default="")
    return Heard(frozenset(rules), frozenset(signs), tuple(numbers), tuple(names), most if spoken[most] else None)


def _heard(tongue: Tongue, read: Folded, text: str) -> Heard:
    return Heard(
        frozenset(rule for rule, phrases in tongue.cues.items() if any(tongue.says(phrases, read.text))),
        frozenset(sign for sign, phrases in tongue.signs.items() if any(tongue.says(phrases, read.text))),
        tuple(dict.fromkeys(_numbers(tongue, read.text))),
        tuple(dict.fromkeys(_names(tongue, read, text))),
    )


def _names(tongue: Tongue, read: Folded, text: str) -> Iterator[str]:
    """What stands behind "my name is", or before what stands behind a name."""
    for one in tongue.names_before:
        for match in one.finds(read.text):
            if match.end() < len(read.text) and (found := _BEHIND.match(text[read.at[match.end()] :])):
                yield _alone(found[1])
    for one in tongue.names_after:
        for match in one.finds(read.text):
            if found := _AHEAD.search(text[: read.at[match.start()]]):
                yield _alone(found[1])


def _alone(name: str) -> str:
    """One word where what stands behind a name is written with a blank before it, as in Korean."""
    return name.split()[0] if runs_on(fold(name).text[0]) else name


def _numbers(tongue: Tongue, text: str) -> list[Number]:
    found = []
    for count, phrases in tongue.counts.items():
        for one in phrases:
            for match in one.finds(text):
                found.append((match.start(), Number(count, tongue.numbers.value(match.group("number")))))
    return [number for _, number in sorted(found, key=lambda one: one[0])]


def _drawn(rules: set[Rule], signs: set[Sign], numbers: tuple[Number, ...]) -> set[Rule]:
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
