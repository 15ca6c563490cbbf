"""What the journal says of a change that was confirmed: which, at which desk, whose turns; no hours."""

from __future__ import annotations

from bot.domain.people import Desk
from bot.ports import BY, Proposal, ProposalKind


def note_of(proposal: Proposal, desk: Desk) -> str:
    """`rotate DESK ONE,TWO by CHAT`, all but the first by our own ids."""
    kind = proposal.words.reveal() if proposal.kind is ProposalKind.UNDO else proposal.kind.value
    turns = proposal.rotation or proposal.behind
    whose = ",".join(turns.officers) if turns is not None else ""
    return " ".join(part for part in (kind, desk.id, whose, f"{BY}{proposal.account}") if part)
