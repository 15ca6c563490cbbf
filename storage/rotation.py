"""Counts, checks and re-wraps data keys, batch by batch, beside a process that serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from storage.database import Database
from storage.ledger import Ledger

BATCH = 500
"""Data keys to a transaction: so few that a serving process waits for none of them noticeably."""
REST = 0.12
"""Seconds between two transactions: SQLite's waiting writer looks every tenth of a second whether it may write."""


PATIENCE = 15
"""Seconds for the process that serves to take up a new key; it looks every five."""


class NotTakenUp(Exception):
    """The process that serves does not know the current key yet; says what would be right."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """How many data keys a key-encryption key wraps."""

    kek_id: str
    count: int


async def counts(database: Database) -> list[Wrapped]:
    """Every key-encryption key that wraps something, and how much."""
    async with database.transaction() as ledger:
        return [Wrapped(kek_id, count) for kek_id, count in await ledger.keys.counts()]


async def rewrap(database: Database, told: Callable[[int], None], patience: int = PATIENCE) -> int:
    """Wrap every data key by the current key; `told` hears how many more are done. Returns how many in all.

    Broken off anywhere, it goes on from there when it is called again. WrongKey if a data key cannot be opened.
    NotTakenUp if the process that serves does not know the current key: it could open nothing any more.
    """
    await _taken_up(database, patience)
    done = 0
    for wrapped in await counts(database):
        while True:
            async with database.transaction() as ledger:
                changed = await ledger.keys.rewrap(wrapped.kek_id, BATCH)
            if not changed:
                break
            done += changed
            told(changed)
            await asyncio.sleep(REST)
    return done


async def _taken_up(database: Database, patience: int) -> None:
    for _ in range(patience):
        async with database.transaction() as ledger:
            if await ledger.keys.taken_up():
                return
            current = ledger.keys.current().id
        await asyncio.sleep(1)
    raise NotTakenUp(
        f"key {current}: no bot that serves has taken it up, and nothing was wrapped by it; "
        "start the bot with it, or restart it, then once more: python -m bot keys rotate"
    )


async def rotate_journal(database: Database) -> None:
    """From now on the journal is chained under a new key; the old one stays, only to check what is there."""
    async with database.transaction() as ledger:
        await ledger.journal.rotate()


async def rotate_index(database: Database, told: Callable[[int], None]) -> int:
    """Find everything by a new index key, and destroy the older ones; broken off, `reindex` goes on from there."""
    async with database.transaction() as ledger:
        await ledger.keys.new("index")
    return await reindex(database, told)


async def reindex(database: Database, told: Callable[[int], None]) -> int:
    """Bring all under the newest index key, then destroy the older ones; returns how much changed."""
    done = 0
    while True:
        async with database.transaction() as ledger:
            changed = await reindexed(ledger)
            if not changed:
                # Whoever is met while the old keys go has locked one of them: after that they are seen here.
                await ledger.keys.destroy_older("index")
                changed = await reindexed(ledger)
                if not changed:
                    return done
        done += changed
        told(changed)
        await asyncio.sleep(REST)


async def reindexed(ledger: Ledger) -> int:
    """Bring some more under the newest index key; returns how many, 0 at the end."""
    return await ledger.chats.reindex(BATCH) or await ledger.likenesses.reindex(BATCH)


async def check(database: Database, told: Callable[[int], None]) -> AsyncIterator[str]:
    """The ids of data keys that cannot be opened with the keys at hand."""
    after = ""
    while True:
        async with database.transaction() as ledger:
            seen, broken = await ledger.keys.check(after, BATCH)
        for key_id in broken:
            yield key_id
        if not seen:
            return
        told(len(seen))
        after = seen[-1]
        await asyncio.sleep(REST)
