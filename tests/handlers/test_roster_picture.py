"""The picture of a roster as it is seen: gaps, marks, names in every script, on both grounds, on a phone."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.domain.effects import ShowRoster
from bot.domain.ids import DAY, HOUR, DeskId, OfficerId, after
from bot.domain.people import Desk
from bot.domain.roster import ByHand, HoursSet, OffSet, OnDuty, Roster, RosterEvent, RotationSet, ShiftSet
from bot.domain.roster_sheet import Extent, Sheet, sheet_of
from bot.domain.wall import instant_of
from bot.domain.weekly import Weekly
from handlers.packet_fonts import LATIN, FontMissing, files_in, find, fonts_of, usual_folders
from handlers.picture_pen import Colour, Pen
from handlers.render import render
from handlers.render_roster import LINES
from handlers.roster_colours import DARK, LIGHT, Theme
from handlers.roster_picture import WIDE, Wanted, draw
from handlers.roster_tiles import SMALL, People
from handlers.views import RosterView
from tests.handlers.shown import READER, reader
from tests.handlers.updates import WORDS

ZONE = "Asia/Seoul"
NOW = instant_of(datetime(2026, 11, 27, 14, 20, tzinfo=ZoneInfo(ZONE)))
TODAY = instant_of(datetime(2026, 11, 27, tzinfo=ZoneInfo(ZONE)))
PEOPLE = tuple(OfficerId(name) for name in ("kim", "lee", "sok", "som"))
NAMES = ("김민아", "이소라", "សុខ ដារ៉ា", "สมชาย น้ำใจ")
SCRIPTS = {
    "ko": "김민아",
    "km": "ចាន់ ស្រីមុំ",
    "th": "กัญญา น้ำใจ",
    "ar": "محمد الأحمد",
    "ur": "یاسمین ٹیپو",
    "zh": "王小明",
    "ja": "田中さくら",
    "my": "မောင်မောင်",
    "lo": "ສົມພອນ",
    "hi": "राम कुमार",
    "bn": "শ্রাবণী",
    "am": "ተስፋዬ",
    "vi": "Nguyễn Thị Hà",
    "ru": "Ева Щукина",
    "he": "דוד לוי",
}
TURNS = RotationSet(PEOPLE[:2], after(TODAY, -DAY), 1, ZONE, turn_hours=12)


@pytest.fixture(autouse=True)
def fonts() -> None:
    """Debian's fonts; only the tests of what happens without them do without."""
    try:
        for text in ("a", "가", "ក"):
            find(fonts_of(text)[0], files_in(usual_folders()))
    except FontMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(f"Fonts are needed in CI: {missing}")
        pytest.skip(f"{missing}: the picture is not tested")


def sheet(*events: RosterEvent, period: Extent = Extent.WEEK) -> Sheet:
    return sheet_of(Roster([TURNS, *events], frozenset(PEOPLE)), ZONE, NOW, period)


def wanted(made: Sheet, names: Sequence[str] = NAMES, dark: bool = False) -> Wanted:
    return Wanted("캄보디아", made, People(dict(zip(PEOPLE, names, strict=False)), PEOPLE), "ko", dark)


@cache
def seen(made: Sheet, dark: bool = False) -> Image.Image:
    return opened(wanted(made, dark=dark))


def opened(made: Wanted) -> Image.Image:
    content = draw(made, WORDS)
    assert len(content) < 300_000
    with Image.open(io.BytesIO(content)) as image:
        image.verify()
    return Image.open(io.BytesIO(content)).convert("RGB")


def count(image: Image.Image, colour: Colour) -> int:
    """Pixels of about this colour: a picture is kept in 128 colours."""
    colours = image.getcolors(image.width * image.height) or []
    return sum(
        number
        for number, one in colours
        if isinstance(one, tuple) and all(abs(a - b) < 14 for a, b in zip(one, colour, strict=True))
    )


def away(first: int, hours: int) -> list[RosterEvent]:
    """Nobody can from so many hours after midnight on."""
    begin, end = after(TODAY, first * HOUR), after(TODAY, (first + hours) * HOUR)
    return [OffSet(one, begin, end) for one in PEOPLE]


@pytest.mark.parametrize("period", Extent)
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_gap_is_red_and_nothing_else_is(period: Extent, theme: Theme) -> None:
    dark = theme is DARK
    whole = seen(sheet(period=period), dark)
    torn = seen(sheet(*away(30, 12), period=period), dark)
    assert count(whole, theme.red) < 20
    assert count(torn, theme.red) > 3_000


def test_a_gap_of_a_minute_is_seen() -> None:
    begin = after(TODAY, 30 * HOUR)
    offs = [OffSet(one, begin, after(begin, 60_000)) for one in PEOPLE]
    for period in Extent:
        assert count(seen(sheet(*offs, period=period)), LIGHT.red) > 300


def test_a_gap_is_crossed_so_that_it_is_seen_without_colours() -> None:
    picture = seen(sheet(*away(30, 12)))
    row = _row_of_tomorrow(picture)
    assert row.count(True) > 20, "lines of white go through the red"


def _row_of_tomorrow(picture: Image.Image) -> list[bool]:
    """A line of pixels through the second bar: where it is white."""
    y = next(y for y in range(picture.height) if _near(picture.getpixel((600, y)), LIGHT.red)) + 30
    return [_near(picture.getpixel((x, y)), LIGHT.on_red) for x in range(200, 1_000)]


def _near(pixel: object, colour: Colour) -> bool:
    return isinstance(pixel, tuple) and all(abs(a - b) < 14 for a, b in zip(pixel, colour, strict=True))


def test_whoever_has_nobody_behind_is_striped_and_what_was_set_by_hand_is_framed() -> None:
    alone = sheet_of(Roster([RotationSet(PEOPLE[:1], TODAY, 1, ZONE)], frozenset(PEOPLE)), ZONE, NOW, Extent.WEEK)
    both, one = seen(sheet()), seen(alone)
    stripes = LIGHT.shade(LIGHT.fill(0))
    assert count(one, stripes) > 20_000 > 20 * count(both, stripes), "edges of letters are of that colour, too"
    inks = [
        count(seen(sheet(ShiftSet(PEOPLE[1], after(TODAY, 30 * HOUR), after(TODAY, 40 * HOUR), how))), LIGHT.ink)
        for how in (ByHand.COVER, ByHand.SHIFT, ByHand.SWAP)
    ]
    assert inks[0] > count(both, LIGHT.ink) + 1_000
    assert sorted(inks) == inks, "a cover's frame is broken, a swap's is double"
    assert min(b - a for a, b in pairwise(inks)) > 300


def test_outside_its_hours_a_desk_is_neither_red_nor_anybodys() -> None:
    hours = HoursSet(Weekly(ZONE, (8 * 60, 20 * 60)))
    daytime = RotationSet(PEOPLE, TODAY, 1, ZONE, hours=(8 * 60, 20 * 60))
    closed = sheet_of(Roster([daytime, hours], frozenset(PEOPLE)), ZONE, NOW, Extent.WEEK)
    open_always = sheet_of(Roster([daytime], frozenset(PEOPLE)), ZONE, NOW, Extent.WEEK)
    assert count(seen(open_always), LIGHT.red) > 10_000
    assert count(seen(closed), LIGHT.red) == 0
    assert count(seen(closed), LIGHT.bare) > 10_000
    assert any(cell.closed for cell in closed.to_come)


@pytest.mark.parametrize("period", Extent)
def test_it_fits_a_phone_and_telegram(period: Extent) -> None:
    picture = seen(sheet(*away(30, 12), period=period))
    assert picture.width == WIDE
    assert picture.height < 2 * WIDE
    assert SMALL * 360 / WIDE >= 10, "letters on a screen that is 360 wide"


def test_a_desk_of_fifty_with_long_names_is_still_a_picture_for_telegram() -> None:
    many = tuple(OfficerId(str(number)) for number in range(50))
    roster = Roster([RotationSet(many, TODAY, 1, ZONE, turn_hours=6)], frozenset(many))
    people = People({one: f"{one} " + "가나다 " * 40 for one in many}, many)
    for period in Extent:
        picture = opened(Wanted("데" * 300, sheet_of(roster, ZONE, NOW, period), people, "ko"))
        assert picture.width + picture.height < 10_000


def test_dark_is_dark_and_tells_the_same() -> None:
    light, dark = seen(sheet()), seen(sheet(), dark=True)
    assert light.size == dark.size
    assert _near(light.getpixel((3, 3)), LIGHT.paper)
    assert _near(dark.getpixel((3, 3)), DARK.paper)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_whatever_is_written_can_be_read(theme: Theme) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11."""
    on_paper = (theme.ink, theme.quiet, theme.red_ink)
    assert all(contrast(colour, theme.paper) >= 4.5 for colour in on_paper)
    assert all(contrast(theme.text, fill) >= 4.5 for fill in theme.fills)
    assert contrast(theme.on_red, theme.red) >= 4.5
    assert len(set(theme.fills)) == len(theme.fills) == 8


def contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(colour: Colour) -> float:
    parts = [one / 255 for one in colour]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_letter_of_a_name_is_in_the_font_in_which_it_is_drawn(language: str) -> None:
    pen, name = Pen(files_in(usual_folders())), SCRIPTS[language]
    runs = pen.runs(name)
    assert sorted("".join(letters for _, letters, _ in runs)) == sorted(name)
    assert all(pen.has(font, sign) for font, letters, _ in runs for sign in letters)


def test_names_of_four_scripts_are_on_one_picture() -> None:
    names = tuple(SCRIPTS[one] for one in ("ar", "km", "th", "zh"))
    assert opened(wanted(sheet(), names)).tobytes() != seen(sheet()).tobytes()


def test_what_is_read_from_the_right_stands_from_the_right() -> None:
    pen = Pen(files_in(usual_folders()))

    def stands(name: str) -> list[tuple[str, bool]]:
        return [(letters.strip(), right) for _, letters, right in pen.runs(name) if letters.strip()]

    assert stands("محمد Ali علي") == [("علي", True), ("Ali", False), ("محمد", True)]
    assert stands("Ali محمد x") == [("Ali", False), ("محمد", True), ("x", False)]
    assert stands("דוד 12") == [("12", False), ("דוד", True)]


def test_arabic_and_khmer_letters_are_joined() -> None:
    pen = Pen(files_in(usual_folders()))
    assert pen.wide("لا", 40) < 0.8 * (pen.wide("ل", 40) + pen.wide("ا", 40))
    assert pen.wide("ស្រី", 40) < pen.wide("ស", 40) + pen.wide("រ", 40)


def test_a_sign_that_no_font_has_is_an_open_question() -> None:
    pen = Pen(files_in(usual_folders()))
    assert "".join(letters for _, letters, _ in pen.runs("Kim \U0001f98a")) == "Kim \ufffd"
    assert pen.runs("\u202eKim\x07\n") == pen.runs("Kim")


def test_a_name_that_is_too_long_is_cut_between_letters() -> None:
    pen = Pen(files_in(usual_folders()))
    cut = pen.cut("ស្រីស្រីស្រីស្រី", 30, 100)
    assert cut.endswith("ស្រី…")
    assert pen.wide(cut, 30) <= 100


def test_colours_and_numbers_stay_when_others_come_and_go() -> None:
    people = People({}, PEOPLE)
    assert [people.number(one) for one in PEOPLE] == [0, 1, 2, 3]
    assert People({}, (*PEOPLE, OfficerId("new"))).number(PEOPLE[2]) == 2


def test_a_first_name_stands_alone_only_where_it_is_clear() -> None:
    people = People(dict(zip(PEOPLE, ("Kim Mina", "Kim Jun", "Lee Sora", "Han"), strict=True)), PEOPLE)
    assert people.called(PEOPLE[0]) == ("Kim Mina",)
    assert people.called(PEOPLE[2]) == ("Lee Sora", "Lee")


def view(made: Sheet) -> RosterView:
    desk = Desk(DeskId("desk"), "캄보디아", ZONE, "ko", READER, NOW)
    return RosterView(desk, OnDuty(None, None), dict(zip(PEOPLE, NAMES, strict=True)), NOW, False, made, PEOPLE)


def sent(made: Sheet, language: str = "ko") -> tuple[list[str], str, str]:
    """The messages before the picture, the method of the last call, and its words."""
    effect = ShowRoster(READER, DeskId("desk"), True, 7, made.period)
    plan = render(effect, view(made), reader(language), WORDS, repeat=False)
    assert plan.draws is not None
    call = plan.draws()
    words = str(call.arguments.get("caption", call.arguments.get("text", "")))
    return [str(one.arguments["text"]) for one in plan.calls], call.method, words


def test_the_words_stand_under_the_picture_where_they_fit_and_before_it_where_not() -> None:
    before, method, caption = sent(sheet_of(Roster([], frozenset()), ZONE, NOW, Extent.WEEK))
    assert (before, method) == ([], "send_photo")
    assert caption.splitlines()[0] == "캄보디아 근무표, Asia/Seoul:"
    assert "없음" in caption
    moved = ShiftSet(PEOPLE[2], after(TODAY, 30 * HOUR), after(TODAY, 40 * HOUR))
    before, method, caption = sent(sheet(moved, *away(60, 2), period=Extent.MONTH))
    assert method == "send_photo"
    assert caption == "캄보디아 근무표, Asia/Seoul"
    words = "\n".join(before)
    assert all(len(one) <= 4_096 for one in before)
    assert "សុខ ដារ៉ា · 직접 지정" in words
    assert words.count("없음") == 1


def test_the_words_tell_what_the_stripes_tell() -> None:
    alone = sheet_of(Roster([RotationSet(PEOPLE[:1], TODAY, 1, ZONE)], frozenset(PEOPLE)), ZONE, NOW, Extent.WEEK)
    assert "김민아 · 예비 없음" in sent(alone)[2]


def test_without_a_font_there_are_the_words_and_the_name_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = find(LATIN, files_in(usual_folders()))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / LATIN.file).symlink_to(path)
    for variable in ("XDG_DATA_HOME", "XDG_DATA_DIRS"):
        monkeypatch.setenv(variable, str(tmp_path))
    before, method, words = sent(sheet_of(Roster([], frozenset()), ZONE, NOW, Extent.WEEK))
    assert (before, method) == ([], "send_message")
    assert "없음" in words
    assert "fonts-noto-cjk" in words
    before, method, words = sent(sheet(period=Extent.MONTH))
    assert "김민아" in before[0]
    assert "fonts-noto-cjk" in words


def test_more_than_fits_is_counted_not_dropped_in_silence() -> None:
    often = Roster([RotationSet(PEOPLE[:2], TODAY, 1, ZONE, turn_hours=1)], frozenset(PEOPLE))
    made = sheet_of(often, ZONE, NOW, Extent.MONTH)
    plan = render(ShowRoster(READER, DeskId("desk"), True, 7, made.period), view(made), reader("ko"), WORDS, False)
    before = [str(one.arguments["text"]) for one in plan.calls]
    hidden = len(made.to_come) - LINES
    assert f"… 외 {hidden}건" in "\n".join(before)
