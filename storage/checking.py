"""Opens everything that is sealed, in one moment, and says what does not open; of what is inside, nothing."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Any

from bot.domain.ids import CaseId, FactId
from storage.attachments import ContentKey, attachment_spot, piece_spot
from storage.codec import unpack
from storage.database import Database
from storage.keyring import Keyring, WrongKey
from storage.vault import DataKey, NotOpened, Spot

SEALED = (
    *(
        "inbox",
        "chats",
        "desks",
        "officers",
        "roster_events",
        "cases",
        "facts",
        "archive",
        "likenesses",
        "sessions",
        "attachments",
    ),
    *("outbox", "proposals", "pieces", "tallies"),
)
"""The tables with sealed values; for each there is a query in `sealed.sql`."""
_OFTEN = 1_000
"""Rows between two words about how far it is."""


async def unopened(database: Database, told: Callable[[int], None]) -> AsyncGenerator[str]:
    """One line for each value that was changed, moved or cut off, or whose key is gone.

    `told` hears how many more values were looked at. Unkept if the database is away.
    """
    async with database.snapshot() as engine:
        for table in SEALED:
            sql = getattr(engine.queries, f"sealed_{table}").sql
            async with aclosing(engine.stream(sql)) as rows:
                seen = 0
                async for row in rows:
                    wrong = _wrong(database.keyring, table, row)
                    if wrong is not None:
                        yield f"{table} {row['id']}: {wrong}"
                    seen += 1
                    if seen % _OFTEN == 0:
                        told(_OFTEN)
            told(seen % _OFTEN)


def _wrong(keyring: Keyring, table: str, row: Mapping[str, Any]) -> str | None:
    if row["key_id"] is None:
        return "its key is gone"
    try:
        key = DataKey(row["key_id"], keyring.unwrap(row))
        if table == "pieces":
            _open_piece(key, row)
        else:
            key.open(bytes(row["sealed"]), Spot(table, str(row["id"]), row["field"]))
    except WrongKey:
        return "its key does not open"
    except NotOpened:
        return "it was changed, moved or cut off"
    return None


def _open_piece(key: DataKey, row: Mapping[str, Any]) -> None:
    """A piece lies under the key of its thing, and that one under the key of its case."""
    fact = FactId(row["id"])
    try:
        known = unpack(ContentKey, key.open(bytes(row["sealed"]), attachment_spot(fact)))
    except NotOpened:
        # Its thing was named already.
        return
    known.key(fact).open(bytes(row["piece"]), piece_spot(CaseId(row["case_id"]), fact, row["number"]))
