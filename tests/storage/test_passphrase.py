"""A passphrase in place of a key file: asked for at the start, changed by a second line, never shown."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.keyfile import KeyRefused
from storage.keysource import Keys
from storage.passphrase import Ask, PassphraseKeys, add_passphrase, drop_passphrase

OLD, NEW = "nine quiet canary boats", "아홉 척의 조용한 배와 두 개의 달"


def types(*words: str) -> Ask:
    """Somebody who types these, one after the other, and nothing else."""
    left = list(words)
    return lambda _: left.pop(0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "keys" / "salt"
    add_passphrase(made, types(OLD, OLD))
    return made


def test_a_passphrase_gives_the_same_key_each_time(path: Path) -> None:
    first, again = (PassphraseKeys(path, types(OLD)).load() for _ in range(2))
    assert first == again
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_words_in_another_file_give_another_key(path: Path, tmp_path: Path) -> None:
    add_passphrase(tmp_path / "other", types(OLD, OLD))
    assert PassphraseKeys(path, types(OLD)).load() != PassphraseKeys(tmp_path / "other", types(OLD)).load()


def test_a_slip_of_the_finger_is_found_out_before_anything_is_sealed(path: Path) -> None:
    with pytest.raises(KeyRefused, match="not the passphrase for key") as refused:
        PassphraseKeys(path, types(OLD + ".")).load()
    assert "canary" not in str(refused.value)


def test_a_second_passphrase_wraps_and_the_first_still_opens(path: Path) -> None:
    (first,) = PassphraseKeys(path, types(OLD)).load()
    second = add_passphrase(path, types(NEW, NEW))
    keys = Keys(PassphraseKeys(path, types(OLD, NEW)))
    assert [one.id for one in keys.known] == [first.id, second]
    assert keys.known[0] == first
    assert keys.current().id == second
    with pytest.raises(KeyRefused, match=f"not the passphrase for key {first.id}"):
        PassphraseKeys(path, types(NEW, OLD)).load()


def test_the_first_is_asked_for_no_more_once_it_is_dropped(path: Path) -> None:
    (first,) = PassphraseKeys(path, types(OLD)).load()
    second = add_passphrase(path, types(NEW, NEW))
    drop_passphrase(path, first.id)
    assert [one.id for one in PassphraseKeys(path, types(NEW)).load()] == [second]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ((NEW, NEW + " "), "the two are not alike"),
        (("canary", "canary"), "16 characters or more"),
        (("\udcff" * 20, "\udcff" * 20), "the terminal must write UTF-8"),
    ],
)
def test_what_was_mistyped_makes_no_key(path: Path, typed: tuple[str, ...], right: str) -> None:
    before = path.read_bytes()
    with pytest.raises(KeyRefused, match=right) as refused:
        add_passphrase(path, types(*typed))
    assert path.read_bytes() == before
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("part", "becomes"),
    [(0, "rescue-desk-passphrase-9"), (1, "c2FsdCBhbmQga2V5IGFyZSBzd2FwcGVk"), (2, "many"), (2, str(2**40))]
    + [(3, "-1"), (3, "9" * 40), (4, "0"), (5, "*"), (5, "")],
)
def test_a_damaged_file_is_refused_by_name(path: Path, part: int, becomes: str) -> None:
    parts = path.read_text().split()
    parts[part] = becomes
    path.write_text(" ".join(parts))
    with pytest.raises(KeyRefused, match="passphrase file .*salt: ") as refused:
        PassphraseKeys(path, types(OLD)).load()
    assert "c2FsdCBh" not in str(refused.value), "what stands in the place of the id may be a secret"


def test_a_missing_or_empty_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="salt: it does not exist; make one with: python -m bot keys new"):
        PassphraseKeys(tmp_path / "salt", types(OLD)).load()
    (tmp_path / "salt").write_text("\n")
    with pytest.raises(KeyRefused, match="it is empty"):
        PassphraseKeys(tmp_path / "salt", types(OLD)).load()


def test_a_file_of_the_first_version_goes_on_giving_its_key(path: Path) -> None:
    salt = b"sixteen bytes..."
    path.write_text(f"rescue-desk-passphrase-1 ab12 65536 3 4 {base64.b64encode(salt).decode()}\n")
    (key,) = PassphraseKeys(path, types(OLD)).load()
    stretch = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=65536)
    assert (key.id, key.secret) == ("ab12", stretch.derive(OLD.encode()))
