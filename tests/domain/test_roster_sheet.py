"""A week and a month of a roster, cut into days: nothing missing, nothing twice, days of any length."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import DAY, HOUR, MINUTE, Instant, OfficerId, after
from bot.domain.looks import Look, look_of
from bot.domain.roster import ByHand, OffSet, Roster, RosterEvent, RotationSet, ShiftSet
from bot.domain.roster_sheet import Cell, Extent, Sheet, sheet_of
from bot.domain.wall import instant_of

A, B, C = (OfficerId(name) for name in "abc")
ABLE = frozenset({A, B, C})


def at(zone: str, *when: int) -> Instant:
    year, month, day, hour = (*when, 0)[:4]
    return instant_of(datetime(year, month, day, hour, tzinfo=ZoneInfo(zone)))


def cells(sheet: Sheet) -> list[Cell]:
    return [cell for day in sheet.days for cell in day.cells]


def spans() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(-48, 900), st.integers(1, 60))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    zone=st.sampled_from(("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Phnom_Penh")),
    day=st.integers(0, 364),
    length=st.sampled_from((0, 5, 8, 12)),
    shifts=st.lists(st.tuples(st.sampled_from((A, B, C)), spans()), max_size=3),
    offs=st.lists(st.tuples(st.sampled_from((A, B, C)), spans()), max_size=3),
    period=st.sampled_from(Extent),
)
def test_every_instant_is_in_one_cell_which_says_what_the_roster_says(
    zone: str,
    day: int,
    length: int,
    shifts: list[tuple[OfficerId, tuple[int, int]]],
    offs: list[tuple[OfficerId, tuple[int, int]]],
    period: Extent,
) -> None:
    now = after(at(zone, 2026, 1, 1, 9), day * DAY)
    begins = after(now, -9 * HOUR)
    events: list[RosterEvent] = [RotationSet((A, B), begins, 1, zone, turn_hours=length)]
    for kind, found in ((ShiftSet, shifts), (OffSet, offs)):
        for who, (first, hours) in found:
            events.append(kind(who, after(now, first * HOUR), after(now, (first + hours) * HOUR)))
    roster = Roster(events, ABLE)
    sheet = sheet_of(roster, zone, now, period)
    whole = cells(sheet)
    assert whole[0].starts_at == sheet.days[0].starts_at <= now < sheet.days[-1].ends_at == whole[-1].ends_at
    assert all(one.ends_at == other.starts_at for one, other in pairwise(whole))
    assert all(one.starts_at < one.ends_at for one in whole)
    for cell in whole:
        step = max((cell.ends_at - cell.starts_at) // 7, 1)
        for instant in (*range(cell.starts_at, cell.ends_at, step), cell.ends_at - 1):
            turn = roster.at(Instant(instant))
            assert cell.duty == turn.duty
            assert cell.alone == (turn.duty is not None and turn.backup is None)
            assert cell.by_hand == roster.by_hand(Instant(instant))


@settings(max_examples=40, deadline=None)
@given(first=st.integers(0, 150), minutes=st.integers(1, 3_000))
def test_what_the_picture_shows_as_a_gap_is_a_gap_of_the_roster(first: int, minutes: int) -> None:
    now = at("Asia/Seoul", 2026, 11, 27, 14)
    away = after(now, first * HOUR)
    events: list[RosterEvent] = [
        RotationSet((A,), after(now, -DAY), 1, "Asia/Seoul"),
        OffSet(A, away, after(away, minutes * MINUTE)),
    ]
    roster = Roster(events, ABLE)
    sheet = sheet_of(roster, "Asia/Seoul", now, Extent.WEEK)
    shown = [(one.starts_at, one.ends_at) for one in sheet.to_come if one.duty is None]
    assert shown == roster.gaps(now, sheet.days[-1].ends_at)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", (2026, 3, 29), 23),
        ("Europe/Berlin", (2026, 10, 25), 25),
        ("Australia/Lord_Howe", (2026, 4, 5), 24.5),
        ("America/Santiago", (2026, 9, 6), 23),
        ("Asia/Beirut", (2026, 3, 29), 23),
        ("Asia/Phnom_Penh", (2026, 3, 29), 24),
    ],
)
def test_a_day_on_which_clocks_change_is_as_long_as_it_is(
    zone: str, day: tuple[int, int, int], hours: float
) -> None:
    roster = Roster([RotationSet((A, B), at(zone, 2026, 1, 1, 8), 1, zone)], ABLE)
    sheet = sheet_of(roster, zone, after(at(zone, *day), 2 * HOUR), Extent.WEEK)
    first = sheet.days[0]
    assert first.date == date(*day)
    assert (first.ends_at - first.starts_at) / HOUR == hours
    assert [one.starts_at for one in first.cells[1:]] == [at(zone, *day, 8)], "the turn begins at its wall time"
    assert all(one.ends_at - one.starts_at == DAY for one in sheet.days[1:])


def test_a_day_that_a_zone_left_out_is_not_there() -> None:
    sheet = sheet_of(Roster([], ABLE), "Pacific/Apia", at("Pacific/Apia", 2011, 12, 28, 9), Extent.WEEK)
    assert [day.date.day for day in sheet.days] == [28, 29, 31, 1, 2, 3]


def test_a_month_begins_with_this_weeks_monday_and_holds_the_turns_that_are_published() -> None:
    for day in range(1, 15):
        now = at("Asia/Seoul", 2026, 11, day, 23)
        sheet = sheet_of(Roster([], ABLE), "Asia/Seoul", now, Extent.MONTH)
        assert len(sheet.days) == 35
        assert sheet.days[0].date.weekday() == 0
        assert sheet.days[-1].ends_at >= after(now, 28 * DAY)


def test_what_is_to_come_begins_now_and_goes_over_midnight() -> None:
    now = at("Asia/Seoul", 2026, 11, 27, 14)
    roster = Roster([RotationSet((A, B), at("Asia/Seoul", 2026, 11, 27, 8), 1, "Asia/Seoul")], ABLE)
    first, second, *_ = sheet_of(roster, "Asia/Seoul", now, Extent.WEEK).to_come
    assert first == Cell(now, at("Asia/Seoul", 2026, 11, 28, 8), A)
    assert second.starts_at == first.ends_at


def test_who_is_alone_and_who_was_set_by_hand() -> None:
    now = at("UTC", 2026, 11, 27)
    events: list[RosterEvent] = [
        RotationSet((A,), now, 1, "UTC"),
        ShiftSet(B, after(now, 8 * HOUR), after(now, 12 * HOUR)),
    ]
    first, second, third = sheet_of(Roster(events, ABLE), "UTC", now, Extent.WEEK).days[0].cells
    assert (first.duty, first.alone, first.by_hand) == (A, True, None)
    assert (second.duty, second.alone, second.by_hand) == (B, False, ByHand.SHIFT)
    assert (third.duty, third.alone, third.by_hand) == (A, True, None)


@pytest.mark.parametrize(
    ("said", "look"),
    [
        ("", Look()),
        ("month", Look(Extent.MONTH)),
        ("WEEK dark", Look(Extent.WEEK, dark=True)),
        ("dark month", Look(Extent.MONTH, dark=True)),
        ("월 어둡게", Look(Extent.MONTH, dark=True)),
        ("이번달 밝게", Look(Extent.MONTH)),
        ("ខែ ងងឹត", Look(Extent.MONTH, dark=True)),
        ("សប្ដាហ៍", Look()),
        ("เดือน มืด", Look(Extent.MONTH, dark=True)),
        ("tháng này tối", Look(Extent.MONTH, dark=True)),
        ("tuần", Look()),
        ("本月 深色", Look(Extent.MONTH, dark=True)),
        ("month month", Look(Extent.MONTH)),
        ("year", None),
        ("week month", None),
        ("light dark", None),
        ("month at", None),
        ("\u200b", None),
    ],
)
def test_which_picture_is_meant(said: str, look: Look | None) -> None:
    assert look_of(said.split()) == look
