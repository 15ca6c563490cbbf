"""Sixty days at a desk, with a backup each day: what was destroyed stays dead in all of them, the rest reads."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.domain.events import (
    CaseTaken,
    CommandGiven,
    MediaArrived,
    MediaHandedOver,
    Origin,
    PlaceArrived,
    WordsArrived,
)
from bot.domain.facts import Fact, Media, MediaKind
from bot.domain.ids import DAY, CaseId, ChatId, Instant
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.retention import Part, part_of
from bot.domain.roles import Deed
from bot.ports import House, Stamp, Unkept
from bot.tick import CALM
from bot.use_cases import react
from bot.world import ChanceDice
from storage.audit import first_broken
from storage.backup import back_up, restore
from storage.database import Database, open_database
from storage.engine import Stand
from storage.sqlite import Sqlite
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import DESK, NOW, officer

OFFICER, FIRST = 800_000_001, 710_000_000


@dataclass
class Days:
    """A desk whose clock is wound by hand, and the backups of each day."""

    database: Database
    clock: Clock
    folder: Path
    message: int = 0
    people: dict[int, CaseId] = field(default_factory=dict)
    dice: ChanceDice = field(default_factory=ChanceDice)

    def origin(self, account: int, press: str | None = None) -> Origin:
        self.message += 1
        return Origin(
            Private(account), ChatKind.PRIVATE, Private(account), self.message, self.clock.now(), press=press
        )

    async def happens(self, *events: object) -> None:
        house = House(frozenset({1}), ("en", "ko"), "desk_bot")
        for event in events:
            async with self.database.transaction() as ledger:
                await react(event, ledger, Stamp(self.clock.now(), self.dice, house))  # type: ignore[arg-type]

    async def opens(self) -> None:
        await self.happens(WordsArrived(self.origin(OFFICER), Private("hello")))
        async with self.database.transaction() as ledger:
            await ledger.desks.add(DESK)
            chat = await ledger.chats.by_telegram(Private(OFFICER))
            assert chat
            await ledger.officers.invite(officer(), Private("join-x"))
            await ledger.officers.keep(replace(officer(), chat=ChatId(chat.id)))

    async def somebody_cries(self, account: int) -> None:
        place = Place(Private(10.6), Private(103.5), Fix.PIN)
        await self.happens(
            WordsArrived(self.origin(account), Private(f"canary-{account}")),
            PlaceArrived(self.origin(account), place),
        )
        async with self.database.transaction() as ledger:
            chat = await ledger.chats.by_telegram(Private(account))
            assert chat
            case = await ledger.cases.open_of(chat.id)
            assert case
        self.people[account] = case.id
        await self.happens(CaseTaken(self.origin(OFFICER), case.code))

    async def closes(self, account: int) -> None:
        async with self.database.transaction() as ledger:
            case = await ledger.cases.load(self.people[account])
        arguments = Private(f"{case.code} returned home: she is at home")
        await self.happens(CommandGiven(self.origin(OFFICER), Deed.CLOSE, arguments, arguments))

    async def what_is_due(self) -> None:
        for kind, event in CALM.items():
            async with self.database.transaction() as ledger:
                due = await ledger.dues.due(kind, self.clock.now())
            await self.happens(*(event(subject, at) for subject, at in due))

    @property
    def keys(self) -> Path:
        return self.folder / "apart.keys"

    def data(self, day: int) -> Path:
        return self.folder / f"day-{day:02}.backup"


async def _facts(database: Database, case: CaseId) -> list[Fact]:
    async with database.transaction() as ledger:
        return list(await ledger.facts.of(case))


@pytest.fixture
async def days(database: Database, clock: Clock, tmp_path: Path) -> Days:
    made = Days(database, clock, tmp_path)
    await made.opens()
    return made


async def _live(days: Days, home: Home, on: Sequence[int]) -> dict[int, dict[CaseId, list[Fact]]]:
    """Live these days; what stood in each case on the evening of each of them."""
    stood: dict[int, dict[CaseId, list[Fact]]] = {}
    for place, day in enumerate(on):
        days.clock.at = NOW + day * DAY
        await days.what_is_due()
        await days.somebody_cries(FIRST + day)
        if place and place % 3:
            await days.closes(FIRST + on[place - 1])
        beside = await open_database(home.engine(), KEK, days.clock.now, stand=Stand.BESIDE)
        await back_up(beside, days.data(day), days.keys, days.clock.now(), lambda _: None)
        await beside.close()
        stood[day] = {case: await _facts(days.database, case) for case in days.people.values()}
    return stood


async def _again(days: Days, day: int) -> AsyncIterator[Database]:
    path = days.folder / f"again-{day}" / "desk.db"
    engine = Sqlite(path)
    await engine.open()
    await restore(engine, KEK, days.data(day), days.keys, days.clock.now(), lambda _: None)
    await engine.close()
    opened = await open_database(Sqlite(path), KEK, days.clock.now)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.torture)])
async def test_every_purged_case_is_dead_in_each_days_backup_and_every_live_one_reads(
    days: Days, home: Home, every: int
) -> None:
    stood = await _live(days, home, range(60))
    now = stood[59]
    assert {len(facts) for facts in now.values()} >= {0, 2, 3}  # wholly dead, without words, whole
    for day in range(0, 60, every):
        async for again in _again(days, day):
            for case, then in stood[day].items():
                alive = {part_of(fact.value) for fact in now[case]}
                assert await _facts(again, case) == [one for one in then if part_of(one.value) in alive], case
            assert await first_broken(again, lambda _: None) is None
            await _who_is_found(days, again, day)


async def _who_is_found(days: Days, again: Database, day: int) -> None:
    """Whoever is forgotten is not found by their account either; the others are."""
    for account in list(days.people)[: day + 1]:
        async with days.database.transaction() as ledger:
            known = await ledger.chats.by_telegram(Private(account))
        async with again.transaction() as ledger:
            assert (await ledger.chats.by_telegram(Private(account)) is None) == (known is None)


async def test_with_todays_keys_the_bytes_of_an_old_backup_tell_nothing_of_the_dead(
    days: Days, home: Home
) -> None:
    on = (*range(0, 24, 4), 59)
    await _live(days, home, on)
    async for again in _again(days, 20):
        async with again.snapshot() as engine:
            rows = [str(dict(row)) async for row in engine.stream("SELECT * FROM facts")]
        cases = {case for case in days.people.values() if any(case in row for row in rows)}
        dead = {
            days.people[FIRST + day]
            for day in on
            if day < 20 and not await _facts(days.database, _case(days, day))
        }
        assert dead
        assert not cases & dead


def _case(days: Days, day: int) -> CaseId:
    return days.people[FIRST + day]


async def test_a_case_that_was_closed_since_the_backup_does_not_ring_again(days: Days, home: Home) -> None:
    assert await _live(days, home, (0, 1, 2, 59))
    async for again in _again(days, 1):
        async with again.transaction() as ledger:
            gone = await ledger.cases.load(days.people[FIRST])
            assert gone.state.value == "closed"
            assert gone.rules == ()
        days.clock.at = Instant(days.clock.at + DAY)


async def test_a_case_whose_record_is_over_is_nobodys(days: Days, home: Home) -> None:
    whose = "SELECT requester, owner FROM cases WHERE id = ?"
    await _live(days, home, (0, 1, 2, 3, 59))
    (living,) = home.outside(whose, _case(days, 59))
    assert living[1] == "officer-1"
    (dead,) = home.outside(whose, _case(days, 1))
    assert dead == ("", None)
    async for _ in _again(days, 1):
        (restored,) = Home(days.folder / "again-1" / "desk.db").outside(whose, _case(days, 1))
        assert restored == ("", None)


async def test_a_picture_that_did_not_come_through_is_not_forgotten_before_the_owner_has_it(days: Days) -> None:
    await days.somebody_cries(FIRST)
    case = days.people[FIRST]
    for name in ("one", "two"):
        photo = Media(MediaKind.PHOTO, Private(f"file-{name}"), 1)
        await days.happens(MediaArrived(days.origin(FIRST), photo))
    seen, unseen = (fact.id for fact in await _facts(days.database, case) if isinstance(fact.value, Media))
    await days.happens(MediaHandedOver(case, seen))
    days.clock.at += 8 * DAY
    await days.what_is_due()
    assert {seen, unseen} <= {fact.id for fact in await _facts(days.database, case)}
    await days.happens(MediaHandedOver(case, unseen), MediaHandedOver(case, unseen))
    days.clock.at += 8 * DAY
    await days.what_is_due()
    assert not any(isinstance(fact.value, Media) for fact in await _facts(days.database, case))


@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
async def test_a_destroyed_key_leaves_no_bytes_in_the_file_and_its_log(days: Days, home: Home) -> None:
    """PostgreSQL keeps the bytes of dead rows and its own log for a while: docs/decisions/0012 says so."""
    await days.somebody_cries(FIRST)
    sql = "SELECT wrapped, sealed FROM facts JOIN case_keys USING (case_id, part) JOIN data_keys USING (key_id)"
    of_her = f"{sql} WHERE case_id = ? AND part = ?"
    gone, kept = (
        [bytes(one) for row in home.outside(of_her, days.people[FIRST], part) for one in row]
        for part in ("words", "contact")
    )
    assert len(gone) == len(kept) == 2
    assert all(one in home.bytes() for one in gone + kept)
    async with days.database.transaction() as ledger:
        await ledger.cases.destroy(days.people[FIRST], Part.WORDS)
    reader = sqlite3.connect(home.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM facts").fetchone()
    with pytest.raises(Unkept, match="another program holds a lock"):
        await days.database.scour()
    assert any(one in home.bytes() for one in gone), "what is not done is not said to be done"
    reader.close()
    await days.database.scour()
    assert not any(one in home.bytes() for one in gone)
    assert all(one in home.bytes() for one in kept)
