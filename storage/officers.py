"""Officers; a joining link is kept only as a hash, so that the database cannot be used to join."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.domain.ids import ChatId, DeskId, Instant, OfficerId
from bot.domain.people import Officer
from bot.domain.private import Private
from storage.desks import desk_key
from storage.vault import Spot
from storage.work import Row, Work


def _mark(invite: Private[str]) -> bytes:
    """A link holds 128 bits of chance: its hash tells nothing, and needs no key that is ever rotated."""
    return sha256(b"invite\x00" + invite.reveal().encode()).digest()


@dataclass(frozen=True, slots=True)
class _Called:
    """How somebody is called."""

    name: Private[str]
    aliases: tuple[Private[str], ...] = ()


_KEPT: Any = _Called | str
"""Before there were aliases the name alone was sealed."""


@dataclass(frozen=True, slots=True)
class OfficerShelf:
    work: Work

    async def of_desk(self, desk: DeskId) -> list[Officer]:
        return [await self._officer(row) for row in await self.work.rows("officer_of_desk", desk=desk)]

    async def load(self, officer: OfficerId) -> Officer:
        row = await self.work.run("officer_load", id=officer)
        if row is None:
            raise KeyError("no such officer")
        return await self._officer(row)

    async def by_chat(self, chat: ChatId) -> Officer | None:
        row = await self.work.run("officer_by_chat", chat=chat)
        return await self._officer(row) if row else None

    async def by_invite(self, invite: Private[str]) -> Officer | None:
        # Links made before they were hashed without a key are found under the index keys of then.
        older = [key.blind("invite", invite.reveal()) for key in await self.work.live("index")]
        for mark in (_mark(invite), *older):
            row = await self.work.run("officer_by_invite", invite=mark)
            if row is not None:
                return await self._officer(row)
        return None

    async def invite(self, officer: Officer, invite: Private[str]) -> None:
        mark = _mark(invite)
        await self.work.run("officer_add", desk=officer.desk, invite=mark, **await self._plain(officer))

    async def keep(self, officer: Officer) -> None:
        await self.work.run("officer_keep", **await self._plain(officer))

    async def _plain(self, officer: Officer) -> dict[str, object]:
        key_id = await desk_key(self.work, officer.desk)
        return {
            "id": officer.id,
            "chat": officer.chat,
            "joined_at": officer.joined_at,
            "paused": int(officer.paused),
            "supervisor": int(officer.supervisor),
            "removed": int(officer.removed),
            "sealed": await self.work.seal(
                _Called(officer.name, officer.aliases), key_id, Spot("officers", officer.id)
            ),
        }

    async def _officer(self, row: Row) -> Officer:
        desk = DeskId(row["desk"])
        spot = Spot("officers", row["id"])
        kept = await self.work.open(_KEPT, row["sealed"], await desk_key(self.work, desk), spot)
        called = _Called(Private(kept)) if isinstance(kept, str) else kept
        return Officer(
            OfficerId(row["id"]),
            desk,
            called.name,
            ChatId(row["chat"]) if row["chat"] else None,
            Instant(row["joined_at"]) if row["joined_at"] is not None else None,
            bool(row["paused"]),
            bool(row["supervisor"]),
            bool(row["removed"]),
            called.aliases,
        )
