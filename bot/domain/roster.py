"""Who is on duty at an instant, as a pure function of what was decided (append-only events)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.ids import Instant, OfficerId


@dataclass(frozen=True, slots=True)
class RotationSet:
    """From `starts_at` on the officers take turns; each turn begins at the same wall time in `zone`."""

    officers: tuple[OfficerId, ...]
    starts_at: Instant
    turn_days: int
    zone: str


@dataclass(frozen=True, slots=True)
class ShiftSet:
    """One officer for one span, half open, before any rotation."""

    officer: OfficerId
    starts_at: Instant
    ends_at: Instant


RosterEvent: TypeAlias = RotationSet | ShiftSet


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who answers now and who stands behind; None is a gap, which the ladder falls through."""

    duty: OfficerId | None
    backup: OfficerId | None


def wall(instant: Instant, zone: str) -> datetime:
    """The wall time in a zone."""
    return datetime.fromtimestamp(instant / 1000, tz=UTC).astimezone(ZoneInfo(zone))


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware moment."""
    return Instant(round(moment.timestamp() * 1000))


def _turn_start(rotation: RotationSet, number: int) -> Instant:
    """Turns keep their wall time across a change of clocks; so a turn's length in hours may differ."""
    first = wall(rotation.starts_at, rotation.zone).replace(tzinfo=None)
    naive = first + timedelta(days=rotation.turn_days * number)
    return instant_of(naive.replace(tzinfo=ZoneInfo(rotation.zone)))


def _turn_at(rotation: RotationSet, instant: Instant) -> int:
    length = timedelta(days=rotation.turn_days) / timedelta(milliseconds=1)
    number = int((instant - rotation.starts_at) // length)
    while _turn_start(rotation, number) > instant:
        number -= 1
    while _turn_start(rotation, number + 1) <= instant:
        number += 1
    return number


def _rotation_at(events: Sequence[RosterEvent], instant: Instant) -> RotationSet | None:
    for event in reversed(events):
        if isinstance(event, RotationSet) and event.starts_at <= instant:
            return event
    return None


def _by_hand(events: Sequence[RosterEvent], instant: Instant, able: frozenset[OfficerId]) -> OfficerId | None:
    for event in reversed(events):
        if isinstance(event, ShiftSet) and event.starts_at <= instant < event.ends_at and event.officer in able:
            return event.officer
    return None


def on_duty(events: Sequence[RosterEvent], instant: Instant, able: frozenset[OfficerId]) -> OnDuty:
    """Who is on duty; officers not in `able` (removed, paused, never joined) are passed over."""
    rotation = _rotation_at(events, instant)
    turns: list[OfficerId] = []
    if rotation is not None and rotation.officers:
        number = _turn_at(rotation, instant)
        size = len(rotation.officers)
        turns = [rotation.officers[(number + step) % size] for step in range(size)]
    ordered = [officer for officer in (_by_hand(events, instant, able), *turns) if officer in able]
    distinct = [officer for officer in dict.fromkeys(ordered) if officer is not None]
    return OnDuty(next(iter(distinct), None), next(iter(distinct[1:]), None))


def _edges(events: Sequence[RosterEvent], starts_at: Instant, ends_at: Instant) -> Iterable[Instant]:
    yield starts_at
    for event in events:
        yield event.starts_at
        if isinstance(event, ShiftSet):
            yield event.ends_at
            continue
        number = _turn_at(event, max(starts_at, event.starts_at))
        while (edge := _turn_start(event, number)) < ends_at:
            yield edge
            number += 1
    yield ends_at


def spans(
    events: Sequence[RosterEvent], starts_at: Instant, ends_at: Instant, able: frozenset[OfficerId]
) -> list[tuple[Instant, Instant, OfficerId | None]]:
    """The span cut wherever the duty changes; None is a gap. Neighbours never carry the same name."""
    edges = sorted({edge for edge in _edges(events, starts_at, ends_at) if starts_at <= edge <= ends_at})
    found: list[tuple[Instant, Instant, OfficerId | None]] = []
    for begin, end in zip(edges, edges[1:], strict=False):
        officer = on_duty(events, begin, able).duty
        if found and found[-1][2] == officer:
            found[-1] = (found[-1][0], end, officer)
        else:
            found.append((begin, end, officer))
    return found
