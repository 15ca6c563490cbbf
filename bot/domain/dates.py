"""Dates as the bot itself shows them, `Fri, Dec 4`, `12월 4일 (금)`, `សុក្រ 4 ធ្នូ`, read back as ISO dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.day_words import day_words
from bot.domain.folding import key
from bot.domain.ids import Instant
from bot.domain.plain import plain
from bot.domain.wall import wall

_DAY = re.compile(r"^(\d{1,2})(?:일|st|nd|rd|th)?$")
_YEAR = re.compile(r"^(20\d\d|25[5-9]\d)년?$")
_BEHIND = timedelta(days=31)
"""A date without a year that is longer ago is meant in the next one."""


def dated(words: Sequence[str], now: Instant) -> list[str]:
    """The words, with each date in them as one; a weekday that belongs to it goes, all others stay as they are."""
    left, found = list(words), list[str]()
    while left:
        read = _date_in(left, now)
        if read is None:
            found.append(left.pop(0))
            continue
        day, used = read
        left = left[used:]
        if found and _is(found[-1], day):
            found.pop()
        if left and left[0].startswith("(") and _is(left[0], day):
            left.pop(0)
        found.append(day.isoformat())
    return found


def _bare(word: str) -> str:
    return plain(word).strip(".,()").casefold()


def _is(word: str, day: date) -> bool:
    """Whether the word is this date's weekday."""
    return day_words().weekdays.get(key(_bare(word))) == day.weekday()


def _date_in(left: Sequence[str], now: Instant) -> tuple[date, int] | None:
    """The date with which the words begin, and how many they are."""
    months, leads = day_words().months, _YEAR.match(_bare(left[0]))
    rest = left[1:] if leads else left
    first, second, third = [*map(_bare, rest[:3]), "", ""][:3] if len(rest) > 1 else ("", "", "")
    month, number = months.get(key(first)), _DAY.match(second)
    if month is None or number is None:
        month, number = months.get(key(second)), _DAY.match(first)
    if month is None or number is None:
        return None
    year = leads or _YEAR.match(third)
    day = near(month, int(number[1]), int(year[1]) if year else None, now)
    return (day, 3 if year else 2) if day is not None else None


def near(month: int, number: int, year: int | None, now: Instant) -> date | None:
    """The day of this number in this month, in this year or the one that is meant; None if there is none."""
    today = wall(now, "UTC").date()
    # Thailand counts years from the Buddha's death.
    year = year - 543 if year is not None and year > 2400 else year
    for wanted in (year,) if year is not None else (today.year, today.year + 1):
        try:
            day = date(wanted, month, number)
        except ValueError:
            continue
        if year is not None or day >= today - _BEHIND:
            return day
    return None
