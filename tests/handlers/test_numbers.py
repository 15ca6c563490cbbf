"""`/sla` and the report as people get them: words, and beside them a picture; nothing for strangers."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.ids import MINUTE, SECOND
from bot.domain.numbers import month_before
from drill.accounts import Account
from drill.messages import Message
from handlers.number_words import NumberWords
from handlers.numbers_picture import WIDE
from handlers.render_numbers import render_numbers
from handlers.render_report import render_report
from tests.handlers.evening import Evening, evening
from tests.handlers.shown import MEASURED, REPORTS, reader
from tests.handlers.updates import WORDS

LANGUAGES = ("en", "ko", "km")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Evening]:
    async with evening(tmp_path) as made:
        await made.binds(made.group("Night desk"), "/desk Cambodia Asia/Phnom_Penh en")
        yield made


async def answers(stage: Evening, who: Account, words: str) -> list[Message]:
    """What the bot answered."""
    before = len(stage.chat(who).messages)
    stage.ground.says(who, stage.chat(who), words)
    await stage.settles()
    found = list(stage.chat(who).messages.values())[before:]
    return [one for one in found if one.sender.is_bot and not one.deleted]


async def test_an_officer_asks_and_gets_words_and_a_picture(stage: Evening) -> None:
    hana = await stage.joins("Hana", "/person add Hana")
    (nothing,) = await answers(stage, hana, "/sla")
    assert "no case was opened" in nothing.text, "and no picture of nothing"
    mina = stage.ground.account("Mina", "en")
    stage.ground.says(mina, stage.chat(mina), "SOS")
    await stage.settles()
    code = (await stage.case_of(mina)).code
    words, picture = await answers(stage, hana, "/sla week")
    assert "Cambodia" in words.text
    assert "Asia/Phnom_Penh" in words.text
    assert "L1 that nobody has now: 1" in words.text
    assert "p50 " not in words.text.partition("Drills")[2], "one case is no percentile"
    assert "photo" in picture.content
    stage.ground.says(hana, stage.chat(hana), f"/take {code}")
    await stage.settles()
    words, _ = await answers(stage, hana, "/sla")
    assert "L1 that nobody has now: 0" in words.text
    assert "taken in time: 1 of 1" in words.text
    strangers = await answers(stage, mina, "/sla week")
    assert not any("taken in time" in one.text or "photo" in one.content for one in strangers)


async def test_a_month_without_cases_is_reported_in_one_line(stage: Evening) -> None:
    month = month_before(stage.inbox.world.now(), "Asia/Phnom_Penh")
    (line,) = await answers(stage, stage.admin, f"/sla report {month}")
    assert "no case was opened" in line.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_as_wide_as_a_phone_and_dark_where_it_was_asked_for(language: str, dark: bool) -> None:
    for view in (one for one in MEASURED if one.dark is dark and one.numbers.cases):
        plan = render_numbers(view, reader(language), WORDS, None, repeat=False)
        assert plan.draws is not None
        call = plan.draws()
        content = call.arguments["photo" if call.method == "send_photo" else "document"].input_file_content
        picture = Image.open(io.BytesIO(content)).convert("L")
        assert picture.width == WIDE
        assert (picture.getpixel((2, 2)) < 60) is dark  # type: ignore[operator]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_opens_in_a_spreadsheet_and_shows_no_small_cell(language: str) -> None:
    plan = render_report(REPORTS[2], reader(language), WORDS, repeat=False)
    (document,) = [call for call in plan.calls if call.method == "send_document"]
    content = document.arguments["document"].input_file_content
    assert content.startswith(b"\xef\xbb\xbf"), "by this mark it is known to be UTF-8"
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    nation = WORDS.text("desk", language, "report.nation")
    assert [row[2] for row in table if row and row[0] == nation] == ["<5", "*"], "two of nine"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_of_three_cases_the_report_says_nothing_but_that_they_are_few() -> None:
    (text, *_) = render_report(REPORTS[1], reader("en"), WORDS, repeat=False).calls
    assert "Cases: <5" in str(text.arguments["text"])
    assert "L1" not in str(text.arguments["text"])


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(0, "0 sec"), (65 * SECOND, "1 min 5 sec"), (60 * MINUTE, "1 hr"), (26 * 60 * MINUTE, "1 day 2 hr")],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(milliseconds: int, said: str) -> None:
    assert NumberWords(WORDS, "en").length(milliseconds).replace("\u00a0", " ") == said


def test_where_a_font_is_missing_the_words_come_and_it_is_said_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_DATA_DIRS"):
        monkeypatch.setenv(name, str(tmp_path))
    view = next(one for one in MEASURED if one.numbers.cases)
    plan = render_numbers(view, reader("ko"), WORDS, None, repeat=False)
    assert plan.calls
    assert plan.draws is not None
    call = plan.draws()
    assert call.method == "send_message"
    assert "fonts-noto" in str(call.arguments["text"])
