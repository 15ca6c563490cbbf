"""The desk's key pair: the server seals to the public half, and the offline half opens (HPKE, RFC 9180)."""

from __future__ import annotations

import base64
import binascii
import secrets
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from storage.keyfile import KeyRefused, is_id, write_new
from storage.vault import NotOpened

_PRIVATE, _PUBLIC = "rescue-desk-archive-key-1", "rescue-desk-archive-public-1"
_X25519 = 32
"""Bytes of an X25519 key, private or public; in a hybrid key it stands at the end."""
_SEED, _ENCAPSULATION = 64, 1_184
"""Bytes of an ML-KEM-768 seed and of its public key (FIPS 203)."""


class Kind(StrEnum):
    """How keys are agreed. HYBRID holds as long as either half does; an archive stolen today may be read later."""

    HYBRID = "mlkem768-x25519"
    X25519 = "x25519"


def _suite(kind: Kind) -> Suite:
    return Suite(KEM.MLKEM768_X25519 if kind is Kind.HYBRID else KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class ArchivePublicKey:
    """What the server has: it seals, and opens nothing."""

    id: str
    kind: Kind
    raw: bytes

    def line(self) -> str:
        """As it is written down: `rescue-desk-archive-public-1 ID KIND BASE64`."""
        return f"{_PUBLIC} {self.id} {self.kind.value} {base64.b64encode(self.raw).decode()}\n"

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """The bytes, for the holder of the offline half alone; they open only with the same `bound_to`."""
        return _suite(self.kind).encrypt(plain, self._key(), bound_to)

    def _key(self) -> Any:
        near = X25519PublicKey.from_public_bytes(self.raw[-_X25519:])
        if self.kind is Kind.X25519:
            return near
        return MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(self.raw[:-_X25519]), near)


@dataclass(frozen=True, slots=True, repr=False)
class ArchiveKey:
    """The offline half; it shows itself to nobody."""

    id: str
    kind: Kind
    raw: bytes

    def __repr__(self) -> str:
        return f"ArchiveKey({self.id})"

    @classmethod
    def made(cls, kind: Kind) -> ArchiveKey:
        """A fresh one, by chance."""
        near = X25519PrivateKey.generate().private_bytes_raw()
        seed = MLKEM768PrivateKey.generate().private_bytes_raw() if kind is Kind.HYBRID else b""
        return cls(secrets.token_hex(4), kind, seed + near)

    def line(self) -> str:
        """As it is written down: `rescue-desk-archive-key-1 ID KIND BASE64`."""
        return f"{_PRIVATE} {self.id} {self.kind.value} {base64.b64encode(self.raw).decode()}\n"

    def public(self) -> ArchivePublicKey:
        """The half for the server."""
        near = X25519PrivateKey.from_private_bytes(self.raw[-_X25519:]).public_key().public_bytes_raw()
        if self.kind is Kind.X25519:
            return ArchivePublicKey(self.id, self.kind, near)
        far = MLKEM768PrivateKey.from_seed_bytes(self.raw[:-_X25519]).public_key().public_bytes_raw()
        return ArchivePublicKey(self.id, self.kind, far + near)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """What was sealed to the public half; NotOpened for anything else."""
        near = X25519PrivateKey.from_private_bytes(self.raw[-_X25519:])
        key: Any = near
        if self.kind is Kind.HYBRID:
            key = MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(self.raw[:-_X25519]), near)
        try:
            return _suite(self.kind).decrypt(sealed, key, bound_to)
        except (InvalidTag, ValueError):
            raise NotOpened("archive: changed, moved, or sealed to another key") from None


def read_public(path: Path) -> ArchivePublicKey:
    """The public half in this file. KeyRefused, naming what is wrong, also where it is the offline half."""
    key_id, kind, raw = _read(path, _PUBLIC, {Kind.HYBRID: _ENCAPSULATION + _X25519, Kind.X25519: _X25519})
    key = ArchivePublicKey(key_id, kind, raw)
    try:
        key.seal(b"", b"")
    except ValueError:
        raise KeyRefused(f"archive key file {path}: the key {key_id} is damaged") from None
    return key


def read_private(path: Path) -> ArchiveKey:
    """The offline half in this file, which nobody else may be able to read. KeyRefused."""
    key_id, kind, raw = _read(path, _PRIVATE, {Kind.HYBRID: _SEED + _X25519, Kind.X25519: _X25519})
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(f"archive key file {path}: others may read it (mode {mode & 0o777:o}); it must be 600")
    return ArchiveKey(key_id, kind, raw)


def _read(path: Path, mark: str, lengths: dict[Kind, int]) -> tuple[str, Kind, bytes]:
    where = f"archive key file {path}"
    try:
        parts = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        raise KeyRefused(f"{where}: it does not exist; make one with: python -m bot archive keygen") from None
    except (OSError, UnicodeDecodeError):
        raise KeyRefused(f"{where}: it cannot be read as a key file") from None
    if len(parts) != 4 or parts[0] != mark or not is_id(parts[1]) or parts[2] not in set(Kind):
        raise KeyRefused(f"{where}: it must hold one line: {mark} ID {'|'.join(Kind)} BASE64")
    kind = Kind(parts[2])
    try:
        raw = base64.b64decode(parts[3], validate=True)
    except binascii.Error:
        raise KeyRefused(f"{where}: the key {parts[1]} is not base64; it may be cut off") from None
    if len(raw) != lengths[kind]:
        raise KeyRefused(
            f"{where}: the key {parts[1]} has {len(raw)} bytes; {kind.value} must have {lengths[kind]}"
        )
    return parts[1], kind, raw


def make_pair(private: Path, public: Path, kind: Kind) -> ArchiveKey:
    """A new pair in two new files, the offline half with mode 600; never over an existing file."""
    if private.absolute() == public.absolute():
        raise KeyRefused(f"archive key file {private}: the two halves need a file each; name two")
    key = ArchiveKey.made(kind)
    # The public half first: what is broken off then leaves no offline half behind.
    write_new(public, key.public().line(), f"archive key file {public}", 0o644)
    try:
        write_new(private, key.line(), f"archive key file {private}")
    except KeyRefused:
        public.unlink()
        raise
    return key
