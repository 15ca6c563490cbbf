"""A flood is folded; a burst is not; and what could be a first cry or a new place never is."""

from bot.domain.facts import Called, Fact, FactValue, Located, Media, MediaKind, Reachable, Said
from bot.domain.floods import MANY, WITHIN, flood_in, is_folded
from bot.domain.ids import CaseId, FactId, Instant
from bot.domain.place import Fix, Place
from bot.domain.private import Private


def said(count: int, apart: int) -> list[Fact]:
    words = Said(Private("x"), 1)
    return [Fact(FactId(str(n)), CaseId("c"), Instant(n * apart), words) for n in range(count)]


def test_so_many_messages_at_once_are_a_flood_and_a_burst_is_none() -> None:
    assert flood_in(said(MANY, 1_000)) == 0
    assert flood_in(said(MANY + 1, 1_000)) == MANY + 1
    assert flood_in([]) == 0


def test_the_same_number_over_hours_is_none() -> None:
    assert flood_in(said(10 * MANY, WITHIN // 10)) == 0


def test_places_contacts_and_calls_are_never_folded() -> None:
    place = Located(Place(Private(10.6), Private(103.5), Fix.PIN))
    things: list[FactValue] = [place, Reachable(Private("1"), Private(""), True), Called()]
    assert not any(is_folded(thing) for thing in things)
    folded: list[FactValue] = [Said(Private("x"), 1), Media(MediaKind.PHOTO, Private("f"), 1)]
    assert all(is_folded(thing) for thing in folded)
