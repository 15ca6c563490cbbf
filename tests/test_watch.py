"""The watch: finds what has gone quiet, rings the admins past everything, and says when all goes on again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.patience import Patience
from bot.watch import REMIND, Watch


@dataclass
class Evening:
    """What the watch sees, one look after another, and whom it tells."""

    looks: list[Mapping[str, int]]
    now: float = 0.0
    rang: list[Mapping[str, int]] = field(default_factory=list)
    beats: int = 0

    async def look(self) -> Mapping[str, int]:
        return self.looks.pop(0)

    async def ring(self, found: Mapping[str, int]) -> None:
        self.rang.append(found)

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
