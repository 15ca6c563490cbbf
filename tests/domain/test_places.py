"""Places in every form in which they are typed, copied and pasted, and numbers in every form that are none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt
from urllib.parse import quote, quote_plus

import mgrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openlocationcode import openlocationcode

from bot.domain.datum import from_bd, from_gcj
from bot.domain.gazetteer import whereabouts
from bot.domain.place import Confidence, Fix, Flag, Place, Pointer, Pointing
from bot.domain.places import found_in, places_in
from tests.domain.chance import soon

HERE = (10.60931, 103.52962)
DMS = "{0}°{1:02}'{2:04.1f}\"{3}"
Degrees = tuple[float, float]


def metres(one: Degrees, two: Degrees) -> float:
    """Along the surface of the earth."""
    north, east = radians(two[0] - one[0]) / 2, radians(two[1] - one[1]) / 2
    half = sin(north) ** 2 + cos(radians(one[0])) * cos(radians(two[0])) * sin(east) ** 2
    return 12_742_000 * asin(min(1.0, sqrt(half)))


def at(place: Place) -> Degrees:
    return place.latitude.reveal(), place.longitude.reveal()


def only(words: str) -> Place:
    (place,) = places_in(words)
    return place


def _sexagesimal(degrees: float, positive: str, negative: str) -> tuple[int, int, float, str]:
    tenths = round(abs(degrees) * 36_000)
    return tenths // 36_000, tenths // 600 % 60, tenths % 600 / 10, positive if degrees >= 0 else negative


def _dms(pattern: str) -> Callable[[Degrees], str]:
    def written(where: Degrees) -> str:
        latitude, longitude = _sexagesimal(where[0], "N", "S"), _sexagesimal(where[1], "E", "W")
        return " ".join(pattern.format(d, m, s, side) for d, m, s, side in (latitude, longitude))

    return written


def _dmm(pattern: str) -> Callable[[Degrees], str]:
    def written(where: Degrees) -> str:
        parts = []
        for degrees, sides in zip(where, ("NS", "EW"), strict=True):
            thousandths = round(abs(degrees) * 60_000)
            side = sides[degrees < 0]
            parts.append(pattern.format(thousandths // 60_000, thousandths % 60_000 / 1_000, side))
        return " ".join(parts)

    return written


def _with(pattern: str) -> Callable[[Degrees], str]:
    return lambda one: pattern.format(*one)


def _sides(pattern: str) -> Callable[[Degrees], str]:
    return lambda one: pattern.format(abs(one[0]), "NS"[one[0] < 0], abs(one[1]), "EW"[one[1] < 0])


GOOGLE = "https://www.google.com/maps"
FORMS: dict[str, tuple[Callable[[Degrees], str], float]] = {
    "decimals": (_with("{0:.5f}, {1:.5f}"), 2),
    "decimal commas": (lambda one: f"{one[0]:.5f}; {one[1]:.5f}".replace(".", ","), 2),
    "commas, and a comma": (lambda one: ", ".join(f"{each:.5f}".replace(".", ",") for each in one), 2),
    "degree signs": (_with("{0:.5f}° {1:.5f}°"), 2),
    "sides behind": (_sides("{0:.5f}{1} {2:.5f}{3}"), 2),
    "sides behind, signs": (_sides("{0:.5f}° {1}, {2:.5f}° {3}"), 2),
    "sides in front": (_sides("{1}{0:.5f} {3}{2:.5f}"), 2),
    "sides in front, apart": (_sides("{1} {0:.5f}, {3} {2:.5f}"), 2),
    "longitude first": (_sides("{2:.5f}°{3}, {0:.5f}°{1}"), 2),
    "names": (_with("lat: {0:.5f}, lon: {1:.5f}"), 2),
    "names turned": (_with("longitude={1:.5f} latitude={0:.5f}"), 2),
    "json": (_with('{{"lat":{0:.5f},"lng":{1:.5f}}}'), 2),
    "korean": (_with("위도 {0:.5f} 경도 {1:.5f}"), 2),
    "chinese": (_with("纬度:{0:.5f},经度:{1:.5f}"), 2),
    "dms": (_dms(DMS), 5),
    "dms, primes": (_dms("{0}° {1}′ {2:.1f}″ {3}"), 5),
    "dms, curly": (_dms("{0}º{1}’{2:.1f}”{3}"), 5),
    "dms, blanks": (_dms("{3} {0} {1} {2:.1f}"), 5),
    "dms, letters": (_dms("{0}d{1}m{2:.1f}s{3}"), 5),
    "minutes": (_dmm("{2}{0} {1:.3f}"), 4),
    "minutes, signs": (_dmm("{0}° {1:.3f}' {2}"), 4),
    "geo": (_with("geo:{0:.6f},{1:.6f}"), 2),
    "geo, asked": (_with("geo:0,0?q={0:.6f},{1:.6f}(x)"), 2),
    "google ?q": (_with("https://maps.google.com/?q={0:.6f},{1:.6f}"), 2),
    "google query": (_with(GOOGLE + "/search/?api=1&query={0:.6f}%2C{1:.6f}"), 2),
    "google search": (_with(GOOGLE + "/search/{0:.6f},+{1:.6f}?entry=tts"), 2),
    "google place": (_with(GOOGLE + "/place/X/@1.5,2.5,15z/data=!8m2!3d{0:.6f}!4d{1:.6f}"), 2),
    "google place, dms": (lambda one: f"{GOOGLE}/place/{quote_plus(_dms(DMS)(one))}", 5),
    "google way": (_with(GOOGLE + "/dir/1.5,2.5/x/@3,4,9z/data=!1d5.5!2d6.5!1d{1:.6f}!2d{0:.6f}"), 2),
    "google way, plain": (_with("https://www.google.co.kr/maps/dir/1.5,2.5/{0:.6f},{1:.6f}/@3,4,9z"), 2),
    "apple": (_with("https://maps.apple.com/?ll={0:.6f},{1:.6f}&q=Pin"), 2),
    "apple, newer": (_with("https://maps.apple.com/place?coordinate={0:.6f},{1:.6f}"), 2),
    "kakao": (_with("https://map.kakao.com/link/map/" + quote("사무실") + ",{0:.6f},{1:.6f}"), 2),
    "naver": (_with("nmap://place?lat={0:.6f}&lng={1:.6f}&name=x&appname=y"), 2),
    "yandex": (_with("https://yandex.com/maps/?pt={1:.6f},{0:.6f}&z=17"), 2),
    "osm": (_with("https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=9/1/2"), 2),
    "waze": (_with("https://waze.com/ul?ll={0:.6f}%2C{1:.6f}&navigate=yes"), 2),
    "2gis": (_with("https://2gis.ae/geo/{1:.6f},{0:.6f}"), 2),
    "app of google": (_with("comgooglemaps://?q={0:.6f},{1:.6f}"), 2),
    "plus code": (lambda one: str(openlocationcode.encode(*one, 11)), 8),
    "mgrs": (lambda one: str(mgrs.MGRS().toMGRS(*one, MGRSPrecision=5)), 4),
}
"""How each is written, and by how many metres what is read may differ."""
PLACES = st.tuples(st.floats(-79.9, 83.9), st.floats(-179.9, 179.9)).filter(lambda one: min(map(abs, one)) > 0.001)


@pytest.mark.parametrize("form", FORMS)
@soon
@given(where=PLACES)
def test_any_place_in_any_form_comes_back_within_its_accuracy(form: str, where: Degrees) -> None:
    written, off = FORMS[form]
    first = places_in(f"I am here {written(where)} please")[0]
    assert metres(at(first), where) <= max(off, first.accuracy_m or 0), (written(where), at(first))
    assert first.said is not None


@pytest.mark.parametrize("form", FORMS)
def test_a_place_in_any_form_is_one_place(form: str) -> None:
    place = only(FORMS[form][0](HERE))
    assert metres(at(place), HERE) < 10
    assert Flag.ORDER_UNCERTAIN not in place.flags


@pytest.mark.parametrize(
    ("words", "pointing"),
    [
        ("https://maps.app.goo.gl/Zz0Synthetic00000001", Pointing.SHORT_LINK),
        ("maps.app.goo.gl/Zz0Synthetic00000001", Pointing.SHORT_LINK),
        ("https://goo.gl/maps/Synthetic01", Pointing.SHORT_LINK),
        ("https://kko.kakao.com/Synthetic01", Pointing.SHORT_LINK),
        ("https://naver.me/Synthetic1", Pointing.SHORT_LINK),
        ("https://surl.amap.com/Synthetic1", Pointing.SHORT_LINK),
        ("https://yandex.com/maps/-/Synthetic1", Pointing.SHORT_LINK),
        ("https://www.google.com/maps/@10.7,103.6,15z", Pointing.MAP_LINK),
        ("https://www.google.com/maps/place/Hotel+X/", Pointing.MAP_LINK),
        ("https://www.openstreetmap.org/#map=15/10.60931/103.52962", Pointing.MAP_LINK),
        ("///filled.count.soap", Pointing.WORDS),
        ("https://w3w.co/filled.count.soap", Pointing.WORDS),
        ("https://what3words.com/filled.count.soap", Pointing.WORDS),
        ("JG5H+PR", Pointing.SHORT_CODE),
    ],
)
def test_what_only_points_at_a_place_is_kept_as_it_is_for_an_officer_to_open(
    words: str, pointing: Pointing
) -> None:
    (pointer,) = found_in(f"여기예요 {words} 빨리")
    assert isinstance(pointer, Pointer)
    assert (pointer.pointing, pointer.said.reveal()) == (pointing, words)


@pytest.mark.parametrize(
    "words",
    [
        "https://example.com/?q=10.60931,103.52962",
        "https://www.google.com/search?q=10.60931,103.52962",
        "https://t.me/somebody",
        "http://[10.60931,103.52962]/",
    ],
)
def test_links_that_are_no_maps_are_no_business_of_ours(words: str) -> None:
    assert found_in(words) == ()


@pytest.mark.parametrize(
    "host", ["https://map.kakao.com/link/map/x,37.49795,127.02764", "nmap://map?lat=37.49795&lng=127.02764"]
)
def test_a_link_of_a_map_that_knows_only_korea_is_said_to_lie_there(host: str) -> None:
    place = only(host)
    assert place.flags == (Flag.IN_KOREA,)
    assert place.confidence is Confidence.LOW


def test_maps_made_for_china_are_shifted_there_and_baidu_everywhere() -> None:
    """Tiananmen's gate, a public landmark, as each datum has it."""
    wgs, gcj, bd = (39.9073, 116.3912), (39.90870, 116.39745), (39.91504, 116.40384)
    assert metres(from_gcj(*gcj), wgs) < 20
    assert metres(from_bd(*bd), wgs) < 20
    amap = only(f"https://uri.amap.com/marker?position={gcj[1]},{gcj[0]}")
    baidu = only(f"https://api.map.baidu.com/marker?location={bd[0]},{bd[1]}&title=x")
    assert amap.flags == baidu.flags == (Flag.SHIFTED,)
    assert metres(at(amap), wgs) < 20
    assert metres(at(baidu), wgs) < 20
    abroad = only("https://uri.amap.com/marker?position=103.52962,10.60931")
    assert (at(abroad), abroad.flags) == (HERE, ())


def test_where_a_link_names_its_datum_that_counts() -> None:
    place = only("https://uri.amap.com/marker?position=116.3912,39.9073&coordinate=wgs84")
    assert at(place) == (39.9073, 116.3912)
    place = only("https://api.map.baidu.com/marker?location=39.9073,116.3912&coord_type=wgs84")
    assert at(place) == (39.9073, 116.3912)


def test_coarse_words_are_a_coarse_place() -> None:
    place = only("lat 10.6 lon 103.5")
    assert at(place) == (10.6, 103.5)
    assert place.accuracy_m
    assert place.accuracy_m > 5_000
    assert only("48PUS3973").accuracy_m == 500
    assert only("48PUS39147316").accuracy_m == 5


def test_half_of_the_earth_in_place_of_the_band_is_understood() -> None:
    for words in ("48P 339147 1173160", "48N 339147 1173160", "48P 339147mE 1173160mN"):
        assert metres(at(only(words)), HERE) < 5


def test_several_places_in_one_message_are_all_found() -> None:
    words = "10.60931,103.52962 그 다음 https://maps.app.goo.gl/Zz0 그리고 N11 33.386 E104 55.693"
    found = found_in(words)
    assert [type(one) for one in found] == [Pointer, Place, Place]
    assert [one.fix for one in found if isinstance(one, Place)] == [Fix.TYPED, Fix.TYPED]


def test_the_same_place_twice_is_one() -> None:
    assert len(places_in("10.60931,103.52962 https://maps.google.com/?q=10.60931,103.52962")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "from 9.00 to 18.30",
        "n 10.30 e 11.45",
        "с 10.00 в 18.30",
        "S 5 E 12",
        "5 S 10.30 W",
        "room 12 E, floor 10 N",
        "1,234.5678 9,999.1234",
        "12.11.2025 10:30, 13.11.2025 11:45",
        "2025-11-12T10:30:45 2025-11-13",
        "USDT 20,000.50 / 30,000.75",
        "TRC20 TXYZa1b2c3d4e5f6g7h8 1234.5678",
        "passport M12345678, 48 years",
        "block 12AB 3456",
        "flight 5J 258 10:45",
        "192.168.100.200 10.0.0.1",
        "blood pressure 120/80, 36.6°",
        "3.14159 + 2 = 5.14159",
        "1.2345",
        "room 412, 4th floor",
        "4층 412호, 전화검사 22:00",
        "///a/b/c",
        "C++11 W7XX+",
    ],
)
def test_ordinary_numbers_are_no_place(words: str) -> None:
    assert found_in(words) == ()


def _noise(dice: random.Random) -> str:
    """A phone number, date, price, room or passport, in one of the ways in which they are written."""

    def one(pattern: str) -> str:
        return re.sub(
            r"\d+", lambda digits: str(dice.randint(1, int(digits[0]))).zfill(len(digits[0]) - 1), pattern
        )

    return dice.choice([" ", ", ", " / ", "\n"]).join(one(dice.choice(_NOISE)) for _ in range(dice.randint(1, 4)))


_NOISE = (
    *(
        "+99 999 999 9999",
        "99-999-999-9999",
        "99.999.999.9999",
        "099-9999-9999",
        "(099) 999.9999",
        "+855 99 999 999",
    ),
    *(
        "31.12.2030",
        "2030-12-31 23:59",
        "31/12/30",
        "2030년 12월 31일",
        "999,999 USD",
        "999.999 đồng",
        "$99999.99",
    ),
    *("room 2999 floor 40", "40층 4099호", "M99999999", "12 am", "60 kg", "9999.99 USDT", "1/99"),
)


@pytest.mark.parametrize("many", [5_000, pytest.param(100_000, marks=pytest.mark.torture)])
def test_phones_dates_prices_and_rooms_are_no_place(many: int) -> None:
    dice = random.Random(4)
    for _ in range(many):
        words = _noise(dice)
        assert found_in(words) == (), words


def test_a_named_town_is_a_coarse_place_and_no_answer_to_where_exactly() -> None:
    (place,) = found_in("시아누크빌이에요")
    assert isinstance(place, Place)
    assert (place.fix, place.accuracy_m) == (Fix.NAMED, 5_000)
    assert places_in("시아누크빌이에요") == ()


def test_a_plus_code_without_its_first_letters_is_a_place_beside_its_town() -> None:
    place = next(one for one in found_in("JG5H+PR Sihanoukville") if isinstance(one, Place))
    assert place.fix is Fix.GRID
    near = whereabouts(*place.degrees())
    assert near
    assert near.town == "Sihanoukville"
    assert near.distance_m < 1_000


def test_a_country_alone_is_no_place() -> None:
    assert found_in("I am in Cambodia") == ()
    assert found_in("캄보디아에 있어요") == ()


@pytest.mark.parametrize("words", ["я думаю что нас убьют", "không có cơm ăn", "teman saya mati", "我是中国人"])
def test_words_that_look_like_the_name_of_a_town_are_none(words: str) -> None:
    assert found_in(words) == ()
