"""A phrase that the owner and the person agreed on: known when it is written, seen by nobody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.events import WordsArrived
from bot.domain.facts import Signed
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, at_desk, keys


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def _writes(desk: AtDesk, words: str) -> list[object]:
    await desk.happens(WordsArrived(desk.origin("requester"), Private(words)))
    case = await desk.case()
    async with desk.database.transaction() as ledger:
        return [one.value for one in await ledger.facts.of(case.id)]


@pytest.mark.parametrize(("sign", "danger"), [("danger_sign", True), ("safe_sign", False)])
async def test_a_phrase_that_was_agreed_on_is_known_when_it_is_written(
    desk: AtDesk, sign: str, danger: bool
) -> None:
    code = (await desk.case()).code
    assert Signed(danger) not in await _writes(desk, "The soup is good today")
    await desk.commands("owner", Deed.FACT, f"{code} {sign} the soup is good")
    assert Signed(danger) in await _writes(desk, "The soup is good today")


async def test_what_is_too_short_to_be_known_again_is_refused(desk: AtDesk) -> None:
    code = (await desk.case()).code
    assert "fact.short_sign" in keys(await desk.commands("owner", Deed.FACT, f"{code} safe_sign ok"))
