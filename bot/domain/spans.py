"""Reads spans of duty from an admin's words; a span that cannot be read is a value, not an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import DAY, HOUR, Instant, after
from bot.domain.roster import instant_of, wall


class NoSpan(StrEnum):
    """Why words are no span."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Span:
    """Half open, in instants."""

    starts_at: Instant
    ends_at: Instant


_LENGTH = re.compile(r"^(?:now)?\+?(\d{1,3})(h|d)$")
_CLOCK = re.compile(r"^(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$")
_START = re.compile(r"^(\d{1,2}):(\d{2})$")
_DAYS = {"today": 0, "오늘": 0, "tomorrow": 1, "내일": 1}


def _length(word: str, now: Instant) -> Span | None:
    found = _LENGTH.match(word)
    if not found or not int(found[1]):
        return None
    unit = HOUR if found[2] == "h" else DAY
    return Span(now, after(now, int(found[1]) * unit))


def _at(day: datetime, hour: str, minute: str | None, zone: str) -> datetime | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    naive = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (naive + timedelta(hours=hours, minutes=minutes)).replace(tzinfo=ZoneInfo(zone))


def _clock(word: str, day: datetime, zone: str) -> Span | None:
    found = _CLOCK.match(word)
    if not found:
        return None
    try:
        begin, end = _at(day, found[1], found[2], zone), _at(day, found[3], found[4], zone)
        if begin is None or end is None:
            return None
        if end <= begin:
            end = end + timedelta(days=1)
        span = Span(instant_of(begin), instant_of(end))
    except OverflowError:
        return None
    # In the hour that a change of clocks leaves out, an end can come to lie before its beginning.
    return span if span.starts_at < span.ends_at else None


def _day(words: list[str], now: Instant, zone: str) -> datetime | None:
    today = wall(now, zone)
    for word in words:
        if word in _DAYS:
            return today + timedelta(days=_DAYS[word])
        try:
            return datetime.fromisoformat(word).replace(tzinfo=ZoneInfo(zone)) if len(word) == 10 else None
        except ValueError:
            return None
    return today


def span_of(words: list[str], now: Instant, zone: str) -> Span | NoSpan:
    """`+8h`, `2d`, `20-08`, `tomorrow 20:00-08:00`, `2026-11-30 20-08`; wall time in `zone`."""
    if not words:
        return NoSpan.MISSING
    plain = [word.casefold() for word in words if word.casefold() != "now"] or ["+8h"]
    *before, last = plain
    if not before and (length := _length(last, now)):
        return length
    day = _day(before, now, zone)
    found = _clock(last, day, zone) if day is not None and len(before) <= 1 else None
    if found is None:
        return NoSpan.UNREADABLE
    return found if found.ends_at > now else NoSpan.PAST


def wall_start(word: str, now: Instant, zone: str) -> Instant | None:
    """The instant of `HH:MM` today, for the start of a rotation."""
    found = _START.match(word)
    moment = _at(wall(now, zone), found[1], found[2], zone) if found else None
    return instant_of(moment) if moment else None
