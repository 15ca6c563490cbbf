"""The names of days and months beside and over a roster's picture, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_interval, format_skeleton

from bot.domain.ids import HOUR
from bot.domain.roster_sheet import Day, Sheet
from bot.domain.wall import wall


@dataclass(frozen=True, slots=True)
class DayNames:
    """In one language."""

    language: str

    def week(self, day: Day) -> tuple[str, str, str]:
        """The weekday, the date, and how many hours there are where clocks change; else nothing."""
        hours = (day.ends_at - day.starts_at) / HOUR
        date = str(format_skeleton("MMMd", day.date, locale=self.language))
        return self._weekday(day.date), date, f"{hours:g} h" if hours != 24 else ""

    def month(self, day: Day, first: bool) -> str:
        """The day's number, with the month where one begins."""
        if first or day.date.day == 1:
            return str(format_skeleton("Md", day.date, locale=self.language))
        return str(format_date(day.date, "d", locale=self.language))

    def weekdays(self) -> list[str]:
        """Monday first."""
        monday = date(2024, 1, 1)
        return [self._weekday(monday + timedelta(days=place)) for place in range(7)]

    def _weekday(self, day: date) -> str:
        return str(format_skeleton("E", day, locale=self.language))

    def span(self, sheet: Sheet) -> str:
        """From the first to the last day, with the year."""
        first, last = sheet.days[0].date, sheet.days[-1].date
        return str(format_interval(_noon(first), _noon(last), "yMMMd", locale=self.language))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a date, whose hour nobody sees


def offsets(sheet: Sheet) -> str:
    """How far the zone is from UTC on these days: `UTC+7`, or `UTC+1, UTC+2` where clocks change."""
    told: dict[str, None] = {}
    for day in sheet.days:
        for at in (day.starts_at, day.ends_at - HOUR):
            shift = wall(type(day.starts_at)(at), sheet.zone).utcoffset() or timedelta()
            minutes = round(shift.total_seconds() / 60)
            hours, rest = divmod(abs(minutes), 60)
            sign = "-" if minutes < 0 else "+"
            told[f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")] = None
    return ", ".join(told)
