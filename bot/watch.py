"""Asks every half minute whether the desk has gone quiet, and rings the admins itself, past all that it watches.

It has a database connection and a way to Telegram of its own, needs no key and knows no case. In the process that
serves it is a loop of its own; `python -m bot watch` is the same in a process of its own, which also notices that
nobody serves: the process that does leaves a pulse among what is due.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bot.inbox import told
from bot.patience import Patience

EVERY = 30.0
"""Seconds between two looks."""
AGAIN = 5.0
"""Seconds until what was found is looked at once more: a moment's crowd is no silence."""
REMIND = 300.0
"""Seconds between two alarms while it goes on."""
UNREADABLE = "unreadable"
UNANSWERED = "unanswered"
"""Telegram does not answer: no ring leaves, and no heartbeat may say that all is well."""

Look = Callable[[], Awaitable[Mapping[str, int]]]
Ring = Callable[[Mapping[str, int]], Awaitable[bool]]
log = structlog.get_logger("watch")


@dataclass(slots=True)
class Watch:
    """`look` gives what is wrong, by name; `ring` tells the admins, with nothing that all is well again.

    It says whether that reached anybody. `beat` says so outside.
    """

    look: Look
    ring: Ring
    beat: Callable[[], Awaitable[None]]
    clock: Callable[[], float]
    patience: Patience
    _rang: float | None = field(default=None, init=False)
    _told: frozenset[str] = field(default=frozenset(), init=False)

    async def run(self) -> None:
        """Until asked to stop. A round that fails is told to the operator, and takes nobody who serves with it."""
        while not self.patience.stopping.is_set():
            try:
                await self.once()
            except Exception as error:  # noqa: BLE001 - who watches over all others must not end, nor end them
                log.error("a look of the watch failed", error=told(error))
            await self.patience.pause(EVERY)

    async def once(self) -> None:
        """One look, and once more before anybody is rung."""
        found = await self.look()
        if found:
            await self.patience.pause(AGAIN)
            again = await self.look()
            found = {name: again[name] for name in found if name in again}
        if found:
            await self._alarm(found)
        else:
            await self._well()

    async def _alarm(self, found: Mapping[str, int]) -> None:
        """At once for what is new, and again every few minutes; at each look until it reaches somebody."""
        known = self._rang is not None and self.clock() - self._rang < REMIND
        if known and self._told >= found.keys():
            return
        log.error("something has gone quiet", **found)
        if await self.ring(found):
            self._told = frozenset(found) | (self._told if known else frozenset())
            self._rang = self.clock()

    async def _well(self) -> None:
        if self._rang is not None:
            log.warning("all goes on again")
            await self.ring({})
            self._rang, self._told = None, frozenset()
        await self.beat()
