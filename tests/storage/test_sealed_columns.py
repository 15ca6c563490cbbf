"""Every sealed value opens where and as it was sealed; whatever else is put there is refused, unread."""

import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.grammar import Session
from bot.domain.case import CaseState
from bot.domain.effects import Tell
from bot.domain.facts import Fact, Said
from bot.domain.figures import Figure
from bot.domain.ids import CaseId, ChatId, DeskId, FactId, Instant, OfficerId, ProposalId
from bot.domain.likeness import Likeness, LikenessKind
from bot.domain.private import Private
from bot.domain.roster import RotationSet
from storage.archivekey import ArchiveKey, Kind
from storage.checking import SEALED, unopened
from storage.database import Database, open_database
from storage.engine import Stand
from storage.keyring import WrongKey
from storage.ledger import Ledger
from storage.migrate import migrations
from storage.vault import DataKey, NotOpened, Spot
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import DESK, NOW, case, chat, officer, proposal

CANARY = "canary-7f3a"
MARKS = {
    (
        "inbox",
        "lane",
    ): "a keyed hash by which the updates of one chat stand in line; nothing is read from it",
    ("chats", "address"): "a blind index, only ever compared",
    ("officers", "invite"): "a hash of 128 bits of chance, only ever compared",
    ("journal", "chain"): "a link, checked by `journal verify` (tests/storage/test_journal.py)",
    ("journal_tip", "mark"): "the same for the journal's length",
    ("likenesses", "address"): "a blind index, only ever compared",
}
"""Columns of bytes that are not sealed, each with the reason."""

Read = Callable[[Ledger], Awaitable[Any]]


@dataclass(frozen=True)
class Column:
    """Where two sealed values of one kind stand, and how the first one is read."""

    table: str
    field: str
    first: str
    second: str
    read: Read


async def _update(ledger: Ledger) -> Any:
    return await ledger.inbox.begin(1)


async def _data_keys(ledger: Ledger) -> Any:
    _, broken = await ledger.keys.check("", 500)
    if broken:
        raise WrongKey(*broken)


async def _session(ledger: Ledger) -> Any:
    return await ledger.sessions.load(ChatId("chat-1"))


async def _leased(ledger: Ledger) -> Any:
    return await ledger.outbox.lease((await ledger.outbox.heads(NOW))[0].id)


async def _archived(ledger: Ledger) -> Any:
    return await ledger.archived.page(("case-2", "words"), 10)


async def _thing(ledger: Ledger) -> Any:
    return await ledger.attachments.load(CaseId("case-1"), FactId("fact-1"))


async def _likeness(ledger: Ledger) -> Any:
    await ledger.keys.new("index")
    return await ledger.likenesses.reindex(500)


_OF_CASE = "SELECT key_id FROM case_keys WHERE case_id = 'case-%d' AND part = 'record'"
COLUMNS = [
    Column(
        "data_keys", "wrapped", "purpose = 'index'", "purpose = 'journal'", lambda one: one.keys.check("", 500)
    ),
    Column("data_keys", "wrapped", f"key_id = ({_OF_CASE % 1})", f"key_id = ({_OF_CASE % 2})", _data_keys),
    Column("inbox", "raw", "update_id = 1", "update_id = 2", _update),
    Column("chats", "sealed", "id = 'chat-1'", "id = 'chat-2'", lambda one: one.chats.load(ChatId("chat-1"))),
    Column("desks", "sealed", "id = 'desk-1'", "id = 'desk-2'", lambda one: one.desks.load(DeskId("desk-1"))),
    Column(
        *("officers", "sealed", "id = 'officer-1'", "id = 'officer-2'"),
        lambda one: one.officers.load(OfficerId("officer-1")),
    ),
    Column("roster_events", "sealed", "seq = 1", "seq = 2", lambda one: one.rosters.of_desk(DeskId("desk-1"))),
    Column("cases", "sealed", "id = 'case-1'", "id = 'case-2'", lambda one: one.cases.load(CaseId("case-1"))),
    Column("facts", "sealed", "id = 'fact-1'", "id = 'fact-2'", lambda one: one.facts.of(CaseId("case-1"))),
    Column(
        "sessions", "sealed", "chat = 'chat-1'", "chat = 'chat-2'", lambda one: one.sessions.load(ChatId("chat-1"))
    ),
    Column("outbox", "sealed", "seq = 1", "seq = 2", lambda one: _leased(one)),
    Column(
        *("proposals", "sealed", "id = 'proposal-1'", "id = 'proposal-2'"),
        lambda one: one.proposals.take(ProposalId("proposal-1")),
    ),
    Column(
        "archive",
        "sealed",
        "case_id = 'case-3' AND part = 'words'",
        "case_id = 'case-4' AND part = 'words'",
        _archived,
    ),
    Column("attachments", "sealed", "fact_id = 'fact-1'", "fact_id = 'fact-2'", lambda one: _thing(one)),
    Column("pieces", "sealed", "fact_id = 'fact-1'", "fact_id = 'fact-2'", lambda one: _thing(one)),
    Column("likenesses", "sealed", "case_id = 'case-1'", "case_id = 'case-2'", _likeness),
    Column("tallies", "sealed", "month = '2026-09'", "month = '2026-10'", lambda one: one.tallies.of("2026-09")),
]


def test_every_column_of_bytes_is_here_or_is_named_with_its_reason() -> None:
    tables = "\n".join(step.text for step in migrations())
    known = {(one.table, one.field) for one in COLUMNS} | set(MARKS)
    found = {
        (table, field)
        for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n?\) STRICT", tables, re.DOTALL)
        for field in re.findall(r"(\w+) BLOB", body)
    } | set(re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+) BLOB", tables))
    assert found == known


async def _fill(ledger: Ledger) -> None:
    await ledger.desks.add(DESK)
    await ledger.desks.add(replace(DESK, id=DeskId("desk-2"), name=CANARY))
    for number in (1, 2, 3, 4):
        await ledger.chats.add(chat(number))
        await ledger.cases.add(case(number, f"chat-{number}"))
        await ledger.facts.add(
            Fact(FactId(f"fact-{number}"), CaseId(f"case-{number}"), NOW, Said(Private(CANARY), number))
        )
    for number in (1, 2):
        await ledger.officers.invite(replace(officer(number), name=Private(CANARY)), Private(f"join-{number}"))
        await ledger.rosters.append(DESK.id, RotationSet((OfficerId("officer-1"),), NOW, 1, "UTC"), NOW)
        await ledger.sessions.keep(ChatId(f"chat-{number}"), Session(door=CANARY))
        await ledger.outbox.put(Tell(ChatId(f"chat-{number}"), CANARY), NOW)
        await ledger.proposals.put(replace(proposal(number), name=Private(CANARY)))
        await ledger.inbox.add(number, "a", CANARY.encode(), NOW)
        likeness = Likeness(LikenessKind.PHONE, Private(CANARY))
        await ledger.likenesses.note(CaseId(f"case-{number}"), likeness)
        sent = Private(CANARY.encode() * number)
        await ledger.attachments.add(CaseId(f"case-{number}"), FactId(f"fact-{number}"), sent)
    for month in ("2026-09", "2026-10"):
        await ledger.tallies.add(month, ((Figure.NATION, CANARY),))


@pytest.fixture
async def filled(home: Home, clock: Clock) -> AsyncIterator[Database]:
    database = await open_database(home.engine(), KEK, clock.now, archive=ArchiveKey.made(Kind.X25519).public())
    async with database.transaction() as ledger:
        await _fill(ledger)
        for number in (3, 4):
            loaded = await ledger.cases.load(CaseId(f"case-{number}"))
            closed = replace(loaded, state=CaseState.CLOSED, closed_at=Instant(NOW))
            await ledger.cases.keep(closed)
            await ledger.archived.seal_away(replace(closed, version=closed.version + 1), NOW)
    yield database
    await database.close()


async def _reads(home: Home, clock: Clock, column: Column) -> str:
    """What a program that remembers no key makes of it: read whole, or refused."""
    database: Database | None = None
    try:
        database = await open_database(home.engine(), KEK, clock.now, stand=Stand.BESIDE)
        async with database.transaction() as ledger:
            await column.read(ledger)
            raise _ReadWhole
    except _ReadWhole:
        return "read"
    except (NotOpened, WrongKey) as refused:
        assert CANARY not in f"{refused!r} {refused} {refused.__context__!r}"
        return "refused"
    finally:
        if database is not None:
            await database.close()


class _ReadWhole(Exception):
    """It was read; the transaction is rolled back, so that it can be read again."""


def _others(sealed: bytes, second: bytes, elsewhere: bytes, draws: int) -> list[bytes]:
    """Flipped, cut off, made longer, swapped."""
    tried: list[bytes] = [second, elsewhere, b"\x00" * len(sealed), sealed + b"\x00", b"\x01", sealed[:28]]

    @settings(max_examples=draws, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.integers(0, len(sealed) * 8 - 1), st.integers(1, len(sealed) - 1))
    def draw(bit: int, length: int) -> None:
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        tried.extend((bytes(flipped), sealed[:length], sealed[-length:]))

    draw()
    return [one for one in tried if one != sealed]


@pytest.mark.parametrize("table", SEALED)
async def test_the_operators_check_names_the_one_value_that_does_not_open(
    filled: Database, home: Home, clock: Clock, table: str
) -> None:
    column = next(one for one in COLUMNS if one.table == table)

    async def said() -> list[str]:
        beside = await open_database(home.engine(), KEK, clock.now, stand=Stand.BESIDE)
        told: list[int] = []
        found = [one async for one in unopened(beside, told.append)]
        assert sum(told) >= 28
        await beside.close()
        return found

    assert await said() == []
    ((second,),) = home.outside(f"SELECT {column.field} FROM {table} WHERE {column.second}")
    home.outside(f"UPDATE {table} SET {column.field} = ? WHERE {column.first}", second)
    (line,) = await said()
    assert line.startswith(table)
    assert line.endswith(": it was changed, moved or cut off")


async def test_the_operators_check_names_what_has_lost_its_key(filled: Database, home: Home) -> None:
    home.outside("DELETE FROM data_keys WHERE key_id = (SELECT key_id FROM chats WHERE id = 'chat-1')")
    found = [one async for one in unopened(filled, lambda _: None)]
    assert "chats chat-1: its key is gone" in found
    assert "sessions chat-1: its key is gone" in found


@pytest.mark.parametrize("draws", [8, pytest.param(300, marks=pytest.mark.torture)])
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table} {column.first[:14]}")
async def test_whatever_else_is_put_in_its_place_is_refused_without_what_it_says(
    filled: Database, home: Home, clock: Clock, column: Column, draws: int
) -> None:
    def stands(where: str) -> bytes:
        return bytes(home.outside(f"SELECT {column.field} FROM {column.table} WHERE {where}")[0][0])

    def puts(value: bytes) -> None:
        home.outside(f"UPDATE {column.table} SET {column.field} = ? WHERE {column.first}", value)

    await filled.close()
    assert await _reads(home, clock, column) == "read"
    sealed, second = stands(column.first), stands(column.second)
    foreign = DataKey("another", secrets.token_bytes(32)).seal(CANARY.encode(), Spot(column.table, "x"))
    for changed in _others(sealed, second, foreign, draws):
        puts(changed)
        assert await _reads(home, clock, column) == "refused", changed.hex()
    puts(sealed)
    assert await _reads(home, clock, column) == "read"
