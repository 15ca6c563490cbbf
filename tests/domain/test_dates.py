"""Dates that the bot shows can be typed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DAY, MINUTE, Instant
from bot.domain.said import said
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
    assert said(["Hana", *shown.split()], NOW, "en") == ["Hana", f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Hana Dec 3", "Hana 2026-12-03"),
        ("3 Dec 20-08 Hana", "2026-12-03 20:00-08:00 Hana"),
        ("12월 3일 20-08", "2026-12-03 20:00-08:00"),
        ("៣ ធ្នូ", "2026-12-03"),
        ("January 3", "2027-01-03"),
        ("Dec 3 2028", "2028-12-03"),
        ("3rd Dec.", "2026-12-03"),
        ("ធ្នូ ៨ ម៉ោង", "ធ្នូ 8h"),
        ("Dec 3 2000-0800", "2026-12-03 20:00-08:00"),
        ("May fri 20-08", "May fri 20:00-08:00"),
        ("Feb 30", "Feb 30"),
        ("3 Hana", "3 Hana"),
        ("", ""),
    ],
)
def test_what_is_a_date_and_what_is_none(words: str, read: str) -> None:
    assert said(words.split(), NOW, "en") == read.split()


def test_a_day_of_last_month_is_last_month() -> None:
    yesterday = wall(Instant(NOW - DAY), "UTC")
    assert said(f"{yesterday:%b} {yesterday.day}".split(), NOW, "en") == [f"{yesterday:%Y-%m-%d}"]
