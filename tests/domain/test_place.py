"""Coordinates that people write, copy and paste; and numbers that are no place."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.place import Confidence, Fix, Flag, Place
from bot.domain.places import places_in
from tests.domain.chance import soon, texts

HERE = (10.60931, 103.52962)
DIGITS = {
    "ascii": "0123456789",
    "khmer": "០១២៣៤៥៦៧៨៩",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "myanmar": "၀၁၂၃၄၅၆၇၈၉",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "fullwidth": "0123456789",  # noqa: RUF001
}


def found(words: str) -> list[tuple[float, float]]:
    return [(place.latitude.reveal(), place.longitude.reveal()) for place in places_in(words)]


def only(words: str) -> Place:
    (place,) = places_in(words)
    return place


@pytest.mark.parametrize(
    "words",
    [
        "10.60931,103.52962",
        "10.60931, 103.52962",
        "10.60931 103.52962",
        "10.60931; 103.52962",
        "10.60931/103.52962",
        "10.60931°, 103.52962°",
        "(10.60931, 103.52962)",
        "여기예요 10.60931, 103.52962 3층",
        "10.60931,\n103.52962",
        "10.60931\n103.52962",
        "10.60931,  103.52962",
        "10.60931 , 103.52962",
        "10.60931,\u00a0103.52962",
        "\u200e10.60931, 103.52962\u200e",
        "10.60931, 103.52962",
        "១០.៦០៩៣១, ១០៣.៥២៩៦២",
        "١٠٫٦٠٩٣١، ١٠٣٫٥٢٩٦٢",
        "۱۰٫۶۰۹۳۱، ۱۰۳٫۵۲۹۶۲",
        "10.60931,103.52962",  # noqa: RUF001
    ],
)
def test_a_typed_pair_is_a_place(words: str) -> None:
    assert found(words) == [HERE]
    assert only(words).fix is Fix.TYPED


GEO = ["geo:10.60931,103.52962", "geo:10.60931,103.52962?z=15", "GEO:10.60931,103.52962"]


@pytest.mark.parametrize(
    "words",
    [
        *GEO,
        "https://www.google.com/maps/place/X/data=!4m6!3m5!1s0x0:0x0!8m2!3d10.60931!4d103.52962!16z",
        "see https://www.google.com/maps/place/X/@10.7,103.6,15z/data=!8m2!3d10.60931!4d103.52962",
    ],
)
def test_a_link_with_coordinates_is_a_place(words: str) -> None:
    assert found(words) == [HERE]
    assert only(words).fix is Fix.LINK


@pytest.mark.parametrize("words", GEO)
def test_a_geo_link_is_this_place_and_no_other(words: str) -> None:
    assert set(found(words)) == {HERE}
    assert places_in(words)[0].fix is Fix.LINK


def test_a_geo_link_with_few_decimals_is_taken() -> None:
    assert found("geo:10.6,103.5") == [(10.6, 103.5)]


def test_a_pair_beside_a_link_is_a_place() -> None:
    assert found("10.60931, 103.52962\nhttps://maps.app.goo.gl/Zz0Synthetic00000001") == [HERE]


def test_the_middle_of_the_screen_is_not_the_place() -> None:
    assert found("https://www.google.com/maps/@11.55644,104.92822,15z") == []


def test_south_and_west_have_a_minus_whichever_sign_is_used() -> None:
    assert found("-6.20876,106.84560") == [(-6.20876, 106.8456)]
    assert found("−6.20876,106.84560") == [(-6.20876, 106.8456)]  # noqa: RUF001


def test_longitude_first_is_noticed_where_it_is_certain_and_said() -> None:
    place = only("103.52962, 10.60931")
    assert (place.latitude.reveal(), place.longitude.reveal()) == HERE
    assert Flag.SWAPPED in place.flags


def test_where_both_orders_could_be_right_both_are_shown_as_written_first() -> None:
    written, turned = places_in("55.17021, 24.98012")
    assert (written.latitude.reveal(), turned.latitude.reveal()) == (55.17021, 24.98012)
    assert written.flags == (Flag.ORDER_UNCERTAIN,)
    assert turned.flags == (Flag.SWAPPED, Flag.ORDER_UNCERTAIN)
    assert written.confidence is turned.confidence is Confidence.LOW


@pytest.mark.parametrize(
    "words",
    [
        "",
        "room 1101 floor 10, 12.11.2025",
        "12.10.2025, 14.11.2025",
        "2025.10.12 14.30",
        "10층 1101호",
        "+855 12 345 678",
        "+82 10-0000-0001",
        "010.0000.0001",
        "0.00000, 0.00000",
        "0.000,0.000",
        "geo:0,0",
        "geo:95.5,200.1",
        "91.00000, 181.00000",
        "200.12345, 10.12345",
        "20,000 USDT",
        "192.168.100.200",
        "1.5, 2.5",
        "https://maps.app.goo.gl/Zz0Synthetic00000001",
        "///filled.count.soap",
    ],
)
def test_other_numbers_are_no_place(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize("words", ["10.000, 15.000 USD", "20.000 / 30.000 USDT"])
def test_sums_of_money_are_no_place(words: str) -> None:
    assert found(words) == []


def _written(number: float, digits: str) -> str:
    return f"{number:.5f}".translate(str.maketrans("0123456789", digits))


@soon
@given(
    st.integers(-9_000_000, 9_000_000),
    st.integers(-18_000_000, 18_000_000),
    st.sampled_from([", ", ",", " ", ";", " / ", " , "]),
    st.sampled_from(sorted(DIGITS)),
    st.sampled_from(["{}", "여기: {}", "I am at {} now", "({})", "{}\nroom 5"]),
)
def test_any_coordinates_with_five_decimals_come_back(
    latitude: int, longitude: int, between: str, script: str, around: str
) -> None:
    if (latitude, longitude) == (0, 0):
        return
    numbers = latitude / 100_000, longitude / 100_000
    words = around.format(between.join(_written(number, DIGITS[script]) for number in numbers))
    assert found(words)[0] == numbers
    assert found(words)[1:] in ([], [numbers[::-1]])


def test_every_place_in_a_message_is_found() -> None:
    assert found("10.60931,103.52962 then 11.55644,104.92822") == [HERE, (11.55644, 104.92822)]


@soon
@given(texts)
@example("\ud800 1.23456,2.34567")
@example("1." + "9" * 4000 + ",1.23456")
@example("²³.½½½, ①.②③④")
def test_no_text_is_too_strange_and_what_is_found_lies_on_earth(words: str) -> None:
    for latitude, longitude in found(words):
        assert abs(latitude) <= 90
        assert abs(longitude) <= 180


def test_a_message_full_of_blanks_does_not_hold_up_everybody_else() -> None:
    began = time.process_time()
    places_in("1.234" + " " * 4_000 + "x")
    assert time.process_time() - began < 0.05
