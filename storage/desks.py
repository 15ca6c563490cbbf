"""Desks, each with a key that also seals its officers' names and its roster."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.escalation import Policy
from bot.domain.ids import ChatId, DeskId, Instant
from bot.domain.people import Desk
from storage.vault import Spot
from storage.work import Row, Work


@dataclass(frozen=True, slots=True)
class _Sealed:
    name: str
    zone: str
    language: str
    withheld: bool = False
    place_for_owner: bool = False
    topics: bool = False
    policy: Policy = ()
    routes: tuple[str, ...] = ()


def _sealed(desk: Desk) -> _Sealed:
    return _Sealed(
        *(desk.name, desk.zone, desk.language, desk.withheld, desk.place_for_owner),
        desk.topics,
        desk.policy,
        desk.routes,
    )


async def desk_key(work: Work, desk: DeskId) -> str:
    """The id of the desk's key."""
    row = await work.run("desk_load", id=desk)
    if row is None:
        raise KeyError("no such desk")
    return str(row["key_id"])


@dataclass(frozen=True, slots=True)
class DeskShelf:
    work: Work

    async def all(self) -> list[Desk]:
        return [await self._desk(row) for row in await self.work.rows("desk_all")]

    async def load(self, desk: DeskId) -> Desk:
        row = await self.work.run("desk_load", id=desk)
        if row is None:
            raise KeyError("no such desk")
        return await self._desk(row)

    async def add(self, desk: Desk) -> None:
        key = await self.work.new_key("desk")
        sealed = await self._seal(desk, key.id)
        await self.work.run(
            "desk_add", id=desk.id, key_id=key.id, chat=desk.chat, opened_at=desk.opened_at, sealed=sealed
        )

    async def keep(self, desk: Desk) -> None:
        sealed = await self._seal(desk, await desk_key(self.work, desk.id))
        await self.work.run("desk_keep", id=desk.id, chat=desk.chat, sealed=sealed)

    async def _seal(self, desk: Desk, key_id: str) -> bytes:
        return await self.work.seal(_sealed(desk), key_id, Spot("desks", desk.id))

    async def _desk(self, row: Row) -> Desk:
        inner = await self.work.open(_Sealed, row["sealed"], row["key_id"], Spot("desks", row["id"]))
        chat = ChatId(row["chat"]) if row["chat"] else None
        opened_at = Instant(row["opened_at"])
        known = inner.name, inner.zone, inner.language, chat, opened_at
        rules = inner.withheld, inner.place_for_owner, inner.policy, inner.routes, inner.topics
        return Desk(DeskId(row["id"]), *known, *rules)
