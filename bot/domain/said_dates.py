"""Dates and days as people say them: `12월 5일`, `thứ sáu tuần sau`, `Dec 5-7`, `next weekend`."""

from __future__ import annotations

import re
from datetime import date

from bot.domain.dates import near, near_number
from bot.domain.day_words import day_words
from bot.domain.said_order import PARTS
from bot.domain.said_pieces import FILLERS, Kind, Pieces, Read, Told
from bot.domain.said_words import DAYS, Piece
from bot.domain.wall import wall

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"20\d\d|25[5-9]\d")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4})|\.)?")
_MONTH_FIRST = ("ko", "zh", "ja")


class Dates(Pieces):
    """Reads days; None where the pieces from there on are none."""

    def date(self, at: int) -> Read | None:
        number = self.number(at)
        if _ISO.fullmatch(number):
            return Told(Kind.DAY, (number,)), 1
        found = _SLASHED.fullmatch(number)
        if found is not None:
            day = self._slashed(found)
            return (Told(Kind.DAY, (day,)), 1) if day else None
        if self.is_(at, "weekday") is not None:
            # `Fri, Dec 4`: the weekday belongs to the date.
            dated = self._named_date(at + 1)
            return (dated[0], dated[1] + 1) if dated is not None and self._is_of(at, dated[0]) else None
        if self.is_(at, "ordinal") is not None and (dated := self._named_date(at + 1)) is not None:
            return dated[0], dated[1] + 1
        dated = self._named_date(at)
        if dated is not None and self._is_of(at + dated[1], dated[0]):
            return dated[0], dated[1] + 1
        return dated or self._numbered(at)

    def _numbered(self, at: int) -> Read | None:
        """`5일`, `5号`, `ngày 5`, `the 5th`: only beside an hour, for alone `5일` may be five days."""
        begins, led = at, self.is_(at, "ordinal") is not None
        at += led
        number, behind = self.number(at), self.is_(at + 1, "ordinal_behind") is not None
        if not (led or behind) or not number.isdecimal() or not self._says_hours():
            return None
        day = near_number(int(number), self._now)
        return (Told(Kind.DAY, (day.isoformat(),)), at + 1 + behind - begins) if day else None

    def _says_hours(self) -> bool:
        """Whether an hour is said anywhere."""
        return any(
            ":" in self.number(at)
            or self.is_(at, *PARTS, "oclock", "evening", "noon", "midnight") is not None
            or (self.is_(at, "to") is not None and self._is_bare(at - 1) and self._is_bare(at + 1))
            for at in range(len(self._pieces))
        )

    def _is_bare(self, at: int) -> bool:
        """Whether this is a number that no word makes one of a day."""
        known = self.is_(at - 1, "ordinal", "month") or self.is_(at + 1, "ordinal_behind", "days", "month")
        return self.number(at).isdecimal() and known is None

    def _is_of(self, at: int, told: Told) -> bool:
        """Whether the piece is the weekday of this date."""
        weekday = self.is_(at, "weekday")
        return weekday is not None and day_words().weekdays[weekday] == date.fromisoformat(told.words[0]).weekday()

    def _slashed(self, found: re.Match[str]) -> str:
        """`30/11`, `30.11.`; `20.00` is no date."""
        first, second = int(found[1]), int(found[2])
        if "/" not in found[0] and first <= 24 and not (found[3] or found[0].endswith(".")):
            return ""
        month_first = second > 12 or (self._language in _MONTH_FIRST and first <= 12)
        month, number = (first, second) if month_first else (second, first)
        day = near(month, number, int(found[3]) if found[3] else None, self._now)
        return day.isoformat() if day else ""

    def _named_date(self, at: int) -> Read | None:
        begins, year = at, ""
        if _YEAR.fullmatch(self.number(at)):
            year, at = self.number(at), at + 1
            at += self.is_(at, *FILLERS) is not None
        at += self.is_(at, "of_month") is not None
        if (month := self._month(at)) is not None:
            # `Jun 8h`, `May 8pm`, `June 20-08`: somebody, and a time.
            if self._of_clock(at + 2):
                return None
            number, at = self.number(at + 1), at + 2
            at += self.is_(at, *FILLERS, "days") is not None
        else:
            number, at = self.number(at), at + 1
            at += self.is_(at, *FILLERS) is not None
            at += self.is_(at, "of_month") is not None
            month, at = self._month(at), at + 1
        if month is None or not number.isdecimal():
            return None
        behind = at + (self.is_(at, "of_year") is not None)
        if not year and _YEAR.fullmatch(self.number(behind)) and self.is_(behind + 1, "to") is None:
            year, at = self.number(behind), behind + 1
        day = near(int(month), int(number), int(year) if year else None, self._now)
        return (Told(Kind.DAY, (day.isoformat(),)), at - begins) if day else None

    def _of_clock(self, at: int) -> bool:
        """Whether the number before this is an hour, or so many of them."""
        if self.is_(at, "oclock", "hours", "minutes") is not None:
            return not (self.is_(at, "before") is not None and self.number(at + 1))
        glued = at < len(self._pieces) and self.glued(at)
        ranged = self.is_(at, "to") is not None and bool(self.number(at + 1))
        return glued and (ranged or self.is_(at, "am", "pm") is not None)

    def dates(self, at: int) -> Read | None:
        """`Dec 5-7`, `12월 5일부터 7일까지`, `từ ngày 5 đến ngày 7 tháng 12`, `5号到7号`: never hours."""
        begins, month = at, self._month(at)
        at += month is not None
        first, said, at = self._counted(at)
        if self.is_(at, "to", "from_behind") is None:
            return None
        at += 1 + (self.is_(at + 1, *FILLERS) is not None)
        last, again, at = self._counted(at)
        if month is None:
            behind = at + (self.is_(at, "of_month") is not None)
            month = self._month(behind)
            at = behind + 1 if month is not None else at
        if self.is_(at, "oclock", "half", "am", "pm", "night", "evening", "month", "hours", "minutes"):
            return None
        if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= 31 and 0 < int(last) <= 31):
            return None
        days = self._from_to(month, int(first), int(last)) if month or (said and again) else None
        at += self.is_(at, "to_behind") is not None
        return (Told(Kind.TIME, days), at - begins) if days else None

    def _counted(self, at: int) -> tuple[str, bool, int]:
        """A number, whether a word beside it says that it is a day's, and what comes behind."""
        said = self.is_(at - 1, "ordinal") is not None or self.is_(at + 1, "ordinal_behind") is not None
        filled = self.is_(at + 1, *FILLERS, "days") is not None
        return self.number(at), said, at + 1 + filled

    def _from_to(self, month: str | None, first: int, last: int) -> tuple[str, str] | None:
        """Both days, the first before the last; without a month those that come next."""
        if month is not None:
            begin, end = (near(int(month), one, None, self._now) for one in (first, last))
        else:
            begin, end = (near_number(one, self._now) for one in (first, last))
        return (begin.isoformat(), end.isoformat()) if begin and end and begin < end else None

    def day(self, at: int) -> Read | None:
        word = self.is_(at, "now", "tonight", "weekend")
        if (long := self._ongoing(at)) is not None:
            return long
        if word == "weekend" and self.is_(at + 1, "next") is not None:
            return Told(Kind.DAY, (f"next:{word}",)), 2
        if word is not None:
            return Told(Kind.TIME, (word,)), 1
        day, used = self.is_(at, "weekday", *DAYS), 1
        if day is None and (week := self._week(at)) is not None:
            return week
        if day is None and self.is_(at, "next") is not None:
            day, used = self._next(self.is_(at + 1, "weekday", "weekend")), 2
        elif self.is_(at, "weekday", "weekend") and self.is_(at + 1, "next") is not None:
            day, used = self._next(day), 2
        elif self.is_(at, "weekday") and self.is_(at + 1, "ongoing") == "this:week":
            used = 2
        if day is None:
            return None
        return Told(Kind.DAY, (day,)), used

    def _ongoing(self, at: int) -> Read | None:
        """`this week`, `이번 주`, `本月`, `next month`; of a week that weekday which is said with it."""
        counted = self.is_(at, "this") is not None and self.is_(at + 1, "weeks") is not None
        used = 2 if counted else 1
        kinds = ("ongoing",) if self._is_counted(at) else ("ongoing", "alone")
        whole = "this:week" if counted else self.is_(at, *kinds)
        day = self.is_(at + used, "weekday") if whole == "this:week" else None
        if whole is None or day is not None:
            return (Told(Kind.DAY, (day,)), used + 1) if day is not None else None
        return Told(Kind.TIME, (whole,)), used

    def _is_counted(self, at: int) -> bool:
        """Whether a number stands before it, or it before one."""
        piece = self._pieces[at - 1] if at else None
        return isinstance(piece, Piece) and (bool(piece.number) or "numeral" in piece.kinds)

    def _month(self, at: int) -> str | None:
        """The number of a month that is named here, or by its place: `다음 달 5일`."""
        named, ongoing = self.is_(at, "month"), self.is_(at, "ongoing")
        if named is not None or ongoing not in ("this:month", "next:month"):
            return named
        return str((wall(self._now, "UTC").month - 1 + (ongoing == "next:month")) % 12 + 1)

    def _week(self, at: int) -> Read | None:
        """`next week`, `다음 주`: all of it, unless one of its days is said."""
        counted = self.is_(at, "next") is not None and self.is_(at + 1, "weeks") is not None
        used = 2 if counted else 1
        if not counted and self.is_(at, "nextweek") is None:
            return None
        if (day := self.is_(at + used, "weekday")) is not None:
            return Told(Kind.DAY, (f"next:{day}",)), used + 1
        weekend = self.is_(at + used, "weekend") is not None
        return None if weekend else (Told(Kind.TIME, ("next:mon", "next:sun")), used)

    def phrase(self, at: int) -> Read | None:
        """A day of several words, `ngày mai`, `next week`, or one from which it is: `지금부터`, `내일 밤 9시부터`.

        All others are read where they stand in the rotation.
        """
        if self.is_(at, "next", "this", "ongoing", "nextweek") is not None and (found := self.day(at)) is not None:
            return Told(Kind.DAY, found[0].words[:1]), found[1]
        sure = len(self.written(at)) > 1 or self.is_(at + 1, "from_behind") is not None or self._has_hour(at)
        day = self.is_(at, "weekday", "now", "tonight", *DAYS) if sure else None
        return (Told(Kind.DAY, (day,)), 1) if day is not None else None

    def _has_hour(self, at: int) -> bool:
        """Whether a time of the day stands behind it; that is read elsewhere."""
        return self.is_(at + 1, *PARTS, "before") is not None or ":" in self.number(at + 1)

    @staticmethod
    def _next(day: str | None) -> str | None:
        return f"next:{day}" if day is not None else None
