"""Decides in which words Telegram refuses; the texts are Telegram's own, which clients match on."""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Refusal(Exception):
    """A call that Telegram answers with `ok: false`."""

    def __init__(self, code: int, text: str = "", parameters: dict[str, int] | None = None) -> None:
        title = TITLES.get(code, "Bad Request")
        self.code = code
        self.description = f"{title}: {text}" if text else title
        self.parameters = parameters or {}
        super().__init__(self.description)

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | {"parameters": self.parameters} if self.parameters else answer


class Impossible(Exception):
    """Something that a person cannot do on their phone; says why in one sentence."""


def bad(text: str) -> Refusal:
    return Refusal(400, text)


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"retry after {retry_after}", {"retry_after": retry_after})


def migrated(chat_id: int) -> Refusal:
    text = "group chat was upgraded to a supergroup chat"
    return Refusal(400, text, {"migrate_to_chat_id": chat_id})
