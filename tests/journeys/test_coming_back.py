"""Coming back from another phone: by a number that looks like a parcel's; the old account is told nothing."""

from __future__ import annotations

import re

from tests.journeys.stage import Person, Stage, stage

NUMBER = re.compile(r"\d{4}-\d{4}-\d{2}")
GIVES = "이 번호를 적어 보내세요"


async def _asks_for_a_number(person: Person) -> str:
    await person.says("/code")
    shown = await person.sees(GIVES)
    found = NUMBER.search(shown.text)
    assert found
    return found[0]


def _calls_to(evening: Stage, person: Person) -> int:
    return len([call for call in evening.ground.calls if call.params.get("chat_id") == str(person.chat.id)])


async def test_whoever_knows_the_number_goes_on_with_the_case_and_the_desk_is_told() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("갇혀 있어요")
        await mina.shares_place(10.60931, 103.52962)
        await evening.settles()
        number = await _asks_for_a_number(mina)
        assert await _asks_for_a_number(mina) == number, "the same number, however often it is asked for"
        await mina.taps("숨기기")
        await evening.settles()
        told = _calls_to(evening, mina)

        other = evening.requester("Other phone")
        await other.says(number.replace("-", " "))
        await other.sees("다친 사람이 있거나")
        await evening.desk.sees_card(level="L2", holds=("다른 계정에서", "갇혀 있어요"))
        await other.says("이제 여기예요")
        await evening.desk.sees_card(level="L2", holds=("이제 여기예요", "갇혀 있어요"))
        await evening.settles()
        assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1
        assert _calls_to(evening, mina) == told, "the old account is told nothing"


async def test_what_the_owner_wrote_while_nobody_answered_comes_to_the_new_phone_only() -> None:
    async with stage() as evening:
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says("갇혀 있어요")
        await evening.settles()
        number = await _asks_for_a_number(mina)
        await mina.taps("숨기기")
        await duty.taps("제가 맡습니다")
        thread = await duty.sees("이 메시지에 답장하면")
        await duty.says("몇 층이에요?", reply_to=thread)
        await evening.settles()
        other = evening.requester("Other phone")
        await other.says(number)
        await other.sees("몇 층이에요?")
        await evening.settles()
        assert "몇 층이에요?" not in [one.text for one in mina.standing()]


async def test_a_wrong_number_is_words_like_any_others_and_few_are_looked_up() -> None:
    async with stage() as evening:
        mina, prober = evening.requester(), evening.requester("Prober")
        await mina.says("갇혀 있어요")
        await evening.settles()
        number = await _asks_for_a_number(mina)
        for wrong in ("0000-0000-00", "0000-0000-01", "0000-0000-02", "0000-0000-03", "0000-0000-04", number):
            await prober.says(wrong)
            await evening.settles()
        await prober.sees("담당하는 사람들이 볼 수 있어요")
        cards = [one.text for one in evening.desk.cards()]
        assert not [text for text in cards if "다른 계정에서" in text]
        assert len([text for text in cards if text.startswith("L")]) == 2
