"""Decides when and how the ground misbehaves; does not know what a call would have done."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from drill.clock import WindableClock
from drill.refusals import Refusal, migrated, too_many


class FaultKind(StrEnum):
    LOST_ANSWER = "lost_answer"  # applied, then the connection is cut
    CUT = "cut"  # the connection is cut before the call is applied
    SLOW = "slow"  # answered after some seconds
    SERVER_ERROR = "server_error"  # 5xx, not applied
    REFUSAL = "refusal"  # a 4xx of our choice, not applied
    DUPLICATE_UPDATE = "duplicate_update"  # told once more although confirmed
    MALFORMED_UPDATE = "malformed_update"  # its id is known, its content cannot be parsed
    INVALID_UPDATE = "invalid_update"  # not even an object where the Bot API promises one


# What clients cannot parse: https://core.telegram.org/bots/api#message says date is an Integer, chat a Chat.
MALFORMED = {"message_id": "first", "date": "yesterday", "chat": {"id": None, "type": "private"}}


@dataclass(slots=True, eq=False)
class Fault:
    """One armed fault, for some calls only."""

    kind: FaultKind
    methods: frozenset[str] = frozenset()
    chats: frozenset[int] = frozenset()
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    seconds: float = 0.0
    refusal: Refusal | None = None
    hits: int = 0
    _dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311  a fault must repeat, not be secret

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """True if this call is hit; counts it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.methods and method.lower() not in self.methods:
            return False
        if not self.methods and self._spares(method, chat_id):
            return False
        if self.chats and chat_id not in self.chats:
            return False
        if self._dice.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def _spares(self, method: str, chat_id: int | None) -> bool:
        """A poll is hit by name only, or it would use up what is meant for the next message; and it takes a
        chat to be blocked in, or to be told that it has moved."""
        chatless = self.kind is FaultKind.REFUSAL and chat_id is None
        return method.lower() == "getupdates" or chatless


class Faults:
    """What is wrong with the ground at this moment. Rate limits are on, all else is off."""

    def __init__(self, clock: WindableClock, noted: Callable[[], None]) -> None:
        self._clock = clock
        self._noted = noted
        self._rate_limits = True
        self.armed: list[Fault] = []
        self.outage_until = 0.0
        self.outage_status: int | None = None

    @property
    def rate_limits(self) -> bool:
        return self._rate_limits

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self._rate_limits = on
        self._noted()

    def arm(
        self,
        kind: FaultKind | str,
        *,
        methods: Iterable[str] = (),
        chats: Iterable[int] = (),
        times: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        seconds: float = 0.0,
        refusal: Refusal | None = None,
    ) -> Fault:
        """Arms a fault for calls of these methods in these chats (none given: all), `times` times or always."""
        names, places = frozenset(name.lower() for name in methods), frozenset(chats)
        fault = Fault(FaultKind(kind), names, places, times, probability, seed, seconds, refusal)
        self.armed.append(fault)
        self._noted()
        return fault

    def lose_answers(self, times: int | None = 1, **limits: Any) -> Fault:
        """The call is applied, then the connection is cut before the answer."""
        return self.arm(FaultKind.LOST_ANSWER, times=times, **limits)

    def cut_connections(self, times: int | None = 1, **limits: Any) -> Fault:
        """The connection is cut before the call is applied."""
        return self.arm(FaultKind.CUT, times=times, **limits)

    def slow_answers(self, seconds: float, times: int | None = None, **limits: Any) -> Fault:
        """Answers come `seconds` of real time late."""
        return self.arm(FaultKind.SLOW, seconds=seconds, times=times, **limits)

    def server_errors(self, status: int = 502, times: int | None = 1, **limits: Any) -> Fault:
        return self.arm(FaultKind.SERVER_ERROR, refusal=Refusal(status), times=times, **limits)

    def refuse(self, refusal: Refusal, times: int | None = 1, **limits: Any) -> Fault:
        return self.arm(FaultKind.REFUSAL, refusal=refusal, times=times, **limits)

    def blocked(self, times: int | None = 1, **limits: Any) -> Fault:
        return self.refuse(Refusal(403, "bot was blocked by the user"), times, **limits)

    def kicked(self, times: int | None = 1, **limits: Any) -> Fault:
        return self.refuse(Refusal(403, "bot was kicked from the group chat"), times, **limits)

    def migrated(self, chat_id: int, times: int | None = 1, **limits: Any) -> Fault:
        """Calls are told to go to the supergroup `chat_id`."""
        return self.refuse(migrated(chat_id), times, **limits)

    def too_many(self, retry_after: int, times: int | None = 1, **limits: Any) -> Fault:
        return self.refuse(too_many(retry_after), times, **limits)

    def duplicate_updates(self, times: int | None = 1, **limits: Any) -> Fault:
        return self.arm(FaultKind.DUPLICATE_UPDATE, times=times, **limits)

    def malform_updates(self, times: int | None = 1, *, invalid: bool = False, **limits: Any) -> Fault:
        """The next updates come with content that clients cannot parse, or (invalid) not as an object at all."""
        kind = FaultKind.INVALID_UPDATE if invalid else FaultKind.MALFORMED_UPDATE
        return self.arm(kind, times=times, **limits)

    def outage(self, seconds: float, status: int | None = None) -> None:
        """For `seconds` by the ground's clock every connection is cut, or (status) answered with a 5xx."""
        self.outage_until = self._clock.now() + seconds
        self.outage_status = status
        self._noted()

    @property
    def down(self) -> bool:
        return self._clock.now() < self.outage_until

    def disarm(self, fault: Fault) -> None:
        self.armed.remove(fault)
        self._noted()

    def clear(self) -> None:
        """Telegram works again, rate limits included."""
        self.armed.clear()
        self.outage_until = 0.0
        self.rate_limits = True

    def struck(self, kind: FaultKind, method: str, chat_id: int | None) -> Fault | None:
        """The first armed fault of a kind that hits this call."""
        for fault in self.armed:
            if fault.kind is kind and fault.strikes(method, chat_id):
                return fault
        return None

    def spoiled(self, kind: str, payload: Any, key: int) -> tuple[Any, int]:
        """What becomes of an update's content, and how often it is told once more."""
        spare = 1 if self.struck(FaultKind.DUPLICATE_UPDATE, kind, key) else 0
        if self.struck(FaultKind.INVALID_UPDATE, kind, key):
            return ["not", "an", "object"], spare
        if self.struck(FaultKind.MALFORMED_UPDATE, kind, key):
            return dict(MALFORMED), spare
        return payload, spare

    def state(self) -> dict[str, Any]:
        live = [fault for fault in self.armed if fault.times is None or fault.hits < fault.times]
        return {
            "rate_limits": self.rate_limits,
            "outage_until": self.outage_until if self.down else None,
            "lost_answers": sum((f.times or 1) - f.hits for f in live if f.kind is FaultKind.LOST_ANSWER),
            "armed": [{"fault": str(f.kind), "times": f.times, "hits": f.hits} for f in live],
        }
