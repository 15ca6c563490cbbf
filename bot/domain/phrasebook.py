"""The questions that desks always ask, the answers that can be tapped, and what an answer says; in no language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.facts import Detail, FactValue, Noticed
from bot.domain.place import Confidence
from bot.domain.private import Private


class Phrase(StrEnum):
    """What an officer picks in their language and the person reads in theirs; the last four ask nothing."""

    WHERE = "where"
    ROOM = "room"
    BUILDING = "building"
    PEOPLE = "people"
    HURT = "hurt"
    CHECKS = "checks"
    PASSPORT = "passport"
    SAFE = "safe"
    HOURS = "hours"
    MOVED = "moved"
    CALL = "call"
    MONEY = "money"
    NO_PROMISE = "no_promise"
    WRITE_WHEN = "write_when"
    READ = "read"


OPTIONS: Mapping[Phrase, tuple[str, ...]] = {
    Phrase.PEOPLE: ("alone", "few", "many"),
    Phrase.HURT: ("no", "some", "badly"),
    Phrase.CHECKS: ("no", "yes"),
    Phrase.PASSPORT: ("mine", "taken"),
    Phrase.SAFE: ("yes", "sometimes", "no"),
    Phrase.MOVED: ("no", "moved", "moving"),
    Phrase.CALL: ("call_ok", "text_only"),
}
"""What can be tapped; every question can be answered in words, too."""
_SAYS: Mapping[tuple[Phrase, str], tuple[Detail, str]] = {
    (Phrase.PEOPLE, "alone"): (Detail.PEOPLE, "1"),
    (Phrase.PEOPLE, "few"): (Detail.PEOPLE, "2-4"),
    (Phrase.PEOPLE, "many"): (Detail.PEOPLE, "5+"),
    (Phrase.CHECKS, "yes"): (Detail.CHECKED, "yes"),
    (Phrase.CALL, "call_ok"): (Detail.CALLS_YES, "yes"),
    (Phrase.CALL, "text_only"): (Detail.CALLS_NO, "yes"),
}
_PREFIX = "ask_"


def step_of(phrase: Phrase) -> str:
    """The name under which an answer to it is kept."""
    return f"{_PREFIX}{phrase.value}"


def phrase_of(step: str) -> Phrase | None:
    """The question that is answered under this name."""
    return next((one for one in Phrase if step_of(one) == step), None)


def says(phrase: Phrase, option: str) -> tuple[FactValue, ...]:
    """What a tapped answer puts into the case beside itself: the field where an officer looks for it."""
    found = _SAYS.get((phrase, option))
    return (Noticed(found[0], Private(found[1]), Confidence.HIGH),) if found else ()
