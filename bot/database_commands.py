"""`python -m bot db …`: migrate, check, back up, restore and copy the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import typer

from bot.config import Config, database_at
from bot.terminal import (
    CONFIG,
    FAILED,
    at_the_database,
    engine,
    engine_of,
    keys_at_hand,
    refuse,
    say,
    settled,
    told_plainly,
)
from bot.world import World
from storage.audit import first_broken
from storage.backup import Restored, back_up, copy, restore, rows_in
from storage.checking import SEALED, unopened
from storage.database import Database
from storage.engine import Engine, Stand, faults_told
from storage.migrate import migrate, migrations, parts_of
from storage.rotation import check as broken_keys
from storage.tables import KEYS, ORDER, count

db = typer.Typer(no_args_is_help=True, help="The database.")
T = TypeVar("T")
_DATA = typer.Option(..., "--data", help="The file with the data.")
_KEYS = typer.Option(..., "--keys", help="The file with the wrapped data keys; kept apart, one for all backups.")


def _alone(target: Engine, work: Callable[[Engine], Awaitable[T]]) -> T:
    """Do something with a database that nobody serves from."""

    async def done() -> T:
        await target.open(Stand.ALONE)
        try:
            with faults_told(target):
                return await work(target)
        finally:
            await target.close()

    return asyncio.run(done())


def _rows(counted: dict[str, int]) -> str:
    return f"{sum(counted.values())} rows, {counted['cases']} cases"


@db.command("migrate")
def bring_forward(config: Path = CONFIG) -> None:
    """Bring the database to the shape that this program needs; `run` does it, too."""
    settings = settled(config)

    async def brought(target: Engine) -> int:
        return await migrate(target, World().now(), migrations())

    steps = told_plainly(lambda: _alone(engine(settings), brought))
    say(f"{steps} steps were applied; the database fits this program.")


@db.command("check")
def check(config: Path = CONFIG) -> None:
    """The engine's own check, all sealed values and data keys, the journal's chain; also while the bot serves."""
    settings = settled(config)

    async def checked(database: Database) -> list[str]:
        async with database.snapshot() as at_one_moment:
            found = await at_one_moment.problems(parts_of(migrations()))
        if found:
            # In what is damaged nothing more can be looked for.
            return found
        with typer.progressbar(length=await _size(database, SEALED), label="sealed values") as bar:
            found += [one async for one in unopened(database, bar.update)]
        with typer.progressbar(length=await _size(database, (KEYS,)), label="data keys") as bar:
            found += [f"data key {one}: it does not open" async for one in broken_keys(database, bar.update)]
        with typer.progressbar(length=await _size(database, ("journal",)), label="journal") as bar:
            entry = await first_broken(database, bar.update)
        return found + ([f"journal: entry {entry} is not as it was written"] if entry else [])

    found = at_the_database(settings, keys_at_hand(settings), checked)
    if found:
        raise refuse(*found, code=FAILED)
    say("The database is whole.")


@db.command("backup")
def backup(data: Path = _DATA, keys: Path = _KEYS, config: Path = CONFIG) -> None:
    """Write both files while the bot serves; what is in them is as at one moment."""
    settings = settled(config)

    async def backed_up(database: Database) -> dict[str, int]:
        with typer.progressbar(length=await _size(database), label="backup") as bar:
            return await back_up(database, data, keys, World().now(), bar.update)

    counted = at_the_database(settings, keys_at_hand(settings), backed_up)
    say(f"Backed up: {_rows(counted)}. Keep {keys.name} apart from {data.name}, and no older copy of it.")


async def _size(database: Database, tables: Sequence[str] = tuple(ORDER)) -> int:
    async with database.snapshot() as at_one_moment:
        return sum((await count(at_one_moment, tables)).values())


@db.command("restore")
def bring_back(data: Path = _DATA, keys: Path = _KEYS, config: Path = CONFIG) -> None:
    """Put a backup into an empty place, whole or not at all, and compare every row."""
    settings = settled(config)
    keks = keys_at_hand(settings)
    # Before anything is made in the empty place.
    rows = told_plainly(lambda: rows_in(data, keys))

    async def restored(target: Engine) -> Restored:
        with typer.progressbar(length=2 * rows, label="restore") as bar:
            back = await restore(target, keks, data, keys, World().now(), bar.update)
        # What was just destroyed is cleared out of the files, too; cut off here, the first start does it.
        await target.scour(asyncio.Lock())
        return back

    back = told_plainly(lambda: _alone(engine(settings), restored))
    say(f"Restored and compared: {_rows(back.rows)}.")
    if back.shed:
        say(f"{back.shed} keys were of what came after this backup, and are destroyed.")
        say(f"A newer data file, if there is one, can be read only until {keys.name} is written anew.")


@db.command("copy")
def take_over(
    to: str = typer.Option(..., "--to", help="The address of an empty database, as in [database] url."),
    config: Path = CONFIG,
) -> None:
    """Copy everything into an empty database of either kind, with the bot stopped, and compare every row."""
    settings: Config = settled(config)
    target = engine_of(told_plainly(lambda: database_at(to, config.parent)))

    async def copied(database: Database) -> dict[str, int]:
        await target.open(Stand.ALONE)
        try:
            with typer.progressbar(length=2 * await _size(database), label="copy") as bar:
                return await copy(database, target, World().now(), bar.update)
        finally:
            await target.close()

    counted = at_the_database(settings, keys_at_hand(settings), copied, alone=True)
    say(f"Copied and compared: {_rows(counted)}. Put the new address into [database] url before the next start.")
