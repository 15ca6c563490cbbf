"""The roster against a second, slow and simple one that shares nothing with it but the events."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import DAY, HOUR, MINUTE, Instant, OfficerId
from bot.domain.roster import Layer, OffSet, Roster, RosterEvent, RotationSet, ShiftSet, Undone

PEOPLE = [OfficerId(name) for name in "abcd"]
ZONES = ("Asia/Phnom_Penh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
BASES = {zone: datetime(2026, month, 25, tzinfo=UTC) for zone, month in zip(ZONES, (3, 3, 10, 9, 6), strict=True)}


def _local(instant: int, zone: str) -> datetime:
    return datetime.fromtimestamp(instant / 1000, tz=ZoneInfo(zone))


def _millis(naive: datetime, zone: str) -> int:
    return round(naive.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def _whose_turn(rotation: RotationSet, instant: int) -> OfficerId | None:
    """Counts the turns one by one from the first."""
    if not rotation.officers:
        return None
    number = 0
    first = _local(rotation.starts_at, rotation.zone).replace(tzinfo=None)
    while True:
        if rotation.turn_hours:
            following = rotation.starts_at + (number + 1) * rotation.turn_hours * HOUR
        else:
            following = _millis(first + timedelta(days=rotation.turn_days * (number + 1)), rotation.zone)
        if instant < following:
            return rotation.officers[number % len(rotation.officers)]
        number += 1


def _in_hours(rotation: RotationSet, instant: int) -> bool:
    if rotation.hours is None and not rotation.weekdays:
        return True
    begin, end = rotation.hours or (0, 0)
    today = _local(instant, rotation.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for ago in (2, 1, 0):
        day = today - timedelta(days=ago)
        if rotation.weekdays and day.weekday() not in rotation.weekdays:
            continue
        last = day + timedelta(days=1 if end <= begin else 0, minutes=end)
        if _millis(day + timedelta(minutes=begin), rotation.zone) <= instant < _millis(last, rotation.zone):
            return True
    return False


def slow_duty(events: Sequence[RosterEvent], instant: int, able: frozenset[OfficerId]) -> OfficerId | None:
    """Who is on duty, looked up the long way."""
    void = {event.event for event in events if isinstance(event, Undone)}
    for number in reversed(range(len(events))):
        event = events[number]
        if number in void or not isinstance(event, ShiftSet) or not event.starts_at <= instant < event.ends_at:
            continue
        if event.officer in able and not _is_away(events, event.officer, instant, void, number):
            return event.officer
    current: list[RotationSet] = []
    for number, event in enumerate(events):
        if isinstance(event, RotationSet) and number not in void and event.starts_at <= instant:
            same = (event.layer, event.hours, event.weekdays)
            current = [one for one in current if (one.layer, one.hours, one.weekdays) != same] + [event]
    primary = [one for one in current if one.layer is Layer.PRIMARY and _in_hours(one, instant)]
    certain = [one for one in primary if one.hours is not None or one.weekdays]
    for rotation in [*reversed(certain), *(one for one in reversed(primary) if one not in certain)]:
        whose = _whose_turn(rotation, instant)
        if whose in able and whose is not None and not _is_away(events, whose, instant, void, -1):
            return whose
    return None


def _is_away(events: Sequence[RosterEvent], officer: OfficerId, instant: int, void: set[int], since: int) -> bool:
    return any(
        isinstance(event, OffSet) and event.officer == officer and event.starts_at <= instant < event.ends_at
        for number, event in enumerate(events)
        if number > since and number not in void
    )


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[RosterEvent], int, frozenset[OfficerId]]:
    """Whatever can be decided about a desk, around a day of change."""
    zone = draw(st.sampled_from(ZONES))
    base = round(BASES[zone].timestamp() * 1000)
    events: list[RosterEvent] = []
    for _ in range(draw(st.integers(1, 7))):
        begin = Instant(base + draw(st.integers(-6 * 48, 10 * 48)) * 30 * MINUTE)
        end = Instant(begin + draw(st.integers(1, 96)) * 30 * MINUTE)
        who = draw(st.sampled_from(PEOPLE))
        match draw(st.sampled_from(["rotation", "rotation", "shift", "off", "undone"])):
            case "rotation":
                order = tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=4)))
                half = st.integers(0, 47).map(lambda place: place * 30)
                hours = draw(st.none() | st.tuples(half, half))
                days = tuple(sorted(draw(st.sets(st.integers(0, 6), max_size=3))))
                layer, each = draw(st.sampled_from(Layer)), draw(st.sampled_from([0, 0, 1, 8, 12, 36]))
                turn = draw(st.sampled_from([1, 2, 7, 28]))
                events.append(RotationSet(order, begin, turn, zone, each, layer, hours, days))
            case "shift":
                events.append(ShiftSet(who, begin, end))
            case "off":
                events.append(OffSet(who, begin, end))
            case _:
                events.append(Undone(draw(st.integers(0, 6))))
    return events, base, draw(st.frozensets(st.sampled_from(PEOPLE)))


def _agrees(made: tuple[list[RosterEvent], int, frozenset[OfficerId]], step: int, days: int) -> None:
    events, base, able = made
    roster = Roster(events, able)
    begin, end = Instant(base - DAY), Instant(base + days * DAY)
    gaps = roster.gaps(begin, end)
    for instant in range(begin, end, step):
        slow = slow_duty(events, instant, able)
        assert roster.at(Instant(instant)).duty == slow, instant
        assert any(first <= instant < last for first, last in gaps) is (slow is None), instant


_SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=40, **_SETTINGS)  # type: ignore[arg-type]
@given(decided())
def test_invariant_4_both_rosters_say_the_same_and_every_gap_is_known(
    made: tuple[list[RosterEvent], int, frozenset[OfficerId]],
) -> None:
    _agrees(made, 2 * HOUR + 7 * MINUTE, 12)


@pytest.mark.torture
@pytest.mark.timeout(3_600)
@settings(max_examples=3_000, **_SETTINGS)  # type: ignore[arg-type]
@given(decided())
def test_invariant_4_both_rosters_say_the_same_over_thousands_of_decisions(
    made: tuple[list[RosterEvent], int, frozenset[OfficerId]],
) -> None:
    _agrees(made, 47 * MINUTE, 30)
