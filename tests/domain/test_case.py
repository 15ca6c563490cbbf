"""A case has one owner, and its level only rises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import TRANSITIONS, WAITING, AlreadyTaken, Case, CaseState, reassess, take
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId
from bot.domain.triage import UNKNOWN, Level, Rule, assess
from tests.domain.chance import soon

NOW = Instant(1_790_000_000_000)
LATER = Instant(NOW + 60_000)
KIM, LEE = OfficerId("kim"), OfficerId("lee")
NEW = Case(
    id=CaseId("c"),
    code="K7M2",
    desk=DeskId("d"),
    requester=ChatId("r"),
    level=UNKNOWN.level,
    rules=UNKNOWN.rules,
    state=CaseState.NEW,
    opened_at=NOW,
    heard_at=NOW,
    ladder_from=NOW,
    rung=3,
)
rules = st.frozensets(st.sampled_from(Rule))


def test_the_first_officer_has_it() -> None:
    taken = take(NEW, KIM, LATER)
    assert isinstance(taken, Case)
    assert (taken.owner, taken.state, taken.taken_at) == (KIM, CaseState.ACCEPTED, LATER)


@pytest.mark.parametrize("second", [KIM, LEE])
def test_whoever_comes_second_is_told_who_has_it(second: OfficerId) -> None:
    taken = take(NEW, KIM, LATER)
    assert isinstance(taken, Case)
    assert take(taken, second, LATER) == AlreadyTaken(KIM)


@pytest.mark.parametrize("state", sorted(WAITING))
def test_whatever_waits_can_be_taken(state: CaseState) -> None:
    assert isinstance(take(replace(NEW, state=state), KIM, NOW), Case)


def test_every_state_is_in_the_table_and_none_is_a_dead_end() -> None:
    assert TRANSITIONS.keys() == set(CaseState)
    assert all(TRANSITIONS.values())
    reached, ahead = set[CaseState](), {CaseState.NEW}
    while ahead:
        reached |= ahead
        ahead = {following for state in ahead for following in TRANSITIONS[state]} - reached
    assert reached == set(CaseState)


def test_a_closed_case_can_only_be_opened_again() -> None:
    assert TRANSITIONS[CaseState.CLOSED] == {CaseState.REOPENED}


@soon
@given(st.sampled_from(Level), rules, rules, st.booleans())
def test_invariant_7_the_level_only_rises(
    level: Level, known: frozenset[Rule], found: frozenset[Rule], answered: bool
) -> None:
    before = replace(NEW, level=level, rules=tuple(sorted(known)))
    changed, risen = reassess(before, assess(found, answered), LATER)
    assert changed.level <= before.level
    assert risen == (changed.level < before.level)
    assert set(changed.rules) >= known - {Rule.DANGER_UNKNOWN}
    assert list(changed.rules) == sorted(set(changed.rules))


def test_a_risen_level_begins_its_ladder_anew() -> None:
    changed, risen = reassess(NEW, assess(frozenset({Rule.SOS}), False), LATER)
    assert risen
    assert (changed.ladder_from, changed.rung, changed.level) == (LATER, 0, Level.L1)


def test_news_of_the_same_level_leaves_the_ladder_where_it_is() -> None:
    changed, risen = reassess(NEW, assess(frozenset({Rule.HELD}), False), LATER)
    assert not risen
    assert (changed.ladder_from, changed.rung) == (NOW, 3)
    assert changed.rules == (Rule.HELD, Rule.DANGER_UNKNOWN)


def test_an_answered_danger_question_is_no_reason_any_more() -> None:
    changed, _ = reassess(NEW, assess(frozenset(), danger_answered=True), LATER)
    assert changed.rules == ()
    assert changed.level is Level.L2


def test_an_officer_is_never_told_that_they_have_what_they_have_not() -> None:
    assert take(replace(NEW, state=CaseState.CLOSED), KIM, NOW) != AlreadyTaken(KIM)
