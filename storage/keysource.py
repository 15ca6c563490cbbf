"""Where key-encryption keys come from: a file, a variable, a credential of systemd, a command, a passphrase."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.keyfile import KeyEncryptionKey, KeyRefused, KeySet, parsed, read_keys
from storage.vault import KEY

PATIENCE = 30
"""Seconds that a command may take to give the keys."""
_PASSPHRASE = "rescue-desk-passphrase-1"  # noqa: S105 - the mark of a file, not a passphrase
_MEMORY, _ITERATIONS, _LANES = 256 * 1024, 3, 4
"""Argon2id: KiB, passes and lanes; above RFC 9106's second recommendation (64 MiB, 3, 4)."""

log = structlog.get_logger("keys")


class KeySource(Protocol):
    """One of the places."""

    def load(self) -> KeySet:
        """The keys as they are there now. KeyRefused names the place and what would be right."""
        ...

    def state(self) -> object:
        """Something that is different once other keys are there; cheap to ask for. None where nobody can tell."""
        ...

    @property
    def rereads(self) -> bool:
        """Whether they can be asked for again while the bot serves."""
        ...


class _Settled:
    """Keys that are what they are until the process ends."""

    __slots__ = ()

    @property
    def rereads(self) -> bool:
        return False

    def state(self) -> object:
        return None


@dataclass(frozen=True, slots=True)
class FileKeys:
    """A file of mode 600, outside the database's folder."""

    path: Path

    @property
    def rereads(self) -> bool:
        return True

    def load(self) -> KeySet:
        return read_keys(self.path)

    def state(self) -> object:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)


@dataclass(frozen=True, slots=True)
class VariableKeys(_Settled):
    """An environment variable with the lines of a key file."""

    name: str
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def load(self) -> KeySet:
        text = self.environment.get(self.name, "")
        if not text.strip():
            raise KeyRefused(f"variable {self.name}: it is empty; it must hold the lines of a key file")
        return parsed(f"variable {self.name}", text)


@dataclass(frozen=True, slots=True)
class CredentialKeys(_Settled):
    """A credential that systemd hands over (LoadCredential=, LoadCredentialEncrypted=)."""

    name: str
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def load(self) -> KeySet:
        folder = self.environment.get("CREDENTIALS_DIRECTORY", "")
        if not folder:
            raise KeyRefused(
                f"credential {self.name}: systemd gave no credentials; put LoadCredentialEncrypted= into the unit"
            )
        try:
            text = (Path(folder) / self.name).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise KeyRefused(f"credential {self.name}: systemd gave none of this name that can be read") from None
        return parsed(f"credential {self.name}", text)


@dataclass(frozen=True, slots=True)
class CommandKeys:
    """A command that writes the lines of a key file to its standard output: for a KMS or a smart card."""

    command: tuple[str, ...]

    @property
    def rereads(self) -> bool:
        return True

    def load(self) -> KeySet:
        where = f"key command {self.command[0]}"
        try:
            done = subprocess.run(self.command, capture_output=True, timeout=PATIENCE, check=False)
        except OSError as error:
            raise KeyRefused(f"{where}: it cannot be run: {error.strerror}") from None
        except subprocess.TimeoutExpired:
            raise KeyRefused(f"{where}: it gave no keys within {PATIENCE} seconds") from None
        if done.returncode:
            raise KeyRefused(f"{where}: it ended with code {done.returncode}; it must end with 0")
        try:
            return parsed(where, done.stdout.decode("ascii"))
        except UnicodeDecodeError:
            raise KeyRefused(f"{where}: what it gave is not the lines of a key file") from None

    def state(self) -> object:
        return None


@dataclass(frozen=True, slots=True)
class PassphraseKeys(_Settled):
    """A passphrase, asked for at the start, stretched by Argon2id with a salt from a file that is no secret.

    The file: one line, `rescue-desk-passphrase-1 ID KIB PASSES LANES SALT`. Another passphrase means another file.
    """

    path: Path
    ask: Callable[[], str] = field(repr=False)

    def load(self) -> KeySet:
        parts = self._parts()
        try:
            memory, passes, lanes = map(int, parts[2:5])
            salt = base64.b64decode(parts[5], validate=True)
            stretch = Argon2id(salt=salt, length=KEY, iterations=passes, lanes=lanes, memory_cost=memory)
        except (ValueError, binascii.Error):
            raise KeyRefused(f"passphrase file {self.path}: its numbers or its salt are damaged") from None
        return (KeyEncryptionKey(parts[1], stretch.derive(self._asked().encode())),)

    def _parts(self) -> list[str]:
        try:
            parts = self.path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            raise KeyRefused(
                f"passphrase file {self.path}: it does not exist; make one with: python -m bot keys new"
            ) from None
        except (OSError, UnicodeDecodeError):
            raise KeyRefused(f"passphrase file {self.path}: it cannot be read") from None
        if len(parts) != 6 or parts[0] != _PASSPHRASE:
            raise KeyRefused(
                f"passphrase file {self.path}: its one line must be: {_PASSPHRASE} ID KIB PASSES LANES SALT"
            )
        return parts

    def _asked(self) -> str:
        passphrase = self.ask()
        if len(passphrase) < SHORTEST:
            raise KeyRefused(f"passphrase: too short; it must have {SHORTEST} characters or more")
        return passphrase


SHORTEST = 16
"""Characters that a passphrase must have at least."""


def make_salt(path: Path) -> str:
    """A new passphrase file, never over an existing one; gives the id of its key."""
    key_id = secrets.token_hex(4)
    salt = base64.b64encode(secrets.token_bytes(16)).decode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("x", encoding="ascii") as file:
            file.write(f"{_PASSPHRASE} {key_id} {_MEMORY} {_ITERATIONS} {_LANES} {salt}\n")
    except FileExistsError:
        raise KeyRefused(f"passphrase file {path}: it exists already and is not overwritten") from None
    except OSError as error:
        raise KeyRefused(f"passphrase file {path}: it cannot be made: {error.strerror}") from None
    return key_id


class Keys:
    """The key-encryption keys in use. When others are there, they are taken up without a restart."""

    def __init__(self, source: KeySource) -> None:
        """KeyRefused if there is no key that is safe to use."""
        self._source = source
        self._state = source.state()
        self._keys = source.load()

    def __repr__(self) -> str:
        return f"Keys({', '.join(key.id for key in self._keys)})"

    @property
    def known(self) -> KeySet:
        return self._keys

    def current(self) -> KeyEncryptionKey:
        """The key that wraps from now on."""
        state = self._source.state()
        if state is not None and state != self._state:
            self._again(state)
        return self._keys[-1]

    def by_id(self, key_id: str) -> KeyEncryptionKey | None:
        """The key with this id, looked for anew where it comes from if it is not known yet."""
        found = self._known(key_id)
        if found is None and self._source.rereads:
            self._again(self._source.state())
            found = self._known(key_id)
        return found

    def _known(self, key_id: str) -> KeyEncryptionKey | None:
        return next((key for key in self._keys if key.id == key_id), None)

    def _again(self, state: object) -> None:
        """What cannot be read now is no reason to forget what was read before."""
        try:
            self._keys = self._source.load()
        except KeyRefused as refused:
            log.error(
                "the key-encryption keys cannot be read again; going on with those known", reason=str(refused)
            )
        self._state = state


@dataclass(frozen=True, slots=True, repr=False)
class GivenKeys(_Settled):
    """Keys that somebody hands over."""

    keys: KeySet

    def load(self) -> KeySet:
        return self.keys


def held(*keys: KeyEncryptionKey) -> Keys:
    """These keys, the last of which wraps."""
    return Keys(GivenKeys(keys))
