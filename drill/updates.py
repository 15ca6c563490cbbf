"""Decides which updates wait for the bot and for how long; does not know how they are fetched or pushed."""

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

from drill.clock import WindableClock

RETENTION = 24 * 3600.0  # https://core.telegram.org/bots/api#getting-updates
RETENTION_OF_PRESSES = 150.0  # measured by bot authors; a press is of no use once its answer has timed out
FIRST_UPDATE = 100_000_001
# "all update types except" these, unless asked for: https://core.telegram.org/bots/api#getupdates
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Pending:
    """One update that the bot has not confirmed."""

    id: int
    kind: str
    content: dict[str, Any]
    since: float
    key: int  # what must stay in order: the chat, or the person
    spare: int = 0  # how often it is told again although confirmed
    attempts: int = 0
    due: float = 0.0
    flying: bool = False

    @property
    def lapses(self) -> float:
        return self.since + (RETENTION_OF_PRESSES if self.kind == "callback_query" else RETENTION)


class Updates:
    """The queue of one bot."""

    def __init__(self, clock: WindableClock) -> None:
        self._clock = clock
        self._queue: deque[Pending] = deque()
        self._next = FIRST_UPDATE
        self.allowed: frozenset[str] | None = None
        self.lapsed = 0
        self._earliest = float("inf")  # nothing in the queue lapses before this

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps the previous setting, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, payload: Any, key: int, *, spare: int = 0) -> Pending | None:
        """Queues an update, unless the bot has not asked for its kind."""
        if not self.wants(kind):
            return None
        pending = Pending(self._next, kind, {kind: payload}, self._clock.now(), key, spare)
        self._next += 1
        self._queue.append(pending)
        self._earliest = min(self._earliest, pending.lapses)
        return pending

    def confirm(self, offset: int) -> None:
        """Forgets what lies before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
            return
        again: list[Pending] = []
        while self._queue and self._queue[0].id < offset:
            first = self._queue.popleft()
            if first.spare:
                first.spare -= 1
                again.append(first)
        self._queue.extendleft(reversed(again))

    def settle(self, pending: Pending) -> None:
        """Forgets one that a webhook has taken."""
        if pending.spare:
            pending.spare -= 1
        elif pending in self._queue:
            self._queue.remove(pending)

    def clear(self) -> None:
        self._queue.clear()

    def pending(self, limit: int | None = None) -> list[Pending]:
        self._forget_lapsed()
        return list(islice(self._queue, limit))

    def __len__(self) -> int:
        self._forget_lapsed()
        return len(self._queue)

    def _forget_lapsed(self) -> None:
        now = self._clock.now()
        if now < self._earliest:
            return
        kept = deque(pending for pending in self._queue if now < pending.lapses)
        self.lapsed += len(self._queue) - len(kept)
        self._queue = kept
        self._earliest = min((pending.lapses for pending in kept), default=float("inf"))


def told(pending: Pending) -> dict[str, Any]:
    """The update as the bot gets it."""
    return {"update_id": pending.id, **pending.content}
