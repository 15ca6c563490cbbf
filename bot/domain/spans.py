"""Reads spans of duty from what staff write, in any order; what cannot be read is a value, not an exception."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.clock_span import clock_span, looks_so
from bot.domain.day_words import day_words
from bot.domain.folding import key
from bot.domain.ids import DAY, HOUR, MINUTE, Instant, after
from bot.domain.plain import plain
from bot.domain.wall import instant_of, wall

_FURTHEST = timedelta(days=3_653)
"""No time is meant that is ten years away: it is a slip, or it is to break us."""
LONGEST = 62
"""Days that a span has at most: a longer one is a slip."""
_MIDNIGHT = 24 * 60
_NIGHT = (20 * 60, 8 * 60)


class NoSpan(StrEnum):
    """Why words are no span."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    PAST = "past"
    BACKWARDS = "backwards"
    """It ends before it begins."""
    ENDLESS = "endless"
    """It says from when, and not until when."""
    FAR = "far"
    """It is more than ten years away."""
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
# As `said.py` writes it: of the next week, from Monday to Sunday; a whole month, or what is left of one.
_NEXT = re.compile(r"^(next|this):(\w+)$")
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
    clock: tuple[int, int] | None = None
    """In minutes since midnight, as the times are."""
    times: tuple[int, ...] = ()
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
        or looks_so(bare)
        or _TIME.match(bare) is not None
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
    if said is not None and (far := _far(said, wall(now, zone).date())) is not None:
        return far
    span = _ahead(said, now, zone) if said is not None else None
    if said is not None and said.until and span is not None and span.ends_at <= now:
        return NoSpan.PAST
    if said is not None and said.until and len(said.days) == 1 and not (said.times or said.clock or said.length):
        return NoSpan.HOURLESS
    if said is not None and span is None and _is_endless(said):
        return NoSpan.ENDLESS
    if span is not None and said is not None and len(said.days) > 1 and span.ends_at <= span.starts_at:
        return NoSpan.BACKWARDS
    # In the hour that a change of clocks leaves out, an end can come to lie before its beginning.
    if span is None or not span.starts_at < span.ends_at <= span.starts_at + LONGEST * DAY:
        return NoSpan.UNREADABLE
    return span if span.ends_at > now else NoSpan.PAST


def _far(said: _Said, today: date) -> NoSpan | None:
    """Why a day of these cannot be meant, so far away is it."""
    if any(day - today > _FURTHEST for day in said.days):
        return NoSpan.FAR
    return NoSpan.PAST if any(today - day > _FURTHEST for day in said.days) else None


def _is_endless(said: _Said) -> bool:
    """Whether it is one time of the day, and of which day at most."""
    return len(said.times) == 1 and len(said.days) <= 1 and not (said.until or said.clock or said.length)


def to_come(span: Span, now: Instant) -> Span:
    """What of it is not over: duty cannot be changed where it was done. From the minute on that is now."""
    return Span(Instant(max(span.starts_at, min(now - now % MINUTE, span.ends_at))), span.ends_at)


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
        taken = _phrase(said, left, now, zone) or _one(said, left[0], wall(now, zone).date())
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
            said.clock = _NIGHT
        elif phrase == "until":
            said.until = True
        elif (week := _week(phrase, today)) is not None:
            said.days += week
            said.now |= phrase.startswith("this:")
        elif phrase in known.weekdays:
            said.days.append(_coming(known.weekdays[phrase], said, today))
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
        said.days.append(_coming(weekday + 1, said, here.date()))
        return 1
    taken = _phrase(said, [day], now, zone) or _one(said, day, here.date())
    said.days[before:] = [one + timedelta(days=1) for one in said.days[before:]]
    return taken if len(said.days) == before + 1 else 0


def _coming(weekday: int, said: _Said, today: date) -> date:
    """The next of them, today included; behind a day, the next from there: `fri-sun`, said on a Saturday."""
    first = said.days[-1] if said.days else today
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def _week(phrase: str, today: date) -> list[date] | None:
    """The days of `weekend`, `next:weekend`, `next:fri`; of `this:week`, `next:month` the first and the last."""
    found, monday = _NEXT.match(phrase), today - timedelta(days=today.weekday())
    name = found[2] if found is not None else phrase
    if name == "month" or (found is not None and found[1] == "this"):
        return _going_on(phrase, today)
    if name == _WEEKEND:
        first = monday + timedelta(days=12 if found is not None else 5)
        return [first, first + timedelta(days=1)]
    day = day_words().weekdays.get(name) if found is not None else None
    return [monday + timedelta(days=7 + day)] if day is not None else None


def _going_on(phrase: str, today: date) -> list[date] | None:
    """The first day and the last of `this:week`, `this:month`, `next:month`."""
    if phrase == "this:week":
        return [today, today + timedelta(days=6 - today.weekday())]
    next_first = _first_of_next(today)
    months = {"this:month": (today, next_first), "next:month": (next_first, _first_of_next(next_first))}
    if phrase not in months:
        return None
    begin, beyond = months[phrase]
    return [begin, beyond - timedelta(days=1)]


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _one(said: _Said, word: str, today: date) -> int:
    """1 if the word is a range, a time, a length or a date; a second range or length is none."""
    if (clock := clock_span(word)) is not None:
        if said.clock is not None:
            return 0
        said.clock = clock
    elif (time := _time(word)) is not None:
        said.times = (*said.times, time)
    elif (found := _LENGTH.match(word)) and not said.length:
        said.length = int(found[1]) * day_words().units.get(key(found[2]), 0)
        return int(bool(said.length))
    elif (day := _iso(word)) is not None:
        # One that is further away than any that is meant stands for all of those: the calendar ends behind them.
        said.days.append(min(max(day, today - 2 * _FURTHEST), today + 2 * _FURTHEST))
    else:
        return 0
    return 1


def _time(word: str) -> int | None:
    """Minutes since midnight, of `20:00`, up to `24:00`."""
    found = _TIME.match(plain(word))
    minutes = int(found[1]) * 60 + int(found[2]) if found is not None and int(found[2]) < 60 else None
    return minutes if minutes is not None and minutes <= _MIDNIGHT else None


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
        begin, end = _at(first, said.clock[0], zone), _at(last, said.clock[1], zone)
        return Span(instant_of(begin), instant_of(end + timedelta(days=1) if end <= begin else end))
    if said.times:
        return _from_times(said, first, last, zone)
    if said.length and not said.days:
        return Span(now, after(now, said.length))
    if said.days and not said.length:
        starts_at = now if said.now and first == today else instant_of(_at(first, 0, zone))
        return Span(starts_at, instant_of(_at(last, _MIDNIGHT, zone)))
    return Span(now, after(now, 8 * HOUR)) if said.now and not said.days and not said.length else None


def _until(said: _Said, day: date, now: Instant, zone: str) -> Span | None:
    """From now on; without a day, to the next time that the clock says so."""
    if len(said.times) != 1 or len(said.days) > 1 or said.clock or said.length:
        return None
    end = _at(day, said.times[0], zone)
    late = not said.days and instant_of(end) <= now
    return Span(now, instant_of(end + timedelta(days=1) if late else end))


def _from_times(said: _Said, first: date, last: date, zone: str) -> Span | None:
    """From one time to another, or for so long."""
    begin = _at(first, said.times[0], zone)
    if said.length and len(said.times) == 1:
        return Span(instant_of(begin), after(instant_of(begin), said.length))
    if len(said.times) != 2 or said.length:
        return None
    end = _at(last, said.times[1], zone)
    return Span(instant_of(begin), instant_of(end + timedelta(days=1) if end <= begin else end))


def _at(day: date, minutes: int, zone: str) -> datetime:
    naive = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time; the zone comes next
    return (naive + timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo(zone))


def moment_of(words: list[str], now: Instant, zone: str, coming: bool = False) -> Instant | None:
    """An instant: `20:00`, `fri 20:00`, `now`, `tomorrow`, `+3h`; None where the words say none.

    `coming`: an hour without a day is the next that the clock says so.
    """
    said = _read(words, now, zone)
    if said is None or said.clock or len(said.times) > 1 or len(said.days) > 1:
        return None
    if _far(said, wall(now, zone).date()) is not None:
        return None
    if said.length:
        return after(now, said.length) if not (said.days or said.times) else None
    day = said.days[0] if said.days else wall(now, zone).date()
    if not said.times and not said.days:
        return now if said.now else None
    time = said.times[0] if said.times else 0
    found = instant_of(_at(day, time, zone))
    late = coming and not said.days and found <= now
    return instant_of(_at(day + timedelta(days=1), time, zone)) if late else found


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
    time = _time(word)
    return instant_of(_at(wall(now, zone).date(), time, zone)) if time is not None else None
