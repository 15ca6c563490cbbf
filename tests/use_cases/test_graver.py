"""A case that becomes graver, or loses who had it: nobody waits by the clock of before."""

from __future__ import annotations

import pytest

from bot.domain.dues import DueKind
from bot.domain.effects import Effect, Ring, TidyChat
from bot.domain.events import (
    CaseTaken,
    DeliveryFailed,
    Gesture,
    GestureMade,
    WordsArrived,
)
from bot.domain.ids import HOUR, MINUTE, SECOND, CaseId, ChatId
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level
from bot.ports import Message, Purpose, Side
from bot.tick import calm_due, ring_due
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.test_no_quiet_case import _cries
from tests.use_cases.wound import Wound


async def ticks(desk: AtDesk) -> list[Effect]:
    await ring_due(desk.inbox)
    await calm_due(desk.inbox)
    return await desk.effects()


async def idle_in(desk: AtDesk, clock: Wound, case: CaseId) -> int:
    ((at,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind='idle' AND subject='{case}'")  # noqa: S608
    assert isinstance(at, int)
    return at - clock.true


async def taken(desk: AtDesk, level: Level, who: str = "on_duty") -> CaseId:
    case = await _cries(desk, level)
    await desk.happens(CaseTaken(desk.origin(who), (await desk.case("stranger")).code))
    return case


@pytest.mark.parametrize("level", [Level.L3, Level.L2])
async def test_invariant_4_an_owner_whom_the_ring_does_not_reach_loses_the_case_at_once(
    desk: AtDesk, clock: Wound, level: Level
) -> None:
    case = await taken(desk, level)
    clock.true += MINUTE
    await desk.inbox.handle(GestureMade(desk.origin("stranger"), Gesture.SOS))
    async with desk.database.transaction() as ledger:
        await ledger.dues.clear(DueKind.LAPSE, case)
    waited, rang = 0, [one for one in await desk.effects() if isinstance(one, Ring) and one.case == case]
    while True:
        heard = [one for one in rang if one.chat != "chat-on_duty"]
        if heard or waited > 6 * HOUR:
            break
        for one in rang:
            await desk.inbox.handle(DeliveryFailed(one.chat, one.case, lost=True))
        rang = [one for one in await desk.effects() if isinstance(one, Ring) and one.case == case]
        if not rang:
            waited += 30 * SECOND
            clock.true += 30 * SECOND
            rang = [one for one in await ticks(desk) if isinstance(one, Ring) and one.case == case]
    assert waited <= 30 * SECOND, waited / MINUTE


async def test_invariant_4_an_owner_is_waited_for_less_long_once_it_is_graver(desk: AtDesk, clock: Wound) -> None:
    case = await taken(desk, Level.L3)
    clock.true += MINUTE
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    assert await idle_in(desk, clock, case) <= 5 * MINUTE


async def test_who_raises_the_level_of_anothers_case_rings_them(desk: AtDesk, clock: Wound) -> None:
    case = await desk.case()
    clock.true += MINUTE
    told = await desk.commands("supervisor", Deed.RAISE, f"{case.code} L1")
    assert await idle_in(desk, clock, case.id) <= 5 * MINUTE
    assert [one for one in told if isinstance(one, Ring)]


async def test_who_takes_it_after_it_was_thought_safe_has_the_time_of_its_level(
    desk: AtDesk, clock: Wound
) -> None:
    case = await taken(desk, Level.L3)
    code = (await desk.case("stranger")).code
    await desk.commands("on_duty", Deed.STATE, f"{code} safe")
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("hello again")))
    await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    await desk.happens(CaseTaken(desk.origin("off_duty"), code))
    assert await idle_in(desk, clock, case) <= 5 * MINUTE


async def test_what_was_called_not_genuine_is_not_closed_once_the_person_was_heard_again(
    desk: AtDesk, clock: Wound
) -> None:
    case = await desk.case()
    (asked,) = tells(
        await desk.commands("owner", Deed.CLOSE, f"{case.code} not genuine: a prank"), "preview.close"
    )
    clock.true += 5 * HOUR
    await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))
    await desk.presses("backup", asked)
    assert (await desk.rows(f"SELECT state FROM cases WHERE id='{case.id}'"))[0][0] != "closed"  # noqa: S608


async def test_invariant_4_who_released_it_is_waited_for_although_they_add_a_note(
    desk: AtDesk, clock: Wound
) -> None:
    case, told = await desk.case(), []
    await desk.commands("owner", Deed.RELEASE, case.code)
    await desk.commands("owner", Deed.NOTE, f"{case.code} for whoever takes it: floor 3")
    for _ in range(24):
        clock.true += HOUR
        told += await ticks(desk)
    assert [one for one in told if isinstance(one, Ring) and one.case == case.id]


async def test_what_was_passed_on_leaves_the_chat_of_who_is_removed(desk: AtDesk, clock: Wound) -> None:
    case = await desk.case()
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(
            Message(ChatId("chat-owner"), 77, Side.OURS, Purpose.THREAD, desk.inbox.world.now(), case=case.id)
        )
    told = await desk.changes("admin", Deed.PERSON, "remove Owner at Cambodia")
    assert 77 in [id for one in told if isinstance(one, TidyChat) for id in one.message_ids]


async def test_a_case_that_nobody_has_can_be_given(desk: AtDesk, clock: Wound) -> None:
    await _cries(desk)
    (offer,) = tells(
        await desk.commands("supervisor", Deed.GIVE, f"{(await desk.case('stranger')).code} Backup"),
        "preview.give",
    )
    told = await desk.presses("backup", offer)
    assert (await desk.case("stranger")).owner == "backup", keys(told)


async def test_a_real_case_is_no_duplicate_of_a_drill(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    await ticks(desk)
    real = await desk.case()
    await desk.commands("owner", Deed.CLOSE, f"{real.code} duplicate {(await desk.case('admin')).code}: same")
    assert (await desk.rows(f"SELECT state FROM cases WHERE id='{real.id}'"))[0][0] != "closed"  # noqa: S608


async def test_a_promise_that_comes_due_while_nobody_has_the_case_is_told_to_who_takes_it(
    desk: AtDesk, clock: Wound
) -> None:
    case = await desk.case()
    await desk.commands("owner", Deed.PROMISE, f"{case.code} +2h call her")
    await desk.changes("admin", Deed.PERSON, "pause Owner at Cambodia")
    clock.true += 2 * HOUR + SECOND
    assert not tells(await ticks(desk), "promise.due")
    await desk.happens(CaseTaken(desk.origin("off_duty"), case.code))
    clock.true += MINUTE
    (told,) = tells(await ticks(desk), "promise.due")
    assert told.chat == "chat-off_duty"
