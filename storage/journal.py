"""What was done, append-only and chained by a keyed hash, so that nothing can be taken out unseen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import CaseId, Instant, OfficerId
from storage.codec import pack
from storage.work import Work

_START = b""


def _entry(seq: int, at: int, deed: str, case: str | None, officer: str | None, note: str) -> bytes:
    return pack((seq, at, deed, case, officer, note))


@dataclass(frozen=True, slots=True)
class JournalShelf:
    work: Work

    async def begin(self) -> None:
        """An empty journal says that it is empty: one that was emptied later is found out."""
        await self.work.run("journal_tip_set", seq=0, mark=self._mark(0, _START))

    async def append(
        self,
        deed: str,
        at: Instant,
        case: CaseId | None = None,
        officer: OfficerId | None = None,
        note: str = "",
    ) -> None:
        last = await self.work.run("journal_last")
        seq = last["seq"] + 1 if last else 1
        before = bytes(last["chain"]) if last else _START
        chain = self.work.keyring.chained(before, _entry(seq, at, deed, case, officer, note))
        await self.work.run(
            "journal_append", seq=seq, at=at, deed=deed, case_id=case, officer=officer, note=note, chain=chain
        )
        await self.work.run("journal_tip_set", seq=seq, mark=self._mark(seq, chain))

    def _mark(self, seq: int, chain: bytes) -> bytes:
        """How long the journal is, keyed: without it the newest entries could be cut off unseen."""
        return self.work.keyring.chained(chain, pack(("tip", seq)))

    async def first_broken(self) -> int | None:
        """The number of the first entry that was removed, changed, moved or put in; None if the chain holds."""
        before, expected = _START, 1
        for row in await self.work.rows("journal_all"):
            entry = _entry(row["seq"], row["at"], row["deed"], row["case_id"], row["officer"], row["note"])
            before = self.work.keyring.chained(before, entry)
            if row["seq"] != expected or before != bytes(row["chain"]):
                return expected
            expected += 1
        return None if await self._whole(expected - 1, before) else expected

    async def _whole(self, length: int, chain: bytes) -> bool:
        tip = await self.work.run("journal_tip")
        return bool(tip and tip["seq"] == length and bytes(tip["mark"]) == self._mark(length, chain))
