"""What a command lacks is offered as buttons, and the presses lead to the same previews as typing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.domain.effects import Choice, Effect, ShowRoster, Tell
from bot.domain.events import CommandGiven
from bot.domain.ids import DAY, HOUR, MINUTE, ChatId, DeskId, Instant, OfficerId
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster_sheet import Extent
from bot.domain.spans import LONGEST, Span, is_time, span_of, stamped
from handlers.render import render
from tests.handlers.updates import WORDS
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
        assert keys(await _presses(desk, "on_duty", Deed.OFF, choice.words))[0] == "preview.off"


async def test_a_swap_by_three_taps_and_a_fourth_asks_the_other(desk: AtDesk) -> None:
    mine = _asked(await desk.commands("on_duty", Deed.SWAP, ""), "choose.swap")
    with_whom = _asked(await _presses(desk, "on_duty", Deed.SWAP, mine[0].words), "choose.swap")
    assert "On_Duty" not in [one.label.reveal() for one in with_whom]
    other = next(one for one in with_whom if one.label.reveal() == "Backup")
    theirs = _asked(await _presses(desk, "on_duty", Deed.SWAP, other.words), "choose.swap")
    told = await _presses(desk, "on_duty", Deed.SWAP, theirs[0].words)
    assert keys(told) == ["preview.ask_swap"]
    (preview,) = [one for one in told if isinstance(one, Tell)]
    assert "swap.wanted" in keys(await desk.presses("on_duty", preview))


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
    assert keys(await _presses(desk, "admin", Deed.PERSON, pause.words)) == ["preview.person", "warn.gaps"]


async def test_what_is_offered_of_a_person_fits_how_they_are(desk: AtDesk) -> None:
    whose = _asked(await desk.commands("admin", Deed.PERSON, "at Cambodia"), "choose.person")
    for name, offered in (
        ("Paused", ["choice.resume", "choice.supervisor", "choice.remove"]),
        ("Supervisor", ["choice.pause", "choice.officer", "choice.remove"]),
    ):
        who = next(one for one in whose if one.label.reveal() == name)
        what = _asked(await _presses(desk, "admin", Deed.PERSON, who.words), "choose.person")
        assert [one.key for one in what] == offered
        for choice in what:
            assert keys(await _presses(desk, "admin", Deed.PERSON, choice.words))[0] == "preview.person"


async def test_everybody_of_a_large_desk_can_be_tapped(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        one = await ledger.officers.load(OfficerId("backup"))
        for number in range(14):
            more = replace(one, id=OfficerId(f"more-{number:02}"), name=Private(f"More {number}"), chat=None)
            await ledger.officers.invite(more, Private(f"join-{number}"))
    whose = _asked(await desk.commands("admin", Deed.PERSON, "at Cambodia"), "choose.person")
    assert len(whose) == 20


async def test_the_rules_of_a_desk_by_taps(desk: AtDesk) -> None:
    what = _asked(await desk.commands("admin", Deed.DESK, "at Laos"), "choose.desk")
    assert [one.key for one in what][:2] == ["choice.hours", "choice.language"]
    hours = _asked(await _presses(desk, "admin", Deed.DESK, what[0].words), "choose.desk")
    told = [key for one in hours for key in keys(await _presses(desk, "admin", Deed.DESK, one.words))]
    assert told == ["preview.hours"] * 3 + ["preview.hours_always"]
    tongues = _asked(await _presses(desk, "admin", Deed.DESK, what[1].words), "choose.desk")
    told = [key for one in tongues for key in keys(await _presses(desk, "admin", Deed.DESK, one.words))]
    assert told == ["desk.already", "preview.desk_again"]
    for rule in what[2:]:
        assert keys(await _presses(desk, "admin", Deed.DESK, rule.words)) == ["preview.rule"]


async def test_the_first_desk_which_is_open_always_is_offered_no_hours(desk: AtDesk) -> None:
    what = _asked(await desk.commands("admin", Deed.DESK, "at Cambodia"), "choose.desk")
    assert "choice.hours" not in [one.key for one in what]


async def test_a_desk_whose_group_is_lost_moves_to_a_new_group_by_a_tap(desk: AtDesk) -> None:
    origin = replace(desk.origin("admin", group=True), chat=Private(-1_000_000_000_888))
    told = await desk.happens(CommandGiven(origin, Deed.DESK, Private(""), Private("/desk")))
    (lost,) = _asked(told, "desk.usage")
    assert (lost.label.reveal(), lost.key) == ("Laos", "choice.bind")
    pressed = replace(origin, press="press-1")
    told = await desk.happens(CommandGiven(pressed, Deed.DESK, Private(lost.words), Private("")))
    assert keys(told) == ["preview.bind"]


async def test_where_a_desk_has_its_own_ladder_the_usual_one_is_a_tap_away(desk: AtDesk) -> None:
    (shown,) = [one for one in await desk.commands("admin", Deed.POLICY, "at Cambodia") if isinstance(one, Tell)]
    assert not shown.choices
    await desk.changes("admin", Deed.POLICY, "L3 0 duty, 30m everyone, again 30m at Cambodia")
    (usual,) = _asked(await desk.commands("admin", Deed.POLICY, "at Cambodia"), "policy.shown")
    assert (usual.label.reveal(), usual.key) == ("L3", "choice.usual")
    assert keys(await _presses(desk, "admin", Deed.POLICY, usual.words)) == ["preview.policy"]


async def test_which_cases_are_a_desks_by_a_tap(desk: AtDesk) -> None:
    await desk.changes("admin", Deed.ROUTE, "country KH at Laos")
    asked = _asked(await desk.commands("admin", Deed.ROUTE, "at Laos"), "route.shown")
    assert "country:KH" not in [one.key for one in asked], "that it has"
    assert asked[-1].key == "choice.none"
    for choice in asked:
        assert keys(await _presses(desk, "admin", Deed.ROUTE, choice.words)) == ["preview.route"]


@pytest.mark.parametrize("deed", [Deed.OFF, Deed.SWAP, Deed.PERSON, Deed.DRILL])
async def test_who_may_not_is_offered_nothing(desk: AtDesk, deed: Deed) -> None:
    for who in ("stranger", "paused"):
        told = [one for one in await desk.commands(who, deed, "") if isinstance(one, Tell)]
        assert not any(one.choices for one in told)


@pytest.mark.parametrize("deed", [Deed.SHIFT, Deed.PERSON, Deed.ROTATE, Deed.DRILL, Deed.DESK, Deed.POLICY])
async def test_where_it_is_unclear_which_desk_the_desks_are_offered(desk: AtDesk, deed: Deed) -> None:
    asked = _asked(await desk.commands("admin", deed, ""), "desk.which")
    assert [one.label.reveal() for one in asked] == ["Cambodia", "Laos"]
    (told,) = [one for one in await _presses(desk, "admin", deed, asked[0].words) if isinstance(one, Tell)]
    assert told.key in (f"choose.{deed.value}", f"{deed.value}.shown")


async def test_the_desk_that_was_asked_for_keeps_what_was_said(desk: AtDesk) -> None:
    asked = _asked(await desk.commands("admin", Deed.ROSTER, "month dark"), "desk.which")
    pressed = await _presses(desk, "admin", Deed.ROSTER, asked[1].words)
    (shown,) = [one for one in pressed if isinstance(one, ShowRoster)]
    assert (shown.desk, shown.period, shown.dark) == (DeskId("other"), Extent.MONTH, True)
    asked = _asked(await desk.commands("admin", Deed.DESK, "hours 08:30-20:00 on mon-fri"), "desk.which")
    assert keys(await _presses(desk, "admin", Deed.DESK, asked[1].words)) == ["preview.hours"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ko", ["캄보디아", "한국어", "월-금 08:00-20:00", "08:00-20:00", "L1 기본값으로"]),
        ("en", ["Cambodia", "한국어", "08:00-20:00 on Mon-Fri", "08:00-20:00", "L1 as usual again"]),
    ],
)
def test_a_choice_is_in_the_readers_language_and_comes_back_as_it_was(language: str, shown: list[str]) -> None:
    choices = (
        Choice("country KH", key="country:KH"),
        Choice("language ko", key="tongue:ko"),
        Choice("hours mon-fri 08:00-20:00", key="hours:mon-fri 8-20"),
        Choice("hours 8-20", key="hours:8-20"),
        Choice("L1 usual", Private("L1"), "choice.usual"),
    )
    reader = Chat(ChatId("c"), Private(7), ChatKind.PRIVATE, language, NOW)
    (call,) = render(
        Tell(reader.id, "choose.desk", chooses=Deed.DESK, choices=choices), None, reader, WORDS, False
    ).calls
    markup = call.arguments["reply_markup"]
    assert isinstance(markup, InlineKeyboardMarkup)
    buttons = [one for (one,) in markup.inline_keyboard]
    assert [one.text for one in buttons] == shown
    assert [str(one.callback_data).partition("d:desk:")[2] for one in buttons] == [one.words for one in choices]


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
