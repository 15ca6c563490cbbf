"""Rosters in every time zone on the days on which its clocks change, against a second reckoning of wall time."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from whenever import Date, Time

from bot.domain.ids import DAY, HOUR, SECOND, Instant, OfficerId, after
from bot.domain.roster import Roster, RotationSet
from bot.domain.wall import instant_of

OFFICERS = (OfficerId("a"), OfficerId("b"), OfficerId("c"))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SOME = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago"),
    *("Asia/Phnom_Penh", "Asia/Tehran", "Pacific/Apia", "Africa/Cairo", "UTC"),
)
TURNS = ((0, 1), (0, 6), (0, 8), (0, 12), (1, 0), (2, 0), (7, 0), (28, 0))
"""Days, or hours."""
_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)


def days_of_change(zone: str) -> Iterator[datetime]:
    """Every day from 2020 to 2040 on which the offset changes; one ordinary day where none does."""
    info, day = ZoneInfo(zone), _FROM
    found = False
    before = day.astimezone(info).utcoffset()
    while day < _UNTIL:
        day += timedelta(days=1)
        now = day.astimezone(info).utcoffset()
        if now != before:
            found = True
            yield day - timedelta(days=1)
        before = now
    if not found:
        yield datetime(2026, 11, 28, tzinfo=UTC)


def _reckoned(rotation: RotationSet, number: int) -> int:
    """When a turn begins, without anything of ours."""
    if rotation.turn_hours:
        return rotation.starts_at + number * rotation.turn_hours * HOUR
    clock = datetime.fromtimestamp(rotation.starts_at / 1000, tz=ZoneInfo(rotation.zone))
    day = Date(clock.year, clock.month, clock.day).add(days=number * rotation.turn_days)
    naive = day.at(Time(clock.hour, clock.minute))
    return int(naive.assume_tz(rotation.zone, disambiguation="compatible").timestamp(unit="millisecond"))


def _walked(zone: str, number: int, day: datetime) -> None:
    """Thirty seconds at a time over two days: somebody is always on duty, and it is who the reckoning says."""
    days, hours = TURNS[number % len(TURNS)]
    half_hours = (number * 7) % 48
    clock = (day - timedelta(days=29)).replace(tzinfo=None) + timedelta(minutes=30 * half_hours)
    starts_at = instant_of(clock.replace(tzinfo=ZoneInfo(zone)))
    rotation = RotationSet(OFFICERS, starts_at, days or 1, zone, hours)
    begin, end = instant_of(day - timedelta(hours=12)), instant_of(day + timedelta(hours=36))
    length = (hours or 24 * days) * HOUR
    numbers = range((begin - starts_at) // length - 2, (end - starts_at) // length + 3)
    starts = [_reckoned(rotation, one) for one in numbers]
    assert starts == sorted(starts)
    roster = Roster([rotation], frozenset(OFFICERS))
    for instant in range(begin, end, 30 * SECOND):
        turn = numbers[bisect_right(starts, instant) - 1]
        assert roster.at(Instant(instant)).duty == OFFICERS[turn % len(OFFICERS)], (
            zone,
            day,
            days,
            hours,
            instant,
        )
    cut = [span for span in roster.spans(begin, end) if begin < span[0]]
    assert [span[0] for span in cut] == [one for one in starts if begin < one < end]
    assert not roster.gaps(begin, end)


@pytest.mark.parametrize("zone", SOME)
def test_invariant_4_no_gap_and_no_overlap_when_the_clocks_change(zone: str) -> None:
    for number, day in enumerate(days_of_change(zone)):
        if number % 5 == len(zone) % 5:
            _walked(zone, number, day)


@pytest.mark.torture
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("part", range(16))
def test_invariant_4_no_gap_and_no_overlap_in_any_zone_on_any_day_of_change(part: int) -> None:
    for place, zone in enumerate(ZONES[part::16]):
        for number, day in enumerate(days_of_change(zone)):
            _walked(zone, place + number, day)


def test_the_walk_reaches_every_length_and_every_half_hour() -> None:
    assert len({(number * 7) % 48 for number in range(48)}) == 48
    assert {hours or 24 * days for days, hours in TURNS} >= {1, 24, 24 * 28}
    assert after(Instant(0), DAY) == 24 * HOUR
