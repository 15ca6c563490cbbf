"""When nothing comes: marked at the desk, missed where it was promised, wiped; and no phone lights up."""

from __future__ import annotations

from bot.conversation.flows import RISK
from tests.journeys.stage import Person, Stage, stage

COVER = "오늘의 낱말"


def _messages_sent_to(evening: Stage, person: Person) -> int:
    sends = [call for call in evening.ground.calls if call.method.startswith("send")]
    return len([call for call in sends if call.params.get("chat_id") == str(person.chat.id)])


async def test_who_breaks_off_is_marked_within_a_minute_and_again_when_silent() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.shares_place(10.60931, 103.52962)
        await evening.desk.sees_card(holds="10.60931")
        await evening.settles()
        sent = _messages_sent_to(evening, mina)
        await evening.passes(seconds=55)
        await evening.desk.sees_card(level="L2", holds="응답 중단")
        await evening.passes(minutes=15)
        await evening.desk.sees_card(level="L2", holds=("연락 끊김", "R2-05"))
        await evening.settles()
        assert _messages_sent_to(evening, mina) == sent, "invariant 9: nothing is sent after silence"
        await mina.says("저예요")
        await evening.ground.until(lambda: "응답 중단" not in evening.desk.cards()[0].text, what="the mark to go")


async def test_a_chat_is_wiped_after_its_quiet_time_across_a_kill_and_no_phone_lights() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("아들이 캄보디아에 감금된 것 같아요")
        await mina.sees("어디에 있나요")
        await evening.settles()
        assert len(mina.standing()) == 2, "a relative's own words stand in their chat"
        sent = _messages_sent_to(evening, mina)
        await evening.passes(minutes=119)
        await evening.settles()
        assert len(mina.standing()) == 2
        await evening.bot.kill()
        await evening.passes(minutes=2)
        await evening.bot.start()
        await mina.sees(COVER)
        await evening.ground.until(lambda: len(mina.standing()) == 1, what="only the cover")
        assert _messages_sent_to(evening, mina) == sent


async def test_a_screen_with_keys_is_removed_and_nothing_is_sent_in_its_place() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("/start")
        await mina.taps("내 위치")
        await evening.settles()
        sent = _messages_sent_to(evening, mina)
        await evening.passes(minutes=121)
        await evening.ground.until(lambda: not mina.standing(), 20, "nothing to stand there")
        assert _messages_sent_to(evening, mina) == sent


async def test_whoever_goes_on_writing_keeps_the_screen_and_loses_what_grows_old() -> None:
    async with stage(settings="[discretion]\nwipe_after_minutes = 2760") as evening:
        mina = evening.requester()
        first = await mina.says("아들이 캄보디아에 감금된 것 같아요")
        for _ in range(3):
            await evening.settles()
            await evening.passes(minutes=15 * 60)
            await mina.says("아직 소식이 없어요")
        await evening.settles()
        await evening.passes(minutes=100)
        await evening.ground.until(lambda: first.deleted, 20, "the oldest words to go before hour 47")
        assert [one for one in mina.from_bot() if "?" in one.text]


async def _promises_to_write_within_a_day(evening: Stage, person: Person) -> None:
    """Through the door of somebody about to go, whose last question this is."""
    await person.says("/start")
    await person.taps("다른 사람·기타")
    await person.taps("일자리 제안")
    for _ in RISK.steps[:-1]:
        await person.says("/skip")
    await person.taps("하루 안에")
    await evening.settles()


async def test_a_promised_sign_of_life_that_does_not_come_opens_a_case_by_itself() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await _promises_to_write_within_a_day(evening, mina)
        assert not evening.desk.cards()
        await evening.passes(minutes=27 * 60)
        await evening.desk.sees_card(level="L2", holds=("약속한 연락 없음", "R2-05"), seconds=20)


async def test_a_sign_of_life_in_time_moves_the_next_one_on() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await _promises_to_write_within_a_day(evening, mina)
        await evening.passes(minutes=25 * 60)
        await mina.says("/start")
        await evening.settles()
        await evening.passes(minutes=10 * 60)
        await evening.settles()
        assert not evening.desk.cards()


async def test_anyone_may_promise_a_sign_of_life_and_is_missed_when_it_does_not_come() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("여기 갇혀 있어요")
        await evening.desk.sees_card(level="L2")
        await mina.says("/next")
        await mina.taps("하루 안에")
        await mina.sees("위치도 보낼 수 있어요?")
        await evening.settles()
        await evening.passes(minutes=27 * 60)
        await evening.desk.sees_card(holds="약속한 연락 없음", seconds=20)


async def test_who_is_about_to_go_and_breaks_off_is_marked_and_not_taken_for_somebody_held() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("/start")
        await mina.taps("다른 사람·기타")
        await mina.taps("일자리 제안")
        await mina.says("프놈펜에서 일하자고 해요")
        await evening.desk.sees_card(level="L3", holds="R3-04")
        await evening.passes(seconds=55)
        await evening.desk.sees_card(level="L3", holds="응답 중단")
