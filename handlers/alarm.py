"""The second door out, for one sentence: the watch rings the admins past the outbox, the courier and the database.

Everything else goes through the courier. What watches over the courier must not depend on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import aiohttp
import structlog
from telegram import Bot
from telegram.error import TelegramError

from handlers.catalogue import Catalogue

_PATIENCE = 10.0
"""Seconds for the outside address."""
log = structlog.get_logger("alarm")


@dataclass(frozen=True, slots=True)
class Alarm:
    """Tells every admin, in the language that the operator chose; holds nothing of any case."""

    bot: Bot
    admins: Collection[int]
    catalogue: Catalogue
    language: str
    heartbeat: str = ""

    async def answers(self) -> bool:
        """Whether Telegram answers us; its answer also says what time it is."""
        try:
            await self.bot.get_me()
        except TelegramError as error:
            log.error("Telegram does not answer", error=type(error).__name__)
            return False
        return True

    async def ring(self, found: Mapping[str, int]) -> bool:
        """What has gone quiet, or, with nothing, that all goes on again; whether it reached any of the admins."""
        reached = False
        for admin in self.admins:
            try:
                await self.bot.send_message(admin, self._text(found))
                reached = True
            except TelegramError as error:
                log.error("an admin could not be rung", error=type(error).__name__)
        return reached

    def _text(self, found: Mapping[str, int]) -> str:
        def say(key: str, **blanks: object) -> str:
            return self.catalogue.text("desk", self.language, key, **blanks)

        if not found:
            return say("watch.well")
        return "\n".join(
            [say("watch.alarm"), *(say(f"watch.{name}", count=count) for name, count in found.items())]
        )

    async def beat(self) -> None:
        """Tell an outside address that all is well: when it hears nothing, it rings by other ways than ours."""
        if not self.heartbeat:
            return
        try:
            timeout = aiohttp.ClientTimeout(total=_PATIENCE)
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.get(self.heartbeat, allow_redirects=False) as answer,
            ):
                if answer.status >= 400:  # noqa: PLR2004 - HTTP's own boundary
                    log.warning("the outside address did not take the beat", status=answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("the outside address could not be told", error=type(error).__name__)
