"""Applies a change that its proposer confirmed, once and whole, or drops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.did import Did
from bot.domain.effects import StripButtons
from bot.domain.events import Origin, ProposalAnswered
from bot.domain.ids import ProposalId
from bot.domain.roles import Deed, may
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.announce import announce
from bot.use_cases.ask import send_anyway
from bot.use_cases.calendar import still_may
from bot.use_cases.close import close_seconded
from bot.use_cases.desk import bind, move
from bot.use_cases.desk_rules import settle_rule
from bot.use_cases.drill import plan_drill
from bot.use_cases.give import accept, is_for, keeps, refuse
from bot.use_cases.group import trust
from bot.use_cases.guide import confirm_guide
from bot.use_cases.noting import note_of
from bot.use_cases.person import settle_person
from bot.use_cases.policy import settle_rules
from bot.use_cases.rota import Before, told_of, told_so_far
from bot.use_cases.say import say
from bot.use_cases.settle import no_thanks, settle_duty
from bot.use_cases.settle_roster import settle_roster
from bot.use_cases.speakers import Speaker, speaker
from bot.use_cases.trade import offer, withdrawn
from bot.use_cases.undo import Done, offer_undo, said_of, undo_roster

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
    ProposalKind.PERSON: Deed.PERSON,
    ProposalKind.RULE: Deed.DESK,
    ProposalKind.HOURS: Deed.DESK,
    ProposalKind.BIND: Deed.DESK,
    ProposalKind.ASK_COVER: Deed.COVER,
    ProposalKind.ASK_SWAP: Deed.SWAP,
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
_FOR_ANYBODY = frozenset({ProposalKind.COVER, ProposalKind.RELEASE, ProposalKind.REFER})
"""Offered to a whole desk, unless to one person."""
_NOT_TYPED = _TO_OTHERS | {ProposalKind.PROMPT, ProposalKind.TRUST}
"""Not what `/confirm` means: who is in a group is to be looked at where it is asked."""
_BY_HAND = (ProposalKind.SHIFT, ProposalKind.SPAN, ProposalKind.OFF)


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
    elif not event.accepted and proposal.kind in _FOR_ANYBODY and proposal.to is None and not _mine(proposal, who):
        # One who does not want it takes it from nobody else.
        await shelves.proposals.put(proposal)
        await _settle(event, proposal, who, shelves, stamp)
    else:
        await _strip(event.origin, shelves, stamp)
        await _settle(event, proposal, who, shelves, stamp)


def _answers(proposal: Proposal, who: Speaker, accepted: bool) -> bool:
    """Who asked may always take back what they offered."""
    if proposal.kind not in _TO_OTHERS:
        return _mine(proposal, who)
    return is_for(proposal, who) or (_mine(proposal, who) and not accepted)


def _mine(proposal: Proposal, who: Speaker) -> bool:
    return who.chat is not None and proposal.account == who.chat.id


async def _settle(
    event: ProposalAnswered, proposal: Proposal, who: Speaker, shelves: Shelves, stamp: Stamp
) -> None:
    if not event.accepted:
        if _mine(proposal, who):
            await withdrawn(proposal, shelves, stamp)
            await keeps(proposal, shelves, stamp)
        elif proposal.kind in _TO_OTHERS:
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


async def settle_latest(origin: Origin, shelves: Shelves, stamp: Stamp, undoes: bool = False) -> None:
    """`/confirm` and `/undo`: the same as the button, for when buttons do not reach us."""
    who = await speaker(origin.account, shelves, stamp)
    waiting = await shelves.proposals.of(who.chat.id) if who.chat else []
    mine = [one for one in waiting if one.undoes is undoes and one.kind not in _NOT_TYPED]
    if mine and mine[0].passed:
        await say(origin, "proposal.passed", shelves, stamp)
    elif mine:
        for older in mine[1:] if not undoes else ():
            # What was shown before the newest was left: a second `/confirm` must not do it after all.
            await shelves.proposals.take(older.id)
        await settle_proposal(ProposalAnswered(origin, mine[0].id, accepted=True), shelves, stamp)
    else:
        await say(origin, "undo.gone" if undoes else "proposal.gone", shelves, stamp)


async def passed_by(who: Speaker, shelves: Shelves) -> None:
    """Who gives another command may not mean the preview before it any more."""
    for one in await shelves.proposals.of(who.chat.id) if who.chat else []:
        if not one.undoes and not one.passed and one.kind not in _NOT_TYPED:
            await shelves.proposals.take(one.id)
            await shelves.proposals.put(replace(one, passed=True))


async def cancel_latest(origin: Origin, shelves: Shelves, stamp: Stamp) -> None:
    """`/cancel`: the newest preview, and what was asked for the words that a command lacks."""
    who = await speaker(origin.account, shelves, stamp)
    waiting = await shelves.proposals.of(who.chat.id) if who.chat else []
    mine = [one for one in waiting if not one.undoes and one.kind not in _NOT_TYPED - {ProposalKind.PROMPT}]
    if not mine:
        await say(origin, "proposal.gone", shelves, stamp)
    elif mine[0].kind is ProposalKind.PROMPT:
        await shelves.proposals.take(mine[0].id)
        await say(origin, "proposal.dropped", shelves, stamp)
    else:
        await settle_proposal(ProposalAnswered(origin, mine[0].id, accepted=False), shelves, stamp)


async def _apply(origin: Origin, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    done = await _APPLIES[proposal.kind](proposal, shelves, stamp)
    if done is None:
        await say(origin, "proposal.gone", shelves, stamp)
        return
    chat = await shelves.chats.by_telegram(origin.chat)
    here = done.back is not None and chat is not None and chat.id == done.back.chat
    if proposal.undoes:
        await say(origin, "undo.done", shelves, stamp, what=said_of(proposal))
    elif done.back is None or origin.press is not None or not here:
        # Who typed it there reads the same in what offers to take it back.
        await say(origin, "proposal.done", shelves, stamp)
    if done.back is not None and not proposal.undoes:
        await offer_undo(done.back, shelves, stamp)
    if done.desk is not None:
        name = Did.UNDONE if proposal.undoes else f"confirmed {proposal.kind.value}"
        if proposal.kind is not ProposalKind.PERSON:
            # What becomes of an officer is noted with their name.
            one = proposal.shift or proposal.off
            whose = one.officer if one is not None else None
            await shelves.journal.append(name, stamp.now, officer=whose, note=note_of(proposal, done.desk))
        await announce(done.desk, proposal, shelves, stamp)


async def _anyway(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    return Done() if await send_anyway(proposal, shelves, stamp) else None


async def _desk(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    known = Before() if proposal.desk is None else await told_so_far(proposal.desk, shelves, stamp)
    done = await bind(proposal, shelves, stamp)
    if done is not None and done.desk is not None:
        # Until somebody is on its roster a new desk is one gap.
        await told_of(done.desk, known, shelves, stamp)
    return done


def _alone(
    apply: Callable[[Proposal, Shelves, Stamp], Awaitable[None]],
) -> Callable[[Proposal, Shelves, Stamp], Awaitable[Done]]:
    """What no desk is told of, and what is taken back by saying the opposite."""

    async def applied(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done:
        await apply(proposal, shelves, stamp)
        return Done()

    return applied


_APPLIES: dict[ProposalKind, Callable[[Proposal, Shelves, Stamp], Awaitable[Done | None]]] = {
    ProposalKind.ANYWAY: _anyway,
    ProposalKind.ASK_COVER: offer,
    ProposalKind.ASK_SWAP: offer,
    ProposalKind.TRUST: _alone(trust),
    ProposalKind.GUIDE: _alone(confirm_guide),
    ProposalKind.DRILL: _alone(plan_drill),
    ProposalKind.UNDO: undo_roster,
    ProposalKind.PERSON: settle_person,
    ProposalKind.RULE: settle_rule,
    ProposalKind.POLICY: settle_rules,
    ProposalKind.ROUTE: settle_rules,
    ProposalKind.DESK: _desk,
    ProposalKind.BIND: move,
    **dict.fromkeys((*_BY_HAND, ProposalKind.ROTATE, ProposalKind.HOURS, ProposalKind.CALENDAR), settle_roster),
}
