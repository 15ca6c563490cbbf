"""Raw updates, sealed and committed before anything parses them; each changes state once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import Instant
from bot.ports import Begun, Waiting
from storage.keyring import EPOCH
from storage.vault import Spot
from storage.work import Work


@dataclass(frozen=True, slots=True)
class InboxShelf:
    work: Work

    async def add(self, update_id: int, lane: str, raw: bytes, now: Instant) -> None:
        """Keep one raw update; one that was seen before is left as it is."""
        key = await self.work.keyring.epoch(self.work.connection, now)
        lanes = await self.work.keyring.lane(self.work.connection, now)
        await self.work.run(
            "inbox_add",
            update_id=update_id,
            lane=lanes.blind("lane", lane),
            key_id=key.id,
            raw=key.seal(raw, Spot("inbox", str(update_id), "raw")),
            received_at=now,
        )

    async def pending(self, above: int) -> Sequence[Waiting]:
        """Updates not processed yet, in order, at most 500."""
        rows = await self.work.rows("inbox_pending", above=above)
        return [Waiting(row["update_id"], bytes(row["lane"])) for row in rows]

    async def begin(self, update_id: int) -> Begun | None:
        """Count an attempt and open the update; None if it is settled already."""
        row = await self.work.run("inbox_begin", update_id=update_id)
        if row is None:
            return None
        key = await self.work.key(row["key_id"])
        raw = key.open(bytes(row["raw"]), Spot("inbox", str(update_id), "raw"))
        return Begun(raw, Instant(row["received_at"]), row["attempts"])

    async def fail(self, update_id: int) -> int:
        """Our own code failed on the update; how often by now."""
        row = await self.work.run("inbox_fail", update_id=update_id)
        return int(row["failures"]) if row else 0

    async def settle(self, update_id: int) -> bool:
        """Processed: what it said is erased here. False if it was settled before."""
        return await self.work.run("inbox_settle", update_id=update_id) is not None

    async def quarantine(self, update_id: int) -> bool:
        """Could not be processed: kept, sealed, out of the way."""
        return await self.work.run("inbox_quarantine", update_id=update_id) is not None

    async def forget(self, before: Instant, quarantined_before: Instant) -> None:
        """Remove settled rows older than this; Telegram keeps updates for 24 h, so none comes back.

        What could not be processed was handed to people: it goes too, and with it the epoch keys of no use.
        """
        await self.work.run("inbox_forget", before=before)
        await self.work.run("inbox_forget_quarantined", before=quarantined_before)
        for row in await self.work.rows("key_past_epochs", before=self.work.now() - EPOCH):
            await self.work.destroy(row["key_id"])
