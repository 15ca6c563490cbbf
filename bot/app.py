"""The composition root: the only module that knows every package; puts them together and runs them."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

import structlog
import typer
import uvloop
from telegram import Bot

from bot.archive_commands import archive
from bot.config import Config, Provider, SqliteFile
from bot.database_commands import db
from bot.domain import gazetteer, tongues
from bot.inbox import Inbox, told
from bot.journal_commands import journal
from bot.key_commands import keys
from bot.patience import Patience
from bot.ports import House, Unkept
from bot.terminal import CONFIG, FAILED, REFUSALS, engine, refuse, say, settled, source
from bot.tick import tick
from bot.watch import UNREADABLE, Watch
from bot.world import World
from handlers import reader
from handlers.alarm import Alarm
from handlers.catalogue import Catalogue, load_catalogue
from handlers.courier import Courier
from handlers.fetching import Fetcher
from handlers.profile import Profile, introduce
from handlers.receiver import Post, Receiver
from handlers.translating import LibreTranslate
from handlers.wire import Wire
from storage import watching
from storage.archivekey import ArchivePublicKey, read_public
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Stand
from storage.keyfile import make_key
from storage.keysource import Keys

STOPPED = 0
DRAIN = 8.0
"""Seconds for what is under way when asked to stop; the whole stop must end within ten."""

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
cli.add_typer(keys, name="keys")
cli.add_typer(journal, name="journal")
cli.add_typer(db, name="db")
cli.add_typer(archive, name="archive")
log = structlog.get_logger("app")


@cli.callback()
def guarded() -> None:
    """Rescue Desk: the bot, its practice ground, and what its operator needs."""
    # Before anything reads a key: no core is dumped with keys in it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Who asks a command to end gets what Ctrl-C gets: half-written files are removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _quiet("warning")


@cli.command("check-config")
def check_config(config: Path = CONFIG) -> None:
    """Read the configuration, and say in one line each what is wrong."""
    _offered(settled(config))
    say("The configuration is right.")


@cli.command()
def run(config: Path = CONFIG) -> None:
    """Run the bot until it is asked to stop (SIGTERM, Ctrl-C)."""
    settings = settled(config)
    _offered(settings)
    _quiet(settings.log_level)
    try:
        raise typer.Exit(uvloop.run(_serve(settings, _keys(settings), _archive(settings))))
    except REFUSALS as refused:
        raise refuse(str(refused)) from None


@cli.command()
def watch(config: Path = CONFIG) -> None:
    """Watch over a bot that runs, from a process of its own: rings the admins when something has gone quiet."""
    settings = settled(config)
    catalogue = _offered(settings)
    _quiet(settings.log_level)
    uvloop.run(_watching(settings, catalogue))


@cli.command()
def drill(
    port: int = typer.Option(8765, help="The port of the practice ground on loopback; 0 takes a free one."),
) -> None:
    """Start the practice ground: the real bot, its own Telegram, one page to open."""
    from drill.practice import PortTaken, practise  # noqa: PLC0415 - a running bot never loads the practice ground

    try:
        asyncio.run(practise(port, [sys.executable, "-m", "bot", "run", "--config"], say))
    except PortTaken as taken:
        raise refuse(str(taken)) from None


async def _watching(settings: Config, catalogue: Catalogue) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    say("The watch has begun.")
    await _watch(settings, World(settings.clock_offset), Patience(stopping), catalogue)


class _Log:
    """Standard error; a disk too full for a line of it must not stop the one who would write it."""

    def write(self, line: str) -> None:
        with suppress(OSError):
            sys.stderr.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def _quiet(level: str) -> None:
    """One JSON line per event; libraries speak only in warnings."""
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


def _offered(settings: Config) -> Catalogue:
    """The texts in the languages that are offered; one that there is not is refused by its name."""
    whole = load_catalogue()
    for language in settings.languages:
        if language not in whole.languages:
            known = ", ".join(whole.languages)
            raise refuse(f"[languages] offered: given {language!r}; right would be some of: {known}")
    return whole.offering(settings.languages) if settings.languages else whole


def _keys(settings: Config) -> Keys:
    """The keys; made at the very first start, when there is no database yet that another key belongs to."""
    database, place = settings.database, settings.keys
    first = isinstance(database, SqliteFile) and not database.path.exists() and not place.file.exists()
    if first and place.provider is Provider.FILE:
        key = make_key(place.file)
        say(f"First start: key {key.id} was made in {place.file}. Keep a copy apart from the database.")
    return Keys(source(place))


def _archive(settings: Config) -> ArchivePublicKey | None:
    """The desk's public key, if closed cases are to be sealed to it; wrong or missing, it is refused by name."""
    return read_public(settings.archive) if settings.archive else None


async def _serve(settings: Config, keks: Keys, sealed_to: ArchivePublicKey | None) -> int:
    world = World(settings.clock_offset)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    patience = Patience(stopping)
    database = await _opened(lambda: open_database(engine(settings), keks, world.now, archive=sealed_to), patience)
    if database is None:
        return STOPPED
    try:
        return await _run(settings, world, database, patience)
    finally:
        await database.close()


async def _opened(opening: Callable[[], Coroutine[Any, Any, Database]], patience: Patience) -> Database | None:
    """The database; None if asked to stop.

    It is waited for as long as it takes: by a process that stands by, and after a power cut, when the machine of
    the server is not up yet.
    """

    async def there() -> Database:
        try:
            return await opening()
        except DatabaseAway as away:
            raise Unkept(str(away)) from None

    task = asyncio.ensure_future(patience.kept(there))
    await patience.first(asyncio.wait({task}))
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
    try:
        return None if task.cancelled() else task.result()
    except Unkept:
        return None


async def _run(settings: Config, world: World, database: Database, patience: Patience) -> int:
    stopping = patience.stopping
    wire, polling = Wire(world), Wire(world, 2)
    base = settings.api_base_url
    token = settings.token.reveal()
    bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=wire, get_updates_request=polling)
    await wire.initialize()
    await polling.initialize()
    catalogue = _offered(settings)
    await asyncio.to_thread(gazetteer.load)
    await asyncio.to_thread(tongues.load)
    post = _post(bot)
    service = settings.translation
    machine = LibreTranslate(service.url, service.key) if service is not None else None
    try:
        shown = settings.profile
        profile = Profile(shown.names, shown.descriptions, shown.short_descriptions, shown.commands)
        username = await introduce(post, catalogue, profile, stopping)
        house = _house(settings, catalogue, username)
        inbox = Inbox(database, world, house, patience)
        courier = Courier(inbox, bot, Fetcher(bot.get_file, wire), catalogue, machine)
        await courier.begin()
        receiver = Receiver(inbox, reader(catalogue, username), post, lambda: _ready(username))
        loops = _loops(settings, inbox, courier, receiver)
        return await _together([*loops, _watch(settings, world, patience, catalogue)], stopping)
    finally:
        if machine is not None:
            await machine.close()
        await wire.shutdown()
        await polling.shutdown()


async def _watch(settings: Config, world: World, patience: Patience, catalogue: Catalogue) -> None:
    """Look from beside, and ring past everything, until asked to stop."""
    beside, wire = engine(settings), Wire(world, 2)
    language = settings.watching.language
    bot = Bot(settings.token.reveal(), f"{settings.api_base_url}/bot", request=wire)
    heartbeat = settings.watching.heartbeat_url.reveal()
    alarm = Alarm(bot, settings.admins, catalogue, language, heartbeat)
    opened = False

    async def look() -> Mapping[str, int]:
        nonlocal opened
        try:
            if not opened:
                await beside.open(Stand.BESIDE)
                opened = True
            return (await watching.look(beside, world.now())).found()
        except (DatabaseAway, DatabaseRefused) as error:
            log.error("the watch cannot read the database", reason=str(error))
            return {UNREADABLE: 1}

    await wire.initialize()
    try:
        await Watch(look, alarm.ring, alarm.beat, world.monotonic, patience).run()
    finally:
        await wire.shutdown()
        if opened:
            await beside.close()


def _house(settings: Config, catalogue: Catalogue, username: str) -> House:
    quiet = settings.discretion
    return House(
        settings.admins,
        catalogue.languages,
        username,
        settings.kept,
        quiet.wipe_after,
        quiet.covert,
        quiet.phrase,
        quiet.link,
        catalogue.desk_languages,
        settings.translation is not None,
        settings.most_media,
    )


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
    say(f"Rescue Desk is ready: @{username} receives.")


def _post(bot: Bot) -> Post:
    """Calls one method and gives its plain result: the receiver keeps updates before anything parses them."""

    async def post(method: str, parameters: dict[str, Any], wait: float) -> Any:
        return await bot.do_api_request(method, api_kwargs=parameters, read_timeout=wait)

    return post
