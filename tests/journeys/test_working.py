"""Officers work a case: who may look, who has it, what they add, and how it goes from hand to hand."""

from __future__ import annotations

from bot.domain.ids import Instant
from bot.domain.wall import wall
from tests.journeys.stage import CODE, Person, Stage, stage

PHONE, SHOWN = "+855 12 345 678", "+85512345678"
WORDS = f"갇혀 있어요. 제 번호 {PHONE}"


async def _cries(evening: Stage, words: str = WORDS) -> tuple[Person, str]:
    mina = evening.requester()
    await mina.says(words)
    card = await evening.desk.sees_card()
    found = CODE.search(card.text)
    assert found
    return mina, found[0]


async def _taken(evening: Stage, words: str = WORDS) -> tuple[Person, Person, str]:
    mina, code = await _cries(evening, words)
    duty = await evening.on_duty()
    await duty.says(f"/take {code}")
    await duty.sees("이 메시지에 답장")
    return mina, duty, code


async def test_a_number_is_covered_on_the_card_and_shown_for_a_minute_to_who_is_on_duty() -> None:
    async with stage() as evening:
        _, code = await _cries(evening)
        duty = await evening.on_duty()
        at_desk = evening.desk_of(duty)
        card = await evening.desk.sees_card(holds="•••")
        assert "345" not in card.text
        assert await at_desk.taps("신원 …") == ""
        assert "개인 대화" in await at_desk.taps("전화, 메신저")
        shown = await duty.sees(SHOWN)
        assert shown.protected
        await evening.desk.sees_card(holds=("열람: 전화, 메신저: " + duty.account.name,))
        await evening.settles()  # The minute begins once the sending is noted.
        await evening.passes(seconds=61)
        await evening.ground.until(lambda: not [one for one in duty.from_bot() if SHOWN in one.text], 20)
        assert not [one for one in evening.desk.from_bot() if "345 678" in one.text or SHOWN in one.text]
        assert code


async def test_an_officer_who_is_not_on_duty_is_shown_nothing() -> None:
    async with stage() as evening:
        await _cries(evening)
        duty = await evening.on_duty()
        last = evening.officers[(evening.officers.index(duty) + 2) % len(evening.officers)]
        at_desk = evening.desk_of(last)
        await at_desk.taps("신원 …")
        assert "근무자나" in await at_desk.taps("전화, 메신저")
        await evening.settles()
        assert not [one for one in last.from_bot() if SHOWN in one.text]


async def test_a_paused_officer_sees_nothing_from_then_on() -> None:
    async with stage() as evening:
        _, duty, code = await _taken(evening)
        await evening.admin.says(f"/person pause {duty.account.name}")
        await evening.admin.sees("no rings, no duty")
        await evening.admin.taps("Confirm")
        await duty.says(f"/reveal {code} phone")
        await duty.sees("이 데스크의 담당관만")
        await evening.settles()
        assert not [one for one in duty.from_bot() if SHOWN in one.text or "•••" in one.text]
        await evening.desk.sees_card(holds="재개")


async def test_a_case_moves_only_when_the_other_accepts() -> None:
    async with stage() as evening:
        _, duty, code = await _taken(evening)
        other = next(one for one in evening.officers if one is not duty and one.account.id != duty.account.id)
        await duty.taps("넘기기 …")
        assert "받아들일 때까지" in await duty.taps(other.account.name)
        assert code in (await other.sees(f"{code} 인계를 제안")).text
        await evening.desk.sees_card(holds=duty.account.name)
        await other.taps("확인")
        await evening.desk.sees_card(holds=other.account.name)
        await duty.sees(f"{code}: 이제 {other.account.name}")
        await other.sees("이 메시지에 답장")


async def test_an_offer_is_nobodys_to_accept_but_who_it_was_made_to() -> None:
    async with stage() as evening:
        _, duty, _ = await _taken(evening)
        at_desk = evening.desk_of(duty)
        await duty.taps("넘기기 …")
        await duty.taps("맡을 사람에게")
        await evening.desk.sees("맡을 사람을 찾습니다")
        assert "다른 사람이 답할" in await at_desk.taps("확인")
        other = next(one for one in evening.officers if one.account.id != duty.account.id)
        assert "맡으셨습니다" in await evening.desk_of(other).taps("확인")
        await evening.desk.sees_card(holds=other.account.name)


async def test_a_lowered_case_rises_again_by_what_is_new_only() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, "갇혀 있어요. 때려요")
        await evening.desk.sees_card(level="L1")
        await duty.taps("등급 …")
        await duty.taps("L3")
        asked = await duty.sees("왜 낮춥니까")
        await duty.says("전화로 확인함", reply_to=asked)
        await evening.desk.sees_card(level="L3", holds=code)
        await mina.says("고마워요")
        await evening.settles()
        await evening.desk.sees_card(level="L3", holds=code)
        await mina.says("또 때려요, 피가 나요")
        await evening.desk.sees_card(level="L1", holds=code)


async def test_an_owner_who_leaves_the_person_alone_is_rung_and_then_loses_the_case() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, "SOS")
        await evening.passes(minutes=5.5)
        await duty.sees(f"{code}: 당사자가 아직 답을")
        await evening.passes(minutes=5.5)
        await evening.desk.sees_card(holds=("재개", code))
        await mina.says("거기 있어요?")
        await evening.settles()
        assert not [one for one in mina.from_bot() if "사람이 맡아서" in one.text]


async def test_a_promise_rings_its_owner_and_notes_stand_on_the_card() -> None:
    async with stage() as evening:
        _, duty, code = await _taken(evening)
        await duty.says(f"/note {code} 가족과 통화함")
        await evening.desk.sees_card(holds="가족과 통화함")
        await duty.taps("연락 약속 …")
        await duty.taps("+30m")
        await evening.desk.sees_card(holds="다음 약속")
        await evening.passes(minutes=31)
        await duty.sees(f"{code}: 지금 연락하기로")


async def test_the_desk_states_a_room_and_a_place_and_the_persons_own_stay() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, "갇혀 있어요. 방 412호")
        await duty.says(f"/fact {code} room 415")
        await evening.desk.sees_card(holds=("415 (데스크)", "412"))
        await mina.shares_place(10.60931, 103.52962)
        await evening.desk.sees_card(holds="10.60931")
        await duty.says(f"/fact {code} place 10.61100, 103.53000")
        await evening.desk.sees_card(holds=("10.61100,103.53000 (데스크가 정함)", "다른 위치 1곳"))


async def test_a_case_is_closed_by_two_taps_and_a_line() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening)
        await duty.taps("종결 …")
        await duty.taps("경찰이")
        asked = await duty.sees("어떻게 끝났습니까")
        await duty.says("버스 두 대, 모두 나옴", reply_to=asked)
        await evening.desk.sees_card(level=code)
        await evening.settles()
        assert not [one for one in evening.desk.from_bot() if "•••" in one.text]
        await mina.says("또 잡혔어요")
        await evening.desk.sees_card(holds=("재개", f"이전 사건 {code}"))


async def test_a_case_is_found_by_list_by_number_and_by_name() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, f"{WORDS} 제 이름은 김민아입니다")
        await duty.says("/cases")
        listed = await duty.sees("진행 중: 1건")
        assert code in listed.text
        assert SHOWN not in listed.text
        await duty.says(f"/find {PHONE}")
        await duty.sees("에서 찾음: 1건")
        await duty.says("/find 010-0000-9999")
        await duty.sees("찾지 못했습니다")
        await duty.says(f"/history {code}")
        history = await duty.sees("처리 이력")
        assert "접수" in history.text
        assert duty.account.name in history.text
        assert mina


async def test_a_question_is_picked_in_korean_read_and_tapped_in_english_and_lands_in_its_field() -> None:
    async with stage() as evening:
        mina = evening.requester("Lea", "en")
        await mina.says("I am locked in here")
        await evening.desk.sees_card()
        duty = await evening.on_duty()
        await evening.desk_of(duty).taps("제가 맡습니다")
        await duty.taps("묻기 …")
        assert await duty.taps("몇 명?") == "지금 보냅니다."
        await mina.sees("you included?")
        await mina.taps("2 to 4")
        await evening.desk.sees_card(holds=("2-4", "2~4명"))
        await duty.sees("2~4명")
        await evening.settles()
        (asked,) = [one for one in mina.from_bot() if "you included" in one.text]
        assert not asked.inline


async def test_pictures_and_places_of_the_owner_cross_without_their_name() -> None:
    async with stage() as evening:
        mina, duty, _ = await _taken(evening)
        thread = await duty.sees("이 메시지에 답장")
        evening.ground.sends_photo(duty.account, duty.chat, b"synthetic", caption="이 건물?", reply_to=thread)
        picture = await mina.sees("이 건물?")
        assert picture.origin is None
        assert picture.sender.is_bot
        assert "photo" in picture.content
        evening.ground.shares_place(duty.account, duty.chat, 10.61, 103.53, reply_to=thread)
        await mina.sees(lambda one: "location" in one.content)


async def test_what_is_held_goes_by_two_taps_and_a_reason_and_only_once() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening)
        await evening.passes(minutes=20)
        thread = await duty.sees("이 메시지에 답장")
        await duty.says("창밖에 뭐가 보여요?", reply_to=thread)
        await duty.sees("보류")
        await duty.taps("그래도 보내기 …")
        asked = await duty.sees("왜 지금 보내야")
        await duty.says("약속한 시간", reply_to=asked)
        await duty.taps("확인")
        await mina.sees("창밖에 뭐가 보여요?")
        await mina.says("네")
        await evening.settles()
        assert len([one for one in mina.from_bot() if "창밖에" in one.text]) == 1
        await duty.says(f"/history {code}")
        assert "그래도 보냄" in (await duty.sees("처리 이력")).text


async def test_in_the_hours_that_the_person_chose_what_was_held_goes_by_itself() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening)
        hour = wall(Instant(round(evening.ground.clock.now() * 1000)), "Asia/Phnom_Penh").hour
        await duty.says(f"/window {code} {(hour + 2) % 24}:00-{(hour + 4) % 24}:00")
        await duty.sees("시각)으로 정했습니다")
        await evening.passes(minutes=20)
        thread = await duty.sees("이 메시지에 답장")
        await duty.says("지금 괜찮아요?", reply_to=thread)
        await duty.sees("당사자가 정한 시간")
        await evening.settles()
        assert not [one for one in mina.from_bot() if "지금 괜찮아요?" in one.text]
        await evening.passes(minutes=60 * 2)
        await mina.sees("지금 괜찮아요?", 20)


async def test_the_owner_takes_back_what_they_wrote() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening)
        thread = await duty.sees("이 메시지에 답장")
        wrote = await duty.says("김 과장입니다", reply_to=thread)
        await mina.sees("김 과장입니다")
        await duty.says(f"/unsend {code}", reply_to=wrote)
        await evening.ground.until(lambda: not [one for one in mina.from_bot() if "김 과장" in one.text], 10)


async def test_the_packet_comes_to_the_owner_alone_with_what_was_said() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, "갇혀 있어요. 4층 방 412호")
        await mina.shares_place(11.55644, 104.92822)
        await evening.desk.sees_card(holds=("11.55644", "☑ 위치", "☐ 얼굴 사진"))
        assert "개인 대화" in await duty.taps("서류 (PDF)")
        paper = await duty.sees(lambda one: "document" in one.content, 30)
        assert paper.protected
        assert not [one for one in evening.desk.from_bot() if "document" in one.content]
        await duty.says(f"/history {code}")
        assert "서류 작성" in (await duty.sees("처리 이력")).text


async def test_opened_buttons_stay_under_the_thumb_when_the_person_writes_and_close_once_one_is_used() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening)
        await duty.taps("상태 …")
        await duty.sees(lambda one: "확인 중" in str(one.inline))
        await mina.says("창문이 하나 있어요")
        await duty.sees(lambda one: "창문이 하나" in one.text and " | " in one.text)
        await duty.sees(lambda one: "창문이 하나" in one.text and "확인 중" in str(one.inline))
        await duty.taps("확인 중")
        await duty.sees(lambda one: f"| {code} | 확인 중" in one.text and "상태 …" in str(one.inline))
