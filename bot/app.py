"""The composition root: the only module that knows every package; puts them together and runs them."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import sys
import warnings
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

import structlog
import typer
import uvloop
from telegram import Bot

from bot.config import Config, ConfigRefused, SqliteFile, load_config
from bot.inbox import Inbox, told
from bot.patience import Patience
from bot.ports import House, Unkept
from bot.tick import tick
from bot.world import World
from handlers import reader
from handlers.catalogue import load_catalogue
from handlers.courier import Courier
from handlers.profile import introduce
from handlers.receiver import Post, Receiver
from handlers.wire import Wire
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Engine
from storage.keyfile import KeyEncryptionKey, KeyRefused, make_key, read_key
from storage.keyring import WrongKey
from storage.migrate import MigrationRefused
from storage.postgresql import Postgresql
from storage.sqlite import Sqlite

STOPPED, FAILED, REFUSED = 0, 1, 2
DRAIN = 8.0
"""Seconds for what is under way when asked to stop; the whole stop must end within ten."""

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
keys = typer.Typer(no_args_is_help=True, help="The key-encryption key.")
cli.add_typer(keys, name="keys")
_CONFIG = typer.Option(Path("config.toml"), "--config", help="The configuration file.")
log = structlog.get_logger("app")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _refuse(*lines: str) -> typer.Exit:
    for line in lines:
        sys.stderr.write(line + "\n")
    return typer.Exit(REFUSED)


def _load(path: Path) -> Config:
    try:
        return load_config(path)
    except ConfigRefused as refused:
        raise _refuse(*refused.problems) from None


@cli.command("check-config")
def check_config(config: Path = _CONFIG) -> None:
    """Read the configuration, and say in one line each what is wrong."""
    _load(config)
    _say("The configuration is right.")


@keys.command("new")
def new_key(config: Path = _CONFIG) -> None:
    """Make the key file that the configuration names; never over an existing one."""
    settings = _load(config)
    try:
        key = make_key(settings.key_file)
    except KeyRefused as refused:
        raise _refuse(str(refused)) from None
    _say(f"Key {key.id} is in {settings.key_file}. Keep a copy apart from the database and its backups.")


@cli.command()
def run(config: Path = _CONFIG) -> None:
    """Run the bot until it is asked to stop (SIGTERM, Ctrl-C)."""
    settings = _load(config)
    _quiet(settings.log_level)
    try:
        key = _key(settings)
        raise typer.Exit(uvloop.run(_serve(settings, key)))
    except (KeyRefused, WrongKey, DatabaseRefused, MigrationRefused) as refused:
        raise _refuse(str(refused)) from None
    except DatabaseAway as away:
        sys.stderr.write(f"{away}\n")
        raise typer.Exit(FAILED) from None


@cli.command()
def drill(
    port: int = typer.Option(8765, help="The port of the practice ground on loopback; 0 takes a free one."),
) -> None:
    """Start the practice ground: the real bot, its own Telegram, one page to open."""
    from drill.practice import PortTaken, practise  # noqa: PLC0415 - a running bot never loads the practice ground

    try:
        asyncio.run(practise(port, [sys.executable, "-m", "bot", "run", "--config"], _say))
    except PortTaken as taken:
        raise _refuse(str(taken)) from None


class _Log:
    """Standard error; a disk too full for a line of it must not stop the one who would write it."""

    def write(self, line: str) -> None:
        with suppress(OSError):
            sys.stderr.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def _quiet(level: str) -> None:
    """One JSON line per event; libraries speak only in warnings, and no core is dumped with keys in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(level=logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _Log())),
    )


def _key(settings: Config) -> KeyEncryptionKey:
    """The key; made at the very first start, when there is no database yet that another key belongs to."""
    database = settings.database
    if isinstance(database, SqliteFile) and not database.path.exists() and not settings.key_file.exists():
        key = make_key(settings.key_file)
        _say(f"First start: key {key.id} was made in {settings.key_file}. Keep a copy apart from the database.")
        return key
    return read_key(settings.key_file)


def _engine(settings: Config) -> Engine:
    database = settings.database
    return Sqlite(database.path) if isinstance(database, SqliteFile) else Postgresql(database.address)


async def _serve(settings: Config, key: KeyEncryptionKey) -> int:
    world = World(settings.clock_offset)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    database = await _opened(open_database(_engine(settings), key, world.now), stopping)
    if database is None:
        return STOPPED
    try:
        return await _run(settings, world, database, stopping)
    finally:
        await database.close()


async def _opened(opening: Coroutine[Any, Any, Database], stopping: asyncio.Event) -> Database | None:
    """The database, for which a process that stands by waits as long as it takes; None if asked to stop."""
    task, asked = asyncio.ensure_future(opening), asyncio.ensure_future(stopping.wait())
    await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
        return None
    return task.result()


async def _run(settings: Config, world: World, database: Database, stopping: asyncio.Event) -> int:
    wire, polling = Wire(world), Wire(world, 2)
    base = settings.api_base_url
    token = settings.token.reveal()
    bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=wire, get_updates_request=polling)
    await wire.initialize()
    await polling.initialize()
    catalogue = load_catalogue()
    post = _post(bot)
    try:
        username = await introduce(post, catalogue, stopping)
        house = House(settings.admins, catalogue.languages, username)
        inbox = Inbox(database, world, house, Patience(stopping))
        courier = Courier(inbox, bot, catalogue)
        await courier.begin()
        receiver = Receiver(inbox, reader(catalogue, username), post, lambda: _ready(username))
        return await _together(_loops(settings, inbox, courier, receiver), stopping)
    finally:
        await wire.shutdown()
        await polling.shutdown()


def _loops(settings: Config, inbox: Inbox, courier: Courier, receiver: Receiver) -> list[Any]:
    hook = settings.webhook
    if settings.mode == "webhook":
        door = receiver.listen(hook.listen_host, hook.listen_port, hook.url)
    else:
        door = receiver.poll()
    return [door, receiver.work(), courier.run(), tick(inbox)]


async def _together(loops: list[Any], stopping: asyncio.Event) -> int:
    """All loops, until asked to stop or until one of them ends by itself, which is a failure."""
    tasks = [asyncio.ensure_future(one) for one in loops]
    waiting = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({*tasks, waiting}, return_when=asyncio.FIRST_COMPLETED)
    asked = stopping.is_set()
    stopping.set()
    done, late = await asyncio.wait(tasks, timeout=DRAIN)
    for task in late:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*late, return_exceptions=True)
    ended = [error for task in done if (error := task.exception()) is not None]
    # Who cannot keep anything waits, and gives up only because of the stop.
    failed = [error for error in ended if not isinstance(error, Unkept)]
    for error in failed:
        log.error("a loop ended", error=told(error))
    return STOPPED if asked and not failed else FAILED


def _ready(username: str) -> None:
    _say(f"Rescue Desk is ready: @{username} receives.")


def _post(bot: Bot) -> Post:
    """Calls one method and gives its plain result: the receiver keeps updates before anything parses them."""

    async def post(method: str, parameters: dict[str, Any], wait: float) -> Any:
        return await bot.do_api_request(method, api_kwargs=parameters, read_timeout=wait)

    return post
