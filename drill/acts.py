"""Decides how an act of a person is asked for in JSON; does not know what the act does.

Accounts, chats and messages are named by their ids; a message is found in the chat that `chat` names.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from drill.accounts import Account
from drill.chats import Chat, Topic
from drill.ground import Ground
from drill.messages import Message
from drill.refusals import Impossible

Body = Mapping[str, Any]
Reader = Callable[[Ground, Body, Any], Any]

# act -> the ground's method and its arguments; a question mark says that one may be left out.
ACTS = {
    "account": "name language_code? username? role?",
    "group": "title members? admins? kind? forum? bot_is_admin? with_bot?",
    "speaks": "account language_code?",
    "says": "account chat text reply_to? thread?",
    "edits": "account message text",
    "presses": "account message data? button?",
    "taps_key": "account chat text",
    "shares_place": "account chat lat lon accuracy? live_period? title? address? reply_to? thread?",
    "moves": "account message lat lon heading?",
    "stops_live": "account message",
    "shares_contact": "account chat phone? first_name? own?",
    "sends_photo": "account chat content caption? album? name? mime_type? reply_to? thread?",
    "sends_voice": "account chat content caption? name? mime_type? reply_to? thread? duration?",
    "sends_video": "account chat content caption? album? name? mime_type? reply_to? thread? duration?",
    "sends_document": "account chat content caption? album? name? mime_type? reply_to? thread?",
    "reacts": "account message emoji?",
    "deletes": "account message",
    "blocks": "account",
    "unblocks": "account",
    "adds": "chat account by?",
    "removes": "chat account by?",
    "promotes": "chat account as_admin?",
    "kicks_bot": "chat by?",
    "adds_bot": "chat by? as_admin?",
    "promotes_bot": "chat as_admin?",
    "migrates": "chat",
    "topic": "chat name by?",
    "closes_topic": "chat topic closed? by?",
    "deletes_topic": "chat topic",
}
ALIASES = {"language": "speaks", "sends_place": "shares_place"}


def perform(ground: Ground, body: Body) -> dict[str, Any]:
    """Carries out one act and names by id what came of it; raises Impossible with one sentence."""
    name = str(body.get("act", ""))
    name = ALIASES.get(name, name)
    if name not in ACTS:
        raise Impossible(f"there is no act {name!r}; there are {', '.join(ACTS)}")
    arguments: dict[str, Any] = {}
    for word in ACTS[name].split():
        argument = word.rstrip("?")
        if body.get(argument) is not None:
            reader: Reader = FIELDS.get(argument) or _text
            arguments[argument] = reader(ground, body, body[argument])
        elif not word.endswith("?"):
            raise Impossible(f"{name} needs {argument!r}")
    carry_out: Callable[..., Any] = getattr(ground, name)
    return _named(carry_out(**arguments))


def _named(result: Any) -> dict[str, Any]:
    match result:
        case Message():
            return {"chat": result.chat.id, "message": result.id}
        case Account():
            return {"account": result.id, "chat": result.id}
        case Chat():
            return {"chat": result.id}
        case Topic():
            return {"topic": result.id}
        case str():
            return {"query": result}
    return {}


def _account(ground: Ground, _body: Body, value: Any) -> Account:
    if account := ground.accounts.get(_whole(ground, _body, value)):
        return account
    raise Impossible(f"there is no account {value}")


def _accounts(ground: Ground, body: Body, value: Any) -> list[Account]:
    if not isinstance(value, list):
        raise Impossible("members and admins are lists of account ids")
    return [_account(ground, body, item) for item in value]


def _chat(ground: Ground, _body: Body, value: Any) -> Chat:
    if chat := ground.chats.get(_whole(ground, _body, value)):
        return chat
    raise Impossible(f"there is no chat {value}")


def _message(ground: Ground, body: Body, value: Any) -> Message:
    """The page shows a supergroup with the history of the group that it was."""
    chat = _chat(ground, body, body.get("chat"))
    number = _whole(ground, body, value)
    found = chat.messages.get(number)
    if found is None:
        raise Impossible(f"there is no message {value} in this chat")
    return found


def _topic(ground: Ground, body: Body, value: Any) -> Topic:
    if topic := _chat(ground, body, body.get("chat")).topics.get(_whole(ground, body, value)):
        return topic
    raise Impossible(f"there is no topic {value} in this chat")


def _whole(_ground: Ground, _body: Body, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Impossible(f"{value!r} is not a whole number")
    try:
        return int(value)
    except ValueError:
        raise Impossible(f"{value!r} is not a whole number") from None


def _number(_ground: Ground, _body: Body, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Impossible(f"{value!r} is not a number")
    return float(value)


def _text(_ground: Ground, _body: Body, value: Any) -> str:
    if not isinstance(value, str):
        raise Impossible(f"{value!r} is not a text")
    return value


def _flag(_ground: Ground, _body: Body, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Impossible(f"{value!r} is neither true nor false")
    return value


def _bytes(_ground: Ground, _body: Body, value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise Impossible("content is base64") from None


FIELDS: dict[str, Reader] = {
    "account": _account,
    "by": _account,
    "members": _accounts,
    "admins": _accounts,
    "chat": _chat,
    "message": _message,
    "reply_to": _message,
    "topic": _topic,
    "thread": _whole,
    "live_period": _whole,
    "heading": _whole,
    "duration": _whole,
    "lat": _number,
    "lon": _number,
    "accuracy": _number,
    "own": _flag,
    "forum": _flag,
    "closed": _flag,
    "bot_is_admin": _flag,
    "with_bot": _flag,
    "as_admin": _flag,
    "content": _bytes,
}
