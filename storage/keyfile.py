"""Reads and makes the file with the key-encryption key; refuses, by name, what is not safe to use."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from storage.vault import KEY

_MARK = "rescue-desk-key-1"


class KeyRefused(Exception):
    """The key file is missing, open to others, or not what it should be; says which and what would be right."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyEncryptionKey:
    """The key that wraps data keys; it lies outside the database."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"KeyEncryptionKey({self.id})"


def read_key(path: Path) -> KeyEncryptionKey:
    """The key in this file. Format: one line, `rescue-desk-key-1 ID BASE64` (32 bytes)."""
    try:
        mode = path.stat().st_mode
        line = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise KeyRefused(f"key file {path}: it does not exist; make one with: python -m bot keys new") from None
    except (OSError, UnicodeDecodeError):
        raise KeyRefused(f"key file {path}: it cannot be read as a key file") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(f"key file {path}: others may read it (mode {mode & 0o777:o}); it must be 600")
    return _parsed(path, line)


def _parsed(path: Path, line: str) -> KeyEncryptionKey:
    parts = line.split()
    if len(parts) != 3 or parts[0] != _MARK:
        raise KeyRefused(f"key file {path}: not a key file; its one line must be: {_MARK} ID BASE64")
    try:
        secret = base64.b64decode(parts[2], validate=True)
    except binascii.Error:
        raise KeyRefused(f"key file {path}: the key is not base64; the file may be cut off") from None
    if len(secret) != KEY:
        raise KeyRefused(f"key file {path}: the key has {len(secret)} bytes; it must have {KEY}")
    return KeyEncryptionKey(parts[1], secret)


def make_key(path: Path) -> KeyEncryptionKey:
    """A new key in a new file with mode 600, on disk before this returns; never over an existing file."""
    key = KeyEncryptionKey(secrets.token_hex(4), secrets.token_bytes(KEY))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_MARK} {key.id} {base64.b64encode(key.secret).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise KeyRefused(f"key file {path}: it exists already and is not overwritten") from None
    except OSError as error:
        raise KeyRefused(f"key file {path}: it cannot be made: {error.strerror}") from None
    return key
