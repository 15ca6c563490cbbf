"""A real database of each engine, empty for each test, and a clock that stands still unless it is set."""

import itertools
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.domain.ids import Instant
from bot.domain.private import Private
from storage.database import Database, open_database
from storage.engine import Engine
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.postgresql import Postgresql
from storage.sqlite import Sqlite
from tests.storage.samples import NOW
from tests.storage.server import Server, running_server

REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
"""How the engines refuse a row that breaks a rule of the tables."""
KEK = held(KeyEncryptionKey("k1", b"k" * 32))
_NUMBERS = itertools.count(1)


@dataclass
class Clock:
    at: int = NOW

    def now(self) -> Instant:
        return Instant(self.at)


@dataclass
class Home:
    """Where an SQLite database lies, and how it is looked at from outside."""

    path: Path

    def engine(self) -> Engine:
        return Sqlite(self.path)

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


@dataclass
class ServerHome(Home):
    """The same for a database on a PostgreSQL server."""

    server: Server
    name: str

    def engine(self) -> Engine:
        return Postgresql(Private(self.server.address(self.name)))

    def outside(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        numbers = itertools.count(1)
        asked = re.sub(r"\?", lambda _: f"${next(numbers)}", sql)
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(self.server.ask, self.name, asked, *values).result()

    def bytes(self) -> bytes:
        with ThreadPoolExecutor(1) as aside:
            return b"".join(aside.submit(self.server.files, self.name).result().values())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL, started once."""
    yield from running_server()


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Home:
    return Home(tmp_path / "state" / "desk.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    path = tmp_path / "state" / "desk.db"
    if request.param == "sqlite":
        return Home(path)
    running: Server = request.getfixturevalue("server")
    name = f"desk_{next(_NUMBERS)}"
    with ThreadPoolExecutor(1) as aside:
        aside.submit(running.new, name).result()
    return ServerHome(path, running, name)


@pytest.fixture
async def database(home: Home, clock: Clock) -> AsyncIterator[Database]:
    opened = await open_database(home.engine(), KEK, clock.now)
    yield opened
    await opened.close()
