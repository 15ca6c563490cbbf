"""Names of places in the scripts of those who write them, sentences that name none, and what lies near a point."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain import gazetteer
from bot.domain.gazetteer import Kind, named_in, whereabouts
from bot.domain.place import Fix, Place
from bot.domain.places import found_in, places_in
from tests.domain.chance import soon, texts

OURS = tomllib.loads(Path(gazetteer.__file__).with_name("places.toml").read_text(encoding="utf-8"))
NAMES = [
    pytest.param(name, entry["name"], id=f"{entry['name']} {number}")
    for entry in OURS["places"]
    for number, name in enumerate([*entry.get("names", []), *entry.get("exact", [])])
]


@pytest.mark.parametrize(
    "words",
    [
        "시아누크빌에 있어요",
        "시하누크빌 호텔 4층",
        "我在西港，被关在楼里",
        "我在西哈努克港",
        "ខ្ញុំនៅព្រះសីហនុ",
        "ผมอยู่ที่สีหนุวิลล์",
        "Я в Сиануквиле",
        "I am in Sihanoukville",
        "im in sihanouk ville pls",
        "saya di Sihanoukville, Kamboja",
        "Tôi đang ở Sihanoukville",
        "シアヌークビルにいます",
    ],
)
def test_a_town_is_found_in_whatever_script_it_is_written(words: str) -> None:
    (named,) = named_in(words)
    assert (named.name, named.country, named.province) == ("Sihanoukville", "KH", "Preah Sihanouk")
    assert named.said in words


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("妙瓦底KK园区5栋", "KK Park"),
        ("케이케이 파크", "KK Park"),
        ("KK 에 있어요", "KK Park"),
        ("ភ្នំបូកគោ ខេត្តកំពត អគារពណ៌ស", "Bokor"),
        ("골든트라이앵글 특구", "Golden Triangle SEZ"),
        ("in Poipet, Banteay Meanchey", "Poipet"),
        ("바벳 카지노 옆", "Bavet"),
        ("Myawaddy, Myanmar", "Myawaddy"),
    ],
)
def test_the_most_precise_name_comes_first(words: str, first: str) -> None:
    assert named_in(words)[0].name == first


@pytest.mark.parametrize(("name", "whose"), NAMES)
def test_every_name_in_our_list_finds_its_place(name: str, whose: str) -> None:
    assert whose in {one.name for one in named_in(name)}


@pytest.mark.parametrize(
    "words",
    [
        "help me please I am locked in",
        "no food for two days, phones are checked at 22:00",
        "my name is Carmen Santos Victoria, room 412",
        "they hit my friend, the door is locked",
        "pls come fast, man with gun at the gate",
        "살려주세요 문이 잠겼어요",
        "이틀째 밥을 못 먹었어요",
        "제 이름은 김하늘이고 412호예요",
        "밤 10시에 휴대폰 검사해요",
        "친구가 맞고 있어요 빨리 와 주세요",
        "我被关在房间里，请救我",
        "我叫王伟，房间号412",
        "他们每天打人",
        "晚上十点检查手机",
        "没有饭吃，快点来",
        "ช่วยด้วย ฉันถูกขังอยู่",
        "พวกเขาตีเพื่อนฉัน ห้อง 412",
        "ជួយខ្ញុំផង ខ្ញុំជាប់នៅក្នុងបន្ទប់",
        "មិនមានបាយញ៉ាំពីរថ្ងៃហើយ",
        "cứu tôi với, tôi bị nhốt trong phòng",
        "tôi tên là Nguyễn Bình Minh, phòng 412",
        "tolong saya dikurung di kamar",
        "saya tidak makan dua hari",
        "मुझे बचाओ, मैं कमरे में बंद हूँ",
        "دو دن سے کھانا نہیں ملا",
        "আমাকে বাঁচান, আমি আটকে আছি",
        "Помогите, меня заперли в комнате",
        "በሩ ተቆልፏል እርዱኝ",
        "ကျွန်တော့်ကို ကယ်ပါ အခန်းထဲမှာ ပိတ်ထားတယ်",
        "por favor ajuda, estou preso no quarto",
        "nisaidie tafadhali, nimefungiwa chumbani",
        "+855 12 345 678 Mina",
        "KKK kk ok",
    ],
)
def test_ordinary_sentences_and_names_of_people_name_no_place(words: str) -> None:
    assert named_in(words) == ()


@pytest.mark.parametrize(
    ("point", "town", "country", "zone"),
    [
        ((11.55644, 104.92822), "Phnom Penh", "KH", "Asia/Phnom_Penh"),
        ((10.60931, 103.52962), "Sihanoukville", "KH", "Asia/Phnom_Penh"),
        ((13.6561, 102.5649), "Poipet", "KH", "Asia/Phnom_Penh"),
        ((16.6892, 98.5089), "Myawaddy", "MM", "Asia/Yangon"),
        ((-17.6, 177.45), "Lautoka", "FJ", "Pacific/Fiji"),
        ((-16.5, -179.9), "Labasa", "FJ", "Pacific/Fiji"),
    ],
)
def test_a_point_lies_near_its_town(point: tuple[float, float], town: str, country: str, zone: str) -> None:
    near = whereabouts(*point)
    assert near
    assert (near.town, near.country, near.timezone) == (town, country, zone)


@pytest.mark.parametrize("point", [(0.0, -140.0), (90.0, 0.0), (-90.0, 180.0), (91.0, 0.0), (10.0, 181.0)])
def test_far_out_at_sea_and_at_the_poles_there_is_no_town(point: tuple[float, float]) -> None:
    assert whereabouts(*point) is None


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


@soon
@given(texts)
def test_no_text_is_too_strange(words: str) -> None:
    for named in named_in(words):
        assert named.kind in Kind
        assert named.said


def test_a_message_made_to_be_slow_does_not_hold_up_everybody_else() -> None:
    gazetteer.load()
    began = time.process_time()
    for hostile in ("a" * 4_096, "កំព" * 1_365, "시아누" * 1_365, "phnom " * 682, "\u17d2" * 4_096):
        named_in(hostile)
    assert time.process_time() - began < 0.5
