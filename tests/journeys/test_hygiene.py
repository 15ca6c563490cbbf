"""After two days nothing of a person stands in any chat of staff, in an open case neither."""

from __future__ import annotations

from tests.journeys.stage import Person, Stage, stage
from tests.journeys.test_working import _taken

NAME, PHONE, WORDS = "김민아", "+855 12 345 678", "창문이 없는 방"
CANARIES = (NAME, PHONE, "85512345678", "345 678", WORDS, "버스가 온다고", "사진 속 문")


def _staff(evening: Stage) -> list[Person]:
    return [*evening.officers, evening.admin, evening.desk]


def _seen(evening: Stage) -> list[str]:
    """What stands in the chats of staff of what was said, whoever wrote it."""
    texts = [one.text for person in _staff(evening) for one in person.standing()]
    return [text for text in texts if any(canary in text for canary in CANARIES)]


async def _looked(evening: Stage) -> None:
    """Until the bot has looked for what is old, and done what it found."""

    def later() -> bool:
        ((due,),) = evening.rows("SELECT due_at FROM dues WHERE kind = 'hygiene'")
        return int(due) > evening.ground.clock.now() * 1000

    await evening.ground.until(later, 30, "the bot to look for what is old")
    await evening.settles()


async def test_need_to_know_after_two_days_no_chat_of_staff_holds_anything_personal() -> None:
    async with stage() as evening:
        mina, duty, code = await _taken(evening, f"{WORDS}. 제 이름은 {NAME}입니다. {PHONE}")
        thread = await duty.sees("이 메시지에 답장")
        await duty.says("버스가 온다고 했어요?", reply_to=thread)
        await mina.sees("버스가 온다고")
        evening.ground.sends_photo(mina.account, mina.chat, b"\xff\xd8\xffsynthetic", caption="사진 속 문")
        await duty.sees("사진 속 문")
        await duty.says("네", reply_to=thread)
        await duty.says(f"/reveal {code} name")
        await duty.sees(NAME)
        await evening.settles()
        assert _seen(evening)
        for hours in (20, 24, 1.5, 2):
            await evening.passes(minutes=hours * 60)
            await _looked(evening)
        await evening.ground.until(lambda: not _seen(evening), 30, "the chats of staff to hold nothing")
        (card,) = [one for one in evening.desk.from_bot() if one.text.startswith("L")]
        assert code in card.text, "the open case still has its card"
        assert card.silent


async def test_after_an_outage_of_days_what_cannot_be_removed_any_more_is_written_over() -> None:
    async with stage() as evening:
        await _taken(evening, f"{WORDS}. {PHONE}")
        await evening.bot.stop()
        await evening.passes(minutes=60 * 60)
        await evening.bot.start()
        await evening.ground.until(
            lambda: not [one for person in _staff(evening) for one in person.from_bot() if WORDS in one.text],
            30,
            "nothing of ours to hold what was said",
        )
