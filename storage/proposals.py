"""Changes that wait for their confirmation, sealed under the key of who asked for them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ChatId, Instant, ProposalId
from bot.ports import Proposal
from storage.chats import ChatShelf
from storage.vault import Spot
from storage.work import Row, Work


@dataclass(frozen=True, slots=True)
class ProposalShelf:
    work: Work

    async def put(self, proposal: Proposal) -> None:
        key_id = await ChatShelf(self.work).key_of(proposal.account)
        await self.work.run(
            "proposal_put",
            id=proposal.id,
            account=proposal.account,
            expires_at=proposal.expires_at,
            key_id=key_id,
            sealed=await self.work.seal(proposal, key_id, Spot("proposals", proposal.id)),
        )

    async def take(self, proposal: ProposalId) -> Proposal | None:
        row = await self.work.run("proposal_take", id=proposal)
        return await self._proposal(row) if row else None

    async def of(self, account: ChatId) -> list[Proposal]:
        """What this account asked for, what holds longest first: of those that hold equally long the newest."""
        rows = await self.work.rows("proposal_of_account", account=account)
        return [await self._proposal(row) for row in rows]

    async def forget(self, before: Instant) -> None:
        """Remove the proposals that expired before this."""
        await self.work.run("proposal_forget", before=before)

    async def _proposal(self, row: Row) -> Proposal:
        return await self.work.open(Proposal, row["sealed"], row["key_id"], Spot("proposals", row["id"]))
