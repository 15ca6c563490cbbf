"""The seven steps of the way through, one after the other, as people do them."""

from __future__ import annotations

import re
from functools import partial
from itertools import permutations

import pytest

from drill.messages import Message
from tests.journeys.stage import REPEAT, Moment, Person, Stage, stage
from tests.journeys.steps import (
    ANSWER,
    CRIES,
    QUESTION,
    STEPS,
    Step,
    Way,
    between,
    cards_sent,
    doubled,
    heard_twice,
    leading_to,
    way,
)


async def test_the_whole_way_in_korean() -> None:
    async with stage() as evening:
        going = await way(evening)
        for step in STEPS:
            await step.done(going)
        _nothing_doubled(going)
        assert await evening.bot.stop() == 0


async def _killed_in_two_steps(first: int, second: int, moments: tuple[Moment, Moment]) -> None:
    """Kill -9 in the work on each of two steps, before anybody has seen what comes of it; then it is seen."""
    async with stage() as evening:
        going = await way(evening)
        for step in leading_to(first, second):
            await step.done(going)
        if first > second:
            await STEPS[second].ready(going)
        await _killed(going, STEPS[first], moments[0])
        for step in between(first, second):
            await step.done(going)
        await _killed(going, STEPS[second], moments[1])
        await evening.settles()
        _nothing_doubled(going)
        assert await evening.bot.stop() == 0


async def _killed(going: Way, step: Step, moment: Moment) -> None:
    await step.ready(going)
    await going.stage.dies_of(step.act(going), moment)
    await step.seen(going)


WRITES = ("sendMessage", "editMessageText")


def _nothing_doubled(going: Way) -> None:
    assert doubled(going.stage) == []
    for words in (*CRIES, QUESTION, ANSWER):
        assert heard_twice(going.stage, words) == []
    assert cards_sent(going.stage, going.code) <= 1
    assert going.stage.ground.updates.lapsed == 0


PAIRS = [
    pytest.param(first, second, id=f"{STEPS[first].name}-{STEPS[second].name}")
    for first, second in permutations(range(len(STEPS)), 2)
]
NEIGHBOURS = [
    pytest.param(first, (one, other), id=f"{STEPS[first].name}-{STEPS[first + 1].name}")
    for first, (one, other) in enumerate([*permutations(Moment, 2)])
]


@pytest.mark.parametrize(("before", "moments"), NEIGHBOURS)
async def test_killed_between_two_steps_nothing_is_lost(before: int, moments: tuple[Moment, Moment]) -> None:
    await _killed_in_two_steps(before, before + 1, moments)


@pytest.mark.torture
@pytest.mark.parametrize("moment", Moment, ids=[one.value for one in Moment])
@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_killed_in_any_two_steps_in_any_order(first: int, second: int, moment: Moment) -> None:
    await _killed_in_two_steps(first, second, (moment, moment))


async def test_the_way_in_english_with_buttons() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        ana = evening.requester("Ana", "en")
        await ana.says("/start")
        first = await ana.sees("Send your place first.")
        labels = [button["text"] for row in first.inline for button in row]
        assert [re.sub(r"^\W+", "", label) for label in labels] == [
            "My place",
            "SOS",
            "I am out",
            "Someone else / other",
            "Hide",
        ]
        await ana.taps("My place")
        keys = await ana.sees("Tap the key below")
        assert keys.markup
        assert keys.markup["keyboard"][0][0]["request_location"]
        evening.ground.taps_key(ana.account, ana.chat, keys.markup["keyboard"][0][0]["text"])
        card = await evening.desk.sees_card(level="L2", holds="위치")
        await ana.sees("Is anyone hurt")
        await ana.taps("Yes")
        await evening.desk.sees_card(level="L1", holds="R1-02")
        await ana.sees("against your will")
        await ana.taps("No")
        await ana.sees("Which building")
        await ana.taps("Skip")
        await ana.taps("SOS")
        await evening.desk.sees_card(level="L1", holds="R1-10")
        assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1, (
            "one card, edited in place"
        )
        assert card.id == (await evening.desk.sees_card()).id
        assert len(ana.from_bot()) == 1, "one message of ours on the screen"
        await duty.taps("제가 맡습니다")
        await ana.sees("A person has it now.")


async def test_a_burst_gets_one_answer() -> None:
    async with stage() as evening:
        mina = evening.requester()
        for part in ("도와", "주세요", "갇혀", "있어요", "빨리"):
            await mina.says(part)
        await evening.desk.sees_card(holds="빨리")
        await mina.sees("위치도 보낼 수 있어요?")
        await evening.settles()
        sends = [
            c
            for c in evening.ground.calls
            if c.method == "sendMessage" and int(c.params["chat_id"]) == mina.chat.id
        ]
        assert len(sends) == 1


async def _cries(mina: Person, what: str) -> None:
    ground = mina.ground
    match what:
        case "words":
            await mina.says("도와주세요")
        case "place":
            await mina.shares_place(10.6, 103.5)
        case "photo":
            ground.sends_photo(mina.account, mina.chat, b"\xff\xd8synthetic")
        case "contact":
            ground.shares_contact(mina.account, mina.chat, mina.account.phone, "Mina")
        case "voice":
            ground.sends_voice(mina.account, mina.chat, b"OggSsynthetic")
        case "SOS":
            await mina.says("SOS")


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        ("words", "도와주세요"),
        ("place", "10.60000"),
        ("photo", "사진"),
        ("contact", "전화번호"),
        ("voice", "음성"),
        ("SOS", "SOS (R1-10)"),
    ],
)
async def test_invariant_6_whatever_comes_first_rings_the_desk_at_once(what: str, holds: str) -> None:
    """The promise is one second. A test that asks the clock fails on a busy machine; this one asks for the order.

    Ana, whom the desk knows, writes after the cry. Her answer waits 0.6 s by intent, in case she writes more: card
    and ring must be there before it. Whoever lets either of them wait for a second by intent, fails here.
    """
    async with stage() as evening:
        duty, ana, mina = await evening.on_duty(), evening.requester("Ana"), evening.requester()
        await ana.says("갇혀 있어요")
        await evening.settles()
        wound, calls = evening.ground.clock.offset, len(evening.ground.calls)
        await _cries(mina, what)
        await ana.says("아직 여기예요")

        def shown() -> list[str]:
            """Whose chat something was written into, in this order."""
            since = evening.ground.calls[calls:]
            return [str(call.params.get("chat_id")) for call in since if call.method in WRITES]

        order = await evening.ground.until(lambda: str(ana.chat.id) in shown() and shown(), what="Ana's answer")
        before = order[: order.index(str(ana.chat.id))]
        assert {str(evening.cast.desk.id), str(duty.chat.id)} <= set(before), "card and ring before what may wait"
        card = await evening.desk.sees_card(holds=holds)
        ring = await duty.sees(f"{card.text.split(' | ')[1]}: 아직 담당자가 없습니다")
        assert not ring.silent
        assert card.protected
        assert evening.ground.clock.offset == wound, "nobody had to wind the clock"


async def test_one_owner_however_many_tap() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        card = await evening.desk.sees_card(level="L1")
        presses = [
            evening.ground.presses(officer.account, card, button=card.inline[0][0]["text"])
            for officer in evening.officers
        ]
        known = evening.ground.presses_by_id
        await evening.ground.until(
            lambda: all(known[one].answer for one in presses), 20, "every tap to be answered"
        )
        answers = [str(known[one].answer.get("text")) for one in presses]  # type: ignore[union-attr]
        assert sum("맡으셨습니다" in one for one in answers) == 1
        assert sum("담당입니다" in one for one in answers) == 2


async def test_taking_by_command_and_by_a_wrong_code() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        card = await evening.desk.sees_card(level="L1")
        code = card.text.split(" | ")[1]
        officer = evening.officers[1]
        await officer.says("/take ZZZZ9")
        await officer.sees("그런 사건이 없습니다")
        await officer.says(f"/take {code.lower()}")
        await officer.sees("맡으셨습니다")
        await evening.desk.sees_card(holds="담당 도윤")


async def test_only_the_owner_writes_to_the_person() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        card = await evening.desk.sees_card(level="L1")
        owner, other = evening.officers[0], evening.desk_of(evening.officers[1])
        await other.says("괜찮아요?", reply_to=card)
        await other.sees("먼저 ‘제가 맡습니다’를 눌러 주세요")
        await owner.says(f"/take {card.text.split(' | ')[1]}")
        await owner.sees("이 메시지에 답장하면")
        await other.says("거기 있어요?", reply_to=card)
        await other.sees("하나 담당 사건입니다")
        await evening.desk_of(owner).says("몇 층이에요?", reply_to=card)
        await mina.sees("몇 층이에요?")
        assert not [one for one in mina.from_bot() if "거기" in one.text or "괜찮" in one.text]


def _still(evening: Stage) -> int:
    return len([one for one in evening.admin.from_bot() if "STILL" in one.text])


def _more(evening: Stage, known: int) -> bool:
    return _still(evening) > known


def _covered(who: Person) -> bool:
    return [one.text[:6] for one in who.standing()] == ["오늘의 낱말"]


async def test_invariant_4_it_cannot_go_quiet_across_restarts() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        mina = evening.requester()
        await mina.says("SOS")
        await duty.sees("아직 담당자가 없습니다")
        await evening.passes(seconds=31)
        await duty.sees("아직도")
        await evening.bot.kill()
        await evening.passes(minutes=2)
        await evening.bot.start()
        backup = evening.officers[(evening.officers.index(duty) + 1) % 3]
        await backup.sees("아직도")
        await evening.passes(minutes=8)
        await evening.admin.sees("STILL nobody has it")
        for _ in range(3):
            rang = _still(evening)
            await evening.passes(minutes=5, seconds=1)
            await evening.ground.until(partial(_more, evening, rang), 20, "the next ring")


async def test_invariant_4_a_blocked_officer_is_passed_over_at_once() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        evening.ground.blocks(duty.account)
        await evening.admin.sees("cannot be reached", 20)
        mina = evening.requester()
        await mina.says("SOS")
        backup = evening.officers[(evening.officers.index(duty) + 1) % 3]
        ring = await backup.sees("담당자가 없습니다")
        assert not ring.silent


async def test_invariant_4_an_officer_found_blocked_only_when_rung() -> None:
    """Telegram tells of the block with the refused send alone: the update of it came while we were away."""
    async with stage() as evening:
        duty = await evening.on_duty()
        evening.ground.faults.blocked(times=None, chats=[duty.account.id], methods=["sendMessage"])
        mina = evening.requester()
        await mina.says("SOS")
        backup = evening.officers[(evening.officers.index(duty) + 1) % 3]
        await backup.sees("담당자가 없습니다")


async def test_invariant_9_after_silence_the_owners_words_wait() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        owner = evening.officers[0]
        card = await evening.desk.sees_card(level="L1")
        await owner.says(f"/take {card.text.split(' | ')[1]}")
        thread = await owner.sees("이 메시지에 답장하면")
        await evening.settles()
        await evening.passes(minutes=16)
        shown = [one.id for one in mina.from_bot()]
        await owner.says("지금 괜찮아요?", reply_to=thread)
        await owner.sees("보류")
        await evening.settles()
        assert [one.id for one in mina.from_bot()] == shown, "nothing is sent to a silent phone"
        await mina.says("네")
        await mina.sees("지금 괜찮아요?")


async def test_invariant_12_a_strangers_staff_command_is_unknown_text() -> None:
    async with stage() as evening:
        one, other = evening.requester("A"), evening.requester("B")
        await one.says("/roster")
        await other.says("아무 말")
        await evening.settles()
        assert [m.text for m in one.from_bot()] == [m.text for m in other.from_bot()]
        assert [m.markup for m in one.from_bot()] == [m.markup for m in other.from_bot()]
        assert not [m for m in one.from_bot() if "근무" in m.text]


async def test_invariant_12_a_strangers_press_on_i_have_it_changes_nothing() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        card = await evening.desk.sees_card(level="L1")
        stranger = evening.ground.account("Nobody", "ko")
        evening.ground.adds(evening.cast.desk, stranger, by=evening.cast.admin)
        press = evening.ground.presses(stranger, card, button=card.inline[0][0]["text"])
        answer = await evening.ground.until(lambda: evening.ground.presses_by_id[press].answer, what="an answer")
        assert not answer.get("text")
        assert (await evening.desk.sees_card()).inline


async def test_hide_from_any_screen_and_coming_back() -> None:
    async with stage() as evening:
        for screen in ("내 위치", "다른 사람", "나왔어요", "SOS"):
            person = evening.requester(screen)
            await person.says("/start")
            await person.taps(screen)
            await person.says("숨기기")
            await evening.ground.until(partial(_covered, person), 20, f"the cover after {screen}")
        await person.says("저예요")
        await person.sees("담당하는 사람들이 볼 수 있어요")
        await evening.desk.sees_card(holds="저예요")


async def test_invariant_3_a_lost_answer_is_repeated_once_and_says_so() -> None:
    async with stage() as evening:
        await evening.settles()
        mina = evening.requester()
        evening.ground.faults.lose_answers(1, methods=["sendMessage"], chats=[evening.cast.desk.id])
        await mina.says("SOS")
        await evening.desk.sees_card(level="L1")
        await evening.desk.sees("재전송")
        await evening.settles()
        assert len([one for one in evening.desk.cards() if "L1" in one.text]) == 2


async def test_telegram_fails_for_a_while_and_nothing_is_lost() -> None:
    async with stage() as evening:
        duty = await evening.on_duty()
        evening.ground.faults.outage(30)
        mina = evening.requester()
        await mina.says("SOS")
        await evening.passes(seconds=31)
        await evening.desk.sees_card(level="L1", seconds=40)
        await duty.sees("담당자가 없습니다", 40)


async def test_the_group_becomes_a_supergroup_and_cards_follow() -> None:
    async with stage(seeded=False) as evening:
        ground, admin = evening.ground, evening.admin
        group = ground.group("Old desk", members=[evening.cast.officers[0]], admins=[evening.cast.admin])
        await admin.says("/start")
        await admin.sees("known here")
        ground.says(evening.cast.admin, group, "/desk Old Asia/Phnom_Penh ko")
        await ground.until(lambda: [m for m in group.messages.values() if m.inline], what="a preview")
        preview = next(m for m in group.messages.values() if m.inline)
        ground.presses(evening.cast.admin, preview, button="Confirm")
        await ground.until(
            lambda: [m for m in group.messages.values() if "데스크" in m.text], what="the announcement"
        )
        newer = ground.migrates(group)
        await evening.requester().says("SOS")
        await ground.until(
            lambda: [m for m in newer.messages.values() if m.text.startswith("L1")],
            20,
            "the card in the new group",
        )


async def test_invariant_3_who_is_on_duty_told_again_after_a_crash_says_so() -> None:
    async with stage() as evening:
        await evening.settles()
        evening.ground.faults.lose_answers(1, methods=["sendMessage"], chats=[evening.admin.chat.id])
        await evening.admin.says("/duty")
        await evening.ground.until(lambda: len(_on_duty(evening)) == 2, what="the repeat")
        assert REPEAT.match(_on_duty(evening)[-1].text)


def _on_duty(evening: Stage) -> list[Message]:
    return [one for one in evening.admin.from_bot() if "On duty" in one.text]


async def test_hide_removes_also_a_copy_whose_sending_was_cut_off() -> None:
    """Found in the drill: after a lost answer the officer's first copy stayed under the cover."""
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        card = await evening.desk.sees_card(level="L1")
        owner = evening.officers[0]
        await owner.says(f"/take {card.text.split(' | ')[1]}")
        thread = await owner.sees("이 메시지에 답장하면")
        await evening.settles()
        evening.ground.faults.lose_answers(1, methods=["sendMessage"], chats=[mina.chat.id])
        await owner.says("어디예요?", reply_to=thread)
        await mina.sees("(다시 보냄) 어디예요?")
        await evening.settles()
        await mina.says("숨기기")
        await evening.ground.until(partial(_covered, mina), 20, "only the cover to be left")


async def _screen_lost(evening: Stage, mina: Person) -> None:
    """Her first screen stands, but the bot got no answer to it, and must wait before it may send it again."""
    evening.ground.faults.lose_answers(1, methods=["sendMessage"], chats=[mina.chat.id])
    await mina.says("/start")
    await mina.sees("위치를 먼저 보내 주세요")
    evening.ground.faults.too_many(3, methods=["sendMessage"], chats=[mina.chat.id])


@pytest.mark.torture
async def test_hide_removes_a_lost_screen_also_when_the_person_wrote_before_its_repeat() -> None:
    """Found by kill -9 in `start`: words between the lost copy and its repeat hide it from the search."""
    async with stage() as evening:
        mina = evening.requester()
        await _screen_lost(evening, mina)
        wrote = await mina.says("여기 갇혀 있어요")
        await mina.sees(lambda one: one.id > wrote.id)
        await evening.settles()
        await mina.says("/hide")
        await evening.ground.until(partial(_covered, mina), 10, "only the cover to be left")


async def test_hide_removes_a_lost_screen_also_when_the_person_hides_before_its_repeat() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await _screen_lost(evening, mina)
        await mina.says("/hide")
        await evening.ground.until(partial(_covered, mina), 10, "only the cover to be left")


async def test_what_was_sent_before_the_take_reaches_the_owner() -> None:
    async with stage() as evening:
        mina = evening.requester()
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8synthetic", caption="문 앞")
        card = await evening.desk.sees_card(holds="사진")
        owner = evening.officers[0]
        await owner.says(f"/take {card.text.split(' | ')[1]}")
        photo = await owner.sees(lambda one: "photo" in one.content, 20)
        assert photo.protected
        assert "문 앞" in photo.text
