"""Who, or which group, is known to be out of reach is asked and told all the same, and nobody else is."""

from __future__ import annotations

import pytest

from bot.domain.effects import ReportUnprocessed
from bot.domain.events import ChatLost, UpdateUnprocessed
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.wound import Wound


async def test_invariant_5_what_could_not_be_processed_reaches_a_human_though_the_group_is_lost(
    desk: AtDesk, clock: Wound
) -> None:
    await desk.happens(ChatLost(desk.origin("stranger", group=True)))
    told = await desk.happens(UpdateUnprocessed(77, desk.origin("requester"), Private("they beat us")))
    assert "chat-admin" in [one.chat for one in told if isinstance(one, ReportUnprocessed)]


@pytest.mark.parametrize(
    ("deed", "words", "lost"),
    [
        (Deed.COVER, "tomorrow 08-20", "group"),
        (Deed.COVER, "tomorrow 08-20 Off_Duty", "off_duty"),
        (Deed.SWAP, "tomorrow 08-20 Backup 2026-06-09 08-20", "backup"),
    ],
)
async def test_nobody_is_told_that_who_is_out_of_reach_was_asked(
    desk: AtDesk, clock: Wound, deed: Deed, words: str, lost: str
) -> None:
    """They have it on until then, and count on an answer that cannot come."""
    await desk.happens(ChatLost(desk.origin("stranger" if lost == "group" else lost, group=lost == "group")))
    told = await desk.commands("on_duty", deed, words)
    assert not tells(told, "preview.ask_cover") + tells(told, "preview.ask_swap"), keys(told)
    assert "cover.cannot_reach" in keys(told)


async def test_no_case_is_offered_to_who_is_out_of_reach(desk: AtDesk, clock: Wound) -> None:
    await desk.happens(ChatLost(desk.origin("off_duty")))
    told = await desk.commands("owner", Deed.GIVE, f"{(await desk.case()).code} Off_Duty")
    assert "give.offered" not in keys(told), keys(told)
