"""What happened, in the past tense: the only thing that use cases are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.calendars import Calendar, NoCalendar
from bot.domain.effects import Effect, FetchCalendar
from bot.domain.facts import Media, NotKept, Reachable
from bot.domain.ids import CaseId, ChatId, DeskId, FactId, Instant
from bot.domain.people import ChatKind
from bot.domain.place import Place
from bot.domain.private import Private
from bot.domain.retention import Part
from bot.domain.roles import Deed


class Gesture(StrEnum):
    """What works on every screen, before any step is looked at."""

    START = "start"
    PLACE = "place"
    SOS = "sos"
    HIDE = "hide"
    OUT = "out"
    OTHER = "other"
    """Leads to the doors that the first screen has no room for."""
    RELATIVE = "relative"
    WITNESS = "witness"
    RISK = "risk"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    TIDY = "tidy"
    """Turns it over; the buttons say which way."""
    KEEP = "keep"
    REMOVE = "remove"
    CODE = "code"
    """Asks for a code by which to come back from another account."""
    NEXT = "next"
    """Asks to be missed if no sign of life comes in time."""
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event came from.

    `press` is the callback query to answer, if a button was pressed. `reply_code` is the case code in a message of
    ours that was replied to: a message whose sending was cut off stands in the chat, yet we never learnt its id.
    """

    chat: Private[int]
    kind: ChatKind
    account: Private[int]
    message_id: int
    sent_at: Instant
    language_hint: str = ""
    title: Private[str] | None = None
    reply_to: int | None = None
    reply_code: str | None = None
    press: str | None = None
    reply_from: Private[int] | None = None
    """Whose message it replies to, if not ours."""


@dataclass(frozen=True, slots=True)
class WordsArrived:
    """Words; `options`: the answers whose label they are, in any language, as typed by who has no buttons."""

    origin: Origin
    words: Private[str]
    edited: bool = False
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlaceArrived:
    """A place; `ends_at` is when a live one stops by itself, None for one that does not end, or is not live."""

    origin: Origin
    place: Place
    ends_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """A live place went on by itself, or has ended: nobody wrote anything."""

    origin: Origin
    place: Place
    ended: bool


@dataclass(frozen=True, slots=True)
class MediaArrived:
    """A thing; `edited`: it, or the words under it, took the place of what stood there before."""

    origin: Origin
    media: Media
    edited: bool = False


@dataclass(frozen=True, slots=True)
class ContactArrived:
    origin: Origin
    contact: Reachable


@dataclass(frozen=True, slots=True)
class GestureMade:
    origin: Origin
    gesture: Gesture


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    origin: Origin
    language: str


@dataclass(frozen=True, slots=True)
class AnswerTapped:
    origin: Origin
    step: str
    answer: str


@dataclass(frozen=True, slots=True)
class InviteOpened:
    """`/start` with a payload, which may be an officer's joining link or anything else.

    `called` is the account's own name on Telegram, if it has one.
    """

    origin: Origin
    payload: Private[str]
    called: Private[str] = Private("")


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A staff command; `whole` is the text as written, which is all that a stranger's command counts for.

    In `arguments` a mention of somebody without a name of their own on Telegram is their account after `@`.
    """

    origin: Origin
    deed: Deed
    arguments: Private[str]
    whole: Private[str]


@dataclass(frozen=True, slots=True)
class CaseTaken:
    origin: Origin
    code: str


@dataclass(frozen=True, slots=True)
class MenuOpened:
    """Somebody wants other buttons under the card of this code."""

    origin: Origin
    menu: str
    code: str


@dataclass(frozen=True, slots=True)
class PageTurned:
    """Somebody wants another page of a list."""

    origin: Origin
    which: str
    page: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class ProposalAnswered:
    origin: Origin
    proposal: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class PressNotKnown:
    """A button whose content we did not write, or no longer know."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class ChatLost:
    """The person blocked the bot, or the bot was put out of a group."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class ChatRegained:
    """The person unblocked the bot, or the bot was put into a group."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class MembersJoined:
    """These accounts came into a group."""

    origin: Origin
    accounts: tuple[Private[int], ...]


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """A group became a supergroup and has a new id from now on."""

    origin: Origin
    successor: Private[int]


@dataclass(frozen=True, slots=True)
class RingDue:
    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class PartDue:
    """The time came to destroy a part of a case."""

    case: CaseId
    part: Part
    due_at: Instant


@dataclass(frozen=True, slots=True)
class ChatDue:
    """The time came to forget the private chat of somebody without a case."""

    chat: ChatId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class LiveEnded:
    """The time of a live place ran out; Telegram says nothing of it."""

    chat: ChatId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class LapseDue:
    """Nothing came for a while from somebody in the middle of the intake."""

    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class CheckInMissed:
    """A promised sign of life did not come in its time."""

    chat: ChatId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class WipeDue:
    """The time came to remove what stands in a requester's chat."""

    chat: ChatId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class AnchorDue:
    """The time came to post how far the journal goes."""

    due_at: Instant


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A month is over."""

    due_at: Instant


@dataclass(frozen=True, slots=True)
class MediaHandedOver:
    """The owner has in their own chat what the person sent."""

    case: CaseId
    fact: FactId


@dataclass(frozen=True, slots=True)
class MediaFetched:
    """Telegram gave out what stands in this chat; `place` is what is written into it, if it is a picture."""

    chat: ChatId
    case: CaseId
    fact: FactId
    content: Private[bytes]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class MediaNotFetched:
    """Telegram does not give it out."""

    case: CaseId
    fact: FactId
    why: NotKept


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A calendar that one of the staff sent was read, or why it was not."""

    asked: FetchCalendar
    found: Calendar | NoCalendar


@dataclass(frozen=True, slots=True)
class CardDelivered:
    case: CaseId


@dataclass(frozen=True, slots=True)
class GapDue:
    """It is time to look which gaps of a desk's roster are to be announced."""

    desk: DeskId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class TurnDue:
    """Who is on duty changes."""

    desk: DeskId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class CheckInDue:
    """Who came on duty was asked so many times, and has not said that they are there."""

    desk: DeskId
    asked: int
    due_at: Instant


@dataclass(frozen=True, slots=True)
class DrillDue:
    """A drill of this desk begins, which the admin with this chat ordered."""

    desk: DeskId
    chat: ChatId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class DrillEnds:
    """The time of a drill is over."""

    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class TopicOpened:
    """A topic was made for the case of this effect."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class TopicRefused:
    """No topic can be made in the chat of this effect."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class TranslationCame:
    """A machine put the words of a fact into this language."""

    case: CaseId
    fact: FactId
    into: str
    words: Private[str]


@dataclass(frozen=True, slots=True)
class EventShown:
    """The card of an event, or its ring, stands in a chat of the desk; `case` is the event's first."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ScreenShown:
    """A requester's screen stands in their chat; `asked` is the topic of its question, "" if it asks none.

    `money`: it says that money is never asked for. `advice`: what else it said, "" if nothing.
    """

    chat: ChatId
    asked: str
    money: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class IdentityShown:
    """What identifies somebody stands in an officer's chat, as these messages."""

    chat: ChatId
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseDue:
    """The owner said that they would write now."""

    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class IdleDue:
    """The owner did nothing for so long."""

    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class HygieneDue:
    """The time came to look for what is old in the chats of staff."""

    due_at: Instant


@dataclass(frozen=True, slots=True)
class WindowDue:
    """The hours begin in which a person may be written to."""

    case: CaseId
    due_at: Instant


@dataclass(frozen=True, slots=True)
class RelayDelivered:
    """The owner's words stand in the requester's chat, as these messages."""

    case: CaseId
    fact: FactId
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendLost:
    """The person's copy could not follow the owner's edit: it is gone, or they are silent."""

    case: CaseId
    fact: FactId


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """Telegram refused something for good; `lost`: because this chat cannot be reached.

    `rang` is the case whose ring it was.
    """

    chat: ChatId
    rang: CaseId | None
    lost: bool = True


@dataclass(frozen=True, slots=True)
class DeliveryUnsure:
    """No answer came, and none to the one repeat: nobody knows whether it arrived, and it is not sent again."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class UpdateUnprocessed:
    """Our own code failed three times on this update (invariant 5)."""

    update_id: int
    origin: Origin | None
    words: Private[str]


Event: TypeAlias = (
    WordsArrived
    | PlaceArrived
    | PlaceMoved
    | MediaArrived
    | ContactArrived
    | GestureMade
    | LanguageChosen
    | AnswerTapped
    | InviteOpened
    | CommandGiven
    | CaseTaken
    | MenuOpened
    | PageTurned
    | ProposalAnswered
    | PressNotKnown
    | ChatLost
    | ChatRegained
    | MembersJoined
    | ChatMigrated
    | RingDue
    | PartDue
    | ChatDue
    | LiveEnded
    | LapseDue
    | CheckInMissed
    | WipeDue
    | AnchorDue
    | ReportDue
    | MediaHandedOver
    | MediaFetched
    | MediaNotFetched
    | CalendarRead
    | CardDelivered
    | EventShown
    | TranslationCame
    | GapDue
    | TurnDue
    | CheckInDue
    | DrillDue
    | DrillEnds
    | TopicOpened
    | TopicRefused
    | ScreenShown
    | IdentityShown
    | PromiseDue
    | IdleDue
    | WindowDue
    | HygieneDue
    | RelayDelivered
    | AmendLost
    | DeliveryFailed
    | DeliveryUnsure
    | UpdateUnprocessed
)
