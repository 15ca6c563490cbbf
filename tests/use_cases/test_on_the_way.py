"""What is on its way to an officer is sent although they were removed meanwhile; and who came unseen."""

from __future__ import annotations

import pytest

from bot.domain.effects import Effect, OpenThread, RelayToOwner, Reveal, Ring
from bot.domain.events import CaseTaken, ChatLost, ChatRegained, CommandGiven, ProposalAnswered, WordsArrived
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.views import Drop
from tests.use_cases.desk import AtDesk, tells
from tests.use_cases.test_moved import LAOS, group, there
from tests.use_cases.wound import Wound

_Waiting = Ring | OpenThread | RelayToOwner | Reveal


async def sent(desk: AtDesk, effects: list[Effect], kind: type[_Waiting], to: str) -> list[object]:
    """What of these still goes to somebody, by what is so now."""
    async with desk.database.transaction() as ledger:
        meant = [one for one in effects if isinstance(one, kind) and one.chat == f"chat-{to}"]
        views = [
            await load_view(one, await ledger.chats.load(one.chat), ledger, desk.inbox.world.now())
            for one in meant
        ]
    return [one for one in views if not isinstance(one, Drop)]


async def _waits(desk: AtDesk, what: type[Effect]) -> str:
    """Something is on its way to an officer, as after a 429 of their chat; whose it is."""
    if what is RelayToOwner:
        await desk.inbox.handle(WordsArrived(desk.origin("requester"), Private("Room 412, they took my passport")))
        return "owner"
    await desk.inbox.handle(WordsArrived(desk.origin("stranger"), Private("locked in, call me, +855 12 345 679")))
    code = (await desk.case("stranger")).code
    if what is Reveal:
        asked = Private(f"{code} phone")
        await desk.inbox.handle(CommandGiven(desk.origin("on_duty"), Deed.REVEAL, asked, Private("")))
        assert (await desk.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'Reveal'"))[0] == (1,)
    if what in (Ring, Reveal):
        return "on_duty"
    await desk.effects()
    await desk.inbox.handle(CaseTaken(desk.origin("off_duty"), code))
    return "off_duty"


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (Ring, "remove"),
        (Ring, "pause"),
        (OpenThread, "remove"),
        (Reveal, "remove"),
        (RelayToOwner, "remove"),
        (RelayToOwner, "pause"),
    ],
)
async def test_who_is_removed_gets_nothing_that_was_on_its_way(
    desk: AtDesk, clock: Wound, what: type[_Waiting], how: str
) -> None:
    who = {Ring: "on_duty", Reveal: "on_duty", OpenThread: "off_duty", RelayToOwner: "owner"}[what]
    shown = await desk.commands("admin", Deed.PERSON, f"{how} {who.title()} at Cambodia")
    (preview,) = tells(shown, "preview.person")
    assert await _waits(desk, what) == who
    after_it = await desk.presses("admin", preview)
    assert not await sent(desk, after_it, what, who)


async def test_who_gave_the_case_to_another_desk_gets_no_more_of_it(desk: AtDesk, clock: Wound) -> None:
    await group(desk, "chat-laos", LAOS, routes=())
    case = await desk.case()
    (asked,) = tells(await desk.commands("owner", Deed.REFER, f"{case.code} Laos"), "preview.refer")
    assert asked.proposal is not None
    await desk.inbox.handle(WordsArrived(desk.origin("requester"), Private("Room 412, they took my passport")))
    accepts = ProposalAnswered(there(desk, "elsewhere", LAOS, press=True), asked.proposal, True)
    after_it = await desk.happens(accepts)
    assert (await desk.case()).owner == "elsewhere"
    assert not await sent(desk, after_it, RelayToOwner, "owner")


async def test_who_may_have_come_while_the_bot_was_out_of_the_group_is_asked_about(
    desk: AtDesk, clock: Wound
) -> None:
    """Put out, somebody let in, and put back by whoever: of who came meanwhile Telegram tells us nothing."""
    await desk.happens(ChatLost(desk.origin("stranger", group=True)))
    told = await desk.happens(ChatRegained(desk.origin("stranger", group=True)))
    async with desk.database.transaction() as ledger:
        withheld = [one.withheld for one in await ledger.desks.all() if one.id == "desk"]
    assert withheld == [True]
    assert tells(told, "trust.entered")
