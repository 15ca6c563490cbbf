"""Offers to take back what was confirmed, for ten minutes: by one tap, or by `/undo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.effects import Tell
from bot.domain.ids import MINUTE, ChatId, ProposalId, after
from bot.domain.people import Desk
from bot.domain.roster import Undone
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.rota import change

UNDO = 10 * MINUTE
"""How long a change can be taken back."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was applied: `desk` sees it, and `back` is the change that takes it back."""

    desk: Desk | None = None
    back: Proposal | None = None


def undoing(done: Proposal, stamp: Stamp) -> Proposal:
    """A change of the same kind by the same account; into it goes what was before."""
    id = ProposalId(stamp.dice.token(8))
    return replace(done, id=id, expires_at=after(stamp.now, UNDO), undoes=True)


def roster_undone(desk: Desk, chat: ChatId, account: ChatId, numbers: Sequence[int], stamp: Stamp) -> Proposal:
    """As if the desk's roster events with these numbers had not been; what holds since then stays."""
    blank = Proposal(ProposalId(""), account, chat, ProposalKind.UNDO, stamp.now)
    return replace(undoing(blank, stamp), desk=desk.id, numbers=tuple(numbers))


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


async def undo_roster(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done:
    """The events are made void by others: nothing is ever taken out."""
    if proposal.desk is None:
        raise ValueError("a proposal to undo without its desk was kept")
    desk = await shelves.desks.load(proposal.desk)
    await change(desk, [Undone(number) for number in proposal.numbers], shelves, stamp)
    return Done(desk)
