"""Reads where an update came from: chat, account, message, time; shared by all that read updates."""

from __future__ import annotations

import re

from telegram import CallbackQuery, ChatMemberUpdated, Message, User
from telegram import Chat as TelegramChat

from bot.domain.events import Origin
from bot.domain.ids import Instant
from bot.domain.people import ChatKind
from bot.domain.private import Private

_CODE = re.compile(r"(?:^|[|)] )([2-9A-HJKMNP-Z]{4})(?=[ :៖]|$)")
"""A code as our cards, rings and relays show it: first in the text, after a mark, or between bars."""


def _kind(chat: TelegramChat) -> ChatKind:
    return ChatKind.PRIVATE if chat.type == TelegramChat.PRIVATE else ChatKind.GROUP


def _hint(account: User | None) -> str:
    return (account.language_code or "") if account else ""


def _code(answered: Message | None) -> str | None:
    """The case code in a bot's message; in a chat with us that bot is we, or the code finds nothing."""
    if answered is None or answered.from_user is None or not answered.from_user.is_bot:
        return None
    found = _CODE.search(answered.text or answered.caption or "")
    return found[1] if found else None


def _answered(message: Message) -> Message | None:
    """What was replied to; in a topic Telegram gives every message as a reply to the one that began the topic."""
    answered = message.reply_to_message
    begun = message.message_thread_id if message.is_topic_message else None
    return None if answered is not None and answered.message_id == begun else answered


def _author(answered: Message | None) -> Private[int] | None:
    """Whose message it was, if a person's."""
    author = answered.from_user if answered is not None else None
    return Private(author.id) if author is not None and not author.is_bot else None


def of_message(message: Message) -> Origin:
    """The origin of a message; an anonymous sender counts as the chat itself."""
    account = message.from_user
    answered = _answered(message)
    return Origin(
        chat=Private(message.chat.id),
        kind=_kind(message.chat),
        account=Private(account.id if account else message.chat.id),
        message_id=message.message_id,
        sent_at=Instant(round(message.date.timestamp() * 1000)),
        language_hint=_hint(account),
        title=Private(message.chat.title) if message.chat.title else None,
        reply_to=answered.message_id if answered else None,
        reply_code=_code(answered),
        reply_from=_author(answered),
    )


def of_press(query: CallbackQuery, received_at: Instant) -> Origin | None:
    """The origin of a button press; Telegram gives a press no time, so it counts from when it came in."""
    if query.message is None:
        return None
    return Origin(
        chat=Private(query.message.chat.id),
        kind=_kind(query.message.chat),
        account=Private(query.from_user.id),
        message_id=query.message.message_id,
        sent_at=received_at,
        language_hint=_hint(query.from_user),
        press=query.id,
    )


def of_membership(change: ChatMemberUpdated) -> Origin:
    """The origin of a change of the bot's own membership."""
    return Origin(
        chat=Private(change.chat.id),
        kind=_kind(change.chat),
        account=Private(change.from_user.id),
        message_id=0,
        sent_at=Instant(round(change.date.timestamp() * 1000)),
        language_hint=_hint(change.from_user),
    )
