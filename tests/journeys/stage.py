"""The stage of the journeys: the practice ground, the real bot as a process, and people who act and see."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drill.accounts import Account
from drill.chats import Chat
from drill.clock import WindableClock
from drill.ground import Ground
from drill.messages import Message
from drill.practice import Cast, people, seed, write_config
from drill.runner import BotProcess
from drill.server import Running, app, serve

HAVE_IT = re.compile(r"제가 맡습니다|I have it")
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}\b")


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

    async def sees_card(self, level: str = "", holds: str = "", seconds: float = 10) -> Message:
        """The one card, with this level and this text in it."""

        def found() -> Message | None:
            fitting = [one for one in self.cards() if one.text.startswith(level or "L") and holds in one.text]
            return fitting[-1] if fitting else None

        card: Message = await self.ground.until(found, seconds, f"a card with {level} {holds!r}")
        return card


@dataclass
class Stage:
    """One evening at the desk."""

    folder: Path
    ground: Ground
    cast: Cast
    bot: BotProcess
    running: Running
    people: list[Person] = field(default_factory=list)

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

    async def settles(self, seconds: float = 20) -> None:
        """Until the bot has taken every update and has nothing under way that a person would wait for."""
        quiet = 0.0
        calls = -1
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while quiet < 1.2:
            if loop.time() > end:
                raise AssertionError(f"the bot does not come to rest; last calls:\n{self.ground.last_calls()}")
            made = sum(1 for call in self.ground.calls if call.method != "getUpdates")
            quiet = quiet + 0.2 if made == calls and not len(self.ground.updates) else 0.0
            calls = made
            await self.ground.changes.wait(0.2)

    def files(self) -> dict[str, bytes]:
        """Everything that the bot has on disk."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@contextlib.asynccontextmanager
async def stage(seeded: bool = True, rate_limits: bool = True) -> AsyncIterator[Stage]:
    """A ground, a bot that runs, and, if `seeded`, the desk with its officers and roster."""
    folder = Path(tempfile.mkdtemp(prefix="rescue-desk-journey-"))
    ground = Ground(clock=WindableClock(folder / "clock"))
    cast = people(ground)
    running = await serve(app(ground))
    bot = BotProcess(write_config(folder, ground, running.url, (cast.admin.id,)), folder / "bot.log")
    made = Stage(folder, ground, cast, bot, running)
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


async def _hasten(ground: Ground, coming: Any) -> None:
    """Lets the bot's own pacing go by wound time: nobody on the stage waits for budgets while setting up."""
    work = asyncio.ensure_future(coming)
    while not work.done():
        ground.clock.wind(1)
        await asyncio.wait({work}, timeout=0.05)
    await work
