"""Times of day as people write them, and what the desk's clock shows then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import elsewhere, times_in
from bot.domain.ids import Instant

DAY = Instant(1_790_000_000_000)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("phones are checked at 22:00", ("22:00",)),
        ("write between 02:00 and 4:30", ("02:00", "04:30")),
        ("10 pm", ("22:00",)),
        ("at 10pm please", ("22:00",)),
        ("12am", ("00:00",)),
        ("3:30 p.m.", ("15:30",)),
        ("밤 10시에 검사해요", ("22:00",)),
        ("새벽 2시 반", ("02:30",)),
        ("오후 3시부터 저녁 7시까지", ("15:00", "19:00")),
        ("밤 12시", ("00:00",)),
        ("3시간 동안", ()),
        ("晚上10点查手机", ("22:00",)),
        ("凌晨2点半", ("02:30",)),
        ("下午3點", ("15:00",)),
        ("10 giờ tối", ("22:00",)),
        ("2 giờ sáng", ("02:00",)),
        ("22h00", ("22:00",)),
        ("jam 10 malam", ("22:00",)),
        ("4 ทุ่ม", ("22:00",)),
        ("ตี 2", ("02:00",)),
        ("ម៉ោង ១០ យប់", ("22:00",)),
        ("रात १० बजे", ("22:00",)),
        ("raat 10 baje", ("22:00",)),
        ("رات ۱۰ بجے", ("22:00",)),
        ("রাত ১০টায়", ("22:00",)),
        ("a las 10 de la noche", ("22:00",)),
        ("10 часов вечера", ("22:00",)),
        ("room 412, 4th floor, 7 people", ()),
        ("10.60931, 103.52962", ()),
        ("1:2:3 and 25:00", ()),
        ("saa nne usiku", ()),
    ],
)
def test_times_are_read_as_they_are_written(words: str, times: tuple[str, ...]) -> None:
    assert times_in(words) == times


@given(st.text(max_size=200))
def test_any_words_have_times_of_a_day_or_none(words: str) -> None:
    for one in times_in(words):
        hour, minute = map(int, one.split(":"))
        assert 0 <= hour < 24
        assert 0 <= minute < 60


@pytest.mark.parametrize(
    ("time", "there", "here", "shown"),
    [
        ("22:00", "Asia/Phnom_Penh", "Asia/Seoul", "00:00"),
        ("22:00", "Asia/Yangon", "Asia/Seoul", "00:30"),
        ("22:00", "Asia/Phnom_Penh", "Asia/Bangkok", None),
        ("yes", "Asia/Phnom_Penh", "Asia/Seoul", None),
    ],
)
def test_the_desks_clock_is_told_where_it_shows_something_else(
    time: str, there: str, here: str, shown: str | None
) -> None:
    assert elsewhere(time, there, here, DAY) == shown
