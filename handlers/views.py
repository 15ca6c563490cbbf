"""Loads what an effect shows at the moment of sending, so that what goes out is never older than the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.conversation.grammar import Session, View
from bot.domain.calendars import own_spans
from bot.domain.card import Mark, Summary, names_in, summarise
from bot.domain.case import Case, CaseState
from bot.domain.contacts import REGIONS
from bot.domain.effects import (
    AmendReply,
    Effect,
    ExportEvent,
    FetchMedia,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Reveal,
    Ring,
    SendCalendar,
    SendPacket,
    SendPlace,
    SendReport,
    ShowAudit,
    ShowCases,
    ShowDrill,
    ShowHistory,
    ShowKeys,
    ShowNumbers,
    ShowRoster,
    ShowScreen,
    TidyChat,
    Translate,
    UpdateCard,
    UpdateEventCard,
    UpdateRing,
    UpdateThread,
    Vanish,
    Which,
    WipeChat,
)
from bot.domain.escalation import answer_by
from bot.domain.facts import (
    Detail,
    Door,
    Fact,
    Identity,
    Media,
    MediaKind,
    NotFetched,
    NotKept,
    Relayed,
    Replied,
    TakenBack,
    Translated,
    left_by_hand,
    open_until,
    relayed,
    versions,
)
from bot.domain.gathering import Counts, counted
from bot.domain.gazetteer import whereabouts
from bot.domain.guidance import Guide, fitting
from bot.domain.identity import identity_of, pictures_of
from bot.domain.ids import DAY, MINUTE, WIPEABLE, CaseId, ChatId, Instant, OfficerId, after
from bot.domain.lapses import STAFF_WIPED_BY
from bot.domain.likeness import spot_of
from bot.domain.packet import PICTURES, Packet, compose
from bot.domain.people import Chat, Desk, Officer, silent
from bot.domain.place import Place
from bot.domain.private import Private
from bot.domain.roster import OnDuty, Roster
from bot.domain.roster_sheet import Sheet, sheet_of
from bot.domain.wall import wall
from bot.ports import BY, Entry, Message, Purpose, Shelves
from bot.use_cases.ring import rings_at
from handlers.views_numbers import DrillView, NumbersView, ReportView, drill_view, numbers_view, report_view

_PHOTOS = 4
"""So many photos have room in a packet."""
_PICTURES = 10
"""So many pictures are shown at once."""
_GUIDED = (Door.OUT.value, Door.OTHER.value, Door.RISK.value)


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
    foreign: bool = False
    """The reader's chat is another desk's, which once had it."""
    outsider: bool = False
    """The reader is an officer who may see it no more."""
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
class CasesView:
    """Cases of a desk, without anything personal."""

    desk: str
    zone: str
    cases: tuple[Case, ...]
    names: Mapping[OfficerId, str]
    code: str = ""
    """Of the event that is listed."""


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


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What was done with a case."""

    code: str
    zone: str
    entries: tuple[Entry, ...]
    names: Mapping[OfficerId, str]


@dataclass(frozen=True, slots=True)
class AuditView:
    """What was done in some time, oldest first, with the codes of cases; `more`: there was more than this."""

    entries: tuple[Entry, ...]
    codes: Mapping[CaseId, str]
    names: Mapping[OfficerId, str]
    more: bool
    doers: Mapping[ChatId, str]
    """Who did what no officer is noted for, by the chat that the note ends with."""


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


async def load_view(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """What this effect shows; Drop or Hold where sending it now would be wrong."""
    view = await _loaded(effect, chat, shelves, now)
    if not isinstance(view, CaseView) or view.case.owner is None:
        return view
    # Whoever has it has read them; while nobody has, whoever comes must see what it is about.
    return replace(view, old_before=after(now, -STAFF_WIPED_BY))


async def _loaded(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    match effect:
        case ShowScreen():
            return await _screen(chat, shelves, now)
        case WipeChat() | TidyChat():
            return await _wipe(effect, chat, shelves, now)
        case UpdateCard(case=case):
            view = await _case(case, shelves, chat.id, Purpose.CARD)
            # In an event a card of its own is asked for: one for each would take the chat for hours.
            return Drop() if view.case.incident is not None and not view.standing else view
        case Ring() | UpdateRing():
            return await _ring(effect, chat, shelves, now)
        case RelayToOwner() | FetchMedia() | Translate():
            return await _from_requester(effect, chat.id, shelves)
        case RelayToRequester() | AmendReply():
            return await _to_requester(effect, chat, shelves, now)
        case ReportUnprocessed(case=case) if case is not None:
            return await _case(case, shelves, chat.id, Purpose.CARD)
        case _:
            return await _for_staff(effect, chat, shelves, now)


async def _for_staff(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """What one of the staff asked for."""
    match effect:
        case OpenThread() | UpdateThread() | ShowKeys() | SendPlace() | Reveal() | ShowHistory():
            return await _for_officer(effect, chat.id, shelves)
        case UpdateEventCard(case=case) | ExportEvent(case=case):
            return await _event(case, chat, shelves, isinstance(effect, ExportEvent))
        case SendPacket(case=case):
            return await _packet(case, chat, shelves, now)
        case ShowCases():
            return await _cases(effect, shelves, now)
        case Vanish():
            return await _vanishing(effect, shelves)
        case _:
            return await _of_the_desk(effect, chat, shelves, now)


async def _of_the_desk(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """Rosters, numbers, the journal: what is about no one case."""
    match effect:
        case ShowAudit():
            return await _audit(effect, shelves)
        case ShowRoster():
            return await _roster(effect, shelves, now)
        case SendCalendar():
            return await _shifts(effect, shelves, now)
        case ShowNumbers():
            return await numbers_view(effect, chat, shelves, now)
        case SendReport():
            return await report_view(effect, shelves, now)
        case ShowDrill():
            return await drill_view(effect, shelves) or Drop()
        case _:
            return None


async def _screen(chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    session = await shelves.sessions.load(chat.id) or Session()
    if silent(chat, now) and session.view is not View.COVER:
        return Drop()
    case = await shelves.cases.open_of(chat.id)
    return ScreenView(session, case, await _guides(session, case, chat, shelves))


async def _guides(session: Session, case: Case | None, chat: Chat, shelves: Shelves) -> tuple[Guide, ...]:
    """Not for somebody inside: there a call is mostly impossible, and numbers on a screen are dangerous."""
    if session.view is not View.DONE or session.flow not in _GUIDED or case is None:
        return ()
    summary = summarise(await shelves.facts.of(case.id))
    told = dict(summary.details)
    near = whereabouts(*summary.place.degrees()) if summary.place is not None else None
    country = near.country if near else next(iter(told.get(Detail.COUNTRY, ())), "")
    spoken = next(iter(told.get(Detail.LANGUAGE, ())), chat.language)
    known = await shelves.guidance.all()
    return fitting(known, country, near.province if near else "", REGIONS.get(spoken, ""))


async def _wipe(effect: WipeChat | TidyChat, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    if isinstance(effect, TidyChat) and effect.message_ids:
        return WipeView(effect.message_ids)
    standing = await shelves.messages.since(chat.id, after(now, -WIPEABLE))
    if isinstance(effect, TidyChat):
        return WipeView(tuple(one.message_id for one in standing if one.purpose is Purpose.KEPT))
    return WipeView(tuple(one.message_id for one in standing if effect.screen or one.message_id != chat.screen))


async def _case(case_id: CaseId, shelves: Shelves, chat: ChatId, purpose: Purpose) -> CaseView:
    case = await shelves.cases.load(case_id)
    desk = await shelves.desks.load(case.desk) if case.desk else None
    owner = await shelves.officers.load(case.owner) if case.owner else None
    standing = await shelves.messages.of_case(case_id, purpose)
    officers = await shelves.officers.of_desk(case.desk) if case.desk else []
    desks = await shelves.desks.all()
    reader = await shelves.officers.by_chat(chat)
    topics = desk is not None and desk.topics and desk.chat == chat
    begun = [one for one in await shelves.messages.of_case(case_id, Purpose.TOPIC) if one.chat == chat]
    return CaseView(
        case,
        summarise(await shelves.facts.of(case_id)),
        desk.zone if desk else "UTC",
        owner.name.reveal() if owner else None,
        await shelves.chats.find(case.requester),
        tuple(one for one in standing if one.chat == chat),
        {one.id: one.name.reveal() for one in officers},
        tuple(one for one in officers if one.chat and not one.paused and one.id != case.owner),
        tuple(one for one in desks if one.id != case.desk and one.chat),
        foreign=any(one.chat == chat and one.id != case.desk for one in desks),
        withheld=any(one.withheld and one.chat == chat for one in desks),
        hides_place=desk is not None and desk.place_for_owner and (owner is None or owner.chat != chat),
        outsider=reader is not None and (reader.paused or reader.desk != case.desk),
        topics=topics,
        topic=begun[-1].message_id if topics and begun else None,
    )


async def _for_officer(
    effect: OpenThread | UpdateThread | ShowKeys | SendPlace | Reveal | ShowHistory, chat: ChatId, shelves: Shelves
) -> Shown:
    """What one officer asked for; Drop where they are no longer of the desk, or it is over."""
    view = await _case(effect.case, shelves, chat, Purpose.COPY)
    if view.case.state is CaseState.CLOSED and not isinstance(effect, ShowHistory):
        return Drop()
    if view.outsider or (isinstance(effect, UpdateThread) and not view.standing):
        return Drop()
    match effect:
        case Reveal(what=what):
            facts = await shelves.facts.of(effect.case)
            pictures = pictures_of(facts)[:_PICTURES] if what is Identity.PICTURES else ()
            return IdentityView(view.case.code, identity_of(facts, what), pictures)
        case ShowHistory():
            entries = await shelves.journal.of_case(effect.case)
            return HistoryView(view.case.code, view.zone, tuple(entries), view.names)
        case _:
            return view


_AUDITED = 60
"""Entries that are shown at once."""
_LOOKED_AT = 500


async def _audit(effect: ShowAudit, shelves: Shelves) -> AuditView:
    found, below = list[Entry](), 2**62
    while len(found) <= _AUDITED:
        page = await shelves.journal.newest(below, _LOOKED_AT)
        found += [entry for _, entry in page if _audited(entry, effect)]
        if len(page) < _LOOKED_AT or page[-1][1].at < effect.starts_at:
            break
        below = page[-1][0]
    shown = found[:_AUDITED][::-1]
    cases = {one.case for one in shown if one.case}
    codes = {one: (await shelves.cases.load(one)).code for one in cases}
    officers = [one for desk in await shelves.desks.all() for one in await shelves.officers.of_desk(desk.id)]
    names = {one.id: one.name.reveal() for one in officers}
    chats = {ChatId(one.note.rpartition(BY)[2]) for one in shown if BY in one.note}
    doers = {one: await _doer(one, officers, shelves) for one in sorted(chats)}
    return AuditView(tuple(shown), codes, names, len(found) > _AUDITED, doers)


async def _doer(chat: ChatId, officers: Sequence[Officer], shelves: Shelves) -> str:
    """An officer's name; of an admin, who has none here, the end of their account's number."""
    known = next((one.name.reveal() for one in officers if one.chat == chat), None)
    found = await shelves.chats.find(chat) if known is None else None
    return known or (f"…{found.telegram.reveal() % 10_000:04}" if found is not None else "?")


def _audited(entry: Entry, effect: ShowAudit) -> bool:
    meant = effect.case in (None, entry.case) and effect.officer in (None, entry.officer)
    return meant and effect.starts_at <= entry.at < effect.ends_at


async def _packet(case_id: CaseId, chat: Chat, shelves: Shelves, now: Instant) -> PacketView | Drop:
    """For the owner alone, also if it changed hands on the way."""
    case = await shelves.cases.load(case_id)
    owner = await shelves.officers.load(case.owner) if case.owner else None
    if owner is None or owner.chat != chat.id or case.state is CaseState.CLOSED:
        return Drop()
    facts = await shelves.facts.of(case_id)
    marks = summarise(facts).marks
    seen = frozenset(one for one in PICTURES if Mark(one.value) in marks)
    zone = (await shelves.desks.load(owner.desk)).zone
    packet = compose(case, facts, zone, now, told=Mark.POLICE_TOLD in marks, seen=seen)
    sent = [
        one.id for one in reversed(facts) if isinstance(one.value, Media) and one.value.kind is MediaKind.PHOTO
    ]
    kept = [await shelves.attachments.load(case_id, one) for one in sent]
    return PacketView(packet, tuple(one for one in kept if one is not None)[:_PHOTOS])


async def _cases(effect: ShowCases, shelves: Shelves, now: Instant) -> CasesView:
    desk = await shelves.desks.load(effect.desk)
    names = {one.id: one.name.reveal() for one in await shelves.officers.of_desk(desk.id)}
    if effect.which in (Which.FOUND, Which.EVENT):
        cases = [await shelves.cases.load(one) for one in effect.found]
    else:
        cases = [one for one in await shelves.cases.of_desk(desk.id) if _is_meant(one, effect, now)]
    code = (await shelves.cases.load(effect.head)).code if effect.head else ""
    return CasesView(desk.name, desk.zone, tuple(cases), names, code)


async def _event(case: CaseId, chat: Chat, shelves: Shelves, as_table: bool = False) -> EventView | Drop:
    head = await shelves.cases.load(case)
    members = await shelves.cases.of_incident(head.id)
    desks = await shelves.desks.all()
    # The first report may be another desk's by now.
    desk = next((one for one in desks if members and one.id == members[0].desk), None)
    if desk is None or any(one.withheld and one.chat == chat.id for one in desks):
        return Drop()
    people = [await shelves.chats.find(one.requester) for one in members]
    counts = counted(members, [one.language for one in people if one is not None])
    standing = [one for one in await shelves.messages.of_case(head.id, Purpose.EVENT) if one.chat == chat.id]
    place = spot_of(await shelves.facts.of(head.id))
    rows = await _table(members, people, shelves) if as_table else ()
    return EventView(head.id, head.code, desk.zone, counts, place, tuple(standing), rows)


async def _event_ring(head: CaseId, chat: Chat, shelves: Shelves, now: Instant) -> EventView | Drop:
    """One ring for all that wait, at most once a minute in a chat: a crowd must not bury who is rung."""
    view = await _event(head, chat, shelves)
    if isinstance(view, Drop) or not view.counts.waiting:
        return Drop()
    return Drop() if any(one.at > after(now, -MINUTE) for one in view.standing) else view


async def _table(
    members: Sequence[Case], people: Sequence[Chat | None], shelves: Shelves
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for case, person in zip(members, people, strict=True):
        owner = (await shelves.officers.load(case.owner)).name.reveal() if case.owner else ""
        spot = spot_of(await shelves.facts.of(case.id))
        where = [f"{one:.5f}" for one in spot.degrees()] if spot else ["", ""]
        opened = wall(case.opened_at, "UTC").isoformat(timespec="seconds")
        language = person.language if person else ""
        rows.append((case.code, case.level.value, case.state.value, owner, opened, language, *where))
    return tuple(rows)


def _is_meant(case: Case, effect: ShowCases, now: Instant) -> bool:
    match effect.which:
        case Which.MINE:
            return case.owner == effect.officer
        case Which.LATE:
            waits = case.owner is None and answer_by(case.level, case.ladder_from, case.policy) <= now
            return waits or (case.owner is not None and case.rung > 0)
        case _:
            return True


async def _vanishing(effect: Vanish, shelves: Shelves) -> WipeView:
    """Ids under which a copy whose sending was cut off may stand go, too, unless they are known for another's."""
    known = [(one, await shelves.messages.find(effect.chat, one)) for one in effect.message_ids]
    return WipeView(tuple(one for one, found in known if found is None or found.purpose is Purpose.SHOWN))


async def _ring(effect: Ring | UpdateRing, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """A ring with the rings that came before it."""
    rang = await shelves.messages.of_case(effect.case, Purpose.RING)
    view = await _case(effect.case, shelves, chat.id, Purpose.RING)
    if isinstance(effect, UpdateRing):
        this = await shelves.messages.find(chat.id, effect.message_id)
        if this is None:
            return Drop()
        view = replace(view, standing=tuple(one for one in rang if one.at < this.at))
        if this.purpose is Purpose.RING and await rings_at(view.case, (chat.id,), shelves):
            # It rings here although it is another desk's: the button stays.
            reader = await shelves.officers.by_chat(chat.id)
            view = replace(view, foreign=False, outsider=reader is not None and reader.paused)
        return view
    view = replace(view, standing=tuple(rang))
    if view.case.owner is None:
        if view.case.incident is None or view.foreign or view.outsider:
            # At another desk, which knows nothing of the event, each rings for itself.
            return view
        return await _event_ring(view.case.incident, chat, shelves, now)
    owner = await shelves.officers.load(view.case.owner)
    return view if owner.chat == chat.id else Drop()


async def _from_requester(
    effect: RelayToOwner | FetchMedia | Translate, chat: ChatId, shelves: Shelves
) -> FactView | Drop:
    if isinstance(effect, RelayToOwner):
        return await _to_owner(effect, chat, shelves)
    fact = await shelves.facts.load(effect.case, effect.fact)
    if fact is None:
        return Drop()
    names = names_in(await shelves.facts.of(effect.case)) if isinstance(effect, Translate) else ()
    return FactView(fact, "", names=names)


async def _to_owner(effect: RelayToOwner, chat: ChatId, shelves: Shelves) -> FactView | Drop:
    case = await shelves.cases.load(effect.case)
    facts = await shelves.facts.of(effect.case)
    fact = next((one for one in facts if one.id == effect.fact), None)
    if fact is None:
        return Drop()
    copies = await shelves.messages.of_case(case.id, Purpose.COPY)
    standing = [one for one in copies if one.chat == chat]
    why = [one.value.why for one in facts if isinstance(one.value, NotFetched) and one.value.media == fact.id]
    content = await shelves.attachments.load(case.id, fact.id) if effect.uploads else None
    thread = standing[-1].message_id if standing else None
    return FactView(fact, case.code, thread, next(iter(why), None), content, names_in(facts))


async def _to_requester(
    effect: RelayToRequester | AmendReply, chat: Chat, shelves: Shelves, now: Instant
) -> FactView | Hold | Drop:
    """What the owner wrote, as they last edited it. An edit does not wait: it goes in place now, or not at all."""
    facts = await shelves.facts.of(effect.case)
    fact = next((one for one in facts if one.id == effect.fact), None)
    if fact is None or _is_over(effect, fact, facts):
        return Drop()
    case = await shelves.cases.load(effect.case)
    # Whoever ordered a drill is in no danger, however long ago they wrote.
    wait = not case.drill and await _must_wait(chat, facts, shelves, now)
    if isinstance(effect, RelayToRequester) and wait and not effect.anyway:
        return Hold()
    standing: int | None = None
    if isinstance(fact.value, Replied):
        standing = None if wait else await _standing(relayed(facts, fact.value), chat, shelves)
        fact = versions(facts, fact.value)[-1]
    machine = [one.value.words for one in facts if isinstance(one.value, Translated) and one.value.of == fact.id]
    return FactView(fact, case.code, standing, machine=next(reversed(machine), None))


async def _standing(copy: Relayed | None, chat: Chat, shelves: Shelves) -> int | None:
    """The one message in the person's chat that holds the words; None if there is none, or several."""
    if copy is None or len(copy.message_ids) != 1:
        return None
    found = await shelves.messages.find(chat.id, copy.message_ids[0])
    return found.message_id if found else None


def _is_over(effect: RelayToRequester | AmendReply, fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether it was taken back, or stands there already: what was sent anyway does not go a second time."""
    if any(isinstance(one.value, TakenBack) and one.value.reply == fact.id for one in facts):
        return True
    if not isinstance(effect, RelayToRequester):
        return False
    return any(isinstance(one.value, Relayed) and one.value.reply == fact.id for one in facts)


async def _must_wait(chat: Chat, facts: Sequence[Fact], shelves: Shelves, now: Instant) -> bool:
    """Whether nothing may be shown to this person before they write again, or before the hours that they chose.

    A chat that was wiped by itself is no reason to miss those hours; one that they hid, or left, is.
    """
    if open_until(facts, now) is not None:
        return left_by_hand(facts)
    session = await shelves.sessions.load(chat.id) or Session()
    return silent(chat, now) or session.view in (View.COVER, View.STOPPED)


async def _roster(effect: ShowRoster, shelves: Shelves, now: Instant) -> RosterView:
    desk = await shelves.desks.load(effect.desk)
    known = await shelves.officers.of_desk(desk.id)
    # Who came later gets a later number: what others have stays.
    officers = sorted(known, key=lambda one: (one.joined_at is None, one.joined_at or 0, one.id))
    able = frozenset(one.id for one in officers if one.chat and not one.paused)
    roster = Roster(await shelves.rosters.of_desk(desk.id), able)
    names = {one.id: one.name.reveal() for one in officers}
    sheet = sheet_of(roster, desk.zone, now, effect.period) if effect.week else None
    (_, until, _), *_ = roster.spans(now, after(now, 7 * DAY))
    closed = roster.closed(now)
    opens = [begin for begin, _ in roster.gaps(now, until)] if closed else []
    return RosterView(desk, roster.at(now), names, min([until, *opens]), closed, sheet, tuple(names))


async def _shifts(effect: SendCalendar, shelves: Shelves, now: Instant) -> ShiftsView | Drop:
    """For this officer alone, while they are one of the desk."""
    officer = await shelves.officers.load(effect.officer)
    if officer.chat != effect.chat or officer.desk != effect.desk or officer.paused or officer.removed:
        return Drop()
    desk = await shelves.desks.load(effect.desk)
    able = frozenset(one.id for one in await shelves.officers.of_desk(desk.id) if one.chat and not one.paused)
    events = await shelves.rosters.of_desk(desk.id)
    return ShiftsView(desk, officer.id, tuple(own_spans(Roster(events, able), officer.id, now)), len(events), now)
