"""Drills: a marked case goes the whole way, says its times, and counts for nothing else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case, CaseState
from bot.domain.drills import Drill, Step, within
from bot.domain.dues import DueKind
from bot.domain.effects import Effect, RelayToRequester, Ring, ShowDrill, ShowScreen, Tell, UpdateCard
from bot.domain.events import CaseTaken, DrillDue, DrillEnds, ProposalAnswered, RelayDelivered
from bot.domain.ids import HOUR, MINUTE, SECOND, CaseId, ChatId, DeskId, Instant
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.render_drill import render_drill
from handlers.views import FactView
from handlers.views_numbers import drill_view
from tests.handlers.shown import reader
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, at_desk, keys, tells

DESK, ADMIN = DeskId("desk"), ChatId("chat-admin")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def _told(effects: list[Effect], key: str) -> list[Tell]:
    return [one for one in effects if isinstance(one, Tell) and one.key == key]


async def _confirms(desk: AtDesk, effects: list[Effect]) -> list[Effect]:
    (shown,) = _told(effects, "preview.drill")
    assert shown.proposal is not None
    return await desk.happens(ProposalAnswered(desk.origin("admin", press=True), shown.proposal, accepted=True))


async def _due(desk: AtDesk, kind: DueKind) -> list[tuple[str, int]]:
    rows = await desk.rows(f"SELECT subject, due_at FROM dues WHERE kind = '{kind.value}'")
    return [(str(subject), int(str(at))) for subject, at in rows]


async def _begins(desk: AtDesk) -> list[Effect]:
    ((_, at),) = await _due(desk, DueKind.DRILL)
    return await desk.happens(DrillDue(DESK, ADMIN, Instant(at)))


async def _ordered(desk: AtDesk) -> tuple[Case, list[Effect]]:
    await _confirms(desk, await desk.commands("admin", Deed.DRILL, "now at Cambodia"))
    effects = await _begins(desk)
    return await desk.case("admin"), effects


async def test_nothing_rings_before_it_is_confirmed(desk: AtDesk) -> None:
    effects = await desk.commands("admin", Deed.DRILL, "now at Cambodia")
    assert keys(effects) == ["preview.drill"]
    assert await _due(desk, DueKind.DRILL) == []


async def test_a_drill_rings_who_is_on_duty_like_a_cry_and_is_marked_as_one(desk: AtDesk) -> None:
    case, effects = await _ordered(desk)
    assert case.drill
    assert case.level.value == "L1"
    rung = [one for one in effects if isinstance(one, Ring)]
    assert [one.chat for one in rung] == ["chat-on_duty"]
    assert [one for one in effects if isinstance(one, UpdateCard)]
    assert not [one for one in effects if isinstance(one, ShowScreen)], "the admin is nobody in danger"
    ((_, next_ring),) = [one for one in await _due(desk, DueKind.RING) if one[0] == case.id]
    assert next_ring - case.opened_at == 30 * SECOND


async def test_it_is_taken_and_answered_and_a_minute_later_its_times_are_told(desk: AtDesk) -> None:
    case, _ = await _ordered(desk)
    taken = await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    assert not [one for one in taken if isinstance(one, ShowScreen)]
    answered = await desk.commands("on_duty", Deed.ASK, f"{case.code} room")
    assert [one.chat for one in answered if isinstance(one, RelayToRequester)] == [ADMIN]
    (sent,) = [one for one in answered if isinstance(one, RelayToRequester)]
    await desk.happens(RelayDelivered(case.id, sent.fact, (7,)))
    ((_, at),) = await _due(desk, DueKind.DRILL_ENDS)
    assert at - desk.inbox.world.now() <= MINUTE
    told = await desk.happens(DrillEnds(case.id, Instant(at)))
    results = [one for one in told if isinstance(one, ShowDrill)]
    assert {one.chat for one in results} == {"chat-group", ADMIN}
    async with desk.database.transaction() as ledger:
        view = await drill_view(results[0], ledger)
    assert view is not None
    assert view.owner == "On_Duty"
    assert view.drills == (view.this,)
    assert [view.this.until(step) is None for step in Step] == [True, False, False], "no card was sent here"
    text = str(render_drill(view, reader(), WORDS, repeat=False).calls[0].arguments["text"])
    assert "(On_Duty)" in text
    assert "–" in text
    assert not await desk.happens(DrillEnds(case.id, Instant(at))), "once"


async def test_an_answer_in_a_drill_is_not_held_however_long_ago_the_admin_wrote(desk: AtDesk) -> None:
    case, _ = await _ordered(desk)
    await desk.happens(CaseTaken(desk.origin("on_duty"), case.code))
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ADMIN)
        await ledger.chats.keep(replace(chat, heard_at=Instant(chat.heard_at - 3 * HOUR)))
    answered = await desk.commands("on_duty", Deed.ASK, f"{case.code} room")
    assert "reply.held" not in keys(answered)
    (sent,) = [one for one in answered if isinstance(one, RelayToRequester)]
    async with desk.database.transaction() as ledger:
        view = await load_view(sent, await ledger.chats.load(ADMIN), ledger, desk.inbox.world.now())
    assert isinstance(view, FactView), "nor when it is sent"


async def test_a_drill_that_nobody_takes_ends_by_itself_and_rings_no_more(desk: AtDesk) -> None:
    case, _ = await _ordered(desk)
    ((_, at),) = await _due(desk, DueKind.DRILL_ENDS)
    assert at - case.opened_at == 30 * MINUTE
    told = await desk.happens(DrillEnds(case.id, Instant(at)))
    (result, *_) = [one for one in told if isinstance(one, ShowDrill)]
    async with desk.database.transaction() as ledger:
        view = await drill_view(result, ledger)
        assert view is not None
        assert view.this.until(Step.TAKEN) is None
        assert (await ledger.cases.load(case.id)).state is CaseState.CLOSED
    assert case.id not in [subject for subject, _ in await _due(desk, DueKind.RING)]


async def test_one_that_is_planned_comes_at_its_time_and_can_be_taken_back(desk: AtDesk) -> None:
    await _confirms(desk, await desk.commands("admin", Deed.DRILL, "+3h at Cambodia"))
    ((_, at),) = await _due(desk, DueKind.DRILL)
    assert 3 * HOUR - MINUTE < at - desk.inbox.world.now() <= 3 * HOUR
    assert keys(await desk.commands("admin", Deed.DRILL, "off at Cambodia")) == ["drill.off"]
    assert await _due(desk, DueKind.DRILL) == []


async def test_one_that_an_outage_held_back_for_long_is_left_out_and_said_so(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        long_ago = Instant(desk.inbox.world.now() - 2 * HOUR)
        await ledger.dues.set(DueKind.DRILL, f"{DESK}:{ADMIN}:{long_ago}", long_ago)
    assert keys(await desk.happens(DrillDue(DESK, ADMIN, long_ago))) == ["drill.missed"]


async def test_a_second_one_does_not_begin_while_the_first_runs(desk: AtDesk) -> None:
    case, _ = await _ordered(desk)
    await _confirms(desk, await desk.commands("admin", Deed.DRILL, "now at Cambodia"))
    (told,) = _told(await _begins(desk), "drill.runs")
    assert dict(told.blanks)["code"].reveal() == case.code


@pytest.mark.parametrize(
    ("words", "key"), [("", "choose.drill"), ("sometime", "drill.usage"), ("2020-01-01", "shift.past")]
)
async def test_what_is_no_time_is_refused(desk: AtDesk, words: str, key: str) -> None:
    assert keys(await desk.commands("admin", Deed.DRILL, f"{words} at Cambodia")) == [key]


async def test_what_happens_of_itself_to_a_real_case_is_closed_to_drills(desk: AtDesk) -> None:
    real = await desk.case()
    async with desk.database.transaction() as ledger:
        await ledger.dues.set(DueKind.DRILL_ENDS, real.id, Instant(1))
    with pytest.raises(ValueError, match="no drill"):
        await desk.happens(DrillEnds(CaseId(real.id), Instant(1)))


@given(st.lists(st.one_of(st.none(), st.integers(0, 10_000)), max_size=12), st.integers(1, 100))
def test_so_many_of_a_hundred_were_taken_within(took: list[int | None], share: int) -> None:
    drills = [Drill("AAAA", Instant(5), None, None if one is None else Instant(5 + one), None) for one in took]
    found = within(share, drills, Step.TAKEN)
    counted = [one for one in took if one is not None]
    if found is None:
        assert not took or len(counted) * 100 < share * len(took)
    else:
        assert sum(one <= found for one in counted) * 100 >= share * len(took)
        assert sum(one < found for one in counted) * 100 < share * len(took)


async def test_asking_for_a_drill_shows_those_that_are_planned_until_they_are_taken_back(desk: AtDesk) -> None:
    for when in ("2030-05-01 20:00", "+3h"):
        (preview,) = tells(await desk.commands("admin", Deed.DRILL, f"{when} at Cambodia"), "preview.drill")
        await desk.presses("admin", preview)
        planned = tells(await desk.commands("admin", Deed.DRILL, "at Cambodia"), "drill.planned")
        assert dict(preview.moments)["time"] in [dict(one.moments)["time"] for one in planned]
    assert len(planned) == 2
    await desk.commands("admin", Deed.DRILL, "off at Cambodia")
    assert not tells(await desk.commands("admin", Deed.DRILL, "at Cambodia"), "drill.planned")
