"""Where key-encryption keys come from; what is not safe to use is refused by name, and never shown."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.keyfile import KeyEncryptionKey, KeyRefused, make_key, read_keys, replace_keys
from storage.keysource import (
    CommandKeys,
    CredentialKeys,
    FileKeys,
    Keys,
    KeySource,
    VariableKeys,
)

OLD, NEW = KeyEncryptionKey("old1", b"canary-7f3a".ljust(32)), KeyEncryptionKey("new2", b"n" * 32)
LINES = OLD.line() + NEW.line()
SWAPPED = NEW.line() + "rescue-desk-key-1 Y2FuYXJ5LTdmM2EgICAgICAgICAgICAgICAgICAgICA= canary-old1\n"


def _file(folder: Path) -> KeySource:
    (folder / "key").write_text(LINES)
    (folder / "key").chmod(0o600)
    return FileKeys(folder / "key")


def _credential(folder: Path) -> KeySource:
    (folder / "desk").write_text(LINES)
    return CredentialKeys("desk", {"CREDENTIALS_DIRECTORY": str(folder)})


def _command(folder: Path) -> KeySource:
    (folder / "lines").write_text(LINES)
    return CommandKeys((sys.executable, "-c", f"print(open({str(folder / 'lines')!r}).read())"))


SOURCES: dict[str, Callable[[Path], KeySource]] = {
    "file": _file,
    "variable": lambda _: VariableKeys("DESK_KEYS", {"DESK_KEYS": LINES}),
    "credential": _credential,
    "command": _command,
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_last_key_wraps_and_the_older_ones_still_open(tmp_path: Path, name: str) -> None:
    keys = Keys(SOURCES[name](tmp_path))
    assert keys.current() == NEW
    assert keys.by_id("old1") == OLD
    assert keys.by_id("else") is None
    assert "canary" not in repr(keys)


REFUSALS: list[tuple[str, Callable[[Path], KeySource], str]] = [
    ("variable, empty", lambda _: VariableKeys("DESK_KEYS", {}), "variable DESK_KEYS: it is empty"),
    ("variable, cut off", lambda _: VariableKeys("K", {"K": OLD.line()[:-6]}), "variable K: the key old1"),
    ("key for id", lambda _: VariableKeys("K", {"K": SWAPPED}), "variable K: not a key file; line 2 must be"),
    ("variable, twice", lambda _: VariableKeys("K", {"K": OLD.line() * 2}), "two keys have the same id"),
    ("no credentials", lambda _: CredentialKeys("desk", {}), "credential desk: systemd gave no credentials"),
    ("no credential", lambda at: CredentialKeys("desk", {"CREDENTIALS_DIRECTORY": str(at)}), "none of this name"),
    ("no command", lambda at: CommandKeys((str(at / "nowhere"),)), "it cannot be run"),
    ("command fails", lambda _: CommandKeys((sys.executable, "-c", "exit(3)")), "ended with code 3"),
    ("command says nothing", lambda _: CommandKeys((sys.executable, "-c", "")), "it holds no line"),
]


@pytest.mark.parametrize(("lay", "right"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_is_not_safe_to_use_is_refused_by_name(
    tmp_path: Path, lay: Callable[[Path], KeySource], right: str
) -> None:
    with pytest.raises(KeyRefused) as refused:
        Keys(lay(tmp_path))
    assert right in str(refused.value)
    assert "canary" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_key_that_was_added_to_the_file_is_taken_up_at_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"
    first = make_key(path)
    keys = Keys(FileKeys(path))
    assert keys.current() == first
    replace_keys(path, (first, NEW))
    assert keys.current() == NEW
    assert keys.by_id(first.id) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_keys(path) == (first, NEW)
    assert [one.name for one in path.parent.iterdir()] == ["key"]


def test_keys_that_a_killed_change_left_beside_the_file_go_with_the_next_change(tmp_path: Path) -> None:
    path = tmp_path / "key[1]"
    first = make_key(path)
    left, other = tmp_path / "key[1].0badcafe.new", tmp_path / "key[1].pub"
    left.write_text(LINES)
    other.write_text("not ours")
    replace_keys(path, (first, NEW))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["key[1]", "key[1].pub"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files away")
def test_a_key_file_that_an_administrator_changes_goes_on_being_the_bots(tmp_path: Path) -> None:
    path = tmp_path / "key"
    first = make_key(path)
    os.chown(path, 12345, 12345)
    replace_keys(path, (first, NEW))
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12345)


def test_a_file_that_cannot_be_read_any_more_is_no_reason_to_forget(tmp_path: Path) -> None:
    path = tmp_path / "key"
    first = make_key(path)
    keys = Keys(FileKeys(path))
    path.write_text("damaged")
    assert keys.current() == first
    path.unlink()
    assert keys.current() == first
