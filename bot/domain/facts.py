"""What was said and sent in a case, kept as it came; facts are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import CaseId, ChatId, FactId, Instant, OfficerId
from bot.domain.place import Confidence, Place, Pointer
from bot.domain.private import Private
from bot.domain.triage import Level, Rule
from bot.domain.windows import Window, ends_at


class Door(StrEnum):
    """Who writes: in danger here, out but not safe, for someone else, a witness, or about to go."""

    HERE = "here"
    OUT = "out"
    OTHER = "other"
    WITNESS = "witness"
    RISK = "risk"


class Detail(StrEnum):
    """What was found in the person's words beside places."""

    COUNTRY = "country"
    BUILDING = "building"
    ROOM = "room"
    FLOOR = "floor"
    PEOPLE = "people"
    SEX = "sex"
    """One of SEXES; what an officer wrote may be anything."""
    NATION = "nation"
    """Of the person that it is about, as ISO 3166 alpha-2."""
    AGE = "age"
    BORN = "born"
    NAME = "name"
    PASSPORT = "passport"
    PHONE = "phone"
    HANDLE = "handle"
    EMAIL = "email"
    BATTERY = "battery"
    LANGUAGE = "language"
    HOURS = "hours"
    CHECKED = "checked"
    """When phones are checked."""
    CALLS_YES = "calls_yes"
    CALLS_NO = "calls_no"
    ANONYMOUS = "anonymous"
    NO_POLICE = "no_police"
    OURS = "ours"
    """Somebody claims to be of this desk."""
    SAFE_SIGN = "safe_sign"
    DANGER_SIGN = "danger_sign"


SEXES = ("female", "male")


class MediaKind(StrEnum):
    """What was sent, by Telegram's own division."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Said:
    """The person's own words, untouched; an edit adds a fact and removes none."""

    words: Private[str]
    message_id: int
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A place that came from the person; `track` is the message whose live place it is a point of."""

    place: Place
    track: int | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Pointed:
    """Something in the person's words that says where they are to whoever opens it, and not to us."""

    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Media:
    """Something sent, still lying with Telegram under its file id.

    `unique` is the same for the same content, and leads nowhere. `size` in bytes, where Telegram tells it.
    `suffix` is that of its file name, without the dot.
    """

    kind: MediaKind
    file_id: Private[str]
    message_id: int
    caption: Private[str] | None = None
    album: str | None = None
    unique: str = ""
    size: int | None = None
    suffix: str = ""


class NotKept(StrEnum):
    """Why something that was sent lies with Telegram only."""

    TOO_LARGE = "too_large"
    GONE = "gone"
    """Telegram did not give it out for a whole day."""
    TOO_MUCH = "too_much"
    """So much is kept already, of this case or in all, that the disk needs to be spared for words and places."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The thing itself is kept: its SHA-256, its bytes, and what its first bytes say that it is, "" if nothing.

    `suspect`: a program, or a thing that is not what it is called.
    """

    media: FactId
    digest: Private[str]
    size: int
    type: str = ""
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class NotFetched:
    """The thing itself is not kept; it was passed on by its file id."""

    media: FactId
    why: NotKept


@dataclass(frozen=True, slots=True)
class Reachable:
    """A phone number; `own` only where Telegram says that the contact is the writer."""

    phone: Private[str]
    name: Private[str]
    own: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A button pressed as the answer to a step."""

    step: str
    answer: str


@dataclass(frozen=True, slots=True)
class Came:
    """The door that the person took; `by_words`: nobody took it, their words sound so."""

    door: Door
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Noticed:
    """What stands in the person's words, as far as a machine can tell; the words themselves stay as they are."""

    detail: Detail
    value: Private[str]
    confidence: Confidence = Confidence.MEDIUM


@dataclass(frozen=True, slots=True)
class Signed:
    """The person wrote a phrase that they had chosen: all is well, or somebody forces them (`danger`)."""

    danger: bool


@dataclass(frozen=True, slots=True)
class Withdrew:
    """The person asked to stop. It closes nothing: somebody may have made them."""


@dataclass(frozen=True, slots=True)
class FellSilent:
    """Nothing more came: `ended` after the time for which people are waited for, before that only broken off."""

    ended: bool


@dataclass(frozen=True, slots=True)
class Called:
    """The SOS button or word."""


@dataclass(frozen=True, slots=True)
class Hid:
    """The person wiped the chat: wait for them."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """The person writes from another account now, which knew the code; the old one is told nothing."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A sign of life that the person had promised did not come."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What the owner wrote to the person; `chat` and `message_id` are where the officer wrote it.

    An edit adds another with the same place: the newest is what the person shall read.
    """

    officer: OfficerId
    words: Private[str]
    chat: ChatId
    message_id: int
    media: Media | None = None
    place: Place | None = None
    asks: str = ""
    """The phrase of the phrasebook that the person reads in their language."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A machine's rendering of words that were said or answered; the words themselves stay what counts."""

    of: FactId
    into: str
    words: Private[str]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The owner took back what they wrote, or sent nothing of it if it still waited."""

    officer: OfficerId
    reply: FactId


@dataclass(frozen=True, slots=True)
class SentAnyway:
    """The owner sent what was held, although the person is silent, and why."""

    officer: OfficerId
    reply: FactId
    why: Private[str]


@dataclass(frozen=True, slots=True)
class Windowed:
    """The hours in which the person may be written to, as they chose them; None takes them away."""

    officer: OfficerId
    window: Window | None


@dataclass(frozen=True, slots=True)
class Relayed:
    """A reply stands in the person's chat, as these messages."""

    reply: FactId
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was sent stands in the owner's chat."""

    media: FactId


class Flagging(StrEnum):
    """What an officer may put on a card, or take off it."""

    TAKEOVER = "takeover"
    IMPERSONATION = "impersonation"
    CONTRADICTION = "contradiction"
    NO_POLICE = "no_police"
    POLICE_TOLD = "police_told"
    BUILDING_PHOTO = "building_photo"
    """A picture shows the building; a machine does not know."""
    FACE_PHOTO = "face_photo"


class Verification(StrEnum):
    """How far a case was checked (domain.md 6.4): a label, never a gate."""

    UNVERIFIED = "unverified"
    CONSISTENT = "consistent"
    BY_FAMILY = "by_family"
    BY_OFFICER = "by_officer"


class Identity(StrEnum):
    """What identifies somebody: shown to one officer at a time, for a minute, and noted."""

    PHONE = "phone"
    PASSPORT = "passport"
    NAME = "name"
    WORDS = "words"
    """What the person wrote, with the numbers and names in it."""
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Before:
    """The same account had a case before, which was closed."""

    code: str


@dataclass(frozen=True, slots=True)
class Resembles:
    """Another case has this in common with the case: it may be about the same person."""

    other: CaseId
    code: str
    by: str


@dataclass(frozen=True, slots=True)
class Merged:
    """An officer joined the case with another, or parted them again."""

    officer: OfficerId
    code: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """What an officer wrote for the desk; the person never sees it."""

    officer: OfficerId
    words: Private[str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the desk holds to be so; what the person said stays beside it."""

    officer: OfficerId
    detail: Detail
    value: Private[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the desk holds the person to be."""

    officer: OfficerId
    place: Place


@dataclass(frozen=True, slots=True)
class Flagged:
    """An officer put a flag on, or took it off."""

    officer: OfficerId
    flag: Flagging
    on: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """An officer said how far the case was checked."""

    officer: OfficerId
    label: Verification


@dataclass(frozen=True, slots=True)
class Levelled:
    """An officer raised or lowered the level, and why."""

    officer: OfficerId
    level: Level
    why: Private[str]


@dataclass(frozen=True, slots=True)
class Promised:
    """The owner told the person, or themselves, to write at this instant."""

    officer: OfficerId
    due_at: Instant
    words: Private[str]


@dataclass(frozen=True, slots=True)
class Revealed:
    """An officer looked at what identifies somebody."""

    officer: OfficerId
    what: Identity


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, in the owner's words; `other` is the code of the case that it was a duplicate of."""

    officer: OfficerId
    words: Private[str]
    other: str = ""


FactValue: TypeAlias = (
    Said
    | Located
    | Pointed
    | Media
    | Reachable
    | Answered
    | Came
    | Noticed
    | Signed
    | Called
    | Hid
    | Withdrew
    | FellSilent
    | Missed
    | CameBack
    | Replied
    | Relayed
    | HandedOver
    | Fetched
    | NotFetched
    | Before
    | Resembles
    | Merged
    | Noted
    | Stated
    | Placed
    | Flagged
    | Verified
    | Levelled
    | Promised
    | Revealed
    | Ended
    | Translated
    | TakenBack
    | SentAnyway
    | Windowed
)
BY_OFFICERS: tuple[type[FactValue], ...] = (
    *(Noted, Stated, Placed, Flagged, Verified, Levelled, Promised, Revealed, Ended),
    *(TakenBack, SentAnyway, Windowed, Merged),
)
"""What the desk adds to a case."""
FROM_US: tuple[type[FactValue], ...] = (
    Replied,
    Relayed,
    HandedOver,
    Fetched,
    NotFetched,
    Before,
    Resembles,
    Translated,
    *BY_OFFICERS,
)
"""What is kept of our own doings, and tells nothing of when the person was last there."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one case, at the instant when it was taken in."""

    id: FactId
    case: CaseId
    at: Instant
    value: FactValue


def versions(facts: Sequence[Fact], reply: Replied) -> list[Fact]:
    """The reply that was written at the same place, and its edits, oldest first."""
    place = (reply.chat, reply.message_id)
    return [
        fact
        for fact in facts
        if isinstance(fact.value, Replied) and (fact.value.chat, fact.value.message_id) == place
    ]


def relayed(facts: Sequence[Fact], reply: Replied) -> Relayed | None:
    """Where the newest version that arrived stands in the person's chat."""
    known = {fact.id for fact in versions(facts, reply)}
    arrived = [fact.value for fact in facts if isinstance(fact.value, Relayed) and fact.value.reply in known]
    return arrived[-1] if arrived else None


def window_of(facts: Sequence[Fact]) -> Window | None:
    """The hours in which the person may be written to, if any hold now."""
    return next((one.value.window for one in reversed(facts) if isinstance(one.value, Windowed)), None)


def open_until(facts: Sequence[Fact], now: Instant) -> Instant | None:
    """When the window closes that is open now."""
    window = window_of(facts)
    return ends_at(window, now) if window is not None else None


def left_by_hand(facts: Sequence[Fact]) -> bool:
    """Whether the last that came from the person is that they hid the chat, or asked to stop."""
    theirs = [fact.value for fact in facts if not isinstance(fact.value, (*FROM_US, FellSilent))]
    return bool(theirs) and isinstance(theirs[-1], Hid | Withdrew)


def unseen_media(facts: Sequence[Fact]) -> set[FactId]:
    """What was sent and has not yet come to an owner's chat."""
    seen = {fact.value.media for fact in facts if isinstance(fact.value, HandedOver)}
    return {fact.id for fact in facts if isinstance(fact.value, Media)} - seen


_ANSWERS: dict[tuple[str, str], Rule] = {
    ("danger", "yes"): Rule.HURT_OR_MOVED,
    ("followed", "yes"): Rule.ESCAPED,
    ("pressed", "yes"): Rule.HELD,
    ("held", "yes"): Rule.HELD,
    ("health", "minor"): Rule.MINOR,
    ("health", "ill"): Rule.MEDICAL,
    ("ill", "ill"): Rule.MEDICAL,
    ("demand", "by_tomorrow"): Rule.RANSOM_DEADLINE,
    ("demand", "later"): Rule.MONEY_DEMANDED,
    ("passport", "taken"): Rule.PASSPORT_KEPT,
    ("last", "longer"): Rule.NO_CONTACT,
    ("when", "soon"): Rule.ABOUT_TO_GO,
    ("ask_hurt", "badly"): Rule.INJURY,
    ("ask_hurt", "some"): Rule.STABLE_INJURY,
    ("ask_moved", "moved"): Rule.MOVED,
    ("ask_moved", "moving"): Rule.MOVED,
    ("ask_people", "many"): Rule.MANY,
    ("ask_passport", "taken"): Rule.PASSPORT_KEPT,
    ("when", "later"): Rule.QUESTION,
}
_DOORS = {Door.OUT: Rule.ESCAPED, Door.RISK: Rule.ABOUT_TO_GO}


def rules_of(value: FactValue, words: frozenset[Rule]) -> frozenset[Rule]:
    """The triage rules of one fact; `words` are those found in its text."""
    match value:
        case Called():
            return frozenset({Rule.SOS})
        case Missed():
            return frozenset({Rule.BROKE_OFF})
        case Signed(danger=True):
            return frozenset({Rule.FOUND_OUT})
        case Came(door=door, by_words=False) if door in _DOORS:
            return frozenset({_DOORS[door]})
        case Answered(step=step, answer=answer) if (step, answer) in _ANSWERS:
            return frozenset({_ANSWERS[step, answer]})
        case _:
            return words


def is_cry(value: FactValue) -> bool:
    """Whether this alone must ring the desk: SOS, place, contact, media, words, or "I am out" (invariant 6).

    Also an answer about danger, whatever it is: who breaks off after it is not left alone.
    """
    match value:
        case Said() | Located() | Media() | Reachable() | Called() | Missed():
            return True
        case Came(door=Door.OUT, by_words=False):
            return True
        case Answered(step="danger" | "followed" | "pressed" | "held" | "health" | "ill" | "demand"):
            return True
        case _:
            return False
