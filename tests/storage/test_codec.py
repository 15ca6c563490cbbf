"""Whatever the house thinks comes back from the database as it was thought."""

from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.grammar import Session
from bot.domain.effects import Effect
from bot.domain.facts import FactValue, Said
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roster import RotationSet, ShiftSet
from bot.domain.triage import Rule
from bot.ports import Proposal
from storage.codec import pack, unpack
from storage.facts import KINDS as FACTS
from storage.outbox import _KINDS as EFFECTS
from tests.domain.chance import sooner
from tests.storage.samples import any_of

KINDS = [*get_args(FactValue), *get_args(Effect), Session, Proposal, RotationSet, ShiftSet, Desk]
MORE: list[Any] = [tuple[Rule, ...], Private[str], Private[int], Private[float]]


@pytest.mark.parametrize("kind", [*KINDS, *MORE], ids=lambda kind: getattr(kind, "__name__", str(kind)))
@sooner
@given(data=st.data())
def test_a_value_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    value = data.draw(any_of(kind))
    back = unpack(kind, pack(value))
    assert back == value
    assert type(back) is type(value)


def test_every_fact_and_every_effect_can_be_kept() -> None:
    assert set(FACTS.values()) == set(get_args(FactValue))
    assert set(EFFECTS.values()) == set(get_args(Effect))


@pytest.mark.parametrize("packed", [b"", b"{}", b"[]", b'{"words":5,"message_id":1}', b"\xff"])
def test_bytes_of_another_kind_are_refused(packed: bytes) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        unpack(Said, packed)


def test_what_has_no_written_form_is_refused_by_its_type_alone() -> None:
    class Canary:
        def __repr__(self) -> str:
            return "canary-7f3a"

    with pytest.raises(NotImplementedError) as refused:
        pack(Canary())
    assert "canary" not in str(refused.value)
