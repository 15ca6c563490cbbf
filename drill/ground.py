"""The practice ground as one object: what people do, what the bot calls, what is seen."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from drill.accounts import Account
from drill.calls import Answer
from drill.dispatch import answer
from drill.gatherings import Gatherings
from drill.shares import Shares
from drill.view import screen, snapshot

LAST_CALLS = 12


class Ground(Shares, Gatherings):
    """Everything on the ground, in one event loop, without threads."""

    async def call(self, method: str, token: str | None = None, **params: Any) -> Answer:
        """A call of the Bot API without HTTP."""
        return await self.receive(token or self.token, method, params)

    async def receive(self, token: str, method: str, given: Mapping[str, Any]) -> Answer:
        """A call of the Bot API with its parameters as they came."""
        return await answer(self, token, method, given)

    def view(self, account: Account) -> dict[str, Any]:
        """What this phone shows."""
        return screen(self, account)

    def snapshot(self) -> dict[str, Any]:
        """What the page shows."""
        return snapshot(self)

    async def until(self, predicate: Callable[[], Any], seconds: float = 10, what: str = "it") -> Any:
        """Waits until `predicate` is true, looking again at every change, and returns what it returned.

        Raises AssertionError with the last calls after `seconds` of real time.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (seen := predicate()):
            left = end - loop.time()
            if left <= 0:
                raise AssertionError(f"waited {seconds} s in vain for {what}; last calls:\n{self.last_calls()}")
            await self.changes.wait(left)
        return seen

    def last_calls(self) -> str:
        """The latest calls of the bot but getUpdates, one a line."""
        calls = [receipt for receipt in self.calls if receipt.method != "getUpdates"][-LAST_CALLS:]
        lines = (f"  {c.method} {dict(c.params)} -> {c.status} {c.answer.get('description', '')}" for c in calls)
        return "\n".join(lines) or "  none"
