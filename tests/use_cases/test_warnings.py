"""Who writes to a person is told, once, what they may not have thought of."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.grammar import Session
from bot.domain.effects import TidyChat
from bot.domain.events import CommandGiven, WordsArrived
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, at_desk, keys


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def _writes(desk: AtDesk, words: str) -> list[str]:
    origin = replace(desk.origin("owner"), reply_code=(await desk.case()).code)
    return keys(await desk.happens(WordsArrived(origin, Private(words))))


async def _gives_the_danger_sign(desk: AtDesk) -> None:
    requester = (await desk.case()).requester
    async with desk.database.transaction() as ledger:
        session = await ledger.sessions.load(requester) or Session()
        await ledger.sessions.keep(requester, replace(session, danger_sign=Private("it rains")))
    await desk.happens(WordsArrived(desk.origin("requester"), Private("it rains again")))


async def test_after_the_danger_sign_the_owner_is_told_once_that_somebody_else_may_read(desk: AtDesk) -> None:
    assert "reply.takeover" not in await _writes(desk, "Are you there?")
    await _gives_the_danger_sign(desk)
    assert "reply.takeover" in await _writes(desk, "Are you safe?")
    assert "reply.takeover" not in await _writes(desk, "We are here.")


async def test_words_in_another_language_than_theirs_are_told_once_and_go_all_the_same(desk: AtDesk) -> None:
    assert "reply.unlike" not in await _writes(desk, "Which floor is it?")
    assert "reply.unlike" in await _writes(desk, "몇 층 몇 호인가요?")
    assert "reply.unlike" not in await _writes(desk, "알겠습니다 고맙습니다")


@pytest.mark.parametrize("deed", [Deed.FIND, Deed.NOTE, Deed.FACT, Deed.CASES])
async def test_what_is_typed_in_the_group_about_a_person_does_not_stay_there(desk: AtDesk, deed: Deed) -> None:
    origin = desk.origin("owner", group=True)
    code = (await desk.case()).code
    words = {Deed.FIND: "+855 12 345 678", Deed.NOTE: f"{code} he limps", Deed.FACT: f"{code} room 412"}.get(
        deed, ""
    )
    whole = Private(f"/{deed.value} {words}")
    effects = await desk.happens(CommandGiven(origin, deed, Private(words), whole))
    gone = [one for one in effects if isinstance(one, TidyChat) and one.message_ids == (origin.message_id,)]
    assert bool(gone) is (deed is not Deed.CASES)
