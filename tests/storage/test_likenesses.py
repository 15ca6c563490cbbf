"""Cases that have a number, a passport, a file or a name in common are found by it, as long as they are kept."""

from dataclasses import replace

import pytest

from bot.domain.ids import CaseId
from bot.domain.likeness import Likeness, file, name_and_birth, passport, phone
from bot.domain.retention import Part
from storage.database import Database
from storage.rotation import reindex, rotate_index
from tests.storage.conftest import Clock, Home
from tests.storage.samples import case

ONE, TWO = CaseId("case-1"), CaseId("case-2")
MARKS = [phone("+855 12 345 678"), passport("M12345678"), file("ab" * 32), name_and_birth("Kim Mina", 2001)]


@pytest.fixture
async def two(database: Database) -> Database:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
        await ledger.cases.add(replace(case(2, "chat-2")))
    return database


async def cases(database: Database, mark: Likeness) -> list[CaseId]:
    async with database.transaction() as ledger:
        return await ledger.likenesses.cases_with(mark)


async def note(database: Database, of: CaseId, mark: Likeness) -> None:
    async with database.transaction() as ledger:
        await ledger.likenesses.note(of, mark)


@pytest.mark.parametrize("mark", MARKS, ids=["phone", "passport", "file", "name and birth"])
async def test_both_cases_are_found_and_nothing_is_written_in_the_clear(
    two: Database, home: Home, mark: Likeness
) -> None:
    assert await cases(two, mark) == []
    for of in (ONE, TWO, ONE):
        await note(two, of, mark)
    assert await cases(two, mark) == [ONE, TWO]
    assert mark.value.reveal().encode() not in home.bytes()


async def test_the_same_letters_of_another_kind_are_something_else(two: Database) -> None:
    number = phone("85512345678")
    same = passport("85512345678")
    assert number
    assert same
    await note(two, ONE, number)
    assert await cases(two, same) == []


async def test_after_a_change_of_the_index_key_they_are_found_as_before(two: Database, home: Home) -> None:
    for mark in MARKS:
        assert mark
        await note(two, ONE, mark)
    before = home.outside("SELECT address FROM likenesses")
    await rotate_index(two, lambda _: None)
    assert not set(before) & set(home.outside("SELECT address FROM likenesses"))
    for mark in MARKS:
        assert mark
        assert await cases(two, mark) == [ONE]


async def test_when_the_contact_of_a_case_is_destroyed_it_is_not_found_any_more(two: Database, home: Home) -> None:
    mark = MARKS[0]
    assert mark
    await note(two, ONE, mark)
    await note(two, TWO, mark)
    async with two.transaction() as ledger:
        await ledger.cases.destroy(ONE, Part.CONTACT)
    assert await cases(two, mark) == [TWO]
    assert home.outside("SELECT case_id FROM likenesses") == [("case-2",)]


async def test_a_new_index_key_is_the_newest_where_the_clock_went_back(
    two: Database, home: Home, clock: Clock
) -> None:
    ((before,),) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'index'")
    clock.at -= 3_600_000
    await rotate_index(two, lambda _: None)
    ((after,),) = home.outside("SELECT key_id FROM data_keys WHERE purpose = 'index'")
    assert after != before


async def test_noted_under_the_old_and_the_new_index_key_it_is_found_once_and_the_change_ends(
    two: Database, home: Home
) -> None:
    number = phone("85512345678")
    assert number
    await note(two, ONE, number)
    async with two.transaction() as ledger:
        await ledger.keys.new("index")
    await note(two, ONE, number)
    await note(two, TWO, number)
    assert home.outside("SELECT count(*) FROM likenesses") == [(3,)]
    await reindex(two, lambda _: None)
    assert await cases(two, number) == [ONE, TWO]
    assert home.outside("SELECT count(*) FROM likenesses") == [(2,)]
    assert home.outside("SELECT count(*) FROM data_keys WHERE purpose = 'index'") == [(1,)]
