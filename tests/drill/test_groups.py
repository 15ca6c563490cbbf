"""Groups: privacy mode, membership, migration, topics, reply keyboards, silence."""

from typing import Any

import pytest

from drill.accounts import Account
from drill.ground import Ground
from drill.refusals import Impossible


@pytest.fixture
def mina(ground: Ground) -> Account:
    account = ground.account("Mina", "ko")
    ground.says(account, account, "hello")
    return account


def last_kinds(ground: Ground, count: int) -> list[str]:
    return [pending.kind for pending in ground.updates.pending()][-count:]


async def test_privacy_mode_shows_what_is_meant_for_the_bot(ground: Ground, mina: Account) -> None:
    chat = ground.group("Desk", [mina], bot_is_admin=False)
    own = await ground.call("sendMessage", chat_id=chat.id, text="card")
    card = chat.messages[own.body["result"]["message_id"]]
    before = len(ground.updates)
    ground.says(mina, chat, "between people")
    ground.says(mina, chat, "/duty@another_bot")
    ground.says(mina, chat, "reply to a person", reply_to=ground.says(mina, chat, "x"))
    assert len(ground.updates) == before
    ground.says(mina, chat, "/duty")
    ground.says(mina, chat, f"/duty@{ground.bot.username}")
    ground.says(mina, chat, f"look @{ground.bot.username}")
    ground.says(mina, chat, "answer", reply_to=card)
    assert len(ground.updates) == before + 4
    ground.promotes_bot(chat)
    ground.says(mina, chat, "between people")
    assert last_kinds(ground, 2) == ["my_chat_member", "message"]


async def test_the_bot_cannot_write_first(ground: Ground) -> None:
    stranger = ground.account("Stranger")
    answer = await ground.call("sendMessage", chat_id=stranger.id, text="x")
    assert answer.body["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_blocking_and_kicking(ground: Ground, mina: Account) -> None:
    ground.blocks(mina)
    answer = await ground.call("sendMessage", chat_id=mina.id, text="x")
    assert answer.body["description"] == "Forbidden: bot was blocked by the user"
    with pytest.raises(Impossible, match="blocked"):
        ground.says(mina, mina, "x")
    ground.unblocks(mina)
    assert (await ground.call("sendMessage", chat_id=mina.id, text="x")).status == 200
    chat = ground.group("Desk", [mina])
    ground.kicks_bot(chat)
    answer = await ground.call("sendMessage", chat_id=chat.id, text="x")
    assert answer.body["description"] == "Forbidden: bot was kicked from the group chat"
    ground.adds_bot(chat)
    assert (await ground.call("sendMessage", chat_id=chat.id, text="x")).status == 200


async def test_an_upgraded_group_names_its_new_id(ground: Ground, mina: Account) -> None:
    chat = ground.group("Desk", [mina])
    fresh = ground.migrates(chat)
    answer = await ground.call("sendMessage", chat_id=chat.id, text="x")
    assert answer.body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.body["parameters"] == {"migrate_to_chat_id": fresh.id}
    assert str(fresh.id).startswith("-100")
    assert fresh.messages.keys() == {1}  # a supergroup counts its own messages
    assert (await ground.call("sendMessage", chat_id=fresh.id, text="x")).status == 200
    assert len([c for c in ground.view(mina)["chats"] if c["title"] == "Desk"]) == 1


async def test_topics(ground: Ground, mina: Account) -> None:
    forum = ground.group("Forum", [mina], kind="supergroup", forum=True)
    made = await ground.call("createForumTopic", chat_id=forum.id, name="Case 1")
    thread = made.body["result"]["message_thread_id"]
    told = ground.says(mina, forum, "inside", thread=thread).card()
    assert told["is_topic_message"] and "forum_topic_created" in told["reply_to_message"]
    await ground.call("deleteForumTopic", chat_id=forum.id, message_thread_id=thread)
    answer = await ground.call("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    assert answer.body["description"] == "Bad Request: message thread not found"
    with pytest.raises(Impossible):
        ground.says(mina, forum, "x", thread=thread)


async def test_reply_keys(ground: Ground, mina: Account) -> None:
    keys = {
        "keyboard": [[{"text": "Place", "request_location": True}, {"text": "SOS"}]],
        "one_time_keyboard": True,
    }
    await ground.call("sendMessage", chat_id=mina.id, text="x", reply_markup=keys)
    assert ground.view(mina)["chats"][0]["keyboard"] == keys
    assert "location" in ground.taps_key(mina, mina, "Place").content
    assert ground.view(mina)["chats"][0]["keyboard"] is None
    again = await ground.call("sendMessage", chat_id=mina.id, text="x", reply_markup=keys)
    await ground.call("deleteMessage", chat_id=mina.id, message_id=again.body["result"]["message_id"])
    with pytest.raises(Impossible, match="no such key"):
        ground.taps_key(mina, mina, "SOS")


async def test_what_rings_and_what_is_silent(ground: Ground, mina: Account) -> None:
    await ground.call("sendMessage", chat_id=mina.id, text="loud")
    await ground.call("sendMessage", chat_id=mina.id, text="soft", disable_notification=True)
    shown = ground.view(mina)["chats"][0]
    assert [message["rang"] for message in shown["messages"]] == [False, True, False]
    assert (shown["rang"], shown["silent"]) == (1, 1)


async def test_commands_by_scope_and_language(ground: Ground, mina: Account) -> None:
    async def offer(name: str, **params: Any) -> None:
        commands = [{"command": name, "description": name}]
        assert (await ground.call("setMyCommands", commands=commands, **params)).status == 200

    chat = ground.group("Desk", [mina], [mina])
    await offer("default")
    await offer("korean", language_code="ko", scope={"type": "all_private_chats"})
    await offer("admins", scope={"type": "chat_administrators", "chat_id": chat.id})
    private, desk = ground.view(mina)["chats"]
    assert [command["command"] for command in private["commands"]] == ["korean"]
    assert [command["command"] for command in desk["commands"]] == ["admins"]


async def test_pressing_what_is_not_there(ground: Ground, mina: Account) -> None:
    button = {
        "inline_keyboard": [
            [{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org"}]
        ]
    }
    sent = await ground.call("sendMessage", chat_id=mina.id, text="x", reply_markup=button)
    shown = ground.private(mina).messages[sent.body["result"]["message_id"]]
    for wrong in ("No", "Site"):
        with pytest.raises(Impossible):
            ground.presses(mina, shown, button=wrong)
    query = ground.presses(mina, shown, button="Yes")
    await ground.call("answerCallbackQuery", callback_query_id=query, text="Noted", show_alert=True)
    toast = ground.view(mina)["chats"][0]["toasts"][0]
    assert (toast["text"], toast["show_alert"]) == ("Noted", True)
    twice = await ground.call("answerCallbackQuery", callback_query_id=query)
    assert twice.status == 400
