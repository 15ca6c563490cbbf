"""Holds a personal value so that it cannot slip into a log, a message or a file by accident."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class WouldLeak(TypeError):
    """A private value was about to be turned into text."""


class Private(Generic[T]):
    """A value that refuses `str`, f-strings and JSON; `repr` says only that something private is here.

    `repr` answers with a constant and does not raise, because tracebacks and test reports call it
    while they tell of another error, and that error must not be hidden by this one.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Give the value; each call is a place to look at in a review."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Private) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "<private>"

    def __str__(self) -> NoReturn:
        raise WouldLeak("a private value was used as text")

    def __format__(self, specification: str) -> NoReturn:
        raise WouldLeak("a private value was used as text")

    def __reduce__(self) -> NoReturn:
        raise WouldLeak("a private value was about to be pickled")
