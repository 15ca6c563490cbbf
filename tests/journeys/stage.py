"""The stage of the journeys: the practice ground, the real bot as a process, and people who act and see."""

from __future__ import annotations

import asyncio
import contextlib
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from drill.accounts import Account
from drill.chats import Chat
from drill.clock import WindableClock
from drill.ground import Ground
from drill.messages import Message
from drill.practice import Cast, people, seed, write_config
from drill.runner import BotProcess, Process
from drill.server import Running, app, serve
from tests.journeys.nursery import Nursery

HAVE_IT = re.compile(r"제가 맡습니다|I have it")
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}\b")
REPEAT = re.compile(r"^\((재전송|다시 보냄|repeat|again)[^)]*\) ")
ENDLESS = resource.RLIM_INFINITY
NURSERY = Nursery()


class Moment(Enum):
    """When the process dies of what somebody just did."""

    UNHEARD = "unheard"
    """At once: Telegram has not yet handed it out."""
    KEPT = "kept"
    """As soon as it is confirmed to Telegram: nothing but the bot's own disk knows of it."""
    SPEAKING = "speaking"
    """While the first call that comes of it is on its way: what was sent may not be noted as sent."""


class Bot(BotProcess):
    """The bot's process, and the disk under it."""

    async def _begun(self, errors: BinaryIO) -> Process:
        if not Nursery.possible:
            return await super()._begun(errors)
        return await NURSERY.bears(["run", "--config", str(self.config)], errors.fileno())

    def disk_takes(self, size: int) -> None:
        """From now on no file of the process can grow beyond so many bytes, as on a full disk; ENDLESS: it can."""
        if self._process is None:
            raise AssertionError("the bot does not run")
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, ENDLESS))


class BotClock:
    """The bot's own clock: the ground's, plus what it is wrong by."""

    def __init__(self, path: Path, ground: WindableClock) -> None:
        self._path = path
        self._ground = ground
        self._wrong_by = 0.0
        ground.on_wind(self._write)
        self._write()

    def jumps(self, seconds: float) -> None:
        """The server's clock is set; Telegram's goes on."""
        self._wrong_by += seconds
        self._write()

    def _write(self) -> None:
        counts = (self._ground.offset, self._wrong_by)
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(b"".join(round(one * 1000).to_bytes(8, "little", signed=True) for one in counts))
        fresh.replace(self._path)


@dataclass
class Person:
    """Somebody with a phone."""

    stage: Stage
    account: Account
    chat: Chat

    @property
    def ground(self) -> Ground:
        return self.stage.ground

    def standing(self) -> list[Message]:
        """What stands in the chat on this phone."""
        return [one for one in self.chat.messages.values() if not one.deleted and not one.service]

    def from_bot(self) -> list[Message]:
        """What the bot wrote, that still stands."""
        return [one for one in self.standing() if one.sender.is_bot]

    async def says(self, text: str, reply_to: Message | None = None) -> Message:
        return self.ground.says(self.account, self.chat, text, reply_to=reply_to)

    async def shares_place(self, latitude: float, longitude: float) -> Message:
        return self.ground.shares_place(self.account, self.chat, latitude, longitude)

    async def sees(self, text: str | Callable[[Message], bool], seconds: float = 10) -> Message:
        """Waits for a message of the bot that holds this text; gives the newest such message."""
        fits = text if callable(text) else (lambda one: text in one.text)

        def found() -> Message | None:
            return next((one for one in reversed(self.from_bot()) if fits(one)), None)

        seen: Message = await self.ground.until(found, seconds, f"{self.account.name} to see {text!r}")
        return seen

    async def taps(self, label: str, seconds: float = 10) -> str:
        """Taps the newest button with this label; gives what the bot answered to the tap."""

        def there() -> Message | None:
            return next((one for one in reversed(self.from_bot()) if _has(one, label)), None)

        message = await self.ground.until(there, seconds, f"{self.account.name} to see a button {label!r}")
        press = self.ground.presses(self.account, message, button=_has(message, label))
        answer = await self.ground.until(
            lambda: self.ground.presses_by_id[press].answer, seconds, f"an answer to {label!r}"
        )
        return str(answer.get("text", ""))


def _has(message: Message, label: str) -> str | None:
    return next((b["text"] for row in message.inline for b in row if label in b["text"]), None)


@dataclass
class Desk(Person):
    """The desk's group, seen by one of its members."""

    def cards(self) -> list[Message]:
        return [one for one in self.from_bot() if re.search(r"^L\d .*\|", one.text) or " | " in one.text]

    async def sees_card(self, level: str = "", holds: str | tuple[str, ...] = "", seconds: float = 10) -> Message:
        """The newest card with this level and all of these texts in it; it may say that it is a repeat."""
        wanted = (holds,) if isinstance(holds, str) else holds

        def found() -> Message | None:
            return next((one for one in reversed(self.cards()) if _fits(one.text, level or "L", wanted)), None)

        card: Message = await self.ground.until(found, seconds, f"a card with {level} {wanted!r}")
        return card


def _fits(text: str, level: str, wanted: tuple[str, ...]) -> bool:
    return REPEAT.sub("", text).startswith(level) and all(one in text for one in wanted)


@dataclass
class Stage:
    """One evening at the desk."""

    folder: Path
    ground: Ground
    cast: Cast
    bot: Bot
    bot_clock: BotClock
    running: Running

    def requester(self, name: str = "Mina", language: str = "ko") -> Person:
        """A new person with a phone, unknown to everybody."""
        account = self.ground.account(name, language)
        return Person(self, account, self.ground.private(account))

    @property
    def officers(self) -> list[Person]:
        return [Person(self, one, self.ground.private(one)) for one in self.cast.officers]

    @property
    def admin(self) -> Person:
        return Person(self, self.cast.admin, self.ground.private(self.cast.admin))

    @property
    def desk(self) -> Desk:
        return Desk(self, self.cast.officers[0], self.cast.desk)

    def desk_of(self, officer: Person) -> Desk:
        """The group as this officer uses it."""
        return Desk(self, officer.account, self.cast.desk)

    async def on_duty(self) -> Person:
        """The officer whom `/duty` names, which asking the admin tells."""
        before = len(self.admin.from_bot())
        await self.admin.says("/duty")
        answer: Message = await self.ground.until(
            lambda: next((m for m in self.admin.from_bot()[before:] if "On duty" in m.text), None),
            what="an answer to /duty",
        )
        return next(one for one in self.officers if f": {one.account.name}" in answer.text.splitlines()[0])

    async def passes(self, minutes: float = 0, seconds: float = 0) -> None:
        """Winds the clock of bot and ground."""
        self.ground.clock.wind(minutes * 60 + seconds)

    async def crashes(self) -> None:
        """Kill -9, and start again."""
        await self.bot.kill()
        await self.bot.start()

    async def dies_of(self, act: Awaitable[None], moment: Moment) -> None:
        """Somebody does something, kill -9 at this moment of the work on it, and start again."""
        spoken = self._spoken()
        await act
        match moment:
            case Moment.UNHEARD:
                pass
            case Moment.KEPT:
                await self._confirmed()
            case Moment.SPEAKING:
                await self.ground.until(lambda: self._spoken() > spoken, 30, "the bot to speak of it")
        await self.crashes()

    async def _confirmed(self) -> None:
        """Looks often: that an update was confirmed wakes nobody on the ground."""
        for _ in range(10_000):
            if not len(self.ground.updates):
                return
            await self.ground.changes.wait(0.003)
        raise AssertionError(f"the bot does not keep what it was told; last calls:\n{self.ground.last_calls()}")

    def _spoken(self) -> int:
        return sum(1 for call in self.ground.calls if call.method != "getUpdates")

    async def tells_the_operator(self, words: str) -> None:
        """Until the log says so."""
        for _ in range(300):
            if words in self.bot.last_words():
                return
            await self.ground.changes.wait(0.1)
        raise AssertionError(f"the log does not say {words!r}")

    async def settles(self, seconds: float = 20) -> None:
        """Until the bot has taken every update and has nothing under way that a person would wait for.

        Where its file shows that nothing is left to do that is known at once; otherwise by its long silence.
        """
        quiet = 0.0
        calls = -1
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while quiet < 3 and not (quiet >= 0.1 and self._idle()):
            if loop.time() > end:
                raise AssertionError(f"the bot does not come to rest; last calls:\n{self.ground.last_calls()}")
            made = self._spoken()
            quiet = quiet + 0.1 if made == calls and not len(self.ground.updates) else 0.0
            calls = made
            await self.ground.changes.wait(0.1)

    def _idle(self) -> bool:
        """Whether nothing waits in the bot's file; False where it keeps none."""
        if not (self.folder / "state" / "rescue-desk.db").exists():
            return False
        now = round(self.ground.clock.now() * 1000)
        try:
            ((left,),) = self.rows(
                "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'pending')"
                " + (SELECT COUNT(*) FROM outbox WHERE state IN ('due', 'sending'))"
                f" + (SELECT COUNT(*) FROM dues WHERE kind = 'ring' AND due_at <= {now})"
            )
        except sqlite3.Error:
            return False
        return not left

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What somebody with the bot's SQLite file, and without its keys, reads there."""
        connection = sqlite3.connect(f"file:{self.folder / 'state' / 'rescue-desk.db'}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT COUNT(*) FROM {table}")[0][0])

    def files(self) -> dict[str, bytes]:
        """Everything that the bot has on disk."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@contextlib.asynccontextmanager
async def stage(
    seeded: bool = True, rate_limits: bool = True, database: str = "", settings: str = ""
) -> AsyncIterator[Stage]:
    """A ground, a bot that runs, and, if `seeded`, the desk with its officers and roster.

    `database` is an address of PostgreSQL; without one the bot keeps an SQLite file. `settings` are more lines of
    its configuration.
    """
    folder = Path(tempfile.mkdtemp(prefix="rescue-desk-journey-"))
    ground = Ground(clock=WindableClock())
    cast = people(ground)
    running = await serve(app(ground))
    bot_clock = BotClock(folder / "clock", ground.clock)
    config = write_config(folder, ground, running.url, (cast.admin.id,))
    if database:
        _on_a_server(config, database)
    with config.open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    bot = Bot(config, folder / "bot.log")
    made = Stage(folder, ground, cast, bot, bot_clock, running)
    try:
        await bot.start()
        if seeded:
            ground.faults.rate_limits = False
            await _hasten(ground, seed(ground, cast))
        ground.faults.rate_limits = rate_limits
        yield made
    finally:
        await bot.kill()
        await running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _on_a_server(config: Path, address: str) -> None:
    """A database on a server is not made by the first start, and so the key is not either."""
    with config.open("a", encoding="utf-8") as file:
        file.write(f'\n[database]\nurl = "{address}"\n')
    command = [sys.executable, "-m", "bot", "keys", "new", "--config", str(config)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


async def _hasten(ground: Ground, coming: Any) -> None:
    """Lets the bot's own pacing go by wound time: nobody on the stage waits for budgets while setting up."""
    work = asyncio.ensure_future(coming)
    while not work.done():
        ground.clock.wind(1)
        await asyncio.wait({work}, timeout=0.05)
    await work
