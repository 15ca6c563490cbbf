"""Decides when an update is pushed to the bot's webhook and when it is tried again; does not know its content.

https://core.telegram.org/bots/api#setwebhook: POST with the secret in a header, repeated unless answered 2xx.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from drill.dispatch import answer
from drill.state import State
from drill.updates import Pending, told

FIRST_DELAY = 1.0
LONGEST_DELAY = 60.0
PATIENCE = aiohttp.ClientTimeout(total=60)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_SLEEP = 3600.0


class Delivery:
    """Pushes what waits, chats in parallel and each chat in its order."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession(timeout=PATIENCE))
            stack.push_async_callback(self._stop)
            while True:
                wait = self._launch(session)
                await self._state.changes.wait(wait)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _launch(self, session: aiohttp.ClientSession) -> float | None:
        """Starts what is due; seconds until the next is due, None if nothing is."""
        webhook = self._state.webhook
        if not webhook.url:
            return None
        now = self._state.clock.now()
        waiting = self._state.updates.pending()
        busy = {pending.key for pending in waiting if pending.flying}
        soonest = float("inf")
        for pending in waiting:
            if len(busy) >= webhook.connections:
                break
            if pending.key in busy:
                continue
            busy.add(pending.key)  # the later ones of a chat wait for this one, due or not
            if pending.due > now:
                soonest = min(soonest, pending.due)
            else:
                self._start(session, pending)
        return None if soonest == float("inf") else min(soonest - now, LONGEST_SLEEP)

    def _start(self, session: aiohttp.ClientSession, pending: Pending) -> None:
        pending.flying = True
        task = asyncio.create_task(self._push(session, pending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _push(self, session: aiohttp.ClientSession, pending: Pending) -> None:
        state = self._state
        failure, reply = await self._post(session, pending)
        pending.flying = False
        if failure is None:
            state.updates.settle(pending)
        else:
            pending.attempts += 1
            pending.due = state.clock.now() + delay(pending.attempts)
            state.webhook.failure = failure
            state.webhook.failed_at = int(state.clock.now())
        state.changes.note()
        if reply and isinstance(reply.get("method"), str):
            given = {name: value for name, value in reply.items() if name != "method"}
            await answer(state, state.token, reply["method"], given)

    async def _post(
        self, session: aiohttp.ClientSession, pending: Pending
    ) -> tuple[str | None, Mapping[str, Any]]:
        """Why it failed, or None; and the call that came in the answer, if one did."""
        webhook = self._state.webhook
        if self._state.faults.down:
            return "Connection timed out", {}
        headers = {HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=told(pending), headers=headers) as response:
                body = await response.read()
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}", {}
                return None, _call_in(body)
        except (aiohttp.ClientError, TimeoutError) as fault:
            return ("Connection timed out" if isinstance(fault, TimeoutError) else "Connection refused"), {}


def delay(attempts: int) -> float:
    """Seconds until the next try: 1, 2, 4 ... to a minute."""
    return min(FIRST_DELAY * float(2 ** (attempts - 1)), LONGEST_DELAY)


def _call_in(body: bytes) -> Mapping[str, Any]:
    """https://core.telegram.org/bots/api#making-requests-when-getting-updates"""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
