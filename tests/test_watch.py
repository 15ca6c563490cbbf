"""The watch: finds what has gone quiet, rings the admins past everything, and says when all goes on again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from bot.app import _together
from bot.patience import Patience
from bot.watch import EVERY, REMIND, Watch


@dataclass
class Evening:
    """What the watch sees, one look after another, and whom it tells."""

    looks: list[Mapping[str, int]]
    now: float = 0.0
    rang: list[Mapping[str, int]] = field(default_factory=list)
    beats: int = 0
    answered: bool = True

    async def look(self) -> Mapping[str, int]:
        return self.looks.pop(0)

    async def ring(self, found: Mapping[str, int]) -> bool:
        self.rang.append(found)
        return self.answered

    async def beat(self) -> None:
        self.beats += 1

    def watch(self) -> Watch:
        patience = Patience(asyncio.Event())
        patience.stopping.set()  # Nobody waits between two looks.
        return Watch(self.look, self.ring, self.beat, lambda: self.now, patience)


async def test_what_is_found_twice_rings_and_all_is_told_once_it_goes_on() -> None:
    evening = Evening([{"quiet": 2}, {"quiet": 1, "late": 1}, {}])
    watch = evening.watch()
    await watch.once()
    assert evening.rang == [{"quiet": 1}]
    await watch.once()
    assert evening.rang == [{"quiet": 1}, {}]
    assert evening.beats == 1


async def test_what_was_only_of_a_moment_rings_nobody() -> None:
    evening = Evening([{"late": 3}, {}])
    await evening.watch().once()
    assert not evening.rang
    assert evening.beats == 1


async def test_while_it_goes_on_the_admins_are_reminded_and_not_flooded() -> None:
    evening = Evening([{"stuck": 1}] * 6)
    watch = evening.watch()
    await watch.once()
    evening.now = REMIND / 2
    await watch.once()
    assert len(evening.rang) == 1
    evening.now = REMIND * 1.1
    await watch.once()
    assert len(evening.rang) == 2
    assert not evening.beats, "a dead man's switch hears nothing meanwhile"


async def test_what_is_new_rings_at_once_although_something_else_was_told_a_moment_ago() -> None:
    evening = Evening(
        [{"late": 1}, {"late": 1}, {"late": 1, "quiet": 1}, {"late": 1, "quiet": 1}, {"quiet": 1}, {"quiet": 1}]
    )
    watch = evening.watch()
    await watch.once()
    evening.now = EVERY
    await watch.once()
    assert evening.rang == [{"late": 1}, {"late": 1, "quiet": 1}]
    evening.now = 2 * EVERY
    await watch.once()
    assert len(evening.rang) == 2


async def test_while_no_admin_is_reached_every_look_tries_again() -> None:
    evening = Evening([{"stuck": 1}] * 4, answered=False)
    watch = evening.watch()
    for _ in range(2):
        await watch.once()
        evening.now += EVERY
    assert len(evening.rang) == 2


class _Hurried(Patience):
    """Nobody waits between two looks; what was waited for is remembered."""

    def __init__(self, stopping: asyncio.Event) -> None:
        super().__init__(stopping)
        self.waited: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


async def test_a_look_that_fails_is_logged_and_the_process_serves_on(capsys: pytest.CaptureFixture[str]) -> None:
    """As in `bot run`, where the loops end together: the watch is one of them."""
    patience, looks = _Hurried(asyncio.Event()), list[int]()

    async def look() -> Mapping[str, int]:
        looks.append(len(looks))
        if len(looks) == 4:
            patience.stopping.set()
        if len(looks) in (1, 3):
            raise RuntimeError("what somebody wrote")
        return {}

    evening = Evening([])
    watch = Watch(look, evening.ring, evening.beat, lambda: 0.0, patience)
    assert await _together([watch.run()], patience.stopping) == 0
    assert len(looks) == 4
    assert patience.waited == [EVERY] * 4
    assert evening.beats == 2, "a dead man's switch hears of whole rounds only"
    told = capsys.readouterr().out
    assert told.count("a look of the watch failed") == 2
    assert "what somebody wrote" not in told
