"""Follows the journal's chain beside a process that serves, so many entries to a transaction that nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.ports import Anchor
from storage.backup import BackupRefused
from storage.database import Database
from storage.journal import BEGINNING, MARK
from storage.rotation import REST


async def first_broken(database: Database, told: Callable[[int], None]) -> int | None:
    """The first entry that is not as it was written; `told` hears how many more were followed."""
    at = BEGINNING
    while True:
        async with database.transaction() as ledger:
            following = await ledger.journal.follow(at)
        if following is None or following.broken is not None:
            return following.broken if following else None
        told(following.seq - at.seq)
        await asyncio.sleep(REST)
        at = following


async def length(database: Database) -> int:
    """How many entries the journal says that it has."""
    async with database.transaction() as ledger:
        return await ledger.journal.length()


def read_anchor(text: str) -> Anchor:
    """An anchor as it was posted. BackupRefused if it is none."""
    entry, _, mark = text.partition(":")
    if not entry.isdecimal() or len(mark) != MARK or set(mark) - set("0123456789abcdef"):
        raise BackupRefused(f"anchor {text}: it must be ENTRY:MARK as it was posted, such as 12:0123456789abcdef")
    return Anchor(int(entry), mark)


async def holds(database: Database, anchor: Anchor) -> bool:
    """Whether the journal still has the entry that was posted."""
    async with database.transaction() as ledger:
        return await ledger.journal.holds(anchor)
