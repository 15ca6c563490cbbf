"""Finds times of day in a person's words, and says what the clock shows elsewhere then; knows no date.

How hours are written stands in `hours.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.folding import fold, key, runs_on
from bot.domain.ids import SECOND, Instant
from bot.domain.plain import plain

_FILE = Path(__file__).with_name("hours.toml")
_NEAR = 14
"""Signs on either side in which the part of the day is named."""
_SMALL = 5
"""Up to this hour a night is the one that ends."""


@dataclass(frozen=True, slots=True)
class _Hours:
    """The patterns made of the file."""

    told: re.Pattern[str]
    early: re.Pattern[str]
    afternoon: re.Pattern[str]
    night: re.Pattern[str]


def _any_of(words: list[str]) -> str:
    """One of the words; in a script with blanks it is a word of its own."""
    folded = sorted({key(word) for word in words}, key=len, reverse=True)
    return "|".join(map(_word, folded))


def _word(one: str) -> str:
    return re.escape(one) if runs_on(one[0]) else rf"(?<![^\W\d_]){re.escape(one)}(?![^\W\d_])"


@cache
def _hours() -> _Hours:
    words: dict[str, list[str]] = tomllib.loads(_FILE.read_text("utf-8"))
    behind, before, half = (_any_of(words[name]) for name in ("behind", "before", "half"))
    spans = "|".join(map(key, words["spans"]))
    parts = _any_of(["am", "a.m", "pm", "p.m"])
    number, alone = r"(?:[01]?\d|2[0-4])", r"(?<![\d.,:])"
    thai = rf"{alone}(?P<evening>[1-6]) ?{key('ทุ่ม')}|{key('ตี')} ?(?P<dawn>[1-5])(?!\d)"
    told = re.compile(
        rf"{alone}(?P<ten>{number})[:h](?P<minute>[0-5]\d)(?![\d:])"
        rf"|{alone}(?P<hour>{number}) ?(?:(?:{behind})(?!{spans})(?: ?(?P<half>{half}))?|(?:{parts}))"
        rf"|(?:{before}) ?(?P<after>{number})(?!\d|[.,:]\d)|{thai}"
    )
    early, afternoon, night = (re.compile(_any_of(words[name])) for name in ("early", "afternoon", "night"))
    return _Hours(told, early, afternoon, night)


def times_in(words: str) -> tuple[str, ...]:
    """Every time of day, each once, as HH:MM."""
    return tuple(dict.fromkeys(_times(fold(plain(words)).text)))


def _times(text: str) -> Iterator[str]:
    for match in _hours().told.finditer(text):
        hour, minute = _clock(match)
        if match["hour"] or match["after"] or match["ten"] and hour <= 12:
            hour = _of_day(hour, text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        yield f"{hour % 24:02}:{minute:02}"


def _clock(match: re.Match[str]) -> tuple[int, int]:
    if match["evening"]:
        return 18 + int(match["evening"]), 0
    if match["dawn"]:
        return int(match["dawn"]), 0
    hour = int(match["ten"] or match["hour"] or match["after"])
    return hour, int(match["minute"] or (30 if match["half"] else 0))


def _of_day(hour: int, beside: str) -> int:
    """On the clock of 24 hours, by the part of the day that is named beside it."""
    hours = _hours()
    if hours.early.search(beside):
        return 0 if hour == 12 else hour
    if hours.afternoon.search(beside):
        return hour if hour >= 12 else hour + 12
    if hours.night.search(beside) and hour <= 12:
        return hour + 12 if hour > _SMALL else hour
    return hour


def elsewhere(time: str, there: str, here: str, day: Instant) -> str | None:
    """What a clock shows `here` at HH:MM `there`, both time zones, that day; None if the same, or no time."""
    found = re.fullmatch(r"(\d\d):(\d\d)", time)
    if found is None:
        return None
    moment = datetime.fromtimestamp(day / SECOND, tz=UTC).astimezone(ZoneInfo(there))
    at = moment.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    shown = at.astimezone(ZoneInfo(here)).strftime("%H:%M")
    return None if shown == time else shown


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """Zones by their folded name, and by that of their city."""
    found: dict[str, tuple[str, ...]] = {}
    for zone in sorted(available_timezones()):
        whole = _bare(zone)
        for name in {whole, whole.rsplit("/", 1)[-1]}:
            found[name] = (*found.get(name, ()), zone)
    return found


def _bare(zone: str) -> str:
    return " ".join(zone.replace("_", " ").split()).casefold()


def zone_named(words: str) -> str | None:
    """The IANA's zone with this name or this city, however it is written; None if there is none, or several."""
    found = _zones().get(_bare(words), ())
    whole = [zone for zone in found if _bare(zone) == _bare(words)]
    return (whole or [*found])[0] if len(whole or found) == 1 else None
