"""Decides how files are kept and named; does not know in which messages they are."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from drill.refusals import bad

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # https://core.telegram.org/bots/api#getfile
UPLOAD_LIMIT = 50 * 1024 * 1024  # https://core.telegram.org/bots/api#sending-files
PHOTO_LIMIT = 10 * 1024 * 1024
FOLDERS = {"photo": ("photos", ".jpg"), "voice": ("voice", ".oga"), "video": ("videos", ".mp4")}
MIMES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "audio": "audio/mpeg",
    "animation": "video/mp4",
    "sticker": "image/webp",
}
SIGNATURES = (
    (b"\x89PNG", "image/png"),
    (b"RIFF", "audio/wav"),
    (b"OggS", "audio/ogg"),
    (b"\xff\xd8", "image/jpeg"),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    kind: str
    path: str
    content: bytes
    mime_type: str
    name: str | None = None

    def card(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    """Every file that was sent on the ground."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, content: bytes, mime_type: str | None = None, name: str | None = None) -> StoredFile:
        number = len(self._by_id)
        digest = hashlib.sha256(content).digest()
        # Like Telegram's: the unique id is the same for the same content, the id is not.
        unique = base64.urlsafe_b64encode(b"\x01" + digest[:11]).decode().rstrip("=")
        handle = base64.urlsafe_b64encode(
            b"\x04" + number.to_bytes(6, "big") + kind.encode() + digest[:18]
        ).decode()
        folder, suffix = FOLDERS.get(kind, ("documents", ""))
        path = f"{folder}/file_{number}{suffix}"
        guessed = next((mime for sign, mime in SIGNATURES if content.startswith(sign)), MIMES.get(kind))
        file = StoredFile(
            handle.rstrip("="),
            unique,
            kind,
            path,
            content,
            mime_type or guessed or "application/octet-stream",
            name,
        )
        self._by_id[file.id] = file
        self._by_path[path] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        """The file with this id; raises Refusal."""
        if file := self._by_id.get(file_id):
            return file
        raise bad("wrong file identifier/HTTP URL specified")

    def at(self, path: str) -> StoredFile | None:
        """What a download of this path yields; nothing for files beyond the limit."""
        file = self._by_path.get(path)
        return file if file and len(file.content) <= DOWNLOAD_LIMIT else None
