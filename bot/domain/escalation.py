"""Who is rung when nobody has taken a case, and when; no ladder ends (invariant 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import HOUR, MINUTE, SECOND, Instant, after
from bot.domain.triage import Level


class Who(StrEnum):
    """Whom a rung rings; people are looked up when it rings, never before."""

    DUTY = "duty"
    BACKUP = "backup"
    DESK = "desk"
    ADMINS = "admins"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Rung:
    """Whom to ring, so many milliseconds after the ladder began."""

    after_ms: int
    who: Who


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs in order; when they are used up the last repeats every `again_ms`, for ever."""

    rungs: tuple[Rung, ...]
    again_ms: int
    answer_ms: int


LADDERS: dict[Level, Ladder] = {
    Level.L1: Ladder(
        (
            Rung(0, Who.DUTY),
            Rung(30 * SECOND, Who.DUTY),
            Rung(90 * SECOND, Who.BACKUP),
            Rung(3 * MINUTE, Who.DESK),
            Rung(5 * MINUTE, Who.ADMINS),
            Rung(10 * MINUTE, Who.EVERYONE),
        ),
        again_ms=5 * MINUTE,
        answer_ms=5 * MINUTE,
    ),
    Level.L2: Ladder(
        (
            Rung(0, Who.DUTY),
            Rung(10 * MINUTE, Who.DUTY),
            Rung(30 * MINUTE, Who.BACKUP),
            Rung(45 * MINUTE, Who.DESK),
            Rung(60 * MINUTE, Who.EVERYONE),
        ),
        again_ms=30 * MINUTE,
        answer_ms=30 * MINUTE,
    ),
    Level.L3: Ladder(
        (Rung(0, Who.DUTY), Rung(4 * HOUR, Who.DESK), Rung(8 * HOUR, Who.EVERYONE)),
        again_ms=4 * HOUR,
        answer_ms=4 * HOUR,
    ),
    Level.L4: Ladder(
        (Rung(0, Who.DUTY), Rung(24 * HOUR, Who.EVERYONE)),
        again_ms=24 * HOUR,
        answer_ms=24 * HOUR,
    ),
}


def rung_at(level: Level, number: int) -> Rung:
    """The rung with this number, counted from 0; past the end the last one comes again."""
    ladder = LADDERS[level]
    beyond = number - len(ladder.rungs) + 1
    if beyond <= 0:
        return ladder.rungs[number]
    last = ladder.rungs[-1]
    return Rung(last.after_ms + beyond * ladder.again_ms, last.who)


def due_at(level: Level, number: int, ladder_from: Instant) -> Instant:
    """When this rung rings on a ladder that began at `ladder_from`."""
    return after(ladder_from, rung_at(level, number).after_ms)


def next_due(level: Level, number: int, ladder_from: Instant, now: Instant) -> Instant:
    """When the rung after `number` rings.

    After an outage every rung of the ladder itself still rings, at once and in order, so that none is
    skipped; of the repeats at its end only the next one in the future does, so that none piles up.
    """
    ladder = LADDERS[level]
    planned = due_at(level, number + 1, ladder_from)
    if number + 1 < len(ladder.rungs) or planned > now:
        return planned
    missed = (now - planned) // ladder.again_ms + 1
    return after(planned, missed * ladder.again_ms)


def idle_after(level: Level) -> int:
    """Milliseconds for which an owner may leave the person without anything before they are rung again."""
    return LADDERS[level].answer_ms


def answer_by(level: Level, ladder_from: Instant) -> Instant:
    """By when somebody has to have it, for the card."""
    return after(ladder_from, LADDERS[level].answer_ms)
