"""Reads what an admin wants of a rotation: how long turns are, who takes them, in which hours, from when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.ids import DAY, Instant, after
from bot.domain.plain import plain
from bot.domain.roster import Layer, RotationSet
from bot.domain.spans import moment_of, wall_start, weekdays_in
from bot.domain.wall import instant_of, wall
from bot.domain.weekly import Weekly

_HOURS = re.compile(r"^(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$")
_EACH = re.compile(r"^(\d{1,3})h$")
_KEYS = ("start", "hours", "on", "from", "backup")
_MOST_DAYS, _MOST_HOURS = 28, 28 * 24


@dataclass(frozen=True, slots=True)
class Turns:
    """`since` is None where nothing says from when it holds."""

    days: int
    names: tuple[str, ...]
    starts_at: Instant
    hours_each: int = 0
    layer: Layer = Layer.PRIMARY
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()
    since: Instant | None = None


def turns_in(words: list[str], now: Instant, zone: str) -> Turns | None:
    """`daily Hana Doyun start 20:00 hours 20-08 on fri sat backup from 2026-12-01`; None where it cannot be read.

    `off` ends a rotation, with the `hours`, `on` and `backup` of the one that is meant.
    """
    told, options = _parted([plain(word) for word in words])
    length = _length(told[:2])
    if length is None or (not told[length[2] :] and told[:1] != ["off"]):
        return None
    days, hours_each, used = length
    made = Turns(days, tuple(told[used:]), _morning(now, zone), hours_each)
    for name, said in options:
        changed = _with(made, name, said, now, zone)
        if changed is None:
            return None
        made = changed
    starts_at = made.starts_at
    while starts_at > now:
        starts_at = after(starts_at, -DAY)
    return replace(made, starts_at=starts_at)


def _parted(words: list[str]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """What stands before the first option, and each option with what follows it."""
    told, options = list[str](), list[tuple[str, list[str]]]()
    for word in words:
        if word.casefold() in _KEYS:
            options.append((word.casefold(), []))
        elif options:
            options[-1][1].append(word)
        else:
            told.append(word)
    return told, options


def _length(words: list[str]) -> tuple[int, int, int] | None:
    """Days, hours, and how many words said so."""
    first, second = [*(word.casefold() for word in words), "", ""][:2]
    named = {"daily": 1, "weekly": 7, "off": 1}.get(first)
    if named is not None:
        return named, 0, 1
    if (each := _EACH.match(first)) or (first.isdecimal() and second == "h"):
        hours = int(each[1]) if each else int(first)
        return (1, hours, 1 if each else 2) if 0 < hours <= _MOST_HOURS else None
    return (int(first), 0, 1) if first.isdecimal() and 0 < int(first) <= _MOST_DAYS else None


def _with(turns: Turns, name: str, said: list[str], now: Instant, zone: str) -> Turns | None:
    match name, said:
        case "start", [time] if (starts_at := wall_start(time, now, zone)) is not None:
            return replace(turns, starts_at=starts_at)
        case "hours", [span] if (hours := _hours(span)) is not None:
            return replace(turns, hours=hours)
        case "on", [_, *_] if (days := weekdays_in(said)) is not None:
            return replace(turns, weekdays=days)
        case "from", [_, *_] if (since := moment_of(said, now, zone)) is not None:
            return replace(turns, since=since)
        case "backup", []:
            return replace(turns, layer=Layer.BACKUP)
        case _:
            return None


def _hours(span: str) -> tuple[int, int] | None:
    found = _HOURS.match(span)
    if found is None:
        return None
    begin, end = int(found[1]) * 60 + int(found[2] or 0), int(found[3]) * 60 + int(found[4] or 0)
    day = 24 * 60
    return (begin % day, end % day) if begin < day and end <= day and begin % day != end % day else None


_WHOLE_DAY = ("0-24", "00-24", "0:00-24:00", "00:00-24:00", "24h")


def weekly_in(words: list[str], zone: str) -> Weekly | None:
    """`08:00-20:00 on mon-fri` in any order, `always`; None where it cannot be read."""
    said = [word for word in (plain(one).casefold() for one in words) if word != "on"]
    if said == ["always"]:
        return Weekly(zone)
    left = [word for word in said if word not in _WHOLE_DAY]
    spans = [found for word in left if (found := _hours(word)) is not None]
    days = weekdays_in([word for word in left if _hours(word) is None])
    if not said or len(spans) > 1 or days is None:
        return None
    every = len(days) == len(_DAYS)
    return Weekly(zone, spans[0] if spans else None, () if every else days)


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def written(rotation: RotationSet) -> str:
    """As it is written in the command: `12h, hours 20:00-08:00, on fri sat, backup`."""
    usual = {1: "daily", 7: "weekly"}
    parts = [
        f"{rotation.turn_hours}h"
        if rotation.turn_hours
        else usual.get(rotation.turn_days, str(rotation.turn_days))
    ]
    if rotation.hours is not None:
        parts.append(f"hours {_clock(rotation.hours)}")
    if rotation.weekdays:
        parts.append(_on(rotation.weekdays))
    return ", ".join([*parts, *(["backup"] if rotation.layer is Layer.BACKUP else [])])


def hours_written(weekly: Weekly) -> str:
    """As it is written in the command: `08:00-20:00 on mon tue`, `always`."""
    parts = [_clock(weekly.hours)] if weekly.hours is not None else []
    return " ".join([*parts, *([_on(weekly.weekdays)] if weekly.weekdays else [])]) or "always"


def _clock(hours: tuple[int, int]) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in hours)


def _on(weekdays: tuple[int, ...]) -> str:
    return f"on {' '.join(_DAYS[day] for day in weekdays)}"


def _morning(now: Instant, zone: str) -> Instant:
    """08:00 of today in the desk's zone, the usual hour of a change of shift."""
    moment = wall(now, zone).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
    return instant_of(moment.replace(tzinfo=ZoneInfo(zone)))
