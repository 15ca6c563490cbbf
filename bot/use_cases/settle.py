"""What becomes of an offer about duty: a span that is taken, a swap, a check-in, a digest that is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.effects import Tell
from bot.domain.events import Origin
from bot.domain.ids import HOUR, Instant, after
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.domain.roster import ByHand, ShiftSet
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.rota import announce, change, roster_of
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker
from bot.use_cases.turn import checked_in, take_over, took_over
from bot.use_cases.undo import offer_undo, roster_undone
from bot.use_cases.warn import warn_of

SHIFT = 12 * HOUR
"""So much of a gap is taken with one tap at most."""


async def settle_duty(
    origin: Origin, proposal: Proposal, officer: Officer, shelves: Shelves, stamp: Stamp
) -> None:
    """Accepted by who may."""
    desk = await shelves.desks.load(officer.desk)
    match proposal.kind:
        case ProposalKind.CHECK_IN:
            await checked_in(desk, officer, shelves, stamp)
            await say(origin, "turn.checked_in", shelves, stamp)
        case ProposalKind.DIGEST:
            await take_over(origin, proposal, officer, shelves, stamp)
        case ProposalKind.SWAP:
            await _swapped(origin, proposal, desk, officer, shelves, stamp)
        case _:
            await _covered(origin, proposal, desk, officer, shelves, stamp)


async def _covered(
    origin: Origin, proposal: Proposal, desk: Desk, officer: Officer, shelves: Shelves, stamp: Stamp
) -> None:
    """Whoever was first has it, from now on if it has begun: what is still nobody's, or still the asker's.

    Of a long gap one tap takes one shift: the rest is offered again at once.
    """
    span = proposal.shift
    if span is None or span.ends_at <= stamp.now:
        await say(origin, "proposal.gone", shelves, stamp)
        return
    came = ByHand.COVER if proposal.officer is not None else ByHand.SHIFT
    cut = (await roster_of(desk.id, shelves)).spans(Instant(max(span.starts_at, stamp.now)), span.ends_at)
    left = [ShiftSet(officer.id, begin, end, came) for begin, end, who in cut if who == proposal.officer]
    if not left:
        await say(origin, "cover.moved", shelves, stamp)
        return
    until = after(left[0].starts_at, SHIFT) if proposal.officer is None else span.ends_at
    mine = [replace(one, ends_at=min(one.ends_at, until)) for one in left if one.starts_at < until]
    await _apply(origin, proposal, desk, officer, mine, shelves, stamp)
    rest = [(Instant(max(one.starts_at, until)), one.ends_at) for one in left if one.ends_at > until]
    await announce(desk, rest, shelves, stamp)


async def _swapped(
    origin: Origin, proposal: Proposal, desk: Desk, officer: Officer, shelves: Shelves, stamp: Stamp
) -> None:
    """Only while both still have what they give."""
    roster = await roster_of(desk.id, shelves)
    (mine, theirs) = proposal.shifts
    gives = ((proposal.officer, mine), (officer.id, theirs))
    if any({one for *_, one in roster.spans(span.starts_at, span.ends_at)} != {who} for who, span in gives):
        await say(origin, "swap.moved", shelves, stamp)
        return
    await _apply(origin, proposal, desk, officer, [mine, theirs], shelves, stamp)


async def _apply(
    origin: Origin,
    proposal: Proposal,
    desk: Desk,
    officer: Officer,
    shifts: Sequence[ShiftSet],
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    had = (await roster_of(desk.id, shelves)).duty(stamp.now)
    if officer.chat is not None:
        await warn_of(officer.chat, desk, shifts, shelves, stamp)
    numbers = await change(desk, shifts, shelves, stamp, by=officer.chat, agreed=True)
    if officer.chat is not None:
        await took_over(desk, had, officer.chat, shelves, stamp)
    await shelves.journal.append(f"confirmed {proposal.kind.value}", stamp.now, officer=officer.id)
    await say(origin, "proposal.done", shelves, stamp)
    chat = await shelves.chats.by_telegram(origin.chat)
    if chat is not None and officer.chat is not None:
        await offer_undo(roster_undone(desk, chat.id, officer.chat, numbers, proposal, stamp), shelves, stamp)
    asker = await shelves.officers.load(proposal.officer) if proposal.officer is not None else None
    for shift in shifts:
        whose = await shelves.officers.load(shift.officer)
        moments = (("from_at", shift.starts_at), ("to_at", shift.ends_at))
        blanks = (("name", whose.name), ("who", officer.name), ("desk", Private(desk.name)))
        key = "announce.agreed" if asker is not None else "announce.shift"
        if desk.chat is not None:
            await shelves.outbox.put(Tell(desk.chat, key, blanks, moments, desk.zone), stamp.now)
        if asker is not None and asker.chat is not None:
            await shelves.outbox.put(Tell(asker.chat, key, blanks, moments, desk.zone, sounds=True), stamp.now)


async def no_thanks(proposal: Proposal, who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """Who asked is told; nothing has changed."""
    if who.officer is None or proposal.officer is None or proposal.kind is ProposalKind.DIGEST:
        return
    desk = await shelves.desks.load(who.officer.desk)
    span = next((one for one in (proposal.shift, *proposal.shifts) if one is not None), None)
    moments = (("from_at", span.starts_at), ("to_at", span.ends_at)) if span is not None else ()
    told = Tell(proposal.account, "cover.refused", (("name", who.officer.name),), moments, desk.zone, sounds=True)
    await shelves.outbox.put(told, stamp.now)
