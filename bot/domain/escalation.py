"""Who is rung when nobody has taken a case, and when; no ladder ends (invariant 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.folding import key
from bot.domain.ids import HOUR, MINUTE, SECOND, Instant, after
from bot.domain.plain import plain
from bot.domain.rule_words import rule_words
from bot.domain.triage import Level


class Who(StrEnum):
    """Whom a rung rings; people are looked up when it rings, never before."""

    DUTY = "duty"
    BACKUP = "backup"
    DESK = "desk"
    SUPERVISOR = "supervisor"
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
            Rung(5 * MINUTE, Who.SUPERVISOR),
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


Policy: TypeAlias = tuple[tuple[Level, Ladder], ...]
"""A desk's own ladders; a level without one has the house's."""


def ladder_of(level: Level, policy: Policy = ()) -> Ladder:
    """The desk's, or else the house's."""
    return dict(policy).get(level, LADDERS[level])


def rung_at(level: Level, number: int, policy: Policy = ()) -> Rung:
    """The rung with this number, counted from 0; past the end the last one comes again."""
    ladder = ladder_of(level, policy)
    beyond = number - len(ladder.rungs) + 1
    if beyond <= 0:
        return ladder.rungs[number]
    last = ladder.rungs[-1]
    return Rung(last.after_ms + beyond * ladder.again_ms, last.who)


def due_at(level: Level, number: int, ladder_from: Instant, policy: Policy = ()) -> Instant:
    """When this rung rings on a ladder that began at `ladder_from`."""
    return after(ladder_from, rung_at(level, number, policy).after_ms)


def next_due(level: Level, number: int, ladder_from: Instant, now: Instant, policy: Policy = ()) -> Instant:
    """When the rung after `number` rings.

    After an outage every rung of the ladder itself still rings, at once and in order, so that none is
    skipped; of the repeats at its end only the next one in the future does, so that none piles up.
    """
    ladder = ladder_of(level, policy)
    planned = due_at(level, number + 1, ladder_from, policy)
    if number + 1 < len(ladder.rungs):
        return planned
    if planned > now:
        # Rungs that were used up sooner (another level, another ladder) do not put the next repeat off.
        return min(planned, after(now, ladder.again_ms))
    missed = (now - planned) // ladder.again_ms + 1
    return after(planned, missed * ladder.again_ms)


def idle_after(level: Level, policy: Policy = ()) -> int:
    """Milliseconds for which an owner may leave the person without anything before they are rung again."""
    return ladder_of(level, policy).answer_ms


def answer_by(level: Level, ladder_from: Instant, policy: Policy = ()) -> Instant:
    """By when somebody has to have it, for the card."""
    return after(ladder_from, ladder_of(level, policy).answer_ms)


class NoLadder(StrEnum):
    """Why words are no ladder."""

    UNREADABLE = "unreadable"
    FIRST = "first"
    """It must begin at once."""
    ORDER = "order"
    LAST = "last"
    """It must end with everyone, who are rung again and again."""
    SLOW = "slow"
    """At L1 five minutes may pass without a ring, half an hour without anything by who has it, and no more."""


_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR}
# Not only letters: vowels and tones of Khmer and Thai are marks.
_TIME = re.compile(r"^(\d{1,4})([^\d\s]*)$")
_SLOWEST_L1 = 5 * MINUTE
_LONGEST_ANSWER_L1 = 30 * MINUTE
"""Whoever has an L1 and does nothing for longer is rung."""
_LONGEST = 48 * HOUR


def ladder_in(words: str, level: Level) -> Ladder | NoLadder:
    """`0 duty, 30s duty, 90s backup, 3m desk, 5m supervisor, 10m everyone, again 5m, answer 5m`.

    In the words of `rules.toml`, too. Without `again` and `answer` those of the house hold.
    """
    usual, rungs = LADDERS[level], list[Rung]()
    times = {"again": usual.again_ms, "answer": usual.answer_ms}
    for part in plain(words).replace(";", ",").split(","):
        said = _said(part.split())
        if said is None:
            return NoLadder.UNREADABLE
        time, what = said
        if what not in times:
            rungs.append(Rung(time, Who(what)))
        elif time:
            times[what] = time
        else:
            return NoLadder.UNREADABLE
    return _sound(Ladder(tuple(rungs), times["again"], times["answer"]), level)


def _said(words: list[str]) -> tuple[int, str] | None:
    """Milliseconds, and whom they are of, or `again`, or `answer`; in either order."""
    known = rule_words("who") | rule_words("times")
    for time, what in (words, words[::-1]) if len(words) == 2 else ():
        found, name = _time(time), known.get(key(what))
        if found is not None and name is not None:
            return found, name
    return None


def _time(said: str) -> int | None:
    found = _TIME.match(said)
    unit = rule_words("units").get(key(found[2]), "") if found else ""
    if found is None or (found[2] and not unit):
        return None
    return int(found[1]) * _UNITS[unit or "s"]


def _sound(ladder: Ladder, level: Level) -> Ladder | NoLadder:
    times = [rung.after_ms for rung in ladder.rungs]
    if not times or times[0] != 0:
        return NoLadder.FIRST
    between = [later - sooner for sooner, later in zip(times, times[1:], strict=False)]
    if any(one <= 0 for one in between) or times[-1] > _LONGEST or not _sane(ladder):
        return NoLadder.ORDER
    if ladder.rungs[-1].who is not Who.EVERYONE:
        return NoLadder.LAST
    slow = level is Level.L1 and (
        max([*between, ladder.again_ms]) > _SLOWEST_L1 or ladder.answer_ms > _LONGEST_ANSWER_L1
    )
    return NoLadder.SLOW if slow else ladder


def _sane(ladder: Ladder) -> bool:
    return 0 < ladder.again_ms <= _LONGEST and 0 < ladder.answer_ms <= _LONGEST


def written(ladder: Ladder) -> str:
    """As it is read."""
    rungs = [f"{in_units(rung.after_ms)} {rung.who.value}" for rung in ladder.rungs]
    return ", ".join([*rungs, f"again {in_units(ladder.again_ms)}", f"answer {in_units(ladder.answer_ms)}"])


def in_units(milliseconds: int) -> str:
    """`90s`, `3m`, `4h`, `0`."""
    for unit, size in (("h", HOUR), ("m", MINUTE)):
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds // SECOND}s" if milliseconds else "0"
