"""What is to be done outside, in the imperative, and how surely each must arrive: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.calendars import Listed
from bot.domain.facts import Identity
from bot.domain.ids import (
    MINUTE,
    SECOND,
    SILENCE,
    CaseId,
    ChatId,
    DeskId,
    FactId,
    Instant,
    OfficerId,
    ProposalId,
)
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import RotationSet
from bot.domain.roster_sheet import Extent
from bot.domain.weekly import Weekly


class Rule(StrEnum):
    """How often an effect may reach its reader."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Smaller priority goes first; `lifetime_ms` None means for ever; `held` effects wait instead of dying."""

    priority: int
    rule: Rule
    lifetime_ms: int | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class ShowScreen:
    """Bring a requester's one screen to what the session says now."""

    chat: ChatId


@dataclass(frozen=True, slots=True)
class WipeChat:
    """Remove both sides' messages, as far as Telegram still lets us; the screen too if `screen`."""

    chat: ChatId
    screen: bool = False


@dataclass(frozen=True, slots=True)
class TidyChat:
    """Remove these messages of a requester's chat; without any, all of their own that are kept."""

    chat: ChatId
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """Answer a button; Telegram takes the answer for about 15 seconds, and shows it for a moment."""

    chat: ChatId
    press: str
    key: str = ""
    blanks: tuple[tuple[str, Private[str]], ...] = ()
    alert: bool = False


@dataclass(frozen=True, slots=True)
class UpdateCard:
    """Bring the desk's one card of a case to what is known now; an `urgent` one goes before all others."""

    chat: ChatId
    case: CaseId
    urgent: bool = False
    quiet: bool = False
    """Where it has to be sent as a new message, that one makes no sound."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A new message that sounds, with 'I have it' on it; an `urgent` one goes before all others.

    However many write at once: what Telegram lets us send a chat in a minute is spent on the gravest first.
    While an event goes on, it is one ring for all its cases.
    Who has it is told why: the person has just cried for help again, or has waited for too long; else it is graver
    than it was.
    """

    chat: ChatId
    case: CaseId
    urgent: bool = False
    cried: bool = False
    idle: bool = False


@dataclass(frozen=True, slots=True)
class UpdateRing:
    """Bring a ring that stands up to date: what is known by now, or who has the case."""

    chat: ChatId
    case: CaseId
    message_id: int


@dataclass(frozen=True, slots=True)
class LeaveChat:
    """Leave a group that is none of ours."""

    chat: ChatId


@dataclass(frozen=True, slots=True)
class StripButtons:
    """Take the buttons off a preview that was answered."""

    chat: ChatId
    message_id: int


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Give the owner the case's own message in their private chat, to reply to."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class UpdateThread:
    """Bring the owner's own copy of the card to what is known now, if it stands."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class ShowKeys:
    """Put other buttons under a card."""

    chat: ChatId
    case: CaseId
    message_id: int
    menu: str


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show an officer what identifies somebody, in their own chat, for a minute."""

    chat: ChatId
    case: CaseId
    what: Identity


@dataclass(frozen=True, slots=True)
class Vanish:
    """Remove what was shown for a minute."""

    chat: ChatId
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Redact:
    """Write over what stands there: it is too old to be removed."""

    chat: ChatId
    message_id: int
    caption: bool = False
    """What stands under a thing, and not a text."""


@dataclass(frozen=True, slots=True)
class SendPlace:
    """The case's place as a native point of a map."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class SendPacket:
    """What the police form needs, as a PDF, to the owner alone."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """What was done with a case, by whom and when."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class ShowAudit:
    """What was done in this time, of one case or by one officer where they are named."""

    chat: ChatId
    starts_at: Instant
    ends_at: Instant
    zone: str
    case: CaseId | None = None
    officer: OfficerId | None = None


class Which(StrEnum):
    """Which of a desk's cases are listed."""

    MINE = "mine"
    OPEN = "open"
    LATE = "late"
    FOUND = "found"
    EVENT = "event"
    LEFT = "left"
    """What somebody leaves to who comes on."""


@dataclass(frozen=True, slots=True)
class ShowCases:
    """A list of a desk's cases; `message_id`: it takes the place of the page that stands there."""

    chat: ChatId
    desk: DeskId
    officer: OfficerId
    which: Which
    page: int = 0
    message_id: int | None = None
    found: tuple[CaseId, ...] = ()
    head: CaseId | None = None
    """The first case of the event that is listed."""


@dataclass(frozen=True, slots=True)
class UpdateEventCard:
    """Bring the one card of an event to what is counted now; a `loud` one is a new message that sounds."""

    chat: ChatId
    case: CaseId
    loud: bool = False


@dataclass(frozen=True, slots=True)
class ExportEvent:
    """The cases of an event as a table, to one officer."""

    chat: ChatId
    case: CaseId


@dataclass(frozen=True, slots=True)
class RelayToOwner:
    """Pass on what the requester said or sent, threaded to the case.

    `uploads`: Telegram no longer knows the thing by its id, so that what is kept of it is sent.
    """

    chat: ChatId
    case: CaseId
    fact: FactId
    uploads: bool = False


@dataclass(frozen=True, slots=True)
class FetchMedia:
    """Get a thing that stands in this requester's chat from Telegram, to keep it."""

    chat: ChatId
    case: CaseId
    fact: FactId


@dataclass(frozen=True, slots=True)
class Translate:
    """Ask the translation service for the words of a fact, in this language; without it all goes on as it is."""

    chat: ChatId
    case: CaseId
    fact: FactId
    into: str


@dataclass(frozen=True, slots=True)
class RelayToRequester:
    """Pass on what the owner wrote; held while the requester is silent (invariant 9).

    `anyway`: the owner has said twice, and why, that it shall not wait.
    """

    chat: ChatId
    case: CaseId
    fact: FactId
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class AmendReply:
    """Bring the person's copy of an owner's reply to what the owner made of it by an edit."""

    chat: ChatId
    case: CaseId
    fact: FactId


@dataclass(frozen=True, slots=True)
class MarkSent:
    """Show the officer that their reply went out, as a reaction on it."""

    chat: ChatId
    message_id: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: the words with which it completes a command; shown as a name, by a key, or as a span.

    A key is a text's, or `country:KH`, `tongue:ko`, `hours:mon-fri 8-20`.
    """

    words: str
    label: Private[str] = Private("")
    key: str = ""
    span: tuple[Instant, Instant] | None = None


PUBLISHED = "published"
"""A blank that says that the change begins behind the turns that people were told already."""
DATED = "dated"
"""A blank that says that days are shown with their years."""


@dataclass(frozen=True, slots=True)
class Tell:
    """A short answer to staff, by message key; `moments` are shown as wall time in `zone`."""

    chat: ChatId
    key: str
    blanks: tuple[tuple[str, Private[str]], ...] = ()
    moments: tuple[tuple[str, Instant], ...] = ()
    zone: str = "UTC"
    reply_to: int | None = None
    proposal: ProposalId | None = None
    sounds: bool = False
    case: CaseId | None = None
    asks: bool = False
    """The reply to it completes what was asked for."""
    anyway: str = ""
    """The code of the case of which what is held may be sent all the same."""
    chooses: Deed | None = None
    """The command that each of the choices completes."""
    choices: tuple[Choice, ...] = ()
    rotation: RotationSet | None = None
    """The turns that are spoken of."""
    weekly: Weekly | None = None
    """The hours that are spoken of."""


@dataclass(frozen=True, slots=True)
class ShowRoster:
    """Who is on duty, now or (`week`) for a period, as a picture and in words, in the reader's language."""

    chat: ChatId
    desk: DeskId
    week: bool
    reply_to: int | None = None
    period: Extent = Extent.WEEK
    dark: bool = False


@dataclass(frozen=True, slots=True)
class SendCalendar:
    """An officer's own shifts as a file for any calendar, into their own chat."""

    chat: ChatId
    desk: DeskId
    officer: OfficerId


@dataclass(frozen=True, slots=True)
class FetchCalendar:
    """Get a calendar that one of the staff sent, and read what it says for this desk; times as in `zone`."""

    chat: ChatId
    desk: DeskId
    zone: str
    file_id: Private[str]
    account: Private[int]
    message_id: int


@dataclass(frozen=True, slots=True)
class ShowImport:
    """What a calendar would change in a roster; with a proposal it can be confirmed.

    `changes` are the first of `count`; `tallies` say by message key how much of it changes nothing, and why.
    """

    chat: ChatId
    desk: str
    zone: str
    changes: tuple[Listed, ...]
    count: int
    tallies: tuple[tuple[str, int], ...]
    unclear: tuple[Private[str], ...]
    reply_to: int | None = None
    proposal: ProposalId | None = None


@dataclass(frozen=True, slots=True)
class ShowNumbers:
    """How fast a desk answered the cases of a span, half open, in words and as a picture; None: all desks."""

    chat: ChatId
    desk: DeskId | None
    begins_at: Instant
    ends_at: Instant
    dark: bool = False
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class ShowDrill:
    """What a desk's drill with this code showed, in words and as a picture."""

    chat: ChatId
    desk: DeskId
    code: str


@dataclass(frozen=True, slots=True)
class SendReport:
    """The report of a month of the calendar in this zone: in words, as a table and as a picture."""

    chat: ChatId
    month: str
    zone: str
    dark: bool = False


@dataclass(frozen=True, slots=True)
class ReportUnprocessed:
    """Give the desk a message that our own code could not process, as it came."""

    chat: ChatId
    update_id: int
    words: Private[str]
    case: CaseId | None = None


Effect: TypeAlias = (
    ShowScreen
    | WipeChat
    | TidyChat
    | AnswerPress
    | UpdateCard
    | Ring
    | UpdateRing
    | StripButtons
    | LeaveChat
    | OpenThread
    | UpdateThread
    | ShowKeys
    | Reveal
    | Vanish
    | Redact
    | SendPlace
    | SendPacket
    | ShowHistory
    | ShowAudit
    | ShowCases
    | UpdateEventCard
    | ExportEvent
    | RelayToOwner
    | FetchMedia
    | Translate
    | RelayToRequester
    | AmendReply
    | MarkSent
    | Tell
    | ShowRoster
    | SendCalendar
    | FetchCalendar
    | ShowImport
    | ShowNumbers
    | ShowDrill
    | SendReport
    | ReportUnprocessed
)

_SURE = Rule.AT_LEAST_ONCE
_ONCE = Rule.AT_MOST_ONCE

DELIVERY: dict[type[Effect], Delivery] = {
    Ring: Delivery(0, _SURE),
    AnswerPress: Delivery(1, _ONCE, lifetime_ms=14 * SECOND),
    WipeChat: Delivery(1, _SURE),
    TidyChat: Delivery(1, _SURE),
    UpdateCard: Delivery(2, _SURE),
    ShowScreen: Delivery(2, _SURE, lifetime_ms=SILENCE),
    RelayToRequester: Delivery(3, _SURE, lifetime_ms=SILENCE, held=True),
    RelayToOwner: Delivery(3, _SURE),
    FetchMedia: Delivery(5, _SURE),
    Translate: Delivery(6, _ONCE, lifetime_ms=10 * MINUTE),
    AmendReply: Delivery(3, _SURE),
    OpenThread: Delivery(3, _SURE),
    UpdateThread: Delivery(8, _SURE),
    ShowKeys: Delivery(2, _ONCE, lifetime_ms=MINUTE),
    Reveal: Delivery(2, _ONCE, lifetime_ms=MINUTE),
    Vanish: Delivery(1, _SURE),
    Redact: Delivery(8, _SURE),
    SendPlace: Delivery(3, _SURE),
    SendPacket: Delivery(4, _SURE),
    ShowHistory: Delivery(4, _SURE),
    ShowAudit: Delivery(4, _SURE),
    ShowCases: Delivery(4, _SURE),
    UpdateEventCard: Delivery(1, _SURE),
    ExportEvent: Delivery(4, _SURE),
    ReportUnprocessed: Delivery(3, _SURE),
    Tell: Delivery(4, _SURE),
    ShowRoster: Delivery(4, _SURE),
    SendCalendar: Delivery(4, _SURE),
    FetchCalendar: Delivery(5, _SURE),
    ShowImport: Delivery(4, _SURE),
    ShowNumbers: Delivery(4, _SURE),
    ShowDrill: Delivery(4, _SURE),
    SendReport: Delivery(5, _SURE),
    MarkSent: Delivery(7, _ONCE, lifetime_ms=30 * MINUTE),
    UpdateRing: Delivery(8, _SURE),
    StripButtons: Delivery(8, _SURE),
    LeaveChat: Delivery(1, _SURE),
}


def priority_of(effect: Effect) -> int:
    """Smaller goes first."""
    return DELIVERY[type(effect)].priority - int(getattr(effect, "urgent", False))


def case_of(effect: Effect) -> CaseId | None:
    """The case whose key seals this effect, if it is about one."""
    return getattr(effect, "case", None)


def coalesced(effect: Effect) -> str | None:
    """A name under which a newer effect replaces an older one that still waits."""
    match effect:
        case ShowScreen() | WipeChat():
            return f"{type(effect).__name__}:{effect.chat}"
        case TidyChat(message_ids=()):
            return f"TidyChat:{effect.chat}"
        case UpdateCard():
            return f"UpdateCard:{effect.chat}:{effect.case}"
        case UpdateEventCard(loud=False):
            return f"UpdateEventCard:{effect.chat}:{effect.case}"
        case UpdateThread():
            return f"UpdateThread:{effect.chat}:{effect.case}"
        case AnswerPress():
            return f"AnswerPress:{effect.press}"
        case UpdateRing():
            return f"UpdateRing:{effect.chat}:{effect.message_id}"
        case _:
            return None
