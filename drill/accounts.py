"""Decides who has a Telegram account on the ground; does not know in which chats they are."""

from dataclasses import dataclass
from typing import Any

# Larger than 32 bits, as real ids are: a client that keeps them in less is found out here.
FIRST_ACCOUNT = 5_000_000_001
BOT_ID = 7_000_000_001


@dataclass(slots=True, eq=False)
class Account:
    """A person with a phone, or the bot."""

    id: int
    name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    role: str | None = None  # a label that the page shows; means nothing to Telegram
    blocks_bot: bool = False

    @property
    def phone(self) -> str:
        """A number that no one has: +1 555 01xx is kept for fiction."""
        return f"+1202555{100 + (self.id - FIRST_ACCOUNT) % 100:04d}"

    def card(self) -> dict[str, Any]:
        """The account as a Bot API User."""
        known = {"username": self.username, "language_code": self.language_code}
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.name,
            **{field: value for field, value in known.items() if value is not None},
        }
