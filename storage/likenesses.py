"""By what cases are like each other: blind indexes, and the value itself sealed under the case's contact key."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import CaseId
from bot.domain.likeness import Likeness, LikenessKind
from bot.domain.private import Private
from bot.domain.retention import Part
from storage.parts import part_keys
from storage.vault import MarkKey, Spot
from storage.work import Row, Work


def _address(key: MarkKey, likeness: Likeness) -> bytes:
    return key.blind(likeness.kind.value, likeness.value.reveal())


def _spot(case: CaseId, kind: LikenessKind) -> Spot:
    return Spot("likenesses", case, kind.value)


@dataclass(frozen=True, slots=True)
class LikenessShelf:
    work: Work

    async def note(self, case: CaseId, likeness: Likeness) -> None:
        index = await self.work.index()
        key_id = await (await part_keys(self.work, case)).make(Part.CONTACT)
        await self.work.run(
            "likeness_note",
            case_id=case,
            kind=likeness.kind.value,
            address=_address(index, likeness),
            index_key=index.id,
            sealed=await self.work.seal(likeness.value, key_id, _spot(case, likeness.kind)),
        )

    async def cases_with(self, likeness: Likeness) -> list[CaseId]:
        """The cases whose contact is kept and has this in common."""
        found: set[CaseId] = set()
        for key in await self.work.live("index"):
            rows = await self.work.rows("likeness_cases", address=_address(key, likeness))
            found |= {CaseId(row["case_id"]) for row in rows}
        return sorted(found)

    async def reindex(self, batch: int) -> int:
        """Find so many by the newest index key instead of an older one; 0 if none is left."""
        newest = (await self.work.live("index"))[0]
        rows = await self.work.rows("likeness_under_older", newest=newest.id, batch=batch)
        for row in rows:
            place = {
                "case_id": row["case_id"],
                "kind": row["kind"],
                "before": bytes(row["address"]),
                "address": _address(newest, await self._opened(row)),
            }
            # Noted once more since the key changed, it is there already.
            await self.work.run("likeness_twice", **place)
            await self.work.run("likeness_reindex", index_key=newest.id, **place)
        return len(rows)

    async def _opened(self, row: Row) -> Likeness:
        case, kind = CaseId(row["case_id"]), LikenessKind(row["kind"])
        key_id = await (await part_keys(self.work, case)).make(Part.CONTACT)
        return Likeness(kind, await self.work.open(Private[str], row["sealed"], key_id, _spot(case, kind)))
