"""How key-encryption keys are written down, one line each, and the file of them."""

from __future__ import annotations

import base64
import binascii
import glob
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.vault import KEY

_MARK = "rescue-desk-key-1"


class KeyRefused(Exception):
    """A key is missing, open to others, or not what it should be; says which and what would be right."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyEncryptionKey:
    """The key that wraps data keys; it lies outside the database."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"KeyEncryptionKey({self.id})"

    @classmethod
    def made(cls) -> KeyEncryptionKey:
        """A fresh one, by chance."""
        return cls(secrets.token_hex(4), secrets.token_bytes(KEY))

    def line(self) -> str:
        """As it is written down: `rescue-desk-key-1 ID BASE64`."""
        return f"{_MARK} {self.id} {base64.b64encode(self.secret).decode()}\n"


KeySet = tuple[KeyEncryptionKey, ...]
"""Oldest first: the last one wraps, the others still open what they wrapped. Never empty."""


def parsed(where: str, text: str) -> KeySet:
    """The keys that are written down here; `where` names the place in a refusal."""
    lines = enumerate(text.splitlines(), 1)
    keys = tuple(_parsed(where, line, number) for number, line in lines if line.strip())
    if not keys:
        raise KeyRefused(f"{where}: not a key file; it holds no line: {_MARK} ID BASE64")
    if len({key.id for key in keys}) < len(keys):
        raise KeyRefused(f"{where}: two keys have the same id; each must have its own")
    return keys


def _parsed(where: str, line: str, number: int) -> KeyEncryptionKey:
    parts = line.split()
    if len(parts) != 3 or parts[0] != _MARK or not is_id(parts[1]):
        raise KeyRefused(
            f"{where}: not a key file; line {number} must be: {_MARK} ID BASE64 (ID: up to 16 of a-z and 0-9)"
        )
    try:
        secret = base64.b64decode(parts[2], validate=True)
    except binascii.Error:
        raise KeyRefused(f"{where}: the key {parts[1]} is not base64; it may be cut off") from None
    if len(secret) != KEY:
        raise KeyRefused(f"{where}: the key {parts[1]} has {len(secret)} bytes; it must have {KEY}")
    return KeyEncryptionKey(parts[1], secret)


def is_id(word: str) -> bool:
    """Whether this can be the id of a key, which is shown; a secret in the wrong place is too long for one."""
    return re.fullmatch(r"[a-z0-9]{1,16}", word) is not None


def read_keys(path: Path) -> KeySet:
    """The keys in this file, which nobody else may be able to read."""
    where = f"key file {path}"
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise KeyRefused(f"{where}: it does not exist; make one with: python -m bot keys new") from None
    except (OSError, UnicodeDecodeError):
        raise KeyRefused(f"{where}: it cannot be read as a key file") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(f"{where}: others may read it (mode {mode & 0o777:o}); it must be 600")
    return parsed(where, text)


def make_key(path: Path) -> KeyEncryptionKey:
    """A new key in a new file with mode 600, on disk before this returns; never over an existing file."""
    key = KeyEncryptionKey.made()
    write_new(path, key.line(), f"key file {path}")
    return key


def replace_keys(path: Path, keys: KeySet) -> None:
    """Other keys in the same file; whoever reads it, also after a power cut, finds the old or the new ones."""
    replace_text(path, "".join(key.line() for key in keys), f"key file {path}")


def write_new(path: Path, text: str, where: str, mode: int = 0o600) -> None:
    """A new file of this mode, on disk before this returns; KeyRefused, naming `where`, over an existing one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, text, mode)
    except FileExistsError:
        raise KeyRefused(f"{where}: it exists already and is not overwritten") from None
    except OSError as error:
        raise KeyRefused(f"{where}: it cannot be made: {error.strerror}") from None


def replace_text(path: Path, text: str, where: str) -> None:
    """Other text in the same file, which goes on being its owner's; whole or not at all. KeyRefused."""
    fresh = fresh_beside(path)
    try:
        _write(fresh, text)
        # Changed by an administrator, it must go on being the bot's.
        owner = path.stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise KeyRefused(f"{where}: it cannot be written: {error.strerror}") from None


def fresh_beside(path: Path) -> Path:
    """The path for what is to replace this file once it is whole.

    Whoever was killed while doing the same left a file of keys lying there: it goes first.
    """
    for left in path.parent.glob(f"{glob.escape(path.name)}.????????.new"):
        with suppress(OSError):
            left.unlink()
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")


def _write(path: Path, text: str, mode: int = 0o600) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """A file's name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
