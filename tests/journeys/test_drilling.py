"""An admin tries the desk: the drill rings, is taken and answered like a case, and its times are told."""

from __future__ import annotations

from tests.journeys.stage import HAVE_IT, stage


async def test_a_drill_goes_the_whole_way_and_a_minute_later_says_how_long_each_step_took() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        await evening.admin.says("/drill")
        await evening.admin.sees("A drill rings like L1")
        await evening.admin.taps("Now")
        await evening.admin.sees("Drill at desk")
        await evening.admin.taps("Confirm")
        ring = await duty.sees("훈련 | L1")
        await evening.desk.sees(lambda one: "훈련 | L1" in one.text)
        await duty.taps(HAVE_IT.pattern.split("|")[0])
        card = await duty.sees(lambda one: "훈련" in one.text and one.id > ring.id)
        await duty.says("몇 층인가요?", reply_to=card)
        await evening.admin.sees("몇 층인가요?")
        await evening.settles()
        await evening.passes(minutes=1, seconds=2)
        result = await evening.admin.sees("is over")
        assert "first answer of a human: –" not in result.text
        assert "somebody has it: –" not in result.text
        await evening.admin.sees(lambda one: "photo" in one.content)
        await evening.desk.sees("훈련")
        await evening.desk.sees("종료.")
