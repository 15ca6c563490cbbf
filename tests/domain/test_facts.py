"""Invariant 6: which of the things that a person can send ring the desk alone."""

import pytest

from bot.domain.facts import (
    Answered,
    Called,
    Came,
    Door,
    FactValue,
    Hid,
    Located,
    Media,
    MediaKind,
    Reachable,
    Replied,
    Said,
    is_cry,
    rules_of,
)
from bot.domain.ids import ChatId, OfficerId
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.triage import Level, Rule

PLACE = Place(Private(10.60931), Private(103.52962), Fix.PIN)


@pytest.mark.parametrize(
    "value",
    [
        Called(),
        Located(PLACE),
        Reachable(Private("+82 10-0000-0001"), Private(""), own=False),
        Media(MediaKind.PHOTO, Private("f"), 1),
        Media(MediaKind.STICKER, Private("f"), 1),
        Said(Private("."), 1),
        Came(Door.OUT),
    ],
)
def test_invariant_6_a_cry_of_any_kind_rings(value: FactValue) -> None:
    assert is_cry(value)


@pytest.mark.parametrize("value", [Hid(), Replied(OfficerId("o"), Private("x"), ChatId("c"), 1)])
def test_hiding_and_our_own_replies_do_not(value: FactValue) -> None:
    assert not is_cry(value)


def test_invariant_6_hurt_now_is_a_cry() -> None:
    assert is_cry(Answered("danger", "yes"))


def test_what_a_button_says_is_a_rule() -> None:
    assert rules_of(Called(), frozenset()) == {Rule.SOS}
    assert rules_of(Came(Door.OUT), frozenset()) == {Rule.ESCAPED}
    assert {rule.level for rule in rules_of(Answered("danger", "yes"), frozenset())} == {Level.L1}
    assert rules_of(Answered("danger", "no"), frozenset()) == frozenset()


def test_words_count_as_the_rules_found_in_them() -> None:
    assert rules_of(Said(Private("x"), 1), frozenset({Rule.HELD})) == {Rule.HELD}
