"""Pictures that say where they were taken, byte by byte as the standards have it, so that they can be wrong, too.

TIFF 6.0 (image file directories), CIPA DC-008 (Exif), PNG 3rd edition (eXIf).
"""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction

_ASCII, _SHORT, _LONG, _RATIONAL = 2, 3, 4, 5
_GPS_DIRECTORY = 0x8825


def _rationals(*values: float) -> bytes:
    found = [Fraction(value).limit_denominator(1_000_000) for value in values]
    return b"".join(struct.pack(">II", one.numerator, one.denominator) for one in found)


def _sexagesimal(degrees: float) -> bytes:
    whole = Fraction(abs(degrees)).limit_denominator(10_000_000)
    minutes = (whole - int(whole)) * 60
    seconds = (minutes - int(minutes)) * 60
    return _rationals(int(whole), int(minutes), float(seconds))


def _directory(entries: list[tuple[int, int, int, bytes]], start: int) -> bytes:
    """One directory at `start`: its entries, and behind them what does not fit into four bytes."""
    behind = start + 2 + 12 * len(entries) + 4
    written, values = struct.pack(">H", len(entries)), b""
    for tag, kind, count, value in entries:
        if len(value) <= 4:
            written += struct.pack(">HHI", tag, kind, count) + value.ljust(4, b"\x00")
        else:
            written += struct.pack(">HHII", tag, kind, count, behind + len(values))
            values += value + b"\x00" * (len(value) % 2)
    return written + struct.pack(">I", 0) + values


def tiff(
    latitude: float, longitude: float, accuracy_m: float | None = None, day: str = "", clock: str = ""
) -> bytes:
    """The directory of a picture with its place; `day` as 2026:11:20 and `clock` as 03:04:05, in UTC."""
    gps = [
        (1, _ASCII, 2, b"S\x00" if latitude < 0 else b"N\x00"),
        (2, _RATIONAL, 3, _sexagesimal(latitude)),
        (3, _ASCII, 2, b"W\x00" if longitude < 0 else b"E\x00"),
        (4, _RATIONAL, 3, _sexagesimal(longitude)),
    ]
    if clock:
        gps.append((7, _RATIONAL, 3, _rationals(*map(float, clock.split(":")))))
    if day:
        gps.append((29, _ASCII, len(day) + 1, day.encode() + b"\x00"))
    if accuracy_m is not None:
        gps.append((31, _RATIONAL, 1, _rationals(accuracy_m)))
    head = b"MM\x00*" + struct.pack(">I", 8)
    first = _directory([(_GPS_DIRECTORY, _LONG, 1, struct.pack(">I", 26))], 8)
    return head + first + _directory(gps, 26)


def jpeg(inside: bytes) -> bytes:
    """A picture of nothing, with this directory in it."""
    marked = b"Exif\x00\x00" + inside
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(marked) + 2) + marked + b"\xff\xd9"


def png(inside: bytes) -> bytes:
    """The same as a PNG."""
    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"eXIf", inside), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(named: tuple[bytes, bytes]) -> bytes:
    name, content = named
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
