"""Opens the SQLite database and gives out transactions; one writer, every commit on disk before it returns."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import aiosql
import aiosqlite

from storage.cases import CaseShelf
from storage.chats import ChatShelf
from storage.desks import DeskShelf
from storage.dues import DueShelf
from storage.facts import FactShelf
from storage.inbox import InboxShelf
from storage.journal import JournalShelf
from storage.keyfile import KeyEncryptionKey
from storage.keyring import Keyring
from storage.messages import MessageShelf
from storage.migrate import migrate, migrations
from storage.officers import OfficerShelf
from storage.outbox import OutboxShelf
from storage.proposals import ProposalShelf
from storage.rosters import RosterShelf
from storage.sessions import SessionShelf
from storage.work import Work

QUERIES = Path(__file__).parent / "queries"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA wal_autocheckpoint = 1000",
)


class DatabaseRefused(Exception):
    """The database cannot be opened; says which file and why."""


class Ledger:
    """All shelves over one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @cached_property
    def chats(self) -> ChatShelf:
        return ChatShelf(self._work)

    @cached_property
    def desks(self) -> DeskShelf:
        return DeskShelf(self._work)

    @cached_property
    def officers(self) -> OfficerShelf:
        return OfficerShelf(self._work)

    @cached_property
    def rosters(self) -> RosterShelf:
        return RosterShelf(self._work)

    @cached_property
    def cases(self) -> CaseShelf:
        return CaseShelf(self._work)

    @cached_property
    def facts(self) -> FactShelf:
        return FactShelf(self._work)

    @cached_property
    def sessions(self) -> SessionShelf:
        return SessionShelf(self._work)

    @cached_property
    def outbox(self) -> OutboxShelf:
        return OutboxShelf(self._work)

    @cached_property
    def dues(self) -> DueShelf:
        return DueShelf(self._work)

    @cached_property
    def messages(self) -> MessageShelf:
        return MessageShelf(self._work)

    @cached_property
    def proposals(self) -> ProposalShelf:
        return ProposalShelf(self._work)

    @cached_property
    def journal(self) -> JournalShelf:
        return JournalShelf(self._work)

    @cached_property
    def inbox(self) -> InboxShelf:
        return InboxShelf(self._work)


@dataclass(slots=True)
class Database:
    """An open database. Transactions wait for one another; nothing else may use the connection."""

    _connection: aiosqlite.Connection
    _queries: Any
    _keyring: Keyring
    _now: Callable[[], int]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Ledger]:
        """Commit when the block ends well, roll back when it does not."""
        async with self._turn:
            await self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Ledger(Work(self._connection, self._queries, self._keyring, self._now))
            except BaseException:
                await self._connection.execute("ROLLBACK")
                raise
            await self._connection.execute("COMMIT")

    async def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        async with self._turn:
            await self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            await self._connection.close()


async def open_database(path: Path, kek: KeyEncryptionKey, now: Callable[[], int]) -> Database:
    """Open or create, migrate, and unlock with the key-encryption key.

    DatabaseRefused if the file cannot be used, WrongKey if it is sealed under another key, MigrationRefused if it
    is of another program; then nothing is left open.
    """
    try:
        _private_file(path)
        connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=512)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseRefused(f"database {path}: {error}") from None
    try:
        return await _prepared(connection, kek, now)
    except sqlite3.Error as error:
        await connection.close()
        raise DatabaseRefused(f"database {path}: {error}") from None
    except BaseException:
        await connection.close()
        raise


async def _prepared(connection: aiosqlite.Connection, kek: KeyEncryptionKey, now: Callable[[], int]) -> Database:
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        await connection.execute(pragma)
    await migrate(connection, now(), migrations())
    queries = aiosql.from_path(QUERIES, "aiosqlite", mandatory_parameters=False)
    keyring = Keyring(kek, queries, OrderedDict())
    database = Database(connection, queries, keyring, now)
    async with database.transaction() as ledger:
        if await keyring.begin(connection, now()):
            await ledger.journal.begin()
    return database


def _private_file(path: Path) -> None:
    """The file and what SQLite lays beside it (which takes over its mode) are for this account alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
