"""Decides what the bot says of itself: names, descriptions, commands, menu; per language and scope."""

from dataclasses import dataclass, field
from typing import Any

from drill.accounts import Account
from drill.chats import Chat, Kind

Scope = tuple[str, int, int]
DEFAULT: Scope = ("default", 0, 0)


def scope_key(scope: dict[str, Any] | None) -> Scope:
    if scope is None:
        return DEFAULT
    return (scope["type"], int(scope.get("chat_id", 0)), int(scope.get("user_id", 0)))


@dataclass(slots=True)
class Profile:
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (field, language) -> text
    commands: dict[tuple[Scope, str], list[dict[str, str]]] = field(default_factory=dict)
    menus: dict[int, dict[str, Any]] = field(default_factory=dict)

    def text(self, name: str, language: str, fallback: str = "") -> str:
        """The text in this language; without one, the text for all languages."""
        return self.texts.get((name, language)) or self.texts.get((name, "")) or fallback

    def menu(self, chat_id: int) -> dict[str, Any]:
        return self.menus.get(chat_id) or self.menus.get(0) or {"type": "commands"}

    def commands_for(self, account: Account, chat: Chat) -> list[dict[str, str]]:
        """What a person is offered in a chat: https://core.telegram.org/bots/api#botcommandscope."""
        for scope in _scopes(account, chat):
            for language in (account.language_code or "", ""):
                if offered := self.commands.get((scope, language)):
                    return offered
        return []


def _scopes(account: Account, chat: Chat) -> list[Scope]:
    """From the narrowest to the widest."""
    if chat.kind is Kind.PRIVATE:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), DEFAULT]
    scopes: list[Scope] = [("chat_member", chat.id, account.id)]
    if chat.led_by(account.id):
        scopes.append(("chat_administrators", chat.id, 0))
    scopes.append(("chat", chat.id, 0))
    if chat.led_by(account.id):
        scopes.append(("all_chat_administrators", 0, 0))
    return [*scopes, ("all_group_chats", 0, 0), DEFAULT]
