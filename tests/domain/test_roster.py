"""Who is on duty: turns that keep their wall time, shifts by hand, and no silent gap."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DAY, MINUTE, Instant, OfficerId, after
from bot.domain.roster import (
    HORIZON_DAYS,
    Layer,
    OffSet,
    OnDuty,
    Published,
    RosterEvent,
    RotationSet,
    ShiftSet,
    Undone,
    on_duty,
    spans,
    to_publish,
)
from bot.domain.wall import instant_of, wall
from tests.domain.chance import soon, sooner

A, B, C = OfficerId("a"), OfficerId("b"), OfficerId("c")
ALL = frozenset({A, B, C})
# Zones whose clocks change in 2026 in different ways, and two that never do.
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Asia/Phnom_Penh": ("2026-04-14", "2026-10-01"),
    "UTC": ("2026-01-01", "2026-12-31"),
}
DAYS = [(zone, day) for zone, days in CHANGES.items() for day in days]


def at(text: str, zone: str = "UTC") -> Instant:
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(("zone", "day"), DAYS)
@pytest.mark.parametrize("days", [1, 2, 7])
def test_turns_keep_their_wall_time_when_the_clocks_change(zone: str, day: str, days: int) -> None:
    begins = after(at(f"{day}T08:00", zone), -days * 3 * DAY)
    rotation = RotationSet((A, B, C), at(f"{wall(begins, zone):%Y-%m-%d}T08:00", zone), days, zone)
    cut = spans([rotation], rotation.starts_at, after(rotation.starts_at, days * 7 * DAY), ALL)
    for begin, _, _ in cut:
        assert f"{wall(begin, zone):%H:%M}" == "08:00"
    assert [who for _, _, who in cut[:6]] == [A, B, C, A, B, C]


@pytest.mark.parametrize(("zone", "day"), DAYS)
@pytest.mark.parametrize("hour", ["00:00", "02:30", "08:00", "23:59"])
def test_invariant_4_turns_follow_each_other_without_gap_or_overlap(zone: str, day: str, hour: str) -> None:
    rotation = RotationSet((A, B), after(at(f"{day}T{hour}", zone), -3 * DAY), 1, zone)
    until = after(rotation.starts_at, 8 * DAY)
    cut = spans([rotation], rotation.starts_at, until, ALL)
    assert cut[0][0] == rotation.starts_at
    assert cut[-1][1] == until
    for (_, end, who), (begin, _, following) in zip(cut, cut[1:], strict=False):
        assert end == begin
        assert who != following
        assert on_duty([rotation], Instant(begin - 1), ALL).duty == who
        assert on_duty([rotation], begin, ALL).duty == following


def test_a_turn_is_half_open() -> None:
    rotation = RotationSet((A, B), at("2026-06-01T08:00"), 1, "UTC")
    assert on_duty([rotation], Instant(rotation.starts_at - 1), ALL).duty is None
    assert on_duty([rotation], rotation.starts_at, ALL) == OnDuty(A, B)
    assert on_duty([rotation], Instant(at("2026-06-02T08:00") - 1), ALL).duty == A
    assert on_duty([rotation], at("2026-06-02T08:00"), ALL) == OnDuty(B, A)


def test_a_shift_by_hand_goes_before_the_rotation_and_ends_when_it_ends() -> None:
    rotation = RotationSet((A, B), at("2026-06-01T08:00"), 1, "UTC")
    shift = ShiftSet(C, at("2026-06-01T20:00"), at("2026-06-01T22:00"))
    events: list[RosterEvent] = [rotation, shift]
    assert on_duty(events, Instant(shift.starts_at - 1), ALL).duty == A
    assert on_duty(events, shift.starts_at, ALL) == OnDuty(C, A)
    assert on_duty(events, Instant(shift.ends_at - 1), ALL).duty == C
    assert on_duty(events, shift.ends_at, ALL).duty == A


def test_of_two_shifts_by_hand_the_later_word_counts() -> None:
    first = ShiftSet(A, at("2026-06-01T20:00"), at("2026-06-01T22:00"))
    second = ShiftSet(B, at("2026-06-01T21:00"), at("2026-06-01T23:00"))
    assert on_duty([first, second], at("2026-06-01T21:30"), ALL).duty == B
    assert on_duty([first, second], at("2026-06-01T20:30"), ALL).duty == A


def test_a_new_rotation_replaces_the_old_one_from_its_start() -> None:
    old = RotationSet((A,), at("2026-06-01T08:00"), 1, "UTC")
    new = RotationSet((B,), at("2026-06-05T08:00"), 1, "UTC")
    assert on_duty([old, new], Instant(new.starts_at - 1), ALL).duty == A
    assert on_duty([old, new], new.starts_at, ALL).duty == B


def test_invariant_4_who_cannot_answer_leaves_a_gap_and_the_next_in_turn_stands_behind_it() -> None:
    rotation = RotationSet((A, B, C), at("2026-06-01T08:00"), 1, "UTC")
    shift = ShiftSet(A, at("2026-06-01T08:00"), at("2026-06-02T08:00"))
    now = at("2026-06-01T12:00")
    assert on_duty([rotation, shift], now, frozenset({B, C})) == OnDuty(None, B)
    assert on_duty([rotation, shift], now, frozenset({C})) == OnDuty(None, C)
    assert on_duty([rotation, shift], now, frozenset()) == OnDuty(None, None)
    assert on_duty([rotation, ShiftSet(C, shift.starts_at, shift.ends_at)], now, frozenset({B, C})) == OnDuty(C, B)


def test_who_is_away_leaves_a_gap_and_a_shift_that_is_set_later_goes_before_that() -> None:
    rotation = RotationSet((A, B), at("2026-06-01T08:00"), 1, "UTC")
    away = OffSet(A, at("2026-06-01T10:00"), at("2026-06-01T14:00"))
    events: list[RosterEvent] = [rotation, away]
    assert spans(events, at("2026-06-01T08:00"), at("2026-06-02T08:00"), ALL) == [
        (at("2026-06-01T08:00"), away.starts_at, A),
        (away.starts_at, away.ends_at, None),
        (away.ends_at, at("2026-06-02T08:00"), A),
    ]
    assert on_duty(events, at("2026-06-01T12:00"), ALL).backup == B
    back = ShiftSet(A, at("2026-06-01T13:00"), at("2026-06-01T14:00"))
    assert on_duty([*events, back], at("2026-06-01T13:30"), ALL).duty == A
    assert on_duty([rotation, back, away], at("2026-06-01T13:30"), ALL).duty is None


def test_what_was_undone_does_not_count() -> None:
    rotation = RotationSet((A, B), at("2026-06-01T08:00"), 1, "UTC")
    shift = ShiftSet(B, at("2026-06-01T10:00"), at("2026-06-01T14:00"))
    assert on_duty([rotation, shift, Undone(1)], at("2026-06-01T12:00"), ALL).duty == A
    assert on_duty([rotation, shift, Undone(0)], at("2026-06-01T15:00"), ALL).duty is None


def test_turns_of_hours_pass_as_hours_do_also_when_the_clocks_change() -> None:
    rotation = RotationSet((A, B), at("2026-03-28T20:00", "Europe/Berlin"), 1, "Europe/Berlin", turn_hours=6)
    cut = spans([rotation], rotation.starts_at, after(rotation.starts_at, 2 * DAY), ALL)
    assert {end - begin for begin, end, _ in cut} == {6 * 60 * MINUTE}


def test_a_rotation_of_certain_hours_and_days_holds_then_alone_and_before_the_others() -> None:
    always = RotationSet((A,), at("2026-06-01T08:00"), 7, "UTC")
    nights = RotationSet((B,), at("2026-06-01T08:00"), 7, "UTC", hours=(22 * 60, 6 * 60), weekdays=(4, 5))
    cut = spans([always, nights], at("2026-06-05T00:00"), at("2026-06-08T00:00"), ALL)
    assert [(wall(begin, "UTC").strftime("%a %H"), who) for begin, _, who in cut] == [
        *[("Fri 00", A), ("Fri 22", B), ("Sat 06", A), ("Sat 22", B), ("Sun 06", A)],
    ]
    alone = spans([nights], at("2026-06-05T00:00"), at("2026-06-06T12:00"), ALL)
    assert [who for _, _, who in alone] == [None, B, None], "and outside of them there is a gap"


def test_a_layer_of_its_own_stands_behind() -> None:
    primary = RotationSet((A, B), at("2026-06-01T08:00"), 1, "UTC")
    backup = RotationSet((C, A), at("2026-06-01T08:00"), 1, "UTC", layer=Layer.BACKUP)
    assert on_duty([primary, backup], at("2026-06-01T12:00"), ALL) == OnDuty(A, C)
    assert on_duty([primary, backup], at("2026-06-02T12:00"), ALL) == OnDuty(B, A)


def test_a_rotation_without_officers_ends_the_one_before_it() -> None:
    old = RotationSet((A,), at("2026-06-01T08:00"), 1, "UTC")
    end = RotationSet((), at("2026-06-05T08:00"), 1, "UTC")
    assert on_duty([old, end], at("2026-06-06T08:00"), ALL) == OnDuty(None, None)


def test_published_turns_stand_still_when_the_clocks_get_new_rules() -> None:
    rotation = RotationSet((A, B), at("2026-06-01T08:00", "Africa/Cairo"), 1, "Africa/Cairo")
    fresh, moved = to_publish([rotation], rotation.starts_at)
    told = [one for one in fresh if isinstance(one, Published)]
    assert not moved
    assert len(told[0].starts) == HORIZON_DAYS
    assert to_publish([rotation, *told], rotation.starts_at) == ([], [])
    later = to_publish([rotation, *told], after(rotation.starts_at, 3 * DAY))
    published = [one for one in later[0] if isinstance(one, Published)]
    assert [(one.first, len(one.starts)) for one in published] == [(HORIZON_DAYS, 3)]
    # As if the rules of then had been other ones: an hour later from the fifth turn on.
    starts = tuple(after(one, 60 * MINUTE) if place >= 5 else one for place, one in enumerate(told[0].starts))
    known: list[RosterEvent] = [rotation, Published(0, 0, starts)]
    assert spans(known, starts[5], starts[6], ALL) == [(starts[5], starts[6], B)]
    fresh, moved = to_publish(known, after(rotation.starts_at, DAY))
    assert moved[0] == starts[5]
    known += fresh
    for day in range(2, 28):
        fresh, moved = to_publish(known, after(rotation.starts_at, day * DAY))
        known += fresh
        assert not moved, "the same rules are told once"
    assert spans(known, starts[5], starts[6], ALL) == [(starts[5], starts[6], B)]


def test_nobody_is_their_own_backup() -> None:
    rotation = RotationSet((A, A, A), at("2026-06-01T08:00"), 1, "UTC")
    assert on_duty([rotation], at("2026-06-01T12:00"), ALL) == OnDuty(A, None)


def test_without_a_roster_the_gap_is_told() -> None:
    assert on_duty([], at("2026-06-01T12:00"), ALL) == OnDuty(None, None)
    now = at("2026-06-01T12:00")
    assert spans([], now, after(now, DAY), ALL) == [(now, after(now, DAY), None)]


_zones = st.sampled_from(DAYS)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[RosterEvent], Instant]:
    """A roster with anything in it around a day on which clocks change."""
    zone, day = draw(_zones)
    base = at(f"{day}T00:00", zone)
    minutes = st.integers(-3 * 24 * 60, 3 * 24 * 60)
    events: list[RosterEvent] = []
    for _ in range(draw(st.integers(0, 4))):
        begin = after(base, draw(minutes) * MINUTE)
        kind = draw(st.sampled_from(["rotation", "shift", "off", "undone"]))
        end = after(begin, draw(st.integers(1, 2 * 24 * 60)) * MINUTE)
        who = draw(st.sampled_from([A, B, C]))
        match kind:
            case "rotation":
                order = tuple(draw(st.lists(st.sampled_from([A, B, C]), min_size=0, max_size=4)))
                hours = draw(st.none() | st.tuples(st.integers(0, 1_439), st.integers(0, 1_439)))
                days = tuple(draw(st.sets(st.integers(0, 6), max_size=3)))
                layer, turn_hours = draw(st.sampled_from(Layer)), draw(st.sampled_from([0, 0, 1, 7, 12]))
                turn = draw(st.sampled_from([1, 2, 7]))
                events.append(RotationSet(order, begin, turn, zone, turn_hours, layer, hours, days))
            case "shift":
                events.append(ShiftSet(who, begin, end))
            case "off":
                events.append(OffSet(who, begin, end))
            case _:
                events.append(Undone(draw(st.integers(0, 3))))
    return events, base


_able = st.frozensets(st.sampled_from([A, B, C]))


@sooner
@given(rosters(), _able)
def test_what_the_roster_shows_is_what_is_rung_minute_by_minute(
    made: tuple[list[RosterEvent], Instant], able: frozenset[OfficerId]
) -> None:
    events, base = made
    begin, end = after(base, -2 * 60 * MINUTE), after(base, 10 * 60 * MINUTE)
    cut = spans(events, begin, end, able)
    for minute in range(begin, end, MINUTE):
        shown = next(who for starts, ends, who in cut if starts <= minute < ends)
        assert shown == on_duty(events, Instant(minute), able).duty


@soon
@given(rosters(), _able)
def test_invariant_4_the_shown_week_has_no_hole_and_no_overlap(
    made: tuple[list[RosterEvent], Instant], able: frozenset[OfficerId]
) -> None:
    events, base = made
    end = after(base, 7 * DAY)
    cut = spans(events, base, end, able)
    assert cut[0][0] == base
    assert cut[-1][1] == end
    for (_, ends, who), (starts, _, following) in zip(cut, cut[1:], strict=False):
        assert ends == starts
        assert who != following
        assert on_duty(events, Instant(starts - 1), able).duty == who
        assert on_duty(events, starts, able).duty == following


@soon
@given(rosters(), _able, st.integers(-5 * DAY, 5 * DAY))
def test_only_who_can_answer_is_on_duty(
    made: tuple[list[RosterEvent], Instant], able: frozenset[OfficerId], offset: int
) -> None:
    events, base = made
    turn = on_duty(events, after(base, offset), able)
    assert {turn.duty, turn.backup} <= able | {None}
    assert turn.duty is None or turn.duty != turn.backup
