"""Decides which messages the bot can change and into what; does not know how they were sent."""

from typing import Any

from drill.calls import Call
from drill.messages import CAPTIONED, Message
from drill.methods.files import described
from drill.methods.sending import formatted, keyboard, place
from drill.refusals import NOT_MODIFIED, bad
from drill.specification import missing
from drill.state import State

UNENDING = 0x7FFFFFFF
TEXTS = frozenset({"text", "entities", "caption", "caption_entities", "link_preview_options"})


async def edit_message_text(state: State, call: Call) -> dict[str, Any]:
    message = editable(state, call)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return change(state, message, call, formatted(call, "text"))


async def edit_message_caption(state: State, call: Call) -> dict[str, Any]:
    message = editable(state, call)
    if CAPTIONED.isdisjoint(message.content):
        raise bad("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in TEXTS}
    return change(state, message, call, kept | formatted(call, "caption"))


async def edit_message_media(state: State, call: Call) -> dict[str, Any]:
    message = editable(state, call)
    if "text" not in message.content and CAPTIONED.isdisjoint(message.content):
        raise bad("message can't be edited")
    return change(state, message, call, described(state, call, call["media"]))


async def edit_message_reply_markup(state: State, call: Call) -> dict[str, Any]:
    message = editable(state, call)
    return change(state, message, call, message.content)


async def edit_message_live_location(state: State, call: Call) -> dict[str, Any]:
    message = live(state, call)
    names = ("latitude", "longitude", "horizontal_accuracy", "heading", "proximity_alert_radius", "live_period")
    period = {"live_period": message.content["location"]["live_period"]}
    return change(state, message, call, {"location": period | place(call, names)})


async def stop_message_live_location(state: State, call: Call) -> dict[str, Any]:
    message = live(state, call)
    where = message.content["location"]
    still = {name: where[name] for name in ("latitude", "longitude", "horizontal_accuracy") if name in where}
    return change(state, message, call, {"location": still})


def live(state: State, call: Call) -> Message:
    """A live place of the bot's that has not ended."""
    message = editable(state, call)
    period = message.content.get("location", {}).get("live_period")
    ended = period != UNENDING and state.clock.now() >= message.date + (period or 0)
    if period is None or ended:
        raise bad("message can't be edited")
    return message


def editable(state: State, call: Call) -> Message:
    """The message that the call names, if the bot can change it; raises Refusal."""
    if "inline_message_id" in call:
        raise bad("MESSAGE_ID_INVALID")  # inline mode is not part of the practice ground
    for name in ("chat_id", "message_id"):
        if name not in call:
            raise missing(name)
    message = state.writable(call["chat_id"]).messages.get(call["message_id"])
    if message is None:
        raise bad("message to edit not found")
    # Telegram edits no message that carries a reply keyboard, its removal or a forced reply.
    if (
        message.sender is not state.bot
        or message.service
        or message.origin
        or (message.markup and not message.inline)
    ):
        raise bad("message can't be edited")
    return message


def change(state: State, message: Message, call: Call, content: dict[str, Any]) -> dict[str, Any]:
    """Gives a message new content and keyboard; a keyboard that is not sent again is gone."""
    markup = keyboard(message.chat, call.get("reply_markup"))
    if content == message.content and markup == message.markup:
        raise bad(NOT_MODIFIED)
    message.content = content
    message.markup = markup
    message.edited = state.clock.now()
    state.changes.note()
    return message.card()
