"""The key file is refused by name, with what would be right, and never overwritten."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.keyfile import KeyEncryptionKey, KeyRefused, make_key, read_keys

SECRET = base64.b64encode(b"s" * 32).decode()
WHOLE = f"rescue-desk-key-1 ab12 {SECRET}\n"


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_new_key_is_for_this_account_alone_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"
    made = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert read_keys(path) == (made,)
    assert len(made.secret) == 32


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert make_key(tmp_path / "a").secret != make_key(tmp_path / "b").secret


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "key", "something else")
    with pytest.raises(KeyRefused, match="exists already"):
        make_key(path)
    assert path.read_text() == "something else"


def test_not_even_through_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "key").symlink_to(tmp_path / "nowhere")
    with pytest.raises(KeyRefused, match="exists already"):
        make_key(tmp_path / "key")
    assert not (tmp_path / "nowhere").exists()


def _folder(path: Path) -> None:
    path.mkdir()


REFUSALS: list[tuple[str, Callable[[Path], object], str]] = [
    ("missing", lambda _: None, "does not exist; make one with: python -m bot keys new"),
    ("a folder", _folder, "cannot be read as a key file"),
    ("not text", lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read as a key file"),
    ("open to the group", lambda path: written(path, WHOLE, 0o640), "mode 640"),
    ("open to the world", lambda path: written(path, WHOLE, 0o604), "mode 604"),
    ("empty", lambda path: written(path, ""), "not a key file"),
    ("something else", lambda path: written(path, "-----BEGIN PRIVATE KEY-----\n"), "not a key file"),
    ("another mark", lambda path: written(path, WHOLE.replace("key-1", "key-9")), "not a key file"),
    ("cut off after the name", lambda path: written(path, WHOLE[:22]), "not a key file"),
    ("cut off in the key", lambda path: written(path, WHOLE[:-7]), "cut off"),
    ("cut off at a fourth", lambda path: written(path, WHOLE[:-9]), "must have 32"),
    ("too short", lambda path: written(path, "rescue-desk-key-1 ab12 c2hvcnQ=\n"), "has 5 bytes; it must have 32"),
    ("key and name swapped", lambda path: written(path, f"rescue-desk-key-1 {SECRET} ab12\n"), "line 1 must be"),
    ("not base64", lambda path: written(path, "rescue-desk-key-1 ab12 not*base64!\n"), "not base64"),
]


@pytest.mark.parametrize(("lay", "right"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_a_file_that_is_not_safe_to_use_is_refused_by_name(
    tmp_path: Path, lay: Callable[[Path], object], right: str
) -> None:
    path = tmp_path / "key-encryption.key"
    lay(path)
    with pytest.raises(KeyRefused) as refused:
        read_keys(path)
    assert f"key file {path}: " in str(refused.value)
    assert right in str(refused.value)
    assert SECRET[:8] not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    for length in range(len(WHOLE.rstrip())):
        written(path, WHOLE[:length])
        with pytest.raises(KeyRefused):
            read_keys(path)


def test_a_place_where_no_key_can_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file, not a folder")
    with pytest.raises(KeyRefused):
        make_key(tmp_path / "keys" / "key")


def test_invariant_10_a_key_shows_its_name_alone() -> None:
    key = KeyEncryptionKey("ab12", b"canary-7f3a")
    assert repr(key) == "KeyEncryptionKey(ab12)"
    assert "canary" not in f"{key}"
