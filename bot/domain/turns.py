"""Reads what an admin wants of a rotation: how long turns are, who takes them, in which hours, from when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.domain.clock_span import hours_in, looks_so
from bot.domain.day_words import day_words
from bot.domain.folding import key
from bot.domain.ids import Instant
from bot.domain.plain import plain
from bot.domain.roster import Layer
from bot.domain.spans import (
    NoSpan,
    Span,
    hour_of,
    is_time,
    moment_of,
    span_of,
    wall_start,
    weekday_of,
    weekdays_in,
)
from bot.domain.wall import days_on, instant_of, wall
from bot.domain.weekly import Weekly

_NUMBER = re.compile(r"^[-+]?\d")
_EACH = re.compile(r"^(\d{1,3})([^\d\s]+)$")
_MOST_DAYS, _MOST_HOURS = 28, 28 * 24


@dataclass(frozen=True, slots=True)
class Turns:
    """`since` is None where nothing says from when it holds; `behind`: who takes turns in standing behind them."""

    days: int
    names: tuple[str, ...]
    starts_at: Instant
    hours_each: int = 0
    layer: Layer = Layer.PRIMARY
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()
    since: Instant | None = None
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Which part of it cannot be read; `past`: it can, and is over."""

    words: str
    past: bool = False


@dataclass(frozen=True, slots=True)
class _Option:
    """As it is written, what it is, the words that are its own, and those behind it."""

    written: str
    name: str
    said: list[str]
    behind: list[str]

    @property
    def unread(self) -> Unread:
        """Of it and of the words behind it those that may be meant with it: `from 31 feb`."""
        much = 2 if any(map(_NUMBER.match, self.behind[:2])) else 1
        return Unread(" ".join([self.written, *(self.said or self.behind[:much])]).strip())


def turns_in(words: list[str], now: Instant, zone: str) -> Turns | Unread | None:
    """`daily Hana Doyun start 20:00 hours 20-08 on fri sat backup Seojun from 2026-12-01`; None where it says
    nobody, or nothing that could be a length.

    `backup` alone makes all of them backups. `off` ends a rotation, with the `hours`, `on` and `backup` of the one
    that is meant. What is surely a time is from when it holds, without `from`, too.
    """
    told, options, cut = _parted([plain(word) for word in words])
    length, names, behind = _length(told, cut)
    if length is None:
        return next((Unread(one) for one in told if _NUMBER.match(one)), None)
    if not names and not length.ends:
        return None
    made = Turns(length.days, tuple(names), _morning(now, zone), length.hours, behind=tuple(behind))
    # From when it holds may say the hour at which turns begin; `start` is heard after it.
    for option in sorted(options, key=lambda one: one.name != "from"):
        changed = _with(made, option, now, zone)
        if isinstance(changed, Unread):
            return changed
        made = changed
    if behind:
        made = replace(made, layer=Layer.PRIMARY)
    begun = made.starts_at if made.starts_at <= now else days_on(made.starts_at, -1, zone)
    return replace(made, starts_at=begun)


def _parted(words: list[str]) -> tuple[list[str], list[_Option], int]:
    """What is no option, in its order; each option; and how much stands before `backup`."""
    told, options, left = list[str](), list[_Option](), list(words)
    cut = 0
    while left:
        word = left.pop(0)
        option = day_words().options.get(key(word))
        if option is None and _is_when(word):
            taken = next((place for place, one in enumerate(left) if not _is_when(one)), len(left))
            options.append(_Option("", "from", [word, *left[:taken]], []))
        elif option is None:
            told.append(word)
            continue
        else:
            cut = len(told) if option == "backup" else cut
            taken = _taken(option, left)
            options.append(_Option(word, option, left[:taken], _no_options(left[taken:])))
        left = left[taken:]
    return told, options, cut


def _no_options(words: list[str]) -> list[str]:
    """Those before the next option."""
    known = day_words().options
    return words[: next((place for place, one in enumerate(words) if key(one) in known), len(words))]


def _is_when(word: str) -> bool:
    """Whether it can be nothing but a time from which turns hold: a weekday may be somebody's name."""
    length = _EACH.match(word) is not None or word.startswith("+")
    return is_time(word) and not length and not looks_so(word) and weekday_of(word) is None


def _taken(option: str, left: list[str]) -> int:
    """How many of the words behind an option are its own."""
    if option == "backup":
        return 0
    if option in ("start", "hours"):
        return 1
    is_own = is_time if option == "from" else lambda word: weekdays_in([word]) is not None
    return next((place for place, word in enumerate(left) if not is_own(word)), len(left))


@dataclass(frozen=True, slots=True)
class _Length:
    """Of a turn; `ends`: there are to be none any more."""

    days: int
    hours: int = 0
    ends: bool = False


def _length(told: list[str], cut: int) -> tuple[_Length | None, list[str], list[str]]:
    """How long turns are, wherever that stands; the other words, and those of them from the cut on.

    Where nobody stands before it, those behind it are all there are.
    """
    for place, word in enumerate(told):
        unit = key(told[place + 1]) if place + 1 < len(told) else ""
        # The sign is no part of the folded word.
        found = _length_in(key(word), unit) if not word.startswith("-") else None
        if found is not None:
            length, used = found
            before = [one for at, one in enumerate(told[:cut]) if not place <= at < place + used]
            behind = [one for at, one in enumerate(told[cut:], cut) if not place <= at < place + used]
            return (length, before, behind) if before else (length, [*before, *behind], [])
    return None, told, []


def _length_in(first: str, second: str) -> tuple[_Length, int] | None:
    """And how many words said so."""
    known = day_words()
    if first in known.ends:
        return _Length(1, ends=True), 1
    if first in known.turns:
        return _Length(known.turns[first]), 1
    found = _EACH.match(first)
    number, unit, used = (found[1], found[2], 1) if found else (first, second, 2)
    if not number.isdecimal():
        return None
    size = int(number)
    if unit in known.hours:
        return (_Length(1, size), used) if 0 < size <= _MOST_HOURS else None
    if found is not None and unit not in known.lengths:
        return None
    return (_Length(size), used if unit in known.lengths else 1) if 0 < size <= _MOST_DAYS else None


def _with(turns: Turns, option: _Option, now: Instant, zone: str) -> Turns | Unread:
    match option.name, option.said:
        case "start", [time] if (starts_at := wall_start(time, now, zone)) is not None:
            return replace(turns, starts_at=starts_at)
        case "hours", [span] if (hours := hours_in(span)) is not None:
            return replace(turns, hours=hours)
        case "on", [_, *_] if (days := weekdays_in(option.said)) is not None:
            # All of them are none: it takes the place of the rotation that says no days.
            return replace(turns, weekdays=() if len(days) == _WEEK else days)
        case "from", [_, *_] as said:
            return _from(turns, said, now, zone) or option.unread
        case "backup", []:
            return replace(turns, layer=Layer.BACKUP)
        case _:
            return option.unread


def _from(turns: Turns, said: list[str], now: Instant, zone: str) -> Turns | Unread | None:
    """From when they hold; an hour that is said of it is that at which turns begin. None if it is no time."""
    since = moment_of(said, now, zone, coming=True)
    span = span_of(said, now, zone) if since is None else None
    hour = hour_of(said, now, zone) is not None
    if isinstance(span, Span) and len(said) == 1:
        # `tonight` says an hour, too, `next month` does not.
        since, hour = span.starts_at, wall(span.starts_at, zone).time() != time()
    if since is None:
        return Unread(" ".join(said), past=True) if span is NoSpan.PAST else None
    if wall(since, zone).date() < wall(now, zone).date():
        return Unread(" ".join(said), past=True)
    if not hour or since == now:
        return replace(turns, since=since)
    return replace(turns, since=since, starts_at=wall_start(f"{wall(since, zone):%H:%M}", now, zone) or since)


_WEEK = 7
_WHOLE_DAY = ("0-24", "00-24", "0:00-24:00", "00:00-24:00", "24h")


def weekly_in(words: list[str], zone: str) -> Weekly | None:
    """`08:00-20:00 on mon-fri` in any order, `always`; None where it cannot be read."""
    known = day_words()
    said = [word for word in map(plain, words) if known.options.get(key(word)) != "on"]
    if len(said) == 1 and key(said[0]) in known.always:
        return Weekly(zone)
    left = [word for word in said if word.casefold() not in _WHOLE_DAY]
    spans = [found for word in left if (found := hours_in(word)) is not None]
    days = weekdays_in([word for word in left if hours_in(word) is None])
    if not said or len(spans) > 1 or days is None:
        return None
    every = len(days) == _WEEK
    return Weekly(zone, spans[0] if spans else None, () if every else days)


def _morning(now: Instant, zone: str) -> Instant:
    """08:00 of today in the desk's zone, the usual hour of a change of shift."""
    moment = wall(now, zone).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
    return instant_of(moment.replace(tzinfo=ZoneInfo(zone)))
