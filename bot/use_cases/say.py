"""Answers staff where they spoke: as a button's answer, or as a short message under their own."""

from __future__ import annotations

from bot.domain.effects import AnswerPress, Tell
from bot.domain.events import Origin
from bot.domain.private import Private
from bot.ports import Shelves, Stamp

_LOUD = ("refusal.", "close.", "reply.", "packet.limited")
"""What a press is refused with stays until it is tapped away."""


async def say(origin: Origin, key: str, shelves: Shelves, stamp: Stamp, **blanks: str) -> None:
    """By message key; "" stops a button's waiting and tells nothing."""
    chat = await shelves.chats.by_telegram(origin.chat)
    if chat is None:
        return
    filled = tuple((name, Private(value)) for name, value in blanks.items())
    if origin.press is not None:
        answer = AnswerPress(chat.id, origin.press, key, filled, alert=key.startswith(_LOUD))
        await shelves.outbox.put(answer, stamp.now)
    elif key:
        await shelves.outbox.put(Tell(chat.id, key, filled, reply_to=origin.message_id), stamp.now)
