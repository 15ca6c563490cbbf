"""A desk with hours: outside them nobody is missed; cries ring the first desk, whose officers can take them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.case import release
from bot.domain.effects import Effect, Ring, Tell, UpdateRing
from bot.domain.escalation import Ladder, ladder_in
from bot.domain.events import CaseTaken, WordsArrived
from bot.domain.ids import DAY, HOUR, CaseId, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import HoursSet, Roster
from bot.domain.weekly import Weekly
from bot.ports import Message, Purpose, Side
from bot.use_cases.ring import ring_next
from handlers.loading import load_view
from handlers.render import render
from handlers.views import CaseView
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, at_desk, keys

LAOS = DeskId("other")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    """The second desk has one officer, no turns, and hours that are not now."""
    async with at_desk(tmp_path) as made:
        hour = datetime.fromtimestamp(made.inbox.world.now() / 1000, UTC).hour
        begin = (hour + 3) % 24
        shown = [one for one in await _hours(made, f"{begin}-{(begin + 2) % 24 or 24}") if isinstance(one, Tell)]
        await made.presses("admin", shown[0])
        yield made


async def _hours(made: AtDesk, words: str) -> list[Effect]:
    return await made.commands("admin", Deed.DESK, f"hours {words} at Laos")


async def _of_laos(desk: AtDesk) -> CaseId:
    """The requester's case is the second desk's, and nobody has it."""
    case = replace(release(await desk.case(), desk.inbox.world.now()), desk=LAOS)
    async with desk.database.transaction() as ledger:
        await ledger.cases.keep(case)
    return case.id


async def _rings(desk: AtDesk, case: CaseId) -> list[ChatId]:
    async with desk.database.transaction() as ledger:
        await ring_next(await ledger.cases.load(case), ledger, desk.inbox.stamp())
    return [one.chat for one in await desk.effects() if isinstance(one, Ring)]


async def test_the_first_desk_has_no_hours_but_all(desk: AtDesk) -> None:
    told = await desk.commands("admin", Deed.DESK, "hours 08:00-20:00 on mon-fri at Cambodia")
    assert keys(told) == ["desk.hours_first"]
    assert keys(await desk.commands("admin", Deed.DESK, "hours always at Cambodia")) == ["preview.hours_always"]
    assert keys(await _hours(desk, "sometimes")) == ["desk.hours_usage"]


async def test_outside_its_hours_a_desk_has_no_gap_and_within_them_it_has(desk: AtDesk) -> None:
    (found,) = [one for one in await desk.commands("admin", Deed.GAPS, "+24h at Laos") if isinstance(one, Tell)][
        :1
    ]
    assert found.key == "gaps.found"
    (begin, end) = [at for _, at in found.moments]
    assert end - begin == 2 * HOUR
    always = [one for one in await _hours(desk, "always") if isinstance(one, Tell)]
    told = await desk.presses("admin", always[0])
    assert "gap.now" in keys(told), "what was closed and is open now with nobody there is said at once"


async def test_outside_its_hours_a_cry_rings_who_is_on_duty_at_the_first_desk(desk: AtDesk) -> None:
    case = await _of_laos(desk)
    assert await _rings(desk, case) == ["chat-on_duty"]
    async with desk.database.transaction() as ledger:
        rang = [one.note for one in await ledger.journal.of_case(case) if one.deed == "rang"]
    assert rang[-1] == "rung 0, 1 chats", "the journal counts whom it rang once"


async def test_who_was_rung_at_the_first_desk_can_take_it_and_it_is_that_desks_from_then_on(desk: AtDesk) -> None:
    """A bug: the last rung rang the first desk, whose button said that there was no such case."""
    case = await _of_laos(desk)
    code = (await desk.case()).code
    refused = await desk.happens(CaseTaken(desk.origin("on_duty", press=True), code))
    assert keys(refused) == ["refusal.no_such_case"], "who was not rung knows nothing of it"
    async with desk.database.transaction() as ledger:
        ring = Message(ChatId("chat-on_duty"), 900, Side.OURS, Purpose.RING, desk.inbox.world.now(), case)
        await ledger.messages.note(ring)
    assert "taken.yours" in keys(await desk.happens(CaseTaken(desk.origin("on_duty", press=True), code)))
    taken = await desk.case()
    assert (taken.owner, taken.desk) == ("on_duty", "desk")
    late = await desk.happens(CaseTaken(desk.origin("elsewhere", press=True), code))
    assert keys(late) == ["refusal.no_such_case"]


async def test_who_was_rung_before_it_went_to_another_desk_knows_nothing_of_it_any_more(desk: AtDesk) -> None:
    case, now = await _of_laos(desk), desk.inbox.world.now()
    async with desk.database.transaction() as ledger:
        ring = Message(ChatId("chat-on_duty"), 900, Side.OURS, Purpose.RING, now, case)
        await ledger.messages.note(ring)
        await ledger.journal.append("routed", after(now, 1), case)
    code = (await desk.case()).code
    told = await desk.happens(CaseTaken(desk.origin("on_duty", press=True), code))
    assert keys(told) == ["refusal.no_such_case"]


async def test_a_ring_at_the_first_desk_keeps_its_button_when_more_is_known(desk: AtDesk) -> None:
    case, now = await _of_laos(desk), desk.inbox.world.now()
    chat = ChatId("chat-on_duty")
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(Message(chat, 900, Side.OURS, Purpose.RING, now, case))
        reader = await ledger.chats.load(chat)
        view = await load_view(UpdateRing(chat, case, 900), reader, ledger, now)
    assert isinstance(view, CaseView)
    (call,) = render(UpdateRing(chat, case, 900), view, reader, WORDS, repeat=False).calls
    assert call.arguments["reply_markup"] is not None
    assert "another desk" not in str(call.arguments["text"])


async def test_within_its_hours_its_own_ladder_rings(desk: AtDesk) -> None:
    case = await _of_laos(desk)
    shown = [one for one in await _hours(desk, "always") if isinstance(one, Tell)]
    await desk.presses("admin", shown[0])
    assert await _rings(desk, case) == ["chat-elsewhere"], "its own officers, before the first desk is"


def test_hours_are_kept_by_the_clock_of_their_zone_over_midnight_and_a_change_of_clocks() -> None:
    roster = Roster([HoursSet(Weekly("Europe/Berlin", (20 * 60, 8 * 60), (5,)))], frozenset({OfficerId("a")}))
    begin = Instant(round(datetime(2026, 10, 24, tzinfo=UTC).timestamp() * 1000))
    (gap,) = roster.gaps(begin, after(begin, 2 * DAY))
    assert gap[1] - gap[0] == 13 * HOUR, "the night in which clocks go back is an hour longer"
    assert roster.closed(begin)
    assert not roster.closed(gap[0])


def test_windows_that_touch_are_one_gap() -> None:
    roster = Roster([HoursSet(Weekly("UTC", None, (0, 1, 2)))], frozenset())
    monday = Instant(round(datetime(2026, 11, 23, tzinfo=UTC).timestamp() * 1000))
    assert roster.gaps(monday, after(monday, 7 * DAY)) == [(monday, after(monday, 3 * DAY))]


async def _takes(desk: AtDesk, case: CaseId, who: str = "on_duty") -> list[Effect]:
    """Who was rung at the first desk presses the button."""
    async with desk.database.transaction() as ledger:
        now = desk.inbox.world.now()
        await ledger.messages.note(Message(ChatId(f"chat-{who}"), 900, Side.OURS, Purpose.RING, now, case))
        code = (await ledger.cases.load(case)).code
    return await desk.happens(CaseTaken(desk.origin(who, press=True), code))


async def test_what_belongs_together_moves_together(desk: AtDesk) -> None:
    """A bug: a part of a merged case stayed at the old desk, with an owner who could do nothing with it."""
    first = await _of_laos(desk)
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("help, they have my friend")))
    part = replace(await desk.case("stranger"), desk=LAOS, part_of=first)
    async with desk.database.transaction() as ledger:
        await ledger.cases.keep(part)
    await _takes(desk, first)
    async with desk.database.transaction() as ledger:
        both = [await ledger.cases.load(one) for one in (first, part.id)]
    assert [(one.owner, one.desk) for one in both] == [("on_duty", "desk")] * 2


async def test_of_an_event_each_case_rings_for_itself_at_the_first_desk_and_leaves_the_event_when_taken(
    desk: AtDesk,
) -> None:
    case = await _of_laos(desk)
    async with desk.database.transaction() as ledger:
        await ledger.cases.keep(replace(await ledger.cases.load(case), incident=case))
        reader = await ledger.chats.load(ChatId("chat-on_duty"))
        ring = Ring(reader.id, case, True)
        view = await load_view(ring, reader, ledger, desk.inbox.world.now())
    assert isinstance(view, CaseView)
    (call,) = render(ring, view, reader, WORDS, repeat=False).calls
    assert call.arguments["reply_markup"] is not None
    await _takes(desk, case)
    taken = await desk.case()
    assert (taken.owner, taken.incident) == ("on_duty", None)


async def test_whomever_its_own_ladder_begins_with_the_first_desk_is_rung_at_once(desk: AtDesk) -> None:
    case = await _of_laos(desk)
    async with desk.database.transaction() as ledger:
        known = await ledger.cases.load(case)
        ladder = ladder_in("0 desk, 5m everyone, again 5m", known.level)
        assert isinstance(ladder, Ladder)
        await ledger.cases.keep(replace(known, policy=((known.level, ladder),)))
    assert set(await _rings(desk, case)) == {"chat-elsewhere", "chat-on_duty"}
