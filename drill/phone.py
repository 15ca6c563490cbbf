"""Decides what a person can do with a phone in a chat and what the bot is told of it.

Every act appends the message, if there is one, and the matching update; what cannot be done raises Impossible.
"""

from typing import Any

from drill.accounts import Account
from drill.chats import Chat, Kind
from drill.entities import found
from drill.messages import Message
from drill.refusals import Impossible
from drill.state import State

EDITABLE = 48 * 3600.0  # a person edits their own messages for 48 hours, like everybody


class Phone(State):
    """Writing, editing, pressing, deleting, reacting, blocking."""

    def says(
        self,
        account: Account,
        chat: Chat | Account,
        text: str,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        """A person writes a text. An account as `chat` stands for the private chat with the bot."""
        content: dict[str, Any] = {"text": text}
        if marks := found(text):
            content["entities"] = marks
        return self.sends(account, chat, content, reply_to, thread)

    def sends(
        self,
        account: Account,
        chat: Chat | Account,
        content: dict[str, Any],
        reply_to: Message | None = None,
        thread: int | None = None,
        **more: Any,
    ) -> Message:
        """A person sends anything; the other acts of sending come down to this one."""
        place = self._open(account, chat)
        if reply_to is not None:
            _live(reply_to)
            thread = reply_to.thread if thread is None else thread
        if thread is not None:
            reply_to = reply_to or self._in_topic(account, place, thread)
        message = self.post(place, account, content, reply_to=reply_to, thread=thread, **more)
        self.tell_of(message)
        self._folds_keyboard(account, message)
        return message

    def edits(self, account: Account, message: Message, text: str) -> Message:
        """A person changes a text or caption of their own."""
        _live(message)
        if message.sender is not account:
            raise Impossible("only the sender can edit a message")
        if self.clock.now() - message.date >= EDITABLE:
            raise Impossible("a message can be edited for 48 hours only")
        if not {"text", "photo", "video", "document", "voice", "audio"} & message.content.keys():
            raise Impossible("this message has no text")
        name = "text" if "text" in message.content else "caption"
        marks = "entities" if name == "text" else "caption_entities"
        message.content.pop(marks, None)
        message.content |= {name: text} | ({marks: entities} if (entities := found(text)) else {})
        return self.edited(message)

    def edited(self, message: Message) -> Message:
        """Tells the bot of a changed message."""
        message.edited = self.clock.now()
        self.changes.note()
        self.tell_of(message, "edited_message")
        return message

    def presses(
        self, account: Account, message: Message, data: str | None = None, button: str | None = None
    ) -> str:
        """A person taps an inline button, named by its data or its visible text; the callback query's id."""
        _live(message)
        self._open(account, message.chat, writing=False)
        pressed = [b for row in message.inline for b in row if _is(b, data, button)]
        if not pressed:
            there = [b["text"] for row in message.inline for b in row]
            raise Impossible(f"there is no such button; there are {there}")
        if "callback_data" not in pressed[0]:
            raise Impossible("this button does not call the bot")
        press = self.press(account, message, pressed[0]["callback_data"])
        query = {
            "id": press.id,
            "from": account.card(),
            "message": message.card(),
            "chat_instance": str(-(message.chat.id**2)),
            "data": press.data,
        }
        self.tell("callback_query", query, message.chat.id)
        self.changes.note()
        return press.id

    def deletes(self, account: Account, message: Message) -> None:
        """A person deletes a message for both sides; no bot is told."""
        _live(message)
        own = message.sender is account
        if not (own or message.chat.kind is Kind.PRIVATE or message.chat.led_by(account.id)):
            raise Impossible("only its sender or an admin can delete this message")
        self.forget(message)

    def reacts(self, account: Account, message: Message, emoji: str | None = None) -> None:
        """A person sets a reaction; None takes it back. Bots are told as admins of a group only, if they ask."""
        _live(message)
        old = message.reactions.pop(account.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        if new:
            message.reactions[account.id] = new
        self.changes.note()
        if message.chat.kind is Kind.PRIVATE or message.chat.led_by(self.bot.id):
            told = {"chat": message.chat.card(), "message_id": message.id, "user": account.card()}
            told |= {"date": int(self.clock.now()), "old_reaction": old, "new_reaction": new}
            self.tell("message_reaction", told, message.chat.id)

    def speaks(self, account: Account, language_code: str | None = None) -> None:
        """A person changes the language of their Telegram."""
        account.language_code = language_code
        self.changes.note()

    def _open(self, account: Account, chat: Chat | Account, *, writing: bool = True) -> Chat:
        """The chat, opened by the person's first message."""
        place = self.private(chat) if isinstance(chat, Account) else chat
        if not place.holds(account.id) or (place.person is not None and place.person is not account):
            raise Impossible(f"{account.name} is not in this chat")
        if place.migrated_to is not None:
            raise Impossible("this group was upgraded to a supergroup")
        if place.person is not None and account.blocks_bot:
            raise Impossible(f"{account.name} has blocked the bot and must unblock it first")
        place.opened = place.opened or writing
        return place

    def _in_topic(self, account: Account, chat: Chat, thread: int) -> Message | None:
        """Telegram shows what is written in a topic as a reply to the topic's first message."""
        topic = chat.topics.get(thread)
        if topic is None or topic.deleted:
            raise Impossible("there is no such topic")
        if topic.closed and not chat.led_by(account.id):
            raise Impossible("this topic is closed")
        return chat.messages.get(thread)

    def _folds_keyboard(self, account: Account, message: Message) -> None:
        """A one-time keyboard goes away with the first key that is used."""
        shown = message.chat.keyboards.get(account.id)
        if shown is None or not (shown.markup or {}).get("one_time_keyboard"):
            return
        keys = [_label(key) for row in (shown.markup or {}).get("keyboard", []) for key in row]
        if message.text in keys or {"location", "contact"} & message.content.keys():
            del message.chat.keyboards[account.id]


def _live(message: Message) -> None:
    if message.deleted:
        raise Impossible("this message was deleted")


def _label(key: Any) -> str:
    return key if isinstance(key, str) else str(key["text"])


def _is(shown: dict[str, Any], data: str | None, button: str | None) -> bool:
    if data is not None:
        return shown.get("callback_data") == data
    return bool(shown["text"] == button)
