"""Draws what the desk sees of a case: the card, the ring, the owner's thread; in the reader's language."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.domain.card import Line, Mark, Note
from bot.domain.case import Case, CaseState
from bot.domain.effects import Ring
from bot.domain.escalation import answer_by
from bot.domain.facts import SEXES, Detail, Verification
from bot.domain.gazetteer import Whereabouts, whereabouts
from bot.domain.hours import elsewhere
from bot.domain.ids import Instant, OfficerId
from bot.domain.packet import PICTURES, ticks
from bot.domain.people import Chat
from bot.domain.place import Flag, Place, Pointer
from bot.domain.wall import wall
from handlers.calls import button, cut, rows, units
from handlers.catalogue import Catalogue, wall_time
from handlers.presses import take_press
from handlers.views import CaseView

LONGEST = 4_096
SHOWN_OF_ONE = 600
"""How much of one message a card shows."""
_VALUES = 3
"""How many values of one detail a card shows."""
_AT_ONCE = (*(Mark.TAKEOVER, Mark.IMPERSONATION, Mark.CONTRADICTION, Mark.MISSED, Mark.PARTIAL, Mark.SILENT),)
_KEPT_IN_MIND = (Mark.WITHDREW, Mark.NO_POLICE, Mark.POLICE_TOLD, Mark.DESK_ONLY, Mark.SAFE_SIGNED, Mark.CAME_BACK)
_PERSON = (*(Detail.SEX, Detail.AGE, Detail.BORN, Detail.NATION, Detail.PEOPLE, Detail.NAME, Detail.PASSPORT),)
_HOW = ("answers",)
"""Questions whose answers say how to write to the person."""
_TIMES = (Detail.HOURS, Detail.CHECKED)
_REACH = (
    *(Detail.PHONE, Detail.HANDLE, Detail.EMAIL, Detail.CALLS_YES, Detail.CALLS_NO, Detail.HOURS, Detail.CHECKED),
    Detail.BATTERY,
)
ISOLATE, POP = "\u2068", "\u2069"
"""Around words of either direction, so that the lines around them keep their order (UAX 9)."""


class Card:
    """Texts of one case for one reader."""

    def __init__(self, view: CaseView, chat: Chat, catalogue: Catalogue) -> None:
        self._view = view
        self._language = chat.language
        self._own_zone = chat.zone
        self._catalogue = catalogue

    def _say(self, key: str, /, **blanks: object) -> str:
        return self._catalogue.text("desk", self._language, key, **blanks)

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be said about it."""
        return self._view.case.state is CaseState.CLOSED

    def over(self) -> str:
        """What is left to see of a closed case: its code, and why it was closed."""
        case = self._view.case
        why = self._say(f"closing.{case.closing.value}") if case.closing else ""
        why = self._say("card.drill") if case.drill else why
        return f"{case.code} | {self._say(f'state.{case.state.value}')} | {why}"

    def first_lines(self) -> list[str]:
        """The five lines of domain.md 6.1."""
        if self._view.withheld:
            return [self._head(), self._say("card.withheld")]
        return [self._head(), self._why(), self._where(), self._who(), self._contact()]

    def _head(self) -> str:
        case = self._view.case
        level = self._say(f"level.{case.level.value}")
        drill = [self._say("card.drill")] if case.drill else []
        parts = [
            *drill,
            level,
            case.code,
            self._say(f"state.{case.state.value}"),
            self._by(case),
            *self._marks(_AT_ONCE),
        ]
        return " | ".join(parts)

    def _marks(self, marks: tuple[Mark, ...]) -> list[str]:
        return [self._say(f"mark.{mark.value}") for mark in marks if mark in self._view.summary.marks]

    def _details(self, details: tuple[Detail, ...]) -> list[str]:
        """What was found in the words; of what identifies somebody only that it was given."""
        known, stated = dict(self._view.summary.details), dict(self._view.summary.stated)
        shown = {one: known[one][:_VALUES] for one in details if one in known}
        held = {one: self._say("card.stated", value=stated[one]) for one in details if one in stated}
        shown |= {one: (value, *shown.get(one, ())) for one, value in held.items()}
        shown |= {one: self._both_clocks(shown[one]) for one in _TIMES if one in shown}
        return [self._detail(one, values) for one, values in shown.items()]

    def _detail(self, detail: Detail, values: tuple[str, ...]) -> str:
        """Phones are checked, and nobody said when."""
        if detail is Detail.CHECKED and set(values) == {"yes"}:
            return self._say("answered.ask_checks.yes")
        told = (value for value in values if detail is not Detail.CHECKED or value != "yes")
        return self._say(f"detail.{detail.value}", value=", ".join(self._told_as(detail, one) for one in told))

    def _told_as(self, detail: Detail, value: str) -> str:
        if detail is Detail.NATION:
            return self._catalogue.country(self._language, value)
        return self._say(f"sex.{value}") if detail is Detail.SEX and value in SEXES else value

    def _both_clocks(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Times of day by the person's clock, and by the desk's where that shows another one."""
        place = self._view.summary.place
        near = whereabouts(*place.degrees()) if place is not None else None
        return tuple(", ".join(self._both(time, near) for time in value.split(", ")) for value in values)

    def _both(self, time: str, near: Whereabouts | None) -> str:
        here = elsewhere(time, near.timezone, self._view.zone, self._view.case.heard_at) if near else None
        return self._say("card.clocks", there=time, here=here) if here else time

    def _by(self, case: Case) -> str:
        if self._view.owner is not None:
            return self._say("card.owner", name=self._view.owner)
        by = answer_by(case.level, case.ladder_from, case.policy)
        when = wall_time(by, self._view.zone, self._language, day=False, own=self._own_zone, named=True)
        return self._say("card.answer_by", time=when)

    def _why(self) -> str:
        rules = [f"{self._say(f'rule.{rule.value}')} ({rule.value})" for rule in self._view.case.rules]
        return self._say("card.why", reasons=", ".join(rules) or self._say("card.unknown"))

    def _where(self) -> str:
        summary = self._view.summary
        # One that may be the other way round must not be overlooked; all others are in the thread.
        uncertain = [one for one in summary.others if Flag.ORDER_UNCERTAIN in one.flags][:1]
        pointers = summary.pointers[:1]
        parts = []
        if self._view.hides_place:
            return self._say("card.where", place=self._roughly())
        if summary.place is not None and summary.place_at is not None:
            parts = [
                self._place(summary.place),
                self._fixed(summary.place, summary.place_at),
                *self._near(summary.place),
            ]
        parts += self._details((Detail.BUILDING, Detail.FLOOR, Detail.ROOM))
        parts += self._track()
        parts += map(self._place, uncertain)
        opened = [*map(self._pointer, pointers)]
        # A place in Korea is not where somebody is held abroad: what has to be opened goes before it.
        abroad = summary.place is None or Flag.IN_KOREA not in summary.place.flags
        parts = [*parts, *opened] if abroad else [*opened, *parts]
        if summary.place is None:
            parts += self._said_countries()
        left = len(summary.others) + len(summary.pointers) - len(uncertain) - len(pointers)
        if left:
            parts.append(self._say("card.other_places", count=left))
        return self._say("card.where", place=" | ".join(parts) or self._say("card.no_place"))

    def _roughly(self) -> str:
        """Country and province, where the desk shows the exact place to the owner alone."""
        place = self._view.summary.place
        near = whereabouts(*place.degrees()) if place is not None else None
        parts = [self._catalogue.country(self._language, near.country), near.province] if near else []
        return " | ".join([*(part for part in parts if part), self._say("card.place_covered")])

    def _fixed(self, place: Place, at: Instant) -> str:
        """When it came; of a picture, when it was taken, if it says so."""
        if place.taken_at is None:
            return wall_time(at, self._view.zone, self._language, day=False, own=self._own_zone)
        return self._say("card.taken", time=wall_time(place.taken_at, self._view.zone, self._language))

    def _said_countries(self) -> list[str]:
        codes = dict(self._view.summary.details).get(Detail.COUNTRY, ())
        names = ", ".join(self._catalogue.country(self._language, code) for code in codes)
        return [self._say("detail.country", value=names)] if names else []

    def _near(self, place: Place) -> list[str]:
        """The nearest town, so that nobody has to open a map to know which country it is."""
        near = whereabouts(*place.degrees())
        if near is None:
            return []
        far = f"{near.distance_m / 1_000:.0f}"
        country = self._catalogue.country(self._language, near.country)
        where = ", ".join(part for part in (near.town, near.province, country) if part)
        return [self._say("card.near", where=where, km=far) if far != "0" else where]

    def _track(self) -> list[str]:
        """How far a live place went since when, and whether it goes on."""
        track = self._view.summary.track
        if track is None:
            return []
        since = wall_time(track.began_at, self._view.zone, self._language, day=False)
        moved = [self._say("card.moved", metres=f"{track.moved_m:.0f}", time=since)] if track.moved_m >= 30 else []
        if track.speed is not None and not track.ended:
            towards = self._say(f"towards.{track.speed.towards.value}")
            moved.append(self._say("card.speed", where=towards, km=f"{track.speed.kmh:.0f}", count=track.points))
        return [*moved, *([self._say("card.live_ended")] if track.ended else [])]

    def _place(self, place: Place) -> str:
        marks = [self._say(f"fix.{place.fix.value}"), *(self._say(f"flag.{flag.value}") for flag in place.flags)]
        return f"{_coordinates(place)} ({', '.join(marks)})"

    def _pointer(self, pointer: Pointer) -> str:
        """As it was written: whoever opens it tells its maker that somebody asked."""
        said = f"{ISOLATE}{cut(pointer.said.reveal(), LONGEST // 32)}{POP}"
        return self._say(f"pointing.{pointer.pointing.value}", said=said)

    def _who(self) -> str:
        summary = self._view.summary
        role = self._say(f"door.{summary.door.value}") if summary.door else self._say("door.unsaid")
        if summary.by_words:
            role = self._say("card.by_words", role=role)
        parts = [role, *self._marks((Mark.ANONYMOUS,)), *self._details(_PERSON)]
        return self._say("card.who", who=" | ".join(parts), language=self._speaks())

    def _speaks(self) -> str:
        """The language of the words, where it could be told; otherwise the one that the bot answers in."""
        spoken = dict(self._view.summary.details).get(Detail.LANGUAGE, ())
        code = spoken[0] if spoken else self._view.requester.language if self._view.requester else ""
        return self._catalogue.name_of(self._language, code) if code else ""

    def _contact(self) -> str:
        summary = self._view.summary
        parts = [self._say("contact.own" if summary.own_phone else "contact.phone")] if summary.phone_given else []
        parts += self._details(_REACH)
        parts += self._marks((Mark.HIDDEN, Mark.EDITED))
        parts += [self._say(f"answered.{step}.{answer}") for step, answer in summary.answers if step in _HOW]
        if self._view.requester is None or not self._view.requester.reachable:
            parts.append(self._say("contact.blocked"))
        return self._say("card.contact", how=" | ".join([*parts, self._say("contact.chat")]))

    def _told(self) -> list[str]:
        """What was answered by buttons, and what to keep in mind."""
        summary = self._view.summary
        marks = self._marks(_KEPT_IN_MIND)
        marks += [self._say("card.before", code=summary.before)] if summary.before else []
        answers = [self._say(f"answered.{step}.{answer}") for step, answer in summary.answers if step not in _HOW]
        if summary.flood:
            marks.append(self._say("card.flood", count=summary.flood))
        return [self._say("card.told", told=", ".join([*marks, *answers]))] if marks or answers else []

    def _form(self) -> str:
        """What the police form asks for, and is there or missing."""
        marks = self._view.summary.marks
        there = ticks(self._view.summary, frozenset(one for one in PICTURES if Mark(one.value) in marks))
        items = (f"{'☑' if known else '☐'} {self._say(f'item.{item.value}')}" for item, known in there.items())
        return self._say("card.form", things=" ".join(items))

    def _by_desk(self) -> list[str]:
        """How far it was checked, the next promise, who looked at what, and the newest notes."""
        summary, zone = self._view.summary, self._view.zone
        checked = self._say("card.checked", how=self._say(f"checked.{summary.checked.value}"))
        lines = [checked] if summary.checked is not Verification.UNVERIFIED else []
        lines += [self._say("card.joined", codes=", ".join(summary.joined))] if summary.joined else []
        for code, kinds in summary.alike[:_VALUES]:
            by = ", ".join(self._say(f"alike.{kind}") for kind in kinds)
            lines.append(self._say("card.alike", code=code, what=by))
        if summary.promised_at is not None:
            made = summary.promise_made_at
            # A card may stand for days: what "today" is, is that of the promise.
            later = made is None or wall(made, zone).date() != wall(summary.promised_at, zone).date()
            when = wall_time(summary.promised_at, zone, self._language, day=later, own=self._own_zone)
            lines.append(self._say("card.promised", time=when))
        looks = [
            f"{self._say(f'identity.{one.what.value}')}: {self._name(one.officer)}"
            f" {wall_time(one.at, zone, self._language, day=False)}"
            for one in summary.looks
        ]
        lines += [self._say("card.looked", who=", ".join(looks))] if looks else []
        if summary.levelled is not None and summary.levelled[0] is self._view.case.level:
            lines.append(self._noted("card.level_why", summary.levelled[1]))
        return [*lines, *(self._noted("card.note", one) for one in summary.notes)]

    def _noted(self, key: str, note: Note) -> str:
        when = wall_time(note.at, self._view.zone, self._language, day=False)
        words = f"{ISOLATE}{cut(note.words.reveal(), SHOWN_OF_ONE)}{POP}"
        level = self._say(f"level.{self._view.case.level.value}")
        return self._say(key, time=when, name=self._name(note.officer), words=words, level=level)

    def _name(self, officer: OfficerId) -> str:
        return self._view.names.get(officer, "?")

    def _sent(self) -> list[str]:
        kinds = (f"{self._say(f'media.{kind.value}')} x{count}" for kind, count in self._view.summary.media)
        things = ", ".join(kinds)
        if not things:
            return []
        if self._view.summary.albums:
            things = self._say("card.albums", things=things, count=self._view.summary.albums)
        left = [f"{self._say(f'sent.{why.value}')} x{count}" for why, count in self._view.summary.not_kept]
        if self._view.summary.suspect:
            left.append(f"{self._say('sent.suspect')} x{self._view.summary.suspect}")
        return [" | ".join([self._say("card.sent", things=things), *left])]

    def _words(self) -> list[str]:
        if self._view.hides_place:
            return []
        return [self._line(line) for line in self._view.summary.lines if line.at >= self._view.old_before]

    def _line(self, line: Line) -> str:
        when = wall_time(line.at, self._view.zone, self._language, day=False, own=self._own_zone)
        edited = f" ({self._say('card.edited')})" if line.edited else ""
        said = f"{when}{edited} {ISOLATE}{cut(line.words.reveal(), SHOWN_OF_ONE)}{POP}"
        if line.machine is None:
            return said
        machine = f"{ISOLATE}{cut(line.machine.reveal(), SHOWN_OF_ONE)}{POP}"
        return f"{said}\n{self._say('card.machine', words=machine)}"

    def text(self, longest: int = LONGEST) -> str:
        """The whole card. Where it is too long, the oldest words give way: all of them are kept in the case."""
        if self.closed:
            return self.over()
        if self._view.withheld:
            return f"{self._head()}\n{self._say('card.withheld')}"
        said = [*self._told(), self._form(), *self._by_desk(), *self._sent()]
        above = [cut(line, LONGEST // 8) for line in [*self.first_lines(), "", *said]]
        words = self._words()
        left_out = self._view.summary.left_out + len(self._view.summary.lines) - len(words)
        while words and units(self._joined(above, words, left_out)) > longest:
            words, left_out = words[1:], left_out + 1
        return cut(self._joined(above, words, left_out), longest)

    def _joined(self, above: list[str], words: list[str], left_out: int) -> str:
        more = [self._say("card.left_out", count=left_out)] if left_out else []
        return "\n".join([*above, *more, *words]).strip()

    def short(self) -> str:
        """What is left of a ring, or of a card that is no longer this reader's."""
        if self.closed:
            return self.over()
        if self._view.foreign or self._view.outsider:
            return self._say("ring.elsewhere", code=self._view.case.code)
        if self._view.owner is None:
            return self.ring(None)
        return self._say("ring.taken", code=self._view.case.code, name=self._view.owner)

    def ring(self, rings: Ring | None) -> str:
        """What sounds: short, with the reason and the place; None for one that stands already."""
        if self._view.owner is None:
            key = "ring.again" if self._view.standing else "ring.first"
        elif rings is not None and (rings.cried or rings.idle):
            key = "ring.cried" if rings.cried else "ring.idle"
        else:
            key = "ring.risen"
        return "\n".join([self._say(key, code=self._view.case.code), *self.first_lines()[:3]])

    def button(self) -> InlineKeyboardMarkup | None:
        """The acknowledgement, as long as nobody has it."""
        if self._view.case.owner is not None:
            return None
        return rows([button(self._say("button.take"), take_press(self._view.case.code))])


def _coordinates(place: Place) -> str:
    exact = f"{place.latitude.reveal():.5f},{place.longitude.reveal():.5f}"
    return f"{exact} ±{place.accuracy_m:.0f} m" if place.accuracy_m else exact
