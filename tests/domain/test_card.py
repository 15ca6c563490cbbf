"""What the desk sees of a case: the newest place, all of the person's words untouched, and whether they hid."""

from itertools import count

import pytest

from bot.domain.card import SHOWN, Mark, Towards, summarise
from bot.domain.facts import (
    Answered,
    Called,
    Came,
    Door,
    Fact,
    FactValue,
    FellSilent,
    Hid,
    Located,
    Media,
    MediaKind,
    Reachable,
    Replied,
    Said,
)
from bot.domain.ids import CaseId, ChatId, FactId, Instant, OfficerId
from bot.domain.place import Fix, Place, bearing
from bot.domain.private import Private

REPLY = Replied(OfficerId("o"), Private("we read you"), ChatId("c"), 1)


def facts(*values: FactValue) -> list[Fact]:
    return [
        Fact(FactId(str(n)), CaseId("c"), Instant(n), value) for n, value in zip(count(1), values, strict=False)
    ]


def at(latitude: float, longitude: float) -> Located:
    return Located(Place(Private(latitude), Private(longitude), Fix.PIN))


def said(words: str, edited: bool = False) -> Said:
    return Said(Private(words), 1, edited)


def test_of_nothing_nothing_is_claimed() -> None:
    empty = summarise([])
    assert (empty.door, empty.place, empty.place_at) == (None, None, None)
    assert not (empty.phone_given or empty.own_phone or empty.marks or empty.answers or empty.details)
    assert (empty.media, empty.lines, empty.left_out, empty.others, empty.pointers) == ((), (), 0, (), ())


def test_the_newest_place_is_shown_and_older_ones_are_counted() -> None:
    card = summarise(facts(at(10.1, 103.1), at(10.2, 103.2), at(10.2, 103.2), at(10.3, 103.3)))
    assert card.place == at(10.3, 103.3).place
    assert card.place_at == 4
    assert len(card.others) == 2


def test_a_place_that_comes_twice_is_one_place() -> None:
    assert summarise(facts(at(10.1, 103.1), at(10.1, 103.1))).others == ()


def test_words_stand_as_they_came_in_order_with_their_edits() -> None:
    card = summarise(facts(said("first"), REPLY, said("first!", edited=True), said("둘째")))
    assert [(line.words.reveal(), line.edited) for line in card.lines] == [
        ("first", False),
        ("first!", True),
        ("둘째", False),
    ]


def test_what_is_written_under_a_picture_is_words_too() -> None:
    photo = Media(MediaKind.PHOTO, Private("f"), 1, Private("the gate"))
    assert [line.words.reveal() for line in summarise(facts(photo)).lines] == ["the gate"]


def test_the_newest_words_are_shown_and_how_many_are_not_is_said() -> None:
    card = summarise(facts(*(said(str(n)) for n in range(SHOWN + 3))))
    assert [line.words.reveal() for line in card.lines] == [str(n) for n in range(3, SHOWN + 3)]
    assert card.left_out == 3


def test_hidden_is_said_until_the_person_does_something() -> None:
    assert Mark.HIDDEN in summarise(facts(said("x"), Hid())).marks
    assert Mark.HIDDEN in summarise(facts(said("x"), Hid(), REPLY)).marks
    assert Mark.HIDDEN not in summarise(facts(said("x"), Hid(), said("back"))).marks


@pytest.mark.parametrize("lapses", [(FellSilent(False),), (FellSilent(False), FellSilent(True))])
def test_who_hid_and_is_silent_is_still_not_to_be_written_to_first(lapses: tuple[FactValue, ...]) -> None:
    """A bug: a minute after Hide the card said no more that the chat was hidden."""
    assert {Mark.HIDDEN, Mark.PARTIAL} <= set(summarise(facts(said("x"), Hid(), *lapses)).marks)
    assert Mark.HIDDEN not in summarise(facts(said("x"), Hid(), *lapses, said("back"))).marks


def test_the_last_door_and_the_last_answer_count() -> None:
    card = summarise(facts(Came(Door.OTHER), Answered("danger", "no"), Came(Door.OUT), Answered("danger", "yes")))
    assert (card.door, card.answers) == (Door.OUT, (("danger", "yes"),))


def test_a_number_is_own_only_where_telegram_says_so() -> None:
    theirs = Reachable(Private("+82 10-0000-0001"), Private("엄마"), own=False)
    own = Reachable(Private("+82 10-0000-0002"), Private(""), own=True)
    assert (summarise(facts(theirs)).phone_given, summarise(facts(theirs)).own_phone) == (True, False)
    assert summarise(facts(own, theirs)).own_phone


def test_things_sent_are_counted_by_kind() -> None:
    photo, voice = Media(MediaKind.PHOTO, Private("a"), 1), Media(MediaKind.VOICE, Private("b"), 2)
    card = summarise(facts(voice, photo, Called(), photo))
    assert card.media == ((MediaKind.PHOTO, 2), (MediaKind.VOICE, 1))


def test_nothing_of_it_shows_in_a_traceback() -> None:
    card = summarise(facts(at(10.60931, 103.52962), said("canary-7f3a")))
    assert "canary" not in repr(card)
    assert "10.6" not in repr(card)


def live(minute: int, latitude: float, longitude: float) -> Fact:
    place = Place(Private(latitude), Private(longitude), Fix.LIVE)
    return Fact(FactId(str(minute)), CaseId("c"), Instant(minute * 60_000), Located(place, 7))


def test_of_a_live_place_that_moves_the_card_knows_how_fast_and_where_to() -> None:
    points = [live(0, 11.0798, 106.1496), live(1, 11.0801, 106.1374), live(3, 11.0812, 106.1130)]
    track = summarise(points).track
    assert track is not None
    assert track.speed is not None
    assert (track.points, track.speed.towards) == (3, Towards.WEST)
    assert 75 <= track.speed.kmh <= 85


def test_a_phone_that_lies_still_and_a_fix_that_jumps_have_no_speed() -> None:
    assert summarise([live(0, 11.0, 106.0), live(1, 11.0, 106.00001)]).track is not None
    for far in (106.00001, 107.0):
        track = summarise([live(0, 11.0, 106.0), live(1, 11.0, far)]).track
        assert track is not None
        assert track.speed is None


@pytest.mark.parametrize(
    ("north", "east", "towards"), [(1, 0, 0), (1, 1, 45), (0, 1, 90), (-1, 0, 180), (0, -1, 270)]
)
def test_a_bearing_is_by_the_compass(north: float, east: float, towards: float) -> None:
    one, other = (
        Place(Private(0.5), Private(100.0), Fix.PIN),
        Place(Private(0.5 + north), Private(100.0 + east), Fix.PIN),
    )
    assert abs(bearing(one, other) - towards) < 1
