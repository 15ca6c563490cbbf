"""Decides what is known of the webhook that the bot has set; does not deliver anything (see `delivery`)."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str | None = None
    connections: int = 40
    own_certificate: bool = False
    ip_address: str | None = None
    failed_at: int | None = None
    failure: str | None = None

    def card(self, pending: int, allowed: frozenset[str] | None) -> dict[str, Any]:
        """What getWebhookInfo tells."""
        card: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": self.own_certificate,
            "pending_update_count": pending,
        }
        if self.url:
            card |= {"max_connections": self.connections, "ip_address": self.ip_address or "127.0.0.1"}
        if self.failure is not None and self.failed_at is not None:
            card |= {"last_error_date": self.failed_at, "last_error_message": self.failure}
        if allowed is not None:
            card["allowed_updates"] = sorted(allowed)
        return card
