"""Brings a database to the newest shape, forward only; a migration that was changed afterwards is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

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


_TABLE = """CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at INTEGER NOT NULL
) STRICT"""


async def migrate(connection: Any, now: int, steps: list[Migration]) -> int:
    """Apply what is missing, each step in a transaction of its own; returns how many were applied."""
    await connection.execute(_TABLE)
    applied = dict(await _applied(connection))
    _check(applied, steps)
    missing = [step for step in steps if step.number not in applied]
    for step in missing:
        await connection.execute("BEGIN IMMEDIATE")
        for statement in step.statements():
            await connection.execute(statement)
        await connection.execute(
            "INSERT INTO migrations (number, name, digest, applied_at) VALUES (?, ?, ?, ?)",
            (step.number, step.name, step.digest, now),
        )
        await connection.execute("COMMIT")
    return len(missing)


async def _applied(connection: Any) -> list[tuple[int, str]]:
    async with connection.execute("SELECT number, digest FROM migrations ORDER BY number") as cursor:
        return [(row[0], row[1]) for row in await cursor.fetchall()]


def _check(applied: dict[int, str], steps: list[Migration]) -> None:
    known = {step.number: step for step in steps}
    for number, digest in applied.items():
        if number not in known:
            raise MigrationRefused(
                f"migration {number:04}: the database has it, this program does not; use a newer program"
            )
        if known[number].digest != digest:
            raise MigrationRefused(f"migration {number:04}: its file was changed after it was applied")
