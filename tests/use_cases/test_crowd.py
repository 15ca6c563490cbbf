"""Five hundred people on a street: one card for the group, and no case loses its ring, its owner or its end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.effects import Effect, RelayToRequester, UpdateEventCard
from bot.domain.events import Origin, PlaceArrived, WordsArrived
from bot.domain.gathering import MANY
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, at_desk, keys


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def _reports(desk: AtDesk, number: int) -> list[Effect]:
    account = Private(710_000_000 + number)
    origin = Origin(account, ChatKind.PRIVATE, account, number + 1, desk.inbox.world.now(), "en")
    place = Place(Private(10.60931 + (number % 20) * 0.0005), Private(103.52962), Fix.PIN)
    words = WordsArrived(origin, Private("help, they left us on the street"))
    return await desk.happens(words, PlaceArrived(origin, place))


async def _ringing(desk: AtDesk) -> set[object]:
    return {case for (case,) in await desk.rows("SELECT subject FROM dues WHERE kind = 'ring'")}


@pytest.mark.parametrize(
    "people", [24, pytest.param(500, marks=[pytest.mark.torture, pytest.mark.timeout(1_200)])]
)
async def test_a_crowd_is_one_event_and_no_case_loses_its_own_life(desk: AtDesk, people: int) -> None:
    effects = [one for number in range(people) for one in await _reports(desk, number)]
    heads = {one.case for one in effects if isinstance(one, UpdateEventCard)}
    (head,) = heads
    loud = [one for one in effects if isinstance(one, UpdateEventCard) and one.loud]
    assert len(loud) == (people // MANY).bit_length(), "it sounds when it begins and when it has doubled"
    async with desk.database.transaction() as ledger:
        members = await ledger.cases.of_incident(head)
    assert len(members) == people
    assert {one.id for one in members} <= await _ringing(desk), "each has a next ring"
    code = next(one.code for one in members if one.id == head)
    assert keys(await desk.commands("on_duty", Deed.TAKE_ALL, code))[-1] == "event.taken"
    asked = await desk.commands("on_duty", Deed.ASK_ALL, f"{code} hurt")
    assert len([one for one in asked if isinstance(one, RelayToRequester)]) == people
    async with desk.database.transaction() as ledger:
        members = await ledger.cases.of_incident(head)
    assert {one.owner for one in members} == {"on_duty"}
    assert not {one.id for one in members} & await _ringing(desk)
    await desk.commands("on_duty", Deed.CLOSE, f"{members[5].code} escaped: on the bus")
    async with desk.database.transaction() as ledger:
        closed = [one for one in await ledger.cases.of_incident(head) if one.closed_at is not None]
    assert [one.id for one in closed] == [members[5].id]
