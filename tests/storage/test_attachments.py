"""Things that people sent are kept whole, under keys of their own, and are gone with their case's media."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.case import CaseState, Closing
from bot.domain.facts import Fact, Fetched, Media, MediaKind
from bot.domain.ids import DAY, CaseId, FactId, OfficerId, after
from bot.domain.private import Private
from bot.domain.retention import Part
from storage.archivekey import ArchiveKey, Kind
from storage.attachments import PIECE
from storage.backup import back_up, restore
from storage.database import Database, open_database
from storage.shipping import export, shipped, things
from storage.tables import LARGEST
from storage.vault import NotOpened
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import NOW, case, chat

CASE, FACT = CaseId("case-1"), FactId("fact-1")
CANARY = b"canary-7f3a"
KEY = ArchiveKey.made(Kind.X25519)


@pytest.fixture
async def database(home: Home, clock: Clock) -> AsyncIterator[Database]:
    opened = await open_database(home.engine(), KEK, clock.now, archive=KEY.public())
    async with opened.transaction() as ledger:
        for number in (1, 2):
            await ledger.chats.add(chat(number))
            owned = replace(case(number, f"chat-{number}"), owner=OfficerId("officer-1"), state=CaseState.ACCEPTED)
            await ledger.cases.add(owned)
    yield opened
    await opened.close()


async def _kept(database: Database, content: bytes, fact: FactId = FACT, of: CaseId = CASE) -> None:
    async with database.transaction() as ledger:
        await ledger.facts.add(Fact(fact, of, NOW, Media(MediaKind.PHOTO, Private("id"), 1)))
        await ledger.attachments.add(of, fact, Private(content))
        seen = Fetched(fact, Private("digest"), len(content), "jpeg")
        await ledger.facts.add(Fact(FactId(f"seen-{fact}"), of, NOW, seen))


async def _loaded(database: Database, fact: FactId = FACT, of: CaseId = CASE) -> bytes | None:
    async with database.transaction() as ledger:
        found = await ledger.attachments.load(of, fact)
    return found.reveal() if found else None


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 5_000_000])
async def test_a_thing_comes_back_as_it_was(database: Database, home: Home, size: int) -> None:
    content = (CANARY + os.urandom(size))[:size]
    await _kept(database, content)
    assert await _loaded(database) == content
    assert CANARY not in home.bytes()


async def test_a_thing_is_kept_once(database: Database) -> None:
    await _kept(database, b"one")
    async with database.transaction() as ledger:
        await ledger.attachments.add(CASE, FACT, Private(b"another"))
        assert await ledger.attachments.size() == await ledger.attachments.size_of(CASE) > 0
    assert await _loaded(database) == b"one"


async def test_a_thing_of_another_case_is_not_there(database: Database) -> None:
    await _kept(database, b"one")
    assert await _loaded(database, of=CaseId("case-2")) is None


async def test_a_thing_that_lacks_a_piece_is_refused(database: Database, home: Home) -> None:
    await _kept(database, os.urandom(2 * PIECE))
    home.outside("DELETE FROM pieces WHERE number = 1")
    with pytest.raises(NotOpened, match="missing"):
        await _loaded(database)


async def test_pieces_that_changed_places_are_refused(database: Database, home: Home) -> None:
    await _kept(database, os.urandom(2 * PIECE))
    home.outside("UPDATE pieces SET number = 1 - number + 10")
    home.outside("UPDATE pieces SET number = number - 10")
    with pytest.raises(NotOpened):
        await _loaded(database)


async def test_with_the_media_of_a_case_its_things_are_gone(database: Database, home: Home) -> None:
    await _kept(database, CANARY)
    await _kept(database, b"of another", FactId("fact-2"), CaseId("case-2"))
    async with database.transaction() as ledger:
        await ledger.cases.destroy(CASE, Part.MEDIA)
    assert await _loaded(database) is None
    assert await _loaded(database, FactId("fact-2"), CaseId("case-2")) == b"of another"
    assert home.outside("SELECT DISTINCT case_id FROM pieces") == [("case-2",)]


async def _closes(database: Database) -> None:
    async with database.transaction() as ledger:
        known = await ledger.cases.load(CASE)
        closed = replace(known, state=CaseState.CLOSED, closing=Closing.RETURNED_HOME, closed_at=after(NOW, DAY))
        await ledger.cases.keep(closed)
        assert await ledger.archived.seal_away(closed, after(NOW, DAY))


async def test_things_of_a_closed_case_open_with_the_offline_key_alone(database: Database, tmp_path: Path) -> None:
    whole, small = os.urandom(2 * PIECE + 7), b"small"
    await _kept(database, whole)
    await _kept(database, small, FactId("fact-0"))
    await _closes(database)
    assert await _loaded(database) is None
    file = tmp_path / "archive"
    await export(database, file, lambda _: None)
    found: dict[int, bytes] = {}
    for one in things(file, KEY):
        assert one.content is not None
        found[one.place] = found.get(one.place, b"") + one.content
    assert found == {1: whole, 2: small}
    assert [part.part for _, part in shipped(file, KEY) if part] == [Part.MEDIA, Part.RECORD]
    assert list(things(file, ArchiveKey.made(Kind.X25519))) == []


async def test_retention_reaches_things_in_the_archive(database: Database, home: Home) -> None:
    await _kept(database, CANARY)
    await _closes(database)
    assert home.outside("SELECT count(*) FROM pieces") == [(1,)]
    async with database.transaction() as ledger:
        await ledger.cases.destroy(CASE, Part.MEDIA)
    assert home.outside("SELECT count(*) FROM pieces") == [(0,)]


async def test_a_backup_of_large_things_restores_and_forgets_what_was_destroyed_since(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    whole = os.urandom(LARGEST + PIECE)
    await _kept(database, whole)
    await _kept(database, b"destroyed", FactId("fact-2"), CaseId("case-2"))
    data, keys = tmp_path / "data", tmp_path / "keys"
    await back_up(database, data, keys, clock.now(), lambda _: None)
    async with database.transaction() as ledger:
        await ledger.cases.destroy(CaseId("case-2"), Part.MEDIA)
    await back_up(database, tmp_path / "later", keys, clock.now(), lambda _: None)
    fresh = Home(tmp_path / "fresh" / "desk.db")
    target = fresh.engine()
    await target.open()
    await restore(target, KEK, data, keys, clock.now(), lambda _: None)
    await target.close()
    restored = await open_database(fresh.engine(), KEK, clock.now)
    assert await _loaded(restored) == whole
    assert await _loaded(restored, FactId("fact-2"), CaseId("case-2")) is None
    await restored.close()
    assert fresh.outside("SELECT DISTINCT case_id FROM pieces") == [("case-1",)]
