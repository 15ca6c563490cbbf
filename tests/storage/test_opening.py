"""A database opens with its own key, for this account alone, or is refused with a sentence."""

import asyncio
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pytest

from bot.domain.ids import Instant
from bot.domain.private import Private
from bot.ports import Unkept
from storage.database import Database, open_database
from storage.engine import DatabaseAway, DatabaseRefused, Stand
from storage.keyfile import KeyEncryptionKey
from storage.keyring import WrongKey
from storage.keysource import Keys, held
from storage.migrate import MigrationRefused, migrate, migrations, parts_of
from storage.postgresql import Postgresql
from storage.sqlite import Sqlite
from storage.vault import NotOpened
from tests.storage.conftest import KEK, REFUSED, Clock, Home, ServerHome
from tests.storage.samples import NOW, chat
from tests.storage.server import Server, running_server

OTHER = held(KeyEncryptionKey("k2", b"o" * 32))
SAME_NAME = held(KeyEncryptionKey("k1", b"o" * 32))


async def _let_go(trace: TracebackType | None) -> None:
    """Ends a connection that a refused opening left behind; its thread would keep the tests from ending."""
    while trace is not None:
        connection = trace.tb_frame.f_locals.get("connection")
        if connection is not None:
            await connection.close()
        trace = trace.tb_next


async def refusal(home: Home, key: Keys, clock: Clock) -> Exception | None:
    """Why the database does not open; None if it does."""
    try:
        opened = await open_database(home.engine(), key, clock.now)
    except (WrongKey, MigrationRefused, DatabaseRefused) as error:
        await _let_go(error.__traceback__)
        return error.with_traceback(None)
    await opened.close()
    return None


async def _made(home: Home, clock: Clock) -> None:
    await (await open_database(home.engine(), KEK, clock.now)).close()


async def test_what_was_kept_is_there_after_a_restart(home: Home, clock: Clock) -> None:
    first = await open_database(home.engine(), KEK, clock.now)
    async with first.transaction() as ledger:
        await ledger.chats.add(chat())
    await first.close()
    second = await open_database(home.engine(), KEK, clock.now)
    async with second.transaction() as ledger:
        assert await ledger.chats.by_telegram(chat().telegram) == chat()
    await second.close()


async def test_the_files_are_for_this_account_alone(sqlite_home: Home, clock: Clock) -> None:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
    files = sorted(sqlite_home.path.parent.iterdir())
    assert [path.name for path in files] == ["desk.db", "desk.db-lock", "desk.db-shm", "desk.db-wal"]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 4
    assert sqlite_home.path.parent.stat().st_mode & 0o077 == 0
    await database.close()


async def test_a_file_that_was_open_to_others_is_closed_to_them(sqlite_home: Home, clock: Clock) -> None:
    sqlite_home.path.parent.mkdir()
    sqlite_home.path.touch(mode=0o644)
    await _made(sqlite_home, clock)
    assert sqlite_home.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", [OTHER, SAME_NAME], ids=["another name", "the same name"])
async def test_the_wrong_key_is_refused_by_its_name(home: Home, clock: Clock, key: Keys) -> None:
    await _made(home, clock)
    refused = await refusal(home, key, clock)
    assert isinstance(refused, WrongKey)
    assert key.known[0].id in str(refused)
    assert await refusal(home, KEK, clock) is None


async def test_a_refused_database_keeps_no_thread_alive(home: Home, clock: Clock) -> None:
    await _made(home, clock)
    before = set(threading.enumerate())
    left: list[threading.Thread] = []
    try:
        await open_database(home.engine(), OTHER, clock.now)
    except WrongKey as error:
        left = [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]
        for thread in left:
            thread.join(0.5)
        left = [thread for thread in left if thread.is_alive()]
        await _let_go(error.__traceback__)
    assert left == []


async def test_a_file_that_is_no_database_is_refused_without_its_content(sqlite_home: Home, clock: Clock) -> None:
    sqlite_home.path.parent.mkdir()
    sqlite_home.path.write_text("canary-7f3a " * 500)
    refused = await refusal(sqlite_home, KEK, clock)
    assert isinstance(refused, DatabaseRefused)
    assert str(sqlite_home.path) in str(refused)
    assert "canary" not in str(refused)


async def test_a_folder_in_its_place_is_refused(sqlite_home: Home, clock: Clock) -> None:
    sqlite_home.path.mkdir(parents=True)
    assert isinstance(await refusal(sqlite_home, KEK, clock), DatabaseRefused)


async def test_a_database_of_a_newer_program_is_refused(home: Home, clock: Clock) -> None:
    await _made(home, clock)
    home.outside("INSERT INTO migrations VALUES (9999, 'later', 'x', 1)")
    refused = await refusal(home, KEK, clock)
    assert isinstance(refused, MigrationRefused)
    assert "9999" in str(refused)


async def test_opening_again_makes_no_new_keys(home: Home, clock: Clock) -> None:
    await _made(home, clock)
    before = home.outside("SELECT key_id, purpose FROM data_keys ORDER BY 1")
    clock.at += 10**9
    await _made(home, clock)
    assert home.outside("SELECT key_id, purpose FROM data_keys ORDER BY 1") == before
    assert sorted(purpose for _, purpose in before) == ["index", "journal", "shown"]


async def test_a_destroyed_key_destroys_what_it_sealed(home: Home, clock: Clock) -> None:
    first = await open_database(home.engine(), KEK, clock.now)
    async with first.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.chats.add(chat(2))
    await first.close()
    home.outside("DELETE FROM data_keys WHERE key_id = (SELECT key_id FROM chats WHERE id = 'chat-1')")
    second = await open_database(home.engine(), KEK, clock.now)
    async with second.transaction() as ledger:
        with pytest.raises(NotOpened):
            await ledger.chats.load(chat().id)
        assert await ledger.chats.load(chat(2).id) == chat(2)
    await second.close()


async def test_rows_that_were_swapped_do_not_open(home: Home, clock: Clock, database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.chats.add(chat(2))
    home.outside(
        "UPDATE chats SET (key_id, sealed) = (SELECT key_id, sealed FROM chats WHERE id = 'chat-2') "
        "WHERE id = 'chat-1'"
    )
    async with database.transaction() as ledger:
        with pytest.raises(NotOpened):
            await ledger.chats.load(chat().id)


async def test_invariant_2_what_fails_leaves_nothing(home: Home, database: Database) -> None:
    async def fails() -> None:
        async with database.transaction() as ledger:
            await ledger.chats.add(chat())
            await ledger.inbox.add(1, "lane", b"{}", Instant(1))
            await ledger.journal.append("opened", Instant(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert home.outside("SELECT (SELECT count(*) FROM chats) + (SELECT count(*) FROM inbox)") == [(0,)]
    assert home.outside("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM data_keys) - 3") == [(0,)]
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
    assert home.outside("SELECT count(*) FROM chats") == [(1,)]


async def test_two_transactions_take_turns(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
    with pytest.raises(REFUSED):
        async with database.transaction() as ledger:
            await ledger.chats.add(chat())
    async with database.transaction() as ledger:
        assert await ledger.chats.load(chat().id) == chat()


async def test_a_second_process_does_not_serve_from_the_same_file(sqlite_home: Home, clock: Clock) -> None:
    first = await open_database(sqlite_home.engine(), KEK, clock.now)
    refused = await refusal(sqlite_home, KEK, clock)
    assert isinstance(refused, DatabaseRefused)
    assert "another process serves from it" in str(refused)
    await first.close()
    assert await refusal(sqlite_home, KEK, clock) is None


async def test_a_second_process_stands_by_until_the_first_is_gone(server: Server, clock: Clock) -> None:
    address = Private(await asyncio.to_thread(server.new, "desk_standby"))
    first = await open_database(Postgresql(address), KEK, clock.now)
    second = asyncio.ensure_future(open_database(Postgresql(address), KEK, clock.now))
    done, _ = await asyncio.wait({second}, timeout=1.5)
    assert not done
    await first.close()
    await (await asyncio.wait_for(second, 10)).close()


async def test_a_broken_connection_is_a_fault_and_then_replaced(server: Server, clock: Clock) -> None:
    address = Private(await asyncio.to_thread(server.new, "desk_broken"))
    opened = await open_database(Postgresql(address), KEK, clock.now)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk_broken'"
    with pytest.raises(Unkept):
        async with opened.transaction() as ledger:
            await ledger.chats.add(chat())
            await asyncio.to_thread(server.ask, "postgres", cut)
    async with opened.transaction() as ledger:
        assert await ledger.chats.by_telegram(chat().telegram) is None
        await ledger.chats.add(chat())
    await opened.close()


async def test_beside_nothing_is_made_not_even_in_an_empty_database(home: Home, clock: Clock) -> None:
    if isinstance(home, ServerHome):
        tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    else:
        tables = "SELECT name FROM sqlite_master"
        await (engine := home.engine()).open(Stand.ALONE)
        await engine.close()
    with pytest.raises(MigrationRefused, match="does not have it yet; start the bot"):
        await open_database(home.engine(), KEK, clock.now, Stand.BESIDE)
    assert home.outside(tables) == []
    await (engine := home.engine()).open(Stand.ALONE)
    await migrate(engine, NOW, migrations())
    await engine.close()
    with pytest.raises(DatabaseRefused, match="holds no keys"):
        await open_database(home.engine(), OTHER, clock.now, Stand.BESIDE)
    assert home.outside("SELECT count(*) FROM data_keys") == [(0,)]


async def test_who_must_be_alone_does_not_wait_for_the_one_that_serves(home: Home, clock: Clock) -> None:
    serving = await open_database(home.engine(), KEK, clock.now)
    with pytest.raises(DatabaseRefused, match="another process serves from it; stop that one first"):
        await open_database(home.engine(), KEK, clock.now, Stand.ALONE)
    await serving.close()
    await (await open_database(home.engine(), KEK, clock.now, Stand.ALONE)).close()


async def test_a_command_that_connects_again_does_not_take_the_lock_from_the_bot(
    server: Server, clock: Clock
) -> None:
    await asyncio.to_thread(server.new, "desk_steal")
    home = ServerHome(Path(), server, "desk_steal")
    serving = await open_database(home.engine(), KEK, clock.now)
    command = await open_database(home.engine(), KEK, clock.now, Stand.BESIDE)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk_steal'"
    await asyncio.to_thread(server.ask, "postgres", cut)
    for _ in range(2):  # the first one only finds out
        with suppress(Unkept):
            async with command.transaction() as ledger:
                await ledger.desks.all()
    with suppress(Unkept):
        async with serving.transaction() as ledger:
            await ledger.desks.all()
    async with serving.transaction() as ledger:
        await ledger.chats.add(chat())
    await command.close()
    await serving.close()


async def test_a_bot_whose_place_another_took_says_so_in_words(server: Server, clock: Clock) -> None:
    await asyncio.to_thread(server.new, "desk_taken")
    home = ServerHome(Path(), server, "desk_taken")
    first = await open_database(home.engine(), KEK, clock.now)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk_taken'"
    await asyncio.to_thread(server.ask, "postgres", cut)
    second = await open_database(home.engine(), KEK, clock.now)
    with suppress(Unkept):
        async with first.transaction() as ledger:
            await ledger.desks.all()
    with pytest.raises(Unkept, match="database desk_taken at this machine: another process has taken over"):
        async with first.transaction() as ledger:
            await ledger.desks.all()
    await first.close()
    await second.close()


async def test_a_file_that_is_gone_from_its_place_takes_nothing_more(sqlite_home: Home, clock: Clock) -> None:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    path, aside = sqlite_home.path, sqlite_home.path.with_name("aside")
    path.rename(aside)
    for _ in range(2):
        with pytest.raises(Unkept, match="desk.db: the file was removed or replaced"):
            async with database.transaction() as ledger:
                await ledger.chats.add(chat())
        path.write_bytes(b"")
    aside.replace(path)
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
    await database.close()


async def test_what_is_no_file_is_refused_and_left_as_it_is(tmp_path: Path, clock: Clock) -> None:
    place = tmp_path / "folder"
    place.mkdir(mode=0o755)
    with pytest.raises(DatabaseRefused, match=r"folder: it must be a file"):
        await open_database(Sqlite(place), KEK, clock.now)
    assert place.stat().st_mode & 0o777 == 0o755


async def test_a_file_that_another_program_locks_is_waited_for_and_said(sqlite_home: Home, clock: Clock) -> None:
    await _made(sqlite_home, clock)
    holder = sqlite3.connect(sqlite_home.path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseAway, match=r"desk.db: another program holds a lock on the file; end that one"):
        await open_database(sqlite_home.engine(), KEK, clock.now)
    holder.close()
    await _made(sqlite_home, clock)


async def test_a_transaction_that_was_given_up_while_it_began_is_in_nobodys_way(home: Home, clock: Clock) -> None:
    database = await open_database(home.engine(), KEK, clock.now)

    async def reads() -> None:
        async with database.transaction() as ledger:
            await ledger.desks.all()

    for turns in range(12):
        task = asyncio.ensure_future(reads())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
    await reads()
    await database.close()


async def test_the_check_names_what_is_missing(home: Home, clock: Clock) -> None:
    await _made(home, clock)
    home.outside("DROP TABLE likenesses")
    home.outside("DROP INDEX outbox_due")
    database = await open_database(home.engine(), KEK, clock.now)
    async with database.snapshot() as engine:
        found = await engine.problems(parts_of(migrations()))
    assert found == [
        f"{one}: it is missing" for one in ("likenesses", "likenesses_at", "likenesses_by_index_key", "outbox_due")
    ]
    await database.close()


async def test_the_check_tells_damage_and_goes_on_where_it_can(clock: Clock) -> None:
    for server in running_server():
        await asyncio.to_thread(server.new, "desk_damaged")
        home = ServerHome(Path(), server, "desk_damaged")
        database = await open_database(home.engine(), KEK, clock.now)
        async with database.transaction() as ledger:
            for number in range(1, 300):
                await ledger.chats.add(chat(number))
        await database.close()
        for table in ("chats", "data_keys"):
            ((path,),) = home.outside(f"SELECT pg_relation_filepath('{table}')")
            await asyncio.to_thread(server.ask, "desk_damaged", "CHECKPOINT")
            file = server.state / str(path)
            whole = file.read_bytes()
            await asyncio.to_thread(server.halt)
            file.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
            await asyncio.to_thread(server.resume)
        engine = home.engine()
        await engine.open(Stand.BESIDE)
        await engine.snapshot()
        found = await engine.problems(())
        assert [one.split(":")[0] for one in found] == ["chats", "data_keys"]
        assert all("the server says that it is damaged" in one for one in found)
        await engine.close()


async def test_a_damaged_file_is_told_with_what_to_do(sqlite_home: Home, clock: Clock) -> None:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    async with database.transaction() as ledger:
        for number in range(1, 300):
            await ledger.chats.add(chat(number))
    await database.close()
    whole = bytearray(sqlite_home.path.read_bytes())
    whole[12_288:60_000] = b"\xff" * 47_712
    sqlite_home.path.write_bytes(whole)
    engine = sqlite_home.engine()
    await engine.open(Stand.BESIDE)
    await engine.snapshot()
    found = await engine.problems(())
    assert found
    assert "restore the newest backup" in found[0] or "Tree" in found[0] or "page" in found[0].lower()
    await engine.close()
