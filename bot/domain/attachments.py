"""Decides what becomes of a thing that was sent: whether it is fetched, and what its first bytes say it is."""

from __future__ import annotations

from bot.domain.facts import Media, MediaKind, NotKept
from bot.domain.ids import DAY

LARGEST = 20 * 2**20
"""Bytes that a bot may fetch at most: https://core.telegram.org/bots/api#getfile ."""
OF_ONE_CASE = 300 * 2**20
"""Bytes kept of one case at most: hundreds of pictures. What comes beyond it is passed on all the same."""
TRIED_FOR = DAY
"""Milliseconds for which a thing that Telegram does not give out is asked for again."""

_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    *((4, b"ftyp" + brand, "heif") for brand in (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif")),
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"OggS", "ogg"),
    (0, b"#!AMR", "amr"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"dex\n", "program"),
    (0, b"#!", "program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
)
"""Where which bytes stand at the beginning of what: https://www.garykessler.net/library/file_sigs.html ."""
PICTURES = ("jpeg", "png", "tiff", "webp", "heif")
"""Types of pictures that may say where they were taken."""
_PROGRAMS = frozenset(
    (
        *("apk", "app", "bat", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "img", "ipa", "iso", "jar"),
        *("js", "jse", "lnk", "msi", "pif", "ps1", "reg", "scr", "sh", "vbe", "vbs", "wsf", "xapk"),
    )
)
_CALLED = {
    "jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "png": frozenset({"png"}),
    "pdf": frozenset({"pdf"}),
}
"""The suffixes of what is opened without a thought, by type."""


def refused(size: int, of_case: int, in_all: int, most_in_all: int) -> NotKept | None:
    """Why a thing of this size is not kept, or None; the others: kept of its case, in all, and the most of that.

    All in bytes; a size that Telegram does not tell is 0, and is looked at again when the thing is here.
    """
    if size > LARGEST:
        return NotKept.TOO_LARGE
    return NotKept.TOO_MUCH if of_case + size > OF_ONE_CASE or in_all + size > most_in_all else None


def is_fetched(media: Media) -> bool:
    """Whether it is something of the person's own; a sticker is Telegram's, and is told by its file id."""
    return media.kind is not MediaKind.STICKER


def type_of(content: bytes) -> str:
    """What the first bytes say; "" for anything that is not known."""
    found = (name for start, sign, name in _SIGNS if content[start : start + len(sign)] == sign)
    return next(found, "")


def is_suspect(media: Media, kind: str) -> bool:
    """Whether an officer should not open it: a program, or a thing that is called a picture and is none."""
    if kind == "program" or media.suffix in _PROGRAMS:
        return True
    called = next((name for name, suffixes in _CALLED.items() if media.suffix in suffixes), "")
    return bool(called and kind and kind != called and kind not in PICTURES)
