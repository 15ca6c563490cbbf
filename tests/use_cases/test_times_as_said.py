"""Times in the words of people, wherever a command takes them: promises, safe hours, a desk's hours, duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.events import WordsArrived
from bot.domain.facts import Promised, Windowed
from bot.domain.ids import Instant
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.world import ChanceDice
from tests.use_cases.desk import ADMIN, AtDesk, keys, tells

ZONE = "Asia/Seoul"


@pytest.fixture(autouse=True)
async def _in_korean(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        for one in await ledger.desks.all():
            await ledger.desks.keep(replace(one, zone=ZONE, language="ko"))


def _next(desk: AtDesk, clock: str) -> int:
    """The next time that the clock in Seoul shows this, in milliseconds."""
    now = datetime.fromtimestamp(desk.inbox.world.now() / 1000, ZoneInfo(ZONE))
    hour, minute = map(int, clock.split(":"))
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return int(at.timestamp() * 1000) + (0 if at > now else 86_400_000)


@pytest.mark.parametrize(
    ("words", "shown", "rest"),
    [
        ("20시까지 다시 연락", "20:00", "다시 연락"),
        ("오후 8시 반 전화", "20:30", "전화"),
        ("20:00 2 children", "20:00", "2 children"),
        ("8pm", "20:00", ""),
        ("8 giờ tối gọi lại", "20:00", "gọi lại"),
        ("晚上8点 再联系", "20:00", "再联系"),
    ],
)
async def test_a_promise_is_for_the_time_that_is_said(desk: AtDesk, words: str, shown: str, rest: str) -> None:
    case = await desk.case()
    await desk.commands("owner", Deed.PROMISE, f"{case.code} {words}")
    async with desk.database.transaction() as ledger:
        (made,) = [one.value for one in await ledger.facts.of(case.id) if isinstance(one.value, Promised)]
    assert (made.due_at, made.words.reveal()) == (_next(desk, shown), rest)


@pytest.mark.parametrize("words", ["", "later", "어제", "2020-01-01", "now", "fri", "tomorrow call her", "+0m"])
async def test_a_promise_without_a_time_to_come_is_refused(desk: AtDesk, words: str) -> None:
    case = await desk.case()
    assert keys(await desk.commands("owner", Deed.PROMISE, f"{case.code} {words}")) == ["promise.usage"]


async def test_safe_hours_are_those_that_are_said(desk: AtDesk) -> None:
    case = await desk.case()
    await desk.commands("owner", Deed.WINDOW, f"{case.code} 오후 1시부터 2시까지")
    async with desk.database.transaction() as ledger:
        (made,) = [one.value for one in await ledger.facts.of(case.id) if isinstance(one.value, Windowed)]
    assert made.window is not None
    assert (made.window.begins, made.window.ends) == (13 * 60, 14 * 60)


@pytest.mark.parametrize("words", ["오전 9시~오후 6시 월-금", "9am-6pm on mon-fri", "9시부터 18시까지 월-금"])
async def test_the_hours_of_a_desk_too(desk: AtDesk, words: str) -> None:
    (told,) = tells(await desk.commands("admin", Deed.DESK, f"hours {words} at Laos"), "preview.hours")
    assert told.weekly is not None
    assert (told.weekly.hours, told.weekly.weekdays) == ((9 * 60, 18 * 60), (0, 1, 2, 3, 4))


async def test_hours_are_read_in_the_language_of_who_writes(desk: AtDesk) -> None:
    """`8h 30 phút` is a time in Vietnamese, and a length elsewhere."""
    await desk.commands("admin", Deed.DUTY, "at Laos")
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.by_telegram(Private(ADMIN))
        assert chat is not None
        await ledger.chats.keep(replace(chat, language="vi"))
    (told,) = tells(await desk.commands("admin", Deed.DESK, "hours 8h 30 phút đến 17h at Laos"), "preview.hours")
    assert told.weekly is not None
    assert told.weekly.hours == (8 * 60 + 30, 17 * 60)


async def test_hours_that_no_clock_shows_are_refused(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.DESK, "hours 08:75-20:00 at Laos")) == ["desk.hours_usage"]


async def test_a_span_is_taken_until_the_time_that_is_said(desk: AtDesk) -> None:
    (told,) = tells(await desk.commands("off_duty", Deed.TAKE, "20시까지"), "preview.span")
    assert dict(told.moments) == {"from_at": desk.inbox.world.now(), "to_at": Instant(_next(desk, "20:00"))}


class Loaded(ChanceDice):
    """Dice by which the next case has this code."""

    def __init__(self, code: str) -> None:
        self._code = code

    def code(self, length: int = 4) -> str:
        assert length == len(self._code)
        return self._code


CODES = ("9D84", "99DW", "8H45", "22H3", "9PMX", "2DAY", "8AMM", "3W2D", "44MN", "2H33", "WEEK")
NO_SPANS = tuple(one for one in CODES if one != "2DAY")


@pytest.mark.parametrize("code", CODES)
async def test_a_case_is_taken_whatever_its_code_could_mean_as_a_time(desk: AtDesk, code: str) -> None:
    """`/take 9D84` was once read as nine days."""
    desk.inbox.world.dice = Loaded(code)
    await desk.happens(WordsArrived(desk.origin("stranger"), Private("I am locked in, +855 12 345 679")))
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
    assert case is not None
    await desk.commands("off_duty", Deed.TAKE, code.lower())
    async with desk.database.transaction() as ledger:
        assert (await ledger.cases.load(case.id)).owner == "off_duty"


@pytest.mark.parametrize("code", NO_SPANS)
async def test_a_code_that_no_case_has_is_no_time_either(desk: AtDesk, code: str) -> None:
    assert not [key for key in keys(await desk.commands("off_duty", Deed.TAKE, code)) if "preview" in key]


async def test_the_journal_of_a_case_is_asked_for_whatever_its_code_could_mean(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.AUDIT, "9D84")) == ["audit.unknown"]
