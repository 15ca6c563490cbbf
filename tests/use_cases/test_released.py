"""A release that nobody accepted goes on against who took the case anew."""

from __future__ import annotations

from bot.domain.effects import Ring
from bot.domain.events import CaseTaken
from bot.domain.ids import MINUTE
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, tells
from tests.use_cases.test_duty_changes import ticks
from tests.use_cases.wound import Wound


async def test_who_takes_a_case_anew_that_they_once_released_keeps_it_while_they_work(
    desk: AtDesk, clock: Wound
) -> None:
    code = (await desk.case()).code
    await desk.commands("owner", Deed.RELEASE, code)
    for _ in range(45):
        clock.true += MINUTE
        await ticks(desk)
    assert (await desk.case()).owner is None
    await desk.happens(CaseTaken(desk.origin("owner"), code))
    assert (await desk.case()).owner == "owner"
    for minute in range(80):
        clock.true += MINUTE
        await ticks(desk)
        if minute % 2 == 0:
            await desk.commands("owner", Deed.NOTE, f"{code} called the police again")
        assert (await desk.case()).owner == "owner", f"taken away after {minute} minutes of work"


async def test_who_takes_a_release_back_is_rung_before_they_lose_the_case(desk: AtDesk, clock: Wound) -> None:
    """It is theirs as before: nothing said that they were rung once by then."""
    code = (await desk.case()).code
    (asked,) = tells(await desk.commands("owner", Deed.RELEASE, code), "preview.release")
    clock.true += MINUTE
    await desk.presses("owner", asked, accepted=False)
    rang = []
    while (await desk.case()).owner == "owner":
        rang += [one for one in await ticks(desk) if isinstance(one, Ring) and one.chat == "chat-owner"]
        if rang:
            break
        clock.true += MINUTE
    assert rang


async def test_a_release_that_came_to_nothing_gives_away_no_case_that_was_taken_anew(
    desk: AtDesk, clock: Wound
) -> None:
    code = (await desk.case()).code
    (asked,) = tells(await desk.commands("owner", Deed.RELEASE, code), "preview.release")
    for _ in range(45):
        clock.true += MINUTE
        await ticks(desk)
    await desk.happens(CaseTaken(desk.origin("owner"), code))
    await desk.presses("off_duty", asked)
    assert (await desk.case()).owner == "owner"
