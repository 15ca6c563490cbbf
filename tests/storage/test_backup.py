"""A backup is taken while people are heard; restored, all is as it was; changed or cut off, it is refused."""

import asyncio
import resource
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.ids import CaseId, ChatId
from bot.domain.private import Private
from storage.audit import first_broken
from storage.backup import BackupRefused, Restored, back_up, copy, restore, rows_in
from storage.database import Database, open_database
from storage.engine import DatabaseAway, Engine, Stand
from storage.keyfile import KeyEncryptionKey
from storage.keysource import Keys, held
from storage.postgresql import Postgresql
from storage.rotation import rewrap
from storage.sqlite import Sqlite
from storage.tables import ORDER, Tally, batches
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import NOW, case, chat
from tests.storage.server import Server

NEW = KeyEncryptionKey("k2", b"n" * 32)
BOTH = held(KEK.known[0], NEW)


def _nobody(count: int) -> None:
    assert count


async def _people(database: Database, first: int, last: int) -> None:
    for number in range(first, last):
        async with database.transaction() as ledger:
            await ledger.chats.add(chat(number))
            await ledger.cases.add(case(number, f"chat-{number}"))
            await ledger.journal.append("opened", NOW, CaseId(f"case-{number}"))


@pytest.fixture
async def filled(database: Database) -> Database:
    await _people(database, 1, 40)
    return database


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "desk.backup", tmp_path / "apart.keys"


async def _print(engine: Engine) -> dict[str, tuple[int, str]]:
    """The fingerprint of everything in a database that nobody serves from."""
    tally = Tally()
    await engine.open(stand=Stand.BESIDE)
    await engine.snapshot()
    async for batch in batches(engine, tuple(ORDER)):
        tally.add(batch)
    await engine.rollback()
    await engine.close()
    return tally.result()


async def _restored(target: Engine, files: tuple[Path, Path], keys: Keys = KEK) -> Restored:
    await target.open()
    try:
        return await restore(target, keys, *files, NOW, _nobody)
    finally:
        await target.close()


@pytest.fixture
async def beside(home: Home, filled: Database, clock: Clock) -> AsyncIterator[Database]:
    opened = await open_database(home.engine(), KEK, clock.now, stand=Stand.BESIDE)
    yield opened
    await opened.close()


async def test_restored_every_row_is_as_it_was_and_what_came_later_is_not_in_it(
    home: Home, filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path, clock: Clock
) -> None:
    counted, _ = await asyncio.gather(back_up(beside, *files, NOW, _nobody), _people(filled, 40, 60))
    assert counted["cases"] >= 39
    target = tmp_path / "elsewhere" / "desk.db"
    assert await _restored(Sqlite(target), files) == Restored(counted, 0)
    there = await open_database(Sqlite(target), KEK, clock.now)
    async with there.transaction() as ledger:
        for number in range(1, 40):
            assert await ledger.chats.load(ChatId(f"chat-{number}")) == chat(number)
            assert (await ledger.cases.load(CaseId(f"case-{number}"))).requester == f"chat-{number}"
    assert await first_broken(there, _nobody) is None
    await _people(there, 70, 71)
    await there.close()


async def test_between_the_engines_everything_is_copied_as_it_is(
    home: Home, filled: Database, beside: Database, tmp_path: Path
) -> None:
    target = Sqlite(tmp_path / "copy" / "desk.db")
    await target.open()
    counted = await copy(beside, target, NOW, _nobody)
    await target.close()
    assert counted["chats"] == 39
    assert await _print(target) == await _print(home.engine())


async def test_a_backup_goes_into_an_empty_place_only(
    home: Home, filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path
) -> None:
    await back_up(beside, *files, NOW, _nobody)
    target = Sqlite(tmp_path / "elsewhere" / "desk.db")
    await _restored(target, files)
    before = await _print(target)
    with pytest.raises(BackupRefused, match="not empty"):
        await _restored(target, files)
    assert await _print(target) == before


async def test_with_todays_keys_an_old_backup_does_not_bring_back_what_was_destroyed(
    home: Home, filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path, clock: Clock
) -> None:
    old = tmp_path / "old.backup"
    await back_up(beside, old, files[1], NOW, _nobody)
    home.outside("DELETE FROM data_keys WHERE key_id = (SELECT key_id FROM case_keys WHERE case_id = 'case-7')")
    await back_up(beside, *files, NOW, _nobody)
    target = tmp_path / "elsewhere" / "desk.db"
    await _restored(Sqlite(target), (old, files[1]))
    there = await open_database(Sqlite(target), KEK, clock.now)
    async with there.transaction() as ledger:
        assert (await ledger.cases.load(CaseId("case-7"))).rules == ()
        assert await ledger.facts.of(CaseId("case-7")) == []
        assert (await ledger.cases.load(CaseId("case-8"))).requester == "chat-8"
    await there.close()


async def test_keys_of_what_came_after_the_backup_do_not_live_for_ever(
    filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path
) -> None:
    old = tmp_path / "old.backup"
    await back_up(beside, old, files[1], NOW, _nobody)
    await _people(filled, 40, 45)
    await back_up(beside, *files, NOW, _nobody)
    target = tmp_path / "elsewhere" / "desk.db"
    restored = await _restored(Sqlite(target), (old, files[1]))
    assert restored.shed == 10, "five chats and five records"
    kept = "SELECT count(*) FROM data_keys WHERE purpose IN ('case', 'chat')"
    assert Home(target).outside(kept) == [(39 * 2,)]
    assert rows_in(old, files[1]) == sum(restored.rows.values())


@pytest.mark.parametrize("share", [0.3, 0.9, 1.0], ids=["writing", "comparing", "at the very end"])
async def test_a_restore_that_was_broken_off_left_nothing_behind(
    filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path, share: float
) -> None:
    await back_up(beside, *files, NOW, _nobody)
    target, heard = Sqlite(tmp_path / "elsewhere" / "desk.db"), 0

    def dies(count: int) -> None:
        nonlocal heard
        heard += count
        if heard >= 2 * rows_in(*files) * share:
            raise InterruptedError

    await target.open()
    with pytest.raises(InterruptedError):
        await restore(target, KEK, *files, NOW, dies)
    await target.close()
    assert (await _restored(target, files)).rows["cases"] == 39, "the place was still empty"


async def test_after_a_change_of_keys_an_old_backup_opens_with_the_new_key(
    home: Home, filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path, clock: Clock
) -> None:
    old = tmp_path / "old.backup"
    await back_up(beside, old, files[1], NOW, _nobody)
    await filled.close()
    serving = await open_database(home.engine(), BOTH, clock.now)
    turned = await open_database(home.engine(), BOTH, clock.now, stand=Stand.BESIDE)
    await rewrap(turned, _nobody)
    await serving.close()
    await back_up(turned, *files, NOW, _nobody)
    await turned.close()
    await _restored(Sqlite(tmp_path / "elsewhere" / "desk.db"), (old, files[1]), held(NEW))


async def test_invariant_10_nothing_in_the_files_tells_anything(
    filled: Database, beside: Database, files: tuple[Path, Path]
) -> None:
    await back_up(beside, *files, NOW, _nobody)
    for path in files:
        content = path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        for number in range(1, 40):
            assert f"chat-{number}".encode() not in content
            assert str(700_000_000 + number).encode() not in content
            assert (700_000_000 + number).to_bytes(8, "little") not in content


# The limit is for the files of this process, and an SQLite database is one of them.
@pytest.mark.parametrize("home", ["postgresql"], indirect=True)
async def test_a_disk_that_is_full_is_told_by_the_file_that_did_not_fit(
    beside: Database, files: tuple[Path, Path]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        with pytest.raises(BackupRefused, match="apart.keys: it cannot be written"):
            await back_up(beside, *files, NOW, _nobody)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [path for path in files if path.exists()]


@pytest.fixture
async def made(sqlite_home: Home, clock: Clock, files: tuple[Path, Path]) -> tuple[Path, Path]:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    await _people(database, 1, 4)
    await back_up(database, *files, NOW, _nobody)
    await database.close()
    return files


@pytest.mark.parametrize("which", [0, 1], ids=["data", "keys"])
async def test_a_file_that_was_changed_or_cut_off_anywhere_is_refused_and_nothing_is_left(
    made: tuple[Path, Path], tmp_path: Path, which: int
) -> None:
    whole = made[which].read_bytes()
    places = {*range(0, len(whole), max(1, len(whole) // 25)), len(whole) - 1}
    for number, place in enumerate(sorted(places)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x81
        for broken in (bytes(damaged), whole[:place], whole + b"\0"):
            made[which].write_bytes(broken)
            target = Sqlite(tmp_path / f"target-{number}" / "desk.db")
            with pytest.raises(BackupRefused) as refused:
                await _restored(target, made)
            assert "\n" not in str(refused.value)
    made[which].write_bytes(whole)
    assert (await _restored(target, made)).rows["cases"] == 3, "the place was still empty"


async def test_files_that_do_not_belong_together_are_refused(
    made: tuple[Path, Path], tmp_path: Path, clock: Clock
) -> None:
    target = Sqlite(tmp_path / "target" / "desk.db")
    with pytest.raises(BackupRefused, match="it is the file with the keys"):
        await _restored(target, (made[1], made[1]))
    with pytest.raises(BackupRefused, match="it is the file with the data"):
        await _restored(target, (made[0], made[0]))
    with pytest.raises(BackupRefused, match="needs key-encryption key k1"):
        await _restored(target, made, held(NEW))
    other = await open_database(Sqlite(tmp_path / "other" / "desk.db"), KEK, clock.now)
    await back_up(other, tmp_path / "other.backup", tmp_path / "other.keys", NOW, _nobody)
    await other.close()
    with pytest.raises(BackupRefused, match="its key is not in"):
        await _restored(target, (made[0], tmp_path / "other.keys"))


async def test_where_it_cannot_be_written_the_backup_before_stays(
    sqlite_home: Home, made: tuple[Path, Path], clock: Clock
) -> None:
    before = [path.read_bytes() for path in made]
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    with pytest.raises(BackupRefused, match="cannot be written"):
        await back_up(database, made[0], made[1].parent / "nowhere" / "keys", NOW, _nobody)
    await database.close()
    assert [path.read_bytes() for path in made] == before
    assert {path.name for path in made[0].parent.iterdir()} == {"apart.keys", "desk.backup", "state"}


async def test_a_backup_is_never_written_over_something_else(
    sqlite_home: Home, clock: Clock, tmp_path: Path, made: tuple[Path, Path]
) -> None:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    other, key, config = tmp_path / "new.backup", tmp_path / "key-encryption.key", tmp_path / "config.toml"
    key.write_text("rescue-desk-key-1")
    config.write_text("[admins]")
    mistyped = [
        (other, key, "key-encryption.key: what is there is no backup"),
        (config, made[1], "config.toml: what is there is no backup"),
        (sqlite_home.path, made[1], "desk.db: what is there is no backup"),
        (other, made[0], "desk.backup: it is the file with the data; here belongs the one with the keys"),
        (made[1], tmp_path / "new.keys", "apart.keys: it is the file with the keys"),
        (other, other, "name two"),
        (other, tmp_path / "keys" / ".." / "new.backup", "name two"),
    ]
    before = {path: path.read_bytes() for path in (*made, key, config)}
    for data, keys, right in mistyped:
        with pytest.raises(BackupRefused, match=right):
            await back_up(database, data, keys, NOW, _nobody)
    assert {path: path.read_bytes() for path in before} == before
    assert not other.exists()
    await database.close()


async def test_what_a_killed_backup_left_lying_goes_with_the_next_one(
    filled: Database, beside: Database, files: tuple[Path, Path]
) -> None:
    left = files[1].with_name("apart.keys.0badcafe.new")
    left.write_bytes(b"wrapped keys")
    await back_up(beside, *files, NOW, _nobody)
    assert not left.exists()


async def test_a_copy_whose_target_goes_away_names_the_target_and_leaves_it_empty(
    sqlite_home: Home, clock: Clock, server: Server
) -> None:
    database = await open_database(sqlite_home.engine(), KEK, clock.now)
    await _people(database, 1, 40)
    address = await asyncio.to_thread(server.new, "desk_taken_away")
    target, heard = Postgresql(Private(address)), 0

    def cut(count: int) -> None:
        nonlocal heard
        before, heard = heard, heard + count
        if before < 100 <= heard:
            sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk_taken_away'"
            with ThreadPoolExecutor(1) as aside:
                aside.submit(server.ask, "postgres", sql).result()

    await target.open(Stand.ALONE)
    with pytest.raises(DatabaseAway, match="database desk_taken_away at this machine: PostgreSQL: "):
        await copy(database, target, NOW, cut)
    await target.close()
    again = Postgresql(Private(address))
    await again.open(Stand.ALONE)
    assert (await copy(database, again, NOW, _nobody))["cases"] == 39
    await again.close()
    await database.close()


@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
async def test_a_restore_that_does_not_fit_on_the_disk_names_the_database(
    filled: Database, beside: Database, files: tuple[Path, Path], tmp_path: Path
) -> None:
    await back_up(beside, *files, NOW, _nobody)
    path = tmp_path / "elsewhere" / "desk.db"
    target = Sqlite(path)
    await target.open(Stand.ALONE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        with pytest.raises(DatabaseAway, match=r"elsewhere/desk.db: the disk (is full|cannot be)"):
            await restore(target, KEK, *files, NOW, _nobody)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await target.close()
    assert (await _restored(Sqlite(path), files)).rows["cases"] == 39
