"""A case is as urgent as what is known of it: somebody about to go is L3, and their words can only raise it."""

from __future__ import annotations

from tests.journeys.stage import stage


async def test_somebody_about_to_go_is_l3_until_they_write_that_they_are_held() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("/start")
        await mina.taps("다른 사람·기타")
        await mina.taps("일자리 제안")
        await mina.says("프놈펜에서 일하자고 해요")
        card = await evening.desk.sees_card(level="L3", holds=("R3-04", "출국 전"))
        assert "R2-07" not in card.text
        await mina.says("이제 갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="R2-01")


async def test_hours_are_told_by_the_persons_clock_and_by_the_desks() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.shares_place(16.81003, 98.53012)
        await mina.says("밤 10시에 휴대폰 검사해요")
        await evening.desk.sees_card(holds="현지 22:00 (여기 22:30)")


async def test_somebody_under_18_is_l1_and_is_asked_for_no_consent() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("저는 15살이에요")
        await evening.desk.sees_card(level="L1", holds="R1-04")
        seen = set()
        for _ in range(12):
            await evening.settles()
            (screen,) = mina.from_bot()
            seen.add(screen.text.splitlines()[-1])
            await mina.says("/skip")
        assert not [text for text in seen if "전해도" in text or "여권은" in text]
        assert any("모두 읽어요" in text for text in seen), "the questions end"
