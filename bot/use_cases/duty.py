"""What officers do about their own duty: in, out, away, cover, swap, take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.ids import DAY, Instant
from bot.domain.people import Desk, Officer, named
from bot.domain.roles import Deed, Role
from bot.domain.roster import OffSet, ShiftSet
from bot.domain.spans import NoSpan, Span, hour_of, span_of, to_come
from bot.ports import ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant, draft, propose
from bot.use_cases.rota import roster_of
from bot.use_cases.speakers import names_of
from bot.use_cases.turn import checked_in
from bot.use_cases.warn import warn_of
from bot.use_cases.whom import no_officer, parted

_USAGE = {Deed.OFF: "off.usage", Deed.COVER: "cover.usage"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a command means, and when; `own`: nobody was named, so that it is who gave it."""

    desk: Desk
    officer: Officer
    span: Span
    own: bool


async def asked(order: Order, shelves: Shelves, stamp: Stamp) -> Asked | None:
    """Times and names in any order; a refusal says what would be right."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return None
    found = await parted(order, desk, shelves, stamp, needs=False)
    officer = await officer_meant(order, desk, found.name, shelves, stamp)
    if officer is None:
        return None
    span = span_of(found.times, stamp.now, desk.zone)
    if isinstance(span, NoSpan):
        usage = _USAGE.get(order.event.deed, "shift.usage")
        key = usage if span is NoSpan.MISSING else f"shift.{span.value}"
        await answer(order, key, shelves, stamp, word=" ".join(found.said or order.raw))
        return None
    mine = order.who.officer is not None and order.who.officer.id == officer.id
    return Asked(desk, officer, to_come(span, stamp.now), own=not found.name and (order.pointed is None or mine))


async def officer_meant(order: Order, desk: Desk, name: str, shelves: Shelves, stamp: Stamp) -> Officer | None:
    """Who is named, or whose message is replied to; else who asks, if they are of the desk."""
    officers = [one for one in await shelves.officers.of_desk(desk.id) if not one.removed]
    meant = order.pointed or order.who.officer
    own = [one for one in officers if meant is not None and one.id == meant.id]
    found = named(officers, name) if name else own
    if len(found) == 1:
        return found[0]
    if name:
        await no_officer(order, desk, name, shelves, stamp)
    else:
        await answer(order, "duty.name_whom", shelves, stamp, name=await names_of(desk, shelves))
    return None


def _leads(order: Order) -> bool:
    return bool({Role.ADMIN, Role.SUPERVISOR} & order.who.roles)


async def off(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/off [PERSON] SPAN`: one's own; of others by who leads the desk."""
    found = await asked(order, shelves, stamp)
    if found is None:
        return
    if not found.own and not _leads(order):
        await answer(order, "refusal.not_yours", shelves, stamp)
        return
    away = OffSet(found.officer.id, found.span.starts_at, found.span.ends_at)
    await _propose_off(order, found.desk, found.officer, away, shelves, stamp)


async def _propose_off(
    order: Order, desk: Desk, officer: Officer, away: OffSet, shelves: Shelves, stamp: Stamp
) -> None:
    blank = draft(order, ProposalKind.OFF, stamp)
    change = replace(blank, desk=desk.id, zone=desk.zone, name=officer.name, off=away)
    await propose(order, change, shelves, stamp)
    await warn_of(order.chat.id, desk, [away], shelves, stamp)


async def leave(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/out [at TIME]`: from then to the end of one's own turn; with a span it is an absence like any other."""
    begins = await _leaving(order, shelves, stamp)
    if begins is None:
        await off(replace(order, event=replace(order.event, deed=Deed.OFF)), shelves, stamp)
        return
    found = await _own_turn(order, shelves, stamp, begins)
    if found is None:
        return
    desk, officer, until, on = found
    if not on:
        await answer(order, "out.not_on_duty", shelves, stamp)
        return
    await _propose_off(order, desk, officer, OffSet(officer.id, begins, until), shelves, stamp)


async def _leaving(order: Order, shelves: Shelves, stamp: Stamp) -> Instant | None:
    """Now, or the hour that is said alone; None where an end is said with it, or something else."""
    if not order.raw or order.who.officer is None:
        return None if order.raw else stamp.now
    desk = await shelves.desks.load(order.who.officer.desk)
    span = span_of(order.words, stamp.now, desk.zone)
    at = hour_of(order.words, stamp.now, desk.zone) if isinstance(span, NoSpan) else None
    return at if at is not None and at >= stamp.now else None


async def enter(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/in`: check in to one's turn, or take the rest of somebody else's; with a time it is `/take` of that."""
    if order.raw:
        await take_span(replace(order, event=replace(order.event, deed=Deed.TAKE)), shelves, stamp)
        return
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


async def _own_turn(
    order: Order, shelves: Shelves, stamp: Stamp, at: Instant | None = None
) -> tuple[Desk, Officer, Instant, bool] | None:
    """The desk, who asks, when the turn of now, or of then, ends, and whether it is theirs."""
    officer = order.who.officer
    if officer is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return None
    desk = await shelves.desks.load(officer.desk)
    roster = await roster_of(desk.id, shelves)
    at = stamp.now if at is None else at
    (_, until, who), *_ = roster.spans(at, Instant(at + 8 * DAY))
    turn = roster.turn_ends(at) if who is not None else None
    return desk, officer, min(until, turn or until), who == officer.id


async def take_span(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/take SPAN`: one's own shift, whoever had it before, and whomever it answers."""
    found = await asked(replace(order, pointed=None), shelves, stamp)
    if found is None:
        return
    if not found.own and (order.who.officer is None or order.who.officer.id != found.officer.id):
        await answer(order, "take.only_own", shelves, stamp)
        return
    shift = ShiftSet(found.officer.id, found.span.starts_at, found.span.ends_at)
    blank = draft(order, ProposalKind.SPAN, stamp)
    change = replace(blank, desk=found.desk.id, zone=found.desk.zone, name=found.officer.name, shift=shift)
    await propose(order, change, shelves, stamp)
    await warn_of(order.chat.id, found.desk, [shift], shelves, stamp)


BY_DEED = {
    Deed.OFF: off,
    Deed.OUT: leave,
    Deed.IN: enter,
}
