"""What a review found, fourth part."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.case import CaseState
from bot.domain.effects import Tell
from bot.domain.events import WordsArrived
from bot.domain.ids import DAY, HOUR, MINUTE, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.ports import Message, Purpose, Side
from bot.use_cases.rota import roster_of
from tests.use_cases.desk import AtDesk, at_desk, keys
from tests.use_cases.wound import Wound

BEGINS = round(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp() * 1000)
DESK = DeskId("desk")


@pytest.fixture
def clock() -> Wound:
    return Wound(BEGINS)


@pytest.fixture
async def desk(tmp_path: Path, clock: Wound) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path, clock) as made:
        await made.effects()
        yield made


def tells(effects: list[Any], key: str) -> list[Tell]:
    return [one for one in effects if isinstance(one, Tell) and one.key == key]


async def test_a_reply_completes_the_command_that_it_answers(desk: AtDesk, clock: Wound) -> None:
    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
        asked = Message(ChatId("chat-owner"), 901, Side.OURS, Purpose.PROMPT, desk.inbox.world.now(), case.id)
        await ledger.messages.note(asked)
    clock.true += 1000
    assert tells(await desk.commands("owner", Deed.CLOSE, f"{code} escaped"), "close.ask")
    answered = replace(desk.origin("owner"), reply_to=901)
    told = await desk.happens(WordsArrived(answered, Private("she said the guard sleeps at 3")))
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
    assert case.state is not CaseState.CLOSED, keys(told)


async def test_b_a_cover_that_was_asked_before_the_admin_gave_the_span_away(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.commands("on_duty", Deed.COVER, "+3h"), "cover.open")
    await desk.changes("admin", Deed.SHIFT, "Supervisor +3h at Cambodia")
    told = await desk.presses("backup", wanted)
    async with desk.database.transaction() as ledger:
        now = (await roster_of(DESK, ledger)).at(desk.inbox.world.now()).duty
    assert now == "supervisor", keys(told)


async def test_c_one_no_does_not_take_the_request_from_all_others(desk: AtDesk) -> None:
    (wanted,) = tells(await desk.commands("on_duty", Deed.COVER, "+3h"), "cover.open")
    await desk.presses("off_duty", wanted, accepted=False)
    told = await desk.presses("backup", wanted)
    assert "proposal.done" in keys(told), keys(told)


async def test_d_one_no_does_not_take_a_gap_from_all_others(desk: AtDesk) -> None:
    told = await desk.changes("on_duty", Deed.OFF, "+2h")
    (group,) = [one for one in tells(told, "gap.now") if one.proposal]
    await desk.presses("off_duty", group, accepted=False)
    told = await desk.presses("backup", group)
    assert "proposal.done" in keys(told), keys(told)


async def test_e_a_late_reply_to_what_was_asked_for_the_desk_does_not_go_to_the_person(desk: AtDesk, clock: Wound) -> None:
    from bot.domain.effects import RelayToRequester
    from bot.tick import sweep

    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
        asked = Message(ChatId("chat-owner"), 901, Side.OURS, Purpose.PROMPT, desk.inbox.world.now(), case.id)
        await ledger.messages.note(asked)
    clock.true += 21 * MINUTE
    await sweep(desk.inbox)
    await desk.happens(WordsArrived(desk.origin("requester"), Private("are you there?")))
    answered = replace(desk.origin("owner"), reply_to=901)
    told = await desk.happens(WordsArrived(answered, Private("do not trust her brother")))
    assert not [x for x in told if isinstance(x, RelayToRequester)], keys(told)


async def test_f_a_second_reply_to_what_was_asked_does_not_go_to_the_person(desk: AtDesk, clock: Wound) -> None:
    from bot.domain.effects import RelayToRequester

    code = (await desk.case()).code
    assert tells(await desk.commands("owner", Deed.NOTE, code), "note.ask")
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
        asked = Message(ChatId("chat-owner"), 901, Side.OURS, Purpose.PROMPT, desk.inbox.world.now(), case.id)
        await ledger.messages.note(asked)
    first = await desk.happens(WordsArrived(replace(desk.origin("owner"), reply_to=901), Private("do not trust her brother")))
    assert "work.done" in keys(first)
    told = await desk.happens(WordsArrived(replace(desk.origin("owner"), reply_to=901), Private("he sold her to them")))
    assert not [x for x in told if isinstance(x, RelayToRequester)], keys(told)
