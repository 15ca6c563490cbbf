"""A desk with many cases moves from a file to a server: then every read answers the same."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.facts import Fact, Located, Reachable, Said
from bot.domain.ids import CaseId, ChatId, FactId, after
from bot.domain.likeness import phone
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.ports import Message, Purpose, Side
from storage.audit import first_broken
from storage.backup import copy
from storage.database import Database, open_database
from storage.engine import Engine
from storage.ledger import Ledger
from storage.rotation import check
from storage.sqlite import Sqlite
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import NOW, case, chat

TOGETHER = 250


async def _write(ledger: Ledger, number: int) -> None:
    met = chat(number)
    await ledger.chats.add(met)
    opened = case(number, met.id)
    await ledger.cases.add(opened)
    said = Said(Private(f"words of {number}"), number)
    place = Place(Private(10.0 + number / 1e6), Private(103.5), Fix.PIN)
    reach = Reachable(Private(f"+855 1{number:07}"), Private("Mina"), own=True)
    for place_in_line, value in enumerate((said, Located(place), reach)[: 1 + number % 3]):
        await ledger.facts.add(Fact(FactId(f"f-{number}-{place_in_line}"), opened.id, after(NOW, number), value))
    mark = phone(f"+855 1{number % 1000:07}")
    assert mark
    if number % 3 == 2:
        await ledger.likenesses.note(opened.id, mark)
    await ledger.messages.note(Message(met.id, number, Side.OURS, Purpose.SCREEN, NOW, opened.id))
    await ledger.journal.append("opened", NOW, opened.id)


async def _read(ledger: Ledger, number: int) -> list[Any]:
    """What the shelves say about one person, by every way to ask."""
    case_id, chat_id = CaseId(f"case-{number}"), ChatId(f"chat-{number}")
    mark = phone(f"+855 1{number % 1000:07}")
    assert mark
    loaded = await ledger.cases.load(case_id)
    return [
        loaded,
        await ledger.cases.by_code(loaded.code),
        await ledger.cases.open_of(chat_id),
        await ledger.facts.of(case_id),
        await ledger.chats.load(chat_id),
        await ledger.chats.by_telegram(chat(number).telegram),
        await ledger.messages.find(chat_id, number),
        await ledger.messages.of_case(case_id, Purpose.SCREEN),
        await ledger.likenesses.cases_with(mark) if number % 50 == 0 else [],
    ]


async def _answers(database: Database, count: int) -> AsyncIterator[list[Any]]:
    for first in range(1, count + 1, TOGETHER):
        async with database.transaction() as ledger:
            for number in range(first, min(first + TOGETHER, count + 1)):
                yield await _read(ledger, number)


async def _moved(source: Database, target: Engine) -> None:
    await target.open()
    await copy(source, target, NOW, lambda _: None)
    await target.close()


@pytest.mark.parametrize("home", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "count", [1_500, pytest.param(100_000, marks=[pytest.mark.torture, pytest.mark.timeout(3_600)])]
)
async def test_after_the_move_every_read_answers_the_same(
    home: Home, sqlite_home: Home, clock: Clock, count: int
) -> None:
    source = await open_database(Sqlite(sqlite_home.path), KEK, clock.now)
    for first in range(1, count + 1, TOGETHER):
        async with source.transaction() as ledger:
            for number in range(first, min(first + TOGETHER, count + 1)):
                await _write(ledger, number)
    await _moved(source, home.engine())
    target = await open_database(home.engine(), KEK, clock.now)
    there = _answers(target, count)
    compared = 0
    async for expected in _answers(source, count):
        assert await anext(there) == expected
        compared += 1
    assert compared == count
    assert await anext(there, None) is None  # and lets go of its transaction
    assert [one async for one in check(target, lambda _: None)] == []
    assert await first_broken(target, lambda _: None) is None
    await source.close()
    await target.close()
