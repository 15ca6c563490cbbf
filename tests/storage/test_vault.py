"""Invariant 10: what is sealed opens in its own place under its own key, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import KEY, NONCE, DataKey, NotOpened, Spot
from tests.domain.chance import soon

SPOT = Spot("facts", "row-1")
KEYS = DataKey("key-1", b"a" * KEY)
CANARY = b"canary-7f3a-10.60931"
secrets = st.binary(max_size=300)
names = st.text(max_size=8)


def refused(key: DataKey, sealed: bytes, spot: Spot, plain: bytes = CANARY) -> None:
    """It does not open, and the refusal tells nothing of what was sealed."""
    with pytest.raises(NotOpened) as told:
        key.open(sealed, spot)
    if len(plain) > 3:
        assert plain.decode("latin-1") not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None


@soon
@given(secrets)
def test_what_was_sealed_opens_again(plain: bytes) -> None:
    assert KEYS.open(KEYS.seal(plain, SPOT), SPOT) == plain


@soon
@given(secrets, st.data())
def test_any_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(KEYS.seal(plain, SPOT))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    refused(KEYS, bytes(sealed), SPOT)


@soon
@given(secrets, st.data())
def test_anything_cut_off_or_added_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = KEYS.seal(plain, SPOT)
    refused(KEYS, sealed[: data.draw(st.integers(0, len(sealed) - 1))], SPOT)
    refused(KEYS, sealed + data.draw(st.binary(min_size=1, max_size=70)), SPOT)


@soon
@given(names, names, names, names, names, names)
def test_it_opens_in_no_other_place(a: str, b: str, c: str, d: str, e: str, f: str) -> None:
    here, there = Spot(a, b, c), Spot(d, e, f)
    sealed = KEYS.seal(CANARY, here)
    if here == there:
        assert KEYS.open(sealed, there) == CANARY
    else:
        refused(KEYS, sealed, there)


def test_names_that_run_together_are_not_the_same_place() -> None:
    refused(KEYS, KEYS.seal(CANARY, Spot("ab", "c", "d")), Spot("a", "bc", "d"))
    refused(KEYS, KEYS.seal(CANARY, Spot("a", "", "bc")), Spot("a", "bc", ""))


@soon
@given(st.binary(min_size=KEY, max_size=KEY).filter(lambda key: key != b"a" * KEY))
def test_it_opens_under_no_other_key(other: bytes) -> None:
    refused(DataKey("key-1", other), KEYS.seal(CANARY, SPOT), SPOT)


def test_a_key_under_another_name_is_another_key() -> None:
    refused(DataKey("key-2", b"a" * KEY), KEYS.seal(CANARY, SPOT), SPOT)


@soon
@given(st.binary(max_size=200))
def test_bytes_that_were_never_sealed_are_refused(noise: bytes) -> None:
    refused(KEYS, noise, SPOT)


def test_two_seals_of_the_same_are_not_alike() -> None:
    assert len({KEYS.seal(CANARY, SPOT) for _ in range(200)}) == 200
    assert len({KEYS.seal(CANARY, SPOT)[1 : NONCE + 1] for _ in range(200)}) == 200


def test_lengths_tell_only_one_of_a_few_sizes() -> None:
    sizes = {len(KEYS.seal(b"x" * length, SPOT)) for length in range(2_000)}
    assert len(sizes) == 4
    assert len(KEYS.seal(b"", SPOT)) == len(KEYS.seal(b"10.60931,103.52962", SPOT))


@pytest.mark.parametrize("length", [59, 60, 61, 252, 253, 65_532, 65_533, 65_536, 200_000])
def test_every_length_around_a_size_comes_back(length: int) -> None:
    plain = b"\x00" * length
    assert KEYS.open(KEYS.seal(plain, SPOT), SPOT) == plain


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_none(length: int) -> None:
    with pytest.raises(NotOpened):
        DataKey("k", b"x" * length)


def test_a_key_shows_its_name_alone() -> None:
    assert repr(DataKey("key-1", b"canary-7f3a".ljust(KEY, b"x"))) == "DataKey(key-1)"
    assert not hasattr(KEYS, "__dict__")
