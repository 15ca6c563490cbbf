"""Hands out data keys by id: made here, wrapped by the key-encryption key, unwrapped once and remembered."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from storage.keyfile import KeyEncryptionKey
from storage.keysource import Keys
from storage.vault import KEY, DataKey, MarkKey, NotOpened, Spot

REMEMBERED = 4_096
EPOCH = 24 * 3_600_000
"""Milliseconds for which one epoch key seals queue rows that belong to no case yet."""


_IN_TURN = ("index", "journal", "epoch", "lane")
"""Purposes for which one key follows another."""


class WrongKey(Exception):
    """The database was sealed under another key-encryption key than the one given."""


@dataclass(slots=True)
class Keyring:
    """Data keys of one database. `queries` are the named queries, `now` comes from the caller."""

    keks: Keys
    queries: Any
    _known: OrderedDict[str, DataKey] = field(default_factory=OrderedDict)
    _marks: dict[str, dict[str, MarkKey]] = field(default_factory=dict)
    """By purpose and id."""

    def __repr__(self) -> str:
        return "Keyring()"

    async def begin(self, connection: Any, now: int) -> bool:
        """Open the index key and the journal key, or make them in a new database; whether it is a new one."""
        new = await self.queries.key_newest(connection, purpose="journal") is None
        for purpose in ("index", "journal"):
            if not await self.live(purpose, connection):
                await self.new(purpose, connection, now)
        return new

    async def live(self, purpose: str, connection: Any) -> list[MarkKey]:
        """All keys of this purpose, newest first; asked each time, as another process may have changed them.

        What that one destroyed is forgotten here, too.
        """
        ids = [row["key_id"] async for row in self.queries.key_of_purpose(connection, purpose=purpose)]
        live = [await self._mark_key(purpose, key_id, connection) for key_id in ids]
        self._marks[purpose] = {key.id: key for key in live}
        return live

    async def _mark_key(self, purpose: str, key_id: str, connection: Any) -> MarkKey:
        known = self._marks.setdefault(purpose, {})
        if key_id not in known:
            row = await self.queries.key_load(connection, key_id=key_id)
            known[key_id] = MarkKey(key_id, self.unwrap(row))
        return known[key_id]

    def wrap(self, key_id: str, secret: bytes, kek: KeyEncryptionKey) -> bytes:
        """A data key's secret, sealed by a key-encryption key."""
        return DataKey(kek.id, kek.secret).seal(secret, Spot("data_keys", key_id, "wrapped"))

    def unwrap(self, row: Any) -> bytes:
        """A data key's secret; WrongKey if the key-encryption key is not at hand, or another under its name."""
        kek = self.keks.by_id(row["kek_id"])
        if kek is None:
            known = ", ".join(key.id for key in self.keks.known)
            raise WrongKey(f"the database needs key-encryption key {row['kek_id']}; at hand is {known}")
        try:
            return DataKey(kek.id, kek.secret).open(
                bytes(row["wrapped"]), Spot("data_keys", row["key_id"], "wrapped")
            )
        except NotOpened:
            raise WrongKey(f"the key-encryption key {kek.id} at hand does not open this database") from None

    async def _keep(self, purpose: str, secret: bytes, connection: Any, now: int) -> DataKey:
        key_id = secrets.token_hex(16)
        kek = self.keks.current()
        if purpose in _IN_TURN:
            # The newest counts, also where the clock stood still or went back since the one before it.
            last = await self.queries.key_newest(connection, purpose=purpose)
            now = max(now, last["created_at"] + 1) if last is not None else now
        wrapped = self.wrap(key_id, secret, kek)
        await self.queries.key_add(
            connection, key_id=key_id, purpose=purpose, kek_id=kek.id, wrapped=wrapped, created_at=now
        )
        return DataKey(key_id, secret)

    async def new(self, purpose: str, connection: Any, now: int) -> DataKey:
        """A fresh key for one chat, case or desk, kept in the caller's transaction."""
        return self._remember(await self._keep(purpose, secrets.token_bytes(KEY), connection, now))

    async def load(self, key_id: str, connection: Any) -> DataKey:
        """The key with this id; NotOpened if it was shredded."""
        known = self._known.get(key_id)
        if known is not None:
            return known
        row = await self.queries.key_load(connection, key_id=key_id)
        if row is None:
            raise NotOpened("the data key was destroyed")
        return self._remember(DataKey(key_id, self.unwrap(row)))

    async def destroy(self, key_id: str, connection: Any) -> None:
        """Delete the wrapped key: whatever it sealed is gone, here and in every backup of the data."""
        self._known.pop(key_id, None)
        for known in self._marks.values():
            known.pop(key_id, None)
        await self.queries.key_destroy(connection, key_id=key_id)

    async def epoch(self, connection: Any, now: int) -> DataKey:
        """Today's key for queue rows."""
        row = await self.queries.key_newest(connection, purpose="epoch")
        if row is not None and now - row["created_at"] < EPOCH:
            return await self.load(row["key_id"], connection)
        return await self.new("epoch", connection, now)

    async def lane(self, connection: Any, now: int) -> MarkKey:
        """The key under which the updates of one chat are known as one chat's.

        It changes after an epoch, but never while anything waits: two updates of one chat must not pass each
        other. The one before it is destroyed then, so that nobody learns later who wrote.
        """
        row = await self.queries.key_newest(connection, purpose="lane")
        if row is not None:
            young = now - row["created_at"] < EPOCH
            if young or await self.queries.inbox_waits(connection) is not None:
                return await self._mark_key("lane", row["key_id"], connection)
            await self.destroy(row["key_id"], connection)
        key = await self._keep("lane", await self._first_lane(row is None, connection), connection, now)
        return await self._mark_key("lane", key.id, connection)

    async def _first_lane(self, first: bool, connection: Any) -> bytes:
        """Before there were lane keys, the index key was used: what waits from then keeps its lane."""
        if first and await self.queries.inbox_waits(connection) is not None:
            return self.unwrap(await self.queries.key_newest(connection, purpose="index"))
        return secrets.token_bytes(KEY)

    def _remember(self, key: DataKey) -> DataKey:
        self._known[key.id] = key
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return key
