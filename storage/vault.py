"""Seals and opens bytes under a data key; knows nothing of tables, files or what the bytes mean.

AES-256-GCM with a random 96-bit nonce for every seal. A data key belongs to one case, chat, desk or day, so
that it stays far below the 2**32 seals at which random nonces become a risk (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE = 12
KEY = 32
_SIZES = (60, 252, 1_020, 4_092, 16_380, 65_532)
_STEP = 65_536


class NotOpened(Exception):
    """A sealed value was changed, swapped or truncated, or the key is another one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sealed value stands; it opens nowhere else."""

    table: str
    row: str
    field: str = "sealed"

    def bound_to(self, key_id: str) -> bytes:
        """The associated data: lengths in front, so that no two spots can read alike."""
        parts = [part.encode() for part in (self.table, self.row, self.field, key_id)]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class DataKey:
    """One unwrapped data key; it shows itself to nobody."""

    __slots__ = ("_cipher", "id")

    def __init__(self, key_id: str, secret: bytes) -> None:
        if len(secret) != KEY:
            raise NotOpened("a data key has the wrong length")
        self.id = key_id
        self._cipher = AESGCM(secret)

    def __repr__(self) -> str:
        return f"DataKey({self.id})"

    def seal(self, plain: bytes, spot: Spot) -> bytes:
        """Pad to one of a few sizes, so that lengths tell nothing, and seal to this spot."""
        nonce = secrets.token_bytes(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, padded(plain), spot.bound_to(self.id))

    def open(self, sealed: bytes, spot: Spot) -> bytes:
        """The bytes that were sealed to this spot; NotOpened for anything else, without its content."""
        if sealed[:1] != VERSION or len(sealed) < NONCE + 21:
            raise NotOpened(f"{spot.table}.{spot.field}: not a sealed value")
        try:
            whole = self._cipher.decrypt(sealed[1 : NONCE + 1], sealed[NONCE + 1 :], spot.bound_to(self.id))
        except InvalidTag:
            raise NotOpened(f"{spot.table}.{spot.field}: changed, moved or under another key") from None
        return unpadded(whole)


class MarkKey:
    """A key by which things are marked, and never opened: blind indexes, and the journal's links."""

    __slots__ = ("_secret", "id")

    def __init__(self, key_id: str, secret: bytes) -> None:
        self.id = key_id
        self._secret = secret

    def __repr__(self) -> str:
        return f"MarkKey({self.id})"

    def blind(self, kind: str, value: str) -> bytes:
        """The blind index of a value: finds it by equality, tells it to nobody without the key."""
        return hmac.digest(self._secret, f"{kind}\x00{value}".encode(), sha256)

    def chained(self, before: bytes, entry: bytes) -> bytes:
        """The journal's next link: keyed, so that it cannot be computed anew by who only has the database."""
        return hmac.digest(self._secret, before + entry, sha256)


def unpadded(whole: bytes) -> bytes:
    """What was there before `padded`."""
    length = int.from_bytes(whole[:4], "big")
    return whole[4 : 4 + length]


def padded(plain: bytes) -> bytes:
    """Filled up to one of a few sizes, with its length in front."""
    size = next((size for size in _SIZES if len(plain) <= size), None)
    if size is None:
        size = -(-(len(plain) + 4) // _STEP) * _STEP - 4
    return len(plain).to_bytes(4, "big") + plain + b"\x00" * (size - len(plain))
