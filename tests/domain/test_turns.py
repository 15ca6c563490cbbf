"""What an admin writes after `/rotate`."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Instant
from bot.domain.roster import Layer, RotationSet
from bot.domain.turns import Turns, Unread, turns_in
from bot.domain.wall import instant_of
from handlers.turn_words import turns_said
from tests.domain.chance import soon
from tests.handlers.updates import WORDS

ZONE = "Asia/Phnom_Penh"


def at(text: str) -> Instant:
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)))


NOW, MORNING = at("2026-11-28T15:00"), at("2026-11-28T08:00")


@pytest.mark.parametrize(
    ("words", "turns"),
    [
        ("daily Hana Doyun", Turns(1, ("Hana", "Doyun"), MORNING)),
        ("weekly 하나", Turns(7, ("하나",), MORNING)),
        ("3 Hana Doyun", Turns(3, ("Hana", "Doyun"), MORNING)),
        ("12 h Hana Doyun", Turns(1, ("Hana", "Doyun"), MORNING, hours_each=12)),
        ("2 days Hana", Turns(2, ("Hana",), MORNING)),
        ("2일 하나 도윤", Turns(2, ("하나", "도윤"), MORNING)),
        (
            "매일 하나 시작 20:00 요일 금 토 예비",
            Turns(1, ("하나",), at("2026-11-27T20:00"), 0, Layer.BACKUP, None, (4, 5)),
        ),
        ("រាល់សប្ដាហ៍ ហាណា ម៉ោងពី ២០-០៨", Turns(7, ("ហាណា",), MORNING, hours=(1_200, 480))),
        ("១២ម៉ោង ហាណា", Turns(1, ("ហាណា",), MORNING, hours_each=12)),
        ("12h Hana Doyun", Turns(1, ("Hana", "Doyun"), MORNING, hours_each=12)),
        ("daily Hana start 20:00", Turns(1, ("Hana",), at("2026-11-27T20:00"))),
        ("daily Hana backup", Turns(1, ("Hana",), MORNING, layer=Layer.BACKUP)),
        ("daily Hana hours 20-08", Turns(1, ("Hana",), MORNING, hours=(1_200, 480))),
        ("daily Hana on fri 토", Turns(1, ("Hana",), MORNING, weekdays=(4, 5))),
        ("daily Hana from 2026-12-01", Turns(1, ("Hana",), MORNING, since=at("2026-12-01T00:00"))),
        ("daily Hana from now", Turns(1, ("Hana",), MORNING, since=NOW)),
        ("daily Hana backup Doyun", Turns(1, ("Hana",), MORNING, behind=("Doyun",))),
        ("Hana Doyun 12h", Turns(1, ("Hana", "Doyun"), MORNING, hours_each=12)),
        ("weekly start 20:00 Hana Doyun", Turns(7, ("Hana", "Doyun"), at("2026-11-27T20:00"))),
        ("on fri sat daily Hana", Turns(1, ("Hana",), MORNING, weekdays=(4, 5))),
        (
            "from 2026-12-01 Hana backup daily",
            Turns(1, ("Hana",), MORNING, 0, Layer.BACKUP, since=at("2026-12-01T00:00")),
        ),
        ("daily Hana from 20:00", Turns(1, ("Hana",), at("2026-11-27T20:00"), since=at("2026-11-28T20:00"))),
        ("daily Hana from 08:00", Turns(1, ("Hana",), MORNING, since=at("2026-11-29T08:00"))),
        ("daily Hana from fri 20:00", Turns(1, ("Hana",), at("2026-11-27T20:00"), since=at("2026-12-04T20:00"))),
        ("12h Hana tonight", Turns(1, ("Hana",), at("2026-11-27T20:00"), 12, since=at("2026-11-28T20:00"))),
        ("daily Hana from tonight", Turns(1, ("Hana",), at("2026-11-27T20:00"), since=at("2026-11-28T20:00"))),
        ("daily now Sun Hana", Turns(1, ("Sun", "Hana"), MORNING, since=NOW)),
        (
            "daily Sun 2026-12-01 backup Hana",
            Turns(1, ("Sun",), MORNING, since=at("2026-12-01T00:00"), behind=("Hana",)),
        ),
        (
            "daily start 09:00 from fri 20:00 Hana",
            Turns(1, ("Hana",), at("2026-11-28T09:00"), since=at("2026-12-04T20:00")),
        ),
        ("daily Hana from next:month", Turns(1, ("Hana",), MORNING, since=at("2026-12-01T00:00"))),
        ("backup off", Turns(1, (), MORNING, layer=Layer.BACKUP)),
        ("off", Turns(1, (), MORNING)),
        ("off backup", Turns(1, (), MORNING, layer=Layer.BACKUP)),
    ],
)
def test_a_rotation_as_an_admin_writes_it(words: str, turns: Turns) -> None:
    assert turns_in(words.split(), NOW, ZONE) == turns


@pytest.mark.parametrize("words", ["", "daily", "Hana", "backup", "Hana Doyun"])
def test_without_length_or_names_it_is_no_rotation(words: str) -> None:
    assert turns_in(words.split(), NOW, ZONE) is None


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        *(("0 Hana", "0"), ("-1 Hana", "-1"), ("-12h Hana", "-12h"), ("29 Hana", "29"), ("700h Hana", "700h")),
        *(("0h Hana", "0h"), ("200 Hana", "200"), ("5x Hana", "5x"), ("29d Hana", "29d")),
        *(("daily Hana start", "start"), ("daily Hana start 25:00", "start 25:00")),
        *(("daily Hana hours 20", "hours 20"), ("daily Hana hours 8-8 on fri", "hours 8-8")),
        *(("daily Hana hours 08:75-20", "hours 08:75-20"), ("daily Hana on someday", "on someday")),
        *(("daily Hana from hana", "from hana"), ("daily from 31 feb Hana", "from 31 feb")),
        *(("daily Hana from 9999-12-31", "from 9999-12-31"), ("daily Hana from fri sun", "from fri sun")),
        ("daily Hana from start 20:00", "from"),
    ],
)
def test_the_part_that_cannot_be_read_is_named(words: str, unread: str) -> None:
    assert turns_in(words.split(), NOW, ZONE) == Unread(unread)


@pytest.mark.parametrize("day", ["2026-11-01", "yesterday", "0001-01-01"])
def test_a_rotation_from_a_day_that_is_over_is_none(day: str) -> None:
    assert turns_in(["daily", "Hana", "from", day], NOW, ZONE) == Unread(day, past=True)


@soon
@given(st.lists(st.text(max_size=10), max_size=8))
def test_any_words_at_all_are_a_rotation_or_none(words: list[str]) -> None:
    turns_in(words, NOW, ZONE)


@pytest.mark.parametrize(
    ("rotation", "text"),
    [
        (RotationSet((), NOW, 1, ZONE), "daily"),
        (RotationSet((), NOW, 7, ZONE, layer=Layer.BACKUP), "weekly, backup"),
        (
            RotationSet((), NOW, 1, ZONE, turn_hours=12, hours=(1_200, 480), weekdays=(4, 5)),
            "12h, hours 20:00-08:00, on Fri Sat",
        ),
    ],
)
def test_a_rotation_is_shown_as_it_is_written(rotation: RotationSet, text: str) -> None:
    assert turns_said(rotation, "en", WORDS) == text


@pytest.mark.parametrize("word", ["off", "끄기", "បិទ", "停止"])
def test_turns_are_ended_in_the_admins_own_words(word: str) -> None:
    assert turns_in([word], NOW, ZONE) == turns_in(["off"], NOW, ZONE)
