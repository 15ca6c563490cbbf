"""What staff says once more, or in plain words: it is understood, or told that it is so already."""

from __future__ import annotations

import pytest

from bot.domain.facts import Flagged, Flagging, Placed
from bot.domain.place import Fix
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, keys, tells


@pytest.mark.parametrize("deed", [Deed.RAISE, Deed.LOWER])
async def test_the_level_that_it_has_is_no_mistake_of_writing(desk: AtDesk, deed: Deed) -> None:
    case = await desk.case()
    told = await desk.commands("owner", deed, f"{case.code} {case.level.value.lower()} because")
    assert keys(told) == ["level.already"]
    assert dict(tells(told, "level.already")[0].blanks)["level"].reveal() == case.level.value


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("building photo", True),
        ("building_photo", True),
        ("Building-Photo on", True),
        ("building photo off", False),
    ],
)
async def test_a_flag_of_two_words_may_be_written_as_two(desk: AtDesk, words: str, on: bool) -> None:
    case = await desk.case()
    assert keys(await desk.commands("owner", Deed.FLAG, f"{case.code} {words}")) == ["work.done"]
    async with desk.database.transaction() as ledger:
        values = [one.value for one in await ledger.facts.of(case.id)]
    (flagged,) = [one for one in values if isinstance(one, Flagged)]
    assert (flagged.flag, flagged.on) == (Flagging.BUILDING_PHOTO, on)


@pytest.mark.parametrize(
    ("words", "metres"),
    [("10.61, 103.53", 557), ("10.61 103.53", 557), ("10.609,103.530", 56), ("10.6093, 103.5296", None)],
)
async def test_two_decimals_are_a_place_where_the_officer_says_place(
    desk: AtDesk, words: str, metres: int | None
) -> None:
    case = await desk.case()
    assert keys(await desk.commands("owner", Deed.FACT, f"{case.code} place {words}")) == ["work.done"]
    async with desk.database.transaction() as ledger:
        values = [one.value for one in await ledger.facts.of(case.id)]
    (placed,) = [one.place for one in values if isinstance(one, Placed)]
    assert [round(one, 1) for one in placed.degrees()] == [10.6, 103.5]
    assert (placed.fix, placed.accuracy_m) == (Fix.DESK, metres)


@pytest.mark.parametrize("words", ["10.6, 103.5", "13.00 14.00 15.00", "200.50, 300.50"])
async def test_what_is_none_is_refused_there_too(desk: AtDesk, words: str) -> None:
    told = await desk.commands("owner", Deed.FACT, f"{(await desk.case()).code} place {words}")
    assert keys(told) == ["fact.no_place"]


@pytest.mark.parametrize("words", ["L1 usual", "L1 0 duty, 30s duty, 90s backup, 3m desk, 5m all, again 5m"])
async def test_a_ladder_that_holds_already_is_not_asked_about(desk: AtDesk, words: str) -> None:
    if "duty" in words:
        await desk.changes("admin", Deed.POLICY, f"{words} at Cambodia")
    assert keys(await desk.commands("admin", Deed.POLICY, f"{words} at Cambodia")) == ["desk.already"]


async def test_a_route_that_holds_already_is_not_asked_about(desk: AtDesk) -> None:
    await desk.changes("admin", Deed.ROUTE, "country KH at Cambodia")
    assert keys(await desk.commands("admin", Deed.ROUTE, "country KH at Cambodia")) == ["desk.already"]


async def test_the_hours_that_were_set_are_told(desk: AtDesk) -> None:
    told = await desk.commands("owner", Deed.WINDOW, f"{(await desk.case()).code} 9-10:30")
    blanks = dict(tells(told, "window.set")[0].blanks)
    assert blanks["hours"].reveal() == "09:00-10:30"
