"""Wall time in a zone, and the instants that it names; knows nothing of what happens then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import Instant


def wall(instant: Instant, zone: str) -> datetime:
    """The wall time in a zone."""
    return datetime.fromtimestamp(instant / 1000, tz=UTC).astimezone(ZoneInfo(zone))


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware moment."""
    return Instant(round(moment.timestamp() * 1000))


def days_on(instant: Instant, days: int, zone: str) -> Instant:
    """When the clocks of the zone show the same so many days later; less than none is sooner."""
    naive = wall(instant, zone).replace(tzinfo=None) + timedelta(days=days)
    return instant_of(naive.replace(tzinfo=ZoneInfo(zone)))
