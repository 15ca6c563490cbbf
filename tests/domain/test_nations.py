"""Of which nation people say that they are, in which building, and of whom they write."""

import pytest

from bot.domain.cues import hear
from bot.domain.details import as_kept, details_in
from bot.domain.facts import Detail
from bot.domain.nations import nations_in

OWN = [
    ("I am Vietnamese", "VN"),
    ("we are all from Kenya", "KE"),
    ("Ethiopian passport, they took it", "ET"),
    ("저는 한국 사람이에요", "KR"),
    ("저희는 베트남 사람", "VN"),
    ("我是中国人", "CN"),
    ("我來自台灣", "TW"),
    ("人在缅甸 我是马来西亚籍", "MY"),
    ("tôi là người Việt Nam", "VN"),
    ("ผมเป็นคนไทย", "TH"),
    ("ខ្ញុំជាជនជាតិខ្មែរ", "KH"),
    ("ကျွန်တော် မြန်မာ လူမျိုး", "MM"),
    ("saya orang Indonesia", "ID"),
    ("saya WNI", "ID"),
    ("warganegara Malaysia", "MY"),
    ("pinoy ako", "PH"),
    ("मैं भारत से हूँ", "IN"),
    ("আমি বাংলাদেশি", "BD"),
    ("میں پاکستانی ہوں", "PK"),
    ("म नेपाली हुँ", "NP"),
    ("ኢትዮጵያዊ ነኝ", "ET"),
    ("mimi ni mkenya", "KE"),
    ("я из Узбекистана", "UZ"),
    ("Soy colombiano", "CO"),
    ("je suis camerounais", "CM"),
    ("sou brasileira", "BR"),
    ("أنا مغربي", "MA"),
]


@pytest.mark.parametrize(("words", "nation"), OWN)
def test_what_somebody_says_of_themselves_is_their_nation(words: str, nation: str) -> None:
    assert nations_in(words) == (nation,)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "The boss is Chinese",
            "보스는 중국인이에요",
            "老板是中国人",
            "Vietnamese guards beat us",
            "เจ้านายเป็นคนจีน",
        ),
        *(
            "I am in Cambodia",
            "I am Cambodia now",
            "저는 캄보디아에 있어요",
            "我在缅甸",
            "they took me from Thailand",
        ),
        *(
            "I am Cambodia now",
            "they took me from Thailand",
            "estoy en Camboya",
            "saya di Myanmar",
            "tôi ở Campuchia",
            "",
            "?",
        ),
    ],
)
def test_of_others_and_of_places_no_nation_is_taken(words: str) -> None:
    assert nations_in(words) == ()


def test_who_is_asked_for_the_country_names_it_alone() -> None:
    assert nations_in("Tran Van B, 1999, Vietnam", asked=True) == ("VN",)
    assert nations_in("셋이요 한국 둘 중국 하나", asked=True) == ("KR", "CN")


BUILDINGS = [
    ("held in building B floor 3", "B"),
    ("i work in building c", "C"),
    ("Tower 3, floor 15", "3"),
    ("B동 3층 301호", "B"),
    ("在A栋3楼412", "A"),
    ("3号楼 5层", "3"),
    ("อยู่ตึก B ชั้น 3", "B"),
    ("ở tòa nhà B tầng 5", "B"),
    ("នៅអគារ B", "B"),
    ("gedung 3 lantai 2", "3"),
    ("здание 5, этаж 2", "5"),
]


def _of(words: str, detail: Detail) -> list[str]:
    return [one.value.reveal() for one in details_in(words, hear(words), (), False) if one.detail is detail]


@pytest.mark.parametrize(("words", "building"), BUILDINGS)
def test_a_building_is_found_by_letter_and_by_number(words: str, building: str) -> None:
    assert _of(words, Detail.BUILDING) == [building]
    assert building not in _of(words, Detail.ROOM)


@pytest.mark.parametrize("words", ["they are building a wall", "a tower", "we build 3 sites", "blocked 3 times"])
def test_other_words_are_no_building(words: str) -> None:
    assert _of(words, Detail.BUILDING) == []


@pytest.mark.parametrize(
    ("words", "sex"),
    [
        *(("my daughter is held", "female"), ("my son is held", "male"), ("저는 여자예요", "female")),
        *(("我儿子被关", "male"), ("con gái tôi", "female"), ("mi hermano", "male"), ("مھ", None)),
    ],
)
def test_of_whom_somebody_writes_tells_the_sex(words: str, sex: str | None) -> None:
    assert _of(words, Detail.SEX) == ([sex] if sex else [])


@pytest.mark.parametrize(
    ("detail", "written", "kept"),
    [
        *((Detail.NATION, "Vietnam", "VN"), (Detail.NATION, "vn", "VN"), (Detail.NATION, "Atlantis", "Atlantis")),
        *((Detail.SEX, "F", "female"), (Detail.SEX, "남", "male"), (Detail.SEX, "unsure", "unsure")),
        (Detail.ROOM, "412", "412"),
    ],
)
def test_what_an_officer_writes_is_kept_as_it_is_found_in_words(detail: Detail, written: str, kept: str) -> None:
    assert as_kept(detail, written) == kept
