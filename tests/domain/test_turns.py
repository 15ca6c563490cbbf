"""What an admin writes after `/rotate`."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Instant
from bot.domain.roster import Layer, RotationSet
from bot.domain.turns import Turns, turns_in
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
        ("backup off", Turns(1, (), MORNING, layer=Layer.BACKUP)),
        ("off", Turns(1, (), MORNING)),
        ("off backup", Turns(1, (), MORNING, layer=Layer.BACKUP)),
    ],
)
def test_a_rotation_as_an_admin_writes_it(words: str, turns: Turns) -> None:
    assert turns_in(words.split(), NOW, ZONE) == turns


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "daily",
            "Hana",
            "0 Hana",
            "-1 Hana",
            "-12h Hana",
            "29 Hana",
            "700h Hana",
            "daily Hana start",
            "5x Hana",
            "29d Hana",
            "daily Hana start 25:00",
        ),
        *(
            "daily Hana hours 20",
            "daily Hana hours 08:75-20",
            "daily Hana hours 8-8",
            "daily Hana on someday",
            "daily Hana from hana",
            "backup",
        ),
    ],
)
def test_what_cannot_be_read_is_no_rotation(words: str) -> None:
    assert turns_in(words.split(), NOW, ZONE) is None


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
