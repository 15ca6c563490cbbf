"""Hands out data keys by id: made here, wrapped by the key-encryption key, unwrapped once and remembered."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from storage.keyfile import KeyEncryptionKey
from storage.keysource import Keys
from storage.vault import KEY, DataKey, NotOpened, Spot

REMEMBERED = 4_096
EPOCH = 24 * 3_600_000
"""Milliseconds for which one epoch key seals queue rows that belong to no case yet."""


class WrongKey(Exception):
    """The database was sealed under another key-encryption key than the one given."""


@dataclass(slots=True)
class Keyring:
    """Data keys of one database. `queries` are the named queries, `now` comes from the caller."""

    keks: Keys
    queries: Any
    _known: OrderedDict[str, DataKey]
    _index: bytes = b""
    _chain: bytes = b""

    def __repr__(self) -> str:
        return "Keyring()"

    async def begin(self, connection: Any, now: int) -> bool:
        """Open the index key and the journal key, or make them in a new database; whether it is a new one."""
        new = await self.queries.key_newest(connection, purpose="journal") is None
        self._index = await self._secret_of("index", connection, now)
        self._chain = await self._secret_of("journal", connection, now)
        return new

    async def _secret_of(self, purpose: str, connection: Any, now: int) -> bytes:
        row = await self.queries.key_newest(connection, purpose=purpose)
        if row is not None:
            return self.unwrap(row)
        secret = secrets.token_bytes(KEY)
        await self._keep(purpose, secret, connection, now)
        return secret

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

    async def epoch(self, connection: Any, now: int) -> DataKey:
        """Today's key for queue rows."""
        row = await self.queries.key_newest(connection, purpose="epoch")
        if row is not None and now - row["created_at"] < EPOCH:
            return await self.load(row["key_id"], connection)
        return await self.new("epoch", connection, now)

    def _remember(self, key: DataKey) -> DataKey:
        self._known[key.id] = key
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return key

    def blind(self, kind: str, value: str) -> bytes:
        """The blind index of a value: finds it by equality, tells it to nobody without the index key."""
        return hmac.digest(self._index, f"{kind}\x00{value}".encode(), sha256)

    def chained(self, before: bytes, entry: bytes) -> bytes:
        """The journal's next link: keyed, so that it cannot be computed anew by who only has the database."""
        return hmac.digest(self._chain, before + entry, sha256)
