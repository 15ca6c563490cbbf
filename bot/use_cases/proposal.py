"""Applies a change that its proposer confirmed, once and whole, or drops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.effects import StripButtons, Tell
from bot.domain.events import Origin, ProposalAnswered
from bot.domain.ids import ProposalId, after
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roles import Deed, may
from bot.domain.roster import OffSet, RosterEvent, RotationSet, ShiftSet
from bot.ports import BY, Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.ask import send_anyway
from bot.use_cases.calendar import events_of, still_may
from bot.use_cases.close import close_seconded
from bot.use_cases.desk import bind, move
from bot.use_cases.desk_rules import settle_rule
from bot.use_cases.drill import plan_drill
from bot.use_cases.give import accept, is_for, refuse
from bot.use_cases.group import trust
from bot.use_cases.guide import confirm_guide
from bot.use_cases.order import PREVIEW, dated, moments_of
from bot.use_cases.person import settle_person
from bot.use_cases.policy import settle_rules
from bot.use_cases.roster import newest_at
from bot.use_cases.rota import Before, change, is_able, roster_of, told_of, told_so_far
from bot.use_cases.say import say
from bot.use_cases.settle import no_thanks, settle_duty
from bot.use_cases.speakers import Speaker, speaker
from bot.use_cases.trade import offer, withdrawn
from bot.use_cases.turn import took_over
from bot.use_cases.undo import Done, offer_undo, roster_undone, said_of, undo_roster

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
    if mine:
        for older in mine[1:] if not undoes else ():
            # What was shown before the newest was left: a second `/confirm` must not do it after all.
            await shelves.proposals.take(older.id)
        await settle_proposal(ProposalAnswered(origin, mine[0].id, accepted=True), shelves, stamp)
    else:
        await say(origin, "undo.gone" if undoes else "proposal.gone", shelves, stamp)


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
        name = "undone" if proposal.undoes else f"confirmed {proposal.kind.value}"
        if proposal.kind is not ProposalKind.PERSON:
            # What becomes of an officer is noted with their name.
            one = proposal.shift or proposal.off
            whose = one.officer if one is not None else None
            await shelves.journal.append(name, stamp.now, officer=whose, note=f"{BY}{proposal.account}")
        await _announce(done.desk, proposal, shelves, stamp)


async def _anyway(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    return Done() if await send_anyway(proposal, shelves, stamp) else None


async def _desk(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    known = Before() if proposal.desk is None else await told_so_far(proposal.desk, shelves, stamp)
    done = await bind(proposal, shelves, stamp)
    if done is not None and done.desk is not None:
        # Until somebody is on its roster a new desk is one gap.
        await told_of(done.desk, known, shelves, stamp)
    return done


async def _roster(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    single = (proposal.rotation, proposal.behind, proposal.shift, proposal.off, proposal.hours)
    events: list[RosterEvent] = [one for one in single if one is not None] or events_of(proposal)
    if proposal.desk is None or not events:
        raise ValueError("a roster proposal without desk or event was kept")
    desk = await shelves.desks.load(proposal.desk)
    if not await _still_fits(proposal, events, desk, shelves):
        return None
    had = (await roster_of(desk.id, shelves)).duty(stamp.now)
    numbers = await change(desk, events, shelves, stamp, by=proposal.account)
    await took_over(desk, had, proposal.account, shelves, stamp)
    return Done(desk, roster_undone(desk, proposal.chat, proposal.account, numbers, proposal, stamp))


async def _still_fits(proposal: Proposal, events: Sequence[RosterEvent], desk: Desk, shelves: Shelves) -> bool:
    """Whether all is as when it was shown: nobody of them was paused or removed, and nothing set in its place."""
    shifts = [one for one in events if isinstance(one, ShiftSet)]
    if not all([await is_able(one.officer, desk, shelves) for one in shifts]):
        return False
    asked_at = after(proposal.expires_at, -PREVIEW)
    since = [one for at, one in await shelves.rosters.history(desk.id) if at > asked_at]
    spans = [one for one in events if isinstance(one, ShiftSet | OffSet)]
    if any(
        isinstance(one, ShiftSet | OffSet) and one.starts_at < span.ends_at and span.starts_at < one.ends_at
        for one in since
        for span in spans
    ):
        return False
    standing = await shelves.rosters.of_desk(desk.id)
    rotations = [one for one in events if isinstance(one, RotationSet)]
    return not rotations or proposal.numbers == tuple(at for one in rotations for at in newest_at(one, standing))


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
    **dict.fromkeys((*_BY_HAND, ProposalKind.ROTATE, ProposalKind.HOURS, ProposalKind.CALENDAR), _roster),
}


async def _announce(desk: Desk, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """The desk sees what changed, whoever changed it and wherever."""
    if desk.chat is None or (proposal.kind is ProposalKind.PERSON and proposal.words.reveal().startswith("alias")):
        return
    count = str(len(events_of(proposal)))
    blanks = (
        *(("name", proposal.name or Private("")), ("desk", Private(desk.name)), ("count", Private(count))),
        *(("change", Private(proposal.change)), ("language", Private(desk.language))),
        ("what", Private(said_of(proposal) if proposal.undoes else "")),
        ("answer", proposal.words if proposal.behind else Private("")),
        *dated(moments_of(proposal), stamp.now).items(),
    )
    whose = {*(one.officer for one in proposal.shifts), *(one.officer for one in proposal.offs)}
    named = [one.name.reveal() for one in await shelves.officers.of_desk(desk.id) if one.id in whose]
    blanks += (("who", Private(", ".join(named))),)
    key = _announced(proposal)
    moments = () if proposal.undoes else moments_of(proposal)
    rotation = None if proposal.undoes else proposal.rotation
    weekly = proposal.hours.weekly if proposal.hours else None
    told = Tell(desk.chat, key, blanks, moments, desk.zone, rotation=rotation, weekly=weekly)
    await shelves.outbox.put(told, stamp.now)


def _announced(proposal: Proposal) -> str:
    """The key of the text that says it."""
    if proposal.undoes:
        return "announce.undone"
    if proposal.rotation is not None and not proposal.rotation.officers:
        return "announce.rotate_off"
    if proposal.behind is not None:
        return "announce.rotate_both"
    if proposal.kind is ProposalKind.DESK and proposal.desk is not None:
        return "announce.desk_again"
    if proposal.hours is not None and proposal.hours.weekly.always:
        return "announce.hours_always"
    return f"announce.{proposal.kind.value}"
