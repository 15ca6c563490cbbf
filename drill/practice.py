"""The drill: the real bot against the ground, with a desk, three officers and an admin, and the page to open."""

import asyncio
import re
import signal
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drill.accounts import Account
from drill.chats import Chat
from drill.clock import WindableClock
from drill.duty import Duty
from drill.ground import Ground
from drill.messages import Message
from drill.runner import BotProcess, NotReady
from drill.server import app, serve

OFFICERS = ("하나", "도윤", "서준")
DESK = "/desk Cambodia Asia/Phnom_Penh ko"
_LINK = re.compile(r"start=(join-[0-9a-f]+)")


class PortTaken(Exception):
    """Something else listens on the port; says which and what to do."""


class SeedingFailed(Exception):
    """The bot did not answer as the drill's people expected."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the drill and the desk's group."""

    admin: Account
    officers: tuple[Account, ...]
    requester: Account
    desk: Chat


def write_config(folder: Path, ground: Ground, base_url: str, admins: tuple[int, ...]) -> Path:
    """The configuration of a bot that talks to this ground; everything else is as by default."""
    path = folder / "config.toml"
    path.write_text(
        f'[telegram]\ntoken = "{ground.token}"\napi_base_url = "{base_url}"\n'
        f"[admins]\ntelegram_ids = {list(admins)}\n"
        '[practice]\nclock_offset_file = "clock"\n',
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


def people(ground: Ground) -> Cast:
    """Everybody with a phone, and the group, before the bot has heard of any of them."""
    admin = ground.account("Admin", "en", role="admin")
    officers = tuple(ground.account(name, "ko", role="officer") for name in OFFICERS)
    requester = ground.account("Mina", "ko", role="requester")
    desk = ground.group("Liaison desk", members=officers, admins=[admin], kind="supergroup", bot_is_admin=True)
    return Cast(admin, officers, requester, desk)


async def seed(ground: Ground, cast: Cast) -> None:
    """Set up desk, officers and roster the way an admin does it: by commands in the chat."""
    ground.says(cast.admin, cast.admin, "/start")
    await _answer(ground, cast.admin, cast.admin, after=0)
    ground.says(cast.admin, cast.desk, DESK)
    await _confirm(ground, cast.admin, cast.desk)
    for officer in cast.officers:
        seen = _newest(ground, cast.admin)
        ground.says(cast.admin, cast.admin, f"/person add {officer.name}")
        answer = await _answer(ground, cast.admin, cast.admin, seen, _LINK)
        link = _LINK.search(answer.text)
        ground.says(officer, officer, f"/start {link[1] if link else ''}")
        await _answer(ground, officer, officer, after=0)
    ground.says(cast.admin, cast.admin, f"/rotate daily {' '.join(OFFICERS)}")
    await _confirm(ground, cast.admin, cast.admin)


def _chat(ground: Ground, chat: Chat | Account) -> Chat:
    return ground.private(chat) if isinstance(chat, Account) else chat


def _newest(ground: Ground, chat: Chat | Account) -> int:
    return max(_chat(ground, chat).messages, default=0)


async def _answer(
    ground: Ground, _to: Account, chat: Chat | Account, after: int, pattern: re.Pattern[str] | None = None
) -> Message:
    """The bot's first message in this chat after the given one, that matches."""

    def found() -> Message | None:
        texts = _chat(ground, chat).messages.values()
        fits = (m for m in texts if m.id > after and m.sender.is_bot and (not pattern or pattern.search(m.text)))
        return next(fits, None)

    answer: Message = await ground.until(found, seconds=20, what=f"an answer in {_chat(ground, chat).id}")
    return answer


async def _confirm(ground: Ground, admin: Account, chat: Chat | Account) -> None:
    """Press the first button of the preview, and wait until it has been answered."""

    def preview() -> Message | None:
        standing = (m for m in reversed(_chat(ground, chat).messages.values()) if m.sender.is_bot)
        return next((m for m in standing if m.inline), None)

    message: Message = await ground.until(preview, seconds=20, what="a preview with buttons")
    press = ground.presses(admin, message, data=str(message.inline[0][0]["callback_data"]))
    await ground.until(lambda: ground.presses_by_id[press].answer, seconds=20, what="the confirmation")


async def practise(port: int, command: list[str], say: Callable[[str], None]) -> None:
    """Run the drill until Ctrl-C; everything lies in a folder that is gone afterwards."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    with tempfile.TemporaryDirectory(prefix="rescue-desk-drill-") as name:
        folder = Path(name)
        ground = Ground(clock=WindableClock(folder / "clock"))
        cast = people(ground)
        duty = Duty(cast.officers, (ground.private(cast.admin), cast.desk), ground.clock.now)
        bot = BotProcess(folder / "config.toml", folder / "bot.log", command)
        try:
            running = await serve(app(ground, bot, duty.now), port=port)
        except OSError:
            raise PortTaken(
                f"port {port} is in use on this machine; choose another: python -m bot drill --port 0"
            ) from None
        write_config(folder, ground, running.url, (cast.admin.id,))
        try:
            await _until_stopped(_prepare(ground, cast, bot, duty), running.url, stopping, say)
        finally:
            await bot.stop()
            await running.stop()
    say("The drill has stopped; its database and keys are gone.")


async def _until_stopped(
    preparation: Coroutine[Any, Any, None], url: str, stopping: asyncio.Event, say: Callable[[str], None]
) -> None:
    say("Starting the bot …")
    preparing = asyncio.ensure_future(preparation)
    asked = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({preparing, asked}, return_when=asyncio.FIRST_COMPLETED)
    if not preparing.done():
        preparing.cancel()
        return
    try:
        preparing.result()
    except (NotReady, SeedingFailed) as error:
        say(f"The bot did not come up: {error}")
        return
    say(f"The practice ground is open: {url}/   (Ctrl-C stops it)")
    await asked


async def _prepare(ground: Ground, cast: Cast, bot: BotProcess, duty: Duty) -> None:
    await bot.start()
    try:
        await seed(ground, cast)
    except AssertionError as error:
        raise SeedingFailed(str(error)) from None
    duty.begin()
    ground.changes.note()
