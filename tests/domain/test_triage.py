"""How urgent a cry is: the highest rule wins, and what is not known is never low."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import Answered, rules_of
from bot.domain.triage import UNKNOWN, Assessment, Level, Rule, assess, highest, raised
from tests.domain.chance import soon

rules = st.frozensets(st.sampled_from(Rule))
levels = st.sampled_from(Level)


@pytest.mark.parametrize("rule", Rule)
def test_one_rule_alone_gives_its_own_level(rule: Rule) -> None:
    assert assess(frozenset({rule}), danger_answered=True, calm=True).level is rule.level
    assert rule.level.value[1] == rule.value[1]


@soon
@given(rules, st.booleans())
def test_the_highest_rule_wins(found: frozenset[Rule], answered: bool) -> None:
    given_level = assess(found, answered).level
    assert all(given_level <= rule.level for rule in found)
    assert given_level in {rule.level for rule in found} | {Level.L2}


@soon
@given(rules, st.booleans())
def test_invariant_7_unknown_is_never_low(found: frozenset[Rule], answered: bool) -> None:
    assert assess(found, answered).level in (Level.L1, Level.L2)


def test_invariant_7_an_unanswered_danger_question_is_a_reason_on_the_card() -> None:
    assert assess(frozenset(), danger_answered=False) == UNKNOWN
    assert assess(frozenset({Rule.HELD}), danger_answered=False).rules == (Rule.HELD, Rule.DANGER_UNKNOWN)


def test_invariant_7_no_danger_and_no_other_rule_is_still_not_low() -> None:
    assert assess(frozenset(), danger_answered=True).level is Level.L2


@soon
@given(rules, rules, st.booleans())
def test_invariant_7_more_that_is_known_only_raises(
    found: frozenset[Rule], more: frozenset[Rule], answered: bool
) -> None:
    assert assess(found | more, answered).level <= assess(found, answered).level


def test_less_than_l2_takes_somebody_who_said_that_nobody_is_held_or_in_danger() -> None:
    kept = frozenset({Rule.PASSPORT_KEPT})
    assert assess(kept, danger_answered=True).level is Level.L2
    assert assess(kept, danger_answered=True, calm=True) == Assessment(Level.L3, (Rule.PASSPORT_KEPT,))


@soon
@given(rules, st.booleans())
def test_a_card_lists_every_rule_once_the_worst_first(found: frozenset[Rule], answered: bool) -> None:
    listed = assess(found, answered).rules
    assert set(listed) >= found
    assert list(listed) == sorted(set(listed))


@given(levels, levels)
def test_of_two_levels_the_more_urgent_one_is_taken(one: Level, other: Level) -> None:
    assert highest(one, other) in (one, other)
    assert not raised(highest(one, other), one)
    assert not raised(highest(one, other), other)


def test_l1_is_above_l2_and_so_on() -> None:
    assert raised(Level.L2, Level.L1)
    assert not raised(Level.L1, Level.L1)
    assert not raised(Level.L1, Level.L4)


def test_yes_to_hurt_or_moved_claims_neither_of_the_two_alone() -> None:
    """The question asks for R1-02 and R1-03 in one tap; which of them it is was never said."""
    found = rules_of(Answered("danger", "yes"), frozenset())
    assert found == {Rule.HURT_OR_MOVED}
    assert Rule.HURT_OR_MOVED.value == "R1-02/03"
    assert assess(found, danger_answered=True) == Assessment(Level.L1, (Rule.HURT_OR_MOVED,))
