"""A year of cases, wound forward: outages, stalls and clocks that jump; every rung rings in time and once."""

from __future__ import annotations

import heapq
import os
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.dues import STAFF, DueKind
from bot.domain.effects import Effect, Ring
from bot.domain.escalation import LADDERS
from bot.domain.events import CaseTaken, Gesture, GestureMade, Origin, WordsArrived
from bot.domain.ids import DAY, HOUR, MINUTE, SECOND, CaseId, Instant
from bot.domain.people import ChatKind
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.tick import CALM, _happen, ring_due
from tests.use_cases.desk import AtDesk, at_desk
from tests.use_cases.wound import Wound

FEW = int(os.environ.get("YEAR_CASES", "10"))
MANY = int(os.environ.get("YEAR_CASES", "10000"))
EACH = 100
"""Cases of one year in the long test."""
STARTS = round(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
YEAR, QUARTER = 365 * DAY, 250
IN_TIME = 5 * SECOND
WORDS = (
    "I am locked in",
    "they beat me every day",
    "is this job offer real?",
    "my brother does not answer",
    "help",
)
WITHIN = (45, 40, 12, 3)
"""Of a hundred times somebody does something: within seconds, minutes, an hour, half a day of rings."""
OWNERS = ("owner", "on_duty", "backup", "off_duty")


class Year:
    """One desk, many people, one process that is away now and then, and a clock that cannot be trusted."""

    def __init__(self, desk: AtDesk, clock: Wound, seed: int, count: int) -> None:
        self.desk, self.clock, self.dice = desk, clock, random.Random(seed)
        self.planned: list[tuple[int, int, Callable[[], Awaitable[None]]]] = []
        self.back_at = clock.true
        self.rungs = self.late = 0
        for number in range(count):
            account = 720_000_000 + number
            self._plan(STARTS + self.dice.randrange(YEAR - 4 * DAY), partial(self._cries, account))
        for _ in range(12):
            self._plan(STARTS + self.dice.randrange(YEAR), self._breaks)

    def _plan(self, at: int, what: Callable[[], Awaitable[None]]) -> None:
        heapq.heappush(self.planned, (at, len(self.planned) + self.dice.getrandbits(40), what))

    async def goes_by(self) -> None:
        while self.planned or self.clock.true < STARTS + YEAR:
            coming = self.planned[0][0] if self.planned else STARTS + YEAR
            if await self._rings_before(coming):
                continue
            self.clock.true = max(self.clock.true, coming)
            self.clock.answered()
            if self.planned:
                _, _, what = heapq.heappop(self.planned)
                await what()
                await self._next_rings()
            else:
                break
        await self._until_nothing_is_due()
        now = self.desk.inbox.world.now()
        assert not await self.desk.rows(
            f"SELECT kind, subject FROM dues WHERE due_at <= {now} AND kind <> 'scour'"
        )

    async def _rings_before(self, coming: int) -> bool:
        """The next due row before what is planned, when it is due; False if there is none."""
        ((due_at,),) = await self.desk.rows("SELECT min(due_at) FROM dues WHERE kind <> 'scour'")
        assert isinstance(due_at, int)
        wait = max(0, due_at - self.desk.inbox.world.now())
        if self.clock.true + wait >= coming:
            return False
        self.clock.true += wait + self.dice.randrange(QUARTER)
        self.clock.answered()
        await self._until_nothing_is_due()
        return True

    async def _until_nothing_is_due(self) -> None:
        """As the tick does, four times a second."""
        for _ in range(200):
            now = self.desk.inbox.world.now()
            sql = f"SELECT kind, subject, due_at FROM dues WHERE due_at <= {now} AND kind <> 'scour'"
            due = await self.desk.rows(sql)
            if not due:
                return
            rings = [(str(subject), int(str(at))) for kind, subject, at in due if kind == "ring"]
            before = [(await self._load(subject), at) for subject, at in rings]
            await ring_due(self.desk.inbox)
            effects = await self.desk.effects()
            for case, at in before:
                self._in_time(at)
                await self._rang_once(case, at, effects)
            for kind in [one for one in CALM if one in {str(row[0]) for row in due}]:
                await _happen(self.desk.inbox, kind, CALM[kind])
            await self.desk.effects()
            self.clock.true += QUARTER
        raise AssertionError(f"it never ends: {due}")

    def _in_time(self, at: int) -> None:
        """By Telegram's clock: as the row says, or as soon as there was somebody again."""
        self.rungs += 1
        if at < self.back_at:
            self.late += 1
        assert self.clock.true <= max(at, self.back_at) + IN_TIME, (self.clock.true - at, self.back_at - at)
        assert self.clock.true >= at - SECOND, "nobody is rung before the time"

    async def _rang_once(self, before: Case, at: int, effects: list[Effect]) -> None:
        after, ladder = await self._load(before.id), LADDERS[before.level]
        rung, count = before.rung, len(ladder.rungs)
        assert before.owner is None
        planned = before.ladder_from + (ladder.rungs[rung].after_ms if rung < count else ladder.rungs[-1].after_ms)
        assert at == planned if rung < count else (at - planned) % ladder.again_ms == 0, (rung, at - planned)
        assert after.rung == rung + 1, "none is skipped, none is rung twice"
        chats = [one.chat for one in effects if isinstance(one, Ring) and one.case == before.id]
        assert chats, "somebody is rung"
        assert len(chats) == len(set(chats)), "nobody is rung twice at once"
        await self._next_ring(after)

    async def _next_ring(self, case: Case) -> None:
        """The row of a case that nobody has says when its rung is to ring."""
        rows = await self.desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{case.id}'")
        if case.owner is not None or case.state is CaseState.CLOSED:
            assert not rows
            return
        ((due_at,),) = rows
        ladder, now = LADDERS[case.level], self.desk.inbox.world.now()
        assert isinstance(due_at, int)
        if case.rung < len(ladder.rungs):
            assert due_at == case.ladder_from + ladder.rungs[case.rung].after_ms
        else:
            last = case.ladder_from + ladder.rungs[-1].after_ms
            assert (due_at - last) % ladder.again_ms == 0
            # What comes due at this very instant rings with the next tick.
            assert now <= due_at <= now + ladder.again_ms

    async def _next_rings(self) -> None:
        for (id,) in await self.desk.rows("SELECT id FROM cases WHERE state <> 'closed'"):
            case = await self._load(str(id))
            if case.owner is None:
                await self._next_ring(case)

    async def _load(self, id: str) -> Case:
        async with self.desk.database.transaction() as ledger:
            return await ledger.cases.load(CaseId(id))

    async def _cries(self, account: int) -> None:
        whose = Private(account)
        self.desk.sent += 1
        origin = Origin(whose, ChatKind.PRIVATE, whose, self.desk.sent, self.desk.inbox.world.now(), "en")
        if self.dice.random() < 0.4:
            await self.desk.happens(GestureMade(origin, Gesture.SOS))
        else:
            await self.desk.happens(WordsArrived(origin, Private(self.dice.choice(WORDS))))
        async with self.desk.database.transaction() as ledger:
            chat = await ledger.chats.by_telegram(whose)
            case = await ledger.cases.open_of(chat.id) if chat else None
        if case is not None:
            self._later(case.id, self._takes)
            if self.dice.random() < 0.9:
                self._plan(self.clock.true + self.dice.randrange(8 * MINUTE), self._breaks)
            if self.dice.random() < 0.2:
                self._plan(self.clock.true + self.dice.randrange(HOUR), partial(self._cries, account))

    def _later(self, id: CaseId, what: Callable[[CaseId], Awaitable[None]]) -> None:
        (soon,) = self.dice.choices([20 * SECOND, 4 * MINUTE, HOUR, 12 * HOUR], WITHIN)
        self._plan(self.clock.true + self.dice.randrange(soon), partial(what, id))

    async def _takes(self, id: CaseId) -> None:
        """Somebody has it; then it is closed, or nothing is done and it waits again, or somebody leaves it."""
        case = await self._load(id)
        if case.state is CaseState.CLOSED:
            return
        if case.owner is None:
            await self.desk.happens(CaseTaken(self.desk.origin(self.dice.choice(OWNERS), press=True), case.code))
            taken = await self._load(id)
            await self._next_ring(taken)
        self._later(id, self.dice.choice([self._closes, self._closes, self._leaves]))

    async def _leaves(self, id: CaseId) -> None:
        """Who has it is paused: the ladder begins again at once."""
        case = await self._load(id)
        if case.state is CaseState.CLOSED:
            return
        if case.owner is not None:
            await self.desk.changes("admin", Deed.PERSON, f"pause {case.owner.title()} at Cambodia")
            assert (await self._load(id)).owner is None
            await self.desk.changes("admin", Deed.PERSON, f"resume {case.owner.title()} at Cambodia")
        self._later(id, self._takes)

    async def _closes(self, id: CaseId) -> None:
        case = await self._load(id)
        if case.owner is None:
            self._later(id, self._takes)
        elif case.state is not CaseState.CLOSED:
            await self.desk.commands(case.owner, Deed.CLOSE, f"{case.code} escaped: at the embassy")
            assert (await self._load(id)).state is CaseState.CLOSED

    async def _breaks(self) -> None:
        """The process is away, or stands still, or the machine's clock jumps; or two of these at once."""
        away = self.dice.choice([0, 30 * SECOND, *[self.dice.randrange(10 * HOUR)] * 2])
        if self.dice.random() < 0.6 or not away:
            self.clock.wrong = self.dice.choice([0, 1, -1]) * self.dice.randrange(MINUTE, 2 * DAY)
        self.clock.true += away
        if away > 30 * SECOND:
            self.clock.starts_again()
        # The bot has introduced itself, or asked for what is new: Telegram said twice what time it is.
        self.clock.answered()
        self.clock.true += SECOND
        self.clock.answered()
        self.back_at = self.clock.true
        await self._until_nothing_is_due()


async def _year(folder: Path, seed: int, count: int) -> Year:
    clock = Wound(STARTS)
    clock.answered()
    async with at_desk(folder, clock) as desk:
        await desk.commands("owner", Deed.CLOSE, f"{(await desk.case()).code} escaped: at the embassy")
        await desk.effects()
        async with desk.database.transaction() as ledger:
            # What tidies the chats of staff, every few minutes of a year, has nothing to do with rings.
            await ledger.dues.clear(DueKind.HYGIENE, STAFF)
        year = Year(desk, clock, seed, count)
        try:
            await year.goes_by()
        except AssertionError as error:
            raise AssertionError(f"year {seed}: {error}") from error
        return year


async def test_invariant_4_in_a_year_every_rung_rings_in_time_and_once(tmp_path: Path) -> None:
    year = await _year(tmp_path, 1, FEW)
    assert year.rungs > FEW
    assert year.late, "some came due while nobody served"


@pytest.mark.torture
@pytest.mark.timeout(24 * 3_600)
@pytest.mark.parametrize("part", range(-(-MANY // EACH)))
async def test_invariant_4_in_a_hundred_years_every_rung_rings_in_time_and_once(tmp_path: Path, part: int) -> None:
    year = await _year(tmp_path, 1_000 + part, min(EACH, MANY))
    assert year.rungs > EACH or MANY < EACH


def test_the_answer_times_are_those_of_the_house() -> None:
    assert Instant(IN_TIME) == 5 * SECOND
