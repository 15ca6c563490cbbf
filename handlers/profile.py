"""Introduces the bot to Telegram at start: who it is, and the neutral commands that everybody sees."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.domain.language import FALLBACK
from handlers.catalogue import Catalogue
from handlers.receiver import Post

SHOWN = ("start", "hide", "language", "sos", "back", "skip", "stop", "tidy", "next")
"""Commands that may stand in the menu: staff commands never do, so that the menu tells a stranger nothing."""

log = structlog.get_logger("profile")


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of the bot; texts by language, "" for all others. What is not given stays as it is."""

    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    short_descriptions: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ("start", "hide", "language")


async def introduce(post: Post, catalogue: Catalogue, profile: Profile, stopping: asyncio.Event) -> str:
    """The bot's own name, once Telegram answers; "" if asked to stop before. Waits for as long as it takes."""
    wait = 1.0
    while not stopping.is_set():
        try:
            me = await post("getMe", {}, 10)
            await _commands(post, catalogue, profile)
            await _texts(post, profile)
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


async def _commands(post: Post, catalogue: Catalogue, profile: Profile) -> None:
    for language in ("", *catalogue.languages):
        listed = [
            {
                "command": name,
                "description": catalogue.text("requester", language or FALLBACK, f"command.{name}"),
            }
            for name in profile.commands
        ]
        await post("setMyCommands", {"commands": listed, "language_code": language}, 10)


async def _texts(post: Post, profile: Profile) -> None:
    """Telegram lets a bot change its name only now and then: a refusal must not keep the bot from serving."""
    for method, name, texts in (
        ("setMyName", "name", profile.names),
        ("setMyDescription", "description", profile.descriptions),
        ("setMyShortDescription", "short_description", profile.short_descriptions),
    ):
        for language, text in texts.items():
            try:
                await post(method, {name: text, "language_code": language}, 10)
            except TelegramError as error:
                log.warning("a text of the profile was not taken", method=method, error=type(error).__name__)
