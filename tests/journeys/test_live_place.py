"""A live place goes on by itself, whoever holds the phone: the desk sees it, and the phone shows nothing."""

from __future__ import annotations

from drill.messages import Message
from tests.journeys.stage import Person, Stage, stage

HERE = (10.60931, 103.52962)
A_STEP, A_STREET, A_TOWN = (10.60932, 103.52963), (10.61050, 103.52962), (10.62100, 103.54500)


async def _shares_live(evening: Stage, person: Person) -> Message:
    sent = evening.ground.shares_place(person.account, person.chat, *HERE, live_period=3_600)
    await evening.desk.sees_card(holds="10.60931,103.52962")
    await evening.settles()
    return sent


def _spoken_to(evening: Stage, person: Person) -> int:
    return len([call for call in evening.ground.calls if str(call.params.get("chat_id")) == str(person.chat.id)])


async def test_a_place_that_moves_on_is_seen_at_the_desk_and_says_nothing_on_the_phone() -> None:
    async with stage() as evening:
        mina = evening.requester()
        sent = await _shares_live(evening, mina)
        spoken = _spoken_to(evening, mina)
        evening.ground.moves(mina.account, sent, *A_STEP)
        evening.ground.moves(mina.account, sent, *A_STREET)
        card = await evening.desk.sees_card(level="L2", holds="10.61050,103.52962")
        assert "132 m" in card.text
        evening.ground.stops_live(mina.account, sent)
        await evening.desk.sees_card(holds="종료")
        await evening.settles()
        assert _spoken_to(evening, mina) == spoken
        assert len(evening.desk.cards()) == 1


async def test_somebody_who_is_moved_away_rings_the_desk_once_more_across_a_kill() -> None:
    async with stage() as evening:
        duty, mina = await evening.on_duty(), evening.requester()
        sent = await _shares_live(evening, mina)
        rung = len([one for one in duty.from_bot() if "10.60931" in one.text])
        await evening.crashes()
        evening.ground.moves(mina.account, sent, *A_TOWN)
        await evening.desk.sees_card(level="L1", holds=("10.62100,103.54500", "R1-03"))
        await duty.sees(lambda one: one.text.count("R1-03") == 1 and "10.62100" in one.text)
        await evening.settles()
        assert rung


async def test_a_relative_who_shares_their_own_way_is_not_taken_for_somebody_who_is_moved() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("/start")
        await mina.taps("다른 사람·기타")
        await mina.taps("다른 사람 일이에요")
        sent = await _shares_live(evening, mina)
        evening.ground.moves(mina.account, sent, *A_TOWN)
        card = await evening.desk.sees_card(holds="10.62100,103.54500")
        assert card.text.startswith("L2")


async def test_a_live_place_that_runs_out_by_itself_is_ended_at_the_desk_and_questions_go_on() -> None:
    async with stage() as evening:
        mina = evening.requester()
        sent = evening.ground.shares_place(mina.account, mina.chat, *HERE, live_period=900)
        await evening.desk.sees_card(holds="10.60931,103.52962")
        await mina.says("지금 차에 태워서 데려가려고 해요")
        await mina.sees("어떤 차인가요?")
        await evening.settles()
        spoken = _spoken_to(evening, mina)
        await evening.passes(minutes=16)
        await evening.desk.sees_card(level="L1", holds="종료", seconds=20)
        assert _spoken_to(evening, mina) == spoken
        assert not sent.deleted
        await mina.says("내렸어요")
        await mina.sees("다친 사람이 있거나")
