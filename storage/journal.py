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

    async def first_broken(self) -> int | None:
        """The number of the first entry that was removed, changed, moved or put in; None if the chain holds."""
        before, expected = _START, 1
        for row in await self.work.rows("journal_all"):
            entry = _entry(row["seq"], row["at"], row["deed"], row["case_id"], row["officer"], row["note"])
            before = self.work.keyring.chained(before, entry)
            if row["seq"] != expected or before != bytes(row["chain"]):
                return expected
            expected += 1
        return None
