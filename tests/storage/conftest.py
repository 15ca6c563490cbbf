"""A real database in a folder of its own, and a clock that stands still unless it is set."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import Instant
from storage.database import Database, open_database
from storage.keyfile import KeyEncryptionKey
from storage.sqlite import Sqlite
from tests.storage.samples import NOW

KEK = KeyEncryptionKey("k1", b"k" * 32)


@dataclass
class Clock:
    at: int = NOW

    def now(self) -> Instant:
        return Instant(self.at)


@dataclass
class Home:
    """Where a database lies, and how it is looked at from outside."""

    path: Path

    def outside(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What somebody with the file and without the keys can do."""
        connection = sqlite3.connect(self.path)
        with connection:
            rows = connection.execute(sql, values).fetchall()
        connection.close()
        return rows

    def bytes(self) -> bytes:
        """The file and all that lies beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.path.parent.glob("desk.db*")))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "state" / "desk.db")


@pytest.fixture
async def database(home: Home, clock: Clock) -> AsyncIterator[Database]:
    opened = await open_database(Sqlite(home.path), KEK, clock.now)
    yield opened
    await opened.close()
