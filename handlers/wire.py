"""Carries Bot API calls over aiohttp and says of each failure whether the call may have arrived.

PTB's own httpx transport logs every address, and Telegram's addresses hold the bot's token; this one logs nothing.
"""

from __future__ import annotations

from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.domain.ids import SECOND, Instant
from bot.world import World

CONNECT = 5.0
"""Seconds to connect."""
ANSWER = 20.0
"""Seconds to wait for an answer, where the caller names none."""
WHOLE = 300.0
"""Seconds for the whole of a file."""
FINE, TOO_MANY = 200, 429
_PIECE = 2**16


class Unsent(NetworkError):
    """The call surely did not reach Telegram: it can be made again at once."""


class Unsure(NetworkError):
    """The call was written and no answer came: it may have arrived."""


class TooLarge(TelegramError):
    """More than was asked for at most."""


class Wire(BaseRequest):
    """One pool of connections for a bot."""

    def __init__(self, world: World, connections: int = 64) -> None:
        self._world = world
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return ANSWER

    async def initialize(self) -> None:
        """Open the pool."""
        connector = aiohttp.TCPConnector(limit=self._connections, force_close=False)
        self._session = aiohttp.ClientSession(connector=connector, trust_env=True)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call: status and body, or Unsent, or Unsure; the errors never carry the address."""
        if self._session is None:
            raise Unsent("the wire is not open")
        wait = read_timeout if isinstance(read_timeout, int | float) else ANSWER
        limits = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, connect=CONNECT * 2, sock_read=wait)
        try:
            asked = self._world.monotonic()
            async with self._session.request(method, url, data=_body(request_data), timeout=limits) as answer:
                self._tell_time(answer.headers.get("Date", ""), asked)
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Unsent("no connection") from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unsure("no answer") from None

    async def download(self, url: str, most: int) -> bytes:
        """What lies at an address, at most so many bytes: TooLarge. NetworkError without the address otherwise."""
        if self._session is None:
            raise Unsent("the wire is not open")
        limits = aiohttp.ClientTimeout(total=WHOLE, sock_connect=CONNECT, connect=CONNECT * 2, sock_read=ANSWER)
        try:
            async with self._session.get(url, timeout=limits) as answer:
                if answer.status == TOO_MANY:
                    raise RetryAfter(int(answer.headers.get("Retry-After", "5")))
                if answer.status != FINE:
                    raise NetworkError(f"status {answer.status}")
                return await _at_most(answer.content, most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            raise NetworkError("no answer") from None

    def _tell_time(self, date: str, asked: float) -> None:
        """Every answer says when it was given (RFC 9110, 6.6.1): it is held against our own clock."""
        took = round((self._world.monotonic() - asked) * SECOND)
        with suppress(ValueError):
            self._world.told(Instant(round(parsedate_to_datetime(date).timestamp()) * SECOND), took)


async def _at_most(content: aiohttp.StreamReader, most: int) -> bytes:
    whole = bytearray()
    async for piece in content.iter_chunked(_PIECE):
        whole += piece
        if len(whole) > most:
            raise TooLarge(f"more than {most} bytes")
    return bytes(whole)


def _body(request_data: RequestData | None) -> Any:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
