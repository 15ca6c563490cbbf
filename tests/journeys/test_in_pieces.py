"""What goes out in several calls, when Telegram says in the middle of it that it is too much at once."""

from __future__ import annotations

from drill.faults import FaultKind
from drill.refusals import too_many
from tests.journeys.stage import REPEAT, Person, Stage, stage

LONG = "가" * 4_090 + " 끝"
"""With the code before it, more than one message holds."""

SECOND_AND_THIRD = 22
"""With this seed, of the next calls the first goes through, and the two after it are refused."""


async def _owned(evening: Stage, mina: Person) -> Person:
    await mina.says("SOS")
    card = await evening.desk.sees_card(level="L1")
    owner = evening.officers[0]
    await owner.says(f"/take {card.text.split(' | ')[1]}")
    await owner.sees("이 메시지에 답장하면")
    await evening.settles()
    return owner


async def test_the_mark_before_a_pin_is_said_once_however_often_telegram_says_wait() -> None:
    """Found by many kills: each 429 for the pin said the mark once more."""
    async with stage() as evening:
        mina = evening.requester()
        owner = await _owned(evening, mina)
        faults = evening.ground.faults
        faults.lose_answers(1, methods=["sendLocation"], chats=[owner.chat.id])
        await mina.shares_place(10.6, 103.5)
        await evening.ground.until(lambda: len(_pins(owner)) == 1, what="the first pin")
        faults.arm(
            FaultKind.REFUSAL, methods=["sendLocation"], chats=[owner.chat.id], times=3, refusal=too_many(1)
        )
        await evening.ground.until(lambda: len(_pins(owner)) == 2, 20, "the repeat")
        await evening.settles()
        assert len([one for one in owner.from_bot() if REPEAT.match(one.text)]) == 1


async def test_of_a_long_text_no_part_comes_twice_when_telegram_says_wait() -> None:
    async with stage() as evening:
        mina = evening.requester()
        owner = await _owned(evening, mina)
        evening.ground.faults.arm(
            FaultKind.REFUSAL,
            methods=["sendMessage"],
            chats=[owner.chat.id],
            times=2,
            probability=0.5,
            seed=SECOND_AND_THIRD,
            refusal=too_many(1),
        )
        await mina.says(LONG)
        await owner.sees(lambda one: one.text.endswith("끝"), 20)
        await evening.settles()
        assert len([one for one in owner.from_bot() if one.text.count("가") > 1_000]) == 2


def _pins(owner: Person) -> list[object]:
    return [one for one in owner.from_bot() if "location" in one.content]
