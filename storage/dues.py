"""What is due, as rows: a case has one next ring, and who claims it has removed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import CaseId, Instant
from storage.work import Work

_RING = "ring"


@dataclass(frozen=True, slots=True)
class DueShelf:
    work: Work

    async def set_ring(self, case: CaseId, due_at: Instant) -> None:
        await self.work.run("due_set", kind=_RING, subject=case, due_at=due_at)

    async def clear_ring(self, case: CaseId) -> None:
        await self.work.run("due_clear", kind=_RING, subject=case)

    async def claim_ring(self, case: CaseId, due_at: Instant) -> bool:
        return await self.work.run("due_claim", kind=_RING, subject=case, due_at=due_at) is not None

    async def rings(self, now: Instant) -> Sequence[tuple[CaseId, Instant]]:
        """The rings that are due, oldest first."""
        rows = await self.work.rows("due_now", now=now)
        return [(CaseId(row["subject"]), Instant(row["due_at"])) for row in rows if row["kind"] == _RING]
