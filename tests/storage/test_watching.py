"""What the watch finds, from beside and without keys, in a database of each engine."""

from dataclasses import replace

from bot.domain.case import CaseState
from bot.domain.dues import JOURNAL, PROCESS, STAFF, DueKind
from bot.domain.effects import Ring
from bot.domain.ids import HOUR, MINUTE, SECOND, ChatId, OfficerId, after
from bot.domain.people import Chat
from bot.domain.triage import Level
from storage.database import Database
from storage.engine import Stand
from storage.watching import Findings, look
from tests.storage.conftest import Clock, Home
from tests.storage.samples import NOW, case, chat

WELL = Findings(0, 0, 0, 0)


async def _looked(home: Home, later: int = 0) -> Findings:
    beside = home.engine()
    await beside.open(Stand.BESIDE)
    try:
        return await look(beside, after(NOW, later))
    finally:
        await beside.close()


def _known() -> Chat:
    return chat()


async def test_a_case_that_rings_is_well_and_one_that_nobody_has_and_that_does_not_is_found(
    database: Database, home: Home
) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(case())
    assert (await _looked(home)).found() == {"quiet": 1}
    async with database.transaction() as ledger:
        await ledger.dues.set(DueKind.RING, case().id, after(NOW, MINUTE))
    assert await _looked(home) == WELL


async def test_a_case_that_somebody_has_needs_no_ring_whatever_its_state_one_that_nobody_has_does(
    database: Database, home: Home
) -> None:
    async with database.transaction() as ledger:
        await ledger.cases.add(replace(case(), state=CaseState.ACCEPTED, owner=OfficerId("hana")))
    assert await _looked(home) == WELL
    async with database.transaction() as ledger:
        await ledger.cases.keep(replace(await ledger.cases.load(case().id), owner=None))
    assert (await _looked(home)).found() == {"quiet": 1}


async def test_a_case_at_l1_whose_next_ring_is_hours_ahead_is_quiet(database: Database, home: Home) -> None:
    for level, quiet in ((Level.L1, 1), (Level.L3, 0)):
        async with database.transaction() as ledger:
            if level is Level.L1:
                await ledger.cases.add(replace(case(), level=level))
            else:
                await ledger.cases.keep(replace(await ledger.cases.load(case().id), level=level))
            await ledger.dues.set(DueKind.RING, case().id, after(NOW, 4 * HOUR))
        assert (await _looked(home)).quiet == quiet


async def test_a_ring_that_is_tried_again_and_again_is_stuck_as_well(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(_known())
        await ledger.cases.add(replace(case(), state=CaseState.ACCEPTED, owner=OfficerId("hana")))
        await ledger.outbox.put(Ring(ChatId("chat-1"), case().id, urgent=True), NOW)
    for seconds in range(0, 600, 30):
        async with database.transaction() as ledger:
            (head,) = await ledger.outbox.heads(after(NOW, seconds * SECOND))
            leased = await ledger.outbox.lease(head.id)
            assert leased is not None
            await ledger.outbox.again(leased, after(NOW, (seconds + 30) * SECOND), False, 0)
    assert (await _looked(home, 10 * MINUTE)).stuck == 1


async def test_a_ring_is_late_after_ten_seconds_and_a_pulse_that_stops_is_found(
    database: Database, home: Home
) -> None:
    async with database.transaction() as ledger:
        await ledger.dues.set(DueKind.RING, "case-1", NOW)
    assert (await _looked(home, 9 * SECOND)).late == 0
    assert (await _looked(home, 11 * SECOND)).late == 1
    async with database.transaction() as ledger:
        await ledger.dues.clear(DueKind.RING, "case-1")
        await ledger.dues.clear(DueKind.ANCHOR, JOURNAL)
        await ledger.dues.clear(DueKind.HYGIENE, STAFF)
        await ledger.dues.set(DueKind.PULSE, PROCESS, NOW)
        await ledger.dues.set(DueKind.SCOUR, "database", after(NOW, -HOUR))
    assert (await _looked(home, MINUTE)).late == 1


async def test_a_ring_that_does_not_go_out_is_stuck(database: Database, home: Home) -> None:
    async with database.transaction() as ledger:
        await ledger.chats.add(_known())
        await ledger.cases.add(replace(case(), state=CaseState.ACCEPTED, owner=OfficerId("hana")))
        await ledger.outbox.put(Ring(ChatId("chat-1"), case().id, urgent=True), NOW)
    assert (await _looked(home, MINUTE)).stuck == 0
    assert (await _looked(home, 3 * MINUTE)).stuck == 1


async def test_what_was_kept_and_not_worked_on_is_found(database: Database, home: Home, clock: Clock) -> None:
    async with database.transaction() as ledger:
        await ledger.inbox.add(7, "lane", b"{}", clock.now())
    assert (await _looked(home, 20 * SECOND)).unheard == 0
    assert (await _looked(home, 40 * SECOND)).unheard == 1
