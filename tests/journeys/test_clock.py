"""The server's clock is set while a case waits: back by an hour, ahead by a day. Telegram's goes on as it was."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from drill.calls import Receipt
from drill.messages import Message
from tests.journeys.stage import Person, Stage, stage

HOUR = 3600.0
DAY = 24 * HOUR
FIRST, AGAIN = "아직 담당자가 없습니다", "아직도 담당자가 없습니다"


def _rings(who: Person, text: str) -> list[Message]:
    return [one for one in who.from_bot() if text in one.text]


async def _rung(who: Person, text: str, times: int, seconds: float = 10) -> None:
    await who.ground.until(
        lambda: len(_rings(who, text)) >= times, seconds, f"{who.account.name} to be rung {times} times"
    )


async def _waits(evening: Stage) -> Person:
    """A cry that has rung the officer on duty, who is given back, and that nobody takes."""
    duty = await evening.on_duty()
    await evening.requester().says("SOS")
    await _rung(duty, FIRST, 1)
    await evening.settles()
    return duty


@pytest.mark.torture
async def test_set_back_by_an_hour_the_ladder_goes_on_when_the_time_comes_again() -> None:
    async with stage() as evening:
        duty = await _waits(evening)
        evening.bot_clock.jumps(-HOUR)
        await evening.passes(minutes=60, seconds=31)
        await _rung(duty, AGAIN, 1)
        await evening.passes(minutes=10)
        await evening.admin.sees("STILL nobody has it")


async def test_set_back_by_an_hour_the_next_ring_is_not_late() -> None:
    async with stage() as evening:
        duty = await _waits(evening)
        evening.bot_clock.jumps(-HOUR)
        await evening.passes(seconds=31)
        await _rung(duty, AGAIN, 1)


@pytest.mark.torture
async def test_set_back_by_an_hour_a_first_ring_that_telegram_refused_is_not_late() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        await evening.settles()
        evening.ground.faults.too_many(5, methods=["sendMessage"], chats=[duty.chat.id])
        await evening.requester().says("SOS")
        await evening.ground.until(lambda: _failed(evening), what="Telegram to fail")
        await evening.settles()
        evening.bot_clock.jumps(-HOUR)
        await _rung(duty, FIRST, 1)


def _failed(evening: Stage) -> bool:
    return any(call.method == "sendMessage" and call.status == 429 for call in evening.ground.calls)


async def test_set_back_by_an_hour_people_are_heard_and_answered_as_before() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        mina = evening.requester()
        await mina.says("SOS")
        await _rung(duty, FIRST, 1)
        await evening.settles()
        evening.bot_clock.jumps(-HOUR)
        await mina.says("문이 잠겼어요")
        await evening.desk.sees_card(level="L1", holds="문이 잠겼어요")
        await mina.sees("다친 사람이 있거나")
        await evening.requester("Jiho").says("갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="갇혀 있어요")
        await _rung(duty, FIRST, 2)
        # While time is wound no answer of Telegram's may be on its way: two from before would be believed.
        await evening.settles()
        await evening.passes(minutes=10, seconds=1)
        await _rung(duty, AGAIN, 1)


async def test_a_day_passes_and_nobody_was_there_every_rung_rings_once_and_then_it_goes_on() -> None:
    async with stage() as evening:
        await _waits(evening)
        before = len(evening.ground.calls)
        await evening.passes(minutes=24 * 60)
        await evening.admin.sees("STILL nobody has it")
        await evening.settles(60)
        rang = Counter(call.params["chat_id"] for call in evening.ground.calls[before:] if _is_ring(call))
        assert max(rang.values()) <= 4, "what was missed does not pile up"
        known = len(_rings(evening.admin, "STILL"))
        await evening.passes(minutes=5, seconds=1)
        await _rung(evening.admin, "STILL", known + 1)


def _is_ring(call: Receipt) -> bool:
    """A new message: one that is edited, because meanwhile the person went silent, makes no sound."""
    return call.method == "sendMessage" and (AGAIN in str(call.params) or "STILL" in str(call.params))


@pytest.mark.torture
async def test_only_the_bots_clock_ahead_by_a_day_cries_still_ring() -> None:
    async with stage() as evening:
        await evening.settles()
        evening.bot_clock.jumps(DAY)
        await evening.requester().says("SOS")
        card = await evening.desk.sees_card(level="L1")
        code = card.text.split(" | ")[1]
        await evening.ground.until(
            lambda: [one for officer in evening.officers for one in _rings(officer, f"{code}: {FIRST}")],
            what="somebody to be rung",
        )


async def test_only_the_bots_clock_ahead_by_a_day_people_are_answered() -> None:
    async with stage() as evening:
        await evening.settles()
        evening.bot_clock.jumps(DAY)
        mina = evening.requester()
        await mina.says("/start")
        await mina.sees("위치를 먼저 보내 주세요")


async def test_started_with_a_clock_ahead_by_a_day_people_are_answered_and_the_operator_is_told() -> None:
    async with stage() as evening:
        await evening.settles()
        evening.bot_clock.jumps(DAY)
        await evening.crashes()
        mina = evening.requester()
        await mina.says("/start")
        await mina.sees("위치를 먼저 보내 주세요")
        await evening.tells_the_operator("clock is wrong")


@pytest.mark.torture
async def test_a_clock_that_was_a_day_ahead_is_put_right_and_the_ladder_goes_on() -> None:
    async with stage() as evening:
        evening.bot_clock.jumps(DAY)
        await _waits(evening)
        await evening.passes(minutes=11)
        await evening.admin.sees("STILL nobody has it")
        await evening.settles()
        evening.bot_clock.jumps(-DAY)
        known = len(_rings(evening.admin, "STILL"))
        await evening.passes(minutes=6)
        await evening.ground.until(partial(_more, evening, known), what="the next ring")


def _more(evening: Stage, known: int) -> bool:
    return len(_rings(evening.admin, "STILL")) > known
