"""What effects show, as values: loaded at the moment of sending, drawn without looking anything up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.conversation.grammar import Session
from bot.domain.card import Summary
from bot.domain.case import Case
from bot.domain.did import Did
from bot.domain.facts import Fact, Media, NotKept
from bot.domain.gathering import Counts
from bot.domain.guidance import Guide
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId
from bot.domain.packet import Packet
from bot.domain.people import Chat, Desk, Officer
from bot.domain.place import Place
from bot.domain.private import Private
from bot.domain.roster import OnDuty
from bot.domain.roster_sheet import Sheet
from bot.domain.windows import Window
from bot.ports import Entry, Message
from handlers.views_numbers import DrillView, NumbersView, ReportView


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the desk sees it.

    `standing` are the messages of ours about it: in the reader's chat, or, for a ring, all rings so far.
    """

    case: Case
    summary: Summary
    zone: str
    owner: str | None
    requester: Chat | None
    standing: tuple[Message, ...] = ()
    names: Mapping[OfficerId, str] = field(default_factory=dict)
    others: tuple[Officer, ...] = ()
    """Who else of the desk could have it."""
    desks: tuple[Desk, ...] = ()
    """To which other desk it could go."""
    moved: bool = False
    """The reader's chat is not the group of the desk that has it now, if there is one."""
    foreign: bool = False
    """The reader's chat is another desk's, which once had it."""
    outsider: bool = False
    """The reader is an officer who may see it no more."""
    onlooker: bool = False
    """The reader is rung, and is no officer: an admin, who sees that others take it."""
    withheld: bool = False
    """Somebody unknown is in the reader's group."""
    hides_place: bool = False
    """The desk's rule shows the exact place to the owner alone, and the reader is not that."""
    topics: bool = False
    """The reader's chat is a forum in which each case has a topic."""
    topic: int | None = None
    """Its id."""
    menu: str = ""
    """The buttons that somebody has just opened under the card."""
    old_before: Instant = Instant(0)
    """Words that are older stand in no chat any more, and are not written anew."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a case waits for: the desk or the person, a promise, the hours that are safe for the person."""

    desk: bool
    promised_at: Instant | None
    window: Window | None


@dataclass(frozen=True, slots=True)
class CasesView:
    """Cases of a desk, without anything personal."""

    desk: str
    zone: str
    cases: tuple[Case, ...]
    names: Mapping[OfficerId, str]
    code: str = ""
    """Of the event that is listed."""
    waiting: Mapping[CaseId, Waiting] = field(default_factory=dict)
    """Of cases that are handed over."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event in numbers, where it began, and its cases as rows of a table."""

    case: CaseId
    code: str
    zone: str
    counts: Counts
    place: Place | None
    standing: tuple[Message, ...]
    table: tuple[tuple[str, ...], ...] = ()
    chat: ChatId | None = None
    """Where its card stands: the desk's group."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What was done with a case."""

    code: str
    zone: str
    entries: tuple[Entry, ...]
    names: Mapping[OfficerId, str]
    whys: Mapping[tuple[Instant, OfficerId], Private[str]] = field(default_factory=dict)
    """An officer's own words on what they did then, where the deed is one of EXPLAINED."""


EXPLAINED = frozenset({Did.LEVELLED, Did.SENT_ANYWAY})
"""Deeds for which officers give a reason; the journal never holds it."""


@dataclass(frozen=True, slots=True)
class AuditView:
    """What was done in some time, oldest first, with the codes of cases; `more`: there was more than this."""

    entries: tuple[Entry, ...]
    codes: Mapping[CaseId, str]
    names: Mapping[OfficerId, str]
    more: bool
    doers: Mapping[ChatId, str]
    """Who did what no officer is noted for, by the chat that the note ends with."""
    desks: Mapping[DeskId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IdentityView:
    """What identifies somebody."""

    code: str
    values: tuple[Private[str], ...]
    pictures: tuple[Media, ...]


@dataclass(frozen=True, slots=True)
class PacketView:
    """What the police form needs, and the photos that are kept, the newest first."""

    packet: Packet
    photos: tuple[Private[bytes], ...]


@dataclass(frozen=True, slots=True)
class ScreenView:
    """Where a requester stands, and how far their case is, as far as it is true."""

    session: Session
    case: Case | None
    guides: tuple[Guide, ...] = ()
    """What an admin confirmed about where they are, for screens that show it."""


@dataclass(frozen=True, slots=True)
class WipeView:
    """The messages of both sides that Telegram still lets us delete."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact on its way across, and the message in the reader's chat that it belongs to."""

    fact: Fact
    code: str
    thread: int | None = None
    not_kept: NotKept | None = None
    """Why a thing lies with Telegram only."""
    content: Private[bytes] | None = None
    """What we keep of a thing, where it is to be sent from here."""
    names: tuple[str, ...] = ()
    """Names of persons that are known in the case: they are covered in words."""
    machine: Private[str] | None = None
    """What a machine made of the words in the reader's language."""


@dataclass(frozen=True, slots=True)
class RosterView:
    """Who is on duty until when, or whether the desk is closed; the days asked for, and everybody in order."""

    desk: Desk
    turn: OnDuty
    names: dict[OfficerId, str]
    until: Instant
    closed: bool = False
    sheet: Sheet | None = None
    order: tuple[OfficerId, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftsView:
    """An officer's own shifts; `sequence` grows with every change of the desk's roster."""

    desk: Desk
    officer: OfficerId
    spans: tuple[tuple[Instant, Instant], ...]
    sequence: int
    at: Instant


@dataclass(frozen=True, slots=True)
class Drop:
    """It need not be sent any more."""


@dataclass(frozen=True, slots=True)
class Hold:
    """It must not be sent before the requester writes again."""


Shown = (
    CaseView
    | CasesView
    | EventView
    | AuditView
    | HistoryView
    | IdentityView
    | PacketView
    | ScreenView
    | WipeView
    | FactView
    | RosterView
    | ShiftsView
    | NumbersView
    | DrillView
    | ReportView
    | Drop
    | Hold
    | None
)
