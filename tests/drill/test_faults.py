"""Faults strike when and where they were told to."""

import pytest

from drill.accounts import Account
from drill.ground import Ground
from drill.specification import Mistyped, bot_api


@pytest.fixture
def mina(ground: Ground) -> Account:
    account = ground.account("Mina")
    ground.says(account, account, "hello")
    ground.faults.rate_limits = False
    return account


async def statuses(ground: Ground, chat_id: int, count: int) -> list[int]:
    return [(await ground.call("sendMessage", chat_id=chat_id, text="x")).status for _ in range(count)]


async def test_the_next_calls_only(ground: Ground, mina: Account) -> None:
    ground.faults.server_errors(503, times=2)
    assert await statuses(ground, mina.id, 3) == [503, 503, 200]


async def test_some_methods_only(ground: Ground, mina: Account) -> None:
    ground.faults.server_errors(methods=["editMessageText"])
    assert await statuses(ground, mina.id, 1) == [200]


async def test_some_chats_only(ground: Ground, mina: Account) -> None:
    other = ground.account("Other")
    ground.says(other, other, "hello")
    ground.faults.blocked(chats=[other.id], times=None)
    assert await statuses(ground, mina.id, 1) + await statuses(ground, other.id, 2) == [200, 403, 403]


async def test_polls_are_hit_by_name_only(ground: Ground, mina: Account) -> None:
    ground.faults.lose_answers()
    assert not (await ground.call("getUpdates")).cut
    assert (await ground.call("sendMessage", chat_id=mina.id, text="x")).cut
    ground.faults.lose_answers(methods=["getUpdates"])
    assert (await ground.call("getUpdates")).cut
    ground.faults.blocked()
    assert (await ground.call("getMe")).status == 200


async def test_a_probability_with_a_seed_repeats(ground: Ground, mina: Account) -> None:
    runs: list[list[int]] = []
    for _ in range(2):
        fault = ground.faults.server_errors(times=None, probability=0.5, seed=7)
        runs.append(await statuses(ground, mina.id, 20))
        ground.faults.disarm(fault)
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 502}


async def test_refusals_carry_their_parameters(ground: Ground, mina: Account) -> None:
    ground.faults.too_many(7)
    answer = await ground.call("sendMessage", chat_id=mina.id, text="x")
    assert answer.body["parameters"] == {"retry_after": 7}
    ground.faults.migrated(-1001)
    answer = await ground.call("sendMessage", chat_id=mina.id, text="x")
    assert answer.body["parameters"] == {"migrate_to_chat_id": -1001}
    ground.faults.kicked()
    answer = await ground.call("sendMessage", chat_id=mina.id, text="x")
    assert answer.status == 403


async def test_slow_answers(live: Ground) -> None:
    live.faults.slow_answers(0.05, times=1)
    before = live.clock.now()
    await live.call("getMe")
    assert live.clock.now() - before >= 0.05


async def test_a_duplicate_is_told_once_more_although_confirmed(ground: Ground, mina: Account) -> None:
    ground.updates.clear()
    ground.faults.duplicate_updates()
    ground.says(mina, mina, "twice")
    first = (await ground.call("getUpdates")).body["result"]
    offset = first[0]["update_id"] + 1
    assert (await ground.call("getUpdates", offset=offset)).body["result"] == first
    assert (await ground.call("getUpdates", offset=offset)).body["result"] == []


@pytest.mark.parametrize("invalid", [False, True])
async def test_malformed_updates_have_an_id_and_nothing_that_can_be_read(
    ground: Ground, mina: Account, invalid: bool
) -> None:
    ground.updates.clear()
    ground.faults.malform_updates(invalid=invalid)
    ground.says(mina, mina, "lost")
    ground.says(mina, mina, "found")
    spoiled, good = (await ground.call("getUpdates")).body["result"]
    assert good["update_id"] == spoiled["update_id"] + 1
    with pytest.raises(Mistyped):
        bot_api().check("Update", spoiled)
    bot_api().check("Update", good)


async def test_clearing_ends_everything(ground: Ground, mina: Account) -> None:
    ground.faults.outage(100)
    ground.faults.server_errors(times=None)
    assert ground.faults.state()["armed"]
    ground.faults.clear()
    assert await statuses(ground, mina.id, 1) == [200]
    assert ground.faults.rate_limits
