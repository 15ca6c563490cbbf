"""Decides when those who wait for something on the ground look again; does not know what changed."""

import asyncio
import contextlib


class Changes:
    """A version that grows with every change, and a way to wait for the next one."""

    def __init__(self) -> None:
        self.version = 0
        self._next: asyncio.Event = asyncio.Event()

    def note(self) -> None:
        """Something changed: everybody who waits is woken."""
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> None:
        """Returns at the next change, or after `seconds` of real time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._next.wait(), seconds)
