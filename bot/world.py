"""The only clock and the only dice; everything else is told the time and handed its chances."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from bot.domain.ids import Instant

_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class ChanceDice:
    """Chance from the operating system."""

    def token(self, length: int = 16) -> str:
        """An unguessable id of this many bytes, in hexadecimal."""
        return secrets.token_hex(length)

    def code(self, length: int = 4) -> str:
        """A code that can be read aloud: no 0/O, 1/I/L."""
        return "".join(secrets.choice(_READABLE) for _ in range(length))


class World:
    """Wall clock for what is due, monotonic clock for waiting.

    In the practice ground time can be wound ahead: then `offset` names a file of 8 bytes, a little-endian
    count of milliseconds that is added to both clocks. The configuration allows it on loopback only.
    """

    def __init__(self, offset: Path | None = None) -> None:
        self.dice = ChanceDice()
        self._offset = offset

    def _wound(self) -> int:
        if self._offset is None:
            return 0
        # Read by name each time: the practice ground replaces the file, so that nobody sees half a number.
        return int.from_bytes(self._offset.read_bytes()[:8], "little", signed=True)

    def now(self) -> Instant:
        """Milliseconds since 1970-01-01T00:00Z."""
        return Instant(time.time_ns() // 1_000_000 + self._wound())

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic() + self._wound() / 1000
