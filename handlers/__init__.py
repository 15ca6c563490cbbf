"""How Telegram speaks: every route from an update to an event, on one page."""

from __future__ import annotations

import json
from typing import Any

from telegram import ChatMember, ChatMemberRestricted, Message, Update

from bot.domain.events import (
    ChatLost,
    ChatMigrated,
    ChatRegained,
    Event,
    MembersJoined,
    Origin,
    UpdateUnprocessed,
)
from bot.domain.ids import Instant
from bot.domain.people import ChatKind
from bot.domain.private import Private
from bot.inbox import Reader
from bot.ports import Begun
from handlers.catalogue import Catalogue
from handlers.commands import read_command
from handlers.origins import of_membership, of_message
from handlers.presses import read_press
from handlers.requester import read_contact, read_edit, read_media, read_other, read_place, read_words

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that we ask Telegram for."""
_GONE = (ChatMember.LEFT, ChatMember.BANNED)


def route(update: Update, received_at: Instant, catalogue: Catalogue, own_name: str) -> Event | None:
    """The one event of an update; None for what is not meant for us."""
    if update.callback_query:
        return read_press(update.callback_query, received_at)
    if update.my_chat_member:
        origin = of_membership(update.my_chat_member)
        return ChatLost(origin) if _is_gone(update.my_chat_member.new_chat_member) else ChatRegained(origin)
    if update.edited_message:
        return read_edit(update.edited_message, of_message(update.edited_message))
    if update.message:
        return _message(update.message, of_message(update.message), catalogue, own_name)
    return None


def _is_gone(member: ChatMember) -> bool:
    """Left, put out, or not allowed to write."""
    muted = isinstance(member, ChatMemberRestricted) and not member.can_send_messages
    return muted or member.status in _GONE


def _message(message: Message, origin: Origin, catalogue: Catalogue, own_name: str) -> Event | None:
    if message.migrate_to_chat_id:
        return ChatMigrated(origin, Private(message.migrate_to_chat_id))
    if message.new_chat_members:
        people = [one for one in message.new_chat_members if one.username != own_name]
        return MembersJoined(origin, tuple(Private(one.id) for one in people))
    return (
        read_place(message, origin)
        or read_contact(message, origin)
        or read_media(message, origin)
        or read_command(message, origin, own_name)
        or read_words(message, origin, catalogue)
        or read_other(message, origin)
    )


def reader(catalogue: Catalogue, own_name: str = "") -> Reader:
    """How the inbox reads a kept update; `own_name` is our username at Telegram."""

    def read(begun: Begun) -> Event | None:
        update = Update.de_json(json.loads(_writable(begun.raw)), None)
        return route(update, begun.received_at, catalogue, own_name)

    return Reader(read, glean)


def glean(update_id: int, raw: bytes) -> UpdateUnprocessed:
    """Whatever can be got out of an update that our own code fails on; reads nothing it need not."""
    try:
        content: Any = json.loads(_writable(raw))
    except ValueError:
        content = {}
    message = _inner(content)
    words = message.get("text") or message.get("caption") or ""
    return UpdateUnprocessed(update_id, _origin(message), Private(words if isinstance(words, str) else ""))


def _writable(raw: bytes) -> bytes:
    """The same JSON with half characters (lone surrogates), which nothing can write again, as question marks."""
    return json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")


def _inner(content: Any) -> dict[str, Any]:
    for kind in ALLOWED:
        part = content.get(kind) if isinstance(content, dict) else None
        if isinstance(part, dict):
            message = part.get("message", part)
            return message if isinstance(message, dict) else {}
    return {}


def _origin(message: dict[str, Any]) -> Origin | None:
    chat = message.get("chat")
    identity = chat.get("id") if isinstance(chat, dict) else None
    if not isinstance(identity, int):
        return None
    return Origin(
        Private(identity),
        ChatKind.PRIVATE if identity > 0 else ChatKind.GROUP,
        Private(identity),
        0,
        Instant(0),
    )


def lane_of(content: dict[str, Any]) -> str:
    """Updates of one chat are taken in order; those of different chats do not wait for each other."""
    origin = _origin(_inner(content))
    return str(origin.chat.reveal()) if origin else "none"
