"""Facts of cases, sealed under the case's key; only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from bot.domain.facts import Fact, FactValue
from bot.domain.ids import CaseId, FactId, Instant
from storage.cases import case_key
from storage.vault import Spot
from storage.work import Row, Work

_KINDS: dict[str, type[FactValue]] = {kind.__name__: kind for kind in get_args(FactValue)}


@dataclass(frozen=True, slots=True)
class FactShelf:
    work: Work

    async def add(self, fact: Fact) -> None:
        sealed = await self.work.seal(fact.value, await case_key(self.work, fact.case), Spot("facts", fact.id))
        kind = type(fact.value).__name__
        await self.work.run("fact_add", id=fact.id, case_id=fact.case, at=fact.at, kind=kind, sealed=sealed)

    async def of(self, case: CaseId) -> list[Fact]:
        key_id = await case_key(self.work, case)
        return [await self._fact(row, case, key_id) for row in await self.work.rows("fact_of_case", case_id=case)]

    async def load(self, case: CaseId, fact: FactId) -> Fact:
        row = await self.work.run("fact_load", id=fact)
        if row is None or row["case_id"] != case:
            raise KeyError("no such fact in this case")
        return await self._fact(row, case, await case_key(self.work, case))

    async def _fact(self, row: Row, case: CaseId, key_id: str) -> Fact:
        value = await self.work.open(_KINDS[row["kind"]], row["sealed"], key_id, Spot("facts", row["id"]))
        return Fact(FactId(row["id"]), case, Instant(row["at"]), value)
