"""Each of the five persons on their way, killed between any two steps: the same screen, nothing asked twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.journeys.stage import Person, Stage, stage

DOORS: dict[str, Sequence[str]] = {
    "here": ("SOS",),
    "out": ("tap 나왔어요",),
    "other": ("tap 다른 사람·기타", "tap 다른 사람 일이에요", "아들 소식이 없어요"),
    "witness": ("tap 다른 사람·기타", "tap 다른 사람 일이에요", "say /witness", "사람들이 보여요"),
    "risk": ("tap 다른 사람·기타", "tap 일자리 제안", "일자리 이야기예요"),
}
"""How each comes in: by taps, then by words where the door alone is no cry."""
ANSWERS = 20
"""More than any door has questions."""


def _shown(person: Person) -> tuple[str, list[str]]:
    """The question on the one screen, without the line above it, and its buttons."""
    (screen,) = person.from_bot()
    return screen.text.splitlines()[-1], [button["text"] for row in screen.inline for button in row]


async def _comes_in(evening: Stage, person: Person, door: str) -> None:
    await person.says("/start")
    await evening.settles()
    for act in DOORS[door]:
        kind, _, what = act.partition(" ")
        await (person.taps(what) if kind == "tap" else person.says(what if kind == "say" else act))
        await evening.settles()


async def _answers(evening: Stage, person: Person, number: int) -> None:
    """The first button of a question that has answers, else some words."""
    (screen,) = person.from_bot()
    options = [b for row in screen.inline for b in row if str(b.get("callback_data", "")).startswith("a:")]
    if options:
        person.ground.presses(person.account, screen, data=str(options[-1]["callback_data"]))
    else:
        await person.says(f"대답 {number}번")
    await evening.settles()


def _ended(person: Person) -> bool:
    return any("다른 휴대폰" in label for label in _shown(person)[1])


async def _walks(door: str, kills: bool) -> list[str]:
    """Every question that was asked, in turn."""
    asked: list[str] = []
    async with stage(rate_limits=False) as evening:
        mina = evening.requester()
        await _comes_in(evening, mina, door)
        for number in range(ANSWERS):
            before = _shown(mina)
            if kills:
                await evening.crashes()
                await mina.says("/start")
                await evening.settles()
                assert _shown(mina)[0] == before[0], "the same question after a kill"
            if _ended(mina):
                return asked
            asked.append(_shown(mina)[0])
            await _answers(evening, mina, number)
    raise AssertionError(f"the questions do not end: {asked}")


@pytest.mark.torture
@pytest.mark.parametrize("door", DOORS)
async def test_killed_between_any_two_steps_of_a_door_nothing_is_asked_twice(door: str) -> None:
    asked = await _walks(door, kills=True)
    assert len(set(asked)) == len(asked), asked
    assert asked == await _walks(door, kills=False), "as if nobody had been killed"
