"""What the police form asks for: which of its items are there, and what goes onto the paper."""

from itertools import count

import pytest

from bot.domain.card import Mark, summarise
from bot.domain.case import Case, CaseState
from bot.domain.facts import (
    Answered,
    Came,
    Detail,
    Door,
    Fact,
    FactValue,
    Located,
    Media,
    MediaKind,
    Noticed,
    Reachable,
    Replied,
    Said,
)
from bot.domain.ids import CaseId, ChatId, DeskId, FactId, Instant, OfficerId
from bot.domain.packet import Item, Packet, Row, compose, languages_of, ticks
from bot.domain.place import Fix, Flag, Place
from bot.domain.private import Private
from bot.domain.triage import Level

NOW = Instant(1_795_867_200_000)
SIHANOUKVILLE = Place(Private(10.60932), Private(103.52958), Fix.PIN, 12.0)


def facts(*values: FactValue) -> list[Fact]:
    return [
        Fact(FactId(str(n)), CaseId("c"), Instant(NOW + n), value)
        for n, value in zip(count(1), values, strict=False)
    ]


def case() -> Case:
    states = (Level.L1, (), CaseState.ACCEPTED, NOW, NOW)
    return Case(CaseId("c"), "KH-4F7Q", DeskId("d"), ChatId("r"), *states)


def packet(*values: FactValue, told: bool = False) -> Packet:
    return compose(case(), facts(*values), "Asia/Seoul", NOW, told)


def noticed(detail: Detail, value: str) -> Noticed:
    return Noticed(detail, Private(value))


def shown(rows: tuple[Row, ...]) -> dict[Detail, list[str]]:
    return {row.detail: [value.reveal() for value in row.values] for row in rows}


def there(*values: FactValue, seen: frozenset[Item] = frozenset()) -> set[Item]:
    return {item for item, is_there in ticks(summarise(facts(*values)), seen).items() if is_there}


def test_of_nothing_all_six_items_are_missing() -> None:
    assert there() == set()
    assert list(ticks(summarise([]))) == list(Item)
    assert len(Item) == 6


def test_a_pin_is_the_location_and_a_town_that_was_named_is_not() -> None:
    town = Place(Private(10.60932), Private(103.52958), Fix.NAMED, 5_000.0)
    photo = Place(Private(10.60932), Private(103.52958), Fix.PHOTO)
    unsure = Place(Private(25.2), Private(55.3), Fix.TYPED, None, (Flag.ORDER_UNCERTAIN,))
    korea = Place(Private(37.5), Private(127.0), Fix.LINK, None, (Flag.IN_KOREA,))
    assert there(Located(SIHANOUKVILLE)) == {Item.LOCATION}
    for doubtful in (town, photo, unsure, korea):
        assert there(Located(doubtful)) == set()


def test_a_room_takes_its_floor_too() -> None:
    assert there(noticed(Detail.ROOM, "1101")) == set()
    assert there(noticed(Detail.ROOM, "1101"), noticed(Detail.FLOOR, "10")) == {Item.ROOM}


@pytest.mark.parametrize(
    "fact",
    [
        noticed(Detail.PHONE, "+82 10-0000-0001"),
        noticed(Detail.HANDLE, "LINE mina"),
        noticed(Detail.EMAIL, "mina@example.org"),
        Reachable(Private("+82 10-0000-0001"), Private(""), own=True),
    ],
    ids=["phone in words", "messenger", "mail", "shared contact"],
)
def test_whatever_reaches_the_person_is_a_contact(fact: FactValue) -> None:
    assert there(fact) == {Item.CONTACT}


def test_a_building_alone_is_no_room_and_stands_on_the_paper() -> None:
    assert there(noticed(Detail.BUILDING, "B"), noticed(Detail.FLOOR, "10")) == set()
    assert shown(packet(noticed(Detail.BUILDING, "B")).inside) == {Detail.BUILDING: ["B"]}


def test_what_a_picture_shows_only_an_officer_knows() -> None:
    photo = Media(MediaKind.PHOTO, Private("f"), 1)
    assert there(photo, photo) == set()
    assert there(photo, seen=frozenset({Item.FACE_PHOTO})) == {Item.FACE_PHOTO}
    assert packet(photo, photo).pictures == 2


def test_the_point_is_written_in_every_notation() -> None:
    site = packet(Located(SIHANOUKVILLE)).site
    assert site is not None
    written = site.notations.reveal()
    assert written.decimal == "10.60932, 103.52958"
    assert written.dms == "10°36'33.6\"N 103°31'46.5\"E"
    assert written.mgrs == "48P US 39141 73162"
    assert written.plus.startswith("7P25JG5H+")
    assert written.geo == "geo:10.60932,103.52958"


def test_the_newest_place_counts_and_tells_the_country() -> None:
    old = Located(Place(Private(16.6889), Private(98.5089), Fix.PIN))
    made = packet(noticed(Detail.COUNTRY, "LA"), old, Located(SIHANOUKVILLE))
    assert made.site is not None
    assert made.site.place == SIHANOUKVILLE
    assert (made.country, made.place_zone) == ("KH", "Asia/Phnom_Penh")


def test_without_a_place_the_country_is_the_one_that_was_named() -> None:
    made = packet(noticed(Detail.COUNTRY, "KH"))
    assert (made.site, made.country, made.place_zone) == (None, "KH", "Asia/Seoul")
    assert packet().country == ""


def test_every_message_of_the_person_is_in_the_statement_and_none_of_ours() -> None:
    ours = Replied(OfficerId("o"), Private("we read you"), ChatId("c"), 1)
    many = [Said(Private(f"{n}"), n) for n in range(20)]
    statement = packet(*many, ours, Said(Private("last"), 21, edited=True)).statement
    assert [line.words.reveal() for line in statement] == [*map(str, range(20)), "last"]
    assert [line.edited for line in statement].count(True) == 1


def test_hours_are_told_by_both_clocks() -> None:
    reach = shown(
        packet(Located(SIHANOUKVILLE), noticed(Detail.HOURS, "03:00"), noticed(Detail.CHECKED, "22:00")).reach
    )
    assert reach == {Detail.HOURS: ["03:00 (Asia/Seoul 05:00)"], Detail.CHECKED: ["22:00 (Asia/Seoul 00:00)"]}


def test_whether_calls_are_possible_is_what_was_said_last() -> None:
    yes, no = noticed(Detail.CALLS_YES, "yes"), noticed(Detail.CALLS_NO, "yes")
    assert packet(yes, no).calls is Detail.CALLS_NO
    assert packet(no, yes).calls is Detail.CALLS_YES
    assert packet().calls is None


def test_a_number_that_was_shared_stands_before_one_found_in_words() -> None:
    own = Reachable(Private("+82 10-0000-0001"), Private("엄마"), own=False)
    reach = shown(packet(noticed(Detail.PHONE, "+855 10 000 002"), own).reach)
    assert reach[Detail.PHONE] == ["+82 10-0000-0001 엄마", "+855 10 000 002"]


def test_who_wants_no_name_passed_on_is_not_named() -> None:
    naming = (
        noticed(Detail.NAME, "Kim Mina"),
        noticed(Detail.PASSPORT, "M0000 0000"),
        noticed(Detail.AGE, "27"),
        Reachable(Private("+82 10-0000-0001"), Private("엄마"), own=False),
    )
    made = packet(*naming, Answered("unnamed", "yes"))
    assert made.withheld
    assert shown(made.person) == {Detail.AGE: ["27"]}
    assert shown(made.reach) == {}
    assert Detail.NAME in shown(packet(*naming).person)


def test_what_was_asked_of_the_desk_is_kept_in_sight() -> None:
    made = packet(Came(Door.OTHER), Answered("police", "no"), Answered("leave", "yes"))
    assert Mark.NO_POLICE in made.marks
    assert (made.door, made.told) == (Door.OTHER, False)
    assert ("leave", "yes") in made.answers
    assert packet(told=True).told


def test_nothing_of_it_shows_in_a_traceback() -> None:
    naming = (noticed(Detail.NAME, "canary-7f3a"), Reachable(Private("canary-7f3a"), Private(""), own=True))
    printed = repr(packet(Located(SIHANOUKVILLE), Said(Private("canary-7f3a"), 1), *naming))
    assert "canary" not in printed
    assert "10.6" not in printed
    assert "Sihanoukville" not in printed


@pytest.mark.parametrize(
    ("desk", "country", "languages"),
    [
        ("ko", "KH", ("ko", "en", "km")),
        ("en", "MM", ("en", "my")),
        ("ur", "AE", ("ur", "en")),
        ("ko", "KR", ("ko", "en")),
        ("ko", "", ("ko", "en")),
    ],
)
def test_labels_are_in_the_desks_language_english_and_the_countrys(
    desk: str, country: str, languages: tuple[str, ...]
) -> None:
    assert languages_of(desk, country) == languages
