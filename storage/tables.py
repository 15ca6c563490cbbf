"""All tables as rows, whatever the engine: read in one moment, written to an empty place, compared."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from storage.engine import Engine

KEYS = "data_keys"
"""The wrapped data keys: they live apart from what they open."""
ORDER = {
    KEYS: "key_id",
    "inbox": "update_id",
    "chats": "id",
    "desks": "id",
    "officers": "id",
    "roster_events": "seq",
    "cases": "id",
    "tallies": "month",
    "case_keys": "case_id, part",
    "facts": "seq",
    "archive": "case_id, part",
    "attachments": "fact_id",
    "pieces": "case_id, fact_id, number",
    "likenesses": "case_id, kind, address",
    "sessions": "chat",
    "outbox": "seq",
    "dues": "kind, subject",
    "messages": "chat, message_id",
    "proposals": "id",
    "guidance": "country, area, service",
    "journal": "seq",
    "journal_tip": "id",
}
"""Every table but `migrations`, with what orders its rows; a table comes after those that it refers to."""
COUNTED = ("roster_events", "facts", "outbox")
"""Tables whose `seq` the database counts itself."""
TOGETHER, LARGEST = 500, 16 * 2**20
"""Rows, and bytes in them, that are read and written at once."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, in its order."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


async def batches(engine: Engine, tables: Sequence[str]) -> AsyncGenerator[Batch]:
    """All rows of these tables, inside the caller's snapshot."""
    for table in tables:
        columns: tuple[str, ...] = ()
        rows: list[list[Any]] = []
        size = 0
        async with aclosing(engine.stream(f"SELECT * FROM {table} ORDER BY {ORDER[table]}")) as streamed:
            async for row in streamed:
                columns = tuple(row.keys())
                rows.append(list(row))
                size += sum(len(value) for value in row if isinstance(value, bytes))
                if len(rows) == TOGETHER or size > LARGEST:
                    yield Batch(table, columns, rows)
                    rows, size = [], 0
        if rows:
            yield Batch(table, columns, rows)


async def count(engine: Engine, tables: Sequence[str]) -> dict[str, int]:
    """How many rows each of these tables has, inside the caller's snapshot."""
    counted = {}
    for table in tables:
        async for row in engine.stream(f"SELECT COUNT(*) AS rows FROM {table}"):
            counted[table] = int(row["rows"])
    return counted


class Tally:
    """The fingerprint of all rows that it was shown, table by table, whatever engine they came from."""

    def __init__(self) -> None:
        self._hashes: dict[str, Any] = {}
        self._counts: dict[str, int] = {}

    def add(self, batch: Batch) -> None:
        known = self._hashes.setdefault(batch.table, sha256())
        for row in batch.rows:
            # Each row with its length in front, so that no two ways to cut them into rows look alike.
            packed = msgspec.msgpack.encode([batch.columns, row])
            known.update(len(packed).to_bytes(8, "big") + packed)
        self._counts[batch.table] = self._counts.get(batch.table, 0) + len(batch.rows)

    def result(self) -> dict[str, tuple[int, str]]:
        """Count and digest of each table that has rows."""
        return {table: (self._counts[table], known.hexdigest()) for table, known in self._hashes.items()}
