"""Seals and opens bytes under a data key; knows nothing of tables, files or what the bytes mean.

AES-256-GCM with a random 96-bit nonce for every seal. A data key belongs to one case, chat, desk or day, so
that it stays far below the 2**32 seals at which random nonces become a risk (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import hmac
import os
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE = 12
KEY = 32
_SIZES = (60, 252, 1_020, 4_092, 16_380, 65_532)
_STEP = 65_536
(_VERSION,) = VERSION
_LENGTH = Struct(">I")
_BODY = len(VERSION) + NONCE
_SHORTEST = _BODY + 4 + 16
"""A length and a tag, and nothing between them."""


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
        return _sized(self.table) + _sized(self.row) + _sized(self.field) + _sized(key_id)


def _sized(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(4, "big") + encoded


class _Known(dict[str, bytes]):
    """Names of tables and fields, sized: there are few, and each goes with every value."""

    def __missing__(self, name: str) -> bytes:
        self[name] = _sized(name)
        return self[name]


_NAMES = _Known()
_LENGTHS = tuple(length.to_bytes(4, "big") for length in range(256))


class DataKey:
    """One unwrapped data key; it shows itself to nobody."""

    __slots__ = ("_cipher", "_end", "id")

    def __init__(self, key_id: str, secret: bytes) -> None:
        if len(secret) != KEY:
            raise NotOpened("a data key has the wrong length")
        self.id = key_id
        self._cipher = AESGCM(secret)
        self._end = _sized(key_id)

    def __repr__(self) -> str:
        return f"DataKey({self.id})"

    def seal(self, plain: bytes, spot: Spot) -> bytes:
        """Pad to one of a few sizes, so that lengths tell nothing, and seal to this spot."""
        nonce = os.urandom(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, padded(plain), self._bound(spot))

    def open(self, sealed: bytes, spot: Spot) -> bytes:
        """The bytes that were sealed to this spot; NotOpened for anything else, without its content."""
        if len(sealed) < _SHORTEST or sealed[0] != _VERSION:
            raise NotOpened(f"{spot.table}.{spot.field}: not a sealed value")
        try:
            whole = self._cipher.decrypt(sealed[1:_BODY], sealed[_BODY:], self._bound(spot))
            # As `unpadded`, without the call: this is done for every value that is read.
            return whole[4 : 4 + _LENGTH.unpack_from(whole)[0]]
        except InvalidTag:
            raise NotOpened(f"{spot.table}.{spot.field}: changed, moved or under another key") from None

    def _bound(self, spot: Spot) -> bytes:
        """The same as `spot.bound_to`, of pieces that are made once."""
        row = spot.row.encode()
        size = len(row)
        length = _LENGTHS[size] if size < 256 else size.to_bytes(4, "big")
        return _NAMES[spot.table] + length + row + _NAMES[spot.field] + self._end


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
    (length,) = _LENGTH.unpack_from(whole)
    return whole[4 : 4 + length]


def padded(plain: bytes) -> bytes:
    """Filled up to one of a few sizes, with its length in front."""
    length = len(plain)
    if length > _SIZES[-1]:
        return (_LENGTH.pack(length) + plain).ljust(-(-(length + 4) // _STEP) * _STEP, b"\x00")
    return (_LENGTH.pack(length) + plain).ljust(_SIZES[bisect_left(_SIZES, length)] + 4, b"\x00")
