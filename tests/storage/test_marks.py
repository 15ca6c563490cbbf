"""The key that finds people and the key that chains the journal change while the desk goes on."""

import pytest

from bot.domain.ids import ChatId, OfficerId
from bot.domain.private import Private
from bot.ports import Anchor
from storage.audit import first_broken, holds, read_anchor
from storage.backup import BackupRefused
from storage.database import Database
from storage.keyring import EPOCH
from storage.rotation import reindex, rotate_index, rotate_journal
from tests.storage.conftest import Clock, Home
from tests.storage.samples import DESK, NOW, chat, officer


def _nobody(_: int) -> None:
    pass


@pytest.fixture
async def met(database: Database) -> Database:
    async with database.transaction() as ledger:
        for number in range(1, 31):
            await ledger.chats.add(chat(number))
        for number in range(1, 6):
            await ledger.journal.append("opened", NOW, note=str(number))
    return database


async def found(database: Database, number: int) -> str | None:
    async with database.transaction() as ledger:
        chat_found = await ledger.chats.by_telegram(chat(number).telegram)
        return chat_found.id if chat_found else None


async def test_after_a_change_of_the_index_key_everybody_is_found_and_the_old_key_is_gone(
    met: Database, home: Home
) -> None:
    (old,) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'index'")
    before = {row[0] for row in home.outside("SELECT address FROM chats")}
    assert await rotate_index(met, _nobody) == 30
    assert home.outside("SELECT count(*) FROM data_keys WHERE key_id = ?", *old) == [(0,)]
    assert home.outside("SELECT count(*) FROM chats WHERE index_key = ?", *old) == [(0,)]
    assert not before & {row[0] for row in home.outside("SELECT address FROM chats")}
    assert [await found(met, number) for number in range(1, 31)] == [f"chat-{number}" for number in range(1, 31)]
    assert await found(met, 99) is None


async def test_broken_off_in_the_middle_everybody_is_found_and_it_goes_on(met: Database, home: Home) -> None:
    async with met.transaction() as ledger:
        await ledger.keys.new("index")
        assert await ledger.chats.reindex(7) == 7
        await ledger.chats.add(chat(31))
    assert len(home.outside("SELECT DISTINCT index_key FROM chats")) == 2
    assert all([await found(met, number) for number in range(1, 32)])
    assert await reindex(met, _nobody) == 23
    assert len(home.outside("SELECT key_id FROM data_keys WHERE purpose = 'index'")) == 1
    assert all([await found(met, number) for number in range(1, 32)])


async def test_a_joining_link_from_before_still_joins(met: Database) -> None:
    async with met.transaction() as ledger:
        await ledger.desks.add(DESK)
        await ledger.officers.invite(officer(), Private("join-x"))
    await rotate_index(met, _nobody)
    async with met.transaction() as ledger:
        invited = await ledger.officers.by_invite(Private("join-x"))
        assert invited
        assert invited.id == OfficerId("officer-1")
        assert await ledger.officers.by_invite(Private("join-y")) is None


async def _written_on(database: Database) -> None:
    await rotate_journal(database)
    async with database.transaction() as ledger:
        for number in (6, 7):
            await ledger.journal.append("taken", NOW, note=str(number))


async def test_the_journal_is_whole_over_a_change_of_its_key(met: Database, home: Home) -> None:
    await _written_on(met)
    assert await first_broken(met, _nobody) is None
    keys = [row[0] for row in home.outside("SELECT key_id FROM journal ORDER BY seq")]
    assert len(set(keys[:5])) == len(set(keys[5:])) == 1
    assert keys[4] != keys[5]


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ("UPDATE journal SET note = 'x' WHERE seq = 3", 3),
        ("UPDATE journal SET note = 'x' WHERE seq = 6", 6),
        ("UPDATE journal SET key_id = (SELECT key_id FROM journal WHERE seq = 1) WHERE seq = 7", 7),
        ("UPDATE journal SET key_id = (SELECT key_id FROM journal WHERE seq = 7) WHERE seq = 5", 5),
        ("UPDATE journal SET key_id = 'none' WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq >= 6", 6),
        ("DELETE FROM journal WHERE seq = 7", 7),
    ],
)
async def test_whatever_is_changed_around_it_is_found(met: Database, home: Home, change: str, entry: int) -> None:
    await _written_on(met)
    home.outside(change)
    assert await first_broken(met, _nobody) == entry


async def test_who_learnt_the_old_key_cannot_cut_back_to_it_and_write_on(met: Database, home: Home) -> None:
    tip = home.outside("SELECT seq, mark, key_id FROM journal_tip")[0]
    await _written_on(met)
    home.outside("DELETE FROM journal WHERE seq >= 6")
    home.outside("UPDATE journal_tip SET seq = ?, mark = ?, key_id = ?", *tip)
    assert await first_broken(met, _nobody) == 6


async def test_an_anchor_holds_until_the_journal_is_cut_off_or_exchanged(met: Database, home: Home) -> None:
    await _written_on(met)
    async with met.transaction() as ledger:
        anchor = await ledger.journal.anchor()
    assert anchor.seq == 7
    async with met.transaction() as ledger:
        await ledger.journal.append("closed", NOW)
    posted = read_anchor(f"{anchor.seq}:{anchor.mark}")
    assert await holds(met, posted)
    assert not await holds(met, Anchor(7, "0" * 16))
    home.outside("DELETE FROM journal WHERE seq >= 7")
    assert not await holds(met, posted)


@pytest.mark.parametrize(
    "text", ["", "7", "7:", "x:0123456789abcdef", "7:0123", "7:0123456789ABCDEF", "-1:" + "0" * 16]
)
def test_what_is_no_anchor_is_refused_with_what_would_be(text: str) -> None:
    with pytest.raises(BackupRefused, match="it must be ENTRY:MARK"):
        read_anchor(text)


async def lane(database: Database, update: int, clock: Clock) -> bytes:
    async with database.transaction() as ledger:
        await ledger.inbox.add(update, "a", b"{}", clock.now())
        return next(one.lane for one in await ledger.inbox.pending(-1) if one.update_id == update)


async def test_a_chat_keeps_its_lane_while_anything_waits_and_gets_a_new_one_after(
    database: Database, home: Home, clock: Clock
) -> None:
    first = await lane(database, 1, clock)
    clock.at += EPOCH + 1
    assert await lane(database, 2, clock) == first
    async with database.transaction() as ledger:
        await ledger.inbox.settle(1)
        await ledger.inbox.settle(2)
    (old,) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'lane'")
    assert await lane(database, 3, clock) != first
    assert home.outside("SELECT count(*) FROM data_keys WHERE purpose = 'lane'") == [(1,)]
    assert home.outside("SELECT count(*) FROM data_keys WHERE key_id = ?", *old) == [(0,)]


async def test_the_key_of_a_day_is_destroyed_when_nothing_lies_under_it(
    database: Database, home: Home, clock: Clock
) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(1, "a", b"{}", clock.now())
        await ledger.inbox.add(2, "b", b"{}", clock.now())
        await ledger.inbox.settle(1)
        await ledger.inbox.quarantine(2)
    clock.at += 2 * EPOCH
    async with database.transaction() as ledger:
        await ledger.inbox.add(3, "a", b"{}", clock.now())
        await ledger.inbox.forget(clock.now(), NOW)
    assert home.outside("SELECT count(*) FROM data_keys WHERE purpose = 'epoch'") == [(2,)]
    async with database.transaction() as ledger:
        await ledger.inbox.forget(clock.now(), clock.now())
    assert home.outside("SELECT count(*) FROM data_keys WHERE purpose = 'epoch'") == [(1,)]
    assert home.outside("SELECT update_id FROM inbox") == [(3,)]


async def test_a_chat_that_is_forgotten_leaves_nothing(met: Database, home: Home) -> None:
    (key,) = home.outside("SELECT key_id FROM chats WHERE id = 'chat-3'")
    async with met.transaction() as ledger:
        await ledger.chats.forget(ChatId("chat-3"))
        await ledger.chats.forget(ChatId("chat-3"))
        assert await ledger.chats.find(ChatId("chat-3")) is None
    assert await found(met, 3) is None
    assert home.outside("SELECT count(*) FROM data_keys WHERE key_id = ?", *key) == [(0,)]
