"""Gaps are announced in time, over sixty days and thousands of decisions; the rules alone, without storage."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime

import pytest

from bot.domain.gaps import ahead, due, fresh, next_look, told_by
from bot.domain.ids import DAY, HOUR, MINUTE, Instant, OfficerId, after
from bot.domain.roster import (
    HoursSet,
    Layer,
    OffSet,
    Roster,
    RosterEvent,
    RotationSet,
    ShiftSet,
    Undone,
    to_publish,
)
from bot.domain.weekly import Weekly
from tests.domain.painted import DAYS, Said, Witness, gaps_in, painted, shut
from tests.domain.test_roster_oracle import slow_duty

PEOPLE = tuple(OfficerId(name) for name in "abcd")
ZONES = ("Asia/Phnom_Penh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
FEW = int(os.environ.get("GAP_SEQUENCES", "50"))
MANY = int(os.environ.get("GAP_SEQUENCES", "100000"))
LASTS = 16 * DAY
"""So long a story goes on at least; from each moment of it the gaps of the next weeks are looked at."""
_WHOLE = 0.2
"""In so many of these moments all sixty days that follow are compared."""


class Story:
    """One desk: what is decided, what is announced, and how the time goes on."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        months = self.dice.choice([(2026, 3, 20), (2026, 10, 20), (2026, 9, 28), (2026, 6, 1)])
        start = datetime(*months, tzinfo=UTC).timestamp() * 1000
        self.now = Instant(round(start) + self.dice.randrange(7 * 24 * 60) * MINUTE)
        self.ends = self.now + LASTS
        self.zone = self.dice.choice(ZONES)
        self.events: list[RosterEvent] = []
        self.able = frozenset(PEOPLE)
        self.row = Instant(self.now)
        self.heard: list[Said] = []
        self.witness = Witness(self.now)
        self._changes(lambda: None, first=True)

    def _roster(self) -> Roster:
        return Roster(self.events, self.able)

    def _say(self, gaps: list[tuple[Instant, Instant]]) -> None:
        said = [Said(self.now, max(begin, self.now), end) for begin, end in gaps]
        self.heard += said
        self.witness.hears(said)

    def _changes(self, decide: object, first: bool = False) -> None:
        """As `rota.change` does."""
        assert callable(decide)
        if self.row <= self.now and not first:
            self._row()
        told = [] if first else told_by(ahead(self._roster(), self.now), self.now)
        decide()
        self.events += to_publish(self.events, self.now)[0]
        roster = self._roster()
        minutes = shut(painted(self.events, self.able, self.now), self.events, self.now)
        days = DAYS if self.dice.random() < _WHOLE else 8
        near = bytearray(minutes[: days * 24 * 60])
        assert roster.gaps(self.now, after(self.now, days * DAY)) == gaps_in(near, self.now)
        self.witness.stands(minutes, self.now)
        gaps = ahead(roster, self.now)
        self._say(fresh(gaps, told, self.now))
        self.row = next_look(gaps, self.now)
        self._look()

    def _row(self) -> None:
        """As `rota.gap_due` does."""
        self._say(due(self._roster(), self.row, self.now))
        self.row = next_look(ahead(self._roster(), self.now), self.now)

    def _look(self) -> None:
        self.witness.looks(self.now, self.heard)
        self.heard = [one for one in self.heard if one.at >= self.now]

    def passes(self, until: int, away: bool) -> None:
        """The time goes on: each row when it is due, or, while the process is away, all of them afterwards."""
        while not away and self.row <= until:
            self.now = self.row
            self._row()
            self._look()
        self.now = Instant(until)
        if away:
            self.witness.late = until
            if self.dice.random() < 0.5:
                self.decides()
            elif self.row <= self.now:
                self._row()
        self._look()

    def decides(self) -> None:
        """One random decision."""
        self._changes(self._decision())

    def _decision(self) -> object:
        dice, who = self.dice, self.dice.choice(PEOPLE)
        begin = Instant(self.now + dice.choice([0, 1, 30, 47, 600, 1440, 9000, 10080, 14000, 30000]) * MINUTE)
        end = Instant(begin + dice.choice([1, 2, 90, 480, 1440, 2880, 14400, 40000]) * MINUTE)
        match dice.choice(["rotate", "rotate", "shift", "off", "off", "swap", "undo", "person", "end", "hours"]):
            case "rotate":
                return lambda: self.events.append(self._rotation(begin))
            case "hours":
                return lambda: self.events.append(self._hours())
            case "end":
                return lambda: self.events.append(RotationSet((), begin, 1, self.zone))
            case "shift":
                return lambda: self.events.append(ShiftSet(who, begin, end))
            case "off":
                return lambda: self.events.append(OffSet(who, begin, end))
            case "swap":
                length = end - begin
                other = Instant(end + dice.randrange(3000) * MINUTE)
                pair = [ShiftSet(who, begin, end), ShiftSet(dice.choice(PEOPLE), other, Instant(other + length))]
                return lambda: self.events.extend(pair)
            case "undo" if self.events:
                return lambda: self.events.append(Undone(dice.randrange(len(self.events))))
            case "undo":
                return lambda: None
            case _:
                return lambda: setattr(self, "able", self.able ^ {who})

    def _hours(self) -> HoursSet:
        dice = self.dice
        begin, end = dice.sample(range(48), 2)
        days = tuple(sorted(dice.sample(range(7), dice.randint(1, 6)))) if dice.random() < 0.5 else ()
        hours = (begin * 30, end * 30) if dice.random() < 0.7 else None
        return HoursSet(Weekly(self.zone, hours, days))

    def _rotation(self, begin: Instant) -> RotationSet:
        dice = self.dice
        order = tuple(dice.choice(PEOPLE) for _ in range(dice.randint(1, 4)))
        begin = Instant(begin - dice.choice([0, 0, 1, 40]) * DAY)
        hours = (dice.randrange(48) * 30, dice.randrange(48) * 30) if dice.random() < 0.2 else None
        days = tuple(sorted(dice.sample(range(7), dice.randint(1, 3)))) if dice.random() < 0.1 else ()
        layer = Layer.BACKUP if dice.random() < 0.1 else Layer.PRIMARY
        each = dice.choice([0] * 12 + [8, 12, 36])
        return RotationSet(order, begin, dice.choice([1, 2, 7, 28]), self.zone, each, layer, hours, days)


def tell_story(seed: int) -> int:
    """How many announcements it took."""
    story = Story(seed)
    while story.now < story.ends:
        for _ in range(story.dice.randint(1, 2)):
            story.decides()
        away = story.dice.random() < 0.25
        longest = 10 * 60 if away else 9 * 24 * 60
        story.passes(story.now + story.dice.choice([1, 600, longest, longest]) * MINUTE, away)
    return story.witness.seen


@pytest.mark.timeout(240)
def test_invariant_4_every_uncovered_minute_is_announced_in_time() -> None:
    said = sum(_told(seed) for seed in range(FEW))
    assert said > FEW


@pytest.mark.torture
@pytest.mark.timeout(24 * 3_600)
@pytest.mark.parametrize("part", range(100))
def test_invariant_4_every_uncovered_minute_is_announced_in_time_over_many_stories(part: int) -> None:
    for seed in range(1_000_000 + part, 1_000_000 + MANY, 100):
        _told(seed)


def _told(seed: int) -> int:
    try:
        return tell_story(seed)
    except AssertionError as error:
        raise AssertionError(f"story {seed}: {error}") from error


def test_the_painted_roster_is_the_one_that_is_looked_up_the_long_way() -> None:
    for seed in range(12):
        story = Story(seed)
        for _ in range(5):
            story.decides()
        minutes, names = painted(story.events, story.able, story.now), sorted(story.able)
        for place in range(0, len(minutes), 613):
            slow = slow_duty(story.events, story.now + place * MINUTE, story.able)
            assert (names[minutes[place] - 1] if minutes[place] else None) == slow, (seed, place)


def test_a_gap_that_does_not_end_is_said_again_each_week() -> None:
    now = Instant(round(datetime(2026, 6, 3, 12, tzinfo=UTC).timestamp() * 1000))
    roster = Roster([], frozenset())
    gaps = ahead(roster, now)
    assert fresh(gaps, [], now) == [gaps[0]]
    end, row = gaps[0][1], next_look(gaps, now)
    for _ in range(5):
        now, looked = row, row
        while not (said := due(roster, looked, now)):
            now = looked = next_look(ahead(roster, now), now)
        assert [(begin, last - begin) for begin, last in said] == [(end, 7 * DAY)], (
            "it goes on where it was said to"
        )
        assert end - now == 7 * DAY
        end, row = said[0][1], next_look(ahead(roster, now), now)


def test_hours_and_days_are_those_of_the_house() -> None:
    assert (HOUR, DAY) == (60 * MINUTE, 24 * HOUR)
