"""Reads a picture from standard input and writes it anew, small and bare; run as a process of its own.

Whoever sends a picture chooses every byte of it. What goes wrong here ends this process, and nothing else. Written
anew it has nothing of what stood in the file beside the picture: where and by what it was taken.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SECONDS, _BYTES = 10, 768 * 2**20
"""Processor time, and memory."""
_PIXELS = 60_000_000
"""More than a phone's camera writes by itself."""
_SIDE = 1_000
"""Pixels along the longer side: 500 to the inch at the size in which it is printed."""
_FORMATS = ("JPEG", "PNG", "WEBP")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _opened(content: bytes) -> Image:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only under the limits

    Image.MAX_IMAGE_PIXELS = _PIXELS
    with Image.open(io.BytesIO(content), formats=_FORMATS) as checked:
        checked.verify()
    picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    picture.draft("RGB", (_SIDE, _SIDE))
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((_SIDE, _SIDE))
    coloured = turned.convert("RGBA")
    bare = Image.new("RGB", turned.size, "white")
    bare.paste(coloured, mask=coloured.getchannel("A"))
    return bare


if __name__ == "__main__":
    _limit()
    warnings.simplefilter("error")
    _opened(sys.stdin.buffer.read()).save(sys.stdout.buffer, "JPEG", quality=82)
