"""Decides when the bot writes too fast, by Telegram's published budgets; does not know what it writes.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 messages a second
in all, 1 a second in one chat (short bursts pass), 20 a minute in one group. Edits, pins and topics count.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from drill.clock import WindableClock


@dataclass(slots=True)
class Window:
    """At most `limit` in any `seconds`."""

    limit: int
    seconds: float
    spent: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int) -> float:
        """Seconds until `count` more fit; 0 if they fit now."""
        while self.spent and self.spent[0] <= now - self.seconds:
            self.spent.popleft()
        # More than a whole window at once is let through when it is empty, or it could never be sent.
        surplus = min(len(self.spent) + count - self.limit, len(self.spent))
        return self.spent[surplus - 1] + self.seconds - now if surplus > 0 else 0.0

    def spend(self, now: float, count: int) -> None:
        self.spent.extend([now] * count)


@dataclass(slots=True)
class Bucket:
    """One a second after a small burst."""

    burst: int
    level: float = 0.0
    at: float = 0.0

    def wait(self, now: float, count: int) -> float:
        self.level = max(0.0, self.level - (now - self.at))
        self.at = now
        return max(0.0, min(self.level + count - self.burst, self.level))

    def spend(self, _now: float, count: int) -> None:
        self.level += count


class Budgets:
    """What the bot has left, per chat and in all."""

    ALL_PER_SECOND = 30
    GROUP_PER_MINUTE = 20
    PRIVATE_BURST = 5

    def __init__(self, clock: WindableClock) -> None:
        self._clock = clock
        self._all = Window(self.ALL_PER_SECOND, 1.0)
        self._groups: dict[int, Window] = {}
        self._people: dict[int, Bucket] = {}

    def spend(self, chat_id: int, count: int = 1) -> int:
        """Takes `count` messages from the budget; or takes none and returns after how many seconds to retry."""
        now = self._clock.now()
        purses = (self._all, self._purse(chat_id))
        wait = max(purse.wait(now, count) for purse in purses)
        if wait > 0:
            return max(1, math.ceil(wait))
        for purse in purses:
            purse.spend(now, count)
        return 0

    def _purse(self, chat_id: int) -> Window | Bucket:
        if chat_id < 0:
            return self._groups.setdefault(chat_id, Window(self.GROUP_PER_MINUTE, 60.0))
        return self._people.setdefault(chat_id, Bucket(self.PRIVATE_BURST))
