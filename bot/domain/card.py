"""Composes what the desk sees of a case out of its facts: five lines first, then the person's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict

from bot.domain.facts import (
    FROM_US,
    Answered,
    Before,
    Came,
    CameBack,
    Detail,
    Door,
    Fact,
    FactValue,
    FellSilent,
    Fetched,
    Flagged,
    Hid,
    Identity,
    Levelled,
    Located,
    Media,
    MediaKind,
    Merged,
    Missed,
    Noted,
    NotFetched,
    Noticed,
    NotKept,
    Placed,
    Pointed,
    Promised,
    Reachable,
    Resembles,
    Revealed,
    Said,
    Signed,
    Stated,
    Translated,
    Verification,
    Verified,
    Withdrew,
)
from bot.domain.floods import flood_in
from bot.domain.ids import SECOND, Instant, OfficerId
from bot.domain.place import Fix, Flag, Place, Pointer, bearing, metres
from bot.domain.private import Private
from bot.domain.redaction import covered
from bot.domain.triage import Level

SHOWN = 8
"""How many of the person's messages a card shows; all are kept."""


class Mark(StrEnum):
    """What an officer must see at once, or keep in mind."""

    TAKEOVER = "takeover"
    IMPERSONATION = "impersonation"
    PARTIAL = "partial"
    SILENT = "silent"
    MISSED = "missed"
    WITHDREW = "withdrew"
    ANONYMOUS = "anonymous"
    NO_POLICE = "no_police"
    DESK_ONLY = "desk_only"
    HIDDEN = "hidden"
    EDITED = "edited"
    SAFE_SIGNED = "safe_signed"
    CAME_BACK = "came_back"
    CONTRADICTION = "contradiction"
    POLICE_TOLD = "police_told"
    BUILDING_PHOTO = "building_photo"
    FACE_PHOTO = "face_photo"


@dataclass(frozen=True, slots=True)
class Line:
    """One of the person's messages."""

    at: Instant
    words: Private[str]
    edited: bool
    machine: Private[str] | None = None
    """What a machine made of the words in the desk's language."""


@dataclass(frozen=True, slots=True)
class Note:
    """What an officer wrote for the desk."""

    at: Instant
    officer: OfficerId
    words: Private[str]


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked last at what identifies somebody."""

    at: Instant
    officer: OfficerId
    what: Identity


class Towards(StrEnum):
    """Where something goes, by the eight winds."""

    NORTH = "n"
    NORTH_EAST = "ne"
    EAST = "e"
    SOUTH_EAST = "se"
    SOUTH = "s"
    SOUTH_WEST = "sw"
    WEST = "w"
    NORTH_WEST = "nw"


@dataclass(frozen=True, slots=True)
class Speed:
    """Between the last two points of a live place: kilometres an hour, and where to."""

    kmh: float
    towards: Towards


_SLOWEST, _FASTEST, _SHORTEST = 3.0, 200.0, 10 * SECOND
"""Kilometres an hour below which a phone only wanders, above which a fix jumped; and less time tells nothing."""


@dataclass(frozen=True, slots=True)
class Track:
    """A live place from its first point to its last."""

    began_at: Instant
    moved_m: float
    ended: bool
    points: int
    speed: Speed | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known, without words of ours; the desk's catalog turns it into text."""

    door: Door | None
    by_words: bool
    """Nobody took the door: the person's words sound so."""
    details: tuple[tuple[Detail, tuple[str, ...]], ...]
    """What was found in the words: each kind with its values, the newest first."""
    answers: tuple[tuple[str, str], ...]
    """What was answered by buttons, the newest answer to each question."""
    marks: frozenset[Mark]
    place: Place | None
    place_at: Instant | None
    track: Track | None
    """How it went, where the place is a point of a live one."""
    others: tuple[Place, ...]
    """The other places, the newest first; of one that was said twice only the newest."""
    pointers: tuple[Pointer, ...]
    """What points at a place, the newest first."""
    phone_given: bool
    own_phone: bool
    media: tuple[tuple[MediaKind, int], ...]
    albums: int
    """How many of them came together; an album counts once here."""
    not_kept: tuple[tuple[NotKept, int], ...]
    """How many of them lie with Telegram only, and why."""
    suspect: int
    """How many of them nobody should open."""
    flood: int
    """So many messages came at once that they are folded; 0 if they are not."""
    lines: tuple[Line, ...]
    left_out: int
    stated: tuple[tuple[Detail, str], ...] = ()
    """What the desk holds to be so, whatever was said."""
    checked: Verification = Verification.UNVERIFIED
    promised_at: Instant | None = None
    promise_made_at: Instant | None = None
    notes: tuple[Note, ...] = ()
    """The newest few."""
    looks: tuple[Look, ...] = ()
    """Of each officer and each thing the last."""
    before: str = ""
    """The code of the case that the same account had before."""
    levelled: tuple[Level, Note] | None = None
    """To which level an officer set it last, and why."""
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Codes of cases that may be about the same person, each with what they have in common."""
    joined: tuple[str, ...] = ()
    """Codes of cases that an officer joined with this one."""


_NOTES = 3
"""How many notes a card shows; all are kept."""


_ELSEWHERE, _OF_A_PHONE = (Door.OTHER, Door.RISK), (Fix.PIN, Fix.LIVE)


def summarise(facts: Sequence[Fact]) -> Summary:
    """The newest place counts, and older ones are counted; nothing that was said is changed."""
    at, place, others = _places(facts)
    pointed = [fact.value.pointer for fact in reversed(facts) if isinstance(fact.value, Pointed)]
    names = names_in(facts)
    lines = tuple(_shown(line, names) for line in lines_of(facts))
    phones = [fact.value for fact in facts if isinstance(fact.value, Reachable)]
    came = _came(facts)
    details = _details(facts)
    return Summary(
        door=came.door if came else None,
        by_words=came.by_words if came else False,
        details=details,
        answers=_answers(facts),
        marks=frozenset(_marks(facts, details)),
        place=_flagged(place, came),
        place_at=at,
        track=_track(facts, place),
        others=others,
        pointers=tuple({one.said.reveal(): one for one in pointed}.values()),
        phone_given=bool(phones),
        own_phone=any(phone.own for phone in phones),
        media=_media(facts),
        albums=len({fact.value.album for fact in facts if isinstance(fact.value, Media) and fact.value.album}),
        not_kept=_not_kept(facts),
        suspect=sum(isinstance(fact.value, Fetched) and fact.value.suspect for fact in facts),
        flood=flood_in(facts),
        lines=lines[-SHOWN:],
        left_out=max(0, len(lines) - SHOWN),
        **_by_officers(facts),
    )


class _Added(TypedDict):
    stated: tuple[tuple[Detail, str], ...]
    checked: Verification
    promised_at: Instant | None
    promise_made_at: Instant | None
    notes: tuple[Note, ...]
    looks: tuple[Look, ...]
    before: str
    alike: tuple[tuple[str, tuple[str, ...]], ...]
    joined: tuple[str, ...]
    levelled: tuple[Level, Note] | None


def _by_officers(facts: Sequence[Fact]) -> _Added:
    values = [fact.value for fact in facts]
    stated = {one.detail: one.value.reveal() for one in values if isinstance(one, Stated)}
    labels = [one.label for one in values if isinstance(one, Verified)]
    promised = [(one.value.due_at, one.at) for one in facts if isinstance(one.value, Promised)]
    promised_at, made_at = promised[-1] if promised else (None, None)
    notes = [Note(one.at, one.value.officer, one.value.words) for one in facts if isinstance(one.value, Noted)]
    levels = [
        (one.value.level, Note(one.at, one.value.officer, one.value.why))
        for one in facts
        if isinstance(one.value, Levelled)
    ]
    looks = [Look(one.at, one.value.officer, one.value.what) for one in facts if isinstance(one.value, Revealed)]
    return _Added(
        stated=tuple(stated.items()),
        checked=labels[-1] if labels else Verification.UNVERIFIED,
        promised_at=promised_at,
        promise_made_at=made_at,
        notes=tuple(notes[-_NOTES:]),
        looks=tuple({(one.officer, one.what): one for one in looks}.values()),
        levelled=levels[-1] if levels and levels[-1][1].words.reveal() else None,
        alike=_alike(values),
        joined=_joined(values),
        before=next((one.code for one in reversed(values) if isinstance(one, Before)), ""),
    )


def _joined(values: Sequence[FactValue]) -> tuple[str, ...]:
    newest = {one.code: one.joined for one in values if isinstance(one, Merged)}
    return tuple(code for code, joined in newest.items() if joined)


def _alike(values: Sequence[FactValue]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Without those that were joined: there the question is answered."""
    found: dict[str, dict[str, None]] = {}
    for one in values:
        if isinstance(one, Resembles):
            found.setdefault(one.code, {})[one.by] = None
    joined = _joined(values)
    return tuple((code, tuple(by)) for code, by in found.items() if code not in joined)


def names_in(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The names of persons that are known in the case."""
    values = [fact.value for fact in facts]
    told = [
        one.value.reveal() for one in values if isinstance(one, Noticed | Stated) and one.detail is Detail.NAME
    ]
    return (*told, *(one.name.reveal() for one in values if isinstance(one, Reachable)))


def _flagged(place: Place | None, came: Came | None) -> Place | None:
    """A phone's own place, sent by who is not where it happens, says so; a town named before a journey, too."""
    if place is None or came is None:
        return place
    if came.door is Door.RISK and place.fix is Fix.NAMED:
        return replace(place, flags=(*place.flags, Flag.GOING))
    if came.door in _ELSEWHERE and place.fix in _OF_A_PHONE:
        return replace(place, flags=(*place.flags, Flag.WRITERS))
    return place


def _places(facts: Sequence[Fact]) -> tuple[Instant | None, Place | None, tuple[Place, ...]]:
    """The newest one; of several in one message the first, which is as the person wrote it."""
    newest: dict[object, tuple[Instant, Place]] = {}
    for fact in facts:
        if isinstance(fact.value, Placed):
            newest[fact.value.place.degrees()] = (fact.at, fact.value.place)
        elif isinstance(fact.value, Located):
            # Of a live place only the last point is a place of its own.
            key = fact.value.track or fact.value.place.degrees()
            newest.pop(key, None)
            newest[key] = (fact.at, fact.value.place)
    if not newest:
        return None, None, ()
    # The newest that is exact; what came in one message keeps its order.
    (at, place), *others = sorted(newest.values(), key=lambda one: (_weakness(one[1]), -one[0]))
    return at, place, tuple(one for _, one in others if not _names(one, place))


def _track(facts: Sequence[Fact], place: Place | None) -> Track | None:
    points = [(fact.at, fact.value) for fact in facts if isinstance(fact.value, Located)]
    last = next((value for _, value in reversed(points) if value.place == place), None)
    if last is None or last.track is None:
        return None
    own = [(at, value.place) for at, value in points if value.track == last.track]
    (began_at, first), *_ = own
    return Track(began_at, metres(first, last.place), last.ended, len(own), _speed(own))


def _speed(points: list[tuple[Instant, Place]]) -> Speed | None:
    """None where the points lie too near, in place or in time, or too far apart to be true."""
    moved = [point for place, point in enumerate(points) if place == 0 or point[1] != points[place - 1][1]]
    if len(moved) < 2:
        return None
    (earlier, begin), (later, end) = moved[-2:]
    if later - earlier < _SHORTEST:
        return None
    kmh = metres(begin, end) / (later - earlier) * 3_600
    winds = list(Towards)
    return Speed(kmh, winds[round(bearing(begin, end) / 45) % 8]) if _SLOWEST <= kmh <= _FASTEST else None


def _names(town: Place, place: Place) -> bool:
    """Whether a town's name says no more than the place does."""
    return town.fix is Fix.NAMED and metres(town, place) <= (town.accuracy_m or 0)


def _weakness(place: Place) -> int:
    """What the desk holds to be so goes first; a picture's place stands behind where somebody says they are.

    Only a town's name, or how numbers could be meant, too, is never the place where there is another.
    """
    if place.fix is Fix.DESK:
        return -1
    if place.fix is Fix.NAMED or {Flag.SWAPPED, Flag.ORDER_UNCERTAIN} <= set(place.flags):
        return 2
    return 1 if place.fix is Fix.PHOTO else 0


def lines_of(facts: Iterable[Fact]) -> Iterable[Line]:
    """All that the person wrote, oldest first, untouched; an edit stands beside what it edits."""
    facts = list(facts)
    machine = {one.value.of: one.value.words for one in facts if isinstance(one.value, Translated)}
    for fact in facts:
        if isinstance(fact.value, Said):
            yield Line(fact.at, fact.value.words, fact.value.edited, machine.get(fact.id))
        elif isinstance(fact.value, Media) and fact.value.caption is not None:
            yield Line(fact.at, fact.value.caption, edited=False)


def _shown(line: Line, names: tuple[str, ...]) -> Line:
    machine = _covered(line.machine, names) if line.machine is not None else None
    return replace(line, words=_covered(line.words, names), machine=machine)


def _covered(words: Private[str], names: tuple[str, ...]) -> Private[str]:
    """Without what identifies somebody."""
    return Private(covered(words.reveal(), names))


def _came(facts: Sequence[Fact]) -> Came | None:
    """A door that was taken by a button goes before what words sound like."""
    came = [fact.value for fact in reversed(facts) if isinstance(fact.value, Came)]
    return next((one for one in came if not one.by_words), came[0] if came else None)


def _details(facts: Sequence[Fact]) -> tuple[tuple[Detail, tuple[str, ...]], ...]:
    found: dict[Detail, dict[str, None]] = {}
    for fact in reversed(facts):
        if isinstance(fact.value, Noticed):
            found.setdefault(fact.value.detail, {})[fact.value.value.reveal()] = None
    return tuple((detail, tuple(found[detail])) for detail in Detail if detail in found)


def _answers(facts: Sequence[Fact]) -> tuple[tuple[str, str], ...]:
    answered = [fact.value for fact in facts if isinstance(fact.value, Answered)]
    return tuple({one.step: one.answer for one in answered}.items())


_LAST: tuple[tuple[FactValue, Mark], ...] = (
    (FellSilent(ended=False), Mark.PARTIAL),
    (FellSilent(ended=True), Mark.SILENT),
)
"""What counts only while nothing newer came from the person."""
_EVER: tuple[tuple[FactValue, Mark], ...] = (
    (Signed(danger=True), Mark.TAKEOVER),
    (Signed(danger=False), Mark.SAFE_SIGNED),
    (Missed(), Mark.MISSED),
    (CameBack(), Mark.CAME_BACK),
    (Withdrew(), Mark.WITHDREW),
    (Answered("unnamed", "yes"), Mark.ANONYMOUS),
)
_TOLD = {
    Detail.OURS: Mark.IMPERSONATION,
    Detail.ANONYMOUS: Mark.ANONYMOUS,
    Detail.NO_POLICE: Mark.NO_POLICE,
}


def _marks(facts: Sequence[Fact], details: tuple[tuple[Detail, tuple[str, ...]], ...]) -> Iterable[Mark]:
    flags = {fact.value.flag: fact.value.on for fact in facts if isinstance(fact.value, Flagged)}
    found = {*_marks_told(facts, details), *(Mark(flag.value) for flag, on in flags.items() if on)}
    return found - {Mark(flag.value) for flag, on in flags.items() if not on}


def _marks_told(facts: Sequence[Fact], details: tuple[tuple[Detail, tuple[str, ...]], ...]) -> Iterable[Mark]:
    values = [fact.value for fact in facts]
    yield from (mark for value, mark in _EVER if value in values)
    yield from (_TOLD[detail] for detail, _ in details if detail in _TOLD)
    answers = dict(_answers(facts))
    if answers.get("police") == "no":
        yield Mark.NO_POLICE
    if answers.get("consent") == "desk_only":
        yield Mark.DESK_ONLY
    theirs = [value for value in values if not isinstance(value, FROM_US) and not _taken(value)]
    if not theirs:
        return
    yield from (mark for value, mark in _LAST if value == theirs[-1])
    # Who hid and then is silent is still hidden: that they must not be written to first stays on the card.
    if [value for value in theirs if not isinstance(value, FellSilent)][-1:] == [Hid()]:
        yield Mark.HIDDEN
    if theirs[-1] == FellSilent(ended=True):
        yield Mark.PARTIAL
    said = [value for value in theirs if isinstance(value, Said)]
    if said and said[-1].edited:
        yield Mark.EDITED


def _taken(value: FactValue) -> bool:
    """Whether it was found in a picture, some time after that was sent."""
    return isinstance(value, Located) and value.place.fix is Fix.PHOTO


def _not_kept(facts: Sequence[Fact]) -> tuple[tuple[NotKept, int], ...]:
    reasons = [fact.value.why for fact in facts if isinstance(fact.value, NotFetched)]
    return tuple((why, reasons.count(why)) for why in NotKept if why in reasons)


def _media(facts: Sequence[Fact]) -> tuple[tuple[MediaKind, int], ...]:
    kinds = [fact.value.kind for fact in facts if isinstance(fact.value, Media)]
    return tuple((kind, kinds.count(kind)) for kind in MediaKind if kind in kinds)
