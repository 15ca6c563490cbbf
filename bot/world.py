"""The only clock and the only dice; everything else is told the time and handed its chances.

A clock that is set wrong rings an hour late, or takes people for silent who just wrote. So the wall clock of this
machine is held against Telegram's, which comes with every answer; while the two disagree, Telegram's is taken.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.domain.ids import CODE_LENGTH, CODE_SIGNS, SECOND, Instant

AGREES = 5 * SECOND
"""Milliseconds by which two clocks may differ and still be taken for the same."""
_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Where there is one, a steady clock that goes on while the machine sleeps."""


log = structlog.get_logger("world")


class ChanceDice:
    """Chance from the operating system."""

    def token(self, length: int = 16) -> str:
        """An unguessable id of this many bytes, in hexadecimal."""
        return secrets.token_hex(length)

    def code(self, length: int = CODE_LENGTH) -> str:
        """A code that can be read aloud: no 0/O, 1/I/L."""
        return "".join(secrets.choice(CODE_SIGNS) for _ in range(length))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Both clocks of this machine at one moment, in milliseconds."""

    wall: int
    steady: int


class World:
    """Wall clock for what is due, monotonic clock for waiting.

    In the practice ground time can be wound ahead: then `offset` names a file of one or two little-endian counts
    of milliseconds, 8 bytes each. The first is added to both clocks; by the second the wall clock alone is wrong.
    The configuration allows it on loopback only.
    """

    def __init__(self, offset: Path | None = None) -> None:
        self.dice = ChanceDice()
        self._offset = offset
        self._right: int | None = None
        self._claimed: int | None = None
        self._wrong = False

    def _read(self) -> _Reading:
        wound, wrong = 0, 0
        if self._offset is not None:
            # Read by name each time: the practice ground replaces the file, so that nobody sees half a number.
            counts = self._offset.read_bytes()
            wound, wrong = (int.from_bytes(counts[at : at + 8], "little", signed=True) for at in (0, 8))
        steady = time.clock_gettime_ns(_BOOT) // 1_000_000
        return _Reading(time.time_ns() // 1_000_000 + wound + wrong, steady + wound)

    def now(self) -> Instant:
        """Milliseconds since 1970-01-01T00:00Z: by the wall clock, unless Telegram's says otherwise."""
        read = self._read()
        if self._right is None or abs(read.wall - read.steady - self._right) <= AGREES:
            return Instant(read.wall)
        return Instant(read.steady + self._right)

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        return self._read().steady / SECOND

    def told(self, instant: Instant, took: int) -> None:
        """Telegram's clock showed this whole second, at most `took` milliseconds ago.

        It is believed against the wall clock only when it says the same twice in a row: one answer may be late,
        or come from elsewhere.
        """
        read = self._read()
        if -AGREES <= read.wall - instant <= SECOND + took + AGREES:
            self._agree(read.wall - read.steady, wrong=0)
            self._claimed = None
            return
        claimed = instant + SECOND // 2 - read.steady
        if self._claimed is not None and abs(claimed - self._claimed) <= AGREES:
            self._agree(claimed, wrong=read.wall - read.steady - claimed)
        self._claimed = claimed

    def _agree(self, right: int, wrong: int) -> None:
        """From now on this much lies between the steady clock and the true time."""
        if wrong and not self._wrong:
            log.error("this machine's clock is wrong; going by Telegram's", seconds=round(wrong / SECOND))
        elif self._wrong and not wrong:
            log.warning("this machine's clock is right again")
        self._wrong = bool(wrong)
        self._right = right
