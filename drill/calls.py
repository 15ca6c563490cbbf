"""Decides what a call of the Bot API is and what is remembered of it; does not know what methods do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drill.uploads import Upload


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose parameters have been checked."""

    method: str
    params: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.params[name]

    def __contains__(self, name: str) -> bool:
        return name in self.params


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot gets; `cut` says that the connection ends without it."""

    status: int
    body: dict[str, Any]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """A call that was received, for tests and for those who wonder what the bot did."""

    method: str
    params: Mapping[str, Any]
    answer: Mapping[str, Any]
    status: int
    at: float
    cut: bool = False
