"""Loads what is about no one case: the roster, somebody's shifts, what was done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.calendars import own_spans
from bot.domain.effects import SendCalendar, ShowAudit, ShowRoster
from bot.domain.ids import DAY, ChatId, Instant, after
from bot.domain.people import Officer
from bot.domain.roster import HORIZON_DAYS, Roster
from bot.domain.roster_sheet import sheet_of
from bot.ports import BY, Entry, Shelves
from handlers.views import AuditView, Drop, RosterView, ShiftsView

_AUDITED = 60
"""Entries that are shown at once."""
_LOOKED_AT = 500


async def audit_view(effect: ShowAudit, shelves: Shelves) -> AuditView:
    """The newest entries of the journal that are meant, and the names in them."""
    found, below = list[Entry](), 2**62
    meant = await shelves.officers.load(effect.officer) if effect.officer is not None else None
    own = meant.chat if meant is not None else None
    while len(found) <= _AUDITED:
        page = await shelves.journal.newest(below, _LOOKED_AT)
        found += [entry for _, entry in page if _audited(entry, effect, own)]
        if len(page) < _LOOKED_AT or page[-1][1].at < effect.starts_at:
            break
        below = page[-1][0]
    shown = found[:_AUDITED][::-1]
    cases = {one.case for one in shown if one.case}
    codes = {one: (await shelves.cases.load(one)).code for one in cases}
    desks = {desk.id: desk.name for desk in await shelves.desks.all()}
    officers = [one for desk in desks for one in await shelves.officers.of_desk(desk)]
    names = {one.id: one.name.reveal() for one in officers}
    chats = {ChatId(one.note.rpartition(BY)[2]) for one in shown if BY in one.note}
    doers = {one: await _doer(one, officers, shelves) for one in sorted(chats)}
    return AuditView(tuple(shown), codes, names, len(found) > _AUDITED, doers, desks)


async def _doer(chat: ChatId, officers: Sequence[Officer], shelves: Shelves) -> str:
    """An officer's name; of an admin, who has none here, the end of their account's number."""
    known = next((one.name.reveal() for one in officers if one.chat == chat), None)
    found = await shelves.chats.find(chat) if known is None else None
    return known or (f"…{found.telegram.reveal() % 10_000:04}" if found is not None else "?")


def _audited(entry: Entry, effect: ShowAudit, own: ChatId | None) -> bool:
    """Of an officer what was done with them, and what they did: that is noted by their chat."""
    by_them = own is not None and entry.note.endswith(f"{BY}{own}")
    meant = effect.case in (None, entry.case) and (by_them or effect.officer in (None, entry.officer))
    return meant and effect.starts_at <= entry.at < effect.ends_at


async def roster_view(effect: ShowRoster, shelves: Shelves, now: Instant) -> RosterView:
    """Who is on duty now, and the sheet of the period that was asked for."""
    desk = await shelves.desks.load(effect.desk)
    known = await shelves.officers.of_desk(desk.id)
    # Who came later gets a later number: what others have stays.
    officers = sorted(known, key=lambda one: (one.joined_at is None, one.joined_at or 0, one.id))
    able = frozenset(one.id for one in officers if one.chat and not one.paused)
    roster = Roster(await shelves.rosters.of_desk(desk.id), able)
    names = {one.id: one.name.reveal() for one in officers}
    sheet = sheet_of(roster, desk.zone, now, effect.period) if effect.week else None
    (_, until, _), *_ = roster.spans(now, after(now, HORIZON_DAYS * DAY))
    closed = roster.closed(now)
    opens = [begin for begin, _ in roster.gaps(now, until)] if closed else []
    return RosterView(desk, roster.at(now), names, min([until, *opens]), closed, sheet, tuple(names))


async def shifts_view(effect: SendCalendar, shelves: Shelves, now: Instant) -> ShiftsView | Drop:
    """For this officer alone, while they are one of the desk."""
    officer = await shelves.officers.load(effect.officer)
    if officer.chat != effect.chat or officer.desk != effect.desk or officer.paused or officer.removed:
        return Drop()
    desk = await shelves.desks.load(effect.desk)
    able = frozenset(one.id for one in await shelves.officers.of_desk(desk.id) if one.chat and not one.paused)
    events = await shelves.rosters.of_desk(desk.id)
    return ShiftsView(desk, officer.id, tuple(own_spans(Roster(events, able), officer.id, now)), len(events), now)
