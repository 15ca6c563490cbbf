"""Webhook delivery: secret, order, retries with growing delay, answers that are calls."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from drill.delivery import HEADER, delay
from drill.ground import Ground
from drill.server import Running


class Hook:
    """A bot's webhook: keeps what comes and answers what it is told to."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get(HEADER))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    found = Hook()
    application = web.Application()
    application.router.add_post("/hook", found.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


async def test_delivery_with_the_secret(live: Ground, server: Running, hook: Hook) -> None:
    mina = live.account("Mina")
    live.says(mina, mina, "before")
    await live.call("setWebhook", url=hook.url, secret_token="s-3_T")
    live.says(mina, mina, "after")
    await live.until(lambda: not len(live.updates), what="delivery")
    assert [update["message"]["text"] for update in hook.updates] == ["before", "after"]
    assert hook.secrets == ["s-3_T", "s-3_T"]


async def test_a_refused_update_comes_again_later_and_later(live: Ground, server: Running, hook: Hook) -> None:
    mina, other = live.account("Mina"), live.account("Other")
    await live.call("setWebhook", url=hook.url)
    hook.answers = [web.Response(status=500), web.Response(status=503)]
    live.says(mina, mina, "first")
    await live.until(lambda: live.webhook.failure, what="the failure")
    live.says(mina, mina, "second")  # waits for the first
    first = live.updates.pending()[0]
    assert first.attempts == 1
    live.clock.wind(delay(1))
    await live.until(lambda: first.attempts == 2, what="the second try")
    live.says(other, other, "another chat goes on")
    await live.until(lambda: len(live.updates) == 2, what="the other chat")
    info = (await live.call("getWebhookInfo")).body["result"]
    assert info["pending_update_count"] == 2
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    live.clock.wind(delay(2))
    await live.until(lambda: not len(live.updates), what="delivery")
    texts = [update["message"]["text"] for update in hook.updates]
    assert texts == ["first", "first", "another chat goes on", "first", "second"]


def test_the_delay_grows_to_a_minute() -> None:
    assert [delay(attempt) for attempt in (1, 2, 3, 4, 7, 20)] == [1, 2, 4, 8, 60, 60]


async def test_nobody_listens(live: Ground, server: Running) -> None:
    mina = live.account("Mina")
    await live.call("setWebhook", url="http://127.0.0.1:9/hook")
    live.says(mina, mina, "kept")
    await live.until(lambda: live.webhook.failure == "Connection refused", what="the failure")
    assert len(live.updates) == 1


async def test_an_answer_can_be_a_call(live: Ground, server: Running, hook: Hook) -> None:
    mina = live.account("Mina")
    await live.call("setWebhook", url=hook.url)
    hook.answers = [web.json_response({"method": "sendMessage", "chat_id": mina.id, "text": "at once"})]
    live.says(mina, mina, "hello")
    await live.until(lambda: len(live.private(mina).messages) == 2, what="the answer")


@pytest.mark.parametrize("url", ["https://example.org/hook", "ftp://127.0.0.1/", "http://10.0.0.1/hook"])
async def test_only_loopback_is_delivered_to(ground: Ground, url: str) -> None:
    assert (await ground.call("setWebhook", url=url)).status == 400


async def test_the_secret_has_no_strange_characters(ground: Ground) -> None:
    answer = await ground.call("setWebhook", url="http://127.0.0.1:9/", secret_token="a b")
    assert answer.body["description"] == "Bad Request: secret token contains unallowed characters"


async def test_deleting_it_brings_polling_back(live: Ground, server: Running, hook: Hook) -> None:
    await live.call("setWebhook", url=hook.url)
    await live.call("setWebhook", url="")
    mina = live.account("Mina")
    live.says(mina, mina, "hello")
    await asyncio.sleep(0)
    assert len((await live.call("getUpdates")).body["result"]) == 1
    assert hook.updates == []
