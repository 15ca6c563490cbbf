"""What the use cases ask for: shelves to remember on, and one stamp per event; declared here, built in storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.conversation.grammar import Session
from bot.domain.case import Case, Closing
from bot.domain.drills import Drill
from bot.domain.dues import DueKind
from bot.domain.effects import Effect
from bot.domain.escalation import Policy
from bot.domain.facts import Fact
from bot.domain.figures import Tally, Values
from bot.domain.guidance import Guide
from bot.domain.ids import HOUR, CaseId, ChatId, DeskId, FactId, Instant, OfficerId, ProposalId
from bot.domain.likeness import Likeness
from bot.domain.numbers import Measured, Period
from bot.domain.people import Chat, ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.report import Reached
from bot.domain.retention import Part, Retention
from bot.domain.roles import Deed
from bot.domain.roster import HoursSet, OffSet, RosterEvent, RotationSet, ShiftSet


class Dice(Protocol):
    """The only chance there is."""

    def token(self, length: int = 16) -> str:
        """An unguessable id of this many bytes, in hexadecimal."""
        ...

    def code(self, length: int = 4) -> str:
        """A code that can be read aloud: no 0/O, 1/I/L."""
        ...


class Stale(Exception):
    """A row changed since it was read; the event is taken again from the start."""


class Unkept(Exception):
    """Nothing can be remembered at the moment: disk full, database gone. Nothing was changed; try again later.

    Its text says why, and holds nothing that anybody wrote.
    """


class Side(StrEnum):
    """Whose message it is."""

    THEIRS = "theirs"
    OURS = "ours"


class Purpose(StrEnum):
    """What a message of ours is for, so that a reply to it finds its case.

    KEPT: the person's own, which may be removed. LOST: no answer came to its sending; a message of ours may have
    this id.
    """

    WORDS = "words"
    KEPT = "kept"
    SCREEN = "screen"
    CARD = "card"
    RING = "ring"
    THREAD = "thread"
    EVENT = "event"
    """The one card of an event in the desk's chat."""
    COPY = "copy"
    """The card in the owner's own chat, to reply to."""
    TOPIC = "topic"
    """A case's topic in a forum; its id is the id of the message that began it."""
    PROMPT = "prompt"
    SHOWN = "shown"
    """What identifies somebody, for a minute."""
    ANSWER = "answer"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Message:
    """One message that stands in a chat, ours or theirs."""

    chat: ChatId
    message_id: int
    side: Side
    purpose: Purpose
    at: Instant
    case: CaseId | None = None


class ProposalKind(StrEnum):
    """What a member of the staff is about to change."""

    DESK = "desk"
    ROTATE = "rotate"
    SHIFT = "shift"
    CLOSE = "close"
    GUIDE = "guide"
    PROMPT = "prompt"
    """A command that lacks its last words; the reply brings them."""
    ANYWAY = "anyway"
    TRUST = "trust"
    GIVE = "give"
    RELEASE = "release"
    REFER = "refer"
    SPAN = "span"
    """One's own shift."""
    OFF = "off"
    ASK_COVER = "ask_cover"
    ASK_SWAP = "ask_swap"
    COVER = "cover"
    """A span that somebody may take."""
    SWAP = "swap"
    UNDO = "undo"
    PERSON = "person"
    """An officer is paused, removed, made supervisor, and back."""
    RULE = "rule"
    """How a desk works: who sees exact places, whether each case has a topic."""
    HOURS = "hours"
    """When a desk means to have somebody on duty."""
    BIND = "bind"
    """A desk moves into another group."""
    DRILL = "drill"
    CHECK_IN = "check_in"
    POLICY = "policy"
    ROUTE = "route"
    CALENDAR = "calendar"
    """Shifts and absences from a calendar."""
    DIGEST = "digest"
    """What is open when the duty changes."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for its confirmation by the one who asked, until `expires_at`."""

    id: ProposalId
    account: ChatId
    chat: ChatId
    kind: ProposalKind
    expires_at: Instant
    desk: DeskId | None = None
    name: Private[str] | None = None
    zone: str = ""
    language: str = ""
    rotation: RotationSet | None = None
    behind: RotationSet | None = None
    """Of those who stand behind it."""
    shift: ShiftSet | None = None
    shifts: tuple[ShiftSet, ...] = ()
    off: OffSet | None = None
    hours: HoursSet | None = None
    offs: tuple[OffSet, ...] = ()
    numbers: tuple[int, ...] = ()
    """Of the desk's roster events, that can be undone."""
    cases: tuple[CaseId, ...] = ()
    policy: Policy = ()
    routes: tuple[str, ...] = ()
    case: CaseId | None = None
    closing: Closing | None = None
    guide: Guide | None = None
    officer: OfficerId | None = None
    """Who offers a case, or asks for a second officer."""
    to: OfficerId | None = None
    owner: OfficerId | None = None
    """Who had the case when it was offered: once it has moved, the offer is over."""
    deed: Deed | None = None
    fact: FactId | None = None
    words: Private[str] = Private("")
    at: Instant | None = None
    before: Officer | None = None
    """As an officer was, to make them so again."""
    base: Desk | None = None
    """The desk as it was when its change was asked for."""
    change: str = ""
    """The key of the text that says what becomes of an officer or a desk."""
    undoes: bool = False
    passed: bool = False
    """Another command came after it, or work did that answers it: only its button means it still."""
    """It takes back what was confirmed."""


class Chats(Protocol):
    async def by_telegram(self, telegram: Private[int]) -> Chat | None: ...
    async def find(self, chat: ChatId) -> Chat | None: ...
    async def load(self, chat: ChatId) -> Chat: ...
    async def add(self, chat: Chat) -> None: ...
    async def keep(self, chat: Chat) -> None: ...
    async def readdress(self, chat: ChatId, telegram: Private[int]) -> None: ...
    async def forget(self, chat: ChatId) -> None: ...


class Desks(Protocol):
    async def all(self) -> Sequence[Desk]: ...
    async def load(self, desk: DeskId) -> Desk: ...
    async def add(self, desk: Desk) -> None: ...
    async def keep(self, desk: Desk) -> None: ...


class Officers(Protocol):
    async def of_desk(self, desk: DeskId) -> Sequence[Officer]: ...
    async def load(self, officer: OfficerId) -> Officer: ...
    async def by_chat(self, chat: ChatId) -> Officer | None: ...
    async def by_invite(self, invite: Private[str]) -> Officer | None: ...
    async def invite(self, officer: Officer, invite: Private[str]) -> None: ...
    async def keep(self, officer: Officer) -> None: ...


class Rosters(Protocol):
    async def of_desk(self, desk: DeskId) -> Sequence[RosterEvent]: ...
    async def history(self, desk: DeskId) -> Sequence[tuple[Instant, RosterEvent]]: ...
    async def append(self, desk: DeskId, event: RosterEvent, at: Instant) -> None: ...


class Cases(Protocol):
    async def open_of(self, requester: ChatId) -> Case | None: ...
    async def load(self, case: CaseId) -> Case: ...
    async def by_code(self, code: str) -> Case | None: ...
    async def of_desk(self, desk: DeskId) -> Sequence[Case]: ...
    async def parts_of(self, head: CaseId) -> Sequence[Case]: ...
    async def of_incident(self, head: CaseId) -> Sequence[Case]: ...
    async def incident_size(self, head: CaseId) -> tuple[int, Instant]: ...
    async def incidents(self, desk: str) -> Sequence[CaseId]: ...
    async def drills(self, desk: DeskId, most: int) -> Sequence[Drill]: ...
    async def without_desk(self) -> Sequence[Case]: ...
    async def add(self, case: Case) -> None: ...
    async def keep(self, case: Case) -> None: ...
    async def last_closed_of(self, requester: ChatId) -> Case | None: ...
    async def destroy(self, case: CaseId, part: Part) -> None: ...
    async def measured(self, period: Period) -> Sequence[Measured]: ...
    async def reached(self, period: Period) -> Mapping[CaseId, Reached]: ...


class Tallies(Protocol):
    """Of each month of the calendar what was counted of its closed cases, and of nobody's case which."""

    async def of(self, month: str) -> Tally: ...
    async def add(self, month: str, values: Values) -> None: ...
    async def forget(self, before: str) -> None: ...


class Archived(Protocol):
    async def seal_away(self, case: Case, now: Instant) -> bool: ...


class Likenesses(Protocol):
    async def note(self, case: CaseId, likeness: Likeness) -> None: ...
    async def cases_with(self, likeness: Likeness) -> Sequence[CaseId]: ...


class Facts(Protocol):
    async def add(self, fact: Fact) -> None: ...
    async def of(self, case: CaseId) -> Sequence[Fact]: ...
    async def load(self, case: CaseId, fact: FactId) -> Fact | None: ...
    async def count(self, case: CaseId, kind: str, since: Instant) -> int: ...


class Attachments(Protocol):
    """The things themselves, apart from the facts about them."""

    async def add(self, case: CaseId, fact: FactId, content: Private[bytes]) -> None: ...
    async def load(self, case: CaseId, fact: FactId) -> Private[bytes] | None: ...
    async def size_of(self, case: CaseId) -> int: ...
    async def size(self) -> int: ...


class Sessions(Protocol):
    async def load(self, chat: ChatId) -> Session | None: ...
    async def keep(self, chat: ChatId, session: Session) -> None: ...


@dataclass(frozen=True, slots=True)
class Head:
    """A due row at the front of its chat's queue; what it says is still sealed."""

    id: str
    chat: ChatId
    chat_kind: ChatKind
    kind: type[Effect]


@dataclass(frozen=True, slots=True)
class Leased:
    """A row that this process is sending now. `repeat`: an earlier send of it may have arrived.

    Then its copy has an id above `above`, the newest known of any private chat before the first send; they all
    share one count.
    """

    id: str
    effect: Effect
    created_at: Instant
    expires_at: Instant | None
    attempts: int
    unsure: int
    repeat: bool
    above: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A row that was being sent when the process ended; a copy may have arrived, with an id above `above`."""

    id: str
    chat: ChatId
    kind: type[Effect]
    above: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was kept and not processed yet; `lane` is the same for one chat."""

    update_id: int
    lane: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """An update whose processing was begun for the `attempts`-th time."""

    raw: bytes
    received_at: Instant
    attempts: int


class Updates(Protocol):
    async def add(self, update_id: int, lane: str, raw: bytes, now: Instant) -> None: ...
    async def pending(self, above: int) -> Sequence[Waiting]: ...
    async def begin(self, update_id: int) -> Begun | None: ...
    async def fail(self, update_id: int) -> int: ...
    async def settle(self, update_id: int) -> bool: ...
    async def quarantine(self, update_id: int) -> bool: ...
    async def forget(self, before: Instant, quarantined_before: Instant) -> None: ...


class Outbox(Protocol):
    async def put(
        self,
        effect: Effect,
        now: Instant,
        not_before: Instant | None = None,
        expires_at: Instant | None = None,
        held: bool = False,
    ) -> None: ...
    async def release(self, chat: ChatId, now: Instant, expires_at: Instant) -> int: ...
    async def heads(self, now: Instant) -> Sequence[Head]: ...
    async def lease(self, row_id: str) -> Leased | None: ...
    async def end(self, row_id: str, state: str, now: Instant) -> bool: ...
    async def again(self, leased: Leased, not_before: Instant, repeat: bool, unsure: int) -> None: ...
    async def hold(self, row_id: str) -> None: ...
    async def drop_to(self, chat: ChatId, now: Instant, kinds: Sequence[type[Effect]]) -> None: ...
    async def drop_of(self, case: CaseId, now: Instant, kinds: Sequence[type[Effect]]) -> None: ...
    async def interrupted(self) -> Sequence[Interrupted]: ...
    async def revive(self, row_id: str, now: Instant) -> None: ...
    async def forget(self, before: Instant) -> None: ...


class Dues(Protocol):
    async def set(self, kind: DueKind, subject: str, due_at: Instant) -> None: ...
    async def set_first(self, kind: DueKind, subject: str, due_at: Instant) -> None: ...
    async def set_sooner(self, kind: DueKind, subject: str, due_at: Instant) -> None: ...
    async def clear(self, kind: DueKind, subject: str) -> None: ...
    async def claim(self, kind: DueKind, subject: str, due_at: Instant) -> bool: ...
    async def due(self, kind: DueKind, now: Instant) -> Sequence[tuple[str, Instant]]: ...


class Messages(Protocol):
    async def note(self, message: Message) -> None: ...
    async def find(self, chat: ChatId, message_id: int) -> Message | None: ...
    async def of_case(self, case: CaseId, purpose: Purpose) -> Sequence[Message]: ...
    async def since(self, chat: ChatId, instant: Instant) -> Sequence[Message]: ...
    async def forget(self, chat: ChatId, message_ids: Sequence[int]) -> None: ...


class Guidance(Protocol):
    async def all(self) -> Sequence[Guide]: ...
    async def set(self, guide: Guide) -> None: ...
    async def drop(self, country: str, area: str, service: str) -> None: ...


class Proposals(Protocol):
    async def put(self, proposal: Proposal) -> None: ...
    async def take(self, proposal: ProposalId) -> Proposal | None: ...
    async def of(self, account: ChatId) -> Sequence[Proposal]: ...
    async def forget(self, before: Instant) -> None: ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of the journal by its number and the beginning of its link."""

    seq: int
    mark: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done with a case, when and by whom."""

    at: Instant
    deed: str
    officer: OfficerId | None
    note: str
    case: CaseId | None = None


BY = "by "
"""Before the chat, under our own id, of who did it: an admin is no officer."""


class Journal(Protocol):
    async def append(
        self,
        deed: str,
        at: Instant,
        case: CaseId | None = None,
        officer: OfficerId | None = None,
        note: str = "",
    ) -> None: ...
    async def anchor(self) -> Anchor: ...
    async def of_case(self, case: CaseId) -> Sequence[Entry]: ...
    async def of_officer(self, officer: OfficerId) -> Sequence[Entry]: ...
    async def newest(self, below: int, most: int) -> Sequence[tuple[int, Entry]]: ...


class Shelves(Protocol):
    """Everything remembered, inside one transaction."""

    @property
    def chats(self) -> Chats: ...
    @property
    def desks(self) -> Desks: ...
    @property
    def officers(self) -> Officers: ...
    @property
    def rosters(self) -> Rosters: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def likenesses(self) -> Likenesses: ...
    @property
    def archived(self) -> Archived: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def dues(self) -> Dues: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def guidance(self) -> Guidance: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def inbox(self) -> Updates: ...


class Archive(Protocol):
    """The door to storage: one transaction at a time per caller."""

    def transaction(self) -> AbstractAsyncContextManager[Shelves]: ...

    async def scour(self) -> None:
        """Take what was destroyed out of the database's own leftovers, as far as the engine lets one."""
        ...

    async def take_up(self) -> None:
        """Look whether there are other key-encryption keys, and show that they are known here."""
        ...


class Translator(Protocol):
    """A translation service; what it gives out is a machine's, and shown as that."""

    async def translate(self, words: Private[str], into: str) -> Private[str] | None:
        """The words in this language (ISO 639-1); None where they cannot be had now. Never raises."""


@dataclass(frozen=True, slots=True)
class House:
    """What is settled at start and the same for every event."""

    admins: frozenset[int]
    languages: tuple[str, ...]
    bot_username: str
    kept: Retention = Retention()
    wipe_after: int = 2 * HOUR
    """Milliseconds of quiet after which a requester's chat is wiped."""
    covert: bool = False
    phrase: Private[str] = Private("")
    """The words that open a covert intake; "" for none."""
    link: Private[str] = Private("")
    """The payload of the published link that opens one; "" for none."""
    desk_languages: tuple[str, ...] = ()
    """Those of the staff's texts; `languages` are those of the requesters'."""
    translates: bool = False
    """There is a translation service."""
    most_media: int = 20 * 2**30
    """Bytes of pictures, voices and films that are kept in all; more are passed on, and not kept."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The one instant of an event, chance, and the settled things of the house."""

    now: Instant
    dice: Dice
    house: House
