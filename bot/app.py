"""The composition root: the only module that knows every package; puts them together and runs them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot

from bot.config import Config
from bot.domain import gazetteer, tongues
from bot.inbox import Inbox, told
from bot.patience import Patience
from bot.ports import House, Unkept
from bot.terminal import FAILED, engine, refuse, say
from bot.tick import tick
from bot.watch import UNANSWERED, UNREADABLE, Watch
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
from storage.archivekey import ArchivePublicKey
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Stand
from storage.keysource import Keys

STOPPED = 0
DRAIN = 8.0
"""Seconds for what is under way when asked to stop; the whole stop must end within ten."""

log = structlog.get_logger("app")


async def watch_over(settings: Config, catalogue: Catalogue) -> None:
    """The watch alone, until asked to stop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    say("The watch has begun.")
    await _watch(settings, World(settings.clock_offset), Patience(stopping), catalogue)


def offered(settings: Config) -> Catalogue:
    """The texts in the languages that are offered; one that there is not is refused by its name."""
    whole = load_catalogue()
    for language in settings.languages:
        if language not in whole.languages:
            known = ", ".join(whole.languages)
            raise refuse(f"[languages] offered: given {language!r}; right would be some of: {known}")
    if settings.watching.language not in whole.desk_languages:
        known = ", ".join(whole.desk_languages)
        given = settings.watching.language
        raise refuse(f"[watch] language: given {given!r}; right would be one of: {known}")
    return whole.offering(settings.languages) if settings.languages else whole


async def serve(settings: Config, keks: Keys, sealed_to: ArchivePublicKey | None) -> int:
    """The bot, until asked to stop; what the process ends with."""
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
    catalogue = offered(settings)
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
            # Asked first: a watch in a process of its own has the time from Telegram's answers.
            silent = {} if await alarm.answers() else {UNANSWERED: 1}
            return {**(await watching.look(beside, world.now())).found(), **silent}
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
