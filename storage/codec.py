"""Turns domain values into bytes for sealing and back; the only place where private values are written out."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

import msgspec

from bot.domain.private import Private

T = TypeVar("T")


def _written(value: Any) -> Any:
    if isinstance(value, Private):
        return value.reveal()
    raise NotImplementedError(f"no written form for {type(value).__name__}")


def _read(kind: type, value: Any) -> Any:
    if get_origin(kind) is Private:
        return Private(msgspec.convert(value, get_args(kind)[0], dec_hook=_read))
    raise NotImplementedError(f"no reading of {kind}")


def pack(value: Any) -> bytes:
    """The value as JSON bytes."""
    return msgspec.json.encode(value, enc_hook=_written)


def unpack(kind: type[T], packed: bytes) -> T:
    """A value of this kind; msgspec.ValidationError if the bytes are of another."""
    return msgspec.json.decode(packed, type=kind, dec_hook=_read)
