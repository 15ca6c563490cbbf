"""Introduces the bot to Telegram at start: who it is, and the neutral commands that everybody sees."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.domain.language import FALLBACK
from handlers.catalogue import Catalogue
from handlers.receiver import Post

SHOWN = ("start", "hide", "language")
"""Commands in the menu: staff commands are never listed, so that the menu tells a stranger nothing."""

log = structlog.get_logger("profile")


async def introduce(post: Post, catalogue: Catalogue, stopping: asyncio.Event) -> str:
    """The bot's own name, once Telegram answers; "" if asked to stop before. Waits for as long as it takes."""
    wait = 1.0
    while not stopping.is_set():
        try:
            me = await post("getMe", {}, 10)
            await _commands(post, catalogue)
            return str(me.get("username", ""))
        except InvalidToken:
            log.error("Telegram does not know this token; put the right one into the configuration")
        except TelegramError as error:
            log.warning("Telegram cannot be reached", error=type(error).__name__)
        try:
            await asyncio.wait_for(stopping.wait(), wait)
        except TimeoutError:
            wait = min(wait * 2, 30)
    return ""


async def _commands(post: Post, catalogue: Catalogue) -> None:
    for language in ("", *catalogue.languages):
        listed = [
            {
                "command": name,
                "description": catalogue.text("requester", language or FALLBACK, f"command.{name}"),
            }
            for name in SHOWN
        ]
        await post("setMyCommands", {"commands": listed, "language_code": language}, 10)
