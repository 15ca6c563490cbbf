"""The danger sign: the desk hears it at once, and nobody who looks at the phone can tell that it was given."""

from __future__ import annotations

import json
import re

from bot.conversation.flows import HERE
from bot.conversation.grammar import Topic
from tests.journeys.stage import Person, Stage, stage

SIGN, ANYTHING = "비가 또 오네요", "눈이 또 오네요"


async def _chooses_signs(evening: Stage, person: Person) -> None:
    await person.says("갇혀 있어요")
    before = [step for step in HERE.steps if step.topic not in (Topic.SAFE_SIGN, Topic.DANGER_SIGN)]
    for _ in before:
        await person.says("/skip")
    await person.sees("괜찮다")
    await evening.settles()
    await person.says("국이 맛있어요")
    await person.sees("누가 시켜서")
    await evening.settles()
    await person.says(SIGN)
    await evening.settles()


def _by_turn(calls: list[str]) -> list[str]:
    """With message ids in their order: all private chats of a bot share one count, which no phone shows."""
    ids = list(dict.fromkeys(re.findall(r'"(?:message_ids?)": "\[?(\d+)', "\n".join(calls))))
    named = r'(?<="message_id": ")\d+|(?<="\[)\d+'
    return [re.sub(named, lambda found: f"#{ids.index(found[0])}", call) for call in calls]


async def _transcript(words: str) -> tuple[list[str], str]:
    """Everything that the bot ever did in the person's chat, byte for byte, and the level on the card."""
    async with stage() as evening:
        mina = evening.requester()
        await _chooses_signs(evening, mina)
        before = len(evening.ground.calls)
        await mina.says(words)
        await evening.settles()
        await mina.says("네")
        await evening.settles()
        calls = [
            json.dumps([call.method, call.params], ensure_ascii=False, sort_keys=True)
            for call in evening.ground.calls[before:]
            if call.params.get("chat_id") == str(mina.chat.id)
        ]
        return _by_turn(calls), evening.desk.cards()[0].text.split(" ")[0]


async def test_the_danger_sign_is_heard_and_changes_no_byte_on_the_phone() -> None:
    signed, level = await _transcript(SIGN)
    plain, calm = await _transcript(ANYTHING)
    assert signed == plain
    assert (level, calm) == ("L1", "L2")


async def test_the_card_says_takeover_and_the_desk_rings_again() -> None:
    async with stage() as evening:
        duty, mina = await evening.on_duty(), evening.requester()
        await _chooses_signs(evening, mina)
        await mina.says(f"네, {SIGN}")
        await evening.desk.sees_card(level="L1", holds=("장악 의심", "R1-06"))
        await duty.sees(lambda one: "R1-06" in one.text)
