"""A code that is no case's is not taken for the one case that an officer has."""

import pytest

from bot.domain.effects import Tell
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, keys, tells


@pytest.mark.parametrize(
    "deed", [Deed.RELEASE, Deed.PACKET, Deed.MAP, Deed.HISTORY, Deed.CASE, Deed.NOTE, Deed.CLOSE]
)
@pytest.mark.parametrize("code", ["ZZZZ", "J84Z", "j84z"])
async def test_a_mistyped_code_is_refused_and_nothing_is_done(desk: AtDesk, deed: Deed, code: str) -> None:
    told = await desk.commands("owner", deed, f"{code} {'escaped: yes' if deed is Deed.CLOSE else ''}".strip())
    assert keys(told) == ["refusal.which_case"]
    assert [type(one) for one in told] == [Tell]


@pytest.mark.parametrize("words", ["they have his passport", "1500 dollars", "8h30 guard changes", "20:00 call"])
async def test_words_without_a_code_are_for_the_only_case(desk: AtDesk, words: str) -> None:
    assert tells(await desk.commands("owner", Deed.NOTE, words), "work.done")


async def test_a_time_is_no_code(desk: AtDesk) -> None:
    assert "refusal.which_case" not in keys(await desk.commands("owner", Deed.PROMISE, "10PM call her"))
