"""Gaps that are over: what was decided and noted later changes nothing of them."""

from bot.domain.ids import HOUR, Instant, OfficerId
from bot.domain.past import JOINED, Word, able_by, uncovered
from bot.domain.roster import OffSet, RosterEvent, RotationSet, ShiftSet

HANA, DOYUN = OfficerId("hana"), OfficerId("doyun")
ALWAYS = RotationSet((HANA,), Instant(0), 1, "UTC")


def _at(hour: int) -> Instant:
    return Instant(hour * HOUR)


def _word(hour: int, officer: OfficerId, deed: str) -> Word:
    return Word(_at(hour), officer, deed)


def test_who_was_paused_for_a_while_left_a_gap_of_that_while() -> None:
    words = [_word(0, HANA, JOINED), _word(4, HANA, "person pause"), _word(6, HANA, "person resume")]
    able = able_by(words, {HANA: True})
    assert uncovered([(Instant(0), ALWAYS)], able, _at(0), _at(10)) == [(_at(4), _at(6))]


def test_a_removal_that_was_taken_back_is_none() -> None:
    words = [_word(0, HANA, JOINED), _word(4, HANA, "person remove"), _word(5, HANA, "person remove undone")]
    assert able_by(words, {HANA: True})[-1] == (_at(5), frozenset({HANA}))


def test_of_whom_nothing_is_noted_what_holds_now_held_always() -> None:
    assert able_by([], {HANA: True, DOYUN: False}) == [(Instant(0), frozenset({HANA}))]


def test_a_shift_that_is_set_afterwards_covers_nothing_and_an_absence_uncovers_nothing() -> None:
    able = able_by([], {HANA: True, DOYUN: True})
    away = (_at(2), OffSet(HANA, _at(2), _at(6)))
    late = (_at(5), ShiftSet(DOYUN, _at(0), _at(8)))
    later = (_at(9), OffSet(HANA, _at(0), _at(9)))
    decided: list[tuple[Instant, RosterEvent]] = [(Instant(0), ALWAYS), away, late, later]
    assert uncovered(decided, able, _at(0), _at(10)) == [(_at(2), _at(5))]
