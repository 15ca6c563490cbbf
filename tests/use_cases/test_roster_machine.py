"""Random decisions by the real commands on a real database: what is announced is held against painted rosters.

The rules alone are tried far more often in tests/domain/test_gaps.py; here all between is the program's own.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.dues import DueKind
from bot.domain.effects import Effect, Tell
from bot.domain.escalation import LADDERS
from bot.domain.events import ChatLost, CommandGiven, InviteOpened, Origin, ProposalAnswered
from bot.domain.ids import DAY, MINUTE, DeskId, Instant, OfficerId, after
from bot.domain.people import ChatKind
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import Roster
from bot.domain.triage import Level
from bot.tick import CALM, _happen
from bot.use_cases.ring import _targets, able_officers
from tests.domain.painted import DAYS, Said, Witness, gaps_in, painted
from tests.use_cases.desk import ACCOUNTS, OFFICERS, AtDesk, at_desk
from tests.use_cases.wound import Wound

FEW = int(os.environ.get("DESK_SEQUENCES", "4"))
MANY = int(os.environ.get("DESK_SEQUENCES", "2000"))
DESK = DeskId("desk")
ROWS = (DueKind.GAP, DueKind.TURN, DueKind.CHECKED_IN)
# In `/rotate` "backup" is a word of its own.
PEOPLE = tuple({"backup": "Second"}.get(name, name.title()) for name in OFFICERS)
ZONES = ("Asia/Phnom_Penh", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC")
STARTS = ("2026-03-20", "2026-10-18", "2026-06-01")
LASTS = 20 * DAY


class Machine:
    """One desk and the people who change its roster."""

    def __init__(self, desk: AtDesk, clock: Wound, dice: random.Random) -> None:
        self.desk, self.clock, self.dice = desk, clock, dice
        self.witness = Witness(clock.true)
        self.witness.minutes, self.witness.since = bytearray(b"\1") * (DAYS * 24 * 60), clock.true
        self.heard: list[Said] = []
        self.offers: list[Tell] = []
        self.joined = 0

    async def begins(self) -> None:
        await self._commands("admin", Deed.ROTATE, "daily Second On_Duty from now at Cambodia", sure=True)
        await self._is_so([])

    def said(self, effects: Sequence[Effect]) -> list[Said]:
        """What the admins were told of gaps; the desk was told the same, with a button for each."""
        tells = [one for one in effects if isinstance(one, Tell)]
        self.offers += [one for one in tells if one.proposal is not None]
        gaps = {chat: [one for one in tells if one.key in _OF_GAPS and one.chat == chat] for chat in _BOTH}
        group, admin = gaps.values()
        assert [(one.key, one.moments) for one in group] == [(one.key, one.moments) for one in admin]
        assert all(one.proposal is not None for one in group if one.key != "gap.more")
        found = list[Said]()
        for one in admin:
            if one.key == "gap.more":
                found[-1] = replace(found[-1], more=int(dict(one.blanks)["count"].reveal()))
                continue
            times = dict(one.moments)
            assert (one.key == "gap.now") is (times["from_at"] <= self.clock.true)
            found.append(Said(self.clock.true, times["from_at"], times["to_at"]))
        return found

    async def _is_so(self, effects: Sequence[Effect]) -> None:
        """After something happened: the roster as it is now, what was said, and whether that was right."""
        said, witness, now = self.said(effects), self.witness, Instant(self.clock.true)
        async with self.desk.database.transaction() as ledger:
            able = frozenset(one.id for one in await able_officers(await ledger.desks.load(DESK), ledger))
            events = await ledger.rosters.of_desk(DESK)
        minutes = painted(events, able, now)
        assert Roster(events, able).gaps(now, after(now, 9 * DAY)) == gaps_in(minutes[: 9 * 24 * 60], now)

        def uncovered(one: Said) -> bool:
            return not any(minutes[(one.begin - now) // MINUTE : (one.end - now) // MINUTE])

        # What was overdue was said of the roster as it was before this change.
        witness.hears([one for one in said if not uncovered(one)])
        witness.stands(minutes, now)
        witness.hears([one for one in said if uncovered(one)])
        self.heard = [one for one in self.heard if one.at >= now - DAY] + said
        await self._somebody_is_reached(minutes, sorted(able))

    async def _somebody_is_reached(self, minutes: bytearray, able: list[str]) -> None:
        stamp = self.desk.inbox.stamp()
        async with self.desk.database.transaction() as ledger:
            case = next(iter(await ledger.cases.of_desk(DESK)))
            rungs = [await _targets(case, rung.who, ledger, stamp) for rung in LADDERS[Level.L1].rungs]
            duty = await ledger.officers.load(able[minutes[0] - 1]) if minutes[0] else None  # type: ignore[arg-type]
            chat = await ledger.chats.load(duty.chat) if duty is not None and duty.chat else None
        assert list(rungs[0]) == ([chat.id] if chat is not None and chat.reachable else [])
        assert "chat-admin" in rungs[-1]
        assert any(rungs), "whoever is on duty, and if nobody is, a ring reaches somebody"

    def _looks(self) -> None:
        self.witness.looks(self.clock.true, self.heard)

    async def passes(self, until: int, away: bool) -> None:
        """As the tick does; or nobody serves, and all of it comes afterwards, perhaps after somebody's command."""
        while not away and (due_at := await self._next_row()) <= until:
            self.clock.true = due_at
            await self._ticks()
            self._looks()
        self.clock.true = until
        if away:
            self.witness.late = until
            if self.dice.random() < 0.5:
                await self.does()
            await self._ticks()
        self._looks()

    async def _ticks(self) -> None:
        for kind in CALM:
            if kind in ROWS:
                await _happen(self.desk.inbox, kind, CALM[kind])
        said = self.said(await self.desk.effects())
        self.witness.hears([replace(one, begin=max(one.begin, self.clock.true)) for one in said])
        self.heard += said

    async def _next_row(self) -> int:
        kinds = ", ".join(f"'{kind.value}'" for kind in ROWS)
        ((due_at,),) = await self.desk.rows(
            f"SELECT min(due_at) FROM dues WHERE kind IN ({kinds}) AND subject LIKE 'desk%'"
        )
        assert isinstance(due_at, int)
        return due_at

    async def does(self) -> None:  # noqa: C901 - one arm for each thing
        """One thing that somebody does."""
        dice, who = self.dice, self.dice.choice(OFFICERS)
        name = dice.choice(PEOPLE)
        span = dice.choice(["+2h", "+30h", "tomorrow", "fri 20-08", "3d", self._date() + " 9-17", self._date()])
        match dice.choice(
            ["rotate", "shift", "off", "out", "in", "take", "cover", "swap", "tap", "person", "odd"]
        ):
            case "rotate":
                await self._commands("admin", Deed.ROTATE, self._rotation())
            case "shift":
                await self._commands("admin", Deed.SHIFT, f"{name} {span} at Cambodia")
            case "off":
                by, words = dice.choice([("admin", f"{name} {span} at Cambodia"), (who, span)])
                await self._commands(by, Deed.OFF, words)
            case "out":
                await self._commands(who, Deed.OUT, "")
            case "in":
                await self._commands(who, Deed.IN, "")
            case "take":
                await self._commands(who, Deed.TAKE, span)
            case "cover":
                await self._commands(who, Deed.COVER, dice.choice(["+1h", f"+1h {name}"]))
            case "swap":
                await self._commands(who, Deed.SWAP, f"+1h {name} {self._date()} 10-11")
            case "tap":
                await self._taps()
            case "person":
                await self._person(name)
            case _:
                await self._odd(who)

    def _date(self) -> str:
        day = datetime.fromtimestamp((self.clock.true + self.dice.randint(1, 30) * DAY) / 1000, tz=UTC)
        return f"{day:%Y-%m-%d}"

    def _rotation(self) -> str:
        dice = self.dice
        length = dice.choice(["daily", "daily", "weekly", "2", "12h", "off"])
        names = [] if length == "off" else dice.sample(PEOPLE, dice.randint(1, 4))
        options = [one for one in ("hours 20-08", "on sat sun", "backup") if dice.random() < 0.12]
        since = dice.choice(["from now", "from now", f"from {self._date()}", ""])
        return " ".join([length, *names, *options, since, "at Cambodia"])

    async def _commands(self, who: str, deed: Deed, words: str, sure: bool = False) -> None:
        effects = await self.desk.commands(who, deed, words)
        await self._is_so(effects)
        shown = [one for one in effects if isinstance(one, Tell) and one.key.startswith("preview.")]
        if shown and (sure or self.dice.random() < 0.9):
            await self._answers(who, shown[0], sure)

    async def _answers(self, who: str, told: Tell, sure: bool = False) -> None:
        assert told.proposal is not None
        accepts = sure or self.dice.random() < 0.9
        pressed = ProposalAnswered(self.desk.origin(who, press=True), told.proposal, accepts)
        await self._is_so(await self.desk.happens(pressed))

    async def _taps(self) -> None:
        """On any of the newest buttons: an open gap, a cover, a swap, an undo, a check-in."""
        if self.offers:
            offer = self.dice.choice(self.offers[-6:])
            for who in self.dice.sample([*OFFICERS, "admin"], 3):
                await self._answers(who, offer)

    async def _person(self, name: str) -> None:
        what = self.dice.choice(["pause", "pause", "resume", "resume", "supervisor", "remove", "add"])
        if what != "add":
            await self._commands("admin", Deed.PERSON, f"{what} {name} at Cambodia")
            return
        self.joined += 1
        effects = await self.desk.commands("admin", Deed.PERSON, f"add New{self.joined} at Cambodia")
        (link,) = [dict(one.blanks)["link"].reveal() for one in effects if isinstance(one, Tell) and one.blanks]
        account = Private(710_000_000 + self.joined)
        origin = Origin(account, ChatKind.PRIVATE, account, 1, Instant(self.clock.true), "en")
        await self._is_so(await self.desk.happens(InviteOpened(origin, Private(link.partition("=")[2]))))

    async def _odd(self, who: str) -> None:
        if self.dice.random() < 0.5:
            await self._is_so(await self.desk.happens(ChatLost(self.desk.origin(who))))
            return
        words = f"Cambodia {self.dice.choice(ZONES)} en"
        origin = self.desk.origin("admin", group=True)
        whole = Private(f"/desk {words}")
        effects = await self.desk.happens(CommandGiven(origin, Deed.DESK, Private(words), whole))
        if "desk.already" in [one.key for one in effects if isinstance(one, Tell)]:
            return
        (shown,) = [one for one in effects if isinstance(one, Tell) and one.proposal]
        await self._answers("admin", shown)


_BOTH = ("chat-group", "chat-admin")
_OF_GAPS = ("gap.now", "gap.coming", "gap.more")


async def _story(folder: Path, seed: int) -> int:
    dice = random.Random(seed)
    start = datetime.fromisoformat(dice.choice(STARTS)).replace(tzinfo=UTC)
    clock = Wound(round(start.timestamp() * 1000) + dice.randrange(7 * 24 * 60) * MINUTE)
    await asyncio.to_thread(folder.mkdir)
    async with at_desk(folder, clock) as desk:
        async with desk.database.transaction() as ledger:
            second = await ledger.officers.load(OfficerId("backup"))
            await ledger.officers.keep(replace(second, name=Private("Second")))
        await desk.effects()
        machine = Machine(desk, clock, dice)
        ends = clock.true + LASTS
        try:
            await machine.begins()
            while clock.true < ends:
                for _ in range(dice.randint(1, 3)):
                    await machine.does()
                away = dice.random() < 0.25
                longest = 10 * 60 if away else 6 * 24 * 60
                await machine.passes(clock.true + dice.choice([1, 600, longest, longest]) * MINUTE, away)
        except AssertionError as error:
            raise AssertionError(f"story {seed}: {error}") from error
        return machine.witness.seen


@pytest.mark.parametrize("seed", range(FEW))
async def test_invariant_4_by_whatever_commands_a_gap_is_announced_and_a_ring_reaches_somebody(
    tmp_path: Path, seed: int
) -> None:
    await _story(tmp_path / "desk", seed)


@pytest.mark.torture
@pytest.mark.timeout(24 * 3_600)
@pytest.mark.parametrize("part", range(20))
async def test_invariant_4_by_many_more_commands(tmp_path: Path, part: int) -> None:
    said = [await _story(tmp_path / str(seed), seed) for seed in range(1_000_000 + part, 1_000_000 + MANY, 20)]
    assert not said or sum(said) > 0


def test_everybody_has_an_account() -> None:
    assert set(OFFICERS) <= set(ACCOUNTS)
