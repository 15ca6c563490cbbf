"""The packet as its readers get it: what they see on the paper, and what they copy out of it."""

import logging
import os
import re
import unicodedata
import zlib
from pathlib import Path
from struct import pack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.facts import Answered, Detail, Located, Noticed, Placed
from bot.domain.ids import OfficerId
from bot.domain.packet import Item, languages_of
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from handlers.catalogue import load_catalogue
from handlers.packet_breaks import lines, syllables
from handlers.packet_fonts import LATIN, FontMissing, files_in, find, fonts_of, usual_folders
from handlers.packet_paper import Paper
from handlers.packet_runs import runs
from handlers.render_packet import draw
from tests.handlers.paper import CODE, KNOWN, bare, colours, known, packet_of, pages, picture, pin, read, said

WORDS = load_catalogue()
SAID = {
    "ko": "저는 10층 1101호에 갇혀 있어요. 남자 세 명과 함께 있고, 창밖으로 바다가 보입니다. 전화하지 마세요.",
    "en": "I am on the 10th floor, room 1101. Guards check phones at 22:00. Please help: office fi ffl.",
    "km": "ខ្ញុំនៅជាន់ទី១០ បន្ទប់ 1101។ គេមិនឲ្យខ្ញុំចេញទេ សូមជួយខ្ញុំផង ខ្ញុំនៅជាមួយស្ត្រីបីនាក់ទៀត ព្រះរាជាណាចក្រកម្ពុជា។",
    "my": "ကျွန်တော် ၁၀ လွှာ အခန်း ၁၁၀၁ မှာ ရှိပါတယ်။ ကူညီပါ၊ သူတို့က ကျွန်တော့်ကို ထွက်ခွင့် မပေးဘူး။ ကြောက်တယ်",
    "ur": "میں دسویں منزل پر کمرہ 1101 میں ہوں۔ وہ مجھے باہر جانے نہیں دیتے۔ رات 10 بجے فون چیک کرتے ہیں۔",
    "th": "ผมอยู่ชั้น 10 ห้อง 1101 เขาไม่ให้ผมออกไป ช่วยด้วย อย่าโทรมา น้ำไม่มี",
    "hi": "मैं दसवीं मंज़िल पर कमरा 1101 में हूँ, कृपया मदद कीजिए, फ़ोन न करें।",
    "bn": "আমি দশম তলায় 1101 নম্বর ঘরে আছি, সাহায্য করুন, কল করবেন না।",
    "am": "በ10ኛ ፎቅ ክፍል 1101 ውስጥ ነኝ፣ እባክዎ እርዱኝ።",
    "zh": "我在10楼1101房间。他们不让我出去，请帮帮我，不要打电话。",
    "vi": "Tôi ở tầng 10, phòng 1101. Họ không cho tôi ra ngoài, xin giúp tôi.",
    "sw": "Niko ghorofa ya 10, chumba 1101. Tafadhali nisaidie.",
}
THREES = [WORDS.packet_languages[place : place + 3] for place in range(0, len(WORDS.packet_languages), 3)]
KINDS = ("notice", "bomb", "cut", "empty", "large", "other kind")


@pytest.fixture(autouse=True)
def fonts() -> None:
    """Debian's fonts; only the tests of what happens without them do without."""
    try:
        for text in ("a", "가", "ក"):
            find(fonts_of(text)[0], files_in(usual_folders()))
    except FontMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(f"Fonts are needed in CI: {missing}")
        pytest.skip(f"{missing}: the packet is not tested")


@pytest.mark.parametrize("language", SAID)
def test_the_persons_words_are_copied_out_as_they_were_written(language: str) -> None:
    pdf = draw(packet_of(*known(), said(SAID[language])), languages_of(language, "KH"), WORDS)
    assert bare(SAID[language]) in read(pdf)


@pytest.mark.parametrize("languages", THREES, ids="-".join)
def test_every_value_stands_beside_labels_in_each_language(languages: tuple[str, ...]) -> None:
    text = read(draw(packet_of(*known(), said("help")), languages, WORDS))
    for value in (*KNOWN.values(), CODE, "48PUS3914173162", "+8210-0000-0001엄마"):
        assert value == "yes" or bare(value) in text
    keys = (
        "row.name",
        "section.place",
        "rule.not_first",
        "calls.no",
        "item.room",
        "warning.not_told",
        "head.unverified",
    )
    for label in (WORDS.text("packet", one, key) for one in languages for key in keys):
        assert bare(label) in text


def test_what_is_missing_is_named_and_what_is_there_is_ticked() -> None:
    text = read(draw(packet_of(pin(), said("help")), ("en",), WORDS))
    assert text.count("Missing") == len(Item) - 1
    assert text.count("Given") == 1
    assert "Localpolicehavenotyetbeentold" in text
    assert "Localpolice" not in read(draw(packet_of(pin(), told=True), ("en",), WORDS))


def test_without_a_place_it_says_so_and_draws_no_map() -> None:
    pdf = draw(packet_of(said("help"), Noticed(Detail.COUNTRY, Private("KH"))), ("ko", "en"), WORDS)
    text = read(pdf)
    assert "Exactplacenotknown" in text
    assert "Cambodia" in text
    assert "GeoNames" not in text


def test_of_nothing_there_is_one_page() -> None:
    pdf = draw(packet_of(), ("en",), WORDS)
    assert pages(pdf) == 1
    assert "Page1of1" in read(pdf)
    assert "Nowordsweresent" in read(pdf)


@pytest.mark.parametrize("language", ["ko", "my", "ur"])
def test_a_long_statement_takes_two_pages_and_what_is_left_out_is_counted(language: str) -> None:
    many = [said(f"{n:03} " + (SAID[language] + " ") * 12, n) for n in range(40)]
    packet = packet_of(*known(), *many)
    pdf = draw(packet, (language, "en", "km"), WORDS, [picture()] * 6)
    text = read(pdf)
    assert pages(pdf) == 2
    found = re.search(r"Leftouthere:(\d+)characters", text)
    assert found
    left_out = int(found[1])
    total = sum(len(line.words.reveal()) for line in packet.statement)
    assert 0 < left_out < total
    assert "039" in text
    assert f"Allofitiskeptincase{CODE}" in text
    assert "Morephotosarekeptinthecase:2" in text
    shown = bare(SAID[language])
    assert text.count(shown[:12]) * len(SAID[language]) + left_out == pytest.approx(total, rel=0.05)


def test_one_message_longer_than_two_pages_is_cut_where_it_says_so() -> None:
    words = "".join(f"<{n:04}> " for n in range(4_000))
    text = read(draw(packet_of(pin(), said(words)), ("en",), WORDS))
    shown = max(n for n in range(4_000) if f"<{n:04}>" in text)
    assert text.startswith("Information")
    found = re.search(r"Leftouthere:(\d+)characters", text)
    assert found
    assert int(found[1]) == pytest.approx(len(words) - (shown + 1) * 7, abs=200)


def test_what_was_answered_about_how_they_are_stands_on_the_paper() -> None:
    answers = (
        *(Answered("danger", "yes"), Answered("ask_hurt", "badly"), Answered("held", "yes")),
        *(Answered("health", "minor"), Answered("ill", "ill"), Answered("demand", "by_tomorrow")),
    )
    told = (Noticed(Detail.NATION, Private("VN")), Noticed(Detail.SEX, Private("female")))
    for languages in (("ko", "en", "km"), ("en",)):
        text = read(draw(packet_of(pin(), *told, *answers), languages, WORDS))
        for key in ("row.danger", "row.hurt", "row.held", "row.minor", "row.ill", "row.money", "answer.badly"):
            for language in languages:
                assert bare(WORDS.text("packet", language, key)) in text
        assert "Vietnam" in text
        assert "Female" in text


def test_whatever_fills_the_rows_there_are_two_pages() -> None:
    long = [Noticed(detail, Private(f"{n} {'W' * 400}")) for detail in Detail for n in range(3)]
    answers = [Answered("leave", "yes"), Answered("consent", "desk_only"), Answered("police", "no")]
    packet = packet_of(pin(), *long, *answers, *(said("မြန်မာ" * 600, n) for n in range(20)))
    read_by: tuple[tuple[str, ...], ...] = (("ko", "en", "km"), ("ur", "en", "my"))
    for languages in read_by:
        pdf = draw(packet, languages, WORDS, [picture()] * 4)
        text = read(pdf)
        assert pages(pdf) <= 2
        for key in ("row.battery", "row.consent", "section.words", "consent.desk_only"):
            assert bare(WORDS.text("packet", "en", key)) in text
        assert "မြန်မာမြန်မာ" in text or "ur" in languages
        assert re.search(r"Leftouthere:\d+", text)
        assert "Photossent" in text or "Morephotosarekeptinthecase:4" in text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_words_at_all_can_be_drawn_and_none_of_them_reaches_a_log(
    words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert pages(draw(packet_of(said(words)), ("en",), WORDS)) <= 2
    assert not caplog.records


def test_a_sign_that_no_font_has_is_still_copied_out_by_its_neighbours() -> None:
    text = read(draw(packet_of(said("help \U0001f64f now")), ("en",), WORDS))
    assert "help" in text
    assert "now" in text


@pytest.mark.parametrize(
    "words", ["page {nb} of **bold** __x__ [a](b)", "মুক্ত র\u200d্যাব", "می\u200cخواهم", "e\u0301t\u0301"]
)
def test_words_that_a_library_could_take_for_its_own_stay_words(words: str) -> None:
    assert bare(words) in read(draw(packet_of(said(words)), ("en",), WORDS))


def test_letters_with_marks_on_them_join_as_letters_without() -> None:
    paper = Paper(files_in(usual_folders()))
    paper.add_page()
    for marked in ("مُجھے", "نِکالو", "بَب"):
        plain = "".join(sign for sign in marked if not unicodedata.combining(sign))
        assert paper.wide(marked, 10) == pytest.approx(paper.wide(plain, 10), rel=0.01)


def test_in_a_line_of_both_directions_every_part_goes_its_own_way() -> None:
    assert runs("room کمرہ 1101 میں now", right=False) == [
        ("room ", False),
        ("کمرہ 1101 میں", True),
        (" now", False),
    ]
    assert runs("کمرہ room", right=True) == [("کمرہ room", True)]
    words = "room کمرہ 1101 میں now"
    text = read(draw(packet_of(said(words)), ("en",), WORDS))
    assert all(word in text for word in words.split())


def test_words_that_turn_the_order_round_turn_nothing() -> None:
    pdf = draw(packet_of(said("pay \u202e1000\u202c now")), ("en",), WORDS)
    assert bare("pay 1000 now") in read(pdf)


def _hostile(kind: str) -> bytes:
    sizes = {"bomb": (60_000, 60_000)}
    whole = picture(side=400)
    match kind:
        case "bomb":
            head = pack(">IIBBBBB", *sizes["bomb"], 8, 2, 0, 0, 0)
            chunk = pack(">I", len(head)) + b"IHDR" + head + pack(">I", zlib.crc32(b"IHDR" + head))
            return b"\x89PNG\r\n\x1a\n" + chunk
        case "cut":
            return whole[: len(whole) // 2]
        case "empty":
            return b""
        case "large":
            return whole + b"\0" * (20 * 2**20)
        case "other kind":
            return picture(kind="TIFF")
        case _:
            return b"<svg onload=alert(1)>"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_picture_leaves_a_line_that_says_so(kind: str) -> None:
    pdf = draw(packet_of(pin()), ("en",), WORDS, [_hostile(kind), picture("magenta")])
    assert "Thisphotocouldnotbeshown." in read(pdf)
    assert any(red > 200 and green < 60 and blue > 200 for red, green, blue in colours(pdf))


def test_pictures_of_every_usual_kind_are_shown() -> None:
    photos = [picture("magenta", kind=kind) for kind in ("JPEG", "PNG", "WEBP")]
    assert "couldnotbeshown" not in read(draw(packet_of(pin()), ("en",), WORDS, photos))


def test_nothing_of_a_pictures_file_is_on_the_paper_but_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010F] = "canary-maker-7f3a"
    exif[0x8298] = "canary-owner-7f3a"
    photo = picture(exif=exif.tobytes(), comment=b"canary-comment-7f3a")
    assert b"canary" in photo
    assert b"canary" not in draw(packet_of(pin()), ("en",), WORDS, [photo])


def test_fonts_are_inside_and_only_what_is_used_of_them() -> None:
    pdf = draw(packet_of(*known(), said(SAID["ko"])), ("ko", "en", "km"), WORDS)
    assert pdf.count(b"/FontFile") >= 3
    assert len(pdf) < 400_000


def test_the_same_packet_is_the_same_file() -> None:
    packet = packet_of(*known(), said(SAID["km"]))
    assert draw(packet, ("ko", "en", "km"), WORDS) == draw(packet, ("ko", "en", "km"), WORDS)


def test_a_missing_font_is_named_with_its_package(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match=r"NotoSans-Regular\.ttf.*fonts-noto-core"):
        draw(packet_of(), ("en",), WORDS, folders=[tmp_path])
    path, _ = find(LATIN, files_in(usual_folders()))
    (tmp_path / LATIN.file).symlink_to(path)
    assert draw(packet_of(), ("en",), WORDS, folders=[tmp_path])
    with pytest.raises(FontMissing, match=r"NotoSansCJK-Regular\.ttc.*fonts-noto-cjk"):
        draw(packet_of(), ("ko",), WORDS, folders=[tmp_path])


def test_fonts_are_looked_for_where_this_machine_says_that_they_are() -> None:
    told = {"XDG_DATA_HOME": "/of/mine", "XDG_DATA_DIRS": "/one:/two"}
    assert usual_folders(told) == (Path("/of/mine/fonts"), Path("/one/fonts"), Path("/two/fonts"))
    assert Path("/usr/share/fonts") in usual_folders({})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ខ្ញុំនៅ", ["ខ្ញុំ", "នៅ"]),
        ("ကျွန်တော်", ["ကျွန်", "တော်"]),
        ("เขาไม่", ["เข", "า", "ไม่"]),
        ("你好。", ["你", "好。"]),
    ],
)
def test_a_line_never_ends_inside_a_letter(word: str, parts: list[str]) -> None:
    assert syllables(word) == parts


@given(text=st.text(max_size=200), width=st.integers(1, 40))
def test_lines_hold_every_sign_and_are_not_too_wide(text: str, width: int) -> None:
    laid = lines(text, width, len)
    assert bare("".join(laid)) == bare(text)
    widest = max((len(part) for part in syllables(text)), default=0)
    assert all(len(line) <= max(width, widest) for line in laid)


@pytest.mark.parametrize("fix", Fix)
def test_every_way_to_a_place_is_named(fix: Fix) -> None:
    place = Place(Private(11.55644), Private(104.92822), fix, 10.0)
    stated = Placed(OfficerId("kim"), place) if fix is Fix.DESK else Located(place)
    text = read(draw(packet_of(stated), ("en",), WORDS))
    assert "11.55644" in text
    assert ("Setbyanofficerofthedesk" in text) is (fix is Fix.DESK)
