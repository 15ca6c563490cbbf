"""Gives an officer their shifts as a calendar, and takes in a calendar: shown first, applied when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.calendars import (
    LARGEST,
    MOST,
    Entry,
    Listed,
    NoCalendar,
    Sender,
    conflict,
    difference,
    left_standing,
    meant,
    own_spans,
)
from bot.domain.effects import FetchCalendar, SendCalendar, ShowImport, Tell
from bot.domain.events import CalendarRead, CommandGiven, Origin
from bot.domain.facts import Media, MediaKind
from bot.domain.people import ChatKind, Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed, Role, may
from bot.domain.roster import OffSet, RosterEvent, ShiftSet
from bot.ports import Proposal, ProposalKind, Shelves, Side, Stamp
from bot.use_cases.about import replied_to
from bot.use_cases.order import Order, answer, desk_meant, draft, order_of
from bot.use_cases.rota import roster_of
from bot.use_cases.speakers import Speaker, meet, note_theirs, speaker
from bot.use_cases.warn import warn_of

_COMMAND = f"/{Deed.CALENDAR.value}"
_SUFFIXES = ("ics", "ical")
_SHOWN = 12
_NAMED = 6


async def send(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/calendar`: one's own shifts of the next four weeks, into one's own chat."""
    officer = order.who.officer
    if officer is None or officer.chat is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return
    roster = await roster_of(officer.desk, shelves)
    if not own_spans(roster, officer.id, stamp.now):
        desk = await shelves.desks.load(officer.desk)
        await answer(order, "me.none", shelves, stamp, desk=desk.name)
        return
    await shelves.outbox.put(SendCalendar(officer.chat, officer.desk, officer.id), stamp.now)
    if officer.chat != order.chat.id:
        await answer(order, "calendar.private", shelves, stamp)


async def is_import(origin: Origin, media: Media, who: Speaker, shelves: Shelves) -> bool:
    """Whether a calendar is meant for the roster: what answers a message about a case is for the person.

    In a group only what is said to us: in reply to us, or with the command under it.
    """
    if media.kind is not MediaKind.DOCUMENT or media.suffix not in _SUFFIXES or not may(who.roles, Deed.OFF):
        return False
    chat = await shelves.chats.by_telegram(origin.chat)
    if chat is not None and await replied_to(origin, chat, shelves) is not None:
        return False
    if origin.kind is ChatKind.PRIVATE or (media.caption and _rest(media.caption) is not None):
        return True
    answered = await shelves.messages.find(chat.id, origin.reply_to) if chat and origin.reply_to else None
    return answered is not None and answered.side is Side.OURS


def _rest(caption: Private[str]) -> str | None:
    """What stands behind the command under a file; None where it does not stand there."""
    first, _, rest = caption.reveal().strip().partition(" ")
    return rest if first.lower().partition("@")[0] == _COMMAND else None


async def take_in(origin: Origin, media: Media, who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """Ask for the file; which desk it is for is said under it, `at DESK`, where that is not plain."""
    chat = await meet(origin, shelves, stamp)
    await note_theirs(chat, origin, shelves)
    words = media.caption or Private("")
    order = await order_of(CommandGiven(origin, Deed.CALENDAR, words, words), chat, who, shelves)
    desk = await desk_meant(order, shelves, stamp, refuses=False)
    if desk is None:
        # No buttons: the file is not kept, so that nothing could be done when one is pressed.
        names = ", ".join(one.name for one in await shelves.desks.all()) or "–"
        await answer(order, "calendar.which", shelves, stamp, desks=names)
        return
    if media.size is not None and media.size > LARGEST:
        await answer(order, f"calendar.{NoCalendar.TOO_LARGE.value}", shelves, stamp)
        return
    asked = FetchCalendar(chat.id, desk.id, desk.zone, media.file_id, origin.account, origin.message_id)
    await shelves.outbox.put(asked, stamp.now)


async def calendar_read(event: CalendarRead, shelves: Shelves, stamp: Stamp) -> None:
    """Show what would change; or say why nothing does."""
    asked, found = event.asked, event.found
    who = await speaker(asked.account, shelves, stamp)
    if not may(who.roles, Deed.OFF):
        return
    if isinstance(found, NoCalendar):
        await _refuse(asked, f"calendar.{found.value}", shelves, stamp)
        return
    desk = await shelves.desks.load(asked.desk)
    officers = await shelves.officers.of_desk(desk.id)
    roster = await roster_of(desk.id, shelves)
    understood = meant(found, desk, officers, _sender(who, desk))
    clash = conflict(understood.entries)
    if len(understood.entries) > MOST:
        await _refuse(asked, f"calendar.{NoCalendar.TOO_MANY.value}", shelves, stamp)
    elif clash is not None:
        await _refuse_clash(asked, clash, desk, officers, shelves, stamp)
    else:
        fresh, unchanged = difference(understood.entries, roster)
        tallies = {
            "calendar.unchanged": unchanged,
            "calendar.past": found.past,
            "calendar.beyond": found.beyond,
            "calendar.cancelled": found.cancelled,
            "calendar.not_theirs": understood.not_theirs,
            "calendar.not_able": understood.not_able,
        }
        tallies["calendar.stays"] = left_standing(found, understood.entries, desk, officers, roster, stamp.now)
        shown = _shown(asked, desk, officers, fresh, tallies, understood.unclear)
        await _propose(shown, fresh, asked, desk, who, shelves, stamp)


def _sender(who: Speaker, desk: Desk) -> Sender:
    own = who.officer is not None and who.officer.desk == desk.id
    return Sender(who.officer.id if who.officer is not None and own else None, who.roles)


async def _refuse(asked: FetchCalendar, key: str, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.outbox.put(Tell(asked.chat, key, reply_to=asked.message_id), stamp.now)


async def _refuse_clash(
    asked: FetchCalendar,
    clash: tuple[Entry, Entry],
    desk: Desk,
    officers: Sequence[Officer],
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    """Two people at once, or one who is there and away: which of both is meant, only people know."""
    names = {one.id: one.name for one in officers}
    blanks = (("name", names[clash[0].officer]), ("who", names[clash[1].officer]))
    at = (("time", max(one.starts_at for one in clash)),)
    tell = Tell(asked.chat, "calendar.conflict", blanks, at, desk.zone, asked.message_id)
    await shelves.outbox.put(tell, stamp.now)


def _shown(
    asked: FetchCalendar,
    desk: Desk,
    officers: Sequence[Officer],
    fresh: Sequence[Entry],
    tallies: dict[str, int],
    unclear: tuple[Private[str], ...],
) -> ShowImport:
    names = {one.id: one.name for one in officers}
    listed = [Listed(names[one.officer], one.away, one.starts_at, one.ends_at) for one in fresh[:_SHOWN]]
    left_out = {**tallies, "calendar.left_out": len(unclear)}
    return ShowImport(
        asked.chat,
        desk.name,
        desk.zone,
        tuple(listed),
        len(fresh),
        tuple(left_out.items()),
        unclear[:_NAMED],
        asked.message_id,
    )


async def _propose(
    shown: ShowImport,
    fresh: Sequence[Entry],
    asked: FetchCalendar,
    desk: Desk,
    who: Speaker,
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    """Kept until it is confirmed; where nothing would change there is nothing to confirm."""
    if fresh:
        chat = await shelves.chats.load(asked.chat)
        origin = Origin(chat.telegram, chat.kind, asked.account, asked.message_id, stamp.now)
        order = await order_of(CommandGiven(origin, Deed.CALENDAR, Private(""), Private("")), chat, who, shelves)
        changes = [one.event for one in fresh]
        proposal = replace(
            draft(order, ProposalKind.CALENDAR, stamp),
            desk=desk.id,
            zone=desk.zone,
            name=who.officer.name if who.officer is not None else None,
            shifts=tuple(one for one in changes if isinstance(one, ShiftSet)),
            offs=tuple(one for one in changes if isinstance(one, OffSet)),
        )
        await shelves.proposals.put(proposal)
        shown = replace(shown, proposal=proposal.id)
    await shelves.outbox.put(shown, stamp.now)
    if shown.proposal is not None:
        await warn_of(asked.chat, desk, [one.event for one in fresh], shelves, stamp)


def events_of(proposal: Proposal) -> list[RosterEvent]:
    """What a confirmed calendar changes, in one go."""
    return [*proposal.offs, *proposal.shifts]


async def still_may(proposal: Proposal, who: Speaker, shelves: Shelves) -> bool:
    """Whether who confirms may set all of it: they may have become less since they were shown it."""
    if proposal.kind is ProposalKind.OFF and proposal.off is not None and not proposal.undoes:
        own = who.officer is not None and who.officer.id == proposal.off.officer
        return own or bool({Role.ADMIN, Role.SUPERVISOR} & who.roles)
    if proposal.kind is not ProposalKind.CALENDAR or proposal.desk is None:
        return True
    sender = _sender(who, await shelves.desks.load(proposal.desk))
    changes: tuple[ShiftSet | OffSet, ...] = (*proposal.shifts, *proposal.offs)
    return all(
        sender.may(Entry(one.officer, isinstance(one, OffSet), one.starts_at, one.ends_at)) for one in changes
    )
