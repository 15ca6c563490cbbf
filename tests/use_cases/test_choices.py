"""What a command lacks is offered as buttons, and the presses lead to the same previews as typing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.effects import Choice, Effect, Tell
from bot.domain.events import CommandGiven
from bot.domain.ids import DAY, HOUR, MINUTE, Instant
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.spans import LONGEST, Span, is_time, span_of, stamped
from tests.use_cases.desk import AtDesk, at_desk, keys

NOW = Instant(1_795_867_200_000)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def _asked(effects: list[Effect], key: str) -> tuple[Choice, ...]:
    (told,) = [one for one in effects if isinstance(one, Tell) and one.key == key]
    assert told.choices
    return told.choices


async def _presses(desk: AtDesk, who: str, deed: Deed, words: str) -> list[Effect]:
    return await desk.happens(CommandGiven(desk.origin(who, press=True), deed, Private(words), Private("")))


@pytest.mark.parametrize(
    ("who", "deed", "key"),
    [
        ("on_duty", Deed.OFF, "choose.off"),
        ("on_duty", Deed.TAKE, "choose.take"),
        ("on_duty", Deed.COVER, "choose.cover"),
        ("on_duty", Deed.SWAP, "choose.swap"),
        ("admin", Deed.SHIFT, "choose.shift"),
        ("admin", Deed.PERSON, "choose.person"),
        ("admin", Deed.ROTATE, "choose.rotate"),
        ("admin", Deed.DRILL, "choose.drill"),
    ],
)
async def test_a_command_without_words_asks_by_buttons_that_fit_behind_a_button(
    desk: AtDesk, who: str, deed: Deed, key: str
) -> None:
    before = await desk.standing()
    for choice in _asked(await desk.commands(who, deed, "at Cambodia" if who == "admin" else ""), key):
        assert len(f"d:{deed.value}:{choice.words}".encode()) <= 64
        assert choice.key or choice.label.reveal() or choice.span
    assert await desk.standing() == before, "nothing is applied by asking"


async def test_every_choice_for_being_away_leads_to_its_preview(desk: AtDesk) -> None:
    for choice in _asked(await desk.commands("on_duty", Deed.OFF, ""), "choose.off"):
        assert keys(await _presses(desk, "on_duty", Deed.OFF, choice.words)) == ["preview.off"]


async def test_a_swap_by_three_taps_asks_the_other(desk: AtDesk) -> None:
    mine = _asked(await desk.commands("on_duty", Deed.SWAP, ""), "choose.swap")
    with_whom = _asked(await _presses(desk, "on_duty", Deed.SWAP, mine[0].words), "choose.swap")
    assert "On_Duty" not in [one.label.reveal() for one in with_whom]
    other = next(one for one in with_whom if one.label.reveal() == "Backup")
    theirs = _asked(await _presses(desk, "on_duty", Deed.SWAP, other.words), "choose.swap")
    told = await _presses(desk, "on_duty", Deed.SWAP, theirs[0].words)
    assert "swap.wanted" in keys(told)


async def test_a_shift_for_somebody_by_two_taps(desk: AtDesk) -> None:
    whose = _asked(await desk.commands("admin", Deed.SHIFT, "at Cambodia"), "choose.shift")
    backup = next(one for one in whose if one.label.reveal() == "Backup")
    when = _asked(await _presses(desk, "admin", Deed.SHIFT, backup.words), "choose.shift")
    for choice in when:
        assert keys(await _presses(desk, "admin", Deed.SHIFT, choice.words)) == ["preview.shift"]


async def test_turns_for_everybody_by_one_tap(desk: AtDesk) -> None:
    for choice in _asked(await desk.commands("admin", Deed.ROTATE, "at Cambodia"), "choose.rotate"):
        (shown,) = [
            one for one in await _presses(desk, "admin", Deed.ROTATE, choice.words) if isinstance(one, Tell)
        ]
        assert shown.key == "preview.rotate"
        assert "Backup" in dict(shown.blanks)["name"].reveal()
        assert "Paused" not in dict(shown.blanks)["name"].reveal()


async def test_somebody_is_paused_by_two_taps(desk: AtDesk) -> None:
    whose = _asked(await desk.commands("admin", Deed.PERSON, "at Cambodia"), "choose.person")
    backup = next(one for one in whose if one.label.reveal() == "Backup")
    what = _asked(await _presses(desk, "admin", Deed.PERSON, backup.words), "choose.person")
    pause = next(one for one in what if one.key == "choice.pause")
    assert keys(await _presses(desk, "admin", Deed.PERSON, pause.words)) == ["preview.person"]


@pytest.mark.parametrize("deed", [Deed.OFF, Deed.SWAP, Deed.PERSON, Deed.DRILL])
async def test_who_may_not_is_offered_nothing(desk: AtDesk, deed: Deed) -> None:
    for who in ("stranger", "paused"):
        told = [one for one in await desk.commands(who, deed, "") if isinstance(one, Tell)]
        assert not any(one.choices for one in told)


async def test_where_it_is_unclear_which_desk_the_command_says_so(desk: AtDesk) -> None:
    assert keys(await desk.commands("admin", Deed.SHIFT, "")) == ["desk.which"]


@given(st.integers(0, 3_000_000), st.integers(1, LONGEST * 24 * 60))
def test_a_span_behind_a_button_is_read_as_it_was(begin: int, length: int) -> None:
    begins = Instant(NOW // MINUTE * MINUTE + begin * MINUTE)
    ends = Instant(begins + length * MINUTE)
    word = stamped(begins, ends)
    assert is_time(word)
    assert len(word) <= 13
    assert span_of([word], NOW, "UTC") == Span(begins, ends)


@pytest.mark.parametrize("word", ["~", "~0.0", "~zzzzzzz.zzzzz", "~1.1", "~hszq8", "~hszq8.k0.1"])
def test_what_is_not_ours_behind_a_button_is_no_span(word: str) -> None:
    assert not isinstance(span_of([word], NOW, "UTC"), Span)


def test_a_span_that_is_no_whole_minutes_reaches_into_nobody_elses() -> None:
    begins, ends = Instant(NOW + 1), Instant(NOW + DAY + HOUR + 1)
    assert span_of([stamped(begins, ends)], NOW, "UTC") == Span(Instant(NOW + MINUTE), Instant(NOW + DAY + HOUR))
