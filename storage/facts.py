"""Facts of cases, each sealed under the key of its part of the case; added, and destroyed with their part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from bot.domain.facts import Fact, FactValue
from bot.domain.ids import CaseId, FactId, Instant
from storage.parts import part_keys
from storage.vault import Spot
from storage.work import Row, Work

KINDS: dict[str, type[FactValue]] = {kind.__name__: kind for kind in get_args(FactValue)}
"""Every kind of fact by its name."""


@dataclass(frozen=True, slots=True)
class FactShelf:
    work: Work

    async def add(self, fact: Fact) -> None:
        part, key_id = await (await part_keys(self.work, fact.case)).for_value(fact.value)
        await self.work.run(
            "fact_add",
            id=fact.id,
            case_id=fact.case,
            at=fact.at,
            kind=type(fact.value).__name__,
            part=part.value,
            sealed=await self.work.seal(fact.value, key_id, Spot("facts", fact.id)),
        )

    async def of(self, case: CaseId) -> list[Fact]:
        """What is not destroyed, in the order in which it came."""
        keys = await part_keys(self.work, case)
        rows = await self.work.rows("fact_of_case", case_id=case)
        return [await self._fact(row, case, key_id) for row in rows if (key_id := keys.of(row["part"]))]

    async def load(self, case: CaseId, fact: FactId) -> Fact | None:
        """None if it is destroyed; KeyError if it is another case's."""
        row = await self.work.run("fact_load", id=fact)
        if row is not None and row["case_id"] != case:
            raise KeyError("no such fact in this case")
        key_id = (await part_keys(self.work, case)).of(row["part"]) if row else None
        return await self._fact(row, case, key_id) if key_id else None

    async def count(self, case: CaseId, kind: str, since: Instant) -> int:
        """How many facts of this kind came after this."""
        row = await self.work.run("fact_count", case_id=case, kind=kind, since=since)
        return int(row["count"]) if row else 0

    async def _fact(self, row: Row, case: CaseId, key_id: str) -> Fact:
        value = await self.work.open(KINDS[row["kind"]], row["sealed"], key_id, Spot("facts", row["id"]))
        return Fact(FactId(row["id"]), case, Instant(row["at"]), value)
