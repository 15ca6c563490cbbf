"""An evening at the desk in one process: the practice ground, the bot's doors, a real database between them."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Bot

from bot.domain.case import Case
from bot.domain.private import Private
from bot.inbox import Inbox
from bot.patience import Patience
from bot.ports import House
from bot.tick import calm_due, ring_due
from bot.world import World
from drill.accounts import Account
from drill.chats import Chat
from drill.clock import WindableClock
from drill.ground import Ground
from drill.messages import Message
from drill.server import app, serve
from handlers import reader
from handlers.courier import Courier
from handlers.fetching import Fetcher
from handlers.receiver import Receiver
from handlers.wire import Wire
from storage.database import Database, open_database
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.sqlite import Sqlite
from tests.handlers.updates import WORDS

LINK = re.compile(r"start=(join-[0-9a-f]+)")


@dataclass
class Evening:
    """What people do, and what they see."""

    ground: Ground
    inbox: Inbox
    database: Database
    admin: Account

    def chat(self, where: Account | Chat) -> Chat:
        return self.ground.private(where) if isinstance(where, Account) else where

    def group(self, title: str, *members: Account) -> Chat:
        return self.ground.group(title, members=list(members), admins=[self.admin], kind="supergroup")

    def texts(self, where: Account | Chat) -> list[str]:
        """What the bot wrote there and still stands."""
        standing = self.chat(where).messages.values()
        return [one.text for one in standing if one.sender.is_bot and not one.deleted]

    async def sees(self, where: Account | Chat, text: str) -> Message:
        """The newest message of the bot there that holds this text."""

        def found() -> Message | None:
            self.ground.clock.wind(0.5)  # the bot paces itself; nobody here waits for that
            standing = reversed(self.chat(where).messages.values())
            return next((m for m in standing if m.sender.is_bot and not m.deleted and text in m.text), None)

        seen: Message = await self._until(found, f"{text!r}")
        return seen

    async def _until(self, found: Any, what: str) -> Any:
        for _ in range(100):
            if seen := found():
                return seen
            await asyncio.sleep(0.05)
        raise AssertionError(f"waited in vain for {what}; last calls:\n{self.ground.last_calls()}")

    async def settles(self) -> None:
        """Until nothing waits to be taken in or sent."""

        def quiet() -> bool:
            self.ground.clock.wind(0.5)
            return not len(self.ground.updates)

        await self._until(quiet, "the bot to take everything in")
        for _ in range(100):
            self.ground.clock.wind(0.5)
            async with self.database.transaction() as ledger:
                waiting = [await ledger.outbox.heads(self.inbox.world.now()), await ledger.outbox.interrupted()]
                pending = await ledger.inbox.pending(-1)
            if not any(waiting) and not pending:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"the bot does not come to rest; last calls:\n{self.ground.last_calls()}")

    async def confirms(self, where: Account | Chat, text: str) -> None:
        """The admin confirms the preview that holds this text."""

        def found() -> Message | None:
            self.ground.clock.wind(0.5)
            standing = self.chat(where).messages.values()
            return next((one for one in standing if one.inline and text in one.text), None)

        preview = await self._until(found, f"a preview with {text!r}")
        self.ground.presses(self.admin, preview, button="Confirm")
        await self.settles()

    async def binds(self, group: Chat, command: str) -> None:
        """The admin makes the group a desk."""
        self.ground.says(self.admin, group, command)
        await self.confirms(group, "Make this group the desk")

    async def joins(self, name: str, command: str) -> Account:
        """The admin asks for a joining link, and somebody new opens it."""
        self.ground.says(self.admin, self.chat(self.admin), command)
        link = LINK.search((await self.sees(self.admin, f"Give this link to {name}")).text)
        assert link
        officer = self.ground.account(name, "en")
        self.ground.says(officer, self.chat(officer), f"/start {link[1]}")
        await self.sees(officer, "you are now an officer")
        return officer

    async def case_of(self, person: Account) -> Case:
        async with self.database.transaction() as ledger:
            chat = await ledger.chats.by_telegram(Private(person.id))
            assert chat
            case = await ledger.cases.open_of(chat.id)
            assert case
            return case

    async def passes(self, minutes: float) -> None:
        """Time goes by, and what is due happens."""
        self.ground.clock.wind(minutes * 60)
        await ring_due(self.inbox)
        await calm_due(self.inbox)


@contextlib.asynccontextmanager
async def evening(folder: Path) -> AsyncIterator[Evening]:
    """The bot receives and sends; there is an admin whom it knows, and no desk yet."""
    ground = Ground(clock=WindableClock(folder / "clock"))
    ground.faults.rate_limits = False
    admin = ground.account("Admin", "en")
    running = await serve(app(ground))
    world, stopping = World(folder / "clock"), asyncio.Event()
    wire, polling = Wire(world), Wire(world, 2)
    url = running.url
    bot = Bot(ground.token, f"{url}/bot", f"{url}/file/bot", request=wire, get_updates_request=polling)
    await wire.initialize()
    await polling.initialize()
    database = await open_database(Sqlite(folder / "desk.db"), held(KeyEncryptionKey("k1", b"k" * 32)), world.now)
    inbox = Inbox(
        database,
        world,
        House(frozenset({admin.id}), WORDS.languages, "desk_bot", desk_languages=WORDS.desk_languages),
        Patience(stopping),
    )

    async def post(method: str, parameters: dict[str, Any], wait: float) -> Any:
        return await bot.do_api_request(method, api_kwargs=parameters, read_timeout=wait)

    receiver = Receiver(inbox, reader(WORDS, "desk_bot"), post, lambda: None)
    loops = [receiver.poll(), receiver.work(), Courier(inbox, bot, Fetcher(bot.get_file, wire), WORDS).run()]
    tasks = [asyncio.ensure_future(one) for one in loops]
    made = Evening(ground, inbox, database, admin)
    try:
        ground.says(admin, made.chat(admin), "/start")
        await made.sees(admin, "You are known here")
        yield made
    finally:
        stopping.set()
        await running.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await wire.shutdown()
        await polling.shutdown()
        await database.close()
