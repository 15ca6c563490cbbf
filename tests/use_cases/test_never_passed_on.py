"""What staff means for the bot never reaches the person: a command with a typing error, or one under a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.effects import RelayToRequester
from bot.domain.events import MediaArrived, Origin, WordsArrived
from bot.domain.facts import Media, MediaKind
from bot.domain.private import Private
from tests.use_cases.desk import AtDesk, keys


async def _under_the_case(desk: AtDesk) -> Origin:
    return replace(desk.origin("owner"), reply_code=(await desk.case()).code)


@pytest.mark.parametrize("words", ["/notee the boss is here", "/rota daily", "/clos escaped: she is out"])
async def test_a_mistyped_command_in_a_reply_is_not_sent_to_the_person(desk: AtDesk, words: str) -> None:
    told = await desk.happens(WordsArrived(await _under_the_case(desk), Private(words)))
    assert keys(told) == ["staff.no_command"]
    assert not [one for one in told if isinstance(one, RelayToRequester)]


async def test_a_command_under_a_picture_is_not_sent_to_the_person(desk: AtDesk) -> None:
    origin = await _under_the_case(desk)
    photo = Media(MediaKind.PHOTO, Private("file-1"), origin.message_id, Private("/note her room"), size=900)
    told = await desk.happens(MediaArrived(origin, photo))
    assert keys(told) == ["staff.no_caption"]
    assert not [one for one in told if isinstance(one, RelayToRequester)]


async def test_an_answer_with_a_slash_in_it_is_sent(desk: AtDesk) -> None:
    told = await desk.happens(WordsArrived(await _under_the_case(desk), Private("Call 20:00 and/or 21:00")))
    assert [one for one in told if isinstance(one, RelayToRequester)] or keys(told) == ["reply.held"]
