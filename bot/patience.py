"""Waits out what cannot be kept (a full disk, a database gone), and lets every wait end when asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

from bot.ports import Unkept

AGAIN = 1.0
"""Seconds before something that could not be kept is tried again."""

T = TypeVar("T")
log = structlog.get_logger("patience")


@dataclass(slots=True)
class Patience:
    """One for the whole process: whether it was asked to stop, and whether things can be kept at the moment."""

    stopping: asyncio.Event
    _keeps: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._keeps.set()

    async def kept(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do what ends in a commit, again and again while nothing can be kept.

        Doing it twice must be doing it once: the answer to a commit may have been lost. Unkept only if asked to
        stop meanwhile.
        """
        failed = False
        while True:
            try:
                done = await work()
            except Unkept as error:
                failed = True
                self._unkept(error)
                if self.stopping.is_set():
                    raise
                await self.pause(AGAIN)
            else:
                # Only what failed before proves anything: on a full disk, reading goes on well.
                if failed and not self._keeps.is_set():
                    self._keeps.set()
                    log.warning("things can be kept again")
                return done

    def _unkept(self, error: Unkept) -> None:
        """Tell the operator, once for as long as it lasts."""
        if self._keeps.is_set():
            self._keeps.clear()
            log.error("nothing can be kept: nobody is heard or rung until this is mended", reason=str(error))

    async def able(self) -> None:
        """Wait until things can be kept."""
        await self.first(self._keeps.wait())

    async def pause(self, seconds: float) -> None:
        """Wait for so many seconds."""
        await self.first(timeout=seconds)

    async def first(self, *waits: Coroutine[Any, Any, Any], timeout: float | None = None) -> None:
        """Wait for whichever comes first, or the stop, or so many seconds; the others are let go."""
        tasks = [asyncio.ensure_future(one) for one in (*waits, self.stopping.wait())]
        try:
            await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
