"""Little rest and long stretches are found, and shares add up; held against a count hour by hour."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import HOUR, Instant, OfficerId
from bot.domain.rest import Strain, Strained, hours_of, strained
from bot.domain.roster import Stretch

A, B = OfficerId("a"), OfficerId("b")


def _spans(who: Sequence[OfficerId | None]) -> list[Stretch]:
    """As `Roster.spans` cuts hours of which each is somebody's, or nobody's."""
    cut = list[Stretch]()
    for hour, officer in enumerate(who):
        begin, end = Instant(hour * HOUR), Instant((hour + 1) * HOUR)
        if cut and cut[-1][2] == officer:
            cut[-1] = (cut[-1][0], end, officer)
        else:
            cut.append((begin, end, officer))
    return cut


def test_who_comes_back_after_eight_hours_rests_too_little() -> None:
    found = strained(_spans([A] * 8 + [B] * 8 + [A] * 8))
    assert found == [Strained(A, Strain.SHORT_REST, Instant(16 * HOUR), 8 * HOUR)]


def test_eleven_hours_of_rest_are_enough_and_a_day_is_no_long_stretch() -> None:
    assert strained(_spans([A] * 24 + [B] * 11 + [A])) == []
    (found,) = strained(_spans([A] * 25))
    assert (found.strain, found.lasts) == (Strain.LONG_STRETCH, 25 * HOUR)


@given(st.lists(st.sampled_from([A, B, None]), max_size=80))
def test_every_return_is_counted_hour_by_hour(who: list[OfficerId | None]) -> None:
    short = {(one.officer, one.at // HOUR) for one in strained(_spans(who)) if one.strain is Strain.SHORT_REST}
    for hour, officer in enumerate(who):
        if officer is None or not hour or who[hour - 1] == officer:
            continue
        back = next((ago for ago in range(1, hour + 1) if who[hour - ago] == officer), None)
        assert ((officer, hour) in short) is (back is not None and back - 1 < 11)


@given(st.lists(st.sampled_from([A, B, None]), max_size=80))
def test_shares_add_up(who: list[OfficerId | None]) -> None:
    spans = _spans(who)
    assert hours_of(spans) == hours_of(spans, A) + hours_of(spans, B) == sum(one is not None for one in who)
