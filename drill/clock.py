"""Decides what time it is on the practice ground; knows nothing of chats or messages."""

import time
from collections.abc import Callable
from pathlib import Path

A_YEAR = 366 * 86400.0


class WindableClock:
    """Real time plus an offset that can only grow.

    With a path, the offset in whole milliseconds is kept there as an 8-byte little-endian signed integer,
    so that the bot's process goes by the same clock.
    """

    def __init__(self, path: Path | None = None, real: Callable[[], float] = time.time) -> None:
        self._path = path
        self._real = real
        self._listeners: list[Callable[[], None]] = []
        self._milliseconds = _read(path)
        self._write()

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._real() + self._milliseconds / 1000

    def wind(self, seconds: float) -> None:
        """Moves the clock ahead; never back, as Telegram's clock does not go back either."""
        if not 0 <= seconds <= A_YEAR:
            raise ValueError("the clock winds forwards only, and by a year at most")
        self._milliseconds += round(seconds * 1000)
        self._write()
        for listener in self._listeners:
            listener()

    @property
    def offset(self) -> float:
        """Seconds by which the ground is ahead of real time."""
        return self._milliseconds / 1000

    def on_wind(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def _write(self) -> None:
        if self._path is None:
            return
        # Readers must see the old or the new offset, never half of one.
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(self._milliseconds.to_bytes(8, "little", signed=True))
        fresh.replace(self._path)


def _read(path: Path | None) -> int:
    if path is None or not path.exists():
        return 0
    return int.from_bytes(path.read_bytes()[:8], "little", signed=True)
