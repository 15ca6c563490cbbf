"""Decides what a phone shows; changes nothing."""

from typing import Any

from drill.accounts import Account
from drill.chats import Chat, Kind
from drill.messages import Message
from drill.state import State

SHOWN = 300  # messages per chat in a snapshot; older ones are there, but nobody scrolls that far
RECENT_PRESSES = 60
ACTION_LASTS = 5.0  # https://core.telegram.org/bots/api#sendchataction


def chats_of(state: State, account: Account) -> list[Chat]:
    """The chats on a phone; a group that was upgraded shows as its supergroup."""
    return [
        chat
        for chat in state.chats.values()
        if chat.holds(account.id) and chat.migrated_to is None and (chat.person is None or chat.person is account)
    ]


def rings(message: Message, account: Account) -> bool:
    """True if this message made a sound on this phone when it came."""
    return message.sender is not account and not message.silent


def bubble(message: Message, account: Account | None = None) -> dict[str, Any]:
    """A message as a phone shows it: the Bot API's fields and what only a phone knows."""
    return message.card() | {
        "mine": account is not None and message.sender is account,
        "from_bot": message.sender.is_bot,
        "silent": message.silent,
        "rang": rings(message, account) if account else not message.silent,
        "protected": message.protected,
        "service": message.service,
        "pinned": message.id in message.chat.pinned,
        "chat_id": message.chat.id,
        "reply_to_id": message.reply_to.id if message.reply_to else None,
        "reactions": [
            {"account": key, "emoji": reaction.get("emoji", "")}
            for key, reactions in message.reactions.items()
            for reaction in reactions
        ],
    }


def messages_of(chat: Chat) -> list[Message]:
    older = list(chat.migrated_from.messages.values()) if chat.migrated_from else []
    return [*older, *chat.messages.values()][-SHOWN:]


def keyboard(chat: Chat, account_id: int) -> dict[str, Any] | None:
    """The reply keyboard above the text box; it goes with the message that brought it."""
    message = chat.keyboards.get(account_id)
    return None if message is None or message.deleted else message.markup


def toasts(state: State, account: Account, chat: Chat) -> list[dict[str, Any]]:
    """The bot's answers to what this person pressed in a chat, oldest first."""
    recent = list(state.presses_by_id.values())[-RECENT_PRESSES:]
    mine = (p for p in recent if p.account == account.id and p.chat == chat.id and p.answer is not None)
    return [{"query": press.id, "message": press.message, **(press.answer or {})} for press in mine]


def screen(state: State, account: Account) -> dict[str, Any]:
    """Everything on one phone."""
    return {
        "account": person(account),
        "blocked": account.blocks_bot,
        "chats": [_chat_on(state, account, chat) for chat in chats_of(state, account)],
    }


def _chat_on(state: State, account: Account, chat: Chat) -> dict[str, Any]:
    messages = [bubble(message, account) for message in messages_of(chat)]
    incoming = [message for message in messages if not message["mine"]]
    return room(state, chat) | {
        "messages": messages,
        "keyboard": keyboard(chat, account.id),
        "toasts": toasts(state, account, chat),
        "commands": state.profile.commands_for(account, chat),
        "menu_button": state.profile.menu(chat.id) if chat.kind is Kind.PRIVATE else None,
        "rang": sum(message["rang"] for message in incoming),
        "silent": sum(not message["rang"] for message in incoming),
    }


def person(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "username": account.username,
        "language_code": account.language_code,
        "role": account.role,
        "blocked": account.blocks_bot,
        "phone": account.phone,
    }


def room(state: State, chat: Chat) -> dict[str, Any]:
    """A chat without its messages."""
    action, until = state.chat_action.get(chat.id, ("", 0.0))
    return {
        "id": chat.id,
        "kind": str(chat.kind),
        "title": chat.title or (chat.person.name if chat.person else ""),
        "forum": chat.forum,
        "opened": chat.opened or chat.person is None,
        "members": [key for key in chat.members if chat.holds(key)],
        "admins": [key for key in chat.members if chat.led_by(key)],
        "bot": str(chat.standing(state.bot.id)),
        "topics": [
            {"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values() if not t.deleted
        ],
        "pinned": list(chat.pinned),
        "deleted": chat.deleted,
        "migrated_to": chat.migrated_to.id if chat.migrated_to else None,
        "action": action if state.clock.now() < until else None,
    }


def snapshot(state: State) -> dict[str, Any]:
    """The whole ground, for the page."""
    people = list(state.accounts.values())
    return {
        "version": state.changes.version,
        "now": state.clock.now(),
        "offset": state.clock.offset,
        "bot": {
            "id": state.bot.id,
            "name": state.profile.text("name", "", state.bot.name),
            "username": state.bot.username,
            "pending": len(state.updates),
        },
        "faults": state.faults.state(),
        "accounts": [person(account) for account in people],
        "chats": [_open_chat(state, chat) for chat in state.chats.values() if chat.migrated_to is None],
        "callbacks": [press.card() for press in list(state.presses_by_id.values())[-RECENT_PRESSES:]],
    }


def _open_chat(state: State, chat: Chat) -> dict[str, Any]:
    members = [account for account in state.accounts.values() if chat.holds(account.id)]
    return room(state, chat) | {
        "messages": [bubble(message) for message in messages_of(chat)],
        "keyboards": {str(a.id): shown for a in members if (shown := keyboard(chat, a.id))},
        "commands": {str(a.id): state.profile.commands_for(a, chat) for a in members},
    }
