"""Invariant 4: who is rung, when, and that it never ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.escalation import (
    LADDERS,
    Ladder,
    NoLadder,
    Rung,
    Who,
    answer_by,
    due_at,
    ladder_in,
    next_due,
    rung_at,
    written,
)
from bot.domain.ids import HOUR, MINUTE, Instant, after
from bot.domain.triage import Level
from tests.domain.chance import soon

BEGAN = Instant(1_790_000_000_000)
levels = st.sampled_from(Level)


def _intervals(level: Level) -> list[int]:
    rungs = LADDERS[level].rungs
    between = [later.after_ms - sooner.after_ms for sooner, later in zip(rungs, rungs[1:], strict=False)]
    return [*between, LADDERS[level].again_ms]


@pytest.mark.parametrize("level", Level)
def test_a_ladder_begins_at_once_with_who_is_on_duty_and_climbs(level: Level) -> None:
    rungs = LADDERS[level].rungs
    assert rungs[0].after_ms == 0
    assert rungs[0].who is Who.DUTY
    assert all(interval > 0 for interval in _intervals(level))
    assert rungs[-1].who is Who.EVERYONE


def test_the_ladders_keep_to_the_times_of_domain_md_5() -> None:
    """Level 1: a second officer by 5 minutes, the roster by 10, an admin by 15; level 2: 30 and 60."""

    def soonest(level: Level, *who: Who) -> int:
        return min(rung.after_ms for rung in LADDERS[level].rungs if rung.who in who)

    assert soonest(Level.L1, Who.BACKUP, Who.DESK) <= 5 * MINUTE
    assert soonest(Level.L1, Who.DESK, Who.EVERYONE) <= 10 * MINUTE
    assert soonest(Level.L1, Who.ADMINS, Who.EVERYONE) <= 15 * MINUTE
    assert soonest(Level.L2, Who.BACKUP, Who.DESK) <= 30 * MINUTE
    assert soonest(Level.L2, Who.ADMINS, Who.EVERYONE) <= 60 * MINUTE
    assert [answer_by(level, BEGAN) - BEGAN for level in Level] == [
        5 * MINUTE,
        30 * MINUTE,
        4 * HOUR,
        24 * HOUR,
    ]


@soon
@given(levels, st.integers(0, 100_000))
def test_invariant_4_no_ladder_ends(level: Level, number: int) -> None:
    rung, following = rung_at(level, number), rung_at(level, number + 1)
    assert 0 < following.after_ms - rung.after_ms <= max(_intervals(level))
    if number >= len(LADDERS[level].rungs):
        assert rung.who is Who.EVERYONE


@soon
@given(levels, st.integers(0, 10_000), st.integers(0, 2_000 * HOUR))
def test_invariant_4_a_next_ring_is_always_due_within_its_interval(level: Level, number: int, late: int) -> None:
    now = after(due_at(level, number, BEGAN), late)
    due = next_due(level, number, BEGAN, now)
    assert due - now <= max(_intervals(level))


@soon
@given(levels, st.integers(0, 1_000 * HOUR))
def test_invariant_4_after_an_outage_no_rung_is_skipped_and_no_repeat_piles_up(level: Level, outage: int) -> None:
    """The tick finds what is overdue and rings it, one after the other, until nothing is overdue."""
    now = after(BEGAN, outage)
    number, due, rung = 0, due_at(level, 0, BEGAN), []
    while due <= now:
        rung.append(number)
        due = next_due(level, number, BEGAN, now)
        number += 1
        assert number < 100, "the ladder does not catch up"
    passed = sum(1 for one in LADDERS[level].rungs if one.after_ms <= outage)
    assert rung[:passed] == list(range(passed))
    assert len(rung) <= len(LADDERS[level].rungs) + 1
    assert now < due <= after(now, max(_intervals(level)))


@pytest.mark.parametrize("level", Level)
def test_without_an_outage_each_rung_rings_at_its_minute(level: Level) -> None:
    number, rang = 0, [due_at(level, 0, BEGAN)]
    while number < len(LADDERS[level].rungs) + 3:
        rang.append(next_due(level, number, BEGAN, rang[-1]))
        number += 1
    assert [instant - BEGAN for instant in rang] == [rung_at(level, n).after_ms for n in range(len(rang))]


OWN = "0 duty, 20s duty, 1m backup, 4m desk, 6m everyone, again 4m, answer 3m"


def test_a_ladder_of_a_desks_own_is_read_shown_and_kept_to() -> None:
    ladder = ladder_in(OWN, Level.L1)
    assert isinstance(ladder, Ladder)
    assert written(ladder) == OWN
    assert ladder_in(written(ladder), Level.L1) == ladder
    policy = ((Level.L1, ladder),)
    assert rung_at(Level.L1, 2, policy) == Rung(MINUTE, Who.BACKUP)
    assert rung_at(Level.L1, 6, policy) == Rung(14 * MINUTE, Who.EVERYONE)
    assert answer_by(Level.L1, BEGAN, policy) == after(BEGAN, 3 * MINUTE)
    assert rung_at(Level.L2, 1, policy) == rung_at(Level.L2, 1), "a level without one has the house's"


@pytest.mark.parametrize("level", Level)
def test_the_houses_ladders_are_sound_and_round_trip(level: Level) -> None:
    assert ladder_in(written(LADDERS[level]), level) == LADDERS[level]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", NoLadder.UNREADABLE),
        ("0 nobody, 5m everyone", NoLadder.UNREADABLE),
        ("0 duty 5m everyone", NoLadder.UNREADABLE),
        ("30s duty, 5m everyone", NoLadder.FIRST),
        ("0 duty, 0 backup, 5m everyone", NoLadder.ORDER),
        ("0 duty, 2m backup, 1m everyone", NoLadder.ORDER),
        ("0 duty, 5m desk", NoLadder.LAST),
        ("0 duty, 6m everyone", NoLadder.SLOW),
        ("0 duty, 5m everyone, again 6m", NoLadder.SLOW),
    ],
)
def test_invariant_4_what_would_let_a_grave_case_go_quiet_is_no_ladder(words: str, why: NoLadder) -> None:
    assert ladder_in(words, Level.L1) is why


def test_a_quiet_question_may_wait_longer() -> None:
    assert isinstance(ladder_in("0 duty, 8h everyone, again 12h", Level.L4), Ladder)
