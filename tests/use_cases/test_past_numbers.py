"""Numbers of what is over: later words do not change them."""

from __future__ import annotations

import pytest

from bot.domain.drills import Step
from bot.domain.effects import Effect, ShowDrill, ShowNumbers
from bot.domain.events import (
    CaseTaken,
    Gesture,
    GestureMade,
)
from bot.domain.ids import DAY, HOUR, MINUTE, SECOND, ChatId, DeskId, after
from bot.domain.roles import Deed
from bot.domain.triage import Level
from bot.tick import calm_due, ring_due
from handlers.views_numbers import NumbersView, drill_view, numbers_view
from tests.use_cases.desk import AtDesk
from tests.use_cases.wound import Wound

DESK = DeskId("desk")


async def ticks(desk: AtDesk) -> list[Effect]:
    await ring_due(desk.inbox)
    await calm_due(desk.inbox)
    return await desk.effects()


async def view(desk: AtDesk) -> NumbersView:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ChatId("chat-admin"))
        return await numbers_view(
            ShowNumbers(chat.id, DESK, after(now, -7 * DAY), now, False, 1), chat, ledger, now
        )


async def test_a_case_that_rose_to_l1_and_waits_is_counted(desk: AtDesk, clock: Wound) -> None:
    await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))
    for _ in range(10):
        clock.true += 10 * MINUTE
        await ticks(desk)
    case = await desk.case()
    assert (case.owner, case.level) == (None, Level.L1)
    assert (await view(desk)).numbers.unheard == 1


async def test_a_drill_shows_when_it_was_taken_first(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    await ticks(desk)
    case = await desk.case("admin")
    clock.true += 20 * SECOND
    await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    while (await desk.rows(f"SELECT state FROM cases WHERE id='{case.id}'"))[0][0] != "closed":  # noqa: S608
        clock.true += 10 * SECOND
        await ticks(desk)
    async with desk.database.transaction() as ledger:
        shown = await drill_view(ShowDrill(ChatId("chat-admin"), DESK, case.code), ledger)
    assert shown is not None
    assert shown.this.until(Step.TAKEN) == 20 * SECOND
    assert shown.owner == "On_Duty"


async def test_a_removal_makes_no_gap_of_the_past(desk: AtDesk, clock: Wound) -> None:
    clock.true += 3 * DAY
    assert (await view(desk)).gaps[0].minutes == 0
    await desk.changes("admin", Deed.PERSON, "remove On_Duty at Cambodia")
    assert (await view(desk)).gaps[0].minutes == 0


@pytest.mark.parametrize("erased_by", ["take", "resume"])
async def test_nothing_that_is_said_later_covers_a_gap_of_the_past(
    desk: AtDesk, clock: Wound, erased_by: str
) -> None:
    if erased_by == "take":
        await desk.changes("on_duty", Deed.OFF, "+3h")
    else:
        await desk.changes("admin", Deed.PERSON, "pause On_Duty at Cambodia")
    clock.true += 2 * HOUR
    assert (await view(desk)).gaps[0].minutes == 120
    if erased_by == "take":
        await desk.changes("off_duty", Deed.TAKE, "today")
    else:
        await desk.changes("admin", Deed.PERSON, "resume On_Duty at Cambodia")
    assert (await view(desk)).gaps[0].minutes == 120
