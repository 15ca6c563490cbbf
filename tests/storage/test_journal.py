"""The journal cannot be changed by who has the file and not the key, without its being seen."""

import pytest

from bot.domain.ids import CaseId, OfficerId, after
from storage.audit import first_broken
from storage.database import Database
from tests.storage.conftest import Home
from tests.storage.samples import NOW


@pytest.fixture
async def written(database: Database) -> Database:
    """A journal with five entries."""
    async with database.transaction() as ledger:
        for number in range(1, 6):
            await ledger.journal.append(
                "rang", after(NOW, number), CaseId("case-1"), OfficerId("officer-1"), f"rung {number}"
            )
    return database


async def broken(database: Database) -> int | None:
    return await first_broken(database, lambda _: None)


async def test_an_untouched_journal_holds(written: Database, home: Home) -> None:
    assert await broken(written) is None
    assert [row[0] for row in home.outside("SELECT seq FROM journal ORDER BY seq")] == [1, 2, 3, 4, 5]


async def test_an_empty_journal_holds(database: Database) -> None:
    assert await broken(database) is None


async def test_it_goes_on_after_a_transaction_that_failed(written: Database) -> None:
    async def fails() -> None:
        async with written.transaction() as ledger:
            await ledger.journal.append("opened", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with written.transaction() as ledger:
        await ledger.journal.append("taken", NOW)
    assert await broken(written) is None


@pytest.mark.parametrize(
    "change",
    [
        "at = at + 1",
        "deed = 'taken'",
        "case_id = 'case-2'",
        "case_id = NULL",
        "officer = 'officer-2'",
        "officer = NULL",
        "note = ''",
        "chain = (SELECT mark FROM journal_tip)",
    ],
)
async def test_a_changed_entry_is_seen(written: Database, home: Home, change: str) -> None:
    home.outside(f"UPDATE journal SET {change} WHERE seq = 3")
    assert await broken(written) == 3


@pytest.mark.parametrize("gone", [1, 2, 4])
async def test_a_removed_entry_is_seen(written: Database, home: Home, gone: int) -> None:
    home.outside("DELETE FROM journal WHERE seq = ?", gone)
    assert await broken(written) == gone


async def test_a_removed_entry_is_seen_also_when_the_numbers_were_closed_up(written: Database, home: Home) -> None:
    home.outside("DELETE FROM journal WHERE seq = 3")
    home.outside("UPDATE journal SET seq = seq - 1 WHERE seq = 4")
    home.outside("UPDATE journal SET seq = seq - 1 WHERE seq = 5")
    assert await broken(written) == 3


async def test_entries_that_changed_places_are_seen(written: Database, home: Home) -> None:
    home.outside("UPDATE journal SET seq = 99 WHERE seq = 2")
    home.outside("UPDATE journal SET seq = 2 WHERE seq = 3")
    home.outside("UPDATE journal SET seq = 3 WHERE seq = 99")
    assert await broken(written) == 2


async def test_an_entry_that_was_put_in_is_seen(written: Database, home: Home) -> None:
    home.outside(
        "INSERT INTO journal SELECT 6, at, deed, case_id, officer, note, chain, key_id FROM journal WHERE seq = 5"
    )
    assert await broken(written) == 6


@pytest.mark.parametrize("place", [0, -1])
async def test_an_entry_that_was_put_before_the_first_is_seen(written: Database, home: Home, place: int) -> None:
    home.outside(
        f"INSERT INTO journal SELECT {place}, at, deed, case_id, officer, note, chain, key_id "
        "FROM journal WHERE seq = 5"
    )
    assert await broken(written) == 1


@pytest.mark.parametrize("kept", [4, 1, 0])
async def test_entries_cut_off_at_the_end_are_seen(written: Database, home: Home, kept: int) -> None:
    home.outside("DELETE FROM journal WHERE seq > ?", kept)
    assert await broken(written) is not None


async def test_a_journal_that_was_emptied_together_with_its_tip_is_seen(written: Database, home: Home) -> None:
    home.outside("DELETE FROM journal")
    home.outside("DELETE FROM journal_tip")
    assert await broken(written) is not None


async def test_a_forged_tip_is_seen(written: Database, home: Home) -> None:
    home.outside("DELETE FROM journal WHERE seq > 3")
    home.outside("UPDATE journal_tip SET seq = 3")
    assert await broken(written) is not None
    home.outside("UPDATE journal_tip SET mark = (SELECT chain FROM journal WHERE seq = 3)")
    assert await broken(written) is not None
    home.outside("DELETE FROM journal_tip")
    assert await broken(written) is not None
