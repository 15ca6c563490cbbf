"""What was done, append-only and chained by a keyed hash, so that nothing can be taken out unseen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import CaseId, Instant, OfficerId
from storage.codec import pack
from storage.work import Work

TOGETHER = 500
"""Entries that are followed in one transaction."""
_START = b""
_LOWEST = -(2**63)
"""Below any number that an entry could be given, so that one put in before the first is found."""


def _entry(seq: int, at: int, deed: str, case: str | None, officer: str | None, note: str) -> bytes:
    return pack((seq, at, deed, case, officer, note))


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the chain was followed, its link there, and the first entry that breaks it, if one does."""

    seq: int
    chain: bytes
    broken: int | None


BEGINNING = Followed(0, _START, None)


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

    async def follow(self, last: Followed) -> Followed | None:
        """Some entries more, from where it was left; None at the end, if it is the end that it should have."""
        before, expected = last.chain, last.seq + 1
        rows = await self.work.rows("journal_page", above=last.seq or _LOWEST, batch=TOGETHER)
        for row in rows:
            entry = _entry(row["seq"], row["at"], row["deed"], row["case_id"], row["officer"], row["note"])
            before = self.work.keyring.chained(before, entry)
            if row["seq"] != expected or before != bytes(row["chain"]):
                return Followed(expected, before, expected)
            expected += 1
        if rows:
            return Followed(expected - 1, before, None)
        return None if await self._whole(last.seq, before) else Followed(last.seq, before, expected)

    async def length(self) -> int:
        """How many entries it says that it has."""
        tip = await self.work.run("journal_tip")
        return int(tip["seq"]) if tip else 0

    async def _whole(self, length: int, chain: bytes) -> bool:
        tip = await self.work.run("journal_tip")
        return bool(tip and tip["seq"] == length and bytes(tip["mark"]) == self._mark(length, chain))
