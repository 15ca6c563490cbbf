"""What stands in chats of those who are of the desk no more, or is given to who is of another."""

from __future__ import annotations

from bot.domain.effects import ReportUnprocessed
from bot.domain.events import MembersJoined, ProposalAnswered, UpdateUnprocessed, WordsArrived
from bot.domain.ids import MINUTE
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.render import render
from handlers.views import Drop, Hold
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, tells
from tests.use_cases.test_duty_changes import ticks
from tests.use_cases.test_moved import LAOS, group, there
from tests.use_cases.wound import Wound


async def test_the_group_of_whom_was_removed_says_no_more_before_it_is_confirmed(
    desk: AtDesk, clock: Wound
) -> None:
    """Who is removed reads on in the group, unless somebody puts them out of it: nobody is told to."""
    told = await desk.changes("admin", Deed.PERSON, "remove Off_Duty at Cambodia")
    async with desk.database.transaction() as ledger:
        withheld = [one.withheld for one in await ledger.desks.all() if one.id == "desk"][0]
    assert withheld or tells(told, "preview.trust")


async def test_a_digest_gives_no_case_that_is_another_desks_by_now(desk: AtDesk, clock: Wound) -> None:
    await group(desk, "chat-laos", LAOS, routes=())
    digest = tells(await desk.changes("off_duty", Deed.TAKE, "+8h"), "turn.digest")[0]
    case = await desk.case()
    (asked,) = tells(await desk.commands("owner", Deed.REFER, f"{case.code} Laos"), "preview.refer")
    assert asked.proposal is not None
    await desk.happens(ProposalAnswered(there(desk, "elsewhere", LAOS, press=True), asked.proposal, True))
    assert ((await desk.case()).owner, (await desk.case()).desk) == ("elsewhere", "other")
    for _ in range(70):
        clock.true += MINUTE
        await ticks(desk)
    assert ((await desk.case()).owner, (await desk.case()).desk) == (None, "other")
    await desk.presses("off_duty", digest)
    assert (await desk.case()).desk == "other", "it was given to who may not have it"


async def test_an_older_question_trusts_nobody_who_came_after_it(desk: AtDesk, clock: Wound) -> None:
    """Two came, one after the other; the admin answers for the first before the second question is read."""

    def joins(account: int) -> MembersJoined:
        return MembersJoined(desk.origin("admin", group=True), (Private(account),))

    (first,) = tells(await desk.happens(joins(700_000_011)), "preview.trust")
    await desk.happens(joins(700_000_012))
    await desk.presses("admin", first)
    async with desk.database.transaction() as ledger:
        assert [one.withheld for one in await ledger.desks.all() if one.id == "desk"] == [True]


async def test_what_could_not_be_processed_goes_to_the_desk_whose_case_it_is(desk: AtDesk, clock: Wound) -> None:
    """With the person's words in it; a desk that gave a case away, or never had it, reads nothing of it."""
    await group(desk, "chat-laos", LAOS, routes=("country:KH",))
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("help me they beat us")))
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("11.5564, 104.9282 Phnom Penh")))
    assert (await desk.case("stranger")).desk == "other"
    words = Private("the second house, room 412")
    told = await desk.happens(UpdateUnprocessed(77, desk.origin("stranger"), words))
    assert [one.chat for one in told if isinstance(one, ReportUnprocessed)] == ["chat-laos"]


async def test_what_could_not_be_processed_is_not_shown_to_who_came_since(desk: AtDesk, clock: Wound) -> None:
    """It waited for the group, as after a 429; a card that waits is drawn when it goes, and says nothing then."""
    told = await desk.happens(UpdateUnprocessed(77, desk.origin("requester"), Private("room 412")))
    (report,) = [one for one in told if isinstance(one, ReportUnprocessed)]
    await desk.happens(MembersJoined(desk.origin("admin", group=True), (Private(700_000_011),)))
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(report.chat)
        view = await load_view(report, chat, ledger, desk.inbox.world.now())
    calls = [] if isinstance(view, Drop | Hold) else render(report, view, chat, WORDS, False).calls
    assert not [one for one in calls if "412" in str(one.given().get("text"))]
