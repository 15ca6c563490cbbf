"""Decides how a file shows in a message (photo sizes, duration, names); does not know who sends it."""

from typing import Any

from drill.files import Files, StoredFile

# The ground does not decode pictures or sound: their measures are the same for all; only a PNG says its own.
SIDE = 800
SIDES_OF_THUMBNAIL = 90
GIVEN = {
    "voice": ("duration",),
    "video": ("width", "height", "duration"),
    "video_note": ("length", "duration"),
    "audio": ("duration", "performer", "title"),
    "animation": ("width", "height", "duration"),
}
ASSUMED: dict[str, Any] = {"width": SIDE, "height": SIDE, "length": 240, "duration": 1}


def shown(files: Files, file: StoredFile, given: dict[str, Any]) -> dict[str, Any]:
    """The field of a Message that holds this file, with the other fields that come with it."""
    if file.kind == "photo":
        return {"photo": _sizes(files, file)}
    if file.kind == "sticker":
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": file.card() | kind}
    field = file.card()
    for name in GIVEN.get(file.kind, ()):
        if (value := given.get(name, ASSUMED.get(name))) is not None:
            field[name] = value
    if file.kind != "video_note":
        field["mime_type"] = file.mime_type
    if file.name and file.kind not in ("voice", "video_note"):
        field["file_name"] = file.name
    if file.kind == "animation":  # "For backward compatibility": the field document is set too
        return {"animation": field, "document": _as_document(file)}
    return {file.kind: field}


def _as_document(file: StoredFile) -> dict[str, Any]:
    named = {"file_name": file.name} if file.name else {}
    return file.card() | {"mime_type": file.mime_type} | named


def _sizes(files: Files, file: StoredFile) -> list[dict[str, Any]]:
    small = files.keep("photo", file.content, file.mime_type)
    edge = SIDES_OF_THUMBNAIL
    wide, high = _measures(file.content)
    return [small.card() | {"width": edge, "height": edge}, file.card() | {"width": wide, "height": high}]


def _measures(content: bytes) -> tuple[int, int]:
    """Of a PNG they stand in its first chunk (https://www.w3.org/TR/png-3/#11IHDR)."""
    if content[:4] != b"\x89PNG" or len(content) < 24:
        return SIDE, SIDE
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
