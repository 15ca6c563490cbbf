"""What is known of where somebody is, and what points at a place that this machine cannot work out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from bot.domain.ids import Instant
from bot.domain.private import Private

_EARTH = 6_371_008.8
"""The earth's mean radius in metres."""


NEAR_M = 150.0
"""So near two places count as one (domain.md 6.3)."""


class Fix(StrEnum):
    """Where coordinates came from."""

    PIN = "pin"
    LIVE = "live"
    VENUE = "venue"
    TYPED = "typed"
    LINK = "link"
    GRID = "grid"
    """A code for a square of a grid: MGRS, UTM, Plus code."""
    PHOTO = "photo"
    """Written into a picture by what took it: where it was taken, which may be elsewhere and long ago."""
    NAMED = "named"
    """The middle of a town that was named, as far off as `accuracy_m` says."""
    DESK = "desk"
    """An officer holds it to be the place."""


class Flag(StrEnum):
    """What an officer must know before trusting the numbers."""

    SWAPPED = "swapped"
    """Longitude stood first; only this order lies on earth."""
    ORDER_UNCERTAIN = "order_uncertain"
    """Both orders lie on earth: there is a candidate for each."""
    IN_KOREA = "in_korea"
    """A map that knows only Korea: not where somebody is held abroad."""
    WRITERS = "writers"
    """Sent by somebody who is not where it happens: it may be where they are themselves."""
    GOING = "going"
    """A town named by somebody who is about to leave: it may be where they are going."""
    SHIFTED = "shifted"
    """Turned back from the shifted datum of a map for China; some tens of metres may be left."""


class Confidence(StrEnum):
    """How far the coordinates can be trusted before anybody has asked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Place:
    """Coordinates in degrees (WGS 84), accuracy in metres where it is told or follows from how they were written.

    `said` is the text that they were read from, as it stood. `taken_at` is when the fix was made, if told.
    """

    latitude: Private[float]
    longitude: Private[float]
    fix: Fix
    accuracy_m: float | None = None
    flags: tuple[Flag, ...] = ()
    said: Private[str] | None = None
    taken_at: Instant | None = None

    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.latitude.reveal(), self.longitude.reveal()

    @property
    def confidence(self) -> Confidence:
        """A phone's own fix before what was typed or pasted, and that before what may be the other way round."""
        if self.fix is Fix.NAMED or {Flag.ORDER_UNCERTAIN, Flag.IN_KOREA} & set(self.flags):
            return Confidence.LOW
        return Confidence.HIGH if self.fix in (Fix.PIN, Fix.LIVE, Fix.VENUE) else Confidence.MEDIUM


class Pointing(StrEnum):
    """How something points at a place without saying where it is."""

    SHORT_LINK = "short_link"
    MAP_LINK = "map_link"
    WORDS = "words"
    SHORT_CODE = "short_code"


@dataclass(frozen=True, slots=True)
class Pointer:
    """What an officer has to open: working it out here would tell a third party that somebody asked (domain.md 7).

    WORDS are three words of what3words; SHORT_CODE is a Plus code that lacks its town.
    """

    pointing: Pointing
    said: Private[str]


def metres(one: Place, other: Place) -> float:
    """Between the two along the surface of the earth, taken as a sphere (haversine)."""
    (north, east), (far_north, far_east) = one.degrees(), other.degrees()
    half = sin(radians(far_north - north) / 2) ** 2
    half += cos(radians(north)) * cos(radians(far_north)) * sin(radians(far_east - east) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def bearing(one: Place, other: Place) -> float:
    """The direction from the one to the other, in degrees from north by east, 0 to 360."""
    (north, east), (far_north, far_east) = one.degrees(), other.degrees()
    turn = radians(far_east - east)
    across = sin(turn) * cos(radians(far_north))
    along = cos(radians(north)) * sin(radians(far_north))
    along -= sin(radians(north)) * cos(radians(far_north)) * cos(turn)
    return degrees(atan2(across, along)) % 360


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether these are degrees on earth; 0,0 is what a machine writes that knows nothing."""
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0)
