"""Times of the day and lengths as people say them: `오후 8시 반`, `2 ทุ่ม`, `8pm-8am`, `3h 30m`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.said_dates import Dates
from bot.domain.said_order import PARTS, place_of
from bot.domain.said_pieces import FILLERS, NAMED_DAYS, Kind, Read, Told, the_next
from bot.domain.said_words import DAYS

_POINTED = re.compile(r"(\d{1,2})[:.](\d{2})")
_NOON, _MIDNIGHT, _HALF = 12 * 60, 24 * 60, 30
_PARTS_OF_AN_HOUR = {"half": _HALF, "quarter": 15, "three_quarters": 45}
_NIGHT = "20:00-08:00"


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes as they are written, the part of the day that is said with them, and how many pieces said it.

    `bare`: it may be any number, and is a time only beside another one. `dark`: of a night.
    """

    minutes: int
    part: str
    used: int
    bare: bool
    dark: bool

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
    def late(self) -> bool:
        """Whether it is one of the small hours, said of a night."""
        return self.dark and self.part in ("night", "am") and 60 <= self.minutes < 5 * 60

    @property
    def at(self) -> int:
        """Minutes since midnight."""
        return self.within(self.part)


class Clocks(Dates):
    """Reads what is said of hours."""

    def clock(self, at: int) -> Clock | None:
        begins, part, sure, dark = at, "", False, False
        while (word := self.is_(at, *PARTS, "before")) is not None:
            part, sure, at = part if word == "before" else word, True, at + 1
            dark |= part == "night"
        hour = self._hour(at, part)
        if hour is None:
            return None
        minutes, used, told = hour
        named, mong = not self.number(at), self.is_(at + 1, "mong") is not None
        sure, at = sure or told, at + used
        if not named and (word := self._part_behind(at, part)):
            part, sure, at = word, True, at + 1
        more = self._parts_of_an_hour(at) if sure and minutes % 60 == 0 and minutes < _MIDNIGHT else 0
        if more:
            minutes, at = minutes + more, at + 1
            if not part and (word := self.is_(at, *PARTS) or ""):
                part, at = word, at + 1
        if mong and 1 <= minutes // 60 <= 5:
            # `3 โมงเช้า` is nine; without a part of the day it is of the afternoon.
            minutes, part = (minutes + 6 * 60, part) if part == "am" else (minutes, part or "pm")
        return Clock(minutes, part, at - begins, not sure, dark or part == "night")

    def _hour(self, at: int, part: str) -> tuple[int, int, bool] | None:
        """Minutes, how many pieces say them, and whether it can be nothing but an hour."""
        minutes, number = self._hours(at), self.number(at)
        if minutes is None or not number:
            return (minutes, 1, True) if minutes is not None else None
        if minutes <= _NOON and self._lasts(at + 1):
            return None
        more, used, told = self._unit(at + 1)
        # What is counted in hours is a length: `20시부터 8시간`.
        if not used and not part and self._counts(at + 1):
            return None
        return minutes + more, 1 + used, told or ":" in number or "." in number

    def _part_behind(self, at: int, part: str) -> str:
        """Of the day, behind the hour."""
        word = self.is_(at, "evening", *PARTS)
        # "tonight 9pm" says it twice; in "8 아침 9시" it is the next one's.
        again = word == "evening" or (not self.number(at + 1) and self.is_(at + 1, "before") is None)
        return word if word is not None and (not part or again) else ""

    def _parts_of_an_hour(self, at: int) -> int:
        """Minutes."""
        return next((minutes for word, minutes in _PARTS_OF_AN_HOUR.items() if self.is_(at, word)), 0)

    def _lasts(self, at: int) -> bool:
        """`3h 30m` is a length; in Vietnamese it may be a time."""
        number = self.number(at + 1)
        unit = self.is_(at, "hours") is not None and number.isdecimal() and self.is_(at + 2, "minutes") is not None
        return unit and self._language != "vi"

    def _counts(self, at: int) -> bool:
        """Whether this is a unit of the number before it; in `20-08 Min` it is somebody's name."""
        if self.is_(at, "minutes", "hours", "days", "weeks") is None:
            return False
        places = [place_of(one) for one in self._pieces[max(at - 2, 0) : at + 1]]
        return places[-1] == places[-2] or places[0] != places[-2]

    def _hours(self, at: int) -> int | None:
        """Minutes, of `8`, `20:30`, `20.00`, `2030` or `noon`."""
        if self.is_(at, "noon"):
            return _NOON
        if self.is_(at, "midnight"):
            return _MIDNIGHT
        number = self.number(at)
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
        if self.is_(at, "oclock") is None:
            return 0, 0, False
        if more := self._parts_of_an_hour(at + 1):
            return more, 2, True
        number = self.number(at + 1)
        if number.isdecimal() and int(number) < 60 and (self.is_(at + 2, "minutes") or len(number) == 2):
            return int(number), 3 if self.is_(at + 2, "minutes") else 2, True
        # `8h` and `8 giờ` may be a length, too; but not of a day that is named behind it.
        day = at + 1 + (self.is_(at + 1, *FILLERS) is not None)
        days = ("weekday", "tonight", *DAYS)
        beside = self.is_(day, *days) is not None or self.is_(at - 2, *days, "next", "to") is not None
        dated = self.date(day) is not None or self.date(at + 1) is not None
        return 0, 1, beside or dated or self.is_(at, "hours") is None

    def range(self, at: int) -> Read | None:
        left = self.clock(at)
        # `8h tối thứ sáu đến 10h`: the day may stand behind the first hour, and is of both.
        day = self.day(at + left.used) if left is not None and at + left.used < len(self._pieces) else None
        day = day if day is not None and day[0].kind is Kind.DAY else None
        if left is not None and day is not None:
            left = replace(left, used=left.used + day[1])
        between = self.is_(at + left.used, "to", "from_behind") if left is not None else None
        after = at + left.used + 1 if left is not None else at
        after += self.is_(after, "nextday") is not None
        right = self.clock(after) if left is not None and between is not None else None
        if left is None or right is None:
            return None
        if day is not None and self.is_(after + right.used, *NAMED_DAYS) is not None:
            return None
        used = after - at + right.used
        used += self.is_(at + used, "nextday") is not None
        used += self.is_(at + used, "to_behind") is not None
        days = day[0].words if day is not None else ()
        if left.late and days:
            days = (*days[:-1], the_next(days[-1]))
        begin, end = _from_to(left, right)
        return Told(Kind.TIME, (*days, f"{_shown(begin)}-{_shown(end)}"), late=left.late and not days), used

    def night(self, at: int) -> Read | None:
        """`fri night`, without an hour."""
        found = self.date(at) or self.day(at)
        if found is None or found[0].kind is not Kind.DAY:
            return None
        day, used = found
        dark = self.is_(at + used, "night") is not None and self.clock(at + used) is None
        return (Told(Kind.TIME, (*day.words, _NIGHT)), used + 1) if dark else None

    def time(self, at: int) -> Read | None:
        clock = self.clock(at)
        return (
            (Told(Kind.CLOCK, (_shown(clock.at),), late=clock.late), clock.used)
            if clock and not clock.bare
            else None
        )

    def length(self, at: int) -> Read | None:
        if (length := self.is_(at, "length")) is not None:
            return Told(Kind.TIME, (length,)), 1
        number, unit = self.number(at), self.is_(at + 1, "minutes", "hours", "days", "weeks")
        if not number.isdecimal() or unit is None or len(number) > 3:
            return None
        more = self.number(at + 2)
        if unit == "h" and self.is_(at + 1, "half", "hours") is not None:
            if more.isdecimal() and int(more) < 60 and self.is_(at + 3, "minutes") is not None:
                return self._minutes(int(number) * 60 + int(more), 4)
            if self.is_(at + 2, "half") is not None:
                return self._minutes(int(number) * 60 + _HALF, 3)
        return Told(Kind.TIME, (f"{int(number)}{unit}",)), 2

    @staticmethod
    def _minutes(count: int, used: int) -> Read | None:
        return (Told(Kind.TIME, (f"{count}m",)), used) if count <= 999 else None


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _from_to(left: Clock, right: Clock) -> tuple[int, int]:
    """Minutes since midnight; the part of the day that is said of one is the other's, too, if it can be."""
    begin, end = left.at, right.at
    if left.part and not right.part and not left.late:
        lends = right.bare or left.part != "evening"
        if lends and begin < right.within(left.part):
            return begin, right.within(left.part)
        # "8pm to 12" ends at midnight, "9am to 5" in the afternoon.
        if left.part != "am" and right.minutes == _NOON <= begin:
            return begin, _MIDNIGHT
        afternoon = left.part == "am" and right.minutes <= left.minutes < _NOON
        return begin, right.minutes + _NOON if afternoon else end
    if right.part and not left.part:
        lends = left.bare or right.part != "evening"
        return (left.within(right.part) if lends and left.within(right.part) < end else begin), end
    return begin, end
