"""What officers do about their own duty: in, out, away, cover, swap, take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.effects import Tell
from bot.domain.ids import DAY, Instant, OfficerId
from bot.domain.people import Desk, Officer, named
from bot.domain.private import Private
from bot.domain.roles import Deed, Role
from bot.domain.roster import ByHand, OffSet, ShiftSet
from bot.domain.spans import NoSpan, Span, span_of
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant, draft, propose
from bot.use_cases.rota import NOBODY, roster_of
from bot.use_cases.speakers import names_of
from bot.use_cases.turn import checked_in
from bot.use_cases.warn import warn_of
from bot.use_cases.whom import Parted, parted

_USAGE = {Deed.OFF: "off.usage", Deed.COVER: "cover.usage"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom a command means, and when; `own`: nobody was named, so that it is who gave it."""

    desk: Desk
    officer: Officer
    span: Span
    own: bool


async def _asked(order: Order, shelves: Shelves, stamp: Stamp) -> _Asked | None:
    """Times and names in any order; a refusal says what would be right."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return None
    found = await parted(order, desk, shelves, stamp, needs=False)
    officer = await _meant(order, desk, found.name, shelves, stamp)
    if officer is None:
        return None
    span = span_of(found.times, stamp.now, desk.zone)
    if isinstance(span, NoSpan):
        usage = _USAGE.get(order.event.deed, "shift.usage")
        key = usage if span is NoSpan.MISSING else f"shift.{span.value}"
        await answer(order, key, shelves, stamp, word=" ".join(found.times or order.words))
        return None
    mine = order.who.officer is not None and order.who.officer.id == officer.id
    return _Asked(desk, officer, span, own=not found.name and (order.pointed is None or mine))


async def _meant(order: Order, desk: Desk, name: str, shelves: Shelves, stamp: Stamp) -> Officer | None:
    """Who is named, or whose message is replied to; else who asks, if they are of the desk."""
    officers = [one for one in await shelves.officers.of_desk(desk.id) if not one.removed]
    meant = order.pointed or order.who.officer
    own = [one for one in officers if meant is not None and one.id == meant.id]
    found = named(officers, name) if name else own
    if len(found) == 1:
        return found[0]
    key = "rotate.who" if name else "duty.name_whom"
    await answer(order, key, shelves, stamp, word=name, name=await names_of(desk, shelves))
    return None


def _leads(order: Order) -> bool:
    return bool({Role.ADMIN, Role.SUPERVISOR} & order.who.roles)


async def off(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/off [PERSON] SPAN`: one's own; of others by who leads the desk."""
    asked = await _asked(order, shelves, stamp)
    if asked is None:
        return
    if not asked.own and not _leads(order):
        await answer(order, "refusal.not_yours", shelves, stamp)
        return
    away = OffSet(asked.officer.id, asked.span.starts_at, asked.span.ends_at)
    await _propose_off(order, asked.desk, asked.officer, away, shelves, stamp)


async def _propose_off(
    order: Order, desk: Desk, officer: Officer, away: OffSet, shelves: Shelves, stamp: Stamp
) -> None:
    blank = draft(order, ProposalKind.OFF, stamp)
    change = replace(blank, desk=desk.id, zone=desk.zone, name=officer.name, off=away)
    await propose(order, change, shelves, stamp)
    await warn_of(order.chat.id, desk, [away], shelves, stamp)


async def leave(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/out`: from now to the end of one's own turn."""
    found = await _own_turn(order, shelves, stamp)
    if found is None:
        return
    desk, officer, until, on = found
    if not on:
        await answer(order, "out.not_on_duty", shelves, stamp)
        return
    await _propose_off(order, desk, officer, OffSet(officer.id, stamp.now, until), shelves, stamp)


async def enter(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/in`: check in to one's turn, or take the rest of somebody else's."""
    found = await _own_turn(order, shelves, stamp)
    if found is None:
        return
    desk, officer, until, on = found
    if on:
        await checked_in(desk, officer, shelves, stamp)
        await answer(order, "turn.checked_in", shelves, stamp)
        return
    shift = ShiftSet(officer.id, stamp.now, until)
    blank = draft(order, ProposalKind.SPAN, stamp)
    await propose(
        order, replace(blank, desk=desk.id, zone=desk.zone, name=officer.name, shift=shift), shelves, stamp
    )
    await warn_of(order.chat.id, desk, [shift], shelves, stamp)


async def _own_turn(order: Order, shelves: Shelves, stamp: Stamp) -> tuple[Desk, Officer, Instant, bool] | None:
    """The desk, who asks, when the present turn ends, and whether it is theirs."""
    officer = order.who.officer
    if officer is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return None
    desk = await shelves.desks.load(officer.desk)
    roster = await roster_of(desk.id, shelves)
    (_, until, who), *_ = roster.spans(stamp.now, Instant(stamp.now + 8 * DAY))
    turn = roster.turn_ends(stamp.now) if who is not None else None
    return desk, officer, min(until, turn or until), who == officer.id


async def cover(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/cover SPAN [PERSON]`: who of the desk, or whether this person, takes one's span; first come has it."""
    officer = order.who.officer
    if officer is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return
    asked = await _asked(order, shelves, stamp)
    if asked is None:
        return
    to = None if asked.own else asked.officer
    if to is not None and to.id == officer.id:
        await answer(order, "cover.usage", shelves, stamp)
        return
    if not await _has(officer.id, asked.span, asked.desk, shelves):
        await answer(order, "cover.not_yours", shelves, stamp)
        return
    chat = to.chat if to is not None else asked.desk.chat
    if chat is None:
        await answer(order, "cover.cannot_reach", shelves, stamp)
        return
    blank = draft(order, ProposalKind.COVER, stamp)
    shift = ShiftSet(NOBODY, asked.span.starts_at, asked.span.ends_at)
    parties = replace(blank, chat=chat, desk=asked.desk.id, officer=officer.id, to=to.id if to else None)
    proposal = replace(parties, expires_at=asked.span.ends_at, shift=shift)
    await _offer(proposal, "cover.wanted" if to else "cover.open", officer, asked.desk, shelves, stamp)
    await answer(order, "cover.asked", shelves, stamp)


async def _offer(
    proposal: Proposal, key: str, officer: Officer, desk: Desk, shelves: Shelves, stamp: Stamp
) -> None:
    await shelves.proposals.put(proposal)
    moments = [(one.starts_at, one.ends_at) for one in (proposal.shift, *proposal.shifts) if one is not None]
    labels = (("from_at", "to_at"), ("begins_at", "ends_at"))
    times = tuple(
        pair for names, span in zip(labels, moments, strict=False) for pair in zip(names, span, strict=True)
    )
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    tell = Tell(proposal.chat, key, blanks, times, desk.zone, proposal=proposal.id, sounds=True)
    await shelves.outbox.put(tell, stamp.now)


async def swap(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/swap MY-SPAN PERSON THEIR-SPAN`: offered to that person; both spans move when they accept."""
    officer = order.who.officer
    if officer is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return
    desk = await shelves.desks.load(officer.desk)
    found = await parted(order, desk, shelves, stamp)
    if not (found.name or order.pointed):
        await answer(order, "swap.usage", shelves, stamp)
        return
    mine, theirs = _both(found, stamp.now, desk.zone)
    other = await _meant(order, desk, found.name, shelves, stamp)
    if other is None:
        return
    if isinstance(mine, NoSpan) or isinstance(theirs, NoSpan):
        await answer(order, "swap.usage", shelves, stamp)
    elif not await _has(officer.id, mine, desk, shelves) or not await _has(other.id, theirs, desk, shelves):
        await answer(order, "swap.not_theirs", shelves, stamp, name=other.name.reveal())
    elif other.chat is None:
        await answer(order, "cover.cannot_reach", shelves, stamp)
    else:
        await _propose_swap(order, (officer, mine), (other, theirs), desk, shelves, stamp)


def _both(found: Parted, now: Instant, zone: str) -> tuple[Span | NoSpan, Span | NoSpan]:
    """One's own span and then theirs: with the name between them, or before or behind where only one cut fits."""
    times, before = found.times, len(found.before)
    cuts = [before] if 0 < before < len(times) else range(1, len(times))
    parts = [(span_of(times[:cut], now, zone), span_of(times[cut:], now, zone)) for cut in cuts]
    fitting = [one for one in parts if not any(isinstance(span, NoSpan) for span in one)]
    return fitting[0] if len(fitting) == 1 else (NoSpan.UNREADABLE, NoSpan.UNREADABLE)


async def _propose_swap(
    order: Order,
    mine: tuple[Officer, Span],
    theirs: tuple[Officer, Span],
    desk: Desk,
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    (officer, own), (other, other_own) = mine, theirs
    shifts = (
        ShiftSet(other.id, own.starts_at, own.ends_at, ByHand.SWAP),
        ShiftSet(officer.id, other_own.starts_at, other_own.ends_at, ByHand.SWAP),
    )
    blank = draft(order, ProposalKind.SWAP, stamp)
    parties = replace(blank, chat=other.chat or blank.chat, desk=desk.id, officer=officer.id, to=other.id)
    proposal = replace(parties, expires_at=min(own.ends_at, other_own.ends_at), shifts=shifts)
    await _offer(proposal, "swap.wanted", officer, desk, shelves, stamp)
    await answer(order, "cover.asked", shelves, stamp)


async def _has(officer: OfficerId, span: Span, desk: Desk, shelves: Shelves) -> bool:
    cut = (await roster_of(desk.id, shelves)).spans(span.starts_at, span.ends_at)
    return {who for _, _, who in cut} == {officer}


async def take_span(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/take SPAN`: one's own shift, whoever had it before, and whomever it answers."""
    asked = await _asked(replace(order, pointed=None), shelves, stamp)
    if asked is None:
        return
    if not asked.own and (order.who.officer is None or order.who.officer.id != asked.officer.id):
        await answer(order, "take.only_own", shelves, stamp)
        return
    shift = ShiftSet(asked.officer.id, asked.span.starts_at, asked.span.ends_at)
    blank = draft(order, ProposalKind.SPAN, stamp)
    change = replace(blank, desk=asked.desk.id, zone=asked.desk.zone, name=asked.officer.name, shift=shift)
    await propose(order, change, shelves, stamp)
    await warn_of(order.chat.id, asked.desk, [shift], shelves, stamp)


BY_DEED = {
    Deed.OFF: off,
    Deed.OUT: leave,
    Deed.IN: enter,
    Deed.COVER: cover,
    Deed.SWAP: swap,
}
