"""`python -m bot keys …`: make, list, change, retire and check key-encryption keys, also while the bot serves."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from bot.config import Config, ConfigRefused, KeyPlace, Provider, SqliteFile, load_config
from bot.ports import Unkept
from bot.world import World
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Engine
from storage.keyfile import KeyEncryptionKey, KeyRefused, make_key, read_keys, replace_keys
from storage.keyring import WrongKey
from storage.keysource import (
    CommandKeys,
    CredentialKeys,
    FileKeys,
    Keys,
    KeySource,
    PassphraseKeys,
    VariableKeys,
    make_salt,
)
from storage.migrate import MigrationRefused
from storage.postgresql import Postgresql
from storage.rotation import check, counts, rewrap
from storage.sqlite import Sqlite

FAILED, REFUSED = 1, 2
REFUSALS = (ConfigRefused, KeyRefused, WrongKey, DatabaseRefused, MigrationRefused)
"""What a person can put right; each says what, in one line."""

T = TypeVar("T")
keys = typer.Typer(no_args_is_help=True, help="The key-encryption keys.")
CONFIG = typer.Option(Path("config.toml"), "--config", help="The configuration file.")


def engine(settings: Config) -> Engine:
    """The database that the configuration names."""
    database = settings.database
    return Sqlite(database.path) if isinstance(database, SqliteFile) else Postgresql(database.address)


def source(place: KeyPlace) -> KeySource:
    """Where the configuration says that the keys come from."""
    match place.provider:
        case Provider.FILE:
            return FileKeys(place.file)
        case Provider.ENVIRONMENT:
            return VariableKeys(place.variable)
        case Provider.CREDENTIAL:
            return CredentialKeys(place.credential)
        case Provider.COMMAND:
            return CommandKeys(place.command)
        case Provider.PASSPHRASE:
            return PassphraseKeys(place.passphrase_file, _ask)


def _ask() -> str:
    """At the terminal, unseen; without one, the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase: ")
    return sys.stdin.readline().rstrip("\r\n")


def say(line: str) -> None:
    """One line to whoever gave the command."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def settled(path: Path) -> Config:
    """The configuration, or one line for each thing that is wrong in it."""
    try:
        return load_config(path)
    except ConfigRefused as refused:
        raise refuse(*refused.problems) from None


def refuse(*lines: str, code: int = REFUSED) -> typer.Exit:
    """Say what is wrong, and end."""
    for line in lines:
        sys.stderr.write(line + "\n")
    return typer.Exit(code)


def _told(work: Callable[[], T]) -> T:
    """Do it; what a person can put right is told in one line."""
    try:
        return work()
    except REFUSALS as refused:
        raise refuse(str(refused)) from None
    except (DatabaseAway, Unkept) as away:
        raise refuse(str(away), code=FAILED) from None


def _beside(settings: Config, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database beside the bot that serves from it, or without one."""

    async def done() -> T:
        opened = await open_database(engine(settings), Keys(source(settings.keys)), World().now, beside=True)
        try:
            return await work(opened)
        finally:
            await opened.close()

    return asyncio.run(done())


@keys.command("new")
def new_key(config: Path = CONFIG) -> None:
    """Make the first key; never over an existing one."""
    place = settled(config).keys
    match place.provider:
        case Provider.FILE:
            key = _told(lambda: make_key(place.file))
            say(f"Key {key.id} is in {place.file}. Keep a copy apart from the database and its backups.")
        case Provider.PASSPHRASE:
            key_id = _told(lambda: make_salt(place.passphrase_file))
            say(f"Key {key_id} will be made of your passphrase and {place.passphrase_file}. Keep a copy of both.")
        case _:
            # The one line on standard output is for the secret store; what a person reads is on standard error.
            sys.stderr.write("Put this line where the keys come from, below the older ones:\n")
            say(KeyEncryptionKey.made().line().rstrip())


@keys.command("list")
def list_keys(config: Path = CONFIG) -> None:
    """Say which keys there are, and how many data keys each wraps."""
    settings = settled(config)
    found = _told(lambda: Keys(source(settings.keys))).known
    wraps = {one.kek_id: one.count for one in _told(lambda: _beside(settings, counts))}
    for key in found:
        now = ", wraps from now on" if key == found[-1] else ""
        say(f"{key.id}: {wraps.pop(key.id, 0)} data keys{now}")
    for missing, count in wraps.items():
        say(f"{missing}: {count} data keys, AND THE KEY IS NOT AT HAND")
    if wraps:
        raise typer.Exit(FAILED)


@keys.command("rotate")
def rotate(config: Path = CONFIG) -> None:
    """Wrap all data keys by a new key while the bot serves; broken off, the next call goes on from there."""
    settings = settled(config)

    async def rewrapped(database: Database) -> str:
        under = await counts(database)
        current = Keys(source(settings.keys)).known[-1].id
        left = sum(one.count for one in under if one.kek_id != current)
        with typer.progressbar(length=left, label=current) as bar:
            done = await rewrap(database, bar.update)
        return f"{done} data keys are wrapped by {current} now."

    under = {one.kek_id for one in _told(lambda: _beside(settings, counts))}
    _told(lambda: _add_unless_under_way(settings.keys, under))
    say(_told(lambda: _beside(settings, rewrapped)))
    current = _told(lambda: Keys(source(settings.keys))).known[-1].id
    left = [one.kek_id for one in _told(lambda: _beside(settings, counts)) if one.kek_id != current]
    if left:
        raise refuse(f"the bot used {', '.join(left)} meanwhile; once more: keys rotate", code=FAILED)
    for old in sorted(under - {current}):
        say(f"Key {old} wraps nothing more. Take it away with: python -m bot keys retire {old}")


def _add_unless_under_way(place: KeyPlace, under: set[str]) -> None:
    """A new key in the file, unless one is there that does not wrap everything yet: that change goes on."""
    if place.provider is not Provider.FILE:
        return
    known = read_keys(place.file)
    if under <= {known[-1].id}:
        replace_keys(place.file, (*known, KeyEncryptionKey.made()))


@keys.command("retire")
def retire(key_id: str, config: Path = CONFIG) -> None:
    """Take a key away that wraps nothing more."""
    settings = settled(config)
    wraps = {one.kek_id: one.count for one in _told(lambda: _beside(settings, counts))}
    if wraps.get(key_id):
        raise refuse(f"key {key_id}: it still wraps {wraps[key_id]} data keys; first: python -m bot keys rotate")
    if settings.keys.provider is not Provider.FILE:
        say(f"Key {key_id} wraps nothing more: take its line away where the keys come from.")
        return
    known = _told(lambda: read_keys(settings.keys.file))
    left = tuple(key for key in known if key.id != key_id)
    if len(left) == len(known):
        raise refuse(f"key {key_id}: not in {settings.keys.file}; there are {', '.join(key.id for key in known)}")
    if known[-1].id == key_id:
        raise refuse(f"key {key_id}: it wraps from now on; only an older one can be retired")
    _told(lambda: replace_keys(settings.keys.file, left))
    say(f"Key {key_id} is gone from {settings.keys.file}. Backups from before the change still need it.")


@keys.command("verify")
def verify(config: Path = CONFIG) -> None:
    """Open every data key; say which do not open."""
    settings = settled(config)

    async def broken(database: Database) -> list[str]:
        total = sum(one.count for one in await counts(database))
        with typer.progressbar(length=total, label="data keys") as bar:
            return [key_id async for key_id in check(database, bar.update)]

    found = _told(lambda: _beside(settings, broken))
    for key_id in found:
        sys.stderr.write(f"data key {key_id}: it does not open\n")
    if found:
        raise typer.Exit(FAILED)
    say("Every data key opens.")
