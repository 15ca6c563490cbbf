"""Where key-encryption keys come from: a file, a variable, a credential of systemd, a command; or a passphrase."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog

from storage.keyfile import KeyEncryptionKey, KeyRefused, KeySet, parsed, read_keys

PATIENCE = 30
"""Seconds that a command may take to give the keys."""

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


class Settled:
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
class VariableKeys(Settled):
    """An environment variable with the lines of a key file."""

    name: str
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def load(self) -> KeySet:
        text = self.environment.get(self.name, "")
        if not text.strip():
            raise KeyRefused(f"variable {self.name}: it is empty; it must hold the lines of a key file")
        return parsed(f"variable {self.name}", text)


@dataclass(frozen=True, slots=True)
class CredentialKeys(Settled):
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
class GivenKeys(Settled):
    """Keys that somebody hands over."""

    keys: KeySet

    def load(self) -> KeySet:
        return self.keys


def held(*keys: KeyEncryptionKey) -> Keys:
    """These keys, the last of which wraps."""
    return Keys(GivenKeys(keys))
