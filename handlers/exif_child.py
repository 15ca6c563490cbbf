"""Reads from standard input where a picture was taken; run as a process of its own, with little time and memory.

Whoever sends a picture chooses every byte of it. What goes wrong here ends this process, and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

_SECONDS, _BYTES = 5, 512 * 2**20
"""Processor time, and memory."""
_ERROR = "GPS Tag 0x001F"
"""GPSHPositioningError in metres: CIPA DC-008 (Exif 2.31), 4.6.6."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _degrees(tags: dict[str, Any], name: str, negative: str) -> float:
    degrees, minutes, seconds = (float(one) for one in [*tags[f"GPS {name}"].values, 0, 0][:3])
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(tags[f"GPS {name}Ref"].values).upper().startswith(negative) else value


def _taken_at(tags: dict[str, Any]) -> float | None:
    """Seconds since 1970 by the satellites' clock, else by the camera's, if that says how far from UTC it goes."""
    if "GPS GPSDate" in tags and "GPS GPSTimeStamp" in tags:
        day = datetime.strptime(str(tags["GPS GPSDate"].values), "%Y:%m:%d").replace(tzinfo=UTC)
        hours, minutes, seconds = (float(one) for one in tags["GPS GPSTimeStamp"].values)
        return (day + timedelta(hours=hours, minutes=minutes, seconds=seconds)).timestamp()
    if "EXIF DateTimeOriginal" in tags and "EXIF OffsetTimeOriginal" in tags:
        written = f"{tags['EXIF DateTimeOriginal'].values}{tags['EXIF OffsetTimeOriginal'].values}"
        return datetime.strptime(written, "%Y:%m:%d %H:%M:%S%z").timestamp()
    return None


def _found(content: bytes) -> dict[str, float | None]:
    import exifread  # noqa: PLC0415 - only under the limits

    tags = exifread.process_file(io.BytesIO(content), details=False, extract_thumbnail=False)
    if "GPS GPSLatitude" not in tags or "GPS GPSLongitude" not in tags:
        return {}
    found: dict[str, float | None] = {
        "latitude": _degrees(tags, "GPSLatitude", "S"),
        "longitude": _degrees(tags, "GPSLongitude", "W"),
        "accuracy_m": float(tags[_ERROR].values[0]) if _ERROR in tags else None,
    }
    try:
        return found | {"taken_at": _taken_at(tags)}
    except (ValueError, ArithmeticError):
        return found | {"taken_at": None}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_found(sys.stdin.buffer.read())))
