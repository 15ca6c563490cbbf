"""Invariant 10: a personal value does not slip into text by accident."""

import copy
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.domain.place import Fix, Place
from bot.domain.private import Private, WouldLeak

CANARY = "canary-7f3a"
VALUE = Private(CANARY)


@pytest.mark.parametrize(
    "use",
    [
        lambda value: str(value),
        lambda value: f"{value}",
        lambda value: f"{value:>20}",
        lambda value: "{}".format(value),  # noqa: UP032
        lambda value: "%s" % value,  # noqa: UP031
        lambda value: format(value),
        lambda value: "".join([value]),
        lambda value: "x" + value,
        lambda value: json.dumps(value),
        lambda value: json.dumps({"words": [value]}),
        lambda value: msgspec.json.encode(value),
        lambda value: pickle.dumps(value),
        lambda value: copy.deepcopy(value),
        lambda value: bytes(value),
        lambda value: int(value),
    ],
)
def test_invariant_10_a_private_value_refuses_to_become_text(use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as refused:
        use(VALUE)
    assert CANARY not in str(refused.value)


def test_invariant_10_its_repr_tells_nothing_not_even_the_length() -> None:
    assert repr(VALUE) == repr(Private("")) == repr(Private(12.5)) == "<private>"
    assert CANARY not in repr([VALUE, {"k": VALUE}])
    assert "10.6" not in repr(Place(Private(10.60931), Private(103.52962), Fix.PIN))
    assert not hasattr(VALUE, "__dict__")


def test_invariant_10_it_does_not_get_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WouldLeak):
        logging.getLogger("t").makeRecord("t", 10, "f", 1, "%s", (VALUE,), None).getMessage()
    assert CANARY not in caplog.text


def test_who_needs_it_says_so() -> None:
    assert VALUE.reveal() == CANARY


def test_two_that_hold_the_same_are_the_same() -> None:
    assert Private("a") == Private("a")
    assert hash(Private("a")) == hash(Private("a"))
    assert Private("a") != Private("b")
    assert Private("a") != "a"
