"""Telegram's budget as token buckets: how soon the next call to a chat may go; knows nothing of what is sent."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.domain.people import ChatKind

ALL_PER_SECOND = 28.0
"""Telegram allows about 30 a second in all (core.telegram.org/bots/faq); a little less keeps us out of 429."""
GROUP_PER_MINUTE = 18.0
"""Telegram allows 20 a minute in one group."""
PRIVATE_PER_SECOND = 1.0
_REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more fits."""
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self) -> None:
        self.level -= 1

    def refused(self, until: float) -> None:
        """What we thought was left is not: then one fits, and no more at once."""
        self.level, self.at = min(self.level, 1.0), max(self.at, until)


@dataclass(slots=True)
class Budget:
    """What may go now. Times are seconds of the monotonic clock."""

    _all: _Bucket = field(default_factory=lambda: _Bucket(ALL_PER_SECOND, ALL_PER_SECOND, ALL_PER_SECOND, 0.0))
    _chats: OrderedDict[str, _Bucket] = field(default_factory=OrderedDict)
    _held: dict[str, float] = field(default_factory=dict)

    def wait(self, chat: str, kind: ChatKind, now: float) -> float:
        """Seconds until a call to this chat may go; 0 for now."""
        return max(self._held.get(chat, 0.0) - now, self._all.wait(now), self._of(chat, kind, now).wait(now))

    def take(self, chat: str, kind: ChatKind, now: float) -> None:
        """One call goes to this chat."""
        self._all.take()
        self._of(chat, kind, now).take()

    def give_back(self, chat: str, kind: ChatKind, now: float) -> None:
        """The call that was taken for was not made."""
        self._all.level += 1
        self._of(chat, kind, now).level += 1

    def hold(self, chat: str, kind: ChatKind, seconds: float, now: float) -> None:
        """Telegram said 429: this chat alone waits."""
        self._held[chat] = now + seconds
        self._of(chat, kind, now).refused(now + seconds)

    def _of(self, chat: str, kind: ChatKind, now: float) -> _Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            private = kind is ChatKind.PRIVATE
            rate, size = (PRIVATE_PER_SECOND, 4.0) if private else (GROUP_PER_MINUTE / 60, GROUP_PER_MINUTE)
            bucket = self._chats[chat] = _Bucket(rate, size, size, now)
            if len(self._chats) > _REMEMBERED:
                self._chats.popitem(last=False)
        return bucket
