"""Key-encryption keys made of passphrases, by Argon2id, with salts from a file that is no secret.

The file has a line for each passphrase, oldest first: `rescue-desk-passphrase-2 ID KIB PASSES LANES SALT`. The id
is made of the passphrase, too: 32 bits, which show a slip of the finger before anything is sealed by it, and tell
whoever has the file next to nothing. Lines of version 1 have an id by chance, and no such check.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.keyfile import KeyEncryptionKey, KeyRefused, KeySet, is_id, replace_text, write_new
from storage.keysource import Settled
from storage.vault import KEY

SHORTEST = 16
"""Characters that a passphrase must have at least."""
_UNCHECKED, _CHECKED = "rescue-desk-passphrase-1", "rescue-desk-passphrase-2"
_CHECK = 4
"""Bytes of the id."""

Ask = Callable[[str], str]
"""Asks a person for what it names, and gives what was typed."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """How a passphrase is stretched: above RFC 9106's second recommendation (64 MiB, 3 passes, 4 lanes)."""

    salt: bytes
    kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4

    def derived(self, passphrase: str, length: int) -> bytes:
        """ValueError, OverflowError or MemoryError if the numbers are none that Argon2id takes here."""
        kdf = Argon2id(
            salt=self.salt, length=length, iterations=self.passes, lanes=self.lanes, memory_cost=self.kib
        )
        return kdf.derive(passphrase.encode())


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file."""

    mark: str
    key_id: str
    stretch: _Stretch

    @classmethod
    def parsed(cls, where: str, line: str) -> _Line:
        parts = line.split()
        if len(parts) != 6 or parts[0] not in (_UNCHECKED, _CHECKED) or not is_id(parts[1]):
            raise KeyRefused(f"{where}: each line must be: {_CHECKED} ID KIB PASSES LANES SALT")
        try:
            kib, passes, lanes = map(int, parts[2:5])
            return cls(parts[0], parts[1], _Stretch(base64.b64decode(parts[5], validate=True), kib, passes, lanes))
        except (ValueError, binascii.Error):
            raise _damaged(where, parts[1]) from None

    @classmethod
    def made(cls, passphrase: str) -> _Line:
        stretch = _Stretch(secrets.token_bytes(16))
        return cls(_CHECKED, stretch.derived(passphrase, KEY + _CHECK)[KEY:].hex(), stretch)

    def key(self, where: str, passphrase: str) -> KeyEncryptionKey:
        """KeyRefused if it is seen to be another passphrase than the one that the line was made for."""
        checked = self.mark == _CHECKED
        try:
            derived = self.stretch.derived(passphrase, KEY + _CHECK if checked else KEY)
        except (ValueError, OverflowError, MemoryError):
            raise _damaged(where, self.key_id) from None
        if checked and not hmac.compare_digest(derived[KEY:].hex(), self.key_id):
            raise KeyRefused(f"{where}: what was typed is not the passphrase for key {self.key_id}")
        return KeyEncryptionKey(self.key_id, derived[:KEY])

    def written(self) -> str:
        one = self.stretch
        salt = base64.b64encode(one.salt).decode()
        return f"{self.mark} {self.key_id} {one.kib} {one.passes} {one.lanes} {salt}\n"


@dataclass(frozen=True, slots=True)
class PassphraseKeys(Settled):
    """Passphrases that are asked for at the start, one for each line of the file."""

    path: Path
    ask: Ask = field(repr=False)

    def load(self) -> KeySet:
        return tuple(
            line.key(_named(self.path), _long_enough(self.ask(f"Passphrase for key {line.key_id}: ")))
            for line in _lines(self.path)
        )


def add_passphrase(path: Path, ask: Ask) -> str:
    """A line for a new passphrase, below those that are there; gives the id of its key.

    It is asked for twice: what was typed by mistake, nobody would ever find out.
    """
    known = _lines(path) if path.exists() else []
    passphrase = _long_enough(ask("New passphrase: "))
    if ask("The same again: ") != passphrase:
        raise KeyRefused("passphrase: the two are not alike; nothing was changed")
    line = _Line.made(passphrase)
    _write(path, [*known, line], new=not known)
    return line.key_id


def drop_passphrase(path: Path, key_id: str) -> None:
    """Take the line of this key out of the file. KeyRefused."""
    _write(path, [line for line in _lines(path) if line.key_id != key_id], new=False)


def _write(path: Path, lines: list[_Line], new: bool) -> None:
    text = "".join(line.written() for line in lines)
    if new:
        write_new(path, text, _named(path))
    else:
        replace_text(path, text, _named(path))


def _lines(path: Path) -> list[_Line]:
    where = _named(path)
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise KeyRefused(f"{where}: it does not exist; make one with: python -m bot keys new") from None
    except (OSError, UnicodeDecodeError):
        raise KeyRefused(f"{where}: it cannot be read") from None
    lines = [_Line.parsed(where, line) for line in text.splitlines() if line.strip()]
    if not lines:
        raise KeyRefused(f"{where}: it is empty; each line must be: {_CHECKED} ID KIB PASSES LANES SALT")
    return lines


def _named(path: Path) -> str:
    return f"passphrase file {path}"


def _damaged(where: str, key_id: str) -> KeyRefused:
    return KeyRefused(f"{where}: the numbers or the salt of key {key_id} are damaged")


def _long_enough(passphrase: str) -> str:
    if len(passphrase) < SHORTEST:
        raise KeyRefused(f"passphrase: too short; it must have {SHORTEST} characters or more")
    if not passphrase.isprintable():
        raise KeyRefused("passphrase: it holds something that is no character; the terminal must write UTF-8")
    return passphrase
