"""SQLite, the embedded engine: one file, one writer, every commit on disk before it returns."""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import aiosqlite

from storage.engine import DatabaseRefused, named_queries

_PATIENCE = 10_000
"""Milliseconds for which a write waits for one that goes on beside."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA busy_timeout = {_PATIENCE}",
    "PRAGMA wal_autocheckpoint = 1000",
)
_FAULTS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_BUSY: "another program holds a lock on the file",
    sqlite3.SQLITE_LOCKED: "another program holds a lock on the file",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
}
"""SQLite's primary result codes (sqlite.org/rescode.html) of faults that do not come from what was written."""


@dataclass
class Sqlite:
    """The database in this file."""

    path: Path
    _connection: aiosqlite.Connection | None = None
    _lock: int | None = field(default=None, repr=False)

    @cached_property
    def queries(self) -> Any:
        return named_queries("aiosqlite")

    async def open(self, beside: bool = False) -> None:
        try:
            if beside:
                self._there()
            else:
                self._alone()
            await asyncio.to_thread(_private_file, self.path)
            self._connection = await aiosqlite.connect(self.path, isolation_level=None, cached_statements=512)
            self._connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                await self._connection.execute(pragma)
        except (sqlite3.Error, OSError) as error:
            await self.close()
            raise DatabaseRefused(f"database {self.path}: {error}") from None
        except BaseException:
            await self.close()
            raise

    def _alone(self) -> None:
        """One process serves from a file: a second one would send everything twice.

        The kernel lets go of this lock when the process ends, however it ends.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.path.with_name(self.path.name + "-lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseRefused(
                f"database {self.path}: another process serves from it; stop that one first"
            ) from None

    def _there(self) -> None:
        if not self.path.exists():
            raise DatabaseRefused(f"database {self.path}: it does not exist; the bot's first start makes it")

    async def begin(self) -> aiosqlite.Connection:
        await self._open_connection.execute("BEGIN IMMEDIATE")
        return self._open_connection

    async def snapshot(self) -> None:
        await self._open_connection.execute("BEGIN DEFERRED")

    async def stream(self, sql: str) -> AsyncIterator[Any]:
        async with self._open_connection.execute(sql) as cursor:
            async for row in cursor:
                yield row

    async def put_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        blanks = ", ".join("?" * len(columns))
        await self._open_connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({blanks})", rows
        )

    async def count_on(self, tables: Sequence[str]) -> None:
        """SQLite takes notice of each number that is put in."""

    async def problems(self) -> list[str]:
        found = [str(row[0]) async for row in self.stream("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"{row[0]}: refers to nothing" async for row in self.stream("PRAGMA foreign_key_check")]

    async def scour(self, turn: asyncio.Lock) -> None:
        """Deleted rows are overwritten in the file (secure_delete); here the write-ahead log is emptied.

        While somebody reads or writes beside, part of it stays: that is a fault, and nobody is waited for.
        """
        async with turn:
            await self._open_connection.execute("PRAGMA busy_timeout = 0")
            try:
                rows = await self._open_connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await self._open_connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        if next(iter(rows))[0]:
            raise _busy()

    async def commit(self) -> None:
        await self._open_connection.execute("COMMIT")

    async def rollback(self) -> None:
        # A full disk has rolled back already, and then there is nothing to roll back.
        with suppress(sqlite3.Error):
            await self._open_connection.execute("ROLLBACK")

    @property
    def _open_connection(self) -> aiosqlite.Connection:
        if self._connection is None:
            raise DatabaseRefused(f"database {self.path}: it is not open")
        return self._connection

    async def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                await self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            await self._connection.close()
            self._connection = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def fault(self, error: BaseException) -> str | None:
        if not isinstance(error, sqlite3.DatabaseError):
            return None
        return _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)

    def dialect(self, statement: str) -> str:
        return statement


def _busy() -> sqlite3.Error:
    """As SQLite says it where it does not put it into a row."""
    error = sqlite3.OperationalError("the write-ahead log is in use")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def _private_file(path: Path) -> None:
    """The file and what SQLite lays beside it (which takes over its mode) are for this account alone."""
    path.touch(mode=0o600)
    path.chmod(0o600)
