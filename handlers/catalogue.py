"""Holds the words: catalogs read from `locales/`, looked up by language, domain and key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton, get_timezone_location
from babel.messages.pofile import read_po

from bot.domain.ids import Instant
from bot.domain.language import FALLBACK

FOLDER = Path(__file__).parent.parent / "locales"
DOMAINS = ("requester", "desk", "packet")


class TextMissing(KeyError):
    """No catalog has a text for this key, not even the English one."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts, in all languages. A text missing in one language is shown in English.

    `languages` are those in which requesters are answered, `desk_languages` those of the desk's texts,
    `packet_languages` those of the labels on what is printed for the police.
    """

    texts: Mapping[tuple[str, str, str], str]
    languages: tuple[str, ...]
    desk_languages: tuple[str, ...]
    packet_languages: tuple[str, ...] = ()

    def offering(self, languages: tuple[str, ...]) -> Catalogue:
        """The same, but requesters are answered in these languages only, and in English."""
        offered = tuple(one for one in self.languages if one in languages or one == FALLBACK)
        return replace(self, languages=offered)

    def text(self, domain: str, language: str, key: str, /, **blanks: object) -> str:
        """The text with its blanks filled; TextMissing if there is none in English either."""
        found = self.texts.get((language, domain, key)) or self.texts.get((FALLBACK, domain, key))
        if found is None:
            raise TextMissing(f"{domain}: {key}")
        return found.format_map(blanks) if blanks else found

    def every(self, domain: str, key: str) -> list[str]:
        """The text in every language that has it, to recognise it when somebody types it."""
        found = (self.texts.get((language, domain, key)) for language in self.languages)
        return [text for text in found if text]

    def country(self, language: str, code: str) -> str:
        """The name of a country (ISO 3166) in this language."""
        return str(Locale.parse(language).territories.get(code, code))

    def name_of(self, language: str, code: str) -> str:
        """A language's name in this language; its code where it is not known."""
        return str(Locale.parse(language).languages.get(code, code))

    def own_name(self, language: str) -> str:
        """The language's name in itself."""
        return Locale.parse(language).get_language_name() or language


@cache
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read every `<language>/LC_MESSAGES/<domain>.po`."""
    texts: dict[tuple[str, str, str], str] = {}
    speak: dict[str, list[str]] = {domain: [] for domain in DOMAINS}
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        language, domain = path.parent.parent.name, path.stem
        speak[domain].append(language)
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and not message.fuzzy:
                    texts[language, domain, str(message.id)] = str(message.string)
    return Catalogue(texts, *(tuple(speak[domain]) for domain in DOMAINS))


def wall_time(
    instant: Instant,
    zone: str,
    language: str,
    day: bool = True,
    own: str = "",
    year: bool = False,
    named: bool = False,
) -> str:
    """Wall time as the reader's language writes it, with the day unless it is not wanted.

    `own` is the reader's zone: where its clocks show another time it stands behind, `20:00 (22:00 KST)`. `named`:
    with the name of the zone, `20:00 Phnom Penh`, `프놈펜 20:00`.
    """
    moment = datetime.fromtimestamp(instant / 1000, tz=UTC)
    place = ZoneInfo(zone)
    clock = format_datetime(moment, "HH:mm", tzinfo=place, locale=language)
    if named:
        clock = _named(clock, _zone_name(moment.astimezone(place), language), language)
    clock += _beside(moment, place, language, own)
    skeleton = "yMMMEd" if year else "MMMEd"
    return f"{format_skeleton(skeleton, moment, tzinfo=place, locale=language)} {clock}" if day else clock


_PLACE_FIRST = frozenset({"ko"})
"""Languages in which a word behind the time, such as "until", would be read with the place: `03:05 프놈펜까지`."""


def _named(clock: str, zone: str, language: str) -> str:
    return f"{zone} {clock}" if language in _PLACE_FIRST else f"{clock} {zone}"


def _beside(moment: datetime, place: ZoneInfo, language: str, own: str) -> str:
    here, there = moment.astimezone(ZoneInfo(own or place.key)), moment.astimezone(place)
    if here.utcoffset() == there.utcoffset():
        return ""
    pattern = "HH:mm" if here.date() == there.date() else "EEE HH:mm"
    return f" ({format_datetime(here, pattern, tzinfo=here.tzinfo, locale=language)} {_zone_name(here, language)})"


def _zone_name(moment: datetime, language: str) -> str:
    """`KST`; a zone whose rules name no letters goes by its city, in the reader's language."""
    letters = moment.tzname() or ""
    return letters if letters.isalpha() else get_timezone_location(moment.tzinfo, language, return_city=True)
