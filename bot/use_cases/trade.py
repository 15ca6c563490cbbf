"""Gives one's own duty to others, or exchanges it: shown first, then asked of them, and moved when they agree."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import Tell
from bot.domain.ids import Instant, OfficerId, ProposalId
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import ByHand, ShiftSet
from bot.domain.spans import NoSpan, Span, span_of, to_come
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.duty import asked, officer_meant
from bot.use_cases.order import Order, answer, draft, propose
from bot.use_cases.rota import NOBODY, is_able, roster_of
from bot.use_cases.undo import Done
from bot.use_cases.whom import Parted, parted


async def cover(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/cover SPAN [PERSON]`: who of the desk, or whether this person, takes one's span; first come has it."""
    officer = order.who.officer
    if officer is None:
        await answer(order, "refusal.officers_only", shelves, stamp)
        return
    found = await asked(order, shelves, stamp)
    if found is None:
        return
    to = None if found.own else found.officer
    if to is not None and to.id == officer.id:
        await answer(order, "cover.usage", shelves, stamp)
    elif not await _has(officer.id, found.span, found.desk, shelves):
        await answer(order, "cover.not_yours", shelves, stamp)
    elif not await _can_be_asked(to, found.desk, shelves):
        await answer(order, "cover.cannot_reach", shelves, stamp)
    else:
        blank = draft(order, ProposalKind.ASK_COVER, stamp)
        shift = ShiftSet(NOBODY, found.span.starts_at, found.span.ends_at)
        about = replace(blank, desk=found.desk.id, zone=found.desk.zone, officer=officer.id, shift=shift)
        await propose(
            order, replace(about, to=to.id if to else None, name=to.name if to else None), shelves, stamp
        )


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
    other = await officer_meant(order, desk, found.name, shelves, stamp)
    if other is None:
        return
    if isinstance(mine, NoSpan) or isinstance(theirs, NoSpan):
        await answer(order, "swap.usage", shelves, stamp)
    elif not await _has(officer.id, mine, desk, shelves) or not await _has(other.id, theirs, desk, shelves):
        await answer(order, "swap.not_theirs", shelves, stamp, name=other.name.reveal())
    elif not await _can_be_asked(other, desk, shelves):
        await answer(order, "cover.cannot_reach", shelves, stamp)
    else:
        shifts = (
            ShiftSet(other.id, mine.starts_at, mine.ends_at, ByHand.SWAP),
            ShiftSet(officer.id, theirs.starts_at, theirs.ends_at, ByHand.SWAP),
        )
        blank = draft(order, ProposalKind.ASK_SWAP, stamp)
        about = replace(blank, desk=desk.id, zone=desk.zone, officer=officer.id, to=other.id, name=other.name)
        await propose(order, replace(about, shifts=shifts), shelves, stamp)


async def _can_be_asked(to: Officer | None, desk: Desk, shelves: Shelves) -> bool:
    """Whether the question arrives, and can be answered: who asks counts on it. None: the whole desk."""
    chat = to.chat if to is not None else desk.chat
    able = to is None or await is_able(to.id, desk, shelves)
    return able and chat is not None and (await shelves.chats.load(chat)).reachable


def _both(found: Parted, now: Instant, zone: str) -> tuple[Span | NoSpan, Span | NoSpan]:
    """One's own span and then theirs: with the name between them, or before or behind where only one cut fits."""
    times, before = found.times, len(found.before)
    cuts = [before] if 0 < before < len(times) else range(1, len(times))
    parts = [(span_of(times[:cut], now, zone), span_of(times[cut:], now, zone)) for cut in cuts]
    fitting = [
        (to_come(one, now), to_come(other, now))
        for one, other in parts
        if isinstance(one, Span) and isinstance(other, Span)
    ]
    return fitting[0] if len(fitting) == 1 else (NoSpan.UNREADABLE, NoSpan.UNREADABLE)


async def _has(officer: OfficerId, span: Span, desk: Desk, shelves: Shelves) -> bool:
    cut = (await roster_of(desk.id, shelves)).spans(span.starts_at, span.ends_at)
    return {who for _, _, who in cut} == {officer}


async def offer(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """It was confirmed: they are asked, until it would be over. Who asked can take it back. None if it moved."""
    if proposal.desk is None or proposal.officer is None:
        raise ValueError("what is to be asked was kept without desk or officer")
    desk, officer = await shelves.desks.load(proposal.desk), await shelves.officers.load(proposal.officer)
    to = await shelves.officers.load(proposal.to) if proposal.to is not None else None
    chat = to.chat if to is not None else desk.chat
    gives = [(officer.id, one) for one in (proposal.shift, *proposal.shifts[:1]) if one is not None]
    gives += [(to.id, one) for one in proposal.shifts[1:] if to is not None]
    still = [await _has(who, Span(one.starts_at, one.ends_at), desk, shelves) for who, one in gives]
    if chat is None or not all(still) or not await _can_be_asked(to, desk, shelves):
        return None
    kind = ProposalKind.SWAP if proposal.kind is ProposalKind.ASK_SWAP else ProposalKind.COVER
    ends = min(one.ends_at for _, one in gives)
    made = replace(proposal, id=ProposalId(stamp.dice.token(8)), kind=kind, chat=chat, expires_at=ends)
    await shelves.proposals.put(made)
    await _ask(made, officer, to, desk, shelves, stamp)
    told = Tell(proposal.chat, "cover.asked", proposal=made.id)
    await shelves.outbox.put(told, stamp.now)
    return Done()


async def _ask(
    made: Proposal, officer: Officer, to: Officer | None, desk: Desk, shelves: Shelves, stamp: Stamp
) -> None:
    spans = [(one.starts_at, one.ends_at) for one in (made.shift, *made.shifts) if one is not None]
    labels = (("from_at", "to_at"), ("begins_at", "ends_at"))
    times = tuple(
        pair for names, span in zip(labels, spans, strict=False) for pair in zip(names, span, strict=True)
    )
    key = "swap.wanted" if made.kind is ProposalKind.SWAP else "cover.wanted" if to else "cover.open"
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    tell = Tell(made.chat, key, blanks, times, desk.zone, proposal=made.id, sounds=True)
    await shelves.outbox.put(tell, stamp.now)


async def withdrawn(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """Who asked took it back: whoever was asked reads so."""
    asks = proposal.kind in (ProposalKind.COVER, ProposalKind.SWAP)
    if asks and proposal.officer is not None:
        name = (await shelves.officers.load(proposal.officer)).name
        await shelves.outbox.put(Tell(proposal.chat, "cover.withdrawn", (("name", name),)), stamp.now)


BY_DEED = {Deed.COVER: cover, Deed.SWAP: swap}
