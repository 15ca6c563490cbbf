"""Decides what the bot learns of chats and their members, and how it leads topics; writes no message."""

from typing import Any

from drill.calls import Call
from drill.chats import Chat, Kind, Standing, Topic
from drill.refusals import bad
from drill.state import State

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]


async def get_chat(state: State, call: Call) -> dict[str, Any]:
    chat = state.joined(call["chat_id"])
    if chat.person is not None and not chat.opened:
        raise bad("chat not found")
    full = chat.card() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if chat.kind is not Kind.PRIVATE:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    return full | ({"pinned_message": pinned.card(nested=True)} if pinned else {})


async def get_chat_member(state: State, call: Call) -> dict[str, Any]:
    chat = state.joined(call["chat_id"])
    account = state.known(call["user_id"])
    if account is None:
        raise bad("invalid user_id specified")
    return chat.member(account)


async def get_chat_administrators(state: State, call: Call) -> list[dict[str, Any]]:
    chat = state.joined(call["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad("there are no administrators in the private chat")
    leaders = (account for key in chat.members if chat.led_by(key) and (account := state.known(key)))
    # "except other bots"; the bot itself is told
    return [chat.member(account) for account in leaders]


async def get_chat_member_count(state: State, call: Call) -> int:
    chat = state.joined(call["chat_id"])
    return sum(chat.holds(key) for key in chat.members)


async def leave_chat(state: State, call: Call) -> bool:
    chat = state.joined(call["chat_id"])
    if chat.kind is Kind.PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    chat.members[state.bot.id] = Standing.LEFT
    state.post(chat, state.bot, {"left_chat_member": state.bot.card()})
    return True


async def create_forum_topic(state: State, call: Call) -> dict[str, Any]:
    chat = _forum(state, call)
    colour = call.get("icon_color", 7322096)
    created = {"forum_topic_created": {"name": call["name"], "icon_color": colour}}
    message = state.post(chat, state.bot, created)
    message.thread = message.id
    chat.topics[message.id] = Topic(message.id, call["name"], colour)
    state.tell_of(message)
    return {"message_thread_id": message.id, "name": call["name"], "icon_color": colour}


async def edit_forum_topic(state: State, call: Call) -> bool:
    chat, topic = _topic(state, call)
    name = call.get("name") or topic.name
    if name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    state.service(chat, state.bot, {"forum_topic_edited": {"name": name}}, thread=topic.id)
    return True


async def close_forum_topic(state: State, call: Call) -> bool:
    return _closing(state, call, True)


async def reopen_forum_topic(state: State, call: Call) -> bool:
    return _closing(state, call, False)


def _closing(state: State, call: Call, closed: bool) -> bool:
    chat, topic = _topic(state, call)
    if topic.closed is closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    word = "forum_topic_closed" if closed else "forum_topic_reopened"
    state.service(chat, state.bot, {word: {}}, thread=topic.id)
    return True


async def delete_forum_topic(state: State, call: Call) -> bool:
    chat, topic = _topic(state, call)
    topic.deleted = True
    for message in [m for m in chat.messages.values() if m.thread == topic.id]:
        state.forget(message)
    return True


def _forum(state: State, call: Call) -> Chat:
    chat = state.writable(call["chat_id"])
    if not chat.forum:
        raise bad("the chat is not a forum")
    if not chat.led_by(state.bot.id):
        raise bad("not enough rights to manage topics in the chat")
    return chat


def _topic(state: State, call: Call) -> tuple[Chat, Topic]:
    chat = _forum(state, call)
    topic = chat.topics.get(call["message_thread_id"])
    if topic is None or topic.deleted:
        raise bad("TOPIC_ID_INVALID")
    return chat, topic
