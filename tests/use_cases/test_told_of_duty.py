"""Duty that came to somebody by the word of others, and who was not told of it."""

from __future__ import annotations

from bot.domain.effects import Effect, Tell
from bot.domain.ids import DAY, HOUR, MINUTE, OfficerId, after
from bot.domain.roles import Deed
from bot.domain.roster import ShiftSet
from bot.use_cases.rota import change
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.test_duty_changes import DESK, NOON2, duty, ticks
from tests.use_cases.wound import Wound


def to(effects: list[Effect], chat: str) -> list[Tell]:
    return [one for one in effects if isinstance(one, Tell) and one.chat == f"chat-{chat}"]


async def test_who_has_the_duty_again_since_an_absence_was_taken_back_is_told(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.SHIFT, "Off_Duty tomorrow 08-20 at Cambodia")
    told = await desk.changes("admin", Deed.OFF, "Off_Duty tomorrow 08-20 at Cambodia")
    assert await duty(desk, NOON2) == "on_duty"
    assert [one.key for one in to(told, "off_duty")] == ["announce.lost"]
    assert [one.key for one in to(told, "on_duty")] == ["announce.span"]
    (undo,) = tells(told, "undo.offer")
    back = await desk.presses("admin", undo)
    assert await duty(desk, NOON2) == "off_duty"
    assert to(back, "off_duty"), "they were told that it is theirs no more, and it is"


async def test_everybody_whose_duty_a_calendar_changes_is_told(desk: AtDesk, clock: Wound) -> None:
    async with desk.database.transaction() as ledger:
        made = await ledger.desks.load(DESK)
        now = desk.inbox.world.now()
        shifts = [
            ShiftSet(OfficerId("off_duty"), after(now, day * DAY), after(now, day * DAY + HOUR))
            for day in range(1, 7)
        ]
        shifts.append(ShiftSet(OfficerId("supervisor"), after(now, 8 * DAY), after(now, 8 * DAY + HOUR)))
        await change(made, shifts, ledger, desk.inbox.stamp())
    assert to(await desk.effects(), "supervisor")


async def test_who_gets_a_shift_in_five_weeks_is_told(desk: AtDesk, clock: Wound) -> None:
    told = await desk.changes("admin", Deed.SHIFT, "Off_Duty 2026-07-06 08-20 at Cambodia")
    assert to(told, "off_duty")


async def test_who_by_their_own_word_on_another_comes_on_duty_is_asked(desk: AtDesk, clock: Wound) -> None:
    """The supervisor's own turn comes back to them, for who had it instead is sent away by themselves."""
    await desk.commands("owner", Deed.CLOSE, f"{(await desk.case()).code} escaped: at the embassy")
    await desk.changes("admin", Deed.ROTATE, "weekly Supervisor from now at Cambodia")
    await desk.changes("admin", Deed.SHIFT, "Off_Duty +8h at Cambodia")
    await ticks(desk)
    assert await duty(desk) == "off_duty"
    told = await desk.changes("supervisor", Deed.OFF, "Off_Duty +8h")
    assert await duty(desk) == "supervisor"
    for _ in range(30):
        clock.true += MINUTE
        told += await ticks(desk)
    assert [one for one in to(told, "supervisor") if one.key in ("turn.begins", "announce.span")]


async def test_who_is_paused_is_not_asked_to_cover(desk: AtDesk, clock: Wound) -> None:
    shown = await desk.commands("on_duty", Deed.COVER, "tomorrow 08-20 Paused")
    told = list(shown)
    for preview in tells(shown, "preview.ask_cover"):
        told += await desk.presses("on_duty", preview)
    assert not to(told, "paused"), keys(told)
