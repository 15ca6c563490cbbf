"""The key-encryption key changes while people are heard: nothing unreadable, nothing left on the old key."""

import asyncio

import pytest

from bot.domain.ids import ChatId
from bot.ports import Unkept
from storage.database import Database, open_database
from storage.engine import Stand
from storage.keyfile import KeyEncryptionKey
from storage.keyring import WrongKey
from storage.keysource import Keys, held
from storage.rotation import BATCH, NotTakenUp, Wrapped, check, counts, rewrap
from tests.storage.conftest import Clock, Home
from tests.storage.samples import chat

OLD, NEW = KeyEncryptionKey("k1", b"k" * 32), KeyEncryptionKey("k2", b"n" * 32)
BOTH = held(OLD, NEW)


def _nobody(count: int) -> None:
    assert count


async def _people(database: Database, first: int, last: int) -> None:
    for number in range(first, last):
        async with database.transaction() as ledger:
            await ledger.chats.add(chat(number))


async def _readable(database: Database, last: int) -> None:
    async with database.transaction() as ledger:
        for number in range(last):
            loaded = await ledger.chats.load(ChatId(f"chat-{number}"))
            assert loaded == chat(number)


async def _opened(home: Home, clock: Clock, keys: Keys, stand: Stand = Stand.SERVES) -> Database:
    return await open_database(home.engine(), keys, clock.now, stand)


async def test_beside_the_process_that_serves_every_data_key_gets_the_new_key(home: Home, clock: Clock) -> None:
    serving = await _opened(home, clock, held(OLD))
    await _people(serving, 0, BATCH + 7)
    await serving.close()
    serving = await _opened(home, clock, BOTH)
    beside = await _opened(home, clock, BOTH, stand=Stand.BESIDE)
    told: list[int] = []
    done, _ = await asyncio.gather(rewrap(beside, told.append), _people(serving, BATCH + 7, BATCH + 40))
    assert done == sum(told) >= BATCH + 7
    (only,) = await counts(beside)
    assert only.kek_id == "k2"
    assert [one async for one in check(beside, _nobody)] == []
    await beside.close()
    await serving.close()
    alone = await _opened(home, clock, held(NEW))
    await _readable(alone, BATCH + 40)
    await alone.close()
    with pytest.raises(WrongKey, match="k2; at hand is k1"):
        await _opened(home, clock, held(OLD))


async def test_broken_off_it_goes_on_where_it_was(home: Home, clock: Clock) -> None:
    first = await _opened(home, clock, held(OLD))
    await _people(first, 0, 2 * BATCH)
    await first.close()
    database = await _opened(home, clock, BOTH)

    def dies(_count: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await rewrap(database, dies)
    both = await counts(database)
    assert Wrapped("k2", BATCH + 1) in both, "the one by which it is shown went first"
    await _readable(database, 2 * BATCH)
    assert await rewrap(database, _nobody) == sum(one.count for one in both) - BATCH - 1
    assert [one.kek_id for one in await counts(database)] == ["k2"]
    await database.close()


async def test_a_data_key_that_does_not_open_is_named(home: Home, clock: Clock) -> None:
    database = await _opened(home, clock, held(OLD))
    await _people(database, 0, 3)
    await database.close()
    ((broken,),) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'chat' ORDER BY key_id LIMIT 1")
    ((other,),) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'chat' ORDER BY key_id DESC LIMIT 1")
    swap = "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE key_id = ?) WHERE key_id = ?"
    home.outside(swap, other, broken)
    database = await _opened(home, clock, held(OLD), stand=Stand.BESIDE)
    assert [one async for one in check(database, _nobody)] == [broken]
    await database.close()


async def test_nothing_is_wrapped_by_a_key_that_the_process_that_serves_does_not_know(
    home: Home, clock: Clock
) -> None:
    serving = await _opened(home, clock, held(OLD))
    await _people(serving, 0, 3)
    beside = await _opened(home, clock, BOTH, stand=Stand.BESIDE)
    with pytest.raises(NotTakenUp, match="key k2: no bot that serves has taken it up"):
        await rewrap(beside, _nobody, patience=1)
    assert [one.kek_id for one in await counts(beside)] == ["k1"]
    await beside.close()
    await serving.close()


async def test_a_key_that_is_missing_while_serving_is_waited_for_like_a_full_disk(
    home: Home, clock: Clock
) -> None:
    serving = await _opened(home, clock, held(OLD))
    other = await _opened(home, clock, BOTH, stand=Stand.BESIDE)
    async with other.transaction() as ledger:
        await ledger.chats.add(chat(7))
    with pytest.raises(Unkept, match="needs key-encryption key k2"):
        async with serving.transaction() as ledger:
            await ledger.chats.load(ChatId("chat-7"))
    await other.close()
    await serving.close()
