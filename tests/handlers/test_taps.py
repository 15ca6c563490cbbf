"""However many tap at once, a case has one owner, its history is one line, and every tap is answered."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.ports import Entry
from drill.accounts import Account
from tests.handlers.evening import Evening, evening


async def _officers(stage: Evening, count: int) -> list[Account]:
    names = [f"Officer{number}" for number in range(count)]
    return [await stage.joins(name, f"/person add {name}") for name in names]


def _one_line(history: list[Entry]) -> None:
    """Each entry can follow the one before: one owner at a time, taken only from nobody."""
    owner: str | None = None
    for entry in history:
        match entry.deed:
            case "taken":
                assert owner is None, "taken from somebody who had it"
                owner = entry.officer
            case "handed over":
                assert owner is not None
                assert entry.officer != owner
                owner = entry.officer
            case "lapsed":
                owner = None
            case "replied" | "closed" | "promised":
                assert entry.officer == owner, f"{entry.deed} by somebody who has it not"


async def _everybody_taps(folder: Path, officers: int, taps: int) -> None:
    dice = random.Random(7)  # noqa: S311 - who taps, not a secret
    async with evening(folder) as stage:
        group = stage.group("Night desk")
        await stage.binds(group, "/desk Cambodia UTC en")
        crowd = await _officers(stage, officers)
        for one in crowd:
            stage.ground.adds(group, one)
        await stage.settles()
        mina = stage.ground.account("Mina", "en")
        stage.ground.says(mina, stage.chat(mina), "SOS they beat us")
        card = await stage.sees(group, "L1")
        await stage.passes(3.1)
        copies = [card, *[await stage.sees(one, "nobody has it") for one in crowd[:4]]]
        pressed = []
        for _ in range(taps):
            copy = dice.choice(copies)
            who = dice.choice(crowd) if copy is card else crowd[copies.index(copy) - 1]
            pressed.append(stage.ground.presses(who, copy, button="I have it"))
        await _answered(stage, pressed)
        case = await stage.case_of(mina)
        answers = [str((stage.ground.presses_by_id[one].answer or {}).get("text", "")) for one in pressed]
        assert sum("It is yours" in text for text in answers) == 1
        assert all(text for text in answers), "every tap is answered, and says who has it"
        await _goes_from_hand_to_hand(stage, case.code, crowd, dice)
        async with stage.database.transaction() as ledger:
            _one_line(list(await ledger.journal.of_case(case.id)))


async def _answered(stage: Evening, pressed: list[str]) -> None:
    """By the real clock: Telegram takes an answer for a quarter of a minute only."""
    for _ in range(2_000):
        if all(stage.ground.presses_by_id[one].answer is not None for one in pressed):
            return
        await asyncio.sleep(0.05)


async def _goes_from_hand_to_hand(stage: Evening, code: str, crowd: list[Account], dice: random.Random) -> None:
    """Everybody offers, accepts, promises and closes at once; what is not theirs is refused."""
    for _ in range(2):
        for one in dice.sample(crowd, len(crowd)):
            other = dice.choice(crowd)
            stage.ground.says(one, stage.chat(one), f"/give {code} {other.name}")
            stage.ground.says(one, stage.chat(one), f"/promise {code} +30m")
        await stage.settles()
        for one in crowd:
            offers = [m for m in stage.chat(one).messages.values() if m.inline and "Do you take it?" in m.text]
            for offer in offers:
                stage.ground.presses(one, offer, button="Confirm")
                stage.ground.presses(one, offer, button="Confirm")
            stage.ground.says(one, stage.chat(one), f"/take {code}")
        await stage.settles()
    for one in crowd:
        stage.ground.says(one, stage.chat(one), f"/close {code} escaped: at the embassy")
    await stage.settles()


async def test_eight_officers_tap_a_hundred_times_on_five_copies(tmp_path: Path) -> None:
    await _everybody_taps(tmp_path, 8, 100)


@pytest.mark.torture
@pytest.mark.timeout(1_200)
async def test_fifty_officers_tap_a_thousand_times_on_five_copies(tmp_path: Path) -> None:
    await _everybody_taps(tmp_path, 50, 1_000)
