"""What changes of rosters do to those who did not make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.effects import Effect, Tell
from bot.domain.ids import DAY, MINUTE, DeskId, Instant, OfficerId, after
from bot.domain.roles import Deed
from bot.domain.roster import Layer, ShiftSet, Stretch
from bot.domain.turns import Turns, turns_in
from bot.domain.wall import wall
from bot.tick import calm_due, ring_due
from bot.use_cases.rota import change, roster_of
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.test_calendar import event, imports
from tests.use_cases.wound import Wound

DESK = DeskId("desk")
NOON2 = Instant(round(datetime(2026, 6, 2, 12, tzinfo=UTC).timestamp() * 1000))
NOON4 = Instant(round(datetime(2026, 6, 4, 11, tzinfo=UTC).timestamp() * 1000))


async def ticks(desk: AtDesk) -> list[Effect]:
    await ring_due(desk.inbox)
    await calm_due(desk.inbox)
    return await desk.effects()


async def duty(desk: AtDesk, at: Instant | None = None) -> OfficerId | None:
    async with desk.database.transaction() as ledger:
        return (await roster_of(DESK, ledger)).duty(at or desk.inbox.world.now())


async def covered(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.changes("on_duty", Deed.COVER, "tomorrow 08-20 Off_Duty"), "cover.wanted")
    await desk.presses("off_duty", wanted)
    assert await duty(desk, NOON2) == "off_duty"


async def test_who_has_the_duty_again_because_another_is_away_is_told(desk: AtDesk, clock: Wound) -> None:
    await covered(desk)
    told = await desk.changes("off_duty", Deed.OFF, "tomorrow 08-20")
    assert await duty(desk, NOON2) == "on_duty"
    assert [one for one in told if isinstance(one, Tell) and one.chat == "chat-on_duty"]


async def test_who_has_the_duty_again_because_another_is_paused_is_asked_whether_they_are_there(
    desk: AtDesk, clock: Wound
) -> None:
    await covered(desk)
    clock.true = NOON2
    await ticks(desk)
    told = await desk.changes("admin", Deed.PERSON, "pause Off_Duty at Cambodia")
    assert await duty(desk) == "on_duty"
    for _ in range(30):
        clock.true += MINUTE
        told += await ticks(desk)
    assert [one for one in tells(told, "turn.begins") if one.chat == "chat-on_duty"]


def test_turns_begin_at_their_hour_also_if_they_are_set_on_a_day_of_a_change_of_clocks() -> None:
    now = Instant(round(datetime(2026, 3, 29, 10, tzinfo=UTC).timestamp() * 1000))
    made = turns_in(["daily", "Hana", "Doyun", "start", "20:00"], now, "Europe/Berlin")
    assert isinstance(made, Turns)
    assert wall(made.starts_at, "Europe/Berlin").strftime("%H:%M") == "20:00"


async def test_and_at_once_too(desk: AtDesk, clock: Wound) -> None:
    clock.true = round(datetime(2026, 3, 29, 10, tzinfo=UTC).timestamp() * 1000)
    async with desk.database.transaction() as ledger:
        await ledger.desks.keep(replace(await ledger.desks.load(DESK), zone="Europe/Berlin"))
    await desk.changes("admin", Deed.ROTATE, "daily Off_Duty Supervisor start 20:00 from now at Cambodia")
    async with desk.database.transaction() as ledger:
        spans = (await roster_of(DESK, ledger)).spans(NOON2, after(NOON2, 2 * DAY))
    assert {wall(end, "Europe/Berlin").hour for _, end, _ in spans[:-1]} == {20}


async def test_a_rotation_that_was_shown_before_another_was_set_is_not_applied(desk: AtDesk, clock: Wound) -> None:
    shown = await desk.commands("admin", Deed.ROTATE, "daily Elsewhere hours 08-20 at Laos")
    await desk.changes("admin", Deed.ROTATE, "weekly Elsewhere hours 08-20 at Laos")
    assert "proposal.gone" in keys(await desk.presses("admin", tells(shown, "preview.rotate")[0]))


async def test_a_rule_that_holds_already_cannot_be_taken_back_a_second_time(desk: AtDesk, clock: Wound) -> None:
    shown = [
        tells(await desk.commands("admin", Deed.DESK, "place owner at Cambodia"), "preview.rule")[0] for _ in "12"
    ]
    await desk.presses("admin", shown[0])
    told = await desk.presses("admin", shown[1])
    for undo in tells(told, "undo.offer"):
        await desk.presses("admin", undo)
    async with desk.database.transaction() as ledger:
        assert (await ledger.desks.load(DESK)).place_for_owner


async def test_a_calendar_gives_no_shift_to_who_is_paused(desk: AtDesk, clock: Wound) -> None:
    assert not (await imports(desk, "admin", event(desk, "Paused"), caption="/calendar at Cambodia")).changes


async def test_a_new_rotation_cuts_no_turn_that_was_told(desk: AtDesk, clock: Wound) -> None:
    now = desk.inbox.world.now()

    async def published() -> list[Stretch]:
        async with desk.database.transaction() as ledger:
            spans = (await roster_of(DESK, ledger)).spans(now, after(now, 60 * DAY))
        return [one for one in spans if one[0] < after(now, 27 * DAY)]

    async with desk.database.transaction() as ledger:
        await change(await ledger.desks.load(DESK), [], ledger, desk.inbox.stamp())
    before = await published()
    await desk.changes("admin", Deed.ROTATE, "weekly Off_Duty Supervisor at Cambodia")
    assert await published() == before


async def test_a_swap_of_which_a_half_was_given_on_is_not_taken_back(desk: AtDesk, clock: Wound) -> None:
    now = desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        await ledger.rosters.append(
            DESK, ShiftSet(OfficerId("backup"), after(now, 2 * DAY), after(now, 4 * DAY)), now
        )
    (wanted,) = tells(await desk.changes("on_duty", Deed.SWAP, "+1h Backup 2026-06-04 10-12"), "swap.wanted")
    (undo,) = tells(await desk.presses("backup", wanted), "undo.offer")
    (cover,) = tells(await desk.changes("on_duty", Deed.COVER, "2026-06-04 10-12 Supervisor"), "cover.wanted")
    await desk.presses("supervisor", cover)
    await desk.presses("backup", undo)
    assert (await duty(desk), await duty(desk, NOON4)) != ("on_duty", "supervisor")


async def test_a_drill_now_leaves_the_one_of_tomorrow(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.DRILL, "tomorrow 10:00 at Cambodia")
    (planned,) = await desk.rows("SELECT due_at FROM dues WHERE kind='drill'")
    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    assert planned in await desk.rows("SELECT due_at FROM dues WHERE kind='drill'")


async def test_who_takes_over_now_reads_what_is_open(desk: AtDesk, clock: Wound) -> None:
    told = await desk.changes("off_duty", Deed.IN, "")
    clock.true += MINUTE
    assert tells([*told, *await ticks(desk)], "turn.digest")


async def test_all_weekdays_are_the_same_place_as_none(desk: AtDesk, clock: Wound) -> None:
    await desk.changes("admin", Deed.ROTATE, "weekly Off_Duty on mon-sun from now at Cambodia")
    await desk.changes("admin", Deed.ROTATE, "weekly Supervisor from now at Cambodia")
    assert await duty(desk) == "supervisor"


async def test_who_is_named_behind_backup_stands_behind_the_others(desk: AtDesk) -> None:
    words = "daily Off_Duty Supervisor backup On_Duty @Backup start 20:00 from now at Cambodia"
    (preview,) = tells(await desk.commands("admin", Deed.ROTATE, words), "preview.rotate_both")
    assert dict(preview.blanks)["name"].reveal() == "Off_Duty, Supervisor"
    assert dict(preview.blanks)["answer"].reveal() == "On_Duty, Backup"
    (told,) = tells(await desk.presses("admin", preview), "announce.rotate_both")
    assert told.chat == "chat-group"
    async with desk.database.transaction() as ledger:
        turn = (await roster_of(DESK, ledger)).at(desk.inbox.world.now())
    assert turn.duty in ("off_duty", "supervisor")
    assert turn.backup in ("on_duty", "backup")
    assert "undo.done" in keys(await desk.commands("admin", Deed.UNDO, ""))
    assert await duty(desk) == "on_duty"


@pytest.mark.parametrize("words", ["daily Off_Duty Supervisor backup", "daily backup Off_Duty Supervisor"])
async def test_backup_without_names_on_both_sides_makes_all_of_them_backups(desk: AtDesk, words: str) -> None:
    (preview,) = tells(await desk.commands("admin", Deed.ROTATE, f"{words} at Cambodia"), "preview.rotate")
    assert preview.rotation is not None
    assert preview.rotation.layer is Layer.BACKUP
    assert dict(preview.blanks)["name"].reveal() == "Off_Duty, Supervisor"


async def test_whose_shift_an_admin_changes_and_who_gets_it_read_so_in_their_own_chats(desk: AtDesk) -> None:
    told = await desk.changes("admin", Deed.SHIFT, "Off_Duty tomorrow 10-12 at Cambodia")
    assert [one.chat for one in tells(told, "announce.span")] == ["chat-off_duty"]
    assert [one.chat for one in tells(told, "announce.lost")] == ["chat-on_duty"]


async def test_what_one_does_oneself_is_told_to_the_other_alone(desk: AtDesk) -> None:
    told = await desk.changes("off_duty", Deed.TAKE, "tomorrow 10-12")
    assert "chat-off_duty" not in [one.chat for one in tells(told, "announce.span")]
    assert [one.chat for one in tells(told, "announce.lost")] == ["chat-on_duty"]


async def test_an_announced_gap_that_is_filled_is_said_to_be_to_the_desk_and_the_admins(desk: AtDesk) -> None:
    await desk.changes("on_duty", Deed.OFF, "+3h")
    told = await desk.changes("off_duty", Deed.TAKE, "+3h")
    assert {one.chat for one in tells(told, "gap.closed")} == {"chat-group", "chat-admin"}
    assert not any(one.sounds for one in tells(told, "gap.closed"))


async def test_of_two_previews_of_one_span_the_one_that_is_confirmed_first_holds(
    desk: AtDesk, clock: Wound
) -> None:
    first, second = [
        tells(await desk.commands("admin", Deed.SHIFT, f"{name} tomorrow 10-12 at Cambodia"), "preview.shift")[0]
        for name in ("Off_Duty", "Supervisor")
    ]
    clock.true += MINUTE
    await desk.presses("admin", second)
    assert "proposal.gone" in keys(await desk.presses("admin", first))


async def test_who_asks_for_a_cover_can_take_it_back_and_whoever_was_asked_reads_so(desk: AtDesk) -> None:
    asked = await desk.changes("on_duty", Deed.COVER, "+3h Backup")
    (mine,) = tells(asked, "cover.asked")
    (theirs,) = tells(asked, "cover.wanted")
    told = await desk.presses("on_duty", mine, accepted=False)
    assert [one.chat for one in tells(told, "cover.withdrawn")] == ["chat-backup"]
    assert "proposal.gone" in keys(await desk.presses("backup", theirs))
    assert await duty(desk) == "on_duty"
