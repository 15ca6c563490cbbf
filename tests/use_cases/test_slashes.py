"""What an officer means as a command is never sent to the person, with whichever slash it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.effects import RelayToRequester
from bot.domain.events import WordsArrived
from bot.domain.private import Private
from tests.use_cases.desk import AtDesk, keys


@pytest.mark.parametrize(
    "words", ["／note her brother sold her", "/메모 오빠가 팔았다", "/ note her brother sold her"]
)
async def test_a_command_of_another_keyboard_is_not_sent_to_the_person(desk: AtDesk, words: str) -> None:
    """Chinese and Japanese keyboards write `／`; Korean ones write the word in the letters that are on."""
    origin = replace(desk.origin("owner"), reply_code=(await desk.case()).code)
    told = await desk.happens(WordsArrived(origin, Private(words)))
    assert not [one for one in told if isinstance(one, RelayToRequester)], keys(told)
