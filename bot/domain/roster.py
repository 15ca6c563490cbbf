"""Who is on duty at an instant, as a pure function of what was decided (append-only events).

A turn that nobody able has is a gap, whoever stands behind: the ladder falls through it at once, and it is said
beforehand. Who comes next in turn is the backup, not a silent stand-in who may be asleep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import HOUR, Instant, OfficerId, after
from bot.domain.wall import days_on
from bot.domain.weekly import Weekly


class Layer(StrEnum):
    """Whom a rotation fills: who answers, or who stands behind."""

    PRIMARY = "primary"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class RotationSet:
    """From `starts_at` on the officers take turns; each turn begins at the same wall time in `zone`.

    With `turn_hours` turns are so many hours long, as they pass. With `hours` (minutes of the day, over midnight
    where they end before they begin) and `weekdays` (0 is Monday, of the day on which the hours begin) the
    rotation holds then only. It takes the place of the rotation before it with the same layer, hours and weekdays;
    without officers it ends it.
    """

    officers: tuple[OfficerId, ...]
    starts_at: Instant
    turn_days: int
    zone: str
    turn_hours: int = 0
    layer: Layer = Layer.PRIMARY
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()

    @property
    def place(self) -> tuple[object, ...]:
        """What a later rotation must have in common with this one to take its place."""
        return self.layer, self.hours, self.weekdays

    @property
    def weekly(self) -> Weekly:
        """The hours in which it holds."""
        return Weekly(self.zone, self.hours, self.weekdays)


class ByHand(StrEnum):
    """How a shift came about that no rotation gave."""

    SHIFT = "shift"
    COVER = "cover"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class ShiftSet:
    """One officer for one span, half open, before any rotation."""

    officer: OfficerId
    starts_at: Instant
    ends_at: Instant
    came: ByHand = ByHand.SHIFT


@dataclass(frozen=True, slots=True)
class OffSet:
    """One officer is away for one span, half open; a shift that is set later goes before it."""

    officer: OfficerId
    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True, slots=True)
class Published:
    """When turns of a rotation begin, as they were told to people: new rules for clocks do not move them.

    `event` is the number of the rotation among the desk's events, `first` that of the first of these turns.
    """

    event: int
    first: int
    starts: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """When published turns of a rotation would begin by new rules for clocks: told, and without further effect.

    `event` is the number of the rotation among the desk's events; each turn is named by its number.
    """

    event: int
    turns: tuple[tuple[int, Instant], ...]


@dataclass(frozen=True, slots=True)
class HoursSet:
    """The hours in which the desk means to have somebody on duty: beyond them an empty roster is no gap.

    It takes the place of the hours before it. At other times cries ring the default desk's officer at once.
    """

    weekly: Weekly


@dataclass(frozen=True, slots=True)
class Undone:
    """The event with this number among the desk's events does not count."""

    event: int


RosterEvent: TypeAlias = RotationSet | ShiftSet | OffSet | Published | Moved | HoursSet | Undone


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who answers now and who stands behind; None is a gap, which the ladder falls through."""

    duty: OfficerId | None
    backup: OfficerId | None


class _Turns:
    """The turns of one rotation, one after the other without gap or overlap."""

    def __init__(self, rotation: RotationSet, published: dict[int, Instant]) -> None:
        self.rotation, self.published = rotation, published

    def start(self, number: int) -> Instant:
        """As published, or else by the clocks' rules as they are known now."""
        return self.published.get(number) or self.reckoned(number)

    def reckoned(self, number: int) -> Instant:
        """Turns of days keep their wall time across a change of clocks; their length in hours may differ."""
        rotation = self.rotation
        if rotation.turn_hours:
            return after(rotation.starts_at, rotation.turn_hours * HOUR * number)
        return days_on(rotation.starts_at, rotation.turn_days * number, rotation.zone)

    def at(self, instant: Instant) -> int:
        """The number of the turn in which this instant lies."""
        hours = self.rotation.turn_hours or 24 * self.rotation.turn_days
        number = int((instant - self.rotation.starts_at) // (hours * HOUR))
        while self.start(number) > instant:
            number -= 1
        while self.start(number + 1) <= instant:
            number += 1
        return number

    def whose(self, instant: Instant) -> OfficerId:
        """Whose turn it is; asked only where there are officers."""
        return self.rotation.officers[self.at(instant) % len(self.rotation.officers)]

    def order(self, instant: Instant) -> list[OfficerId]:
        """Whose turn it is, and who follows."""
        officers = self.rotation.officers
        number = self.at(instant) if officers else 0
        return [officers[(number + step) % len(officers)] for step in range(len(officers))]

    def edges(self, starts_at: Instant, ends_at: Instant) -> Iterator[Instant]:
        number = self.at(max(starts_at, self.rotation.starts_at))
        while (edge := self.start(number)) < ends_at:
            yield edge
            number += 1
        for begins, ends in self.rotation.weekly.windows(starts_at, ends_at):
            yield from (begins, ends)

    def holds(self, instant: Instant) -> bool:
        """Whether it is one of its hours."""
        return self.rotation.weekly.holds(instant)


_ALWAYS = Weekly("UTC")


class Roster:
    """Everything that was decided for one desk, ready to be asked; `able` are those who can be on duty at all."""

    def __init__(self, events: Sequence[RosterEvent], able: frozenset[OfficerId]) -> None:
        self._able = able
        void = {event.event for event in events if isinstance(event, Undone)}
        counted = [(number, event) for number, event in enumerate(events) if number not in void]
        self._shifts = [(number, event) for number, event in counted if isinstance(event, ShiftSet)]
        self._offs = [(number, event) for number, event in counted if isinstance(event, OffSet)]
        self.hours = next((one.weekly for _, one in reversed(counted) if isinstance(one, HoursSet)), _ALWAYS)
        published: dict[int, dict[int, Instant]] = {}
        for _, event in counted:
            if isinstance(event, Published):
                turns = published.setdefault(event.event, {})
                turns.update({event.first + place: start for place, start in enumerate(event.starts)})
        self.turns = [
            (number, _Turns(event, published.get(number, {})))
            for number, event in counted
            if isinstance(event, RotationSet)
        ]

    def at(self, instant: Instant) -> OnDuty:
        """Who is on duty, and who stands behind."""
        duty, primary = self.duty(instant), self._running(instant, Layer.PRIMARY)
        behind = [one for turns in self._running(instant, Layer.BACKUP) for one in turns.order(instant)]
        behind += [one for turns in primary for one in turns.order(instant)]
        return OnDuty(duty, self._first([one for one in behind if one != duty], instant))

    def duty(self, instant: Instant) -> OfficerId | None:
        """Who is on duty; None is a gap."""
        by_hand = self._by_hand(instant)
        if by_hand is not None:
            return by_hand.officer
        scheduled = (turns.whose(instant) for turns in self._running(instant, Layer.PRIMARY))
        return self._first(scheduled, instant)

    def _running(self, instant: Instant, layer: Layer) -> list[_Turns]:
        """The rotations of this layer that hold now: those of certain hours first, of equals the newest."""
        newest: dict[tuple[object, ...], _Turns] = {}
        for _, turns in self.turns:
            if turns.rotation.layer is layer and turns.rotation.starts_at <= instant:
                newest.pop(turns.rotation.place, None)
                newest[turns.rotation.place] = turns
        holding = [
            turns for turns in reversed(newest.values()) if turns.rotation.officers and turns.holds(instant)
        ]
        return sorted(holding, key=lambda one: one.rotation.hours is None and not one.rotation.weekdays)

    def _by_hand(self, instant: Instant) -> ShiftSet | None:
        for number, shift in reversed(self._shifts):
            if shift.starts_at <= instant < shift.ends_at and self._can(shift.officer, instant, number):
                return shift
        return None

    def by_hand(self, instant: Instant) -> ByHand | None:
        """How who is on duty came to it, if no rotation gave it."""
        shift = self._by_hand(instant)
        return shift.came if shift is not None else None

    def _first(self, officers: Iterable[OfficerId], instant: Instant) -> OfficerId | None:
        return next((one for one in officers if self._can(one, instant, -1)), None)

    def _can(self, officer: OfficerId, instant: Instant, since: int) -> bool:
        """Whether they can be on duty: not away, or back by a shift that was set `since`."""
        return officer in self._able and not self.is_away(officer, instant, since)

    def is_away(self, officer: OfficerId, instant: Instant, since: int = -1) -> bool:
        """Whether an absence of theirs was noted, after the event with the number `since`."""
        return any(
            number > since and off.officer == officer and off.starts_at <= instant < off.ends_at
            for number, off in self._offs
        )

    def turn_ends(self, instant: Instant) -> Instant | None:
        """When the shift or turn ends that holds now, even if the same officer has the next one, too."""
        by_hand = self._by_hand(instant)
        if by_hand is not None:
            return by_hand.ends_at
        return next((turns.start(turns.at(instant) + 1) for turns in self._running(instant, Layer.PRIMARY)), None)

    def turn_over(self, place: tuple[object, ...], instant: Instant) -> Instant:
        """When the turn ends that this instant cuts, of the rotation at this place; else the instant itself."""
        begun = [one for _, one in self.turns if one.rotation.place == place and one.rotation.starts_at < instant]
        if not begun or not begun[-1].rotation.officers:
            return instant
        return begun[-1].start(begun[-1].at(Instant(instant - 1)) + 1)

    def edges(self, starts_at: Instant, ends_at: Instant) -> list[Instant]:
        """Every instant within at which the duty may change, both ends with them."""
        found = {starts_at, ends_at}
        by_hand: list[ShiftSet | OffSet] = [*(one for _, one in self._shifts), *(one for _, one in self._offs)]
        for one in by_hand:
            found.update((one.starts_at, one.ends_at))
        found.update(at for window in self.hours.windows(starts_at, ends_at) for at in window)
        for _, turns in self.turns:
            found.add(turns.rotation.starts_at)
            if turns.rotation.starts_at < ends_at:
                found.update(turns.edges(starts_at, ends_at))
        return sorted(edge for edge in found if starts_at <= edge <= ends_at)

    def spans(self, starts_at: Instant, ends_at: Instant) -> list[Stretch]:
        """The time cut wherever the duty changes; neighbours never carry the same name."""
        edges = self.edges(starts_at, ends_at)
        found: list[Stretch] = []
        for begin, end in zip(edges, edges[1:], strict=False):
            officer = self.duty(begin)
            if found and found[-1][2] == officer:
                found[-1] = (found[-1][0], end, officer)
            else:
                found.append((begin, end, officer))
        return found

    def gaps(self, starts_at: Instant, ends_at: Instant) -> list[tuple[Instant, Instant]]:
        """Where nobody is on duty, and the desk means to have somebody."""
        empty = [(begin, end) for begin, end, officer in self.spans(starts_at, ends_at) if officer is None]
        return [part for begin, end in empty for part in self.hours.within(begin, end)]

    def closed(self, instant: Instant) -> bool:
        """Whether nobody is on duty and nobody is meant to be."""
        return not self.hours.holds(instant) and self.duty(instant) is None


Stretch: TypeAlias = tuple[Instant, Instant, OfficerId | None]
"""From when, to when, who; None is a gap."""


def on_duty(events: Sequence[RosterEvent], instant: Instant, able: frozenset[OfficerId]) -> OnDuty:
    """Who is on duty; officers not in `able` (removed, paused, never joined) are passed over."""
    return Roster(events, able).at(instant)


def spans(
    events: Sequence[RosterEvent], starts_at: Instant, ends_at: Instant, able: frozenset[OfficerId]
) -> list[Stretch]:
    """The span cut wherever the duty changes; None is a gap. Neighbours never carry the same name."""
    return Roster(events, able).spans(starts_at, ends_at)


HORIZON_DAYS = 28
"""So far ahead turns are published: four weeks."""


def to_publish(events: Sequence[RosterEvent], now: Instant) -> tuple[list[RosterEvent], list[Instant]]:
    """What is to be appended by now, and which published turns to come new rules for clocks would move.

    Those are given once for each change of the rules, and not again when the rules are as they were.
    """
    until = after(now, HORIZON_DAYS * 24 * HOUR)
    roster = Roster(events, frozenset())
    fresh, moved = list[RosterEvent](), list[Instant]()
    for number, turns in roster.turns:
        changed = _moves(turns, _known(events, number), now)
        if changed:
            fresh.append(Moved(number, tuple(changed.items())))
        moved += [turns.start(one) for one, reckoned in changed.items() if turns.start(one) != reckoned]
        first = max(turns.published) + 1 if turns.published else max(turns.at(now), 0)
        starts: list[Instant] = []
        while turns.start(first + len(starts)) < until:
            starts.append(turns.start(first + len(starts)))
        if starts:
            fresh.append(Published(number, first, tuple(starts)))
    return fresh, sorted(moved)


def _known(events: Sequence[RosterEvent], number: int) -> dict[int, Instant]:
    """When the turns of this rotation would begin, as that was told last."""
    told = [one for event in events if isinstance(event, Moved) and event.event == number for one in event.turns]
    return dict(told)


def _moves(turns: _Turns, told: dict[int, Instant], now: Instant) -> dict[int, Instant]:
    """By their numbers, published turns to come that would now begin at another time than was told last."""
    coming = {one: turns.reckoned(one) for one, start in sorted(turns.published.items()) if start > now}
    return {one: at for one, at in coming.items() if at != told.get(one, turns.start(one))}
