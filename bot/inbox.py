"""For every event: begin, seen before?, stamp now, react, settle, commit, wake the courier."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.domain.events import Event, UpdateUnprocessed
from bot.patience import Patience
from bot.ports import Archive, Begun, House, Shelves, Stamp, Unkept
from bot.use_cases import react
from bot.world import World

FAILURES = 3
"""After so many failures of our own code an update goes to the desk as it came (invariant 5)."""
DEATHS = 20
"""So many times the process may die while an update is under way, before the update is taken for the cause.

Whoever kills the process (power, an operator, the kernel) mostly does it for other reasons, and kills the updates
of sixteen chats at once: they are innocent, and must be answered.
"""

log = structlog.get_logger("inbox")


@dataclass(frozen=True, slots=True)
class Reader:
    """How raw updates are read: as an event, and, when our own code fails on one, as whatever can be gleaned."""

    read: Callable[[Begun], Event | None]
    glean: Callable[[int, bytes], UpdateUnprocessed]


@dataclass(slots=True)
class Inbox:
    """The only way by which anything changes state."""

    archive: Archive
    world: World
    house: House
    patience: Patience
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    failing: dict[tuple[str, str], float] = field(default_factory=dict)
    """What came due and failed, by kind and subject, and when its turn comes again (seconds, monotonic)."""

    def stamp(self) -> Stamp:
        """One instant for one event."""
        return Stamp(self.world.now(), self.world.dice, self.house)

    async def handle(self, event: Event) -> None:
        """An event from inside: a ring that came due, a delivery that failed."""
        async with self.archive.transaction() as shelves:
            await self.react(event, shelves)
        self.wake.set()

    async def react(self, event: Event, shelves: Shelves) -> None:
        """The same inside a transaction that the caller has open."""
        await react(event, shelves, self.stamp())

    async def process(self, update_id: int, reader: Reader) -> bool:
        """One kept update, once. False if it has to be tried again later."""
        try:
            begun = await self.patience.kept(lambda: self._begin(update_id))
            return begun is None or await self._process(update_id, begun, reader)
        except Unkept:
            return False

    async def _begin(self, update_id: int) -> Begun | None:
        async with self.archive.transaction() as shelves:
            return await shelves.inbox.begin(update_id)

    async def _process(self, update_id: int, begun: Begun, reader: Reader) -> bool:
        finish = self._give_up if begun.attempts > DEATHS else self._settle
        try:
            await self.patience.kept(lambda: finish(update_id, begun, reader))
        except Unkept:
            raise
        except Exception as error:  # noqa: BLE001 - the last net: whatever fails here still reaches a human
            return await self._failed(update_id, begun, reader, error)
        self.wake.set()
        return True

    async def _settle(self, update_id: int, begun: Begun, reader: Reader) -> None:
        event = reader.read(begun)
        async with self.archive.transaction() as shelves:
            if await shelves.inbox.settle(update_id) and event is not None:
                await self.react(event, shelves)

    async def _failed(self, update_id: int, begun: Begun, reader: Reader, error: Exception) -> bool:
        """Count the failure; at the limit the update goes to the desk. False if it is to be tried again."""
        failures = await self.patience.kept(lambda: self._count_failure(update_id))
        log.error("update failed", update_id=update_id, failures=failures, error=told(error))
        if failures < FAILURES:
            return False
        await self.patience.kept(lambda: self._give_up(update_id, begun, reader))
        self.wake.set()
        return True

    async def _count_failure(self, update_id: int) -> int:
        async with self.archive.transaction() as shelves:
            return await shelves.inbox.fail(update_id)

    async def _give_up(self, update_id: int, begun: Begun, reader: Reader) -> None:
        async with self.archive.transaction() as shelves:
            if await shelves.inbox.quarantine(update_id):
                await self.react(reader.glean(update_id, begun.raw), shelves)


def told(error: BaseException) -> str:
    """An error's type and where it came from, never its message, which may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} at {where}"
