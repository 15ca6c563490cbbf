"""Times as people say them in their languages, put into the words that commands are written in.

`오후 8시부터 밤 12시까지` is `20:00-24:00`, `周五晚上8点` is `fri 20:00`, `30 Nov 8pm to 1 Dec 8am` is
`2026-11-30 20:00 2026-12-01 08:00`. What is no time stays as it was written. Whatever is meant is shown before it
is applied, so that of two readings the likelier one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.day_words import day_words
from bot.domain.folding import key
from bot.domain.ids import Instant
from bot.domain.said_clock import Clocks
from bot.domain.said_order import PARTS, place_of
from bot.domain.said_pieces import Kind, Read, Told, the_next
from bot.domain.said_words import DAYS, Piece

_STAMP = re.compile(r"^~[0-9a-z]+\.[0-9a-z]+$")
_JOINTS = ("to", "to_behind", "from", "from_behind", "both", "ahead", "nextday", "mute")


def said(words: Sequence[str], now: Instant, language: str, turns: bool = False) -> list[str]:
    """The same words, with times as `spans.py` and `turns.py` read them; never raises.

    `language` is the writer's: it says whether a month stands before its day. `turns`: of a rotation, where days
    and what joins them are words of the command.
    """
    if any(_STAMP.match(word) for word in words):
        return list(words)
    told = _Reader(words, now, language, turns).read()
    return _behind(told) if turns else _joined(_of_the_night(told))


class _Reader(Clocks):
    """Goes over the pieces once; what it cannot read stays as it was written."""

    def __init__(self, words: Sequence[str], now: Instant, language: str, turns: bool) -> None:
        super().__init__(words, now, language)
        self._joints = ("from_behind", "start_behind") if turns else _JOINTS
        dates = (self.since, self.each, self.dates, self.range) if turns else (self.dates, self.range, self.night)
        days = (self.phrase,) if turns else (self.length, self.day)
        self._readings = (*dates, self.date, self.time, *days, self._joint)

    def read(self) -> list[Told]:
        told, at, written = list[Told](), 0, set[int]()
        places = list[set[int]]()
        while at < len(self._pieces):
            found = next((one for read in self._readings if (one := read(at)) is not None), None)
            one, used = found if found is not None else (Told(Kind.WORD, self.written(at)), 1)
            # A word of which only a part is a time is no time: it stands there once, and whole.
            place = place_of(self._pieces[at])
            if one.kind not in (Kind.WORD, Kind.JOINT) or place not in written:
                told.append(one)
                places.append(set(map(place_of, self._pieces[at : at + used])))
            if one.kind is Kind.WORD:
                written.add(place)
            at += used
        return [
            one
            for one, within in zip(told, places, strict=True)
            if one.kind in (Kind.WORD, Kind.JOINT) or not within <= written
        ]

    def since(self, at: int) -> Read | None:
        """`từ ngày mai`, `从现在`: from when turns hold, also where the word is none of the command's own."""
        if self.is_(at, "from") is None:
            return None
        found = self.date(at + 1) or self.time(at + 1) or self.day(at + 1)
        return (Told(Kind.TIME, ("from", found[0].words[0])), found[1] + 1) if found is not None else None

    def each(self, at: int) -> Read | None:
        """How long turns are, `12h`: an hour only behind what says so, as in `start 8h tối`."""
        unit = self.number(at).isdecimal() and self.is_(at + 1, "hours") is not None and self.glued(at + 1)
        before = place_of(self._pieces[at - 1]) if at else None
        led = before is not None and key(self._words[before]) in day_words().options
        beside = self.is_(at + 2, "weekday", "tonight", "next", "ongoing", *DAYS, *PARTS) is not None
        if (
            not (unit and beside)
            or led
            or self.is_(at - 1, "from", "before", *PARTS)
            or self.range(at) is not None
        ):
            return None
        return Told(Kind.WORD, self.written(at)), 2

    def _joint(self, at: int) -> Read | None:
        piece = self._pieces[at]
        if not isinstance(piece, Piece):
            return None
        joint = next((kind for kind in self._joints if kind in piece.kinds), None)
        words = () if self.glued(at) else self.written(at)
        return (Told(Kind.JOINT, words, joint), 1) if joint is not None else None


def _of_the_night(told: Sequence[Told]) -> list[Told]:
    """`금요일 밤 1시` is on Saturday: the day before such an hour, or else behind it, is the next one."""
    found = list(told)
    for late in (place for place, one in enumerate(told) if one.late):
        beside = (_place_beside(found, late, step) for step in (-1, 1))
        day = next((one for one in beside if one is not None and found[one].kind is Kind.DAY), None)
        if day is not None:
            found[day] = replace(found[day], words=(*found[day].words[:-1], the_next(found[day].words[-1])))
    return found


def _is_time(told: Told | None) -> bool:
    return told is not None and told.kind not in (Kind.JOINT, Kind.WORD)


def _joined(told: Sequence[Told]) -> list[str]:
    """Without what joins times; where only an end is said, it is until then."""
    found, until = list[str](), _until(told)
    for place, one in enumerate(told):
        if one.kind is Kind.JOINT and _joins(one, _beside(told, place, -1), _beside(told, place, 1)):
            continue
        if until is not None and (one.words == ("now",) or (one.joint == "to" and place < until)):
            continue
        found += ["until", *one.words] if place == until else one.words
    return found


def _joins(one: Told, before: Told | None, behind: Told | None) -> bool:
    """Whether it belongs to a time beside it; at either end of all that is written "to" may be somebody's name."""
    if one.joint == "to":
        return _is_time(before) and behind is not None
    if one.joint == "both":
        return _is_time(before) and _is_time(behind)
    if one.joint in ("from", "ahead"):
        return _is_time(behind)
    return _is_time(before)


def _beside(told: Sequence[Told], place: int, step: int) -> Told | None:
    """The nearest on this side that is no joint."""
    beside = _place_beside(told, place, step)
    return told[beside] if beside is not None else None


def _place_beside(told: Sequence[Told], place: int, step: int) -> int | None:
    while 0 <= (place := place + step) < len(told):
        if told[place].kind is not Kind.JOINT:
            return place
    return None


def _until(told: Sequence[Told]) -> int | None:
    """Where the end begins, if it is all that is said, but for "now"."""
    times = [place for place, one in enumerate(told) if _is_time(one) and one.words != ("now",)]
    clocks = [place for place in times if told[place].kind is Kind.CLOCK]
    days = [place for place in times if told[place].kind is Kind.DAY]
    if len(times) == 1 and days and len(told[days[0]].words) == 1:
        # Until a day: that it is all of that day would be wrong.
        behind = any(one.joint == "to_behind" for one in told[days[0] :])
        return days[0] if behind or any(_says_until(one) for one in told[: days[0]]) else None
    if len(clocks) != 1 or len(times) > 2 or set(times) != {*clocks, *days}:
        return None
    before = any(one.joint == "to" for one in told[: times[0]])
    behind = any(one.joint == "to_behind" for one in told[times[-1] :])
    return times[0] if before or behind else None


def _says_until(one: Told) -> bool:
    """Whether it can be nothing else: before a day alone "to" may be somebody's name."""
    return one.joint == "to" and one.words != () and key(one.words[0]) not in ("to", "")


def _behind(told: Sequence[Told]) -> list[str]:
    """Of a rotation: what says "from" or "start" behind a time says so before it; all else stays."""
    found, times = list[str](), 0
    for place, one in enumerate(told):
        leads = _is_time(_beside(told, place, 1)) and bool(one.words)
        if one.kind is Kind.JOINT and times < len(found) and not leads:
            found.insert(times, one.joint.removesuffix("_behind"))
            times = len(found)
            continue
        found += one.words
        times = times if _is_time(one) else len(found)
    return found
