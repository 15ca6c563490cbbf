"""Days that are none, or not meant, or stand beside another; commands with them are answered as what they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.effects import Tell, UpdateCard
from bot.domain.ids import OfficerId
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.render import render
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, at_desk, keys, tells
from tests.use_cases.wound import Wound

ZONE = "Asia/Seoul"
NAMES = {"on_duty": "하나", "backup": "도윤", "off_duty": "서준"}


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    """On a Saturday, 10:38:20 in Seoul."""
    async with at_desk(tmp_path, Wound(at("2026-11-28T10:38:20"))) as made:
        async with made.database.transaction() as ledger:
            for one in await ledger.desks.all():
                await ledger.desks.keep(replace(one, zone=ZONE))
            for id, name in NAMES.items():
                officer = await ledger.officers.load(OfficerId(id))
                await ledger.officers.keep(replace(officer, name=Private(name)))
        await made.effects()
        yield made


@pytest.mark.parametrize(
    "words", ["all tonight at Cambodia", "모두 tonight at Cambodia", "하나 서준 20-08 at Cambodia"]
)
async def test_a_shift_for_everybody_asks_for_one_person(desk: AtDesk, words: str) -> None:
    assert keys(await desk.commands("admin", Deed.SHIFT, words)) == ["shift.whom"]


@pytest.mark.parametrize(
    ("deed", "words", "key"),
    [
        (Deed.OFF, "9999-12-31+1", "shift.far"),
        (Deed.DUTY, "9999-12-31 24:00", "shift.unreadable"),
        (Deed.DRILL, "9999-12-31 24:00 at Cambodia", "drill.usage"),
        (Deed.DUTY, "9999-12-31", "shift.unreadable"),
        (Deed.GAPS, "2036-12-31", "shift.far"),
    ],
)
async def test_a_day_that_is_too_far_to_be_meant_is_refused(
    desk: AtDesk, deed: Deed, words: str, key: str
) -> None:
    who = "on_duty" if deed in (Deed.OFF, Deed.DUTY) else "admin"
    assert keys(await desk.commands(who, deed, words if who == "on_duty" else f"{words} at Cambodia"))[:1] == [key]


async def test_a_rotation_from_such_a_day_is_answered(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.ROTATE, "daily all from 9999-12-31 24:00 at Cambodia"))


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("하나 from friday to sunday", "2026-12-04T00:00", "2026-12-07T00:00"),
        ("하나 금요일부터 일요일까지", "2026-12-04T00:00", "2026-12-07T00:00"),
        ("하나 fri-sun", "2026-12-04T00:00", "2026-12-07T00:00"),
        ("하나 month", "2026-11-28T10:38:20", "2026-12-01T00:00"),
        ("하나 이번 주말", "2026-11-28T10:38", "2026-11-30T00:00"),
        ("하나 오늘밤부터", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("하나 오늘 밤부터", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("하나 지금부터", "2026-11-28T10:38:20", "2026-11-28T18:38:20"),
        ("하나 at 8pm to 10pm", "2026-11-28T20:00", "2026-11-28T22:00"),
        ("하나 at 8pm for 2h", "2026-11-28T20:00", "2026-11-28T22:00"),
        ("하나 today", "2026-11-28T10:38", "2026-11-29T00:00"),
        ("하나 9-18", "2026-11-28T10:38", "2026-11-28T18:00"),
    ],
)
async def test_an_absence_is_for_the_days_that_are_said(desk: AtDesk, words: str, begins: str, ends: str) -> None:
    (told,) = tells(await desk.commands("admin", Deed.OFF, f"{words} at Cambodia"), "preview.off")
    assert dict(told.moments) == {"from_at": at(begins), "to_at": at(ends)}


@pytest.mark.parametrize(
    ("deed", "words", "key"),
    [
        (Deed.SHIFT, "#off_duty today at Cambodia", "preview.shift"),
        (Deed.COVER, "#off_duty today", "preview.ask_cover"),
        (Deed.TAKE, "today", "preview.span"),
    ],
)
async def test_of_today_only_what_comes_is_given_away(desk: AtDesk, deed: Deed, words: str, key: str) -> None:
    who = "admin" if deed is Deed.SHIFT else "on_duty"
    (told,) = tells(await desk.commands(who, deed, words), key)
    assert dict(told.moments) == {"from_at": at("2026-11-28T10:38"), "to_at": at("2026-11-29T00:00")}


async def test_a_question_may_look_at_all_of_today(desk: AtDesk) -> None:
    (told,) = tells(await desk.commands("admin", Deed.GAPS, "today at Cambodia"), "gaps.found")
    assert told.moments[0][1] == at("2026-11-28T00:00")


async def test_where_no_gap_is_the_span_is_said_that_was_looked_at(desk: AtDesk) -> None:
    (told,) = tells(await desk.commands("admin", Deed.GAPS, "month at Cambodia"), "gaps.none_then")
    assert dict(told.moments) == {"from_at": at("2026-11-28T10:38:20"), "to_at": at("2026-12-01T00:00")}


@pytest.mark.parametrize(
    ("deed", "words", "unread"),
    [
        (Deed.SHIFT, "하나 31 feb 20-08", "31 feb"),
        (Deed.SHIFT, "하나 2월 31일", "2월 31일"),
        (Deed.SHIFT, "2월 31일 하나 20-08", "2월 31일"),
        (Deed.SHIFT, "하나 tomorow 20-08", "tomorow"),
        (Deed.OFF, "31 feb", "31 feb"),
        (Deed.DUTY, "31 feb", "31 feb"),
        (Deed.DUTY, "2월 31일", "2월 31일"),
    ],
)
async def test_a_date_that_is_none_is_no_name(desk: AtDesk, deed: Deed, words: str, unread: str) -> None:
    (told,) = tells(await desk.commands("admin", deed, f"{words} at Cambodia"), "shift.unreadable")
    assert dict(told.blanks)["word"].reveal() == unread


@pytest.mark.parametrize("words", ["Nobody tonight", "Somebody Else tonight"])
async def test_who_is_nobody_is_still_said_to_be_nobody(desk: AtDesk, words: str) -> None:
    assert keys(await desk.commands("admin", Deed.SHIFT, f"{words} at Cambodia")) == ["rotate.who"]


async def test_at_a_time_is_no_desk(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.SHIFT, "서준 tonight at 8pm at Cambodia")) == ["shift.endless"]
    (told,) = tells(await desk.commands("on_duty", Deed.DUTY, "at 8pm"), "duty.then")
    assert dict(told.moments)["time"] == at("2026-11-28T20:00")
    assert keys(await desk.commands("admin", Deed.SHIFT, "서준 tonight at Nowhere")) == ["desk.unknown"]


async def test_a_desk_that_is_called_like_a_day_is_a_desk(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        (other,) = [one for one in await ledger.desks.all() if one.id == "other"]
        await ledger.desks.keep(replace(other, name="Noon Desk"))
    (told,) = tells(await desk.commands("admin", Deed.GAPS, "at noon desk"), "gaps.found")
    assert dict(told.blanks)["desk"].reveal() == "Noon Desk"


@pytest.mark.parametrize("words", ["at 8pm", "8pm", "오후 8시", "20시부터", "晚上8点"])
async def test_who_leaves_at_a_time_is_away_from_then_to_the_end_of_the_turn(desk: AtDesk, words: str) -> None:
    (now,) = tells(await desk.commands("on_duty", Deed.OUT, ""), "preview.off")
    (told,) = tells(await desk.commands("on_duty", Deed.OUT, words), "preview.off")
    assert dict(told.moments) == {"from_at": at("2026-11-28T20:00"), "to_at": dict(now.moments)["to_at"]}


@pytest.mark.parametrize(
    ("words", "now", "later"),
    [
        ("12h 서준 도윤 start 20:00 from now", "서준", "도윤"),
        ("12h 서준 도윤 from now", "서준", "도윤"),
        ("12h 서준 도윤 지금부터", "서준", "도윤"),
        ("서준 도윤 12시간 지금", "서준", "도윤"),
        ("daily 서준 도윤 start 20:00 from now", "서준", "도윤"),
        ("12h 서준 도윤 from 20:00", "하나", "서준"),
        ("서준 도윤 12h tonight", "하나", "서준"),
        ("서준 도윤 12시간 오늘 밤부터", "하나", "서준"),
    ],
)
async def test_who_is_named_first_begins(desk: AtDesk, words: str, now: str, later: str) -> None:
    """Now, or at the hour from which turns are to hold; at 20:00 the turn is over that holds now."""
    await desk.changes("admin", Deed.ROTATE, f"{words} at Cambodia")
    told = [tells(await desk.commands("on_duty", Deed.DUTY, one), "duty.then")[0] for one in ("now", "20:30")]
    assert [dict(one.blanks)["name"].reveal() for one in told] == [now, later]


async def test_a_first_rotation_begins_with_who_is_named_first_too(desk: AtDesk) -> None:
    (told,) = tells(
        await desk.commands("admin", Deed.ROTATE, "12h Elsewhere start 20:00 at Laos"), "preview.rotate"
    )
    assert dict(told.moments) == {"from_at": at("2026-11-28T08:00")}


@pytest.mark.parametrize(
    ("words", "key", "unread"),
    [
        ("daily 하나 from 2026-11-01", "shift.past", "2026-11-01"),
        ("daily 하나 start 25:00", "rotate.unread", "start 25:00"),
        ("0h 하나", "rotate.unread", "0h"),
        ("200 하나", "rotate.unread", "200"),
        ("daily 하나 from 31 feb", "rotate.unread", "from 31 feb"),
        ("매일 하나 2월 31일부터", "rotate.unread", "2월 31일부터"),
        ("daily Nobody", "rotate.who", "Nobody"),
    ],
)
async def test_of_a_rotation_the_part_is_named_that_is_wrong(
    desk: AtDesk, words: str, key: str, unread: str
) -> None:
    (told,) = tells(await desk.commands("admin", Deed.ROTATE, f"{words} at Cambodia"), key)
    assert dict(told.blanks)["word"].reveal() == unread


@pytest.mark.parametrize(
    ("words", "said"), [("daily 하나 도윤", True), ("off", True), ("daily 하나 도윤 from now", False)]
)
async def test_why_turns_begin_in_four_weeks_stands_in_the_preview(desk: AtDesk, words: str, said: bool) -> None:
    shown = await desk.commands("admin", Deed.ROTATE, f"{words} at Cambodia")
    (preview,) = [one for one in shown if isinstance(one, Tell) and one.key.startswith("preview.rotate")]
    async with desk.database.transaction() as ledger:
        reader = await ledger.chats.load(preview.chat)
    (call,) = render(preview, None, reader, WORDS, repeat=False).calls
    assert ("from now" in str(call.arguments["text"])) is said


@pytest.mark.parametrize(("words", "shown"), [("09:00", "Sun, Nov 29 09:00"), ("18:00", "18:00")])
async def test_a_promise_that_is_not_for_today_is_shown_with_its_day(desk: AtDesk, words: str, shown: str) -> None:
    case = await desk.case()
    cards = [
        one
        for one in await desk.commands("owner", Deed.PROMISE, f"{case.code} {words}")
        if isinstance(one, UpdateCard)
    ]
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(cards[0].chat)
        view = await load_view(cards[0], chat, ledger, desk.inbox.world.now())
    text = str(render(cards[0], view, chat, WORDS, repeat=False).calls)
    assert WORDS.text("desk", "en", "card.promised", time=shown) in text
