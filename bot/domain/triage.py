"""Decides how urgent a case is from what is known; the machine only raises, and unknown is never low."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Urgency after domain.md section 5; L1 is the most urgent."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"


class Rule(StrEnum):
    """The rules of domain.md section 5; a card prints the id and its words.

    R1-02/03 is the danger question's "yes": it asks for both in one tap, and does not learn which of them it is.
    """

    VIOLENCE = "R1-01"
    INJURY = "R1-02"
    HURT_OR_MOVED = "R1-02/03"
    MOVED = "R1-03"
    MINOR = "R1-04"
    WANTS_TO_DIE = "R1-05"
    FOUND_OUT = "R1-06"
    ESCAPED = "R1-07"
    RANSOM_DEADLINE = "R1-08"
    MEDICAL = "R1-09"
    SOS = "R1-10"
    HELD = "R2-01"
    MONEY_DEMANDED = "R2-02"
    STABLE_INJURY = "R2-03"
    FAMILY_CRY = "R2-04"
    BROKE_OFF = "R2-05"
    MANY = "R2-06"
    DANGER_UNKNOWN = "R2-07"
    NO_CONTACT = "R3-01"
    PASSPORT_KEPT = "R3-02"
    STRANDED = "R3-03"
    ABOUT_TO_GO = "R3-04"
    QUESTION = "R4-01"
    TIP = "R4-02"

    @property
    def level(self) -> Level:
        """The level that this rule alone gives."""
        return Level(f"L{self.value[1]}")


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level and the rules that gave it, in the order of their ids."""

    level: Level
    rules: tuple[Rule, ...]


UNKNOWN = Assessment(Level.L2, (Rule.DANGER_UNKNOWN,))


def assess(found: frozenset[Rule], danger_answered: bool, calm: bool = False) -> Assessment:
    """The highest rule wins; an unanswered danger question is a rule of its own (R2-07).

    `calm`: the person said by buttons that nobody is held or in danger. Without that it is never less than L2.
    """
    rules = set(found)
    if not danger_answered and not calm and not any(rule.level is Level.L1 for rule in rules):
        rules.add(Rule.DANGER_UNKNOWN)
    ordered = tuple(sorted(rules))
    level = ordered[0].level if ordered else Level.L2
    return Assessment(level if calm else highest(level, Level.L2), ordered)


def raised(before: Level, now: Level) -> bool:
    """Whether `now` is more urgent than `before`."""
    return now < before


def highest(one: Level, other: Level) -> Level:
    """The more urgent of the two."""
    return min(one, other)
