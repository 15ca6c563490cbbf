"""What is shown of a change can be typed back, and means the same."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.escalation import Ladder, NoLadder, Rung, Who, ladder_in, written
from bot.domain.ids import HOUR, MINUTE, SECOND, Instant, OfficerId
from bot.domain.roster import Layer, RotationSet
from bot.domain.routes import NoRoute, routes_in, routes_written
from bot.domain.spans import LONGEST, Span, span_of
from bot.domain.triage import Level
from bot.domain.turns import Turns, turns_in, weekly_in
from bot.domain.wall import instant_of, wall
from bot.domain.weekly import Weekly
from handlers.catalogue import load_catalogue
from handlers.rules_said import ladders_said, routes_said
from handlers.turn_words import hours_said, turns_said

NOW = Instant(round(datetime(2026, 11, 27, 3, 7, tzinfo=UTC).timestamp() * 1000))
WORDS = load_catalogue()
TONGUES = st.sampled_from(WORDS.desk_languages)
ZONES = st.sampled_from(["UTC", "Asia/Phnom_Penh", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns"])
HOURS = st.tuples(st.integers(0, 1_439), st.integers(0, 1_439)).filter(lambda one: one[0] != one[1])
LENGTHS = st.one_of(
    st.integers(1, 9_999),
    st.integers(1, 2_880).map(lambda one: one * 60),
    st.integers(1, 48).map(lambda one: one * 3_600),
)
"""In seconds: as so many seconds, minutes or hours, up to two days."""
DAYS = st.sets(st.integers(0, 6), max_size=6).map(lambda days: tuple(sorted(days)))


@given(
    ZONES,
    st.one_of(st.tuples(st.integers(1, 28), st.just(0)), st.tuples(st.just(1), st.integers(1, 28 * 24))),
    st.one_of(st.none(), HOURS),
    DAYS,
    st.sampled_from(Layer),
    st.integers(0, 1_439),
    TONGUES,
)
def test_turns(
    zone: str,
    length: tuple[int, int],
    hours: tuple[int, int] | None,
    days: tuple[int, ...],
    layer: Layer,
    start: int,
    tongue: str,
) -> None:
    officers = (OfficerId("hana"), OfficerId("doyun"))
    clock = f"{start // 60:02}:{start % 60:02}"
    made = RotationSet(officers, NOW, length[0], zone, length[1], layer, hours, days)
    first, *options = turns_said(made, tongue, WORDS).split(", ")
    read = turns_in(f"{first} hana doyun start {clock} {' '.join(options)}".split(), NOW, zone)
    assert isinstance(read, Turns)
    assert read.names == ("hana", "doyun")
    assert (read.days, read.hours_each) == length
    assert (read.layer, read.hours, read.weekdays) == (layer, hours, days)
    assert read.starts_at <= NOW
    assert f"{wall(read.starts_at, zone):%H:%M}" == clock


@given(
    st.lists(LENGTHS, max_size=6, unique=True).map(sorted),
    st.lists(st.sampled_from([one for one in Who if one is not Who.EVERYONE]), min_size=7, max_size=7),
    LENGTHS,
    LENGTHS,
    st.sampled_from(Level),
    TONGUES,
)
def test_ladders(seconds: list[int], who: list[Who], again: int, answer: int, level: Level, tongue: str) -> None:
    times = [0, *seconds]
    rungs = tuple(Rung(at * SECOND, one) for at, one in zip(times[:-1], who, strict=False))
    made = Ladder((*rungs, Rung(times[-1] * SECOND, Who.EVERYONE)), again * SECOND, answer * SECOND)
    read = ladder_in(written(made), level)
    assert read == made or (read is NoLadder.SLOW and level is Level.L1)
    shown = ladders_said(f"{level.value}: {written(made)}", tongue, WORDS).removeprefix(f"{level.value}: ")
    assert ladder_in(shown, level) == read


@given(ZONES, st.one_of(st.none(), HOURS), DAYS, TONGUES)
def test_hours_of_a_desk(zone: str, hours: tuple[int, int] | None, days: tuple[int, ...], tongue: str) -> None:
    made = Weekly(zone, hours, days)
    shown = WORDS.text("desk", tongue, "choice.always") if made.always else hours_said(made, tongue, WORDS)
    assert weekly_in(shown.split(), zone) == made


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["country:KH", "country:MM", "nation:KR", "nation:VN"]),
            st.sampled_from(["province:KH/Preah Sihanouk", "province:MM/Kayin", "province:LA/Bokeo"]),
        ),
        min_size=1,
        unique=True,
    ),
    TONGUES,
)
def test_routes(routes: list[str], tongue: str) -> None:
    read = routes_in(routes_written(routes))
    assert not isinstance(read, NoRoute)
    assert set(read) == set(routes)
    shown = routes_in(routes_said(routes_written(routes), tongue, WORDS))
    assert not isinstance(shown, NoRoute)
    assert set(shown) == set(routes)
    assert routes_in(f"{routes_written(routes)}; planet Mars") == NoRoute()


@given(ZONES, st.integers(0, 300 * 24 * 60), st.integers(1, 24 * 60))
def test_a_span_of_up_to_a_day(zone: str, ahead: int, length: int) -> None:
    begins = wall(Instant(NOW + 2 * 24 * HOUR + ahead * MINUTE), zone).replace(second=0, microsecond=0)
    ends = wall(Instant(instant_of(begins) + length * MINUTE), zone)
    span = Span(instant_of(begins), instant_of(ends))
    # An hour that comes twice, or never, is not written clearly by any clock.
    assume(begins.utcoffset() == ends.utcoffset() and begins.fold == ends.fold == 0)
    for text in (
        f"{begins:%Y-%m-%d} {begins:%H:%M}-{ends:%H:%M}",
        f"{begins:%H:%M}-{ends:%H:%M} {begins:%Y-%m-%d}",
        f"{begins:%Y-%m-%d} {begins:%H:%M} {ends:%H:%M}",
    ):
        assert span_of(text.split(), NOW, zone) == span, text


@given(st.integers(1, LONGEST * 24))
def test_a_length_from_now(hours: int) -> None:
    assert span_of([f"+{hours}h"], NOW, "UTC") == Span(NOW, Instant(NOW + hours * HOUR)) or hours > 999
