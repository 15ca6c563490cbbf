"""Times as people say them: what a command reads of them, and that what is no time stays as it was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Instant
from bot.domain.said import said
from bot.domain.spans import NoSpan, Span, moment_of, span_of
from tests.domain.test_spans import at

ZONE = "Asia/Phnom_Penh"
NOW = Instant(int(datetime(2026, 11, 27, 10, tzinfo=UTC).timestamp() * 1000))
"""A Friday, 17:00 in Phnom Penh."""
CLOCKS = [
    ("ko", "금요일 20시-08시"),
    ("ko", "금요일 20시부터 8시까지"),
    ("ko", "금 오후 8시부터 오전 8시까지"),
    ("ko", "금요일 20:00부터 토요일 08:00까지"),
    ("ko", "오늘 오후 8시 – 내일 오전 8시"),
    ("ko", "금요일 밤"),
    ("ko", "오늘 밤"),
    ("ko", "11월 27일 20시부터 8시까지"),
    ("ko", "11월27일 20시~8시"),
    ("ko", "2026년 11월 27일 오후 8시~오전 8시"),
    ("ko", "11/27 20시부터 아침 8시까지"),
    ("zh", "周五晚上8点到早上8点"),
    ("zh", "周五 20点-8点"),
    ("zh", "今天晚上8点至明天上午8点"),
    ("zh", "11月27日20:00至08:00"),
    ("zh", "2026年11月27日 晚上8点—早上8点"),
    ("zh", "从20点到8点"),
    ("th", "วันศุกร์ 20.00-08.00 น."),
    ("th", "วันศุกร์ 2 ทุ่ม ถึง 8 โมงเช้า"),
    ("th", "๒๗ พ.ย. ๒๐.๐๐ - ๐๘.๐๐ น."),
    ("th", "ตั้งแต่ 20:00 ถึง 08:00"),
    ("vi", "thứ sáu 20h-8h"),
    ("vi", "thứ 6 từ 20h đến 8h"),
    ("vi", "8 giờ tối đến 8 giờ sáng"),
    ("vi", "20 giờ ngày 27/11 đến 8 giờ ngày 28/11"),
    ("vi", "27 tháng 11 20:00 - 08:00"),
    ("km", "ថ្ងៃសុក្រ ម៉ោង ២០-៨"),
    ("km", "ពី ២០:០០ ដល់ ០៨:០០"),
    ("km", "ម៉ោង ៨ យប់ ដល់ ម៉ោង ៨ ព្រឹក"),
    ("km", "ថ្ងៃទី ២៧ វិច្ឆិកា ម៉ោង ២០:០០ ដល់ ០៨:០០"),
    ("en", "fri 8pm-8am"),
    ("en", "Friday 8 pm to 8 am"),
    ("en", "fri 20.00 - 08.00"),
    ("en", "from 20:00 to 08:00"),
    ("en", "fri 2000-0800"),
    ("en", "27 Nov 20:00 - 28 Nov 08:00"),
    ("en", "Nov 27 8pm until 8am"),
    ("en", "27/11/2026 20-08"),
    ("en", "27.11. 20-08"),
    ("en", "fri night"),
    ("ko", "금요일 20시부터 다음날 8시까지"),
    ("ko", "금요일 20시부터 다음 날 아침 8시까지"),
    ("ko", "금요일 20시 – 익일 08시"),
    ("zh", "周五晚上8点到第二天早上8点"),
    ("zh", "周五晚8点到周六早8点"),
    ("zh", "今晚8点到明早8点"),
    ("zh", "20時至翌日8時"),
    ("zh", "禮拜五20點到8點"),
    ("th", "คืนนี้ 2 ทุ่ม ถึง 8 โมงเช้า"),
    ("th", "2 ทุ่ม-8 โมง"),
    ("th", "คืนวันศุกร์"),
    ("th", "27 พ.ย. 2569 20.00-08.00 น."),
    ("vi", "từ 8h tối nay đến 8h sáng mai"),
    ("vi", "thứ 6 20h - thứ 7 8h"),
    ("vi", "thứ sáu từ 20 giờ đến 8 giờ sáng hôm sau"),
    ("vi", "từ 20 giờ hôm nay đến 8 giờ ngày mai"),
    ("vi", "20h tới 8h"),
    ("vi", "tối thứ sáu"),
    ("vi", "ngày 27 tháng 11 năm 2026 20h-8h"),
    ("km", "ថ្ងៃទី ២៧ ខែ វិច្ឆិកា ម៉ោង ២០-៨"),
    ("km", "យប់ថ្ងៃសុក្រ"),
    ("en", "tonight 8pm to 8am"),
    ("en", "From 20:00 to 08:00"),
]
"""From Friday 20:00 to Saturday 08:00."""
OTHERS = [
    ("ko", "지금부터 8시간", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("ko", "8시간 동안", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("ko", "지금부터 20시까지", "2026-11-27T17:00", "2026-11-27T20:00"),
    ("ko", "8시까지", "2026-11-27T17:00", "2026-11-28T08:00"),
    ("ko", "내일 8시까지", "2026-11-27T17:00", "2026-11-28T08:00"),
    ("ko", "오후 8시 반부터 10시까지", "2026-11-27T20:30", "2026-11-27T22:00"),
    ("ko", "모레 9시~18시", "2026-11-29T09:00", "2026-11-29T18:00"),
    ("ko", "이틀", "2026-11-27T17:00", "2026-11-29T17:00"),
    ("ko", "일주일", "2026-11-27T17:00", "2026-12-04T17:00"),
    ("ko", "다음 주 월요일", "2026-11-30T00:00", "2026-12-01T00:00"),
    ("ko", "주말", "2026-11-28T00:00", "2026-11-30T00:00"),
    ("ko", "12월 1일부터 12월 3일까지", "2026-12-01T00:00", "2026-12-04T00:00"),
    ("ko", "2026-12-01부터 2026-12-03까지", "2026-12-01T00:00", "2026-12-04T00:00"),
    ("ko", "12/5 20-22", "2026-12-05T20:00", "2026-12-05T22:00"),
    ("zh", "从现在起8小时", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("zh", "下周一 9点半到12点", "2026-11-30T09:30", "2026-11-30T12:00"),
    ("zh", "明天中午11点到1点", "2026-11-28T11:00", "2026-11-28T13:00"),
    ("vi", "mai 11h trưa đến 1h chiều", "2026-11-28T11:00", "2026-11-28T13:00"),
    ("ko", "내일 낮 12시부터 오후 3시까지", "2026-11-28T12:00", "2026-11-28T15:00"),
    ("ko", "내일 점심 12시부터 1시까지", "2026-11-28T12:00", "2026-11-28T13:00"),
    ("zh", "周末", "2026-11-28T00:00", "2026-11-30T00:00"),
    ("th", "8 ชั่วโมง", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("th", "พรุ่งนี้ บ่าย 3 โมง ถึง 2 ทุ่ม", "2026-11-28T15:00", "2026-11-28T20:00"),
    ("vi", "8 tiếng", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("vi", "mai 20h30 đến 22h", "2026-11-28T20:30", "2026-11-28T22:00"),
    ("vi", "thứ sáu tuần sau 20:00-22:00", "2026-12-04T20:00", "2026-12-04T22:00"),
    ("km", "៨ ម៉ោង", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("km", "ស្អែក ២០:០០ ដល់ ២៤:០០", "2026-11-28T20:00", "2026-11-29T00:00"),
    ("en", "now for 8 hours", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("en", "90m", "2026-11-27T17:00", "2026-11-27T18:30"),
    ("en", "two weeks", None, None),
    ("en", "2 weeks", "2026-11-27T17:00", "2026-12-11T17:00"),
    ("en", "until midnight", "2026-11-27T17:00", "2026-11-28T00:00"),
    ("en", "tomorrow 9am-5pm", "2026-11-28T09:00", "2026-11-28T17:00"),
    ("en", "tomorrow 8-10pm", "2026-11-28T20:00", "2026-11-28T22:00"),
    ("en", "sat and sun", "2026-11-28T00:00", "2026-11-30T00:00"),
    ("en", "next friday 20-22", "2026-12-04T20:00", "2026-12-04T22:00"),
    ("en", "5/12 20-22", "2026-12-05T20:00", "2026-12-05T22:00"),
    ("en", "until fri 08:00", None, None),
    ("ko", "내일모레", "2026-11-29T00:00", "2026-11-30T00:00"),
    ("ko", "금요일까지", None, None),
    ("ko", "다음 주 월요일까지", None, None),
    ("ko", "12월 5일부터 7일까지", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("ko", "모레 오전 9시부터 6시까지", "2026-11-29T09:00", "2026-11-29T18:00"),
    ("ko", "3시간 30분", "2026-11-27T17:00", "2026-11-27T20:30"),
    ("ko", "1시간 반", "2026-11-27T17:00", "2026-11-27T18:30"),
    ("ko", "20시부터 8시간", "2026-11-27T20:00", "2026-11-28T04:00"),
    ("zh", "20点开始 8小时", "2026-11-27T20:00", "2026-11-28T04:00"),
    ("zh", "12月5日至7日", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("zh", "半小时", "2026-11-27T17:00", "2026-11-27T17:30"),
    ("th", "4 ทุ่ม ถึง 6 โมง", "2026-11-27T22:00", "2026-11-28T06:00"),
    ("th", "วันจันทร์ อาทิตย์หน้า 9.00-17.00 น.", "2026-11-30T09:00", "2026-11-30T17:00"),
    ("th", "5/12/2569", "2026-12-05T00:00", "2026-12-06T00:00"),
    ("th", "8 ชม.", "2026-11-27T17:00", "2026-11-28T01:00"),
    ("vi", "bây giờ đến 20h", "2026-11-27T17:00", "2026-11-27T20:00"),
    ("vi", "đến 20h", "2026-11-27T17:00", "2026-11-27T20:00"),
    ("vi", "chiều thứ ba 2h-5h", "2026-12-01T14:00", "2026-12-01T17:00"),
    ("vi", "từ ngày 5 đến ngày 7 tháng 12", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("vi", "cuối tuần sau", "2026-12-05T00:00", "2026-12-07T00:00"),
    ("km", "ថ្ងៃច័ន្ទ អាទិត្យក្រោយ", "2026-11-30T00:00", "2026-12-01T00:00"),
    ("km", "៣ ម៉ោងកន្លះ", "2026-11-27T17:00", "2026-11-27T20:30"),
    ("vi", "8h tối nay đến 10h", "2026-11-27T20:00", "2026-11-27T22:00"),
    ("en", "8pm tonight to 10", "2026-11-27T20:00", "2026-11-27T22:00"),
    ("en", "3h30m", "2026-11-27T17:00", "2026-11-27T20:30"),
    ("ko", "금~일", "2026-11-27T00:00", "2026-11-30T00:00"),
    ("en", "dec 5-7", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("en", "Dec 5-Dec 7", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("en", "5-7 dec", "2026-12-05T00:00", "2026-12-08T00:00"),
    ("en", "tomorrow 9am to 5", "2026-11-28T09:00", "2026-11-28T17:00"),
    ("en", "fri 20-08 sun", None, None),
    ("en", "25h-26h", None, None),
]


def _read(language: str, words: str) -> list[str]:
    return said(words.split(), NOW, language)


@pytest.mark.parametrize(("language", "words"), CLOCKS)
def test_the_night_from_friday_to_saturday_is_read_however_it_is_said(language: str, words: str) -> None:
    assert span_of(_read(language, words), NOW, ZONE) == Span(at("2026-11-27T20:00"), at("2026-11-28T08:00"))


@pytest.mark.parametrize(("language", "words", "begins", "ends"), OTHERS)
def test_other_spans_are_read_as_they_are_said(
    language: str, words: str, begins: str | None, ends: str | None
) -> None:
    span = span_of(_read(language, words), NOW, ZONE)
    if begins is None or ends is None:
        assert isinstance(span, NoSpan)
    else:
        assert span == Span(at(begins), at(ends))


@pytest.mark.parametrize(
    "words", ["내일 20시", "明天晚上8点", "พรุ่งนี้ 2 ทุ่ม", "ngày mai 8 giờ tối", "ស្អែក ម៉ោង ២០", "tomorrow at 8pm"]
)
def test_a_moment_too(words: str) -> None:
    assert moment_of(_read("en", words.replace(" at ", " ")), NOW, ZONE) == at("2026-11-28T20:00")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("김하나 금요일 20시부터 8시까지", "김하나 fri 20:00-08:00"),
        ("fri 20-08 to Hana", "fri 20:00-08:00 Hana"),
        ("fri 20-08 To", "fri 20:00-08:00 To"),
        ("fri 20-08 Hana sat 20-08", "fri 20:00-08:00 Hana sat 20:00-08:00"),
        ("To Ham Onto 20-08", "To Ham Onto 20:00-08:00"),
        ("ສົມໃຈ 20-08", "ສົມໃຈ 20:00-08:00"),
        ("~lf2k.480", "~lf2k.480"),
        ("+8h", "+8h"),
        ("0812345678", "0812345678"),
        ("K7Q2", "K7Q2"),
        ("and to from", "and to from"),
        ("Mai fri 20-08", "Mai fri 20:00-08:00"),
        ("Tú 20h-8h", "Tú 20:00-08:00"),
        ("fri 20-08 Tư", "fri 20:00-08:00 Tư"),
        ("Trọng 8 tiếng", "Trọng 8h"),
        ("Tới 20h-8h", "Tới 20:00-08:00"),
        ("Thắng từ 20h đến 8h", "Thắng 20:00-08:00"),
        ("Sang fri 20-08", "Sang fri 20:00-08:00"),
        ("fri 20-08 Sang", "fri 20:00-08:00 Sang"),
        ("fri 20-08 Min", "fri 20:00-08:00 Min"),
        ("On 8h", "On 8h"),
        ("Jun 8h", "Jun 8h"),
        ("May 8pm to 8am", "May 20:00-08:00"),
        ("June 20-08", "June 20:00-08:00"),
        ("June fri 20-08", "June fri 20:00-08:00"),
        ("មីនា ២០-៨", "មីនា 20:00-08:00"),
        ("ច័ន្ទតារា ២០-៨", "ច័ន្ទតារា 20:00-08:00"),
        ("To 20:00", "To 20:00"),
        ("fri 20-08 수일", "fri 20:00-08:00 수일"),
        ("화수 20시까지", "화수 until 20:00"),
        ("시일 20-08", "시일 20:00-08:00"),
        ("금주 20-08", "금주 20:00-08:00"),
        ("일과 20-08", "일과 20:00-08:00"),
        ("自和 8小时", "自和 8h"),
        ("年年 8小时", "年年 8h"),
        ("8小时 本", "8h 本"),
        ("周日升 8小时", "周日升 8h"),
        ("จันทร์เพ็ญ 20-08", "จันทร์เพ็ญ 20:00-08:00"),
    ],
)
def test_names_and_all_that_is_no_time_stay_as_they_were_written(words: str, read: str) -> None:
    assert " ".join(_read("en", words)) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("매일 김하나 이하나 12월 1일부터 20시 시작", "매일 김하나 이하나 from 2026-12-01 start 20:00"),
        ("daily Hana Boram start 8pm from 1 Dec", "daily Hana Boram start 20:00 from 2026-12-01"),
        ("weekly all on mon-fri hours 8am-8pm", "weekly all on mon-fri hours 08:00-20:00"),
        ("매주 김하나 2026-12-01부터", "매주 김하나 from 2026-12-01"),
        ("weekly Hana Boram from ngày mai on thứ hai", "weekly Hana Boram from tomorrow on mon"),
        ("8 h Hana Boram start 20:00 from mon", "8 h Hana Boram start 20:00 from mon"),
        ("每天 王伟 李娜 从 12月1日 开始 20:00", "每天 王伟 李娜 从 2026-12-01 开始 20:00"),
    ],
)
def test_in_a_rotation_its_own_words_stay(words: str, read: str) -> None:
    assert " ".join(said(words.split(), NOW, "ko", turns=True)) == read


PARTS = "8 20 08:00 시 부터 까지 오후 h pm to - fri next 11월 30 일 点 到 น. now ngày K7 하나".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.booleans())
def test_whatever_is_put_together_comes_through_and_names_stay_in_it(words: list[str], turns: bool) -> None:
    told = said(words, NOW, "ko", turns)
    assert [one for one in told if one in ("K7", "하나")] == [one for one in words if one in ("K7", "하나")]


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_any_text_comes_through(words: list[str]) -> None:
    said(words, NOW)


@given(st.lists(st.text("qxQX", min_size=1), max_size=6))
def test_names_of_any_letters_stay(words: list[str]) -> None:
    assert said(words, NOW) == words
