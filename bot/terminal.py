"""What every command of the operator needs: configuration, keys, the database beside the bot, plain refusals."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from bot.config import Config, ConfigRefused, KeyPlace, PostgresqlServer, Provider, SqliteFile, load_config
from bot.ports import Unkept
from bot.world import World
from storage.backup import BackupRefused
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Engine, Stand
from storage.keyfile import KeyRefused
from storage.keyring import WrongKey
from storage.keysource import CommandKeys, CredentialKeys, FileKeys, Keys, KeySource, VariableKeys
from storage.migrate import MigrationRefused
from storage.passphrase import PassphraseKeys
from storage.postgresql import Postgresql
from storage.rotation import NotTakenUp
from storage.sqlite import Sqlite

FAILED, REFUSED = 1, 2
REFUSALS = (BackupRefused, ConfigRefused, KeyRefused, WrongKey, NotTakenUp, DatabaseRefused, MigrationRefused)
"""What a person can put right; each says what, in one line."""
CONFIG = typer.Option(Path("config.toml"), "--config", help="The configuration file.")

T = TypeVar("T")


def engine(settings: Config) -> Engine:
    """The database that the configuration names."""
    return engine_of(settings.database)


def engine_of(database: SqliteFile | PostgresqlServer) -> Engine:
    """The engine for a database."""
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
            return PassphraseKeys(place.passphrase_file, ask)


def ask(what: str) -> str:
    """At the terminal, unseen; without one, the next line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(what)
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


def told_plainly(work: Callable[[], T]) -> T:
    """Do it; what a person can put right is told in one line."""
    try:
        return work()
    except REFUSALS as refused:
        raise refuse(str(refused)) from None
    except (DatabaseAway, Unkept) as away:
        raise refuse(str(away), code=FAILED) from None


def keys_at_hand(settings: Config) -> Keys:
    """The key-encryption keys; passphrases are asked for once."""
    return told_plainly(lambda: Keys(source(settings.keys)))


def at_the_database(
    settings: Config, keks: Keys, work: Callable[[Database], Awaitable[T]], alone: bool = False
) -> T:
    """Do something with the database beside the bot that serves from it; or `alone`, while none does."""

    async def done() -> T:
        stand = Stand.ALONE if alone else Stand.BESIDE
        opened = await open_database(engine(settings), keks, World().now, stand)
        try:
            return await work(opened)
        finally:
            await opened.close()

    return told_plainly(lambda: asyncio.run(done()))
