"""Decides what a chat is and who stands how in it; does not know how messages come and go."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from drill.accounts import Account
from drill.messages import Message

FIRST_SUPERGROUP = 1_000_000_000_000


class Kind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """A ChatMember's status."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR, Standing.MEMBER})
LEADING = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR})
RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
]
WITHHELD = frozenset({"can_be_edited", "is_anonymous"})


@dataclass(slots=True, eq=False)
class Topic:
    """A thread of a forum; its id is the id of the service message that created it."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    id: int
    kind: Kind
    title: str | None = None
    person: Account | None = None  # the other side of a private chat
    forum: bool = False
    members: dict[int, Standing] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    # The reply keyboard that each account sees, by account id: the message that brought it.
    keyboards: dict[int, Message] = field(default_factory=dict)
    migrated_to: "Chat | None" = None
    migrated_from: "Chat | None" = None
    opened: bool = False  # a private chat exists for the bot once the person has written
    deleted: int = 0  # messages that were here and are gone

    def card(self) -> dict[str, Any]:
        """The chat as a Bot API Chat."""
        if self.person is not None:
            named = {"username": self.person.username} if self.person.username else {}
            return {"id": self.id, "type": "private", "first_name": self.person.name, **named}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": str(self.kind), "title": self.title or "", **forum}

    def standing(self, account_id: int) -> Standing:
        return self.members.get(account_id, Standing.LEFT)

    def holds(self, account_id: int) -> bool:
        return self.standing(account_id) in PRESENT

    def led_by(self, account_id: int) -> bool:
        return self.standing(account_id) in LEADING

    def member(self, account: Account) -> dict[str, Any]:
        """How an account stands here, as a Bot API ChatMember."""
        return member(account, self.standing(account.id))


def member(account: Account, standing: Standing) -> dict[str, Any]:
    card: dict[str, Any] = {"user": account.card(), "status": str(standing)}
    match standing:
        case Standing.CREATOR:
            card["is_anonymous"] = False
        case Standing.ADMINISTRATOR:
            card |= {right: right not in WITHHELD for right in RIGHTS}
        case Standing.KICKED:
            card["until_date"] = 0
        case Standing.MEMBER | Standing.LEFT:
            pass
    return card
