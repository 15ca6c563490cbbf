"""The keys of a case: one for each part that is forgotten at its own time, made when the part first needs it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.facts import FactValue
from bot.domain.ids import CaseId
from bot.domain.retention import Part, part_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class PartKeys:
    """Of one case; its parts' key ids are read once for each use."""

    work: Work
    case: CaseId
    keys: dict[str, str]

    def of(self, part: str) -> str | None:
        """The id of a part's key; None if it was never made, or is destroyed."""
        return self.keys.get(part)

    async def make(self, part: Part) -> str:
        """The id of the part's key, a new one if it has none."""
        known = self.keys.get(part.value)
        if known is not None:
            return known
        key = await self.work.new_key("case")
        await self.work.run("case_key_add", case_id=self.case, part=part.value, key_id=key.id)
        self.keys[part.value] = key.id
        return key.id

    async def for_value(self, value: FactValue) -> tuple[Part, str]:
        """The part that a fact's value belongs to, with its key."""
        part = part_of(value)
        return part, await self.make(part)


async def part_keys(work: Work, case: CaseId) -> PartKeys:
    """The keys that this case still has."""
    rows = await work.rows("case_keys_of", case_id=case)
    return PartKeys(work, case, {row["part"]: row["key_id"] for row in rows})
