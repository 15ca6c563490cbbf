"""Applies a change that its proposer confirmed, once and whole, or drops it."""

from __future__ import annotations

from bot.domain.effects import StripButtons, Tell
from bot.domain.events import Origin, ProposalAnswered
from bot.domain.gaps import Gap
from bot.domain.ids import ProposalId
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roles import Deed, may
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.ask import send_anyway
from bot.use_cases.calendar import events_of, still_may
from bot.use_cases.close import close_seconded
from bot.use_cases.desk import bind
from bot.use_cases.drill import plan_drill
from bot.use_cases.give import accept, is_for, refuse
from bot.use_cases.group import trust
from bot.use_cases.guide import confirm_guide
from bot.use_cases.order import moments_of
from bot.use_cases.policy import settle_rules
from bot.use_cases.rota import change, offer_undo, told_of, told_so_far, undo
from bot.use_cases.say import say
from bot.use_cases.settle import no_thanks, settle_duty
from bot.use_cases.speakers import Speaker, speaker

_DEEDS: dict[ProposalKind, Deed] = {
    ProposalKind.DESK: Deed.DESK,
    ProposalKind.ROTATE: Deed.ROTATE,
    ProposalKind.SHIFT: Deed.SHIFT,
    ProposalKind.GUIDE: Deed.NUMBER,
    ProposalKind.GIVE: Deed.TAKE,
    ProposalKind.RELEASE: Deed.TAKE,
    ProposalKind.REFER: Deed.TAKE,
    ProposalKind.CLOSE: Deed.TAKE,
    ProposalKind.PROMPT: Deed.CONFIRM,
    ProposalKind.ANYWAY: Deed.CONFIRM,
    ProposalKind.TRUST: Deed.DESK,
    ProposalKind.OFF: Deed.CONFIRM,
    ProposalKind.POLICY: Deed.POLICY,
    ProposalKind.ROUTE: Deed.ROUTE,
    ProposalKind.SPAN: Deed.TAKE,
    ProposalKind.UNDO: Deed.CONFIRM,
    ProposalKind.DRILL: Deed.DRILL,
    ProposalKind.COVER: Deed.TAKE,
    ProposalKind.SWAP: Deed.TAKE,
    ProposalKind.CHECK_IN: Deed.TAKE,
    ProposalKind.DIGEST: Deed.TAKE,
    ProposalKind.CALENDAR: Deed.CONFIRM,
}
"""Confirming takes the same right as asking; what is offered to others takes the right to take a case."""
_OF_DUTY = frozenset({ProposalKind.COVER, ProposalKind.SWAP, ProposalKind.CHECK_IN, ProposalKind.DIGEST})
_TO_OTHERS = _OF_DUTY | {ProposalKind.GIVE, ProposalKind.RELEASE, ProposalKind.REFER, ProposalKind.CLOSE}
"""Answered by somebody else than who asked."""


async def settle_proposal(event: ProposalAnswered, shelves: Shelves, stamp: Stamp) -> None:
    """A press on Confirm or Cancel, by whoever pressed, not by whoever asked."""
    who = await speaker(event.origin.account, shelves, stamp)
    if not may(who.roles, Deed.CONFIRM) or who.chat is None:
        await say(event.origin, "refusal.not_yours" if who.staff else "", shelves, stamp)
        return
    proposal = await shelves.proposals.take(ProposalId(event.proposal))
    if proposal is None or proposal.expires_at <= stamp.now or proposal.kind is ProposalKind.PROMPT:
        await _strip(event.origin, shelves, stamp)
        await say(event.origin, "proposal.gone", shelves, stamp)
    elif not may(who.roles, _DEEDS[proposal.kind]):
        await shelves.proposals.put(proposal)
        await say(event.origin, "refusal.not_yours", shelves, stamp)
    elif not _answers(proposal, who, event.accepted):
        await shelves.proposals.put(proposal)
        key = "proposal.for_others" if proposal.kind in _TO_OTHERS else "proposal.not_yours"
        await say(event.origin, key, shelves, stamp)
    elif event.accepted and not await still_may(proposal, who, shelves):
        await _strip(event.origin, shelves, stamp)
        await say(event.origin, "refusal.not_yours", shelves, stamp)
    else:
        await _strip(event.origin, shelves, stamp)
        await _settle(event, proposal, who, shelves, stamp)


def _answers(proposal: Proposal, who: Speaker, accepted: bool) -> bool:
    """Who asked may always take back what they offered."""
    mine = who.chat is not None and proposal.account == who.chat.id
    if proposal.kind not in _TO_OTHERS:
        return mine
    return is_for(proposal, who) or (mine and not accepted)


async def _settle(
    event: ProposalAnswered, proposal: Proposal, who: Speaker, shelves: Shelves, stamp: Stamp
) -> None:
    if not event.accepted:
        if proposal.kind in _TO_OTHERS and who.chat is not None and proposal.account != who.chat.id:
            await (no_thanks if proposal.kind in _OF_DUTY else refuse)(proposal, who, shelves, stamp)
        await say(event.origin, "proposal.dropped", shelves, stamp)
    elif proposal.kind not in _TO_OTHERS:
        await _apply(event.origin, proposal, shelves, stamp)
    elif who.officer is not None and proposal.kind in _OF_DUTY:
        await settle_duty(event.origin, proposal, who.officer, shelves, stamp)
    elif who.officer is not None:
        seconds = proposal.kind is ProposalKind.CLOSE
        settle = close_seconded if seconds else accept
        if await settle(event.origin, proposal, who.officer, shelves, stamp) and not seconds:
            await say(event.origin, "taken.yours", shelves, stamp)


async def _strip(origin: Origin, shelves: Shelves, stamp: Stamp) -> None:
    """A preview that was answered, or is over, keeps no buttons."""
    if origin.press is None:
        return
    chat = await shelves.chats.by_telegram(origin.chat)
    if chat is not None:
        await shelves.outbox.put(StripButtons(chat.id, origin.message_id), stamp.now)


async def settle_latest(origin: Origin, shelves: Shelves, stamp: Stamp) -> None:
    """`/confirm`: the same as the button, for when buttons do not reach us."""
    who = await speaker(origin.account, shelves, stamp)
    proposal = await shelves.proposals.latest(who.chat.id) if who.chat else None
    if proposal is None or proposal.kind in _TO_OTHERS:
        await say(origin, "proposal.gone", shelves, stamp)
    else:
        await settle_proposal(ProposalAnswered(origin, proposal.id, accepted=True), shelves, stamp)


async def _apply(origin: Origin, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    match proposal.kind:
        case ProposalKind.ANYWAY:
            sent = await send_anyway(proposal, shelves, stamp)
            await say(origin, "proposal.done" if sent else "proposal.gone", shelves, stamp)
            return
        case ProposalKind.TRUST:
            await trust(proposal, shelves, stamp)
            await say(origin, "proposal.done", shelves, stamp)
            return
        case ProposalKind.GUIDE:
            await confirm_guide(proposal, shelves, stamp)
            await say(origin, "proposal.done", shelves, stamp)
            return
        case ProposalKind.DRILL:
            await plan_drill(proposal, shelves, stamp)
            await say(origin, "proposal.done", shelves, stamp)
            return
        case ProposalKind.UNDO:
            await _undo(origin, proposal, shelves, stamp)
            return
        case ProposalKind.POLICY | ProposalKind.ROUTE:
            desk = await settle_rules(proposal, shelves)
        case ProposalKind.DESK:
            desk = await bind(proposal, shelves, stamp)
            # Until somebody is on its roster a new desk is one gap.
            await told_of(desk, await _known_gaps(proposal, shelves, stamp), shelves, stamp)
        case _:
            desk = await _roster(proposal, shelves, stamp)
    await shelves.journal.append(f"confirmed {proposal.kind.value}", stamp.now)
    await say(origin, "proposal.done", shelves, stamp)
    await _announce(desk, proposal, shelves, stamp)


async def _known_gaps(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> list[Gap]:
    return [] if proposal.desk is None else await told_so_far(proposal.desk, shelves, stamp)


async def _roster(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Desk:
    event = proposal.rotation or proposal.shift or proposal.off
    events = [event] if event is not None else events_of(proposal)
    if proposal.desk is None or not events:
        raise ValueError("a roster proposal without desk or event was kept")
    desk = await shelves.desks.load(proposal.desk)
    numbers = await change(desk, events, shelves, stamp)
    await offer_undo(desk, proposal.chat, proposal.account, numbers, shelves, stamp)
    return desk


async def _undo(origin: Origin, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    if proposal.desk is None:
        raise ValueError("a proposal to undo without its desk was kept")
    desk = await shelves.desks.load(proposal.desk)
    await undo(desk, proposal.numbers, shelves, stamp)
    await shelves.journal.append("undone", stamp.now)
    await say(origin, "proposal.done", shelves, stamp)
    if desk.chat is not None:
        blanks = (("desk", Private(desk.name)),)
        await shelves.outbox.put(Tell(desk.chat, "announce.undone", blanks), stamp.now)


async def _announce(desk: Desk, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """The desk sees what changed, whoever changed it and wherever."""
    if desk.chat is None:
        return
    count = str(len(events_of(proposal)))
    blanks = (("name", proposal.name or Private("")), ("desk", Private(desk.name)), ("count", Private(count)))
    key = f"announce.{proposal.kind.value}"
    await shelves.outbox.put(Tell(desk.chat, key, blanks, moments_of(proposal), desk.zone), stamp.now)
