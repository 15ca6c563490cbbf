"""Reads calendars, by a process of its own, and writes them; believes nothing that makes no sense."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from icalendar import Calendar as Written
from icalendar import Event

from bot.domain.calendars import AHEAD, LARGEST, Calendar, NoCalendar, Occurrence, uid_of
from bot.domain.ids import Instant, after
from bot.domain.private import Private
from bot.domain.wall import wall
from handlers.exif import asked
from handlers.views import ShiftsView

PATIENCE = 45.0
"""Seconds of wall time; the process itself has less of the processor's."""
_CHILD = Path(__file__).with_name("calendar_child").with_suffix(".py")
_LONGEST = 60
"""Characters of a title."""


async def read(content: bytes, zone: str, now: Instant, patience: float = PATIENCE) -> Calendar | NoCalendar:
    """What happens from now on, as far as it counts; times without a zone are those of this one."""
    if len(content) > LARGEST:
        return NoCalendar.TOO_LARGE
    until = after(now, AHEAD)
    return believed(await asked(content, patience, _CHILD, str(now), str(until), zone), now)


def believed(said: bytes, now: Instant) -> Calendar | NoCalendar:
    """What the process said, as far as it can be."""
    try:
        found = json.loads(said)
        return NoCalendar(found["refused"]) if "refused" in found else _calendar(found, now, after(now, AHEAD))
    except (ValueError, KeyError, TypeError):
        return NoCalendar.UNREADABLE


def _calendar(found: Any, now: Instant, until: Instant) -> Calendar:
    """ValueError, KeyError, TypeError where the process said what it never says."""
    occurrences = tuple(_occurrence(one, now, until) for one in found["occurrences"])
    past, beyond, cancelled = (int(found[name]) for name in ("past", "beyond", "cancelled"))
    senseless = tuple(_title(one) for one in found["senseless"])
    return Calendar(occurrences, past, beyond, cancelled, senseless, tuple(str(one) for one in found["uids"]))


def _occurrence(one: Any, now: Instant, until: Instant) -> Occurrence:
    begin, end = Instant(int(one["begin"])), Instant(int(one["end"]))
    if not now <= begin < end <= until:
        raise ValueError("an occurrence beyond what counts")
    labels = tuple(_title(label) for label in one["labels"])
    return Occurrence(begin, end, _title(one["title"]), labels, str(one["uid"]), bool(one["out"]))


def _title(said: Any) -> Private[str]:
    """One line, without signs that steer how it is shown."""
    seen = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in str(said))
    return Private(" ".join(seen.split())[:_LONGEST])


def written(view: ShiftsView) -> bytes:
    """Somebody's shifts for any calendar: when, and at which desk; nothing of cases."""
    calendar = Written()
    # Both are asked for by RFC 5545 (3.7.3, 3.7.4); the others are how programs name a calendar.
    calendar.add("prodid", "-//Rescue Desk//Shifts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", view.desk.name)
    for begin, end in view.spans:
        event = Event()
        event.add("uid", uid_of(view.desk.id, view.officer, begin))
        event.add("dtstamp", wall(view.at, "UTC"))
        event.add("dtstart", wall(begin, "UTC").replace(microsecond=0))
        event.add("dtend", wall(end, "UTC").replace(microsecond=0))
        event.add("summary", view.desk.name)
        event.add("sequence", view.sequence)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
