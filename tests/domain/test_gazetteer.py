"""Places that people name in their own words, ordinary words that are no place, and what lies at a point."""

import math
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain import gazetteer
from bot.domain.gazetteer import Kind, Named, load, named_in, whereabouts
from bot.domain.towns import Town, arc_m, read, vector
from tests.domain.chance import soon, texts
from tests.domain.sentences import ORDINARY, WITH_A_PLACE

TABLE: dict[str, Any] = tomllib.loads(
    Path(gazetteer.__file__).with_name("places.toml").read_text(encoding="utf-8")
)


def first(words: str) -> Named:
    return named_in(words)[0]


def names(words: str) -> list[str]:
    return [place.name for place in named_in(words)]


@pytest.mark.parametrize(
    "words",
    [
        *("Sihanoukville", "SIHANOUKVILLE", "sihanouk ville", "Sihanouk-Ville", "Kampong Som", "Preah Sihanouk"),
        *(
            "시아누크빌",
            "시하누크빌",
            "시하누크",
            "시아누크빌에 있어요",
            "西港",
            "我在西港",
            "西哈努克港",
            "施亞努",
            "施亚努",
        ),
        *("ព្រះសីហនុ", "ខ្ញុំនៅព្រះសីហនុ", "สีหนุวิลล์", "ผมอยู่ที่สีหนุวิลล์ครับ", "シアヌークビル", "Сиануквиль", "в Сиануквиле"),
        *("ሲሃኑክቪል", "በሲሃኑክቪል ነኝ", "سیہانوک ویل", "سيهانوكفيل", "সিহানুকভিল", "सिहानुकविल", "ສີຫະນຸ"),
    ],
)
def test_each_script_has_sihanoukville(words: str) -> None:
    place = first(words)
    assert (place.kind, place.name, place.country) == (Kind.TOWN, "Sihanoukville", "KH")
    assert place.province == "Preah Sihanouk"
    assert place.said in words


@pytest.mark.parametrize(
    "words", ["KK园区", "在KK园区救命", "kk park", "케이케이 파크에 있어요", "I am in KK", "เคเคปาร์ค"]
)
def test_kk_park_is_an_area_near_myawaddy_and_not_a_point(words: str) -> None:
    place = first(words)
    assert (place.kind, place.name, place.country, place.province) == (Kind.AREA, "KK Park", "MM", "Kayin")
    assert (place.latitude, place.longitude) == (16.68911, 98.50893), "the town's point in GeoNames"
    assert place.radius_m == 15_000


def test_two_letters_are_a_name_in_capitals_alone() -> None:
    assert named_in("ok kk thanks") == ()


@pytest.mark.parametrize(("words", "name"), WITH_A_PLACE)
def test_a_place_is_found_in_what_people_write(words: str, name: str) -> None:
    assert name in names(words)


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_sentences_name_no_place(words: str) -> None:
    assert names(words) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Golden Triangle, Laos", "Golden Triangle SEZ"),
        ("金三角", "Golden Triangle SEZ"),
        ("골든트라이앵글", "Golden Triangle SEZ"),
        ("水沟谷", "Shwe Kokko"),
        ("亚太城", "Shwe Kokko"),
        ("老街", "Laukkaing"),
        ("ភ្នំបូកគោ", "Bokor"),
        ("보코산", "Bokor"),
        ("O’Smach", "O'Smach"),  # noqa: RUF001
        ("o smach", "O'Smach"),
        ("Chrey Thom", "Chrey Thom"),
        ("Dara Sakor", "Dara Sakor"),
        ("波贝", "Poipet"),
        ("木牌口岸", "Moc Bai"),
    ],
)
def test_known_areas_and_crossings(words: str, name: str) -> None:
    assert first(words).name == name


def test_the_most_precise_comes_first_and_each_once() -> None:
    found = named_in("Cambodia, Kandal, Chrey Thom. I am in CAMBODIA, chrey thom")
    assert [place.kind for place in found] == [Kind.AREA, Kind.PROVINCE, Kind.COUNTRY]
    assert [place.said for place in found] == ["Chrey Thom", "Kandal", "Cambodia"]


def test_a_country_beside_a_town_tells_which_one() -> None:
    assert first("老街").country == "MM"
    assert first("老街, 越南").country == "VN"


def test_a_province_is_one_when_it_is_called_one() -> None:
    assert first("Kampot").kind is Kind.TOWN
    for words in ("Kampot province", "ខេត្តកំពត", "贡布省", "캄포트주", "จังหวัดกำปอต", "tỉnh Kampot"):
        assert (first(words).kind, first(words).name) == (Kind.PROVINCE, "Kampot"), words
    assert first("Kampot province").radius_m > first("Kampot").radius_m


@pytest.mark.parametrize(
    "words", ["중국인 사장", "中国老板", "คนไทย", "nguoi Trung Quoc", "orang Vietnam", "한국 대사관"]
)
def test_a_people_or_an_embassy_is_not_where_somebody_is(words: str) -> None:
    assert named_in(words) == ()


@pytest.mark.parametrize(
    "words", ["Poi\u200bpet", "\u202ePoipet\u202c", "POIPET", "poípét", "Poipet", "(Poipet)", "在Poipet的"]
)
def test_marks_case_and_what_stands_around_make_no_difference(words: str) -> None:
    assert names(words) == ["Poipet"]


@pytest.mark.parametrize(
    "words", ["poipetx", "@poipet_jobs", "Koh Kongs", "Dubainese", "スタイル", "바벳ㅏ", "កំពតា"]
)
def test_a_part_of_another_word_is_no_place(words: str) -> None:
    assert named_in(words) == ()


def curated() -> list[tuple[str, str, str]]:
    own = [(name, place["name"], place["country"]) for place in TABLE["places"] for name in place["names"]]
    for country, provinces in TABLE["provinces"].items():
        for province in provinces.values():
            own += [(name, province["name"], country) for name in province.get("names", ())]
    return own


def test_every_curated_name_finds_its_own_place() -> None:
    missed = []
    for words, name, country in curated():
        found = {(place.name, place.country) for place in named_in(words)}
        # A name that stands twice in the table means the one above, unless a country is named.
        if (name, country) not in found and len({other for said, other, _ in curated_names(words)}) < 2:
            missed.append((words, name, found))
    assert missed == []


def curated_names(words: str) -> list[tuple[str, str, str]]:
    return [row for row in curated() if row[0].casefold() == words.casefold()]


def test_every_name_of_a_country_in_the_table_is_that_country() -> None:
    for code, told in TABLE["countries"].items():
        for words in told:
            assert code in {place.country for place in named_in(words)}, words


def test_every_curated_point_is_a_town_of_its_country_and_province() -> None:
    towns: dict[int, Town] = {}
    read(lambda town: towns.update({town.number: town}))
    for place in TABLE["places"]:
        assert towns[place["near"]].country == place["country"], place["name"]
    for country, provinces in TABLE["provinces"].items():
        for code, province in provinces.items():
            town = towns[province["near"]]
            assert (town.country, town.division) == (country, code), province["name"]
    for words, _, country in curated():
        for place in named_in(words):
            if place.country == country and place.kind is not Kind.COUNTRY:
                here = whereabouts(place.latitude, place.longitude)
                assert here is not None
                assert here.distance_m < 60_000


def test_cambodia_is_whole() -> None:
    assert len(TABLE["provinces"]["KH"]) == 25


@pytest.mark.parametrize(
    ("latitude", "longitude", "town", "country", "province", "timezone"),
    [
        (11.5625, 104.9160, "Phnom Penh", "KH", "Phnom Penh", "Asia/Phnom_Penh"),
        (10.6093, 103.5296, "Sihanoukville", "KH", "Preah Sihanouk", "Asia/Phnom_Penh"),
        (11.0632, 106.1356, "Bavet", "KH", "Svay Rieng", "Asia/Phnom_Penh"),
        (13.6581, 102.5637, "Poipet", "KH", "Banteay Meanchey", "Asia/Phnom_Penh"),
        (16.6891, 98.5089, "Myawaddy", "MM", "Kayin", "Asia/Yangon"),
        (20.3501, 100.0902, "Ton Pheung", "LA", "Bokeo", "Asia/Vientiane"),
        (25.0773, 55.3093, "Dubai", "AE", "Dubai", "Asia/Dubai"),
        (37.5660, 126.9784, "Seoul", "KR", "", "Asia/Seoul"),
    ],
)
def test_a_point_has_a_town_a_province_and_a_clock(
    latitude: float, longitude: float, town: str, country: str, province: str, timezone: str
) -> None:
    here = whereabouts(latitude, longitude)
    assert here is not None
    assert (here.town, here.country, here.province, here.timezone) == (town, country, province, timezone)
    assert here.distance_m < 2_000


def test_the_date_line_is_no_border() -> None:
    east, west = whereabouts(-16.8, 179.99), whereabouts(-16.8, -179.99)
    assert east is not None
    assert west is not None
    assert east.country == west.country == "FJ"
    assert east.town == west.town
    assert abs(east.distance_m - west.distance_m) < 3_000


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (0.0, -150.0),
        (90.0, 0.0),
        (-90.0, 12.0),
        (89.9, 179.9),
        (91.0, 0.0),
        (0.0, 181.0),
        (math.nan, 0.0),
        (math.inf, 0.0),
    ],
)
def test_far_from_every_town_there_is_none(latitude: float, longitude: float) -> None:
    assert whereabouts(latitude, longitude) is None


@soon
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_grid_misses_no_nearer_town(latitude: float, longitude: float) -> None:
    here = whereabouts(latitude, longitude)
    nearest = min(arc_m(math.dist(vector(latitude, longitude), point)) for point in points())
    if here is None:
        assert nearest > 299_990
    else:
        assert abs(here.distance_m - nearest) < 5


def points(kept: list[tuple[float, float, float]] = []) -> list[tuple[float, float, float]]:  # noqa: B006
    if not kept:
        read(lambda town: kept.append(vector(town.latitude, town.longitude)))
    return kept


@soon
@given(st.one_of(texts, st.lists(st.sampled_from([row[0] for row in curated()])).map("".join)))
@example("\ud800 Poipet")
@example("ﷺ" * 300)
@example("e" + "\u0301" * 4000)
@example("្" * 50 + "កំពត")
def test_no_text_is_too_strange_and_what_was_said_is_in_it(words: str) -> None:
    for place in named_in(words):
        assert place.said in words
        assert place.said
        assert abs(place.latitude) <= 90
        assert place.radius_m > 0


@pytest.mark.parametrize(
    "part",
    [
        *(
            "la ",
            "pr ",
            "San ma ",
            "phnom pen",
            "Phnom Penh ",
            "시아",
            "金三角特",
            "เม",
            "ព្រះសីហន",
            "வி",
            "وال",
            "በ",
        ),
        *("\u0301", "ﷺ", " ", "কে", "ế", "कि", "カン", "@", "a", "\u200b", "kota ba "),
    ],
)
def test_a_hostile_message_does_not_hold_up_everybody_else(part: str) -> None:
    load()
    words = (part * 4096)[:4096]
    began = time.process_time()
    named_in(words)
    assert time.process_time() - began < 0.1


def test_a_look_up_is_quick() -> None:
    load()
    began = time.process_time()
    for step in range(200):
        whereabouts(-89.0 + step * 0.89, -179.0 + step * 1.79)
    assert time.process_time() - began < 0.2
