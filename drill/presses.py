"""Decides what becomes of a pressed button until the bot answers; does not know the button's message."""

from dataclasses import dataclass
from typing import Any

# Telegram gives no number; a press that has waited this long cannot be answered any more.
LIFETIME = 150.0


@dataclass(slots=True, eq=False)
class Press:
    """One callback query."""

    id: str
    account: int
    chat: int
    message: int
    data: str
    at: float
    answer: dict[str, Any] | None = None

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "account": self.account,
            "chat": self.chat,
            "message": self.message,
            "data": self.data,
            "time": self.at,
            "answer": self.answer,
        }
