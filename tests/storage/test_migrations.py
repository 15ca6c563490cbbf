"""A database goes forward to the newest shape, once, and nothing is changed behind its back."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.migrate import Migration, MigrationRefused, migrate, migrations
from storage.sqlite import Sqlite

FIRST = Migration(1, "first", "CREATE TABLE one (a INTEGER);\nCREATE INDEX one_a ON one (a);\n")
SECOND = Migration(2, "second", "ALTER TABLE one ADD COLUMN b TEXT;")
BROKEN = Migration(2, "broken", "CREATE TABLE two (a INTEGER);\nCREATE TABLE one (a INTEGER);")


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Sqlite]:
    opened = Sqlite(tmp_path / "x.db")
    await opened.open()
    yield opened
    await opened.close()


def _rows(engine: Sqlite, sql: str) -> list[Any]:
    connection = sqlite3.connect(engine.path)
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


def _columns(engine: Sqlite, table: str) -> list[str]:
    return [row[1] for row in _rows(engine, f"PRAGMA table_info({table})")]


async def test_what_is_missing_is_applied_and_a_second_time_nothing(engine: Sqlite) -> None:
    assert await migrate(engine, 1, [FIRST]) == 1
    assert await migrate(engine, 2, [FIRST, SECOND]) == 1
    assert await migrate(engine, 3, [FIRST, SECOND]) == 0
    assert _columns(engine, "one") == ["a", "b"]
    assert _rows(engine, "SELECT number, name, applied_at FROM migrations ORDER BY 1") == [
        (1, "first", 1),
        (2, "second", 2),
    ]


async def test_our_own_migrations_go_forward_once(engine: Sqlite) -> None:
    steps = migrations()
    assert await migrate(engine, 1, steps) == len(steps)
    assert await migrate(engine, 1, steps) == 0


async def test_a_migration_that_was_changed_afterwards_is_refused(engine: Sqlite) -> None:
    await migrate(engine, 1, [FIRST])
    with pytest.raises(MigrationRefused, match="0001.*changed"):
        await migrate(engine, 2, [replace(FIRST, text=FIRST.text + " "), SECOND])
    assert _columns(engine, "one") == ["a"]


async def test_a_database_of_a_newer_program_is_refused(engine: Sqlite) -> None:
    await migrate(engine, 1, [FIRST, SECOND])
    with pytest.raises(MigrationRefused, match="0002.*newer program"):
        await migrate(engine, 2, [FIRST])


async def test_a_migration_that_breaks_off_leaves_nothing_of_itself(engine: Sqlite) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await migrate(engine, 1, [FIRST, BROKEN])
    assert _columns(engine, "two") == []
    assert await migrate(engine, 2, [FIRST, SECOND]) == 1


def test_migrations_are_numbered_without_gap_from_one() -> None:
    steps = migrations()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(list(step.statements()) for step in steps)


def test_a_file_with_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text(FIRST.text)
    assert migrations(tmp_path) == [FIRST]
    (tmp_path / "2-second.sql").write_text(SECOND.text)
    with pytest.raises(MigrationRefused, match="2-second.sql"):
        migrations(tmp_path)


def test_no_semicolon_stands_inside_a_statement() -> None:
    for step in migrations():
        assert all(sqlite3.complete_statement(statement + ";") for statement in step.statements())
