"""Asks a process of its own where a picture was taken; believes nothing that is no place on earth."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.domain.attachments import PICTURES, type_of
from bot.domain.ids import SECOND, Instant
from bot.domain.place import Fix, Place, on_earth
from bot.domain.private import Private

PATIENCE = 10.0
"""Seconds of wall time; the process itself has less of the processor's."""
_CHILD = Path(__file__).with_name("exif_child").with_suffix(".py")
_MARKS = (b"Exif", b"eXIf", b"EXIF")
_LONGEST = 1_000
"""Characters of an answer."""
_OLDEST, _NEWEST = Instant(946_684_800_000), Instant(4_102_444_800_000)
"""The years from 2000 to 2100."""


async def place_in(content: bytes, patience: float = PATIENCE) -> Place | None:
    """Where the picture says that it was taken; None if it says nothing, or is nothing that can be read."""
    kind = type_of(content)
    if kind not in PICTURES or (kind != "tiff" and not any(mark in content for mark in _MARKS)):
        return None
    return _read(await asked(content, patience))


async def asked(content: bytes, patience: float, child_file: Path = _CHILD, *arguments: str) -> bytes:
    """What the process said; nothing if it failed, or took too long. It sees no variable of ours, no secret."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(child_file), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(content), patience)
    except (TimeoutError, OSError):
        return b""
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return said


def _read(said: bytes) -> Place | None:
    try:
        found = json.loads(said[:_LONGEST])
        latitude, longitude = found["latitude"], found["longitude"]
    except (ValueError, KeyError, TypeError):
        return None
    if not _is_number(latitude) or not _is_number(longitude) or not on_earth(latitude, longitude):
        return None
    accuracy = found.get("accuracy_m")
    return Place(
        Private(float(latitude)),
        Private(float(longitude)),
        Fix.PHOTO,
        float(accuracy) if _is_number(accuracy) and accuracy > 0 else None,
        taken_at=_instant(found.get("taken_at")),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _instant(seconds: Any) -> Instant | None:
    if not _is_number(seconds):
        return None
    at = round(seconds * SECOND)
    return Instant(at) if _OLDEST < at < _NEWEST else None
