"""Brings a database to the newest shape, forward only; a migration that was changed afterwards is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from storage.engine import Engine

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"^(\d{4})_(\w+)\.sql$")


class MigrationRefused(Exception):
    """The database and the program's migrations do not fit together."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step and the statements that it consists of."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        """The fingerprint by which a later change is noticed."""
        return sha256(self.text.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """Its statements, one by one; a semicolon ends one and stands nowhere else in these files."""
        return (part.strip() for part in self.text.split(";") if part.strip())


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """All migrations, in order."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        named = _NAME.match(path.name)
        if named is None:
            raise MigrationRefused(f"migration {path.name}: the name must be NNNN_name.sql")
        found.append(Migration(int(named[1]), named[2], path.read_text(encoding="utf-8")))
    return found


TABLE = """CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at INTEGER NOT NULL
) STRICT"""


async def migrate(engine: Engine, now: int, steps: list[Migration]) -> int:
    """Apply what is missing, each step in a transaction of its own; returns how many were applied."""
    applied = await _applied(engine, begins=True)
    _check(applied, steps)
    missing = [step for step in steps if step.number not in applied]
    for step in missing:
        await _apply(engine, step, now)
    return len(missing)


async def refuse_unless_migrated(engine: Engine, steps: list[Migration]) -> None:
    """MigrationRefused if the database does not have exactly these steps; nothing is written."""
    applied = await _applied(engine, begins=False)
    _check(applied, steps)
    missing = [step for step in steps if step.number not in applied]
    if missing:
        raise MigrationRefused(
            f"migration {missing[0].number:04}: the database does not have it yet; start the bot"
        )


async def _applied(engine: Engine, begins: bool) -> dict[int, str]:
    """Each step that the database has, and its digest; `begins` a new database."""
    connection = await engine.begin()
    try:
        await engine.alter(TABLE)
        rows = [row async for row in engine.queries.migration_all(connection)]
        if begins:
            await engine.commit()
        else:
            await engine.rollback()
    except BaseException:
        await engine.rollback()
        raise
    return {row["number"]: row["digest"] for row in rows}


async def _apply(engine: Engine, step: Migration, now: int) -> None:
    connection = await engine.begin()
    try:
        for statement in step.statements():
            await engine.alter(statement)
        await engine.queries.migration_note(
            connection, number=step.number, name=step.name, digest=step.digest, applied_at=now
        )
        await engine.commit()
    except BaseException:
        await engine.rollback()
        raise


def parts_of(steps: list[Migration]) -> set[str]:
    """The names of all tables and indexes that these steps leave behind."""
    there: set[str] = set()
    for step in steps:
        for done, name in re.findall(r"\b(CREATE|DROP)(?: UNIQUE)? (?:TABLE|INDEX) (\w+)", step.text):
            there = there | {name} if done == "CREATE" else there - {name}
    return there


def _check(applied: dict[int, str], steps: list[Migration]) -> None:
    known = {step.number: step for step in steps}
    for number, digest in applied.items():
        if number not in known:
            raise MigrationRefused(
                f"migration {number:04}: the database has it, this program does not; use a newer program"
            )
        if known[number].digest != digest:
            raise MigrationRefused(
                f"migration {number:04}: its file was changed after it was applied; use the program as released"
            )
    for step in steps:
        if step.number not in applied and any(number > step.number for number in applied):
            raise MigrationRefused(
                f"migration {step.number:04}: the database lacks it and has a later one; restore the newest backup"
            )
