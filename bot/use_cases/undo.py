"""Offers to take back what was confirmed, for ten minutes: by one tap, or by `/undo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.effects import Tell
from bot.domain.ids import MINUTE, ChatId, Instant, ProposalId, after
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roster import ByHand, ShiftSet, Stretch, Undone
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.rota import change, roster_of

UNDO = 10 * MINUTE
"""How long a change can be taken back."""
_COMMANDS = {
    ProposalKind.SPAN: "/take",
    ProposalKind.HOURS: "/desk hours",
    ProposalKind.RULE: "/desk",
    ProposalKind.BIND: "/desk bind",
}
"""Where the command is not called like the kind of the change."""


def said_of(undone: Proposal) -> str:
    """What is taken back, as the command that did it: `/shift (Hana)`."""
    kind = ProposalKind(undone.words.reveal()) if undone.kind is ProposalKind.UNDO else undone.kind
    name = undone.name.reveal() if undone.name is not None else ""
    return _COMMANDS.get(kind, f"/{kind.value}") + (f" ({name})" if name else "")


@dataclass(frozen=True, slots=True)
class Done:
    """What was applied: `desk` sees it, and `back` is the change that takes it back."""

    desk: Desk | None = None
    back: Proposal | None = None


def undoing(done: Proposal, stamp: Stamp) -> Proposal:
    """A change of the same kind by the same account; into it goes what was before."""
    id = ProposalId(stamp.dice.token(8))
    return replace(done, id=id, expires_at=after(stamp.now, UNDO), undoes=True)


def roster_undone(
    desk: Desk, chat: ChatId, account: ChatId, numbers: Sequence[int], done: Proposal, stamp: Stamp
) -> Proposal:
    """As if the desk's roster events with these numbers had not been; what holds since then stays."""
    blank = Proposal(ProposalId(""), account, chat, ProposalKind.UNDO, stamp.now)
    about = replace(undoing(blank, stamp), desk=desk.id, numbers=tuple(numbers))
    return replace(about, name=done.name, words=Private(done.kind.value))


def changed_since(proposal: Proposal, desk: Desk) -> bool:
    """Whether what is to be changed is no longer as it was when that was asked: somebody else was quicker."""
    base = proposal.base
    match proposal.kind:
        case _ if base is None:
            return False
        case ProposalKind.POLICY:
            return base.policy != desk.policy
        case ProposalKind.ROUTE:
            return base.routes != desk.routes
        case _:
            return (base.name, base.zone, base.language) != (desk.name, desk.zone, desk.language)


async def offer_undo(back: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """One button."""
    await shelves.proposals.put(back)
    await shelves.outbox.put(Tell(back.chat, "undo.offer", proposal=back.id), stamp.now)


async def undo_roster(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """The events are made void by others: nothing is ever taken out.

    None for a swap of which a half was given on: only both halves can be taken back.
    """
    if proposal.desk is None:
        raise ValueError("a proposal to undo without its desk was kept")
    desk = await shelves.desks.load(proposal.desk)
    events = await shelves.rosters.of_desk(desk.id)
    spans = [one for one in (events[number] for number in proposal.numbers) if isinstance(one, ShiftSet)]
    had = [await _whose(desk, one, shelves, stamp) for one in spans]
    if any(
        span.came is ByHand.SWAP and {who for _, _, who in now} - {span.officer}
        for span, now in zip(spans, had, strict=True)
    ):
        return None
    await change(desk, [Undone(number) for number in proposal.numbers], shelves, stamp, by=proposal.account)
    for span in spans:
        await _told_back(desk, await _whose(desk, span, shelves, stamp), shelves, stamp)
    return Done(desk)


async def _whose(desk: Desk, span: ShiftSet, shelves: Shelves, stamp: Stamp) -> list[Stretch]:
    begins = Instant(max(span.starts_at, stamp.now))
    return (await roster_of(desk.id, shelves)).spans(begins, span.ends_at) if begins < span.ends_at else []


async def _told_back(desk: Desk, now: list[Stretch], shelves: Shelves, stamp: Stamp) -> None:
    """The desk reads whose it is; they themselves are told as of any change."""
    for begin, end, who in now:
        if who is None or desk.chat is None:
            continue
        blanks = (("name", (await shelves.officers.load(who)).name), ("desk", Private(desk.name)))
        moments = (("from_at", begin), ("to_at", end))
        await shelves.outbox.put(Tell(desk.chat, "announce.back", blanks, moments, desk.zone), stamp.now)
