"""Decides how the bot sends and fetches files; does not know how a chat takes a message."""

import secrets
from typing import Any

from drill.calls import Call
from drill.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile
from drill.media import shown
from drill.messages import Message
from drill.methods.sending import deliver, formatted, parsed
from drill.refusals import Refusal, bad
from drill.specification import bot_api
from drill.state import State
from drill.uploads import Upload

INPUTS = {
    "photo": "InputMediaPhoto",
    "video": "InputMediaVideo",
    "audio": "InputMediaAudio",
    "document": "InputMediaDocument",
    "animation": "InputMediaAnimation",
}
UNMIXED = frozenset({"audio", "document"})


async def send_photo(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "photo").card()


async def send_voice(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "voice").card()


async def send_video(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "video").card()


async def send_video_note(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "video_note").card()


async def send_audio(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "audio").card()


async def send_document(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "document").card()


async def send_animation(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "animation").card()


async def send_sticker(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, "sticker").card()


def _send(state: State, call: Call, kind: str) -> Message:
    state.writable(call["chat_id"])  # who may not write is told so before the file is looked at
    content = shown(state.files, stored(state, call, kind, call[kind]), dict(call.params))
    if "caption" in bot_api().methods[call.method].parameters:
        content |= formatted(call, "caption")
    return deliver(state, call, content)


async def send_media_group(state: State, call: Call) -> list[dict[str, Any]]:
    state.writable(call["chat_id"])
    kinds = {item["type"] for item in call["media"]}
    for kind in UNMIXED & kinds:
        if len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")
    # All are read before one is sent: an album comes whole or not at all.
    contents = [described(state, call, item) for item in call["media"]]
    album = str(secrets.randbits(60))
    return [deliver(state, call, content, album=album).card() for content in contents]


def described(state: State, call: Call, item: dict[str, Any]) -> dict[str, Any]:
    """The content that an InputMedia stands for."""
    kind = item["type"]
    if kind not in INPUTS:
        raise bad(f"media of type {kind} is not part of the practice ground")
    content = shown(state.files, stored(state, call, kind, item["media"]), item)
    field = bot_api().objects[INPUTS[kind]]["caption"]
    return content | parsed(
        field, item.get("caption", ""), item.get("parse_mode"), item.get("caption_entities"), "caption_entities"
    )


def stored(state: State, call: Call, kind: str, given: Upload | str) -> StoredFile:
    """The file that a parameter names: uploaded now, or known by its id."""
    if isinstance(given, str) and given.startswith("attach://"):
        attached = call.uploads.get(given.removeprefix("attach://"))
        if attached is None:
            raise bad("can't parse InputMedia: file not found by its attach name")
        given = attached
    if isinstance(given, Upload):
        return _uploaded(state, kind, given)
    if "://" in given:
        # The ground has no network: https://core.telegram.org/bots/api#sending-files, way 2.
        raise bad("failed to get HTTP URL content")
    file = state.files.get(given)
    if file.kind != kind:
        raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _uploaded(state: State, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
        raise Refusal(413)
    mime = None if upload.mime_type == "application/octet-stream" else upload.mime_type
    return state.files.keep(kind, upload.content, mime, upload.name)


async def get_file(state: State, call: Call) -> dict[str, Any]:
    file = state.files.get(call["file_id"])
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return file.card() | {"file_path": file.path}
