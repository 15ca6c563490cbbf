"""Who can delete and change what, and until when."""

from typing import Any

import pytest

from drill.accounts import Account
from drill.chats import Chat
from drill.ground import Ground

HOURS = 3600.0


@pytest.fixture
def mina(ground: Ground) -> Account:
    account = ground.account("Mina")
    ground.says(account, account, "hello")
    ground.faults.rate_limits = False
    return account


def desk(ground: Ground, mina: Account, *, bot_is_admin: bool) -> Chat:
    return ground.group("Desk", [mina], bot_is_admin=bot_is_admin)


async def sent(ground: Ground, chat_id: int, **params: Any) -> int:
    answer = await ground.call("sendMessage", chat_id=chat_id, text="a line", **params)
    return int(answer.body["result"]["message_id"])


async def refusal(ground: Ground, method: str, **params: Any) -> str:
    answer = await ground.call(method, **params)
    return str(answer.body.get("description", ""))


async def test_both_sides_of_a_private_chat_until_48_hours(ground: Ground, mina: Account) -> None:
    young, old = ground.says(mina, mina, "young"), ground.says(mina, mina, "old")
    own = await sent(ground, mina.id)
    ground.clock.wind(48 * HOURS - 1)
    for message_id in (young.id, own):
        assert await refusal(ground, "deleteMessage", chat_id=mina.id, message_id=message_id) == ""
    ground.clock.wind(1)
    late = await refusal(ground, "deleteMessage", chat_id=mina.id, message_id=old.id)
    assert late == "Bad Request: message can't be deleted for everyone"
    assert ground.private(mina).deleted == 2
    assert young.deleted and not old.deleted


async def test_in_a_group_others_messages_need_an_admin(ground: Ground, mina: Account) -> None:
    chat = desk(ground, mina, bot_is_admin=False)
    theirs, own = ground.says(mina, chat, "theirs"), await sent(ground, chat.id)
    refused = await refusal(ground, "deleteMessage", chat_id=chat.id, message_id=theirs.id)
    assert refused == "Bad Request: message can't be deleted"
    assert await refusal(ground, "deleteMessage", chat_id=chat.id, message_id=own) == ""
    ground.promotes_bot(chat)
    assert await refusal(ground, "deleteMessage", chat_id=chat.id, message_id=theirs.id) == ""


async def test_deleting_several_skips_what_is_gone(ground: Ground, mina: Account) -> None:
    message_id = await sent(ground, mina.id)
    answer = await ground.call("deleteMessages", chat_id=mina.id, message_ids=[message_id, 99_999])
    assert answer.body["result"] is True
    again = await refusal(ground, "deleteMessage", chat_id=mina.id, message_id=message_id)
    assert again == "Bad Request: message to delete not found"


async def test_a_person_deletes_their_own(ground: Ground, mina: Account) -> None:
    before = len(ground.updates)
    ground.deletes(mina, ground.says(mina, mina, "gone"))
    assert len(ground.updates) == before + 1  # the message; nothing tells of its deletion
    assert ground.view(mina)["chats"][0]["deleted"] == 1


async def test_edits_are_refused_as_telegram_refuses_them(ground: Ground, mina: Account) -> None:
    async def edit(message_id: int, text: str = "new") -> str:
        return await refusal(ground, "editMessageText", chat_id=mina.id, message_id=message_id, text=text)

    own = await sent(ground, mina.id)
    assert (await edit(own, "a line")).startswith("Bad Request: message is not modified: specified new message")
    assert await edit(own) == ""
    assert await edit(99_999) == "Bad Request: message to edit not found"
    theirs = ground.says(mina, mina, "theirs")
    assert await edit(theirs.id) == "Bad Request: message can't be edited"
    for markup in ({"keyboard": [[{"text": "x"}]]}, {"remove_keyboard": True}, {"force_reply": True}):
        with_keys = await sent(ground, mina.id, reply_markup=markup)
        assert await edit(with_keys) == "Bad Request: message can't be edited"


async def test_an_edit_without_a_keyboard_takes_it_away(ground: Ground, mina: Account) -> None:
    button = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    own = await sent(ground, mina.id, reply_markup=button)
    await ground.call("editMessageText", chat_id=mina.id, message_id=own, text="new")
    shown = ground.view(mina)["chats"][0]["messages"][-1]
    assert "reply_markup" not in shown
    assert shown["edit_date"]


async def test_a_live_place_moves_until_it_ends(ground: Ground, mina: Account) -> None:
    place: dict[str, Any] = {"latitude": 11.5, "longitude": 104.9}
    answer = await ground.call("sendLocation", chat_id=mina.id, live_period=60, **place)
    named = {"chat_id": mina.id, "message_id": answer.body["result"]["message_id"]}
    assert await refusal(ground, "editMessageLiveLocation", **named, latitude=11.6, longitude=104.9) == ""
    ground.clock.wind(60)
    late = await refusal(ground, "editMessageLiveLocation", **named, latitude=11.7, longitude=104.9)
    assert late == "Bad Request: message can't be edited"


async def test_protected_messages_are_not_copied(ground: Ground, mina: Account) -> None:
    own = await sent(ground, mina.id, protect_content=True)
    copy = {"chat_id": mina.id, "from_chat_id": mina.id, "message_id": own}
    assert await refusal(ground, "copyMessage", **copy) == "Bad Request: message can't be copied"
    assert await refusal(ground, "forwardMessage", **copy) == "Bad Request: the message can't be forwarded"
