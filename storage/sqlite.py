"""SQLite, the embedded engine: one file, one writer, every commit on disk before it returns."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import sqlite3
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite

from storage.engine import DatabaseAway, DatabaseRefused, Stand, named_queries

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
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only; this account must be able to write both",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; this account must be able to write it and its folder",
    sqlite3.SQLITE_BUSY: "another program holds a lock on the file; end that one",
    sqlite3.SQLITE_LOCKED: "another program holds a lock on the file; end that one",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; put it aside and restore the newest backup",
    sqlite3.SQLITE_NOTADB: "the file is not a database; put it aside and restore the newest backup",
}
"""SQLite's primary result codes (sqlite.org/rescode.html) of faults that do not come from what was written."""
_PASSING = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""Those that may pass without anybody changing a setting."""


class _Replaced(Exception):
    """The file under the path is not the one that was opened."""


@dataclass
class Sqlite:
    """The database in this file."""

    path: Path
    _connection: aiosqlite.Connection | None = None
    _lock: int | None = field(default=None, repr=False)
    _opened: tuple[int, int] | None = None
    """Which file was opened: its device and number."""

    @property
    def name(self) -> str:
        return f"database {self.path}"

    @property
    def queries(self) -> Any:
        return named_queries("aiosqlite")

    async def open(self, stand: Stand = Stand.SERVES) -> None:
        try:
            if stand is Stand.BESIDE:
                self._there()
            else:
                self._alone()
            await asyncio.to_thread(self._private_file)
            self._connection = await aiosqlite.connect(self.path, isolation_level=None, cached_statements=512)
            self._connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                await self._connection.execute(pragma)
            self._opened = self._stands()
        except sqlite3.Error as error:
            await self.close()
            raise self._not_opened(error) from None
        except OSError as error:
            await self.close()
            kind = DatabaseAway if error.errno == errno.ENOSPC else DatabaseRefused
            raise kind(f"{self.name}: it cannot be opened: {error.strerror}") from None
        except BaseException:
            await self.close()
            raise

    def _not_opened(self, error: sqlite3.Error) -> DatabaseAway | DatabaseRefused:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind = DatabaseAway if code in _PASSING else DatabaseRefused
        return kind(f"{self.name}: {_FAULTS.get(code, str(error))}")

    def _private_file(self) -> None:
        """The file and what SQLite lays beside it (which takes over its mode) are for this account alone."""
        if self.path.exists() and not self.path.is_file():
            raise DatabaseRefused(f"{self.name}: it must be a file")
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)

    def _stands(self) -> tuple[int, int] | None:
        """Which file stands under the path now; None if there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)

    def _alone(self) -> None:
        """One process serves from a file: a second one would send everything twice.

        The kernel lets go of this lock when the process ends, however it ends.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.path.with_name(self.path.name + "-lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseRefused(f"{self.name}: another process serves from it; stop that one first") from None

    def _there(self) -> None:
        if not self.path.exists():
            raise DatabaseRefused(f"{self.name}: it does not exist; the bot's first start makes it")

    async def begin(self) -> aiosqlite.Connection:
        """What was written into a file that is gone from its place would be confirmed, and lost."""
        if self._stands() != self._opened:
            raise _Replaced
        await self._open_connection.execute("BEGIN IMMEDIATE")
        return self._open_connection

    async def snapshot(self) -> None:
        if self._stands() != self._opened:
            raise _Replaced
        await self._open_connection.execute("BEGIN DEFERRED")

    async def stream(self, sql: str) -> AsyncGenerator[Any]:
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

    async def problems(self, parts: Collection[str]) -> list[str]:
        try:
            found = [str(row[0]) async for row in self.stream("PRAGMA integrity_check") if row[0] != "ok"]
            there = {row[0] async for row in self.stream("SELECT name FROM sqlite_master")}
            found += [f"{row[0]}: refers to nothing" async for row in self.stream("PRAGMA foreign_key_check")]
        except sqlite3.DatabaseError as error:
            if (reason := self.fault(error)) is None:
                raise
            return [reason]
        return found + [f"{one}: it is missing" for one in sorted(set(parts) - there)]

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
            raise DatabaseRefused(f"{self.name}: it is not open")
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
        if isinstance(error, _Replaced):
            return "the file was removed or replaced while the bot has it open; put it back, or stop the bot first"
        if not isinstance(error, sqlite3.DatabaseError):
            return None
        return _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)

    async def alter(self, statement: str) -> None:
        await self._open_connection.execute(statement)


def _busy() -> sqlite3.Error:
    """As SQLite says it where it does not put it into a row."""
    error = sqlite3.OperationalError("the write-ahead log is in use")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error
