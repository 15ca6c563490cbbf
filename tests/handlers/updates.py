"""Updates as Telegram sends them, with synthetic people."""

import json
from typing import Any

from telegram import Update

from bot.domain.events import Event
from bot.domain.ids import Instant
from handlers import route
from handlers.catalogue import load_catalogue

WORDS = load_catalogue()
SENT = 1_790_000_000
"""Seconds since 1970, as Telegram counts."""
RECEIVED = Instant(1_790_000_005_000)
MINA = {"id": 700_000_001, "is_bot": False, "first_name": "Mina", "language_code": "ko"}
BOT = {"id": 100_000_001, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}
PRIVATE = {"id": 700_000_001, "type": "private", "first_name": "Mina"}
GROUP = {"id": -1_001_000_000_001, "type": "supergroup", "title": "Desk"}
FILE = {"file_id": "file-1", "file_unique_id": "u1"}


def message(chat: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return {"message_id": 42, "date": SENT, "chat": chat or PRIVATE, "from": MINA, **fields}


def written(chat: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """An update with a new message."""
    return {"update_id": 1, "message": message(chat, **fields)}


def edited(chat: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return {"update_id": 1, "edited_message": message(chat, edit_date=SENT + 9, **fields)}


def pressed(content: str | None, **fields: Any) -> dict[str, Any]:
    """An update with a press on a button below a message of the bot."""
    query = {"id": "press-1", "from": MINA, "chat_instance": "c", "message": message() | {"from": BOT}}
    if content is not None:
        query["data"] = content
    return {"update_id": 1, "callback_query": query | fields}


def membership(status: str, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    more = {"until_date": 0} if status == "kicked" else {}
    return {
        "update_id": 1,
        "my_chat_member": {
            "chat": chat or PRIVATE,
            "from": MINA,
            "date": SENT,
            "old_chat_member": {"user": BOT, "status": "left"},
            "new_chat_member": {"user": BOT, "status": status, **more},
        },
    }


def event(update: dict[str, Any]) -> Event | None:
    """What the program reads out of an update, by way of JSON, as from the inbox."""
    return route(Update.de_json(json.loads(json.dumps(update)), None), RECEIVED, WORDS, "desk_bot")
