"""Finds in a person's own words what can only raise the level; says nothing about what is absent.

Which words mean what is written in `tongues/*.toml`. A negated cue ("not hurt") does not raise, and lowers nothing,
for nothing here lowers: a false alarm is better than a cry that is not heard.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.phrases import LONGEST, folded
from bot.domain.tongues import Count, Sign, Tongue, load
from bot.domain.triage import Rule

__all__ = ["LONGEST", "Heard", "Number", "hear", "rules_in"]
OF_AGE = 18
MANY = 5
"""So many people make R2-06 (domain.md section 5)."""
_LONG_SILENCE, _RECENT = 4, 3
"""Days: R3-01 speaks of more than 72 hours, R2-04 of less."""


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

    def number(self, count: Count) -> str | None:
        """The first number that counts this."""
        return next((one.value for one in self.numbers if one.count is count), None)


def hear(words: str) -> Heard:
    """Everything that the phrases of any language find."""
    text = folded(words)
    rules, signs = set[Rule](), set[Sign]()
    numbers: dict[Number, None] = {}
    for tongue in load():
        rules |= {rule for rule, phrases in tongue.cues.items() if any(tongue.says(phrases, text))}
        signs |= {sign for sign, phrases in tongue.signs.items() if any(tongue.says(phrases, text))}
        numbers |= dict.fromkeys(_numbers(tongue, text))
    return Heard(frozenset(rules | _drawn(rules, signs, tuple(numbers))), frozenset(signs), tuple(numbers))


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
    if Sign.SILENT in signs and (any(one >= _LONG_SILENCE for one in days) or any(c is Count.WEEKS for c, _ in counted)):
        found.add(Rule.NO_CONTACT)
    return found


def rules_in(words: str) -> frozenset[Rule]:
    """The rules that these words call for, in any language that we know phrases of."""
    return hear(words).rules
