"""When a silent person may be written to after all: a span of each day, as they chose it, by their own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock_span import hours_in
from bot.domain.ids import Instant
from bot.domain.wall import instant_of, wall

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes since midnight in a time zone; half open, and over midnight where it ends before it begins."""

    begins: int
    ends: int
    zone: str

    @property
    def hours(self) -> str:
        """`13:00-14:00`."""
        return "-".join(f"{one // 60:02}:{one % 60:02}" for one in (self.begins, self.ends))


def window_in(words: str, zone: str) -> Window | None:
    """`13:00-14:00`, `22-1`; None for what is no span of a day."""
    found = hours_in(words)
    return Window(*found, zone) if found is not None else None


def ends_at(window: Window, now: Instant) -> Instant | None:
    """When the window that is open now closes; None while it is not open."""
    for begins, ends in _around(window, now):
        if begins <= now < ends:
            return ends
    return None


def opens_at(window: Window, now: Instant) -> Instant:
    """When it opens next, later than now."""
    return min(begins for begins, _ in _around(window, now) if begins > now)


def _around(window: Window, now: Instant) -> list[tuple[Instant, Instant]]:
    """The windows of yesterday to the day after tomorrow: a change of clocks may leave one out."""
    zone = ZoneInfo(window.zone)
    today = wall(now, window.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    length = (window.ends - window.begins) % _DAY
    spans = []
    for day in range(-1, 3):
        begin: datetime = today + timedelta(days=day, minutes=window.begins)
        end = begin + timedelta(minutes=length)
        spans.append((instant_of(begin.replace(tzinfo=zone)), instant_of(end.replace(tzinfo=zone))))
    return spans
