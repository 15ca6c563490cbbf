"""An account that writes without end: one card, one line, and still every new place and SOS goes to the owner."""

from __future__ import annotations

from bot.domain.floods import MANY
from tests.journeys.stage import stage


async def test_a_flood_is_one_line_and_a_place_and_a_first_cry_of_another_still_come_through() -> None:
    async with stage(rate_limits=False) as evening:
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says("SOS")
        await duty.taps("제가 맡습니다")
        await duty.sees("이 메시지에 답장하면")
        for number in range(MANY + 20):
            await mina.says(f"아무 말 {number}")
        await evening.desk.sees_card(holds="10분에 메시지", seconds=60)
        await mina.shares_place(10.60931, 103.52962)
        await evening.ground.until(
            lambda: [one for one in duty.from_bot() if "location" in one.content], 60, "the place at the owner"
        )
        jiho = evening.requester("Jiho")
        await jiho.says("갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="갇혀 있어요", seconds=60)
        before = len([one for one in duty.from_bot() if "photo" in one.content])
        for number in range(5):
            evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xff%d" % number)
        await evening.desk.sees_card(holds="사진 x5", seconds=60)
        await evening.settles()
        assert len([one for one in duty.from_bot() if "photo" in one.content]) == before, "folded, and kept"
        assert evening.count("attachments") == 5
        passed = [one for one in duty.from_bot() if "아무 말" in one.text and " | " not in one.text]
        assert len(passed) <= MANY
