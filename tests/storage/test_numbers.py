"""What numbers are made of: instants and codes in the clear, coarse counts sealed, on both engines."""

from dataclasses import replace

from bot.domain.case import CaseState, Closing, First
from bot.domain.figures import Figure, Tally
from bot.domain.ids import DAY, HOUR, MINUTE, CaseId, OfficerId, after
from bot.domain.numbers import Period
from bot.domain.report import Reached
from bot.domain.retention import Part
from bot.domain.triage import Level
from storage.database import Database
from tests.storage.conftest import Home
from tests.storage.samples import NOW, case

PERIOD = Period(NOW, after(NOW, DAY))
ONE = CaseId("case-1")
FIRST = First(after(NOW, 2 * MINUTE), Level.L1, after(NOW, 5 * MINUTE))


async def test_only_cases_of_the_period_are_measured_and_no_drill(database: Database) -> None:
    opened = ((1, NOW), (2, after(NOW, DAY)), (3, after(NOW, -1)), (4, NOW))
    async with database.transaction() as ledger:
        for number, at in opened:
            one = replace(case(number, f"chat-{number}"), opened_at=at, drill=number == 4)
            await ledger.cases.add(one)
        assert [one.id for one in await ledger.cases.measured(PERIOD)] == [ONE]


async def test_what_is_measured_stays_when_the_record_is_destroyed(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(replace(case(), opened_at=NOW, cried_at=after(NOW, -MINUTE)))
        known = await ledger.cases.load(ONE)
        closed = replace(
            known,
            state=CaseState.CLOSED,
            closing=Closing.ESCAPED,
            closed_at=after(NOW, HOUR),
            first=FIRST,
            answered_at=after(NOW, 3 * MINUTE),
            delivered_at=NOW,
        )
        await ledger.cases.keep(closed)
        assert (await ledger.cases.load(ONE)).first == FIRST
        await ledger.cases.destroy(ONE, Part.RECORD)
        (one,) = await ledger.cases.measured(PERIOD)
    assert (one.cried_at, one.delivered_at, one.taken_at) == (after(NOW, -MINUTE), NOW, FIRST.at)
    assert (one.level, one.due_at, one.answered_at) == (Level.L1, FIRST.due_at, after(NOW, 3 * MINUTE))
    assert (one.closing, one.closed_at) == (Closing.ESCAPED, after(NOW, HOUR))


async def test_when_a_case_was_passed_on_and_safe_is_read_from_the_journal(database: Database) -> None:
    kim = OfficerId("kim")
    done = (
        *(("taken", ""), ("handed over", "give"), ("handed over", "refer"), ("handed over", "refer")),
        *(("state", "verifying"), ("state", "safe"), ("state", "safe")),
    )
    async with database.transaction() as ledger:
        await ledger.cases.add(replace(case(), opened_at=NOW))
        for minute, (deed, note) in enumerate(done, 1):
            await ledger.journal.append(deed, after(NOW, minute * MINUTE), ONE, kim, note)
        found = await ledger.cases.reached(PERIOD)
    assert found == {ONE: Reached(after(NOW, 3 * MINUTE), after(NOW, 6 * MINUTE))}


async def test_counts_add_up_and_nobody_reads_them_from_the_file(database: Database, home: Home) -> None:
    values = ((Figure.NATION, "canary-nation"), (Figure.SEX, "female"))
    for _ in range(2):
        async with database.transaction() as ledger:
            await ledger.tallies.add("2026-09", values)
    async with database.transaction() as ledger:
        assert await ledger.tallies.of("2026-09") == Tally().plus([values, values])
        assert await ledger.tallies.of("2026-10") == Tally()
    assert b"canary-nation" not in home.bytes()


async def test_old_counts_go_with_their_key(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        for month in ("2024-08", "2024-09"):
            await ledger.tallies.add(month, ((Figure.SEX, "male"),))
        await ledger.tallies.forget("2024-09")
    assert [tuple(row) for row in home.outside("SELECT month FROM tallies")] == [("2024-09",)]
    keys = home.outside("SELECT COUNT(*) FROM data_keys WHERE purpose = 'tally'")
    assert [tuple(row) for row in keys] == [(1,)]


async def test_two_who_count_at_once_lose_nothing(database: Database) -> None:
    async with database.transaction() as ledger:
        await ledger.tallies.add("2026-09", ((Figure.SEX, "male"),))
        late = await ledger.tallies.work.run(
            "tally_keep", month="2026-09", key_id="other", version=0, sealed=b"older"
        )
        assert late is None, "whoever read it before somebody else counted begins anew"
        assert (await ledger.tallies.of("2026-09")).counts == ((Figure.SEX, "male", 1),)
