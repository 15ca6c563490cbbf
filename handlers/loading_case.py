"""Loads one case as somebody may see it: its card, its rings, what its owner asked for; and lists of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.card import Mark, summarise
from bot.domain.case import Case, CaseState
from bot.domain.effects import (
    OpenThread,
    Reveal,
    Ring,
    SendPlace,
    ShowCases,
    ShowHistory,
    ShowKeys,
    UpdateRing,
    UpdateThread,
    Which,
)
from bot.domain.escalation import answer_by
from bot.domain.facts import Fact, Identity, Levelled, Media, MediaKind, Replied, SentAnyway, is_cry, window_of
from bot.domain.identity import identity_of, pictures_of
from bot.domain.ids import CaseId, ChatId, Instant, OfficerId
from bot.domain.packet import PICTURES, compose
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from bot.ports import Purpose, Shelves
from bot.use_cases.ring import rings_at
from handlers.loading_event import event_ring
from handlers.views import CasesView, CaseView, Drop, HistoryView, IdentityView, PacketView, Shown, Waiting

_PHOTOS = 4
"""So many photos have room in a packet."""
_PICTURES = 10
"""So many pictures are shown at once."""


async def case_view(case_id: CaseId, shelves: Shelves, chat: ChatId, purpose: Purpose) -> CaseView:
    """The case with what stands of it in this chat for one purpose, and who reads it there."""
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
        moved=desk is None or desk.chat != chat,
        foreign=any(one.chat == chat and one.id != case.desk for one in desks),
        withheld=any(one.withheld and one.chat == chat for one in desks),
        hides_place=desk is not None and desk.place_for_owner and (owner is None or owner.chat != chat),
        outsider=reader is not None and (reader.paused or reader.desk != case.desk),
        topics=topics,
        topic=begun[-1].message_id if topics and begun else None,
    )


async def officer_view(
    effect: OpenThread | UpdateThread | ShowKeys | SendPlace | Reveal | ShowHistory, chat: Chat, shelves: Shelves
) -> Shown:
    """What one officer asked for; Drop where they are no longer of the desk, or it is over."""
    view = await case_view(effect.case, shelves, chat.id, Purpose.COPY)
    if view.case.state is CaseState.CLOSED and not isinstance(effect, ShowHistory):
        return Drop()
    if chat.kind is ChatKind.PRIVATE and await shelves.officers.by_chat(chat.id) is None:
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
            whys = _whys(await shelves.facts.of(effect.case))
            return HistoryView(view.case.code, view.zone, tuple(entries), view.names, whys)
        case _:
            return view


def _whys(facts: Sequence[Fact]) -> dict[tuple[Instant, OfficerId], Private[str]]:
    """By when and by whom, as the journal notes it in the same transaction."""
    said = [(one.at, one.value) for one in facts if isinstance(one.value, Levelled | SentAnyway)]
    return {(at, one.officer): one.why for at, one in said if one.why.reveal()}


async def packet_view(case_id: CaseId, chat: Chat, shelves: Shelves, now: Instant) -> PacketView | Drop:
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


async def cases_view(effect: ShowCases, shelves: Shelves, now: Instant) -> CasesView:
    """The cases of a list, as they are now."""
    desk = await shelves.desks.load(effect.desk)
    names = {one.id: one.name.reveal() for one in await shelves.officers.of_desk(desk.id)}
    if effect.which in (Which.FOUND, Which.EVENT, Which.LEFT):
        cases = [await shelves.cases.load(one) for one in effect.found]
    else:
        cases = [one for one in await shelves.cases.of_desk(desk.id) if _is_meant(one, effect, now)]
    code = (await shelves.cases.load(effect.head)).code if effect.head else ""
    left = cases if effect.which is Which.LEFT else []
    waiting = {one.id: _waiting(await shelves.facts.of(one.id)) for one in left}
    return CasesView(desk.name, desk.zone, tuple(cases), names, code, waiting)


def _waiting(facts: Sequence[Fact]) -> Waiting:
    answered = max((place for place, one in enumerate(facts) if isinstance(one.value, Replied)), default=-1)
    waits = any(is_cry(one.value) for one in facts[answered + 1 :])
    return Waiting(waits, summarise(facts).promised_at, window_of(facts))


def _is_meant(case: Case, effect: ShowCases, now: Instant) -> bool:
    match effect.which:
        case Which.MINE:
            return case.owner == effect.officer
        case Which.LATE:
            waits = case.owner is None and answer_by(case.level, case.ladder_from, case.policy) <= now
            return waits or (case.owner is not None and case.rung > 0)
        case _:
            return True


async def ring_view(effect: Ring | UpdateRing, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """A ring with the rings that came before it."""
    rang = await shelves.messages.of_case(effect.case, Purpose.RING)
    view = await case_view(effect.case, shelves, chat.id, Purpose.RING)
    own = chat.kind is ChatKind.PRIVATE
    reader = await shelves.officers.by_chat(chat.id)
    view = replace(view, onlooker=own and reader is None)
    if isinstance(effect, UpdateRing):
        this = await shelves.messages.find(chat.id, effect.message_id)
        if this is None:
            return Drop()
        view = replace(view, standing=tuple(one for one in rang if one.at < this.at))
        if this.purpose is Purpose.RING and await rings_at(view.case, (chat.id,), shelves):
            # It rings here although it is another desk's: the button stays.
            view = replace(view, foreign=False, outsider=reader is not None and reader.paused)
        return view
    if reader is not None and reader.paused:
        return Drop()
    view = replace(view, standing=tuple(rang))
    if view.case.owner is None:
        if view.case.incident is None or view.foreign or view.outsider:
            # At another desk, which knows nothing of the event, each rings for itself.
            return view
        return await event_ring(view.case.incident, chat, shelves, now)
    owner = await shelves.officers.load(view.case.owner)
    return view if owner.chat == chat.id else Drop()
