"""Numbers and advice that an admin confirmed: public facts, and the only rows that are not sealed on purpose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.guidance import Guide
from bot.domain.ids import Instant
from storage.work import Row, Work


@dataclass(frozen=True, slots=True)
class GuidanceShelf:
    work: Work

    async def all(self) -> list[Guide]:
        rows = await self.work.rows("guide_all")
        return [_guide(row) for row in rows]

    async def set(self, guide: Guide) -> None:
        await self.work.run(
            "guide_set",
            country=guide.country,
            area=guide.area,
            service=guide.service,
            value=guide.value,
            source=guide.source,
            as_of=guide.as_of,
            confirmed_at=guide.confirmed_at,
        )

    async def drop(self, country: str, area: str, service: str) -> None:
        await self.work.run("guide_drop", country=country, area=area, service=service)


def _guide(row: Row) -> Guide:
    return Guide(
        row["country"],
        row["area"],
        row["service"],
        row["value"],
        row["source"],
        row["as_of"],
        Instant(row["confirmed_at"]),
    )
