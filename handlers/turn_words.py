"""Turns of duty and hours of a desk in the reader's words, each of which can be typed in a command."""

from __future__ import annotations

from bot.domain.roster import Layer, RotationSet
from bot.domain.weekly import Weekly
from handlers.catalogue import Catalogue
from handlers.roster_dates import DayNames

_RUN = 3
"""From so many days in a row on only the first and the last are named."""


def turns_said(rotation: RotationSet, language: str, catalogue: Catalogue) -> str:
    """`12h, hours 20:00-08:00, on Fri Sat, backup`."""

    def text(key: str, **blanks: object) -> str:
        return catalogue.text("desk", language, key, **blanks)

    named = {1: "turns.daily", 7: "turns.weekly"}.get(rotation.turn_days)
    if rotation.turn_hours:
        parts = [text("turns.hours_each", number=rotation.turn_hours)]
    else:
        parts = [text(named) if named else text("turns.days_each", number=rotation.turn_days)]
    if rotation.hours is not None:
        parts.append(text("turns.hours", hours=_clock(rotation.hours)))
    if rotation.weekdays:
        parts.append(text("turns.on", days=_days(rotation.weekdays, language)))
    if rotation.layer is Layer.BACKUP:
        parts.append(text("turns.backup"))
    return ", ".join(parts)


def hours_said(weekly: Weekly, language: str, catalogue: Catalogue) -> str:
    """`08:00-20:00 on Mon-Fri`; nothing where it is always."""
    hours = _clock(weekly.hours) if weekly.hours is not None else ""
    if not weekly.weekdays:
        return hours
    key = "weekly.hours_on" if hours else "weekly.on"
    return catalogue.text("desk", language, key, hours=hours, days=_days(weekly.weekdays, language)).strip()


def _clock(hours: tuple[int, int]) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in hours)


def _days(weekdays: tuple[int, ...], language: str) -> str:
    """`Mon-Fri Sun`."""
    names = DayNames(language).weekdays()
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return " ".join(
        f"{names[run[0]]}-{names[run[-1]]}" if len(run) >= _RUN else " ".join(names[day] for day in run)
        for run in runs
    )
