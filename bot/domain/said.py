"""Times as people say them in their languages, put into the words that commands are written in.

`오후 8시부터 밤 12시까지` is `20:00-24:00`, `周五晚上8点` is `fri 20:00`, `30 Nov 8pm to 1 Dec 8am` is
`2026-11-30 20:00 2026-12-01 08:00`. What is no time stays as it was written. Whatever is meant is shown before it
is applied, so that of two readings the likelier one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeAlias

from bot.domain.dates import near
from bot.domain.day_words import day_words
from bot.domain.ids import Instant
from bot.domain.said_order import PARTS, in_order, place_of
from bot.domain.said_words import DAYS, Piece

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"20\d\d|25[5-9]\d")
_STAMP = re.compile(r"^~[0-9a-z]+\.[0-9a-z]+$")
_POINTED = re.compile(r"(\d{1,2})[:.](\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4})|\.)?")
_NOON, _MIDNIGHT, _HALF = 12 * 60, 24 * 60, 30
_NIGHT = "20:00-08:00"
_FILLERS = ("mute", "both", "ahead")
_DATES = ("weekday", "next", "weekend", *_FILLERS, *DAYS)
_JOINTS = ("to", "to_behind", "from", "from_behind", "both", "ahead", "nextday", "mute")
_MONTH_FIRST = ("ko", "zh", "ja")


class _Kind(Enum):
    CLOCK = "a time of the day"
    DAY = "a day"
    TIME = "another time"
    JOINT = "it joins two times"
    WORD = "no time"


@dataclass(frozen=True, slots=True)
class _Told:
    """Words of the result; of a joint they stand only where it joins nothing; glued, it has none."""

    kind: _Kind
    words: tuple[str, ...]
    joint: str = ""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Minutes as they are written, the part of the day that is said with them, and how many pieces said it.

    `bare`: it may be any number, and is a time only beside another one.
    """

    minutes: int
    part: str
    used: int
    bare: bool

    def within(self, part: str) -> int:
        """Minutes since midnight, in this part of the day."""
        hours = self.minutes // 60
        if part == "evening":
            return self.minutes + 18 * 60
        if part == "am":
            return self.minutes % _NOON if hours <= 12 else self.minutes
        later = {"pm": hours < 12, "night": 5 <= hours <= 12, "midday": hours <= 5}.get(part, False)
        return self.minutes + _NOON if later else self.minutes

    @property
    def at(self) -> int:
        """Minutes since midnight."""
        return self.within(self.part)


def said(words: Sequence[str], now: Instant, language: str = "en", turns: bool = False) -> list[str]:
    """The same words, with times as `spans.py` and `turns.py` read them; never raises.

    `language` is the writer's: it says whether a month stands before its day. `turns`: of a rotation, where days
    and what joins them are words of the command.
    """
    if any(_STAMP.match(word) for word in words):
        return list(words)
    told = _Reader(words, now, language, turns).read()
    return _behind(told) if turns else _joined(told)


class _Reader:
    """Goes over the pieces once; what it cannot read stays as it was written."""

    def __init__(self, words: Sequence[str], now: Instant, language: str, turns: bool) -> None:
        self._words, self._now, self._language = words, now, language
        self._pieces = in_order(words, language)
        self._joints = ("from_behind", "start_behind") if turns else _JOINTS
        days = (self._phrase,) if turns else (self._length, self._day)
        self._readings = (self._dates, self._range, self._date, self._time, *days, self._joint)

    def read(self) -> list[_Told]:
        told, at, written = list[_Told](), 0, set[int]()
        places = list[set[int]]()
        while at < len(self._pieces):
            found = next((one for read in self._readings if (one := read(at)) is not None), None)
            one, used = found if found is not None else (_Told(_Kind.WORD, self._written(at)), 1)
            # A word of which only a part is a time is no time: it stands there once, and whole.
            place = place_of(self._pieces[at])
            if one.kind not in (_Kind.WORD, _Kind.JOINT) or place not in written:
                told.append(one)
                places.append(set(map(place_of, self._pieces[at : at + used])))
            if one.kind is _Kind.WORD:
                written.add(place)
            at += used
        return [
            one
            for one, within in zip(told, places, strict=True)
            if one.kind in (_Kind.WORD, _Kind.JOINT) or not within <= written
        ]

    def _written(self, at: int) -> tuple[str, ...]:
        """The words that this piece was cut from."""
        place = place_of(self._pieces[at])
        behind = min((found for one in self._pieces if (found := place_of(one)) > place), default=len(self._words))
        return tuple(self._words[place:behind])

    def _is(self, at: int, *kinds: str) -> str | None:
        """What the piece stands for, if it is a word of one of these kinds."""
        piece = self._pieces[at] if 0 <= at < len(self._pieces) else at
        found = piece.kinds if isinstance(piece, Piece) else {}
        return next((found[kind] for kind in kinds if kind in found), None)

    def _number(self, at: int) -> str:
        piece = self._pieces[at] if at < len(self._pieces) else at
        return piece.number if isinstance(piece, Piece) else ""

    def _clock(self, at: int) -> _Clock | None:
        begins, part, sure = at, "", False
        while (word := self._is(at, *PARTS, "before")) is not None:
            part, sure, at = part if word == "before" else word, True, at + 1
        minutes = self._hours(at)
        if minutes is None:
            return None
        named = not self._number(at)
        sure, at = sure or named or ":" in self._number(at) or "." in self._number(at), at + 1
        if not named and minutes <= _NOON and self._lasts(at):
            return None
        mong = not named and self._is(at, "mong") is not None
        if not named:
            more, used, told = self._unit(at)
            # What is counted in hours is a length: `20시부터 8시간`.
            if not used and not part and self._counts(at):
                return None
            minutes, sure, at = minutes + more, sure or told, at + used
        word = None if named else self._is(at, "evening", *PARTS)
        # "tonight 9pm" says it twice; in "8 아침 9시" it is the next one's.
        again = word == "evening" or (not self._number(at + 1) and self._is(at + 1, "before") is None)
        if word is not None and (not part or again):
            part, sure, at = word, True, at + 1
        if sure and minutes % 60 == 0 and minutes < _MIDNIGHT and self._is(at, "half") is not None:
            minutes, at = minutes + _HALF, at + 1
            if not part and (word := self._is(at, *PARTS)) is not None:
                part, at = word, at + 1
        if mong and 1 <= minutes // 60 <= 5:
            # `3 โมงเช้า` is nine; without a part of the day it is of the afternoon.
            minutes, part = (minutes + 6 * 60, part) if part == "am" else (minutes, part or "pm")
        return _Clock(minutes, part, at - begins, not sure)

    def _lasts(self, at: int) -> bool:
        """`3h 30m` is a length; in Vietnamese it may be a time."""
        number = self._number(at + 1)
        unit = self._is(at, "hours") is not None and number.isdecimal() and self._is(at + 2, "minutes") is not None
        return unit and self._language != "vi"

    def _counts(self, at: int) -> bool:
        """Whether this is a unit of the number before it; in `20-08 Min` it is somebody's name."""
        if self._is(at, "minutes", "hours", "days", "weeks") is None:
            return False
        places = [place_of(one) for one in self._pieces[max(at - 2, 0) : at + 1]]
        return places[-1] == places[-2] or places[0] != places[-2]

    def _hours(self, at: int) -> int | None:
        """Minutes, of `8`, `20:30`, `20.00`, `2030` or `noon`."""
        if self._is(at, "noon"):
            return _NOON
        if self._is(at, "midnight"):
            return _MIDNIGHT
        number = self._number(at)
        found = _POINTED.fullmatch(number) or re.fullmatch(r"(\d\d)(\d\d)|(\d{1,2})", number)
        if found is None:
            return None
        hours, minutes = int(found[1] or found[3]), int(found[2] or 0)
        # With a point it may be a date.
        if minutes >= 60 or ("." in number and 0 < minutes <= 12):
            return None
        return hours * 60 + minutes if hours * 60 + minutes <= _MIDNIGHT else None

    def _unit(self, at: int) -> tuple[int, int, bool]:
        """More minutes, how many pieces, and whether what stands behind the hour says that it is one."""
        if self._is(at, "oclock") is None:
            return 0, 0, False
        if self._is(at + 1, "half"):
            return _HALF, 2, True
        number = self._number(at + 1)
        if number.isdecimal() and int(number) < 60 and (self._is(at + 2, "minutes") or len(number) == 2):
            return int(number), 3 if self._is(at + 2, "minutes") else 2, True
        # `8h` and `8 giờ` may be a length, too; but not of a day that is named behind it.
        day = at + 1 + (self._is(at + 1, *_FILLERS) is not None)
        days = ("weekday", "tonight", *DAYS)
        beside = self._is(day, *days) is not None or self._is(at - 2, *days, "next", "to") is not None
        return 0, 1, beside or self._is(at, "hours") is None or self._date(day) is not None

    def _range(self, at: int) -> _Read | None:
        left = self._clock(at)
        # `8h tối thứ sáu đến 10h`: the day may stand behind the first hour, and is of both.
        day = self._day(at + left.used) if left is not None and at + left.used < len(self._pieces) else None
        day = day if day is not None and day[0].kind is _Kind.DAY else None
        if left is not None and day is not None:
            left = replace(left, used=left.used + day[1])
        between = self._is(at + left.used, "to", "from_behind") if left is not None else None
        after = at + left.used + 1 if left is not None else at
        after += self._is(after, "nextday") is not None
        right = self._clock(after) if left is not None and between is not None else None
        if left is None or right is None:
            return None
        if day is not None and self._is(after + right.used, *_DATES) is not None:
            return None
        used = after - at + right.used
        used += self._is(at + used, "nextday") is not None
        used += self._is(at + used, "to_behind") is not None
        days = day[0].words if day is not None else ()
        begin, end = _from_to(left, right)
        return _Told(_Kind.TIME, (*days, f"{_shown(begin)}-{_shown(end)}")), used

    def _time(self, at: int) -> _Read | None:
        clock = self._clock(at)
        return (_Told(_Kind.CLOCK, (_shown(clock.at),)), clock.used) if clock and not clock.bare else None

    def _date(self, at: int) -> _Read | None:
        number = self._number(at)
        if _ISO.fullmatch(number):
            return _Told(_Kind.DAY, (number,)), 1
        found = _SLASHED.fullmatch(number)
        if found is not None:
            day = self._slashed(found)
            return (_Told(_Kind.DAY, (day,)), 1) if day else None
        if self._is(at, "weekday") is not None:
            # `Fri, Dec 4`: the weekday belongs to the date.
            dated = self._named_date(at + 1)
            return (dated[0], dated[1] + 1) if dated is not None and self._is_of(at, dated[0]) else None
        dated = self._named_date(at)
        if dated is not None and self._is_of(at + dated[1], dated[0]):
            return dated[0], dated[1] + 1
        return dated

    def _is_of(self, at: int, told: _Told) -> bool:
        """Whether the piece is the weekday of this date."""
        weekday = self._is(at, "weekday")
        return weekday is not None and day_words().weekdays[weekday] == date.fromisoformat(told.words[0]).weekday()

    def _glued(self, at: int) -> bool:
        """Whether it stands in one word with what is before it."""
        return at > 0 and place_of(self._pieces[at - 1]) == place_of(self._pieces[at])

    def _slashed(self, found: re.Match[str]) -> str:
        """`30/11`, `30.11.`; `20.00` is no date."""
        first, second = int(found[1]), int(found[2])
        if "/" not in found[0] and first <= 24 and not (found[3] or found[0].endswith(".")):
            return ""
        month_first = second > 12 or (self._language in _MONTH_FIRST and first <= 12)
        month, number = (first, second) if month_first else (second, first)
        day = near(month, number, int(found[3]) if found[3] else None, self._now)
        return day.isoformat() if day else ""

    def _named_date(self, at: int) -> _Read | None:
        begins, year = at, ""
        if _YEAR.fullmatch(self._number(at)):
            year, at = self._number(at), at + 1
            at += self._is(at, *_FILLERS) is not None
        at += self._is(at, "of_month") is not None
        if (month := self._is(at, "month")) is not None:
            # `Jun 8h`, `May 8pm`, `June 20-08`: somebody, and a time.
            if self._of_clock(at + 2):
                return None
            number, at = self._number(at + 1), at + 2
            at += self._is(at, *_FILLERS, "days") is not None
        else:
            number, at = self._number(at), at + 1
            at += self._is(at, *_FILLERS) is not None
            at += self._is(at, "of_month") is not None
            month, at = self._is(at, "month"), at + 1
        if month is None or not number.isdecimal():
            return None
        behind = at + (self._is(at, "of_year") is not None)
        if not year and _YEAR.fullmatch(self._number(behind)) and self._is(behind + 1, "to") is None:
            year, at = self._number(behind), behind + 1
        day = near(int(month), int(number), int(year) if year else None, self._now)
        return (_Told(_Kind.DAY, (day.isoformat(),)), at - begins) if day else None

    def _of_clock(self, at: int) -> bool:
        """Whether the number before this is an hour, or so many of them."""
        if self._is(at, "oclock", "hours", "minutes") is not None:
            return not (self._is(at, "before") is not None and self._number(at + 1))
        glued = at < len(self._pieces) and self._glued(at)
        ranged = self._is(at, "to") is not None and bool(self._number(at + 1))
        return glued and (ranged or self._is(at, "am", "pm") is not None)

    def _dates(self, at: int) -> _Read | None:
        """`Dec 5-7`, `12월 5일부터 7일까지`, `từ ngày 5 đến ngày 7 tháng 12`: never hours."""
        begins, month = at, self._is(at, "month")
        at += month is not None
        first, at = self._number(at), at + 1
        at += self._is(at, *_FILLERS, "days") is not None
        if self._is(at, "to", "from_behind") is None:
            return None
        at += 1 + (self._is(at + 1, *_FILLERS) is not None)
        last, at = self._number(at), at + 1
        at += self._is(at, *_FILLERS, "days") is not None
        if month is None:
            at += self._is(at, "of_month") is not None
            month, at = self._is(at, "month"), at + 1
        elif self._is(at, "oclock", "half", "am", "pm", "night", "evening", "month", "hours", "minutes"):
            return None
        if month is None or not (first.isdecimal() and last.isdecimal() and 0 < int(first) < int(last) <= 31):
            return None
        days = [near(int(month), int(one), None, self._now) for one in (first, last)]
        at += self._is(at, "to_behind") is not None
        words = tuple(day.isoformat() for day in days if day is not None)
        return (_Told(_Kind.TIME, words), at - begins) if len(words) == 2 else None

    def _length(self, at: int) -> _Read | None:
        if (length := self._is(at, "length")) is not None:
            return _Told(_Kind.TIME, (length,)), 1
        number, unit = self._number(at), self._is(at + 1, "minutes", "hours", "days", "weeks")
        if not number.isdecimal() or unit is None or len(number) > 3:
            return None
        more = self._number(at + 2)
        if unit == "h" and self._is(at + 1, "half", "hours") is not None:
            if more.isdecimal() and int(more) < 60 and self._is(at + 3, "minutes") is not None:
                return self._minutes(int(number) * 60 + int(more), 4)
            if self._is(at + 2, "half") is not None:
                return self._minutes(int(number) * 60 + _HALF, 3)
        return _Told(_Kind.TIME, (f"{int(number)}{unit}",)), 2

    @staticmethod
    def _minutes(count: int, used: int) -> _Read | None:
        return (_Told(_Kind.TIME, (f"{count}m",)), used) if count <= 999 else None

    def _day(self, at: int) -> _Read | None:
        word = self._is(at, "now", "tonight", "weekend")
        if word == "weekend" and self._is(at + 1, "next") is not None:
            return _Told(_Kind.DAY, (f"next:{word}",)), 2
        if word is not None:
            return _Told(_Kind.TIME, (word,)), 1
        day, used = self._is(at, "weekday", *DAYS), 1
        if day is None and self._is(at, "next") is not None:
            day, used = self._next(self._is(at + 1, "weekday", "weekend")), 2
        elif self._is(at, "weekday", "weekend") and self._is(at + 1, "next") is not None:
            day, used = self._next(day), 2
        if day is None:
            return None
        if self._is(at + used, "night") is not None and self._clock(at + used) is None:
            return _Told(_Kind.TIME, (day, _NIGHT)), used + 1
        return _Told(_Kind.DAY, (day,)), used

    def _phrase(self, at: int) -> _Read | None:
        """A day of several words, `ngày mai`; of a rotation all others are read where they stand."""
        day = self._is(at, "weekday", *DAYS) if len(self._written(at)) > 1 else None
        return (_Told(_Kind.DAY, (day,)), 1) if day is not None else None

    @staticmethod
    def _next(day: str | None) -> str | None:
        return f"next:{day}" if day is not None else None

    def _joint(self, at: int) -> _Read | None:
        piece = self._pieces[at]
        if not isinstance(piece, Piece):
            return None
        joint = next((kind for kind in self._joints if kind in piece.kinds), None)
        words = () if self._glued(at) else self._written(at)
        return (_Told(_Kind.JOINT, words, joint), 1) if joint is not None else None


_Read: TypeAlias = tuple[_Told, int]
"""What was read, and how many pieces said it."""


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _from_to(left: _Clock, right: _Clock) -> tuple[int, int]:
    """Minutes since midnight; the part of the day that is said of one is the other's, too, if it can be."""
    begin, end = left.at, right.at
    if left.part and not right.part:
        lends = right.bare or left.part != "evening"
        if lends and begin < right.within(left.part):
            return begin, right.within(left.part)
        # "9am to 5" goes on till the afternoon.
        afternoon = left.part == "am" and right.minutes <= left.minutes < _NOON
        return begin, right.minutes + _NOON if afternoon else end
    if right.part and not left.part:
        lends = left.bare or right.part != "evening"
        return (left.within(right.part) if lends and left.within(right.part) < end else begin), end
    return begin, end


def _is_time(told: _Told | None) -> bool:
    return told is not None and told.kind not in (_Kind.JOINT, _Kind.WORD)


def _joined(told: Sequence[_Told]) -> list[str]:
    """Without what joins times; where only an end is said, it is until then."""
    found, until = list[str](), _until(told)
    for place, one in enumerate(told):
        if one.kind is _Kind.JOINT and _joins(one, _beside(told, place, -1), _beside(told, place, 1)):
            continue
        if until is not None and (one.words == ("now",) or (one.joint == "to" and place < until)):
            continue
        found += ["until", *one.words] if place == until else one.words
    return found


def _joins(one: _Told, before: _Told | None, behind: _Told | None) -> bool:
    """Whether it belongs to a time beside it; at either end of all that is written "to" may be somebody's name."""
    if one.joint == "to":
        return _is_time(before) and behind is not None
    if one.joint == "both":
        return _is_time(before) and _is_time(behind)
    if one.joint in ("from", "ahead"):
        return _is_time(behind)
    return _is_time(before)


def _beside(told: Sequence[_Told], place: int, step: int) -> _Told | None:
    """The nearest on this side that is no joint."""
    while 0 <= (place := place + step) < len(told):
        if told[place].kind is not _Kind.JOINT:
            return told[place]
    return None


def _until(told: Sequence[_Told]) -> int | None:
    """Where the end begins, if it is all that is said, but for "now"."""
    times = [place for place, one in enumerate(told) if _is_time(one) and one.words != ("now",)]
    clocks = [place for place in times if told[place].kind is _Kind.CLOCK]
    days = [place for place in times if told[place].kind is _Kind.DAY]
    if len(times) == 1 and days and len(told[days[0]].words) == 1:
        # Until a day: that it is all of that day would be wrong.
        return days[0] if any(one.joint == "to_behind" for one in told[days[0] :]) else None
    if len(clocks) != 1 or len(times) > 2 or set(times) != {*clocks, *days}:
        return None
    before = any(one.joint == "to" for one in told[: times[0]])
    behind = any(one.joint == "to_behind" for one in told[times[-1] :])
    return times[0] if before or behind else None


def _behind(told: Sequence[_Told]) -> list[str]:
    """Of a rotation: what says "from" or "start" behind a time says so before it; all else stays."""
    found, times = list[str](), 0
    for place, one in enumerate(told):
        leads = _is_time(_beside(told, place, 1)) and bool(one.words)
        if one.kind is _Kind.JOINT and times < len(found) and not leads:
            found.insert(times, one.joint.removesuffix("_behind"))
            times = len(found)
            continue
        found += one.words
        times = times if _is_time(one) else len(found)
    return found
