"""What was done, append-only and chained by a keyed hash, so that nothing can be taken out unseen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import CaseId, Instant, OfficerId
from bot.ports import Anchor, Entry
from storage.codec import pack
from storage.vault import MarkKey
from storage.work import Row, Work

TOGETHER = 500
"""Entries that are followed in one transaction."""
MARK = 16
"""Hexadecimal digits of a link that an anchor shows: 64 bits, and short enough to be copied by hand."""
_START = b""
_LOWEST = -(2**63)
"""Below any number that an entry could be given, so that one put in before the first is found."""


def _entry(seq: int, at: int, deed: str, case: str | None, officer: str | None, note: str) -> bytes:
    return pack((seq, at, deed, case, officer, note))


def _shown(row: Row) -> Entry:
    officer = OfficerId(row["officer"]) if row["officer"] else None
    case = CaseId(row["case_id"]) if row["case_id"] else None
    return Entry(Instant(row["at"]), row["deed"], officer, row["note"], case)


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the chain was followed: its link there, its key, and the first entry that breaks it, if one does."""

    seq: int
    chain: bytes
    broken: int | None
    key_id: str | None = None


BEGINNING = Followed(0, _START, None)


@dataclass(frozen=True, slots=True)
class JournalShelf:
    work: Work

    async def begin(self) -> None:
        """An empty journal says that it is empty: one that was emptied later is found out."""
        await self._set_tip((await self._keys())[0], 0, _START)

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
        key = (await self._keys())[0]
        chain = key.chained(before, _entry(seq, at, deed, case, officer, note))
        await self.work.run(
            "journal_append",
            seq=seq,
            at=at,
            deed=deed,
            case_id=case,
            officer=officer,
            note=note,
            chain=chain,
            key_id=key.id,
        )
        await self._set_tip(key, seq, chain)

    async def of_case(self, case: CaseId) -> list[Entry]:
        """All entries about one case, oldest first."""
        rows = await self.work.rows("journal_of_case", case_id=case)
        return [_shown(row) for row in rows]

    async def of_officer(self, officer: OfficerId) -> list[Entry]:
        """What says since when they could be on duty, and could not, oldest first."""
        return [_shown(row) for row in await self.work.rows("journal_of_officer", officer=officer)]

    async def newest(self, below: int, most: int) -> list[tuple[int, Entry]]:
        """So many entries before the one with this number, the newest first, each with its number."""
        rows = await self.work.rows("journal_before", below=below, batch=most)
        return [(row["seq"], _shown(row)) for row in rows]

    async def rotate(self) -> None:
        """Chain on under a new key. The old one can then forge nothing: it stays only to check what is there."""
        last = await self.work.run("journal_last")
        key_id = (await self.work.new_key("journal")).id
        newest = (await self._keys())[0]
        if newest.id != key_id:
            raise ValueError("the journal's new key is not the newest")
        await self._set_tip(newest, last["seq"] if last else 0, bytes(last["chain"]) if last else _START)

    async def _keys(self) -> list[MarkKey]:
        return await self.work.live("journal")

    async def _set_tip(self, key: MarkKey, seq: int, chain: bytes) -> None:
        """How long the journal is, keyed: without it the newest entries could be cut off unseen."""
        await self.work.run("journal_tip_set", seq=seq, mark=_mark(key, seq, chain), key_id=key.id)

    async def follow(self, last: Followed) -> Followed | None:
        """Some entries more, from where it was left; None at the end, if it is the end that it should have."""
        keys = [*reversed(await self._keys())]
        place = {key.id: number for number, key in enumerate(keys)}
        at, expected, before = place.get(last.key_id or "", 0), last.seq + 1, last.chain
        rows = await self.work.rows("journal_page", above=last.seq or _LOWEST, batch=TOGETHER)
        for row in rows:
            entry = _entry(row["seq"], row["at"], row["deed"], row["case_id"], row["officer"], row["note"])
            under = place.get(row["key_id"], -1)
            # An older key never comes back: who learnt it later could otherwise write on with it.
            if row["seq"] != expected or under < at:
                return Followed(expected, before, expected)
            before = keys[under].chained(before, entry)
            if before != bytes(row["chain"]):
                return Followed(expected, before, expected)
            at, expected = under, expected + 1
        if rows:
            return Followed(expected - 1, before, None, keys[at].id)
        return None if await self._whole(last.seq, before, keys[-1]) else Followed(last.seq, before, expected)

    async def length(self) -> int:
        """How many entries it says that it has."""
        tip = await self.work.run("journal_tip")
        return int(tip["seq"]) if tip else 0

    async def _whole(self, length: int, chain: bytes, newest: MarkKey) -> bool:
        tip = await self.work.run("journal_tip")
        return bool(tip and tip["seq"] == length and bytes(tip["mark"]) == _mark(newest, length, chain))

    async def anchor(self) -> Anchor:
        """The newest entry's number and its link: posted elsewhere, it proves later that nothing was cut off."""
        last = await self.work.run("journal_last")
        return Anchor(last["seq"], bytes(last["chain"]).hex()[:MARK]) if last else Anchor(0, "")

    async def holds(self, anchor: Anchor) -> bool:
        """Whether the entry that was anchored is there, with the link that it had."""
        row = await self.work.run("journal_entry", seq=anchor.seq)
        return row is not None and bytes(row["chain"]).hex()[:MARK] == anchor.mark


def _mark(key: MarkKey, seq: int, chain: bytes) -> bytes:
    return key.chained(chain, pack(("tip", seq)))
