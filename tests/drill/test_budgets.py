"""Telegram's budgets: 30 a second in all, 1 a second to a person after a burst, 20 a minute in a group."""

from typing import Any

from drill.accounts import Account
from drill.budgets import Budgets
from drill.ground import Ground


async def tries(ground: Ground, count: int, chat_id: int, method: str = "sendMessage", **params: Any) -> list[int]:
    given: dict[str, Any] = {"text": "x", **params}
    return [(await ground.call(method, chat_id=chat_id, **given)).status for _ in range(count)]


def person(ground: Ground, name: str = "Mina") -> Account:
    account = ground.account(name)
    ground.says(account, account, "hello")
    return account


async def test_a_person_gets_a_short_burst_and_then_one_a_second(ground: Ground) -> None:
    mina = person(ground)
    burst = Budgets.PRIVATE_BURST
    assert await tries(ground, burst + 1, mina.id) == [200] * burst + [429]
    ground.clock.wind(1)
    assert await tries(ground, 2, mina.id) == [200, 429]


async def test_a_group_gets_20_a_minute_over_all_its_topics_and_edits(ground: Ground) -> None:
    mina = person(ground)
    forum = ground.group("Forum", [mina], kind="supergroup", forum=True)
    topic = ground.topic(forum, "One")
    assert await tries(ground, 10, forum.id) == [200] * 10
    assert await tries(ground, 8, forum.id, message_thread_id=topic.id) == [200] * 8
    last = max(forum.messages)
    assert await tries(ground, 1, forum.id, "editMessageText", message_id=last, text="changed") == [200]
    assert await tries(ground, 2, forum.id, "pinChatMessage", message_id=last) == [200, 429]
    ground.clock.wind(59)
    answer = await ground.call("createForumTopic", chat_id=forum.id, name="Two")
    assert answer.body["parameters"] == {"retry_after": 1}
    assert answer.body["description"] == "Too Many Requests: retry after 1"
    ground.clock.wind(1)
    assert await tries(ground, 1, forum.id) == [200]


async def test_30_a_second_in_all(ground: Ground) -> None:
    people = [person(ground, f"P{number}") for number in range(31)]
    statuses = [(await tries(ground, 1, account.id))[0] for account in people]
    assert statuses == [200] * 30 + [429]
    ground.clock.wind(1)
    assert await tries(ground, 1, people[30].id) == [200]


async def test_an_album_counts_each_of_its_photos(ground: Ground) -> None:
    mina = person(ground)
    desk = ground.group("Desk", [mina])
    file_id = ground.files.keep("photo", b"picture").id
    item = {"type": "photo", "media": file_id}
    first = await ground.call("sendMediaGroup", chat_id=desk.id, media=[item] * 10)
    second = await ground.call("sendMediaGroup", chat_id=desk.id, media=[item] * 10)
    assert (first.status, second.status) == (200, 200)
    assert await tries(ground, 1, desk.id) == [429]


async def test_deletions_and_answers_cost_nothing(ground: Ground) -> None:
    mina = person(ground)
    for _ in range(40):
        await ground.call("sendChatAction", chat_id=mina.id, action="typing")
    message = ground.says(mina, mina, "x")
    assert (await ground.call("deleteMessage", chat_id=mina.id, message_id=message.id)).status == 200
    assert await tries(ground, 1, mina.id) == [200]


async def test_they_can_be_switched_off(ground: Ground) -> None:
    mina = person(ground)
    ground.faults.rate_limits = False
    assert await tries(ground, 60, mina.id) == [200] * 60
