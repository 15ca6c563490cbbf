"""The door in: every update is on disk, sealed, before Telegram is told and before anything parses it."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.inbox import Inbox, Reader
from bot.patience import Patience
from bot.ports import Unkept, Waiting
from handlers import ALLOWED, lane_of

LONG_POLL = 20
"""Seconds for which Telegram may keep a poll waiting."""
TOGETHER = 16
"""Chats whose updates are processed at the same time."""
AGAIN = 1.0
"""Seconds before an update that failed is tried again."""

log = structlog.get_logger("receiver")
Post = Callable[[str, dict[str, Any], float], Awaitable[Any]]
"""Calls one Bot API method with parameters and a read timeout in seconds; gives the plain result."""


def _countable(update: dict[str, Any]) -> bool:
    """Telegram counts in 32 bits; what no database can count is not from Telegram."""
    return 0 <= int(update["update_id"]) < 2**63


@dataclass(slots=True)
class Receiver:
    """Keeps updates, then has them processed: per chat in order, chats in parallel."""

    inbox: Inbox
    reader: Reader
    post: Post
    ready: Callable[[], None]
    _kept: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: dict[bytes, deque[Waiting]] = field(default_factory=lambda: defaultdict(deque))
    _queued: set[int] = field(default_factory=set)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOGETHER))

    @property
    def _patience(self) -> Patience:
        return self.inbox.patience

    @property
    def _stopping(self) -> bool:
        return self.inbox.patience.stopping.is_set()

    async def keep(self, updates: list[dict[str, Any]]) -> None:
        """Commit the updates; only when this returns may Telegram be told that we have them."""
        async with self.inbox.archive.transaction() as shelves:
            now = self.inbox.world.now()
            for update in filter(_countable, updates):
                raw = json.dumps(update, separators=(",", ":")).encode()
                await shelves.inbox.add(int(update["update_id"]), lane_of(update), raw, now)
        self._kept.set()

    async def poll(self) -> None:
        """Long polling; asking for the next updates is what confirms the ones before (invariant 1)."""
        await self._until_done(lambda: self.post("deleteWebhook", {}, 10))
        offset: int | None = None
        told = False
        while not self._stopping:
            if not told:
                self.ready()
                told = True
            # What cannot be kept is not asked for: another process may have taken over.
            await self._patience.able()
            updates = await self._poll_once(offset)
            if updates:
                await self._patience.kept(partial(self.keep, updates))
                offset = max(int(update["update_id"]) for update in updates) + 1

    async def _poll_once(self, offset: int | None) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {"timeout": LONG_POLL, "limit": 100, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            parameters["offset"] = offset
        try:
            answer = await self._or_stop(self.post("getUpdates", parameters, LONG_POLL + 10))
        except TelegramError as error:
            log.warning("poll failed", error=type(error).__name__)
            await self._patience.pause(min(float(getattr(error, "retry_after", 1)), 30))
            return []
        return [one for one in answer or [] if isinstance(one, dict) and isinstance(one.get("update_id"), int)]

    async def _until_done(self, call: Callable[[], Awaitable[Any]]) -> None:
        while not self._stopping:
            try:
                await call()
            except TelegramError as error:
                log.warning("Telegram cannot be reached", error=type(error).__name__)
                await self._patience.pause(1)
            else:
                return

    async def _or_stop(self, call: Awaitable[Any]) -> Any:
        """The call's result, or None as soon as we are asked to stop."""
        calling = asyncio.ensure_future(call)
        await self._patience.first(asyncio.wait({calling}))
        if calling.done():
            return calling.result()
        calling.cancel()
        return None

    async def listen(self, host: str, port: int, url: str) -> None:
        """Webhook: answered 200 only after the update is on disk (invariant 1)."""
        secret = secrets.token_urlsafe(32)
        site = web.Application(client_max_size=4 * 2**20)
        site.router.add_post("/telegram", self._hook(secret))
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        hook = {"url": url, "secret_token": secret, "allowed_updates": list(ALLOWED), "max_connections": 20}
        await self._until_done(lambda: self.post("setWebhook", hook, 20))
        self.ready()
        await self._patience.stopping.wait()
        await runner.cleanup()

    def _hook(self, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def hook(request: web.Request) -> web.Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                update = json.loads(await request.read())
                whole = isinstance(update, dict) and isinstance(update.get("update_id"), int)
            except ValueError:
                whole = False
            if not whole:
                return web.Response(status=400)
            try:
                await self.keep([update])
            except Unkept as error:
                log.warning("not kept; Telegram will bring it again", reason=str(error))
                return web.Response(status=503)
            return web.Response(status=200)

        return hook

    async def work(self) -> None:
        """Process what was kept, now and after every restart, until asked to stop; then finish what was begun."""
        self._kept.set()
        while not self._stopping:
            await self._patience.first(self._kept.wait())
            self._kept.clear()
            if not self._stopping:
                await self._queue()
        while self._running:
            await asyncio.wait(self._running)

    async def _queue(self) -> None:
        above = -1
        while True:
            waiting = await self._patience.kept(partial(self._pending, above))
            for one in waiting:
                self._line_up(one)
            if len(waiting) < 500:
                return
            above = waiting[-1].update_id

    async def _pending(self, above: int) -> Sequence[Waiting]:
        async with self.inbox.archive.transaction() as shelves:
            return await shelves.inbox.pending(above)

    def _line_up(self, one: Waiting) -> None:
        if one.update_id in self._queued:
            return
        self._queued.add(one.update_id)
        lane = self._lanes[one.lane]
        lane.append(one)
        if len(lane) == 1:
            task = asyncio.create_task(self._run(one.lane))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(self, name: bytes) -> None:
        """One chat's updates, in order; one that fails is tried again before the next is looked at."""
        lane = self._lanes[name]
        while lane and not self._stopping:
            async with self._places:
                done = await self.inbox.process(lane[0].update_id, self.reader)
            if done:
                self._queued.discard(lane.popleft().update_id)
            else:
                await self._patience.pause(AGAIN)
        if not lane:
            self._lanes.pop(name, None)
