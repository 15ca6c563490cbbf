"""A raid, a street full of people: one card for all of them in the group, and no case loses its own life."""

from __future__ import annotations

import re

from bot.domain.gathering import MANY
from tests.journeys.stage import Person, Stage, stage


async def _street(evening: Stage, count: int) -> list[Person]:
    people = []
    for number in range(count):
        person = evening.requester(f"Person {number}", "en" if number % 2 else "ko")
        await person.says("help us, we are on the street" if number % 2 else "도와주세요, 길에 있어요")
        await person.shares_place(10.60931 + number * 0.0005, 103.52962)
        people.append(person)
    return people


async def test_many_reports_from_one_place_become_one_card_and_each_keeps_its_own_life() -> None:
    async with stage(rate_limits=False) as evening:
        duty = await evening.on_duty()
        people = await _street(evening, MANY + 4)
        card = await evening.desk.sees(f"한 곳에서 {MANY + 4}건", 60)
        assert "대기 12" in card.text
        assert "캄보디아" in card.text
        assert evening.count("cases") == MANY + 4
        ((rings,),) = evening.rows("SELECT COUNT(*) FROM dues WHERE kind = 'ring'")
        assert rings == MANY + 4, "an unacknowledged case always has a next ring"
        await duty.sees("한 곳에서", 60)
        await evening.settles(60)
        folded = [one for one in duty.from_bot() if "집단 사건" in one.text]
        assert len(folded) == 1, "one ring a minute for all of them"
        for person in people:
            assert [
                one for one in person.from_bot() if "볼 수 있어요" in one.text or "on duty can see" in one.text
            ]
        at_desk = evening.desk_of(duty)
        await at_desk.taps("모두 맡기")
        await evening.desk.sees("담당 12", 60)
        await evening.settles(60)
        for person in people[-2:]:
            assert [
                one for one in person.from_bot() if "사람이 맡아서" in one.text or "A person has it" in one.text
            ]


async def test_a_phrase_goes_to_everybody_of_the_event_in_their_own_language() -> None:
    async with stage(rate_limits=False) as evening:
        duty = await evening.on_duty()
        people = await _street(evening, MANY)
        card = await evening.desk.sees(f"한 곳에서 {MANY}건", 60)
        code = re.findall(r"집단 사건 (\w{4})", card.text)[0]
        await duty.says(f"/takeall {code}")
        await duty.sees("맡음: 8건", 60)
        await duty.says(f"/askall {code} hurt")
        await duty.sees("8명에게 보냅니다", 60)
        await people[1].sees("Is anyone hurt or ill now?", 60)
        await people[0].sees("다치거나 아픈", 60)
        await people[1].taps("Yes, badly")
        await duty.sees(lambda one: "L1" in one.text and "R1-02" in one.text, 60)
        await duty.says(f"/export {code}")
        table = await duty.sees(lambda one: "document" in one.content, 60)
        assert table.protected


async def test_fewer_than_many_or_far_apart_are_no_event() -> None:
    async with stage(rate_limits=False) as evening:
        for number in range(MANY):
            person = evening.requester(f"Person {number}")
            await person.shares_place(10.6 + number * 0.05, 103.5)
        await evening.settles(60)
        assert not [one for one in evening.desk.from_bot() if "집단 사건" in one.text]
        assert evening.rows("SELECT COUNT(*) FROM cases WHERE incident IS NOT NULL") == [(0,)]
