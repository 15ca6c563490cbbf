"""A desk's own ladders, and which cases are its own."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.effects import Effect, Ring, Tell
from bot.domain.events import Origin, PlaceArrived, ProposalAnswered, RingDue, WordsArrived
from bot.domain.ids import ChatId, DeskId, Instant, OfficerId
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level
from tests.use_cases.desk import AtDesk, at_desk, keys

OWN = "0 duty, 20s duty, 1m backup, 4m desk, 6m everyone, again 4m, answer 3m"
PIN = Place(Private(10.60931), Private(103.52962), Fix.PIN)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def confirms(desk: AtDesk, effects: list[Effect]) -> list[Effect]:
    (shown,) = [one for one in effects if isinstance(one, Tell) and one.proposal]
    assert shown.proposal is not None
    return await desk.happens(ProposalAnswered(desk.origin("admin", press=True), shown.proposal, accepted=True))


def _new(desk: AtDesk, number: int) -> Origin:
    account = Private(720_000_000 + number)
    return Origin(account, ChatKind.PRIVATE, account, number + 1, desk.inbox.world.now(), "en")


async def test_a_ladder_holds_for_cases_that_come_after_it_and_not_for_those_before(desk: AtDesk) -> None:
    before = await desk.case()
    told = await desk.commands("admin", Deed.POLICY, f"L2 {OWN} at Cambodia")
    assert "proposal.done" in keys(await confirms(desk, told))
    await desk.happens(WordsArrived(_new(desk, 1), Private("I am locked in")))
    async with desk.database.transaction() as ledger:
        fresh = [one for one in await ledger.cases.of_desk(DeskId("desk")) if one.id != before.id]
        kept = await ledger.cases.load(before.id)
    assert dict(fresh[0].policy)[Level.L2].answer_ms == 180_000
    assert not kept.policy
    ((due,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{fresh[0].id}'")  # noqa: S608
    assert due == fresh[0].ladder_from + 20_000


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("L9 0 duty", "policy.usage"),
        ("L1", "policy.usage"),
        ("L1 0 duty, 5m desk", "policy.last"),
        ("L1 0 duty, 9m everyone", "policy.slow"),
        ("L1 sometimes", "policy.unreadable"),
    ],
)
async def test_what_is_no_ladder_says_what_would_be_right_and_changes_nothing(
    desk: AtDesk, words: str, key: str
) -> None:
    assert keys(await desk.commands("admin", Deed.POLICY, f"{words} at Cambodia")) == [key]


async def test_the_ladders_are_shown(desk: AtDesk) -> None:
    (shown,) = [one for one in await desk.commands("admin", Deed.POLICY, "at Cambodia") if isinstance(one, Tell)]
    assert "10m everyone" in dict(shown.blanks)["entry"].reveal()


async def test_a_mistyped_province_is_answered_with_those_that_are_known(desk: AtDesk) -> None:
    (told,) = await desk.commands("admin", Deed.ROUTE, "province KH Preah Sihanuk at Cambodia")
    assert isinstance(told, Tell) and told.key == "route.no_province"
    assert dict(told.blanks)["word"].reveal() == "Preah Sihanuk"
    assert "Preah Sihanouk" in dict(told.blanks)["name"].reveal().split(", ")


async def _laos_has_a_group(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        other = await ledger.desks.load(DeskId("other"))
        await ledger.desks.keep(replace(other, chat=ChatId("chat-elsewhere")))


async def test_a_case_goes_to_its_desk_as_soon_as_the_place_is_known_and_rings_there_anew(desk: AtDesk) -> None:
    await _laos_has_a_group(desk)
    await confirms(desk, await desk.commands("admin", Deed.ROUTE, "country KH at Laos"))
    first = await desk.happens(WordsArrived(_new(desk, 1), Private("help, they beat us")))
    assert {one.chat for one in first if isinstance(one, Ring)} == {"chat-on_duty"}
    moved = await desk.happens(PlaceArrived(_new(desk, 1), PIN))
    rings = {one.chat for one in moved if isinstance(one, Ring)}
    assert rings == {"chat-elsewhere"}, (
        "nobody is on duty there: the first rung that reaches anybody rings at once"
    )


async def test_a_case_that_somebody_has_stays_where_it_is(desk: AtDesk) -> None:
    await _laos_has_a_group(desk)
    await confirms(desk, await desk.commands("admin", Deed.ROUTE, "country KH at Laos"))
    await desk.happens(PlaceArrived(desk.origin("requester"), PIN))
    assert (await desk.case()).desk == "desk"


async def test_what_belongs_to_nobody_rings_the_default_desk(desk: AtDesk) -> None:
    await _laos_has_a_group(desk)
    await confirms(desk, await desk.commands("admin", Deed.ROUTE, "country LA at Laos"))
    told = await desk.happens(WordsArrived(_new(desk, 1), Private("help, they beat us")))
    assert {one.chat for one in told if isinstance(one, Ring)} == {"chat-on_duty"}
    assert "route.usage" in keys(await desk.commands("admin", Deed.ROUTE, "KH at Laos"))


async def test_a_supervisor_is_rung_before_everyone_and_where_there_is_none_everyone_is_at_once(
    desk: AtDesk,
) -> None:
    await desk.happens(WordsArrived(_new(desk, 1), Private("help, they beat us, SOS")))
    async with desk.database.transaction() as ledger:
        (case,) = [one for one in await ledger.cases.of_desk(DeskId("desk")) if one.owner is None]
        await ledger.cases.keep(replace(case, rung=4))
    ((due,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{case.id}'")  # noqa: S608
    assert isinstance(due, int)
    told = await desk.happens(RingDue(case.id, Instant(due)))
    assert {one.chat for one in told if isinstance(one, Ring)} == {"chat-supervisor"}
    async with desk.database.transaction() as ledger:
        boss = await ledger.officers.load(OfficerId("supervisor"))
        await ledger.officers.keep(replace(boss, supervisor=False))
        case = await ledger.cases.load(case.id)
        await ledger.cases.keep(replace(case, rung=4))
    ((due,),) = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{case.id}'")  # noqa: S608
    assert isinstance(due, int)
    told = await desk.happens(RingDue(case.id, Instant(due)))
    assert {"chat-group", "chat-admin"} <= {one.chat for one in told if isinstance(one, Ring)}
    async with desk.database.transaction() as ledger:
        assert (await ledger.cases.load(case.id)).rung == 5, "and everyone still rings at its own time"
