"""Invariant 12: who may do what, tried whole: everybody, every command, every button."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import CallbackQuery, Message, User
from telegram import Chat as TelegramChat

from bot.domain.effects import AnswerPress, ReportUnprocessed, Tell
from bot.domain.events import (
    AnswerTapped,
    CaseTaken,
    GestureMade,
    LanguageChosen,
    MembersJoined,
    ProposalAnswered,
    UpdateUnprocessed,
    WordsArrived,
)
from bot.domain.private import Private
from bot.domain.roles import ABOUT_A_CASE, Deed
from handlers.presses import read_press
from tests.use_cases.desk import ACCOUNTS, GROUP, AtDesk, at_desk, keys

EVERYBODY = tuple(ACCOUNTS)
WATCH = {"owner", "on_duty", "backup", "supervisor"}
CHARGE = {"owner", "supervisor"}
OWNER = {"owner"}
OFFICERS = WATCH | {"off_duty", "elsewhere"}
STAFF = OFFICERS | {"admin"}
MAY: dict[Deed, set[str]] = {
    **dict.fromkeys(
        (Deed.CASE, Deed.MAP, Deed.HISTORY, Deed.REVEAL, Deed.NOTE, Deed.FLAG, Deed.FACT, Deed.VERIFY, Deed.RAISE),
        WATCH,
    ),
    **dict.fromkeys((Deed.MERGE, Deed.UNMERGE, Deed.EVENT, Deed.TAKE_ALL, Deed.ASK_ALL, Deed.EXPORT), WATCH),
    **dict.fromkeys((Deed.LOWER, Deed.STATE, Deed.GIVE, Deed.RELEASE, Deed.REFER), CHARGE),
    **dict.fromkeys((Deed.CLOSE, Deed.PROMISE, Deed.ASK, Deed.WINDOW, Deed.ANYWAY, Deed.UNSEND), OWNER),
    Deed.PACKET: OWNER,
    **dict.fromkeys((Deed.TAKE, Deed.CASES, Deed.FIND), OFFICERS),
    Deed.ME: STAFF,
    **dict.fromkeys((Deed.IN, Deed.OUT, Deed.COVER, Deed.SWAP, Deed.CALENDAR), OFFICERS),
    **dict.fromkeys((Deed.OFF, Deed.GAPS, Deed.SLA), STAFF),
    **dict.fromkeys((Deed.CONFIRM, Deed.CANCEL, Deed.UNDO, Deed.DUTY, Deed.ROSTER, Deed.HELP), STAFF),
    **dict.fromkeys((Deed.DESK, Deed.PERSON, Deed.ROTATE, Deed.SHIFT, Deed.NUMBER, Deed.ADVISORY), {"admin"}),
    **dict.fromkeys((Deed.POLICY, Deed.ROUTE, Deed.DRILL, Deed.AUDIT), {"admin"}),
}
"""Written down once more, by name: the table in the code is held against it."""
WORDS = {
    Deed.REVEAL: "phone",
    Deed.NOTE: "seen",
    Deed.FLAG: "takeover",
    Deed.FACT: "room 412",
    Deed.VERIFY: "consistent",
    Deed.RAISE: "L1",
    Deed.LOWER: "L3 talked to her",
    Deed.STATE: "verifying",
    Deed.GIVE: "Backup",
    Deed.PROMISE: "+30m",
    Deed.ASK: "room",
    Deed.WINDOW: "13:00-14:00",
    Deed.CLOSE: "escaped: at the embassy",
}
REFUSED = (
    *("refusal.officers_only", "refusal.not_yours", "refusal.not_owner", "refusal.not_on_duty"),
    "refusal.which_case",
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def test_every_deed_is_tried() -> None:
    assert set(MAY) | {Deed.REPLY} == set(Deed)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("press", [False, True], ids=["typed", "pressed"])
@pytest.mark.parametrize("deed", sorted(ABOUT_A_CASE - {Deed.REPLY}))
async def test_invariant_12_a_case_obeys_who_may_and_nobody_else(
    desk: AtDesk, deed: Deed, press: bool, who: str
) -> None:
    code = (await desk.case()).code
    before = await desk.standing()
    told = await desk.commands(who, deed, f"{code} {WORDS.get(deed, '')}", press)
    refused = [key for key in keys(told) if key in REFUSED]
    if who in MAY[deed]:
        assert not refused
        return
    assert {table: rows for table, rows in (await desk.standing()).items() if table in ("cases", "facts")} == {
        table: before[table] for table in ("cases", "facts")
    } or (who in ("stranger", "requester") and not press)
    if who in ("stranger", "requester"):
        assert not keys(told), "a stranger's command is plain words, and their press nothing"
    else:
        assert refused, keys(told)
    if press:
        assert sum(isinstance(one, AnswerPress) for one in told) == 1, "every tap is answered"


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("deed", sorted(set(MAY) - ABOUT_A_CASE))
async def test_invariant_12_what_is_about_no_case_is_done_for_who_may(desk: AtDesk, deed: Deed, who: str) -> None:
    refused = [key for key in keys(await desk.commands(who, deed, "")) if key in REFUSED]
    if who in ("stranger", "requester"):
        assert not refused
    elif deed is not Deed.TAKE:
        assert bool(refused) is (who not in MAY[deed])


@pytest.mark.parametrize("who", ["stranger", "requester", "paused", "elsewhere", "off_duty", "on_duty"])
async def test_only_the_owner_writes_to_the_person(desk: AtDesk, who: str) -> None:
    code = (await desk.case()).code
    origin = desk.origin(who)
    told = await desk.happens(WordsArrived(replace(origin, reply_code=code), Private("hello")))
    assert not [one for one in told if type(one).__name__ == "RelayToRequester"]


async def test_a_stranger_learns_by_no_press_that_there_is_a_case(desk: AtDesk) -> None:
    code = (await desk.case()).code
    presses = (
        f"c:reveal:{code}:phone",
        "c:reveal:ZZZZ:phone",
        f"m:give:{code}",
        f"t:{code}",
        "n:open:1:",
        "p:00:yes",
    )
    for data in presses:
        event = read_press(_query("stranger", data), desk.inbox.world.now())
        assert event
        told = await desk.happens(event)
        assert [type(one).__name__ for one in told if not isinstance(one, AnswerPress)] == []
        assert [one.key for one in told if isinstance(one, AnswerPress)] == [""]


async def test_a_press_of_yesterday_says_what_happened_since(desk: AtDesk) -> None:
    code = (await desk.case()).code
    (told,) = keys(await desk.happens(CaseTaken(desk.origin("off_duty", press=True), code)))
    assert told == "taken.by_other"
    await desk.commands("owner", Deed.CLOSE, f"{code} escaped: at the embassy")
    assert keys(await desk.commands("owner", Deed.RAISE, f"{code} L1", press=True)) == ["refusal.closed"]


def _query(who: str, data: str) -> CallbackQuery:
    account = User(ACCOUNTS[who], who, is_bot=False)
    chat = TelegramChat(GROUP, "supergroup") if who == "stranger" else TelegramChat(ACCOUNTS[who], "private")
    return CallbackQuery("1", account, "1", data=data, message=Message(5, datetime.now(UTC), chat))


_parts = st.one_of(
    st.sampled_from(["c", "m", "n", "t", "p", "a", "g", "l", "", "x", "C"]),
    st.sampled_from([deed.value for deed in Deed] + ["ask_hurt", "badly", "yes", "danger"]),
    st.text(max_size=20),
)
forged = st.one_of(st.text(max_size=64), st.lists(_parts, min_size=1, max_size=5).map(":".join))


FORGERS = ("stranger", "off_duty", "elsewhere", "paused", "admin")
presses = st.tuples(st.sampled_from(FORGERS), forged)


async def _are_harmless(desk: AtDesk, pressed: list[tuple[str, str]]) -> None:
    before = await desk.standing()
    for who, data in pressed:
        event = read_press(_query(who, data), desk.inbox.world.now())
        # What a person may press in their own chat touches nobody else's.
        if event is not None and not isinstance(event, GestureMade | AnswerTapped | LanguageChosen):
            await desk.happens(event)
    assert await desk.standing() == before
    await desk.sweeps()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(presses, min_size=30, max_size=30))
async def test_forged_callback_data_changes_nothing(desk: AtDesk, pressed: list[tuple[str, str]]) -> None:
    await _are_harmless(desk, pressed)


@pytest.mark.torture
@pytest.mark.timeout(3_000)
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(presses, min_size=100, max_size=100))
async def test_a_hundred_thousand_forged_presses_change_nothing(
    desk: AtDesk, pressed: list[tuple[str, str]]
) -> None:
    await _are_harmless(desk, pressed)


async def test_an_offer_is_over_once_the_case_has_moved(desk: AtDesk) -> None:
    code = (await desk.case()).code
    first, second = [await _offered(desk, code, name) for name in ("Backup", "On_Duty")]
    await desk.happens(ProposalAnswered(desk.origin("backup"), first, accepted=True))
    assert (await desk.case()).owner == "backup"
    told = keys(await desk.happens(ProposalAnswered(desk.origin("on_duty"), second, accepted=True)))
    assert "proposal.gone" in told
    assert (await desk.case()).owner == "backup"


async def _offered(desk: AtDesk, code: str, name: str) -> str:
    told = await desk.commands("owner", Deed.GIVE, f"{code} {name}")
    return next(str(one.proposal) for one in told if isinstance(one, Tell) and one.proposal)


async def test_what_nobody_could_process_is_told_to_no_group_with_somebody_unknown_in_it(desk: AtDesk) -> None:
    await desk.happens(MembersJoined(desk.origin("owner", group=True), (Private(ACCOUNTS["stranger"]),)))
    origin = desk.origin("requester")
    told = await desk.happens(UpdateUnprocessed(7, origin, Private("room 412")))
    assert {one.chat for one in told if isinstance(one, ReportUnprocessed)} == {"chat-admin"}
