"""Decides which messages the bot can delete, which it can pin, and how it reacts; writes none."""

from drill.calls import Call
from drill.chats import Chat, Kind
from drill.messages import Message
from drill.refusals import bad
from drill.state import State

DELETABLE = 48 * 3600.0  # https://core.telegram.org/bots/api#deletemessage
ENDURING = frozenset({"supergroup_chat_created", "migrate_from_chat_id", "forum_topic_created"})


async def delete_message(state: State, call: Call) -> bool:
    chat = state.joined(call["chat_id"])
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _check(state, message)
    state.forget(message)
    return True


async def delete_messages(state: State, call: Call) -> bool:
    """Those not found are skipped; if one that is there cannot be deleted, none is."""
    chat = state.joined(call["chat_id"])
    present = [chat.messages[key] for key in dict.fromkeys(call["message_ids"]) if key in chat.messages]
    for message in present:
        _check(state, message)
    for message in present:
        state.forget(message)
    return True


def _check(state: State, message: Message) -> None:
    if state.clock.now() - message.date >= DELETABLE or not ENDURING.isdisjoint(message.content):
        raise bad("message can't be deleted for everyone")
    own = message.sender is state.bot
    if not (own or message.chat.kind is Kind.PRIVATE or message.chat.led_by(state.bot.id)):
        raise bad("message can't be deleted")


async def pin_chat_message(state: State, call: Call) -> bool:
    chat = _pinning(state, call)
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise bad("message to pin not found")
    if message.service:
        raise bad("service messages can't be pinned")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    silent = call.get("disable_notification", False)
    state.service(chat, state.bot, {"pinned_message": message.card(nested=True)}, silent=silent)
    return True


async def unpin_chat_message(state: State, call: Call) -> bool:
    """Without a message id the last pinned one goes."""
    chat = _pinning(state, call)
    wanted = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    state.changes.note()
    return True


async def unpin_all_chat_messages(state: State, call: Call) -> bool:
    _pinning(state, call).pinned.clear()
    state.changes.note()
    return True


def _pinning(state: State, call: Call) -> Chat:
    chat = state.writable(call["chat_id"])
    if chat.kind is not Kind.PRIVATE and not chat.led_by(state.bot.id):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


async def set_message_reaction(state: State, call: Call) -> bool:
    message = state.writable(call["chat_id"]).messages.get(call["message_id"])
    if message is None:
        raise bad("message to react not found")
    reactions = call.get("reaction", [])
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message.reactions.pop(state.bot.id, None)
    if reactions:
        message.reactions[state.bot.id] = reactions
    state.changes.note()
    return True
