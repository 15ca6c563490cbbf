"""Every named query fits the migrated tables, and none walks through a table that grows."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiosql
import pytest

from storage.checking import SEALED
from storage.engine import QUERIES
from storage.migrate import TABLE, migrations

_LOADED: Any = aiosql.from_path(QUERIES, "aiosqlite", mandatory_parameters=False)
NAMES = sorted(name for name in _LOADED.available_queries if not name.endswith("_cursor"))
ASKED = [name for name in NAMES if not name.startswith(("gone_", "sealed_"))]
"""All but those that walk through everything: once after a restore, and when an operator asks for a check."""
GROWING = (
    *(
        "archive",
        "attachments",
        "case_keys",
        "cases",
        "chats",
        "data_keys",
        "dues",
        "facts",
        "inbox",
        "journal",
        "likenesses",
    ),
    *("messages", "outbox", "pieces", "proposals", "roster_events", "sessions"),
)
_FEW = ("desks", "guidance", "journal_tip", "migrations", "officers", "ranked", "tallies")
"""Tables that do not grow with the people who ask for help, and the few rows of a query inside another."""
ALLOWED = {
    "inbox_waits": ("inbox_pending", "walks the partial index of waiting updates, and stops at the first"),
    "attachment_size": ("attachments_of_case", "sums all that is kept, once for each thing that somebody sends"),
    "key_counts": ("data_keys_by_kek", "counts all data keys, when somebody asks for it by command"),
    "journal_last": ("journal", "walks the primary key backwards and stops at the first row"),
    "outbox_heads": ("outbox_due", "walks the partial index of due rows alone, which empties itself"),
    "outbox_interrupted": ("outbox_sending", "walks the partial index of rows being sent, at the start alone"),
}
"""Queries that walk, each with what they walk through, and why that is short."""


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(TABLE)
    for step in migrations():
        connection.executescript(step.text)
    yield connection
    connection.close()


def sql_of(name: str) -> tuple[str, dict[str, None]]:
    """Its text, and its blanks."""
    sql = getattr(_LOADED, name).sql
    return sql, dict.fromkeys(re.findall(r":(\w+)", sql))


def walks(tables: sqlite3.Connection, sql: str, blanks: dict[str, None]) -> list[str]:
    """The steps of the plan that walk through a growing table, by whatever name, or an index of it."""
    plan = [row[3] for row in tables.execute(f"EXPLAIN QUERY PLAN {sql}", blanks)]
    return [step for step in plan if (found := re.match(r"SCAN (\w+)", step)) and found[1] not in _FEW]


def scans(tables: sqlite3.Connection, name: str) -> list[str]:
    return walks(tables, *sql_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_fits_the_tables(tables: sqlite3.Connection, name: str) -> None:
    sql, blanks = sql_of(name)
    assert tables.execute(f"EXPLAIN {sql}", blanks).fetchall()


@pytest.mark.parametrize("name", [one for one in ASKED if one not in ALLOWED])
def test_a_query_does_not_walk_through_a_table_that_grows(tables: sqlite3.Connection, name: str) -> None:
    assert scans(tables, name) == []


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_an_exception_walks_through_what_it_was_granted_for(tables: sqlite3.Connection, name: str) -> None:
    (step,) = scans(tables, name)
    assert re.search(rf"\b{ALLOWED[name][0]}$", step)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM outbox WHERE kind = 'x'",
        "SELECT one.id FROM cases AS one WHERE one.level = 'x'",
        "DELETE FROM messages WHERE purpose = 'x'",
        "SELECT facts.id FROM cases JOIN facts ON facts.case_id = cases.id WHERE cases.state = 'new'",
    ],
)
def test_a_query_that_walks_is_caught(tables: sqlite3.Connection, sql: str) -> None:
    assert walks(tables, sql, {})


def test_every_table_has_a_query_and_every_query_has_one_name() -> None:
    files = sorted(path.stem for path in QUERIES.glob("*.sql"))
    named = [name for path in QUERIES.glob("*.sql") for name in re.findall(r"-- name: (\w+)", path.read_text())]
    assert sorted(named) == NAMES
    assert len(files) == 22


_SHELVES = Path(QUERIES).parent


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_asked_by_a_shelf(name: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in _SHELVES.glob("*.py"))
    if name.startswith("sealed_"):
        assert name.removeprefix("sealed_") in SEALED
    else:
        assert f'"{name}"' in source or f"queries.{name}(" in source
