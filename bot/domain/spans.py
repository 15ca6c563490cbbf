"""Reads spans of duty from what staff write, in any order; what cannot be read is a value, not an exception."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.day_words import day_words
from bot.domain.folding import key
from bot.domain.ids import DAY, HOUR, MINUTE, Instant, after
from bot.domain.plain import plain
from bot.domain.wall import instant_of, wall

LONGEST = 62
"""Days that a span has at most: a longer one is a slip."""
_NIGHT = (20, 8)


class NoSpan(StrEnum):
    """Why words are no span."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    PAST = "past"
    BACKWARDS = "backwards"
    """It ends before it begins."""
    HOURLESS = "hourless"
    """It says until which day, and not until which hour: the day may be meant with it or without it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half open, in instants."""

    starts_at: Instant
    ends_at: Instant


_STAMPED = re.compile(r"^~([0-9a-z]{1,7})\.([0-9a-z]{1,5})$")
# Not only letters: vowels and tones of Khmer and Thai are marks.
_LENGTH = re.compile(r"^\+?(\d{1,3})([^\d\s]+)$")
_CLOCK = re.compile(r"^(\d{1,2})(?::(\d{2}))?[-~–](\d{1,2})(?::(\d{2}))?$")
# As `said.py` writes it: of the next week, from Monday to Sunday.
_NEXT = re.compile(r"^next:(\w+)$")
_WEEKEND = "weekend"
_SMALL = 5
"""Hours of a day that are said of the night before it."""
_LATER = "+1"
"""Behind a day: the day after it. `said.py` writes so of the small hours that are said of a night."""
_MARKED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})$")
_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}$")
"""A date, also one that there is not."""


@dataclass(slots=True)
class _Said:
    """What was found: days, a range of the clock, single times, a length."""

    days: list[date]
    clock: tuple[str, str | None, str, str | None] | None = None
    times: tuple[tuple[str, str], ...] = ()
    length: int = 0
    now: bool = False
    until: bool = False
    torn: bool = False
    """Days stand before the range and behind it: one of them may be somebody's name."""


def is_time(word: str) -> bool:
    """Whether a word speaks of time, so that it is nobody's name."""
    bare, words = plain(word).casefold(), day_words()
    folded = key(bare)
    known = {*words.now, *words.days, *words.tonight, *words.weekdays}
    # Whatever has marks is a word of several, `hôm nay`, or a name: "Thứ" is not "thu".
    spoken = folded in known and _MARKED.search(bare) is None
    length = _LENGTH.match(bare)
    long = length is not None and key(length[2]) in words.units
    if bare.endswith(_LATER) and bare != _LATER:
        return is_time(bare.removesuffix(_LATER))
    return (
        spoken
        or long
        or bare in ("until", _WEEKEND)
        or _NEXT.match(bare) is not None
        or bool(_STAMPED.match(bare))
        or bool(_CLOCK.match(bare) or _TIME.match(bare))
        or _DATED.match(bare) is not None
    )


def span_of(words: list[str], now: Instant, zone: str) -> Span | NoSpan:
    """`+8h`, `2d`, `20-08`, `fri 20-08`, `tonight`, `tomorrow 20:00-08:00`, `2026-11-30`, `20:00 8h`, `now 8h`,
    `until 20:00`, `weekend`, `fri+1`.

    In any order, in the languages of `days.toml`, with native digits; wall time in `zone`. A day alone is all of
    it, two days are from the first to the end of the second. A weekday is the next one, today included; hours
    without a day are the next that are not over yet.
    """
    if not words:
        return NoSpan.MISSING
    if (pressed := _from_stamp(words)) is not None:
        return pressed if pressed.ends_at > now else NoSpan.PAST
    said = _read(words, now, zone)
    try:
        span = _ahead(said, now, zone) if said is not None else None
    except (OverflowError, ValueError):
        span = None
    if said is not None and said.until and span is not None and span.ends_at <= now:
        return NoSpan.PAST
    if said is not None and said.until and len(said.days) == 1 and not (said.times or said.clock or said.length):
        return NoSpan.HOURLESS
    if span is not None and said is not None and len(said.days) > 1 and span.ends_at <= span.starts_at:
        return NoSpan.BACKWARDS
    # In the hour that a change of clocks leaves out, an end can come to lie before its beginning.
    if span is None or not span.starts_at < span.ends_at <= span.starts_at + LONGEST * DAY:
        return NoSpan.UNREADABLE
    return span if span.ends_at > now else NoSpan.PAST


def stamped(starts_at: Instant, ends_at: Instant) -> str:
    """A span as it stands behind a button: the whole minutes that lie in it, so that it is nobody else's."""
    begin, end = -(-starts_at // MINUTE), ends_at // MINUTE
    return f"~{_digits(begin)}.{_digits(end - begin)}"


def _digits(number: int) -> str:
    """To the base of 36, as `int` reads it."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_digits(number // 36) if number >= 36 else "") + digits[number % 36]


def _from_stamp(words: list[str]) -> Span | None:
    found = _STAMPED.match(words[0]) if len(words) == 1 else None
    if found is None:
        return None
    begin, length = int(found[1], 36) * MINUTE, int(found[2], 36) * MINUTE
    return Span(Instant(begin), Instant(begin + length)) if 0 < length <= LONGEST * DAY else None


def _read(words: list[str], now: Instant, zone: str) -> _Said | None:
    """None where a word is none of time."""
    said, left = _Said([]), [plain(word).casefold() for word in words]
    while left:
        taken = _phrase(said, left, now, zone) or _one(said, left[0])
        if not taken:
            return None
        left = left[taken:]
    return said


def _phrase(said: _Said, left: list[str], now: Instant, zone: str) -> int:
    """How many words name a day, or now."""
    if left[0].endswith(_LATER):
        return _behind_a_night(said, left[0].removesuffix(_LATER), now, zone)
    known, today = day_words(), wall(now, zone).date()
    ranged, before = said.clock is not None, len(said.days)
    for size in range(min(known.longest, len(left)), 0, -1):
        phrase = key(" ".join(left[:size]))
        if phrase in known.now:
            said.now = True
        elif phrase in known.days:
            said.days.append(today + timedelta(days=known.days[phrase]))
        elif phrase in known.tonight:
            said.days.append(today)
            said.clock = (str(_NIGHT[0]), None, str(_NIGHT[1]), None)
        elif phrase == "until":
            said.until = True
        elif (week := _week(phrase, today)) is not None:
            said.days += week
        elif phrase in known.weekdays:
            said.days.append(today + timedelta(days=(known.weekdays[phrase] - today.weekday()) % 7))
        else:
            continue
        said.torn |= ranged and 0 < before < len(said.days)
        return size
    return 0


def _behind_a_night(said: _Said, day: str, now: Instant, zone: str) -> int:
    """1 if it names a day: the small hours of its night are those of the day after.

    Of a night that goes on, they are of this day: at 00:30 on a Saturday both Friday's night and tonight are.
    """
    known, here, before = day_words(), wall(now, zone), len(said.days)
    if known.days.get(key(day)) == 0 and here.hour < _SMALL:
        return 1
    if (weekday := known.weekdays.get(key(day))) is not None:
        said.days.append(here.date() + timedelta(days=(weekday + 1 - here.weekday()) % 7))
        return 1
    taken = _phrase(said, [day], now, zone) or _one(said, day)
    said.days[before:] = [one + timedelta(days=1) for one in said.days[before:]]
    return taken if len(said.days) == before + 1 else 0


def _week(phrase: str, today: date) -> list[date] | None:
    """The days of `weekend`, `next:weekend`, `next:fri`."""
    found, monday = _NEXT.match(phrase), today - timedelta(days=today.weekday())
    name = found[1] if found is not None else phrase
    if name == _WEEKEND:
        first = monday + timedelta(days=12 if found is not None else 5)
        return [first, first + timedelta(days=1)]
    day = day_words().weekdays.get(name) if found is not None else None
    return [monday + timedelta(days=7 + day)] if day is not None else None


def _one(said: _Said, word: str) -> int:
    """1 if the word is a range, a time, a length or a date; a second range or length is none."""
    if found := _CLOCK.match(word):
        if said.clock is not None:
            return 0
        said.clock = (found[1], found[2], found[3], found[4])
    elif found := _TIME.match(word):
        said.times = (*said.times, (found[1], found[2]))
    elif (found := _LENGTH.match(word)) and not said.length:
        said.length = int(found[1]) * day_words().units.get(key(found[2]), 0)
        return int(bool(said.length))
    elif (day := _iso(word)) is not None:
        said.days.append(day)
    else:
        return 0
    return 1


def _iso(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if len(word) == 10 and word[4] == "-" else None
    except ValueError:
        return None


def _ahead(said: _Said, now: Instant, zone: str) -> Span | None:
    """What is meant; tomorrow, where only hours are said that are over today."""
    today = wall(now, zone).date()
    span = _meant(said, today, now, zone)
    over = span is not None and span.ends_at <= now and not said.days and not said.until
    return _meant(said, today + timedelta(days=1), now, zone) if over else span


def _meant(said: _Said, today: date, now: Instant, zone: str) -> Span | None:
    first, last = (said.days or [today])[0], (said.days or [today])[-1]
    if said.until:
        return _until(said, first, now, zone)
    if said.torn or len(said.days) > 2 or len(said.times) > 2 or (said.clock and (said.times or said.length)):
        return None
    if said.clock is not None:
        begin, end = _at(first, said.clock[0], said.clock[1], zone), _at(last, said.clock[2], said.clock[3], zone)
        if begin is None or end is None:
            return None
        return Span(instant_of(begin), instant_of(end + timedelta(days=1) if end <= begin else end))
    if said.times:
        return _from_times(said, first, last, zone)
    if said.length and not said.days:
        return Span(now, after(now, said.length))
    if said.days and not said.length:
        begin, end = _at(first, "0", None, zone), _at(last, "24", None, zone)
        return Span(instant_of(begin), instant_of(end)) if begin and end else None
    return Span(now, after(now, 8 * HOUR)) if said.now and not said.days and not said.length else None


def _until(said: _Said, day: date, now: Instant, zone: str) -> Span | None:
    """From now on; without a day, to the next time that the clock says so."""
    if len(said.times) != 1 or len(said.days) > 1 or said.clock or said.length:
        return None
    end = _at(day, *said.times[0], zone)
    if end is None:
        return None
    late = not said.days and instant_of(end) <= now
    return Span(now, instant_of(end + timedelta(days=1) if late else end))


def _from_times(said: _Said, first: date, last: date, zone: str) -> Span | None:
    """From one time to another, or for so long."""
    begin = _at(first, *said.times[0], zone)
    if begin is None:
        return None
    if said.length and len(said.times) == 1:
        return Span(instant_of(begin), after(instant_of(begin), said.length))
    end = _at(last, *said.times[1], zone) if len(said.times) == 2 and not said.length else None
    if end is None:
        return None
    return Span(instant_of(begin), instant_of(end + timedelta(days=1) if end <= begin else end))


def _at(day: date, hour: str, minute: str | None, zone: str) -> datetime | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    naive = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time; the zone comes next
    return (naive + timedelta(hours=hours, minutes=minutes)).replace(tzinfo=ZoneInfo(zone))


def moment_of(words: list[str], now: Instant, zone: str, coming: bool = False) -> Instant | None:
    """An instant: `20:00`, `fri 20:00`, `now`, `tomorrow`, `+3h`; None where the words say none.

    `coming`: an hour without a day is the next that the clock says so.
    """
    said = _read(words, now, zone)
    if said is None or said.clock or len(said.times) > 1 or len(said.days) > 1:
        return None
    if said.length:
        return after(now, said.length) if not (said.days or said.times) else None
    day = said.days[0] if said.days else wall(now, zone).date()
    hour, minute = said.times[0] if said.times else ("0", "0")
    found = _at(day, hour, minute, zone) if said.times or said.days else None
    if found and coming and not said.days and instant_of(found) <= now:
        found = _at(day + timedelta(days=1), hour, minute, zone)
    return instant_of(found) if found else now if said.now else None


def hour_of(words: list[str], now: Instant, zone: str) -> Instant | None:
    """The one that comes, where a time of the day or a length is said: a day alone has none."""
    said = _read(words, now, zone)
    return moment_of(words, now, zone, coming=True) if said is not None and (said.times or said.length) else None


def weekday_of(word: str) -> int | None:
    """0 is Monday; None if the word is no weekday."""
    return day_words().weekdays.get(key(plain(word)))


def weekdays_in(words: Sequence[str]) -> tuple[int, ...] | None:
    """`fri sat`, `mon-fri`, `fri-mon`; None where a word is no weekday."""
    found = set[int]()
    for word in words:
        whole = weekday_of(word)
        first, dash, last = (word, "-", word) if whole is not None else plain(word).partition("-")
        begin, end = weekday_of(first), weekday_of(last)
        if not dash or begin is None or end is None:
            return None
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return tuple(sorted(found))


def wall_start(word: str, now: Instant, zone: str) -> Instant | None:
    """The instant of `HH:MM` today, for the start of a rotation."""
    found = _TIME.match(plain(word))
    moment = _at(wall(now, zone).date(), found[1], found[2], zone) if found else None
    return instant_of(moment) if moment else None
