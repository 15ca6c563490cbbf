"""Reads a calendar from standard input; run as a process of its own, with little time and memory.

Whoever sends a calendar chooses every byte of it. What goes wrong here ends this process, and nothing else.
Arguments: from when and until when events count, in milliseconds, and the zone of times that have none.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_SECONDS, _BYTES = 10, 512 * 2**20
"""Processor time, and memory."""
_COMPONENTS, _DEPTH, _LINE = 5_000, 8, 20_000
"""Components in all, within each other, and characters of one line after unfolding."""
_OCCURRENCES = 2_000
_LONGEST = 120
"""Characters of a title."""
_SENSELESS = 50
_TOO_OFTEN = ("SECONDLY", "MINUTELY")
_A_DAY = 24
"""So often something may happen in a day."""
_OUT = "X-MICROSOFT-CDO-BUSYSTATUS"
_BEGINS = re.compile(r"^(BEGIN|END):", re.IGNORECASE | re.MULTILINE)
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")


_NONSENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the libraries say of an event that cannot be."""


class Refused(Exception):
    """Its text is the name of the reason."""


class Senseless(ValueError):
    """An event that cannot be."""


class _Window:
    """From when and until when events count, and the zone of times that have none."""

    def __init__(self, begin: int, end: int, zone: str) -> None:
        self.begin, self.end, self.zone = begin, end, ZoneInfo(zone)
        # A day more on both sides: what has no zone is placed by ours afterwards.
        self.first = datetime.fromtimestamp(begin / 1000, UTC) - timedelta(days=2)
        self.last = datetime.fromtimestamp(end / 1000, UTC) + timedelta(days=2)

    def instant(self, moment: date) -> int:
        """Of a day its first instant."""
        whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        placed = whole if whole.tzinfo is not None else whole.replace(tzinfo=self.zone)
        return round(placed.timestamp() * 1000)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _text(content: bytes) -> str:
    """Calendars are UTF-8 (RFC 5545, 3.1.4); some programs of Windows write UTF-16 with its mark."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check(text: str) -> None:
    """What is too much is refused before anything is built of it."""
    depth = deepest = count = 0
    for found in _BEGINS.finditer(text):
        depth += 1 if found[1].upper() == "BEGIN" else -1
        count += found[1].upper() == "BEGIN"
        deepest = max(deepest, depth)
    if count > _COMPONENTS:
        raise Refused("too_many")
    if deepest > _DEPTH or any(len(line) > _LINE for line in re.sub(r"\n[ \t]", "", text).split("\n")):
        raise Refused("unreadable")


def _string(event: Any, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _title(event: Any) -> str:
    return _string(event, "SUMMARY")[:_LONGEST]


def _labels(event: Any) -> list[str]:
    found = event.get("CATEGORIES", [])
    found = found if isinstance(found, list) else [found]
    return [str(one)[:_LONGEST] for each in found for one in getattr(each, "cats", [each])][:5]


def _sensible(event: Any) -> None:
    """Its times can be read, its zone is known, and it ends after it begins."""
    if event.errors or event.get("DTSTART") is None:
        raise Senseless
    for name in _TIMES:
        value = event.get(name)
        for holder in value if isinstance(value, list) else [value] if value is not None else []:
            zoned = "TZID" in getattr(holder, "params", {})
            if any(zoned and _naive(one.dt) for one in getattr(holder, "dts", [holder])):
                raise Senseless
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    if end is not None and (isinstance(start, datetime) is not isinstance(end, datetime) or _before(end, start)):
        raise Senseless


def _naive(moment: Any) -> bool:
    """A zone was named, and nobody knows it."""
    first = moment[0] if isinstance(moment, tuple) else moment
    return isinstance(first, datetime) and first.tzinfo is None


def _before(end: Any, start: Any) -> bool:
    if isinstance(start, datetime) and (start.tzinfo is None) is not (end.tzinfo is None):
        return False
    return bool(end < start)


def _rules(event: Any) -> None:
    """What happens each minute or second is no duty, and would be worked out for ever."""
    value = event.get("RRULE")
    for rule in value if isinstance(value, list) else [value] if value is not None else []:
        often = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            often *= max(1, len(rule.get(name, [])))
        if often > _A_DAY or any(str(one).upper() in _TOO_OFTEN for one in rule.get("FREQ", [])):
            raise Refused("too_often")


class _Reading:
    """One file: what was found in it so far."""

    def __init__(self, window: _Window) -> None:
        self.window = window
        self.occurrences: list[dict[str, object]] = []
        self.past = self.beyond = self.cancelled = 0
        self.senseless: list[str] = []
        self.uids: set[str] = set()

    def read(self, calendar: Any) -> None:
        if str(calendar.get("CALSCALE", "GREGORIAN")).upper() != "GREGORIAN":
            raise Refused("unreadable")
        over = _string(calendar, "METHOD").upper() == "CANCEL"
        series: dict[str, list[Any]] = {}
        for number, event in enumerate(calendar.walk("VEVENT")):
            series.setdefault(_string(event, "UID") or f"none {number}", []).append(event)
        for uid, events in series.items():
            self.uids.add(uid[:_LONGEST])
            try:
                for event in events:
                    _sensible(event)
                    _rules(event)
                self._series(calendar, uid, events, over)
            except _NONSENSE:
                self.senseless.append(_title(events[0]))

    def _elsewhere(self, event: Any) -> bool:
        """An event that happens once, outside of what counts: most of a long calendar is long over."""
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            return False
        begin, end = self.window.instant(event.start), self.window.instant(event.end)
        self.past += end <= self.window.begin
        self.beyond += begin >= self.window.end
        return end <= self.window.begin or begin >= self.window.end

    def _series(self, calendar: Any, uid: str, events: list[Any], over: bool) -> None:
        import recurring_ical_events  # noqa: PLC0415 - only under the limits
        from icalendar import Calendar  # noqa: PLC0415

        if len(events) == 1 and self._elsewhere(events[0]):
            return
        alone = Calendar()
        for name in ("X-WR-TIMEZONE", "VERSION", "PRODID"):
            if name in calendar:
                alone[name] = calendar[name]
        alone.subcomponents = list(events)
        found = 0
        query = recurring_ical_events.of(alone)
        for event in query.between(self.window.first, self.window.last):
            found += self._one(event, uid, over)
        if not found:
            starts = [self.window.instant(one["DTSTART"].dt) for one in events]
            self.past += max(starts) < self.window.begin
            self.beyond += min(starts) >= self.window.end

    def _one(self, event: Any, uid: str, over: bool) -> bool:
        """Whether it lies within what counts."""
        begin, end = self.window.instant(event.start), self.window.instant(event.end)
        if end <= self.window.begin or begin >= self.window.end:
            return False
        if over or _string(event, "STATUS").upper() == "CANCELLED":
            self.cancelled += 1
            return True
        if end <= begin:
            raise Senseless
        if len(self.occurrences) >= _OCCURRENCES:
            raise Refused("too_many")
        self.occurrences.append(
            {
                "begin": max(begin, self.window.begin),
                "end": min(end, self.window.end),
                "title": _title(event),
                "labels": _labels(event),
                "uid": uid[:_LONGEST],
                "out": _string(event, _OUT).upper() == "OOF",
            }
        )
        return True

    def told(self) -> dict[str, object]:
        return {
            "occurrences": self.occurrences,
            "past": self.past,
            "beyond": self.beyond,
            "cancelled": self.cancelled,
            "senseless": self.senseless[:_SENSELESS],
            "uids": sorted(one for one in self.uids if one.endswith("@rescue-desk")),
        }


def _read(content: bytes, window: _Window) -> dict[str, object]:
    from icalendar import Calendar  # noqa: PLC0415 - only under the limits

    text = _text(content)
    _check(text)
    reading = _Reading(window)
    try:
        calendars = Calendar.from_ical(text.replace("\n", "\r\n"), multiple=True)
    except _NONSENSE:
        raise Refused("unreadable") from None
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise Refused("unreadable")
    for calendar in calendars:
        reading.read(calendar)
    return reading.told()


if __name__ == "__main__":
    _limit()
    try:
        answer = _read(sys.stdin.buffer.read(), _Window(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
    except Refused as why:
        answer = {"refused": str(why)}
    sys.stdout.write(json.dumps(answer))
