"""What a change of the roster brings is said under its preview."""

from dataclasses import replace

import pytest

from bot.domain.ids import DAY, HOUR, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, tells


@pytest.mark.parametrize(
    ("who", "deed", "words"),
    [
        ("admin", Deed.ROTATE, "off from now at Cambodia"),
        ("admin", Deed.ROTATE, "daily Invited from now at Cambodia"),
        ("admin", Deed.PERSON, "pause On_Duty at Cambodia"),
        ("admin", Deed.PERSON, "remove On_Duty at Cambodia"),
        ("on_duty", Deed.OFF, "+8h"),
        ("on_duty", Deed.OUT, ""),
    ],
)
async def test_a_change_that_leaves_nobody_on_duty_says_so_under_its_preview(
    desk: AtDesk, who: str, deed: Deed, words: str
) -> None:
    async with desk.database.transaction() as ledger:
        backup = await ledger.officers.load(OfficerId("backup"))
        await ledger.officers.keep(replace(backup, id=OfficerId("owner"), name=Private("Invited"), chat=None))
    (told,) = tells(await desk.commands(who, deed, words), "warn.gaps")
    assert [at for name, at in told.moments if name == "span"][0] >= desk.inbox.world.now()


async def test_what_was_uncovered_before_is_no_news(desk: AtDesk) -> None:
    await desk.changes("on_duty", Deed.OFF, "+8h")
    assert not tells(await desk.commands("on_duty", Deed.OFF, "+4h"), "warn.gaps")


async def test_of_a_gap_of_days_one_tap_takes_one_shift_and_the_rest_is_offered_again(desk: AtDesk) -> None:
    """Found at the drill: one tap took twelve days, unasked."""
    now = desk.inbox.world.now()
    told = await desk.changes("on_duty", Deed.OFF, "+2d")
    gap, *_ = [one for one in tells(told, "gap.now") if one.proposal]
    told = await desk.presses("off_duty", gap)
    (rest,) = [one for one in tells(told, "gap.coming") if one.proposal]
    assert dict(rest.moments) == {"from_at": after(now, 12 * HOUR), "to_at": after(now, 2 * DAY)}
    assert dict(tells(told, "announce.shift")[0].moments)["to_at"] == after(now, 12 * HOUR)
    assert tells(await desk.presses("supervisor", rest), "announce.shift")


async def test_turns_that_end_now_end_now_and_not_at_their_last_change(desk: AtDesk) -> None:
    (preview, *_) = tells(
        await desk.commands("admin", Deed.ROTATE, "off from now at Cambodia"), "preview.rotate_off"
    )
    assert dict(preview.moments)["from_at"] == desk.inbox.world.now()


async def test_another_zone_of_the_desk_leaves_the_turns_at_their_clock_and_says_so(desk: AtDesk) -> None:
    (told,) = tells(await desk.commands("admin", Deed.DESK, "zone Asia/Seoul at Cambodia"), "warn.zone")
    assert dict(told.blanks)["zone"].reveal() == "UTC"
