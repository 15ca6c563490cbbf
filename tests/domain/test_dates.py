"""Dates that the bot shows can be typed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import dated
from bot.domain.ids import DAY, MINUTE, Instant
from bot.domain.wall import wall
from handlers.catalogue import load_catalogue, wall_time
from tests.domain.chance import soon

NOW = Instant(1_795_867_200_000)
TONGUES = load_catalogue().desk_languages


@soon
@given(st.integers(-30 * 24 * 60, 300 * 24 * 60), st.sampled_from(TONGUES))
def test_every_moment_that_is_shown_is_read_as_its_day_and_time(minutes: int, tongue: str) -> None:
    at = Instant(NOW + minutes * MINUTE)
    moment = wall(at, "UTC")
    shown = wall_time(at, "UTC", tongue)
    assert dated(["Hana", *shown.split()], NOW) == ["Hana", f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Hana Dec 3", "Hana 2026-12-03"),
        ("3 Dec 20-08 Hana", "2026-12-03 20-08 Hana"),
        ("12월 3일 20-08", "2026-12-03 20-08"),
        ("៣ ធ្នូ", "2026-12-03"),
        ("January 3", "2027-01-03"),
        ("Dec 3 2028", "2028-12-03"),
        ("fri 20-08", "fri 20-08"),
        ("May fri 20-08", "May fri 20-08"),
        ("Feb 30", "Feb 30"),
        ("3 Hana", "3 Hana"),
        ("", ""),
    ],
)
def test_what_is_a_date_and_what_is_none(words: str, read: str) -> None:
    assert dated(words.split(), NOW) == read.split()


@soon
@given(st.lists(st.text(max_size=10), max_size=6))
def test_any_words_at_all(words: list[str]) -> None:
    assert len(dated(words, NOW)) <= len(words)


def test_a_day_of_last_month_is_last_month() -> None:
    yesterday = wall(Instant(NOW - DAY), "UTC")
    assert dated(f"{yesterday:%b} {yesterday.day}".split(), NOW) == [f"{yesterday:%Y-%m-%d}"]
