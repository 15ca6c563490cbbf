"""Loads what an effect shows at the moment of sending, so that what goes out is never older than the state."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.grammar import Session, View
from bot.domain.card import summarise
from bot.domain.case import Case
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
    WipeChat,
)
from bot.domain.facts import Detail, Door
from bot.domain.gazetteer import whereabouts
from bot.domain.guidance import Guide, fitting
from bot.domain.ids import WIPEABLE, Instant, after
from bot.domain.lapses import STAFF_WIPED_BY
from bot.domain.people import Chat, silent
from bot.ports import Purpose, Shelves
from handlers.loading_case import case_view, cases_view, officer_view, packet_view, ring_view
from handlers.loading_desk import audit_view, roster_view, shifts_view
from handlers.loading_event import event_view
from handlers.loading_relay import from_requester, to_requester
from handlers.views import CaseView, Drop, EventView, Hold, ScreenView, Shown, WipeView
from handlers.views_numbers import drill_view, numbers_view, report_view

_GUIDED = (Door.OUT.value, Door.OTHER.value, Door.RISK.value)


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
            view = await case_view(case, shelves, chat.id, Purpose.CARD)
            if view.moved:
                return Drop()
            # In an event a card of its own is asked for: one for each would take the chat for hours.
            return Drop() if view.case.incident is not None and not view.standing else view
        case Ring() | UpdateRing():
            return await ring_view(effect, chat, shelves, now)
        case RelayToOwner() | FetchMedia() | Translate():
            return await from_requester(effect, chat.id, shelves)
        case RelayToRequester() | AmendReply():
            return await to_requester(effect, chat, shelves, now)
        case ReportUnprocessed():
            # Until an admin has said who reads there (`group.py` lets it go then).
            withheld = [one for one in await shelves.desks.all() if one.withheld and one.chat == chat.id]
            return Hold() if withheld else None
        case _:
            return await _for_staff(effect, chat, shelves, now)


async def _for_staff(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """What one of the staff asked for."""
    match effect:
        case OpenThread() | UpdateThread() | ShowKeys() | SendPlace() | Reveal() | ShowHistory():
            return await officer_view(effect, chat, shelves)
        case UpdateEventCard(case=case) | ExportEvent(case=case):
            event = await event_view(case, chat, shelves, isinstance(effect, ExportEvent))
            moved = isinstance(effect, UpdateEventCard) and isinstance(event, EventView) and event.chat != chat.id
            return Drop() if moved else event
        case SendPacket(case=case):
            return await packet_view(case, chat, shelves, now)
        case ShowCases():
            return await cases_view(effect, shelves, now)
        case Vanish():
            return await _vanishing(effect, shelves)
        case _:
            return await _of_the_desk(effect, chat, shelves, now)


async def _of_the_desk(effect: Effect, chat: Chat, shelves: Shelves, now: Instant) -> Shown:
    """Rosters, numbers, the journal: what is about no one case."""
    match effect:
        case ShowAudit():
            return await audit_view(effect, shelves)
        case ShowRoster():
            return await roster_view(effect, shelves, now)
        case SendCalendar():
            return await shifts_view(effect, shelves, now)
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


async def _vanishing(effect: Vanish, shelves: Shelves) -> WipeView:
    """Ids under which a copy whose sending was cut off may stand go, too, unless they are known for another's."""
    known = [(one, await shelves.messages.find(effect.chat, one)) for one in effect.message_ids]
    return WipeView(tuple(one for one, found in known if found is None or found.purpose is Purpose.SHOWN))
