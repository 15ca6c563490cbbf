"""Numbers of duty and of drills stay true when clocks are set back, changes taken back, drills taken elsewhere."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import ShowDrill
from bot.domain.events import CaseTaken, WordsArrived
from bot.domain.ids import DAY, HOUR, MINUTE, SECOND, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.past import uncovered
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import Roster, RosterEvent, ShiftSet, Undone
from bot.ports import Message, Purpose, Side
from tests.use_cases.desk import AtDesk, tells
from tests.use_cases.test_moved import LAOS, group
from tests.use_cases.test_past_numbers import ticks, view
from tests.use_cases.wound import Wound


def test_a_clock_that_was_set_back_between_two_decisions_covers_no_gap() -> None:
    """The events' order is that of deciding; their instants are those of a clock that was an hour ahead once."""
    hana, able = OfficerId("hana"), frozenset({OfficerId("hana")})
    day = Instant(1_780_315_200_000)
    decided: list[tuple[Instant, RosterEvent]] = [
        (after(day, HOUR), ShiftSet(hana, after(day, 10 * DAY), after(day, 11 * DAY))),
        (after(day, MINUTE), ShiftSet(hana, after(day, 10 * MINUTE), after(day, 40 * MINUTE))),
        (after(day, 2 * MINUTE), Undone(1)),
    ]
    stood = Roster([event for _, event in decided], able)
    assert stood.gaps(after(day, 10 * MINUTE), after(day, 40 * MINUTE)), "nobody had it: it was taken back"
    found = uncovered(decided, [(Instant(0), able)], after(day, 10 * MINUTE), after(day, 40 * MINUTE))
    assert sum(end - begin for begin, end in found) == 30 * MINUTE


async def test_a_pause_that_is_taken_back_while_they_are_removed_is_taken_back(desk: AtDesk, clock: Wound) -> None:
    """Paused, removed by a slip, both taken back, newest last: they can be on duty again, and the past stays."""
    await desk.changes("admin", Deed.ROTATE, "weekly On_Duty from now at Cambodia")
    clock.true += HOUR
    await ticks(desk)
    before = [one.minutes for one in (await view(desk)).gaps]
    paused = await desk.changes("admin", Deed.PERSON, "pause On_Duty at Cambodia")
    clock.true += MINUTE
    removed = await desk.changes("admin", Deed.PERSON, "remove On_Duty at Cambodia")
    clock.true += MINUTE
    await desk.presses("admin", tells(paused, "undo.offer")[0])
    clock.true += MINUTE
    await desk.presses("admin", tells(removed, "undo.offer")[0])
    assert before == [0]
    assert [one.minutes for one in (await view(desk)).gaps] == [3]


async def test_a_drill_that_another_desk_took_is_told_to_the_desk_that_was_tried(
    desk: AtDesk, clock: Wound
) -> None:
    """Who answers in its place moves the case, and not whose readiness it measures."""
    await group(desk, "chat-laos", LAOS, routes=())
    await desk.changes("admin", Deed.DRILL, "now at Laos")
    await ticks(desk)
    case = await desk.case("admin")
    for _ in range(11):
        clock.true += MINUTE
        await ticks(desk)
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(
            Message(ChatId("chat-on_duty"), 4711, Side.OURS, Purpose.RING, desk.inbox.world.now(), case.id)
        )
    await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    assert (await desk.case("admin")).owner == "on_duty"
    told = []
    for _ in range(200):
        clock.true += 10 * SECOND
        told += await ticks(desk)
    assert "chat-laos" in [one.chat for one in told if isinstance(one, ShowDrill)]
    assert {one.desk for one in told if isinstance(one, ShowDrill)} == {"other"}


async def test_a_drill_ends_a_minute_after_the_first_answer(desk: AtDesk, clock: Wound) -> None:
    """And after half an hour at the latest: whoever goes on writing does not put its times off."""
    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    await ticks(desk)
    case = await desk.case("admin")
    await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    told = []
    for _ in range(4):
        written = replace(desk.origin("on_duty"), reply_code=case.code)
        await desk.happens(WordsArrived(written, Private("we read you")))
        for _ in range(3):
            clock.true += 15 * SECOND
            told += await ticks(desk)
    assert [one for one in told if isinstance(one, ShowDrill)]


async def test_a_drill_that_another_desk_took_and_closed_counts_for_the_desk_that_was_tried(
    desk: AtDesk, clock: Wound
) -> None:
    await group(desk, "chat-laos", LAOS, routes=())
    await desk.changes("admin", Deed.DRILL, "now at Laos")
    await ticks(desk)
    case = await desk.case("admin")
    async with desk.database.transaction() as ledger:
        now = desk.inbox.world.now()
        await ledger.messages.note(Message(ChatId("chat-on_duty"), 4711, Side.OURS, Purpose.RING, now, case.id))
    await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    await desk.commands("on_duty", Deed.CLOSE, f"{case.code} contact_resumed: it was a drill")
    told = []
    for _ in range(31):
        clock.true += MINUTE
        told += await ticks(desk)
    async with desk.database.transaction() as ledger:
        assert [one.code for one in await ledger.cases.drills(DeskId("other"), 9)] == [case.code]
        assert not await ledger.cases.drills(DeskId("desk"), 9)
    assert {one.desk for one in told if isinstance(one, ShowDrill)} == {"other"}
