"""Counts of closed cases, a row for each month, sealed under a key of that month: nobody's case is in them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.figures import Tally, Values
from bot.ports import Stale
from storage.vault import Spot
from storage.work import Work


@dataclass(frozen=True, slots=True)
class TallyShelf:
    work: Work

    async def of(self, month: str) -> Tally:
        """What was counted; nothing where no case of this month was closed, or it is too long ago."""
        row = await self.work.run("tally_load", month=month)
        if row is None:
            return Tally()
        return await self.work.open(Tally, row["sealed"], row["key_id"], Spot("tallies", month))

    async def add(self, month: str, values: Values) -> None:
        """Count one case more. Stale if somebody else did at this moment."""
        row = await self.work.run("tally_load", month=month)
        key_id = row["key_id"] if row else (await self.work.new_key("tally")).id
        counted = (await self.of(month)).plus([values])
        sealed = await self.work.seal(counted, key_id, Spot("tallies", month))
        version = row["version"] if row else 0
        kept = await self.work.run("tally_keep", month=month, key_id=key_id, version=version, sealed=sealed)
        if kept is None:
            raise Stale("the tally changed since it was read")

    async def forget(self, before: str) -> None:
        """Destroy those of the months before this one."""
        for row in await self.work.rows("tally_before", month=before):
            await self.work.run("tally_drop", month=row["month"])
            await self.work.destroy(row["key_id"])
