"""Small drawings that all renderers share: a message, a long text in several, what stands before and under it."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from bot.domain.events import Gesture
from bot.domain.ids import ProposalId
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.ports import Purpose
from handlers.calls import Call, button, cut, parts, rows, units
from handlers.catalogue import Catalogue
from handlers.presses import gesture_press, proposal_press

LONGEST = 4_096
"""Telegram's limit for a text."""


def filled(blanks: tuple[tuple[str, Private[str]], ...]) -> dict[str, object]:
    return {name: value.reveal() for name, value in blanks}


def send(chat: Chat, text: str, purpose: Purpose, **more: object) -> Call:
    arguments = {
        "chat_id": chat.telegram.reveal(),
        "text": cut(text, LONGEST),
        "disable_notification": True,
        **more,
    }
    return Call("send_message", arguments, notes=purpose)


def whole(chat: Chat, head: str, text: str, purpose: Purpose, **more: object) -> tuple[Call, ...]:
    """All of a text, in as many messages as it takes, each with the head: nothing said is cut off on its way."""
    pieces = parts(text, LONGEST - units(head))
    return tuple(send(chat, head + piece, purpose, **more) for piece in pieces)


def mark_of(domain: str, chat: Chat, catalogue: Catalogue, repeat: bool) -> str:
    """What stands before a message of which a first copy may have arrived (invariant 3)."""
    return catalogue.text(domain, chat.language, "repeat") + " " if repeat else ""


def gesture_button(gesture: Gesture, chat: Chat, catalogue: Catalogue) -> InlineKeyboardButton:
    """What a requester taps."""
    return button(catalogue.text("requester", chat.language, f"gesture.{gesture.value}"), gesture_press(gesture))


def under_of(message_id: int | None) -> dict[str, object]:
    if message_id is None:
        return {}
    return {"reply_parameters": ReplyParameters(message_id, allow_sending_without_reply=True)}


def agreement(proposal: ProposalId, chat: Chat, catalogue: Catalogue) -> InlineKeyboardMarkup | None:
    """Under what is about to be changed: yes, or no."""
    answers = (("button.confirm", True), ("button.cancel", False))
    return rows(
        [
            button(catalogue.text("desk", chat.language, key), proposal_press(proposal, accepted=accepted))
            for key, accepted in answers
        ]
    )
