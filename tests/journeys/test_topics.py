"""A group with topics: each case in its own, made again where it is gone, and nothing lost without them."""

from __future__ import annotations

from drill.chats import Topic
from drill.messages import Message
from tests.journeys.stage import Stage, stage


async def _on(evening: Stage) -> None:
    evening.cast.desk.forum = True
    await _asks_for_topics(evening)


async def _asks_for_topics(evening: Stage) -> None:
    evening.ground.says(evening.cast.admin, evening.cast.desk, "/desk topics on")
    await evening.desk.sees("사건마다 주제")
    evening.ground.says(evening.cast.admin, evening.cast.desk, "/confirm")
    await evening.desk.sees("되돌릴 수 있습니다")


def _topics(evening: Stage) -> list[Topic]:
    return [one for one in evening.cast.desk.topics.values() if not one.deleted]


async def _card(evening: Stage, holds: str) -> Message:
    return await evening.desk.sees_card(holds=holds, seconds=20)


async def test_each_case_has_a_topic_named_after_its_code_and_its_card_is_edited_there() -> None:
    async with stage() as evening:
        await _on(evening)
        mina, lan = evening.requester(), evening.requester("Lan", "vi")
        await mina.says("여기 갇혀 있어요")
        first = await _card(evening, "여기 갇혀")
        await lan.says("Tôi bị nhốt ở đây")
        second = await _card(evening, "Tôi bị nhốt")
        topics = {one.id: one.name for one in _topics(evening)}
        assert {first.thread, second.thread} == set(topics)
        assert topics[first.thread or 0] in first.text
        await mina.says("3층 301호")
        again = await _card(evening, "301")
        assert again.id == first.id


async def test_a_topic_that_was_deleted_is_made_again_and_the_card_sent_again() -> None:
    async with stage() as evening:
        await _on(evening)
        mina = evening.requester()
        await mina.says("여기 갇혀 있어요")
        first = await _card(evening, "여기 갇혀")
        (topic,) = _topics(evening)
        evening.ground.deletes_topic(evening.cast.desk, topic)
        await mina.says("3층 301호")
        again = await _card(evening, "301")
        assert again.id != first.id
        assert again.thread != first.thread
        assert len(_topics(evening)) == 1


async def test_what_officers_write_to_each_other_in_a_topic_is_not_sent_to_anybody() -> None:
    async with stage() as evening:
        await _on(evening)
        mina = evening.requester()
        duty = await evening.on_duty()
        await mina.says("여기 갇혀 있어요")
        card = await _card(evening, "여기 갇혀")
        await evening.desk_of(duty).taps("제가 맡습니다")
        evening.ground.says(duty.account, evening.cast.desk, "누가 통역 되나요?", thread=card.thread)
        await evening.settles()
        assert not [one for one in mina.from_bot() if "통역" in one.text]
        evening.ground.says(duty.account, evening.cast.desk, "몇 호실인가요?", reply_to=card)
        await mina.sees("몇 호실인가요?")


async def test_a_group_that_is_no_forum_gets_its_cards_all_the_same_and_the_admins_are_told() -> None:
    async with stage() as evening:
        await _asks_for_topics(evening)
        mina = evening.requester()
        await mina.says("여기 갇혀 있어요")
        await _card(evening, "여기 갇혀")
        await evening.admin.sees("topics are off again")
