"""What the two database engines have in common: one connection, one transaction at a time, faults by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import aiosql

QUERIES = Path(__file__).parent / "queries"


class DatabaseRefused(Exception):
    """The database cannot be used as it is; says which one, why, and what would be right."""


class DatabaseAway(Exception):
    """The database cannot be reached at the moment; says which one and why."""


class Engine(Protocol):
    """One open database that this process alone writes to."""

    @property
    def queries(self) -> Any:
        """The named queries, for this engine's driver."""
        ...

    async def open(self, beside: bool = False) -> None:
        """Connect, alone: no other process serves from this database; or `beside` the one that does.

        DatabaseRefused, DatabaseAway.
        """
        ...

    async def begin(self) -> Any:
        """Begin a transaction; gives the connection for the named queries."""
        ...

    async def snapshot(self) -> None:
        """Begin to read: all is seen as it is at one moment, and nobody who writes has to wait."""
        ...

    def stream(self, sql: str) -> AsyncIterator[Any]:
        """The rows of a statement without values, one by one, by name and by place."""
        ...

    async def put_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as they are into the transaction under way."""
        ...

    async def count_on(self, tables: Sequence[str]) -> None:
        """Let the numbers that the database gives itself go on above those that were put in."""
        ...

    async def problems(self) -> list[str]:
        """What the engine's own check finds wrong with the files; slow, reads everything."""
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

    def dialect(self, statement: str) -> str:
        """A statement of a migration, as this engine writes it."""
        ...


def named_queries(driver: str) -> Any:
    """The queries of all `.sql` files, for the driver that aiosql knows by this name."""
    return aiosql.from_path(QUERIES, driver, mandatory_parameters=False)
