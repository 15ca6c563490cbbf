"""The wrapped data keys, for who changes or checks the key-encryption keys."""

from __future__ import annotations

from dataclasses import dataclass

from storage.keyfile import KeyEncryptionKey
from storage.keyring import WrongKey
from storage.vault import DataKey, MarkKey
from storage.work import Row, Work

SHOWN = "shown"
"""Purpose of the key that seals nothing, and only shows what the serving process wraps with."""


@dataclass(frozen=True, slots=True)
class KeyShelf:
    work: Work

    async def new(self, purpose: str) -> DataKey:
        """A fresh data key for something that is no row."""
        return await self.work.new_key(purpose)

    async def live(self, purpose: str) -> list[MarkKey]:
        """The keys of this purpose by which things are marked, newest first."""
        return await self.work.live(purpose)

    async def destroy_older(self, purpose: str) -> None:
        """Destroy all keys of this purpose but the newest."""
        for key in (await self.work.live(purpose))[1:]:
            await self.work.destroy(key.id)

    def current(self) -> KeyEncryptionKey:
        """The key-encryption key that wraps now."""
        return self.work.keyring.keks.current()

    async def take_up(self) -> None:
        """Wrap the key that seals nothing, by which the serving process shows its key-encryption key, anew."""
        ring = self.work.keyring
        row = await self.work.run("key_newest", purpose=SHOWN)
        if row is None:
            await self.work.new_key(SHOWN)
        elif row["kek_id"] != ring.keks.current().id:
            await self._rewrap(row)

    async def taken_up(self) -> bool:
        """Whether the process that serves has shown the key-encryption key that is current here."""
        row = await self.work.run("key_newest", purpose=SHOWN)
        return row is not None and row["kek_id"] == self.current().id

    async def counts(self) -> list[tuple[str, int]]:
        """How many data keys each key-encryption key wraps."""
        return [(row["kek_id"], row["wraps"]) for row in await self.work.rows("key_counts")]

    async def rewrap(self, kek_id: str, batch: int) -> int:
        """Wrap so many of the data keys under this key by the current one; 0 if none is left, or it is current."""
        if kek_id == self.current().id:
            return 0
        rows = await self.work.rows("key_wrapped_by", kek_id=kek_id, batch=batch)
        for row in rows:
            await self._rewrap(row)
        return len(rows)

    async def _rewrap(self, row: Row) -> None:
        ring, current = self.work.keyring, self.current()
        wrapped = ring.wrap(row["key_id"], ring.unwrap(row), current)
        await self.work.run(
            "key_rewrap", key_id=row["key_id"], kek_id=current.id, wrapped=wrapped, before=row["kek_id"]
        )

    async def check(self, above: str, batch: int) -> tuple[list[str], list[str]]:
        """The ids of the next data keys above this one, and of those among them that do not open."""
        seen, broken = [], []
        for row in await self.work.rows("key_page", above=above, batch=batch):
            seen.append(row["key_id"])
            try:
                self.work.keyring.unwrap(row)
            except WrongKey:
                broken.append(row["key_id"])
        return seen, broken
