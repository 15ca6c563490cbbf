"""Decides what a message is and how the Bot API shows it; does not know who may write, edit or delete it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drill.accounts import Account

if TYPE_CHECKING:
    from drill.chats import Chat

CAPTIONED = frozenset({"photo", "voice", "video", "audio", "document", "animation"})
SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
)


@dataclass(slots=True, eq=False)
class Message:
    """One message; `content` holds the fields of the Bot API that make it up (text, photo, location ...)."""

    id: int
    chat: "Chat"
    sender: Account
    date: float
    content: dict[str, Any]
    reply_to: "Message | None" = None
    thread: int | None = None
    markup: dict[str, Any] | None = None
    silent: bool = False
    protected: bool = False
    album: str | None = None
    origin: dict[str, Any] | None = None
    edited: float | None = None
    deleted: bool = False
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def inline(self) -> list[list[dict[str, Any]]]:
        """The rows of the inline keyboard under the message."""
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def service(self) -> bool:
        return not SERVICE.isdisjoint(self.content)

    def card(self, *, nested: bool = False) -> dict[str, Any]:
        """The message as a Bot API Message; `nested` as a reply shows it, without what it replies to itself."""
        known: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.card(),
            "date": int(self.date),
            "chat": self.chat.card(),
            **self.content,
        }
        optional = {
            "message_thread_id": self.thread,
            "is_topic_message": self.thread is not None or None,
            "edit_date": int(self.edited) if self.edited is not None else None,
            "media_group_id": self.album,
            "forward_origin": self.origin,
            "has_protected_content": self.protected or None,
            "reply_to_message": self.reply_to.card(nested=True) if self.reply_to and not nested else None,
            # Only inline keyboards are part of a message; the others belong to the chat.
            "reply_markup": self.markup if self.inline else None,
        }
        return known | {name: value for name, value in optional.items() if value is not None}
