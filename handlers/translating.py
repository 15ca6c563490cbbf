"""Asks a translation service of one's own over HTTP (LibreTranslate's API); logs no words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog

from bot.domain.private import Private

LONGEST = 2_000
"""Characters that are asked for at once; what is longer is left as it was written."""
_PATIENCE = 8.0
"""Seconds for an answer: later nobody waits for it."""
_FINE = 200

log = structlog.get_logger("translating")


@dataclass(slots=True)
class LibreTranslate:
    """`url` is the service's address without a path; `key` is "" where it asks for none."""

    url: str
    key: Private[str] = Private("")
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def translate(self, words: Private[str], into: str) -> Private[str] | None:
        """The words in this language; None for any reason at all, which is logged without them."""
        if not 0 < len(words.reveal()) <= LONGEST:
            return None
        asked = {"q": words.reveal(), "source": "auto", "target": into, "format": "text"}
        if self.key.reveal():
            asked["api_key"] = self.key.reveal()
        try:
            answer = await self._post(asked)
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            log.warning("no translation", error=type(error).__name__)
            return None
        text = answer.get("translatedText") if isinstance(answer, dict) else None
        return Private(text.strip()[: 2 * LONGEST]) if isinstance(text, str) and text.strip() else None

    async def _post(self, asked: dict[str, str]) -> Any:
        if self._session is None:
            # No proxy of the environment: it would learn the words.
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE), trust_env=False)
        async with self._session.post(f"{self.url}/translate", json=asked, allow_redirects=False) as answer:
            if answer.status != _FINE:
                log.warning("no translation", status=answer.status)
                return None
            return await answer.json(content_type=None)
