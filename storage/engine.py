"""What the two database engines have in common: one connection, one transaction at a time, faults by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import aiosql

QUERIES = Path(__file__).parent / "queries"


class DatabaseRefused(Exception):
    """The database cannot be used as it is; says which one, why, and what would be right."""


class DatabaseAway(Exception):
    """The database cannot be reached at the moment; says which one and why."""


class Stand(Enum):
    """How a process stands to the others with the same database: one serves, and nobody may send what it sends."""

    SERVES = "serves"
    """Alone; where the engine lets processes stand by, it waits until it is."""
    ALONE = "alone"
    """Alone, or not at all: while another serves it is refused."""
    BESIDE = "beside"
    """Next to the process that serves, which it does not keep from serving."""


class Engine(Protocol):
    """One open database."""

    @property
    def name(self) -> str:
        """Which database it is, as a person names it; no account, no password."""
        ...

    @property
    def queries(self) -> Any:
        """The named queries, for this engine's driver."""
        ...

    async def open(self, stand: Stand = Stand.SERVES) -> None:
        """Connect. DatabaseRefused, DatabaseAway; then nothing is left open."""
        ...

    async def begin(self) -> Any:
        """Begin a transaction; gives the connection for the named queries."""
        ...

    async def snapshot(self) -> None:
        """Begin to read: all is seen as it is at one moment, and nobody who writes has to wait."""
        ...

    def stream(self, sql: str) -> AsyncGenerator[Any]:
        """The rows of a statement without values, one by one, by name and by place."""
        ...

    async def put_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as they are into the transaction under way."""
        ...

    async def count_on(self, tables: Sequence[str]) -> None:
        """Let the numbers that the database gives itself go on above those that were put in."""
        ...

    async def problems(self, parts: Collection[str]) -> list[str]:
        """What the engine's own check finds wrong, and which of these tables and indexes are missing.

        Slow: reads everything, inside the caller's snapshot.
        """
        ...

    async def scour(self, turn: asyncio.Lock) -> None:
        """Clear what deleted rows leave behind, as far as the engine does it at all; a fault if it cannot now.

        `turn` is held by whoever uses the connection; it is held here no longer than one look takes.
        """
        ...

    async def commit(self) -> None:
        """On disk when it returns."""
        ...

    async def rollback(self) -> None:
        """As if nothing had been; never fails."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...

    def fault(self, error: BaseException) -> str | None:
        """In words, if this error says that nothing can be kept at the moment; None for every other error."""
        ...

    async def alter(self, statement: str) -> None:
        """A statement of a migration, as this engine writes it, however long it takes."""
        ...


@contextmanager
def faults_told(engine: Engine) -> Iterator[None]:
    """DatabaseAway, by the database's name, in place of a driver's error by which nothing can be kept."""
    try:
        yield
    except Exception as error:
        reason = engine.fault(error)
        if reason is None:
            raise
        raise DatabaseAway(f"{engine.name}: {reason}") from None


@cache
def named_queries(driver: str) -> Any:
    """The queries of all `.sql` files, for the driver that aiosql knows by this name; read once."""
    return aiosql.from_path(QUERIES, driver, mandatory_parameters=False)
