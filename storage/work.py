"""What every shelf works with inside one transaction: the connection, the named queries, the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain.dues import DATABASE, DueKind
from bot.domain.ids import HOUR
from bot.ports import Stale
from storage.archivekey import ArchivePublicKey
from storage.codec import pack, unpack
from storage.keyring import Keyring
from storage.vault import DataKey, MarkKey, Spot

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction. Shelves hold it and nothing else."""

    connection: Any
    queries: Any
    keyring: Keyring
    now: Callable[[], int]
    archive: ArchivePublicKey | None = None

    async def run(self, name: str, **parameters: Any) -> Any:
        """Run the named query: a row or None, or nothing, as its `.sql` file says."""
        return await getattr(self.queries, name)(self.connection, **parameters)

    async def rows(self, name: str, **parameters: Any) -> list[Row]:
        """All rows of the named query."""
        return [row async for row in getattr(self.queries, name)(self.connection, **parameters)]

    async def new_key(self, purpose: str) -> DataKey:
        """A fresh data key, kept in this transaction."""
        return await self.keyring.new(purpose, self.connection, self.now())

    async def live(self, purpose: str) -> list[MarkKey]:
        """The keys of this purpose, newest first."""
        return await self.keyring.live(purpose, self.connection)

    async def index(self) -> MarkKey:
        """The newest index key, which nobody destroys before this transaction ends."""
        newest = (await self.live("index"))[0]
        if await self.run("key_hold", key_id=newest.id) is None:
            raise Stale("the index key changed")
        return newest

    async def destroy(self, key_id: str) -> None:
        """Destroy a data key, in this transaction; within the hour its bytes are cleared out, too."""
        await self.keyring.destroy(key_id, self.connection)
        await self.run("due_set_first", kind=DueKind.SCOUR.value, subject=DATABASE, due_at=self.now() + HOUR)

    async def key(self, key_id: str) -> DataKey:
        """A data key by id."""
        return await self.keyring.load(key_id, self.connection)

    async def seal(self, value: Any, key_id: str, spot: Spot) -> bytes:
        """The value, packed and sealed to its spot."""
        return (await self.key(key_id)).seal(pack(value), spot)

    async def open(self, kind: type[T], sealed: Any, key_id: str, spot: Spot) -> T:
        """The value of this kind that was sealed to this spot."""
        return unpack(kind, (await self.key(key_id)).open(bytes(sealed), spot))
