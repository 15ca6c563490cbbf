"""Turns a packet into labelled values in the languages of its readers; draws nothing.

A label stands in every language, what was said only once, as it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.card import Line, Mark
from bot.domain.facts import Detail
from bot.domain.ids import Instant
from bot.domain.packet import PICTURES, Item, Packet, Row, Site
from bot.domain.place import Fix
from handlers.catalogue import Catalogue

_SOURCES = {
    **dict.fromkeys((Fix.PIN, Fix.LIVE, Fix.VENUE), "fix.sent"),
    **dict.fromkeys((Fix.TYPED, Fix.LINK, Fix.GRID), "fix.written"),
    Fix.PHOTO: "fix.photo",
    Fix.NAMED: "fix.named",
    Fix.DESK: "fix.desk",
}
_CALLS = {Detail.CALLS_YES: "calls.yes", Detail.CALLS_NO: "calls.no"}
_WISHES = {("leave", "yes"): "wish.leave", ("leave", "no"): "wish.stay"}
_ANSWERED = {
    "danger": ("row.danger", {"yes": "answer.yes", "no": "answer.no"}),
    "ask_hurt": ("row.hurt", {"badly": "answer.badly", "some": "answer.some", "no": "answer.no"}),
    "held": ("row.held", {"yes": "answer.yes", "no": "answer.no"}),
    "health": ("row.minor", {"minor": "answer.yes", "no": "answer.no"}),
    "ill": ("row.ill", {"ill": "answer.yes", "no": "answer.no"}),
    "demand": ("row.money", {"by_tomorrow": "answer.by_tomorrow", "no": "answer.no"}),
}
"""What was answered by buttons about how they are: of each question its row, and what each answer says there."""
_SEXES = {"female": "sex.female", "male": "sex.male"}
_CONSENTS = {("consent", "agree"): "consent.agree", ("consent", "desk_only"): "consent.desk_only"}
Texts = tuple[str, ...]
"""The same in every language of the readers; or one alone, which is the same in all."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its value."""

    label: Texts
    value: Texts


class Words:
    """The texts of one packet for its readers."""

    def __init__(self, packet: Packet, languages: Sequence[str], catalogue: Catalogue) -> None:
        self._packet, self._languages, self._catalogue = packet, tuple(languages), catalogue

    def say(self, key: str, /, **blanks: object) -> Texts:
        """The text in every language."""
        texts = (self._catalogue.text("packet", one, key, **blanks) for one in self._languages)
        return tuple(dict.fromkeys(texts))

    def _named(self, key: str, value: str | Texts) -> Labelled:
        return Labelled(self.say(key), (value,) if isinstance(value, str) else value)

    def times(self, at: Instant) -> Texts:
        """By the clock where the person is, and by the desk's where that shows another time."""
        moment = datetime.fromtimestamp(at / 1000, tz=UTC)
        zones = (self._packet.place_zone, self._packet.zone)
        shown = {f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}": zone for zone in reversed(zones)}
        return tuple(f"{time} ({zone})" for time, zone in reversed(shown.items()))

    def warnings(self) -> list[Texts]:
        """What a reader must know before anything else."""
        packet = self._packet
        keys = {
            "warning.takeover": Mark.TAKEOVER in packet.marks,
            "warning.no_police": Mark.NO_POLICE in packet.marks,
            "warning.not_told": not packet.told,
            "warning.withheld": packet.withheld,
        }
        return [self.say(key) for key, holds in keys.items() if holds]

    def items(self) -> list[tuple[bool, Labelled]]:
        """The six items, and of each whether it is there."""
        return [
            (there, Labelled(self.say(f"item.{item.value}"), self._tick(item, there)))
            for item, there in self._packet.items
        ]

    def _tick(self, item: Item, there: bool) -> Texts:
        if there:
            return self.say("tick.given")
        if item in PICTURES and self._packet.pictures:
            return self.say("tick.unsorted", count=self._packet.pictures)
        return self.say("tick.missing")

    def person(self) -> list[Labelled]:
        packet = self._packet
        written = [self._named("row.writer", self.say(f"writer.{packet.door.value}"))] if packet.door else []
        return [*self._rows(packet.person), *written, *self._condition()]

    def _condition(self) -> Iterator[Labelled]:
        answers = dict(self._packet.answers)
        for asked, (row, says) in _ANSWERED.items():
            if (said := says.get(answers.get(asked, ""))) is not None:
                yield self._named(row, self.say(said))

    def _rows(self, rows: Sequence[Row]) -> Iterator[Labelled]:
        for row in rows:
            values = [value.reveal() for value in row.values]
            if row.detail is Detail.LANGUAGE:
                yield self._named("row.language", self._languages_of(values[0]))
            elif row.detail is Detail.SEX:
                yield self._named("row.sex", self._each(values, self._sex))
            elif row.detail is Detail.NATION:
                yield self._named("row.nation", self._each(values, self._nation))
            elif row.detail is Detail.CHECKED and values[0] == "yes":
                yield self._named("row.checked", self.say("checked.yes"))
            else:
                yield self._named(f"row.{row.detail.value}", ", ".join(values))

    def _each(self, values: Sequence[str], told: Callable[[str], Texts]) -> Texts:
        """All values in every language; what reads the same in all of them once."""
        texts = [told(value) for value in values]
        longest = max(map(len, texts))
        every = (", ".join(one[min(place, len(one) - 1)] for one in texts) for place in range(longest))
        return tuple(dict.fromkeys(every))

    def _sex(self, value: str) -> Texts:
        return self.say(_SEXES[value]) if value in _SEXES else (value,)

    def _nation(self, value: str) -> Texts:
        """A code as the country's name; what an officer wrote in words as they wrote it."""
        return tuple(self._catalogue.country(one, value) for one in self._languages)

    def _languages_of(self, code: str) -> Texts:
        return tuple(dict.fromkeys(self._catalogue.name_of(one, code) for one in self._languages))

    def _countries(self, code: str) -> Texts:
        return tuple(dict.fromkeys(self._catalogue.country(one, code) for one in self._languages))

    def place(self) -> list[Labelled]:
        packet = self._packet
        known = self._site(packet.site) if packet.site else [self._named("item.location", self.say("place.none"))]
        countries = (
            [] if packet.site else [self._named("row.country", self._countries(one)) for one in packet.countries]
        )
        pointers = [self._named("row.pointer", one.said.reveal()) for one in packet.pointers]
        return [*self._rows(packet.inside), *known, *countries, *pointers]

    def _site(self, site: Site) -> list[Labelled]:
        written, when = site.notations.reveal(), site.place.taken_at or site.at
        rows = [
            self._named("row.decimal", _within(written.decimal, site.place.accuracy_m)),
            self._named("row.dms", written.dms),
            *([Labelled(("MGRS",), (written.mgrs,))] if written.mgrs else []),
            Labelled(("Plus code",), (written.plus,)),
            self._named("row.source", (*self.say(_SOURCES[site.place.fix]), *self.times(when))),
        ]
        if site.place.flags:
            rows.append(self._named("row.source", self.say("fix.unsure")))
        if site.place.said is not None:
            rows.append(self._named("row.said", site.place.said.reveal()))
        return [*rows, *self._near(site)]

    def _near(self, site: Site) -> list[Labelled]:
        near = site.near.reveal()
        if near is None:
            return []
        town = ", ".join(dict.fromkeys(part for part in (near.town, near.province) if part))
        far = f"{town} ({near.distance_m / 1_000:.0f} km)"
        return [self._named("row.near", (far, *self._countries(near.country)))]

    def contact(self) -> list[Labelled]:
        packet = self._packet
        calls = [self._named("row.calls", self.say(_CALLS[packet.calls]))] if packet.calls else []
        return [*calls, *self._rows(packet.reach)]

    def wish(self) -> list[Labelled]:
        """What the person wants, as answered by buttons."""
        answers = self._packet.answers
        wishes = [self._named("row.wish", self.say(key)) for answer, key in _WISHES.items() if answer in answers]
        consents = [
            self._named("row.consent", self.say(key)) for answer, key in _CONSENTS.items() if answer in answers
        ]
        return [*wishes, *consents]

    def said(self, line: Line) -> tuple[str, str]:
        """When it was written, and the words."""
        edited = f" ({' / '.join(self.say('words.edited'))})" if line.edited else ""
        return " = ".join(self.times(line.at)) + edited, line.words.reveal()


def _within(coordinates: str, accuracy: float | None) -> str:
    return f"{coordinates} (±{accuracy:.0f} m)" if accuracy else coordinates
