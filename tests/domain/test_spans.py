"""What an admin writes after `/shift NAME`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DAY, HOUR, Instant
from bot.domain.spans import NoSpan, Span, is_time, moment_of, span_of, to_come, wall_start
from tests.domain.chance import soon

ZONE = "Asia/Phnom_Penh"


def at(text: str, zone: str = ZONE) -> Instant:
    return Instant(int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000))


NOW = at("2026-11-28T15:00")


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("20-08", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("20:00-08:00", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("9-18", "2026-11-28T09:00", "2026-11-28T18:00"),
        ("8:30-20:45", "2026-11-28T08:30", "2026-11-28T20:45"),
        ("16-24", "2026-11-28T16:00", "2026-11-29T00:00"),
        ("20-20", "2026-11-28T20:00", "2026-11-29T20:00"),
        ("tomorrow 20:00-08:00", "2026-11-29T20:00", "2026-11-30T08:00"),
        ("내일 20-08", "2026-11-29T20:00", "2026-11-30T08:00"),
        ("TODAY 20-08", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("오늘 20-08", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("2026-11-30 20-08", "2026-11-30T20:00", "2026-12-01T08:00"),
        ("+8h", "2026-11-28T15:00", "2026-11-28T23:00"),
        ("now +8h", "2026-11-28T15:00", "2026-11-28T23:00"),
        ("2d", "2026-11-28T15:00", "2026-11-30T15:00"),
        ("now", "2026-11-28T15:00", "2026-11-28T23:00"),
        ("tonight", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("오늘밤", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("tối nay", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("fri 20-08", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("20-08 Friday", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("금요일 20-08", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("ថ្ងៃសុក្រ ២០-០៨", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("วันศุกร์ ๒๐-๐๘", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("thứ sáu 20-08", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("周五 20:00-08:00", "2026-12-04T20:00", "2026-12-05T08:00"),
        ("星期五 20：00 8小时", "2026-12-04T20:00", "2026-12-05T04:00"),
        ("sat 20-08", "2026-11-28T20:00", "2026-11-29T08:00"),
        ("tomorrow", "2026-11-29T00:00", "2026-11-30T00:00"),
        ("ngày mai", "2026-11-29T00:00", "2026-11-30T00:00"),
        ("2026-12-01 2026-12-05", "2026-12-01T00:00", "2026-12-06T00:00"),
        ("mon wed 20-08", "2026-11-30T20:00", "2026-12-02T08:00"),
        ("20:00 8h", "2026-11-28T20:00", "2026-11-29T04:00"),
        ("tomorrow 20:00 08:00", "2026-11-29T20:00", "2026-11-30T08:00"),
        ("3일", "2026-11-28T15:00", "2026-12-01T15:00"),
        ("8시간", "2026-11-28T15:00", "2026-11-28T23:00"),
        ("8-9", "2026-11-29T08:00", "2026-11-29T09:00"),
        ("08:00 2h", "2026-11-29T08:00", "2026-11-29T10:00"),
        ("2026-12-01+1 20-22", "2026-12-02T20:00", "2026-12-02T22:00"),
        ("fri sun", "2026-12-04T00:00", "2026-12-07T00:00"),
        ("fri 20:00 sun 08:00", "2026-12-04T20:00", "2026-12-06T08:00"),
        ("next:mon wed", "2026-11-30T00:00", "2026-12-03T00:00"),
        ("2026-12-08 thu", "2026-12-08T00:00", "2026-12-11T00:00"),
        ("this:week", "2026-11-28T15:00", "2026-11-30T00:00"),
        ("this:month", "2026-11-28T15:00", "2026-12-01T00:00"),
        ("next:month", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("this:month 20-08", "2026-11-28T20:00", "2026-11-30T08:00"),
    ],
)
def test_a_span_that_an_admin_writes(words: str, begins: str, ends: str) -> None:
    assert span_of(words.split(), NOW, ZONE) == Span(at(begins), at(ends))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", NoSpan.MISSING),
        ("soon", NoSpan.UNREADABLE),
        ("25-30", NoSpan.UNREADABLE),
        ("20:75-08", NoSpan.UNREADABLE),
        ("24:30-25", NoSpan.UNREADABLE),
        ("+0h", NoSpan.UNREADABLE),
        ("2026-13-40 20-08", NoSpan.UNREADABLE),
        ("today tomorrow monday 20-08", NoSpan.UNREADABLE),
        ("20-08 8h", NoSpan.UNREADABLE),
        ("2026-11-30 2027-11-30", NoSpan.UNREADABLE),
        ("2026-12-05 2026-12-01", NoSpan.BACKWARDS),
        ("2026-12-05 2026-12-01 20-08", NoSpan.BACKWARDS),
        ("2026-02-30 20-08", NoSpan.UNREADABLE),
        ("20:00", NoSpan.ENDLESS),
        ("fri 20:00", NoSpan.ENDLESS),
        ("9999-12-31", NoSpan.FAR),
        ("9999-12-31+1", NoSpan.FAR),
        ("9999-12-31 24:00", NoSpan.FAR),
        ("2026-12-01 2036-12-31", NoSpan.FAR),
        ("0001-01-01 20-08", NoSpan.PAST),
        ("2026-11-27 20-08", NoSpan.PAST),
        ("today 8-9", NoSpan.PAST),
        ("until mon", NoSpan.HOURLESS),
        ("until 2026-12-05", NoSpan.HOURLESS),
        ("until", NoSpan.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_said_and_not_guessed(words: str, why: NoSpan) -> None:
    assert span_of(words.split(), NOW, ZONE) is why


@pytest.mark.parametrize("word", ["gestern", "글피", "30.11."])
def test_a_day_that_we_do_not_know_is_not_today(word: str) -> None:
    assert span_of([word, "20-08"], NOW, ZONE) is NoSpan.UNREADABLE


@pytest.mark.parametrize("words", ["9999-12-31 20-08", "9999-12-31+1", "0001-01-01 20:00", "0001-01-01+1"])
@pytest.mark.parametrize("zone", [ZONE, "America/New_York"])
def test_the_last_day_of_all_is_a_value_and_no_exception(words: str, zone: str) -> None:
    assert not isinstance(span_of(words.split(), NOW, zone), Span)
    assert moment_of(words.split(), NOW, zone) is None


def test_on_a_sunday_saturday_and_sunday_are_those_that_come() -> None:
    sunday = at("2026-11-29T10:00")
    assert span_of(["sat", "sun"], sunday, ZONE) == Span(at("2026-12-05T00:00"), at("2026-12-07T00:00"))


def test_of_a_day_that_has_begun_the_rest_is_to_come() -> None:
    today = Span(at("2026-11-28T00:00"), at("2026-11-29T00:00"))
    assert to_come(today, Instant(NOW + 20_000)) == Span(NOW, today.ends_at)
    assert to_come(today, at("2026-11-27T12:00")) == today


def test_a_span_begins_before_it_ends_also_when_the_clocks_change() -> None:
    span = span_of(["2027-03-28", "02:30-03:00"], NOW, "Europe/Berlin")
    assert not isinstance(span, Span) or span.starts_at < span.ends_at


def test_a_night_in_which_the_clocks_change_has_its_true_length() -> None:
    spring = span_of(["2027-03-27", "20-08"], NOW, "Europe/Berlin")
    autumn = span_of(["2027-10-30", "20-08"], NOW, "Europe/Berlin")
    assert isinstance(spring, Span)
    assert isinstance(autumn, Span)
    assert spring.ends_at - spring.starts_at == 11 * HOUR
    assert autumn.ends_at - autumn.starts_at == 13 * HOUR


_pieces = st.one_of(
    st.sampled_from(["today", "내일", "now", "+8h", "2d", "20-08", "24-24", "2026-11-30", "2026-W10-1", "٢٠-٠٨"]),
    st.from_regex(r"\A\d{1,2}(:\d{2})?-\d{1,2}(:\d{2})?\Z"),
    st.from_regex(r"\A20\d{2}-\d{2}-\d{2}\Z"),
    st.from_regex(r"\A\+?\d{1,3}[hd]\Z"),
    st.text(max_size=12),
)


@soon
@given(st.lists(_pieces, max_size=4))
def test_no_words_are_too_strange(words: list[str]) -> None:
    span = span_of(words, NOW, ZONE)
    if isinstance(span, Span):
        assert span.starts_at < span.ends_at
        assert span.ends_at > NOW
        assert span.ends_at - span.starts_at <= 999 * DAY


@pytest.mark.parametrize(
    ("word", "begins"),
    [("08:00", "2026-11-28T08:00"), ("8:05", "2026-11-28T08:05"), ("24:00", "2026-11-29T00:00")],
)
def test_a_rotation_starts_at_an_hour_of_today(word: str, begins: str) -> None:
    assert wall_start(word, NOW, ZONE) == at(begins)


@pytest.mark.parametrize("word", ["", "8", "25:00", "08:61", "morning"])
def test_an_hour_that_is_none_is_none(word: str) -> None:
    assert wall_start(word, NOW, ZONE) is None


def test_today_is_the_day_of_the_desk_and_not_of_the_server() -> None:
    late = Instant(int(datetime(2026, 11, 28, 20, 0, tzinfo=UTC).timestamp() * 1000))
    assert span_of(["09-18"], late, ZONE) == Span(at("2026-11-29T09:00"), at("2026-11-29T18:00"))


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        *(("20:00", "2026-11-28T20:00"), ("fri 20:00", "2026-12-04T20:00"), ("now", "2026-11-28T15:00")),
        *(("tomorrow", "2026-11-29T00:00"), ("+3h", "2026-11-28T18:00"), ("금 09:30", "2026-12-04T09:30")),
    ],
)
def test_an_instant_that_somebody_writes(words: str, instant: str) -> None:
    assert moment_of(words.split(), NOW, ZONE) == at(instant)


@pytest.mark.parametrize("words", ["", "20-08", "hana", "fri sat", "20:00 21:00", "9999-12-31 24:00"])
def test_what_is_no_instant(words: str) -> None:
    assert moment_of(words.split(), NOW, ZONE) is None


@pytest.mark.parametrize("word", ["20-08", "20:00", "fri", "금요일", "8h", "2026-11-30", "tonight", "ថ្ងៃសុក្រ"])
def test_words_of_time_are_nobodys_name(word: str) -> None:
    assert is_time(word)


@pytest.mark.parametrize(
    "word",
    [
        "Hana",
        "하나",
        "서준",
        "@hana",
        "Sokha",
        "일우",
        "Fritz",
        "Nam",
        "Ba",
        "Hai",
        "Sáu",
        "Bảy",
        "Tư",
        "Thứ",
        "Năm",
        "Kia",
        "Day",
    ],
)
def test_names_are_no_words_of_time(word: str) -> None:
    assert not is_time(word)


@soon
@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_words_at_all_are_a_span_or_none(words: list[str]) -> None:
    span_of(words, NOW, ZONE)
    moment_of(words, NOW, ZONE)


@pytest.mark.parametrize("words", ["+8h", "8시간", "៨ម៉ោង", "+๘ชั่วโมง", "8ชม", "8giờ", "８小时"])  # noqa: RUF001
def test_a_length_is_read_in_every_script(words: str) -> None:
    span = span_of([words], NOW, "UTC")
    assert isinstance(span, Span)
    assert span.ends_at - span.starts_at == 8 * HOUR
    assert is_time(words)


@pytest.mark.parametrize("words", ["1วัน", "១ថ្ងៃ", "1ngày"])
def test_a_day_is_read_in_every_script(words: str) -> None:
    span = span_of([words], NOW, "UTC")
    assert isinstance(span, Span)
    assert span.ends_at - span.starts_at == 24 * HOUR
