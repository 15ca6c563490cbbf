"""Clocks that a test winds: what the machine shows is made up, whose clock counts is decided for real."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.ids import SECOND, Instant
from bot.world import World, _Reading

BEGINS = round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000)
"""When an evening with a wound clock begins, where it does not matter."""


class Wound(World):
    """`true` is the time as Telegram has it; the machine's wall clock is wrong by `wrong`. In milliseconds."""

    def __init__(self, true: int) -> None:
        super().__init__()
        self.true, self.wrong = true, 0
        self._booted = true - 3_600 * SECOND

    def _read(self) -> _Reading:
        return _Reading(self.true + self.wrong, self.true - self._booted)

    def answered(self) -> None:
        """Telegram says what time it is, in whole seconds, as with every answer."""
        self.told(Instant(self.true // SECOND * SECOND), 0)

    def starts_again(self) -> None:
        """What was known of the clocks is gone with the process; the machine itself did not sleep."""
        self._right = self._claimed = None
        self._wrong = False
