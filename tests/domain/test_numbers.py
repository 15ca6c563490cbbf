"""How fast desks answer: percentiles by nearest rank, what was late, months of the calendar in every zone."""

import statistics
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case, CaseState, Closing, close, hand_over, release, take
from bot.domain.escalation import LADDERS, Ladder, Rung, Who
from bot.domain.ids import DAY, HOUR, MINUTE, CaseId, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.numbers import (
    Measured,
    Period,
    durations,
    lateness,
    least_for,
    minutes,
    month_before,
    month_ends,
    month_of,
    month_span,
    numbers,
    percentile,
    timing,
)
from bot.domain.triage import Level

NOW = Instant(1_790_000_000_000)
DESK, OTHER = DeskId("desk"), DeskId("other")
values = st.lists(st.integers(0, 10 * DAY), min_size=1, max_size=60)
instants = st.integers(1_577_836_800_000, 2_208_988_800_000).map(Instant)
zones = st.sampled_from(
    ["UTC", "Asia/Seoul", "Asia/Phnom_Penh", "America/New_York", "Pacific/Apia", "Asia/Tehran"]
)


@given(values, st.sampled_from([50, 90, 95]))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(found: list[int], percent: int) -> None:
    ordered = sorted(found)
    meant = next(one for one in ordered if 100 * sum(other <= one for other in ordered) >= percent * len(ordered))
    assert percentile(ordered, percent) == meant


@given(st.lists(st.integers(0, DAY), min_size=20, max_size=60))
def test_it_lies_between_the_neighbours_of_what_interpolation_finds(found: list[int]) -> None:
    ordered = sorted(found)
    cuts = statistics.quantiles(ordered, n=100, method="inclusive")
    for percent in (50, 90, 95):
        place = -(-percent * len(ordered) // 100) - 1
        assert ordered[place] == percentile(ordered, percent)
        least, most = ordered[max(0, place - 1)], ordered[min(len(ordered) - 1, place + 1)]
        assert least <= cuts[percent - 1] <= most


@pytest.mark.parametrize(("percent", "least"), [(50, 2), (90, 10), (95, 20)])
def test_what_would_only_be_the_longest_is_not_called_a_percentile(percent: int, least: int) -> None:
    assert least_for(percent) == least
    assert percentile(range(1, least + 1), percent) < least
    assert percentile(range(1, least), percent) == least - 1


def test_of_three_cases_there_is_a_middle_and_a_longest_and_no_more() -> None:
    three = timing([3 * MINUTE, MINUTE, 2 * MINUTE])
    assert (three.count, three.p50, three.p90, three.p95, three.longest) == (3, 2 * MINUTE, None, None, 3 * MINUTE)
    assert timing([]).longest is None
    assert timing([MINUTE]).p50 is None
    assert timing([-HOUR]).longest == 0, "a clock that was set back"


@given(instants, zones)
def test_a_month_ends_where_the_next_begins(instant: Instant, zone: str) -> None:
    month = month_of(instant, zone)
    span = month_span(month, zone)
    assert span is not None
    assert span.begins_at <= instant < span.ends_at
    assert month_ends(instant, zone) == span.ends_at
    assert month_before(span.ends_at, zone) == month
    assert month_before(after(span.ends_at, -1), zone) == month_of(after(span.begins_at, -1), zone)


@pytest.mark.parametrize("words", ["", "2026", "2026-13", "0000-01", "9999-12", "week", "2026-1-1", "٢٠٢٦-x"])
def test_what_is_no_month_is_none(words: str) -> None:
    assert month_span(words, "UTC") is None


def measured(number: int = 1, level: Level = Level.L1, **more: object) -> Measured:
    one = Measured(CaseId(f"c{number}"), f"C{number:03}", DESK, level, CaseState.NEW, NOW, NOW)
    return replace(one, **more)  # type: ignore[arg-type]


cases = st.lists(
    st.builds(
        lambda number, level, desk, delivered, taken, answered, promised: measured(
            number,
            level,
            desk=desk,
            delivered_at=delivered,
            taken_at=taken,
            answered_at=answered,
            due_at=promised,
            state=CaseState.ACCEPTED if taken else CaseState.NEW,
        ),
        st.integers(1, 999),
        st.sampled_from(Level),
        st.sampled_from([DESK, OTHER, None]),
        *(st.none() | st.integers(0, 2 * DAY).map(lambda wait: after(NOW, wait)) for _ in range(4)),
    ),
    max_size=40,
)


@given(cases, st.integers(0, 2 * DAY))
def test_lines_are_what_somebody_would_count_by_hand(found: list[Measured], later: int) -> None:
    cut = after(NOW, later)
    made = numbers(found, [DESK, OTHER, None], Period(NOW, after(NOW, DAY)), cut)
    assert made.cases == len(found)
    for line in made.lines:
        own = [one for one in found if (one.desk, one.level) == (line.desk, line.level)]
        assert line.cases == len(own)
        assert line.taken == timing([one.taken_at - NOW for one in own if one.taken_at and one.taken_at <= cut])
        assert line.in_time + _late(own, cut) == line.judged
    assert len(made.late) == _late(found, cut)
    assert made.unheard == sum(one.level is Level.L1 and one.taken_at is None for one in found)


def _late(found: Sequence[Measured], cut: Instant) -> int:
    count = 0
    for one in found:
        due = one.due_at if one.due_at is not None else after(NOW, LADDERS[one.level].answer_ms)
        taken = one.taken_at if one.taken_at is not None and one.taken_at <= cut else None
        count += (taken > due) if taken is not None else cut > due
    return count


def test_what_waits_and_can_still_be_in_time_is_not_judged() -> None:
    waits = measured(due_at=after(NOW, 5 * MINUTE))
    assert lateness(waits, after(NOW, 5 * MINUTE)) is None
    assert lateness(waits, after(NOW, 6 * MINUTE)) == MINUTE
    made = numbers([waits], [DESK], Period(NOW, after(NOW, DAY)), after(NOW, MINUTE))
    assert (made.lines[0].judged, made.late) == (0, ())


def test_the_late_are_listed_the_gravest_first() -> None:
    at = after(NOW, DAY)
    found = [measured(1, Level.L2, due_at=NOW, taken_at=at), measured(2, due_at=NOW), measured(3, due_at=at)]
    late = numbers(found, [DESK], Period(NOW, at), after(at, HOUR)).late
    assert [(one.code, one.waits) for one in late] == [("C002", True), ("C003", True), ("C001", False)]


def test_what_had_not_ended_by_the_cut_off_does_not_count() -> None:
    spans = [(NOW, after(NOW, HOUR)), (NOW, after(NOW, 2 * HOUR)), (NOW, None)]
    assert list(durations(spans, after(NOW, HOUR))) == [HOUR]
    assert minutes([(NOW, after(NOW, 90_000)), (NOW, after(NOW, 30_000))]) == 2


CASE = Case(
    id=CaseId("c"),
    code="AB12",
    desk=DESK,
    requester=ChatId("r"),
    level=Level.L3,
    rules=(),
    state=CaseState.NEW,
    opened_at=NOW,
    heard_at=NOW,
    ladder_from=NOW,
)


def test_the_first_acknowledgement_stays_whoever_has_it_later_and_however_grave_it_becomes() -> None:
    taken = take(CASE, OfficerId("kim"), after(NOW, HOUR))
    assert isinstance(taken, Case)
    assert taken.first is not None
    assert (taken.first.at, taken.first.level) == (after(NOW, HOUR), Level.L3)
    assert taken.first.due_at == after(NOW, 4 * HOUR)
    again = take(release(replace(taken, level=Level.L1), after(NOW, DAY)), OfficerId("lee"), after(NOW, 2 * DAY))
    assert isinstance(again, Case)
    assert again.first == taken.first
    closed = close(again, Closing.ESCAPED, after(NOW, 3 * DAY))
    assert isinstance(closed, Case)
    assert closed.first == taken.first


def test_who_is_given_a_case_that_nobody_had_has_acknowledged_it_by_the_desks_own_ladder() -> None:
    own = Ladder((Rung(0, Who.DUTY), Rung(MINUTE, Who.EVERYONE)), MINUTE, answer_ms=7 * MINUTE)
    given_to = hand_over(replace(CASE, policy=((Level.L3, own),)), OfficerId("kim"), after(NOW, MINUTE))
    assert isinstance(given_to, Case)
    assert given_to.first is not None
    assert given_to.first.due_at == after(NOW, 7 * MINUTE)
