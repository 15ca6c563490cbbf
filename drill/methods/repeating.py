"""Decides how messages are copied and forwarded; does not know how they were first sent."""

import secrets
from typing import Any

from drill.calls import Call
from drill.messages import CAPTIONED, Message
from drill.methods.editing import TEXTS
from drill.methods.sending import deliver, formatted
from drill.refusals import bad
from drill.state import State


async def forward_message(state: State, call: Call) -> dict[str, Any]:
    source = _source(state, call, call["message_id"], "forward")
    return _forward(state, call, source, None).card()


async def copy_message(state: State, call: Call) -> dict[str, Any]:
    source = _source(state, call, call["message_id"], "copy")
    content = dict(source.content)
    if "caption" in call and not CAPTIONED.isdisjoint(content):
        content = {name: value for name, value in content.items() if name not in TEXTS} | formatted(
            call, "caption"
        )
    return {"message_id": deliver(state, call, content).id}


async def forward_messages(state: State, call: Call) -> list[dict[str, int]]:
    albums: dict[str, str] = {}
    return [
        {"message_id": _forward(state, call, source, _album(source, albums)).id}
        for source in _sources(state, call, "forward")
    ]


async def copy_messages(state: State, call: Call) -> list[dict[str, int]]:
    albums: dict[str, str] = {}
    copied: list[dict[str, int]] = []
    for source in _sources(state, call, "copy"):
        content = dict(source.content)
        if call.get("remove_caption") and not CAPTIONED.isdisjoint(content):
            content = {name: value for name, value in content.items() if name not in TEXTS}
        copied.append({"message_id": deliver(state, call, content, album=_album(source, albums)).id})
    return copied


def _forward(state: State, call: Call, source: Message, album: str | None) -> Message:
    origin = source.origin or {
        "type": "user",
        "date": int(source.date),
        "sender_user": source.sender.card(),
    }
    return deliver(state, call, dict(source.content), origin=origin, album=album)


def _album(source: Message, albums: dict[str, str]) -> str | None:
    """Albums stay together, under a new id."""
    if source.album is None:
        return None
    return albums.setdefault(source.album, str(secrets.randbits(60)))


def _source(state: State, call: Call, message_id: int, verb: str) -> Message:
    message = state.chat(call["from_chat_id"]).messages.get(message_id)
    if message is None:
        raise bad(f"message to {verb} not found")
    if message.service or message.protected:
        raise bad("message can't be copied" if verb == "copy" else "the message can't be forwarded")
    return message


def _sources(state: State, call: Call, verb: str) -> list[Message]:
    """Those of the named messages that can be sent again; raises Refusal if there are none."""
    wanted = call["message_ids"]
    if any(later <= earlier for earlier, later in zip(wanted, wanted[1:], strict=False)):
        raise bad("message identifiers must be in a strictly increasing order")
    there = state.chat(call["from_chat_id"]).messages
    found = [there[key] for key in wanted if key in there and not (there[key].service or there[key].protected)]
    if not found:
        raise bad(f"there are no messages to {verb}")
    return found
