"""`python -m bot db …`: migrate, check, back up, restore and copy the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
from storage.database import Database
from storage.engine import Engine
from storage.migrate import migrate, migrations
from storage.rotation import check as broken_keys
from storage.rotation import counts
from storage.tables import ORDER, count

db = typer.Typer(no_args_is_help=True, help="The database.")
T = TypeVar("T")
_DATA = typer.Option(..., "--data", help="The file with the data.")
_KEYS = typer.Option(..., "--keys", help="The file with the wrapped data keys; kept apart, one for all backups.")


def _alone(target: Engine, work: Callable[[Engine], Awaitable[T]]) -> T:
    """Do something with a database that nobody serves from."""

    async def done() -> T:
        await target.open()
        try:
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
    """The engine's own check, every data key, the journal's chain; also while the bot serves."""
    settings = settled(config)

    async def checked(database: Database) -> list[str]:
        async with database.snapshot() as at_one_moment:
            found = await at_one_moment.problems()
        total = sum(one.count for one in await counts(database))
        with typer.progressbar(length=total, label="data keys") as bar:
            found += [f"data key {one}: it does not open" async for one in broken_keys(database, bar.update)]
        entry = await first_broken(database, lambda _: None)
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


async def _size(database: Database) -> int:
    async with database.snapshot() as at_one_moment:
        return sum((await count(at_one_moment, tuple(ORDER))).values())


@db.command("restore")
def bring_back(data: Path = _DATA, keys: Path = _KEYS, config: Path = CONFIG) -> None:
    """Put a backup into an empty place, whole or not at all, and compare every row."""
    settings = settled(config)
    keks = keys_at_hand(settings)

    async def restored(target: Engine) -> Restored:
        with typer.progressbar(length=2 * rows_in(data, keys), label="restore") as bar:
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
        await target.open()
        try:
            with typer.progressbar(length=2 * await _size(database), label="copy") as bar:
                return await copy(database, target, World().now(), bar.update)
        finally:
            await target.close()

    counted = at_the_database(settings, keys_at_hand(settings), copied, alone=True)
    say(f"Copied and compared: {_rows(counted)}. Put the new address into [database] url before the next start.")
