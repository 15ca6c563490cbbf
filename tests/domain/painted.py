"""A third roster, minute by minute, and what has to be said of its gaps; shares only the events with the program.

Every minute of sixty days is painted by hand: rotations first, then shifts over them. Time must be whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import DAY, HOUR, MINUTE, OfficerId
from bot.domain.roster import HoursSet, Layer, OffSet, RosterEvent, RotationSet, ShiftSet, Undone
from bot.domain.weekly import Weekly

DAYS = 60
LEADS = (7 * DAY, 3 * DAY, 24 * HOUR, 2 * HOUR)
LATE = 5_000
"""Milliseconds after its time an announcement may come."""
Run = tuple[int, int]


def millis(naive: datetime, zone: str) -> int:
    return round(naive.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def local(instant: int, zone: str) -> datetime:
    return datetime.fromtimestamp(instant / 1000, tz=ZoneInfo(zone)).replace(tzinfo=None)


def _turns(one: RotationSet, begin: int, end: int) -> Iterator[tuple[int, int, OfficerId]]:
    """The turns that touch this stretch."""
    first, number = local(one.starts_at, one.zone), 0
    length = (one.turn_hours or 24 * one.turn_days) * HOUR
    number = max(0, (begin - one.starts_at) // length - 2)

    def start(number: int) -> int:
        if one.turn_hours:
            return one.starts_at + number * length
        return millis(first + timedelta(days=one.turn_days * number), one.zone)

    while (starts := start(number)) < end:
        yield starts, start(number + 1), one.officers[number % len(one.officers)]
        number += 1


def _hours(one: RotationSet | Weekly, begin: int, end: int) -> list[Run]:
    """When it holds."""
    if one.hours is None and not one.weekdays:
        return [(begin, end)]
    day = local(begin, one.zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
    first, last = one.hours or (0, 0)
    found = []
    while (midnight := millis(day, one.zone)) < end + DAY:
        assert midnight
        if not one.weekdays or day.weekday() in one.weekdays:
            closes = day + timedelta(days=1 if last <= first else 0, minutes=last)
            found.append((millis(day + timedelta(minutes=first), one.zone), millis(closes, one.zone)))
        day += timedelta(days=1)
    return found


def _less(run: Run, away: Sequence[Run]) -> list[Run]:
    """The run without these."""
    left = [run]
    for begin, end in away:
        left = [
            part
            for one in left
            for part in ((one[0], min(one[1], begin)), (max(one[0], end), one[1]))
            if part[0] < part[1]
        ]
    return left


def painted(events: Sequence[RosterEvent], able: frozenset[OfficerId], begin: int, days: int = DAYS) -> bytearray:
    """For each minute from `begin` on 0 if nobody is on duty, else one more than the officer's place in order."""
    assert begin % MINUTE == 0
    end, minutes = begin + days * DAY, bytearray(days * 24 * 60)
    signs = {one: number + 1 for number, one in enumerate(sorted(able))}
    void = {one.event for one in events if isinstance(one, Undone)}
    counted = [(number, one) for number, one in enumerate(events) if number not in void]
    offs = [(number, one) for number, one in counted if isinstance(one, OffSet)]

    def paint(run: Run, officer: OfficerId, since: int) -> None:
        away = [(one.starts_at, one.ends_at) for n, one in offs if n > since and one.officer == officer]
        for first, last in _less((max(run[0], begin), min(run[1], end)), away):
            if first < last:
                assert first % MINUTE == last % MINUTE == 0
                places = slice((first - begin) // MINUTE, (last - begin) // MINUTE)
                minutes[places] = bytes([signs[officer]]) * (places.stop - places.start)

    for run, officer in _by_turns([(n, one) for n, one in counted if isinstance(one, RotationSet)], begin, end):
        if officer in able:
            paint(run, officer, -1)
    for number, event in counted:
        if isinstance(event, ShiftSet) and event.officer in able:
            paint((event.starts_at, event.ends_at), event.officer, number)
    return minutes


CLOSED = 255
"""Nobody is on duty, and nobody is meant to be."""
_AS_CLOSED = bytes.maketrans(b"\0", bytes([CLOSED]))


def shut(minutes: bytearray, events: Sequence[RosterEvent], begin: int) -> bytearray:
    """The same, in which minutes outside the desk's hours are no gap."""
    void = {one.event for one in events if isinstance(one, Undone)}
    hours = [one.weekly for n, one in enumerate(events) if isinstance(one, HoursSet) and n not in void]
    if not hours:
        return minutes
    end = begin + len(minutes) * MINUTE
    said = minutes.translate(_AS_CLOSED)
    for opens, closes in _hours(hours[-1], begin, end):
        first, last = max(opens, begin), min(closes, end)
        if first < last:
            places = slice((first - begin) // MINUTE, (last - begin) // MINUTE)
            said[places] = minutes[places]
    return said


def _by_turns(
    rotations: Sequence[tuple[int, RotationSet]], begin: int, end: int
) -> Iterator[tuple[Run, OfficerId]]:
    """Whose turn it is, those of certain hours after, and so over, the others; of equals the newest last."""
    primary = [(number, one) for number, one in rotations if one.layer is Layer.PRIMARY]
    changes = sorted({begin, end, *(one.starts_at for _, one in primary if begin < one.starts_at < end)})
    for first, last in zip(changes, changes[1:], strict=False):
        newest = {(one.hours, one.weekdays): (n, one) for n, one in primary if one.starts_at <= first}
        for _, one in sorted(newest.values(), key=lambda pair: (pair[1].place[1:] != (None, ()), pair[0])):
            for opens, closes in _hours(one, first, last) if one.officers else ():
                within = max(opens, first), min(closes, last)
                for starts, stops, officer in _turns(one, *within) if within[0] < within[1] else ():
                    yield (max(starts, within[0]), min(stops, within[1])), officer


def gaps_in(minutes: bytearray, begin: int) -> list[Run]:
    """Every run of uncovered minutes, looked at minute by minute."""
    found, at = list[Run](), 0
    while (at := minutes.find(0, at)) >= 0:
        stop = len(minutes) - len(minutes[at:].lstrip(b"\0"))
        found.append((begin + at * MINUTE, begin + stop * MINUTE))
        at = stop
    return found


@dataclass(frozen=True)
class Said:
    """One announcement; `more` others were only counted."""

    at: int
    begin: int
    end: int
    more: int = 0


@dataclass
class Witness:
    """Remembers for every minute whether its gap was announced, and holds what is said against what is so.

    `begin` is when the story begins; `told` has one mark for each minute from then on.
    """

    begin: int
    told: bytearray = field(init=False)
    looked: int = field(init=False)
    minutes: bytearray = field(default_factory=bytearray)
    since: int = 0
    late: int = 0
    """When the process was back last: what came due before that is said then."""
    seen: int = 0

    def __post_init__(self) -> None:
        self.told = bytearray(2 * DAYS * 24 * 60)
        self.looked = self.begin

    def stands(self, minutes: bytearray, now: int) -> None:
        """The roster as it is from now on: what somebody has again was not announced any more."""
        self.minutes, self.since = minutes, now
        at = (now - self.begin) // MINUTE
        for place in _covered(minutes):
            self.told[at + place[0] : at + place[1]] = bytes(place[1] - place[0])

    def hears(self, said: Sequence[Said]) -> None:
        """Nothing is announced that somebody has."""
        for one in said:
            first, last = ((end - self.since) // MINUTE for end in (one.begin, one.end))
            assert one.at <= one.begin < one.end, one
            assert not any(self.minutes[first:last]), ("announced, and covered", one)
            if one.more:
                # Of many gaps the first five are told one by one, and of the rest how many there are.
                last = len(self.minutes) if one.more else last
            at = (self.since - self.begin) // MINUTE
            self.told[at + first : at + last] = b"\1" * (last - first)
            self.seen += 1

    def looks(self, now: int, said: Sequence[Said]) -> None:
        """Everything that was to be said by now was said, and in time; `said` is what was since the last look."""
        ahead = self.minutes[(now - self.since) // MINUTE :]
        known = self.told[(now - self.begin) // MINUTE :]
        week = 7 * 24 * 60
        for first, last in gaps_in(ahead[:week], 0):
            unsaid = known.find(0, first // MINUTE, last // MINUTE)
            assert unsaid < 0, ("uncovered, near and unsaid", now + unsaid * MINUTE)
        for begin, end in gaps_in(self.minutes, self.since):
            if begin == self.since or end <= now:
                continue
            for lead in LEADS:
                if max(self.looked, self.since) < begin - lead <= now:
                    self._in_time(begin, begin - lead, now, said)
        self.looked = now

    def _in_time(self, begin: int, due: int, now: int, said: Sequence[Said]) -> None:
        by = max(due, self.late) + LATE
        heard = [one for one in said if due <= one.at <= by]
        # What began while nobody served is said from the moment on at which somebody did again.
        assert any(one.begin <= max(begin, one.at) < one.end or one.more for one in heard), (begin, due, now, said)


def _covered(minutes: bytearray) -> list[Run]:
    found, at = list[Run](), 0
    for begin, end in [*gaps_in(minutes, 0), (len(minutes) * MINUTE, 0)]:
        found.append((at, begin // MINUTE))
        at = end // MINUTE
    return [run for run in found if run[0] < run[1]]
