"""Reads `20:00-08:00`: from one time of the day to another, in minutes since midnight."""

from __future__ import annotations

import re

from bot.domain.plain import plain

_DAY = 24 * 60
_LOOKS = re.compile(r"^(\d{1,2})(?::(\d{2}))?\s?[-~]\s?(\d{1,2})(?::(\d{2}))?$")


def looks_so(word: str) -> bool:
    """Whether it is meant as one, be there such times or not."""
    return _LOOKS.match(plain(word)) is not None


def clock_span(word: str) -> tuple[int, int] | None:
    """Both from 0 to 1,440; the same twice is a whole day. None where a clock does not show it."""
    found = _LOOKS.match(plain(word).strip())
    if found is None:
        return None
    begin, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    return (begin, end) if begin is not None and end is not None else None


def hours_in(word: str) -> tuple[int, int] | None:
    """Hours that come again each day, both less than 1,440; None also for a whole day."""
    found = clock_span(word)
    if found is None or (found[0] - found[1]) % _DAY == 0:
        return None
    return found[0] % _DAY, found[1] % _DAY


def _minutes(hours: str, minutes: str | None) -> int | None:
    found = int(hours) * 60 + int(minutes or 0)
    return found if int(minutes or 0) < 60 and found <= _DAY else None
