"""Hours that come again each day or on certain days of the week, by the clock of a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import Instant
from bot.domain.wall import instant_of, wall


@dataclass(frozen=True, slots=True)
class Weekly:
    """`hours` are minutes of the day, over midnight where they end before they begin; None is the whole day.

    `weekdays` (0 is Monday) are those on which the hours begin; none are all.
    """

    zone: str
    hours: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()

    @property
    def always(self) -> bool:
        """Whether there is no other time."""
        return self.hours is None and not self.weekdays

    def holds(self, instant: Instant) -> bool:
        """Whether it is one of these hours."""
        return self.always or any(begins <= instant < ends for begins, ends in self.windows(instant, instant))

    def windows(self, starts_at: Instant, ends_at: Instant) -> Iterator[tuple[Instant, Instant]]:
        """The hours around this span, each day's for itself; none where it is always."""
        if self.always:
            return
        zone = ZoneInfo(self.zone)
        begin, end = self.hours or (0, 0)
        day = wall(starts_at, self.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        day -= timedelta(days=1)
        last = wall(ends_at, self.zone).replace(tzinfo=None)
        while day <= last:
            if not self.weekdays or day.weekday() in self.weekdays:
                over = timedelta(days=1) if end <= begin else timedelta()
                yield (
                    instant_of((day + timedelta(minutes=begin)).replace(tzinfo=zone)),
                    instant_of((day + over + timedelta(minutes=end)).replace(tzinfo=zone)),
                )
            day += timedelta(days=1)

    def within(self, starts_at: Instant, ends_at: Instant) -> list[tuple[Instant, Instant]]:
        """What of this span lies in these hours; windows that touch are one."""
        if self.always:
            return [(starts_at, ends_at)]
        found: list[tuple[Instant, Instant]] = []
        for begin, end in self.windows(starts_at, ends_at):
            begin, end = max(begin, starts_at), min(end, ends_at)
            if begin >= end:
                continue
            if found and begin <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((begin, end))
        return found
