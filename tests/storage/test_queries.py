"""Every named query fits the migrated tables, and none walks through a table that grows."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiosql
import pytest

from storage.engine import QUERIES
from storage.migrate import TABLE, migrations

_LOADED: Any = aiosql.from_path(QUERIES, "aiosqlite", mandatory_parameters=False)
NAMES = sorted(name for name in _LOADED.available_queries if not name.endswith("_cursor"))
ASKED = [name for name in NAMES if not name.startswith("gone_")]
"""All but those that walk through everything once, after a restore."""
GROWING = (
    *("archive", "case_keys", "cases", "chats", "data_keys", "dues", "facts", "inbox", "journal", "likenesses"),
    *("messages", "outbox", "proposals"),
)
ALLOWED = {
    "inbox_waits": "walks the partial index of waiting updates, and stops at the first",
    "case_without_desk": "walks the partial index of cases that have no desk, which empties itself",
    "key_counts": "counts all data keys, when somebody asks for it by command",
    "journal_last": "walks the primary key backwards and stops at the first row",
    "outbox_heads": "walks the partial index of due rows alone, which empties itself",
    "outbox_interrupted": "walks the partial index of rows being sent, at the start alone",
}


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(TABLE)
    for step in migrations():
        connection.executescript(step.text)
    yield connection
    connection.close()


def _sql(name: str) -> tuple[str, dict[str, None]]:
    sql = getattr(_LOADED, name).sql
    return sql, dict.fromkeys(re.findall(r":(\w+)", sql))


def scans(tables: sqlite3.Connection, name: str) -> list[str]:
    """The steps of the plan that walk through a growing table or an index of it."""
    sql, blanks = _sql(name)
    plan = [row[3] for row in tables.execute(f"EXPLAIN QUERY PLAN {sql}", blanks)]
    return [step for step in plan if re.match(rf"SCAN ({'|'.join(GROWING)})\b", step)]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_fits_the_tables(tables: sqlite3.Connection, name: str) -> None:
    sql, blanks = _sql(name)
    assert tables.execute(f"EXPLAIN {sql}", blanks).fetchall()


@pytest.mark.parametrize("name", [one for one in ASKED if one not in ALLOWED])
def test_a_query_does_not_walk_through_a_table_that_grows(tables: sqlite3.Connection, name: str) -> None:
    assert scans(tables, name) == []


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_an_exception_that_is_not_needed_any_more_is_taken_off_the_list(
    tables: sqlite3.Connection, name: str
) -> None:
    assert scans(tables, name)


def test_every_table_has_a_query_and_every_query_has_one_name() -> None:
    files = sorted(path.stem for path in QUERIES.glob("*.sql"))
    named = [name for path in QUERIES.glob("*.sql") for name in re.findall(r"-- name: (\w+)", path.read_text())]
    assert sorted(named) == NAMES
    assert len(files) == 18


_SHELVES = Path(QUERIES).parent


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_asked_by_a_shelf(name: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in _SHELVES.glob("*.py"))
    assert f'"{name}"' in source or f"queries.{name}(" in source
