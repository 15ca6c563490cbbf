"""Which day is meant by a month and a number."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.ids import Instant
from bot.domain.wall import wall

_BEHIND = timedelta(days=31)
"""A date without a year that is longer ago is meant in the next one."""


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


def near_number(number: int, now: Instant) -> date | None:
    """The next day of a month with this number; from yesterday on, which somewhere it still is."""
    today = wall(now, "UTC").date()
    for ahead in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        try:
            day = date(year, month + 1, number)
        except ValueError:
            continue
        if day >= today - timedelta(days=1):
            return day
    return None
