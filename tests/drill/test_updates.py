"""getUpdates: confirmation, retention, kinds, conflicts."""

import asyncio
from typing import Any

import pytest

from drill.ground import Ground
from drill.updates import RETENTION, RETENTION_OF_PRESSES


async def fetched(ground: Ground, **params: Any) -> list[int]:
    answer = await ground.call("getUpdates", **params)
    assert answer.status == 200, answer.body
    return [update["update_id"] for update in answer.body["result"]]


async def said(ground: Ground, *texts: str) -> list[int]:
    mina = ground.account("Mina")
    for text in texts:
        ground.says(mina, mina, text)
    return [pending.id for pending in ground.updates.pending()]


async def test_an_update_stays_until_a_higher_offset_confirms_it(ground: Ground) -> None:
    first, second, third = await said(ground, "1", "2", "3")
    assert await fetched(ground) == [first, second, third]
    assert await fetched(ground, offset=second) == [second, third]
    assert await fetched(ground, limit=1) == [second]
    assert await fetched(ground, offset=third + 1) == []
    assert await fetched(ground) == []


async def test_a_negative_offset_forgets_all_but_the_last(ground: Ground) -> None:
    ids = await said(ground, "1", "2", "3")
    assert await fetched(ground, offset=-1) == ids[-1:]
    assert await fetched(ground) == ids[-1:]


async def test_updates_are_kept_for_a_day(ground: Ground) -> None:
    ids = await said(ground, "1")
    ground.clock.wind(RETENTION - 1)
    assert await fetched(ground) == ids
    ground.clock.wind(1)
    assert await fetched(ground) == []
    assert ground.updates.lapsed == 1


async def test_presses_are_kept_for_150_seconds(ground: Ground) -> None:
    await said(ground, "1")
    mina = next(iter(ground.accounts.values()))
    button = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = await ground.call("sendMessage", chat_id=mina.id, text="x", reply_markup=button)
    query = ground.presses(mina, ground.private(mina).messages[sent.body["result"]["message_id"]], data="x")
    ground.clock.wind(RETENTION_OF_PRESSES - 1)
    assert len(await fetched(ground)) == 2
    ground.clock.wind(1)
    assert len(await fetched(ground)) == 1
    late = await ground.call("answerCallbackQuery", callback_query_id=query)
    assert late.body["description"].startswith("Bad Request: query is too old")


async def test_only_the_kinds_that_were_asked_for_are_queued(ground: Ground) -> None:
    await fetched(ground, allowed_updates=["callback_query"])
    assert await said(ground, "unheard") == []
    await fetched(ground)  # not given: the setting stays
    assert await said(ground, "unheard") == []
    await fetched(ground, allowed_updates=[])
    assert len(await said(ground, "heard")) == 1


async def test_a_long_poll_ends_with_the_first_update(live: Ground) -> None:
    poll = asyncio.create_task(fetched(live, timeout=30))
    await live.until(lambda: live.polls == 1, what="the poll")
    ids = await said(live, "at last")
    assert await asyncio.wait_for(poll, 2) == ids


async def test_a_second_poll_ends_the_first(live: Ground) -> None:
    first = asyncio.create_task(live.call("getUpdates", timeout=30))
    await live.until(lambda: live.polls == 1, what="the first poll")
    assert await fetched(live) == []
    answer = await asyncio.wait_for(first, 2)
    assert (answer.status, answer.body["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


async def test_polling_and_a_webhook_exclude_each_other(ground: Ground) -> None:
    await ground.call("setWebhook", url="http://localhost:9/")
    answer = await ground.call("getUpdates")
    assert answer.body["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    await ground.call("deleteWebhook", drop_pending_updates=True)
    assert await fetched(ground) == []


async def test_until_names_what_it_waited_for(ground: Ground) -> None:
    with pytest.raises(AssertionError, match="waited 0 s in vain for an answer"):
        await ground.until(lambda: False, seconds=0, what="an answer")
