"""Invariant 4, with everything against it at once: an L1 case that nobody has always has a next ring, and soon."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from bot.domain.effects import Ring, Tell
from bot.domain.events import ChatLost, Gesture, GestureMade, ProposalAnswered
from bot.domain.ids import MINUTE, SECOND, DeskId, Instant
from bot.domain.roles import Deed
from bot.domain.triage import Level
from bot.inbox import Inbox
from bot.ports import Unkept
from bot.tick import calm_due, ring_due
from storage.database import open_database
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.sqlite import Sqlite
from tests.use_cases.desk import OFFICERS, AtDesk, at_desk
from tests.use_cases.wound import Wound

AGAINST = ("empty roster", "blocked officer", "kicked bot", "429", "deleted desk", "restart", "locked database")
SUBSETS = [frozenset(some) for size in range(len(AGAINST) + 1) for some in combinations(AGAINST, size)]
LASTS, STEP, SOON = 30 * MINUTE, 30 * SECOND, 5 * MINUTE
BEGINS = round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000)
EVERYONE_BY = 10 * MINUTE
"""By then the ladder has rung everyone."""


class Night:
    """One desk on which things go wrong, one after the other, while a case waits."""

    def __init__(self, desk: AtDesk, clock: Wound, against: frozenset[str], seed: int) -> None:
        self.desk, self.clock, self.against = desk, clock, against
        self.dice = random.Random(seed)
        # Each before the cry, or at some moment of the first quarter of an hour after it.
        self.at = {one: self.dice.choice([-1, self.dice.randrange(15 * MINUTE)]) for one in sorted(against)}
        self.rang: dict[str, list[int]] = {}
        self.frees_at = -1
        self.lock: sqlite3.Connection | None = None

    async def goes_by(self) -> None:
        for one in sorted(self.against):
            if self.at[one] < 0:
                await self._goes_wrong(one)
        if self.lock is not None:
            self._frees()
        await self.desk.happens(GestureMade(self.desk.origin("stranger"), Gesture.SOS))
        assert (await self.desk.case("stranger")).level is Level.L1
        for passed in range(0, LASTS + 1, STEP):
            self.clock.true = BEGINS + passed
            for one in sorted(self.against):
                if passed - STEP < self.at[one] <= passed and self.at[one] >= 0:
                    await self._goes_wrong(one)
            await self._ticks()
            self._has_a_next_ring()
        case = await self.desk.case("stranger")
        assert case.owner is None
        heard = [at for chat, times in self.rang.items() if self._hears(chat) for at in times]
        delayed = 5 * MINUTE if self.against & {"restart", "locked database"} else 0
        assert any(at <= BEGINS + EVERYONE_BY + delayed for at in heard), self.rang
        assert max(heard) >= BEGINS + LASTS - SOON - delayed

    def _hears(self, chat: str) -> bool:
        return chat == "chat-admin" or ("429" not in self.against and chat == "chat-on_duty")

    async def _ticks(self) -> None:
        if self.lock is not None and self.clock.true >= self.frees_at:
            self._frees()
        if self.clock.true < self.frees_at and self.lock is None:
            return  # Nobody serves: the process is being started again.
        try:
            for one, happen in (("=", ring_due), ("<>", calm_due)):
                # What the tick asks first; without it nothing happens.
                if self._read(f"SELECT 1 FROM dues WHERE kind {one} 'ring' AND due_at <= {self.clock.true}"):
                    await happen(self.desk.inbox)
        except Unkept:
            assert self.lock is not None
            return
        if self.lock is None:
            await self._sends()

    async def _sends(self) -> None:
        """As the courier does; a chat that Telegram holds back waits, and nobody else."""
        held_back = "429" in self.against and self.clock.true - BEGINS >= self.at["429"]
        rows = self._read("SELECT id FROM outbox WHERE state IN ('due', 'held')")
        if not rows:
            return
        async with self.desk.database.transaction() as ledger:
            for (row,) in rows:
                leased = await ledger.outbox.lease(str(row))
                if leased is None:
                    continue
                if isinstance(leased.effect, Ring):
                    if held_back and leased.effect.chat == "chat-on_duty":
                        await ledger.outbox.again(leased, Instant(self.clock.true + MINUTE), False, 0)
                        continue
                    self.rang.setdefault(leased.effect.chat, []).append(self.clock.true)
                await ledger.outbox.end(leased.id, "sent", self.desk.inbox.world.now())

    def _has_a_next_ring(self) -> None:
        waiting = self._read("SELECT id FROM cases WHERE owner IS NULL AND state <> 'closed'")
        assert len(waiting) == 1
        ((due_at,),) = self._read(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{waiting[0][0]}'")
        assert isinstance(due_at, int)
        assert due_at <= self.clock.true + SOON, (self.clock.true - BEGINS, due_at - BEGINS)

    def _read(self, sql: str) -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(f"file:{self.desk.path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    async def _goes_wrong(self, what: str) -> None:
        if self.lock is not None and what != "locked database":
            self._frees()
        match what:
            case "empty roster":
                told = await self.desk.commands("admin", Deed.ROTATE, "off from now at Cambodia")
                (shown,) = [
                    one.proposal for one in told if isinstance(one, Tell) and one.key == "preview.rotate_off"
                ]
                assert shown is not None
                await self.desk.happens(ProposalAnswered(self.desk.origin("admin", press=True), shown, True))
            case "blocked officer":
                for one in ("on_duty", "backup", "supervisor"):
                    await self.desk.happens(ChatLost(self.desk.origin(one)))
            case "kicked bot":
                await self.desk.happens(ChatLost(self.desk.origin("owner", group=True)))
            case "deleted desk":
                await self._deletes()
            case "restart":
                await self._starts_again()
            case "locked database":
                self.lock = sqlite3.connect(self.desk.path, isolation_level=None)
                self.lock.execute("BEGIN IMMEDIATE")
                self.frees_at = self.clock.true + self.dice.randrange(10, 240) * SECOND
            case _:
                pass  # 429: from now on the duty's chat is held back.

    async def _deletes(self) -> None:
        """As far as a desk can go: nobody is left at it, and its group is none any more."""
        for one in OFFICERS:
            if one != "owner":
                await self.desk.changes("admin", Deed.PERSON, f"remove {one.title()} at Cambodia")
        async with self.desk.database.transaction() as ledger:
            for row in await ledger.desks.all():
                if row.id == DeskId("desk"):
                    await ledger.desks.keep(replace(row, chat=None))

    async def _starts_again(self) -> None:
        await self.desk.database.close()
        self.frees_at = self.clock.true + self.dice.randrange(1, 240) * SECOND
        await _opened(self.desk)

    def _frees(self) -> None:
        if self.lock is not None:
            self.lock.close()
            self.lock = None
        self.frees_at = -1


async def _opened(desk: AtDesk) -> None:
    """As at a start; a lock is not waited for, since no time passes here."""
    old = desk.inbox
    engine = Sqlite(desk.path)
    desk.database = await open_database(engine, held(KeyEncryptionKey("k1", b"k" * 32)), old.world.now)
    assert engine._connection is not None
    await engine._connection.execute("PRAGMA busy_timeout = 0")
    await engine._connection.execute("PRAGMA synchronous = OFF")
    desk.inbox = Inbox(desk.database, old.world, old.house, old.patience)


PAIRS = [
    frozenset(one for place, one in enumerate(AGAINST, 1) if (place & row).bit_count() % 2) for row in range(8)
]
"""Eight nights on which any two of these are met in all four ways (an orthogonal array of strength two)."""


async def _tried(folder: Path, subsets: Sequence[frozenset[str]], seed: int) -> None:
    clock = Wound(BEGINS)
    async with at_desk(folder, clock) as desk:
        before = desk.path
        code = (await desk.case()).code
        await desk.commands("owner", Deed.CLOSE, f"{code} escaped: at the embassy")
        await desk.effects()
        await desk.database.close()
        for number, against in enumerate(subsets, seed):
            clock.true = BEGINS
            desk.path = folder / f"{number}.db"
            shutil.copy(before, desk.path)
            await _opened(desk)
            night = Night(desk, clock, against, number)
            try:
                await night.goes_by()
            except AssertionError as error:
                raise AssertionError(f"{sorted(against)}, {night.at}, seed {number}: {error}") from error
            await desk.database.close()
            desk.path.unlink()


async def test_invariant_4_whatever_goes_wrong_together_the_next_ring_is_five_minutes_away_at_most(
    tmp_path: Path,
) -> None:
    await _tried(tmp_path, [*PAIRS, frozenset(AGAINST)], 0)


@pytest.mark.torture
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("turn", range(20))
async def test_invariant_4_whenever_whatever_goes_wrong(tmp_path: Path, turn: int) -> None:
    """Every combination, each time at other moments and in another order."""
    await _tried(tmp_path, SUBSETS, turn * 1_000)


def test_every_combination_is_tried() -> None:
    assert len(set(SUBSETS)) == 2**7
    for one, other in combinations(AGAINST, 2):
        assert len({(one in row, other in row) for row in PAIRS}) == 4
