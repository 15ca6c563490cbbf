"""What stands on a requester's screen, in every language: short, few buttons, always a way to hide."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.conversation.engine import asks, money_shown, screen, turn
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain.case import Case, CaseState
from bot.domain.facts import Said
from bot.domain.ids import CaseId, ChatId, Instant, OfficerId
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from bot.domain.triage import UNKNOWN
from handlers.calls import Call
from handlers.catalogue import load_catalogue
from handlers.render_screen import render_screen
from handlers.views import ScreenView
from tests.conversation.inputs import EVERY

WORDS = load_catalogue()
KEPT = Case(
    id=CaseId("c"),
    code="K7M2",
    desk=None,
    requester=ChatId("r"),
    level=UNKNOWN.level,
    rules=UNKNOWN.rules,
    state=CaseState.NEW,
    opened_at=Instant(1),
    heard_at=Instant(1),
)
TAKEN_CASE = replace(KEPT, owner=OfficerId("kim"), state=CaseState.ACCEPTED)
STATES = [None, KEPT, replace(KEPT, delivered_at=Instant(2)), TAKEN_CASE]
SAID = Said(Private("blue tower"), 1)
ONE_OF_EACH = list({screen(session): session for session in EVERY}.values())
NAMES = {WORDS.own_name(one) for one in WORDS.languages}
ENDS = "?.!。？！।۔။។؟"  # noqa: RUF001
"""What ends a sentence."""
TIDY = {
    one: {WORDS.text("requester", one, f"gesture.{name}") for name in ("keep", "remove")}
    for one in WORDS.languages
}
"""What is offered beside the word that messages are removed, which waits a screen."""


def chat(language: str = "en", **more: Any) -> Chat:
    return Chat(ChatId("r"), Private(700_000_001), ChatKind.PRIVATE, language, Instant(1), **more)


def drawn(session: Session, language: str, case: Case | None = None, repeat: bool = False) -> dict[str, Any]:
    return dict(render_screen(ScreenView(session, case), chat(language), WORDS, repeat).calls[0].arguments)


def labels(markup: object) -> list[str]:
    match markup:
        case InlineKeyboardMarkup():
            return [button.text for row in markup.inline_keyboard for button in row]
        case ReplyKeyboardMarkup():
            return [button.text for row in markup.keyboard for button in row]
    return []


@pytest.mark.parametrize("language", WORDS.languages)
def test_at_most_200_characters_with_the_line_of_status(language: str) -> None:
    for session in ONE_OF_EACH:
        for case in STATES:
            for repeat in (False, True):
                assert 0 < len(drawn(session, language, case, repeat)["text"]) <= 200


@pytest.mark.parametrize("language", WORDS.languages)
def test_at_most_four_buttons_and_five_on_the_first_screen(language: str) -> None:
    for session in ONE_OF_EACH:
        shown = labels(drawn(session, language)["reply_markup"])
        # The names of the languages are a list, not a choice of what to do.
        acts = [label for label in shown if label not in NAMES] if session.view is View.LANGUAGES else shown
        assert len(acts) <= (5 if session.view is View.FIRST else 4)
        assert len(set(shown)) == len(shown)
        assert all(len(label) <= 24 for label in shown)


@pytest.mark.parametrize("language", WORDS.languages)
def test_hide_is_on_every_screen_but_the_cover(language: str) -> None:
    for session in ONE_OF_EACH:
        hide = WORDS.text("requester", language, "gesture.hide")
        assert (hide in labels(drawn(session, language)["reply_markup"])) is (session.view is not View.COVER)


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_first_screen_is_160_characters_at_most(language: str) -> None:
    assert len(drawn(Session(), language)["text"]) <= 160


@pytest.mark.parametrize("language", WORDS.languages)
def test_a_screen_asks_one_thing_in_two_sentences_at_most(language: str) -> None:
    for session in ONE_OF_EACH:
        if session.view is View.STEP:
            text = drawn(session, language)["text"]
            assert sum(text.count(end) for end in ENDS) <= 2


@pytest.mark.parametrize("language", WORDS.languages)
def test_invariant_8_the_cover_is_the_same_for_everybody(language: str) -> None:
    for case in STATES:
        covered = drawn(Session(view=View.COVER, cried=True), language, case)
        assert covered["text"] == WORDS.text("requester", language, "screen.cover")
        assert not covered["reply_markup"]


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_line_of_status_says_only_what_is_true(language: str) -> None:
    session = Session(view=View.DONE, cried=True)
    kept, with_desk, taken = (
        WORDS.text("requester", language, f"status.{name}") for name in ("kept", "with_desk", "taken")
    )
    firsts = [drawn(session, language, case)["text"].splitlines()[0] for case in STATES[1:]]
    assert firsts == [kept, with_desk, taken]
    assert len({kept, with_desk, taken}) == 3


@pytest.mark.parametrize("language", WORDS.languages)
def test_invariant_11_money_is_never_asked_for_and_who_is_taken_reads_so_once(language: str) -> None:
    """In every language: after the status that a person has it, above what is asked, and then no more."""
    for session in ONE_OF_EACH:
        line = WORDS.text("requester", language, "screen.money")
        if Advice.MONEY in session.advice:
            continue
        waiting = session.view in (View.STEP, View.DONE)
        text = drawn(session, language, TAKEN_CASE)["text"]
        assert (line in text) is (waiting or session.view is View.MONEY)
        if waiting:
            status, said, *asked = text.splitlines()
            assert (status, said) == (WORDS.text("requester", language, "status.taken"), line)
            assert bool(asked) is (asks(session) is not None)
            after = money_shown(session)
            if not asked:
                assert drawn(after, language, TAKEN_CASE)["text"] == text, "it stands until they write again"
            assert line not in drawn(turn(after, SAID).session, language, TAKEN_CASE)["text"]


@pytest.mark.parametrize("language", WORDS.languages)
def test_who_is_taken_is_still_asked_and_has_the_same_buttons(language: str) -> None:
    """Found at the drill: whoever had not said where they are lost the question, and the button for the place."""
    for session in ONE_OF_EACH:
        if asks(session) is not None and session.view is View.STEP:
            before, after = (drawn(session, language, case) for case in (KEPT, TAKEN_CASE))
            assert before["text"].splitlines()[-1] in after["text"]
            assert set(labels(before["reply_markup"])) - set(labels(after["reply_markup"])) <= TIDY[language]


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_first_screen_is_not_crowded_with_it(language: str) -> None:
    line = WORDS.text("requester", language, "screen.money")
    assert all(line not in drawn(Session(), language, case)["text"] for case in STATES)


def test_the_line_on_money_does_not_take_the_question_away_from_who_is_answering_it() -> None:
    asked = Session(view=View.STEP, asked=Topic.PLACE, cried=True)
    answered = turn(money_shown(asked), SAID).session
    assert Topic.PLACE in answered.known


def calls(session: Session, **more: Any) -> tuple[Call, ...]:
    return render_screen(ScreenView(session, None), chat(**more), WORDS, repeat=False).calls


def test_a_screen_that_is_the_newest_message_is_edited_and_rings_no_phone() -> None:
    (edit,) = calls(Session(view=View.DONE), screen=7, newest=7)
    assert edit.method == "edit_message_text"
    assert edit.arguments["message_id"] == 7


def test_a_screen_with_newer_messages_below_is_sent_anew_silently_and_the_old_one_goes() -> None:
    send, delete = calls(Session(view=View.DONE), screen=7, newest=9)
    assert (send.method, send.arguments["disable_notification"]) == ("send_message", True)
    assert (delete.method, delete.arguments["message_id"], delete.needed) == ("delete_message", 7, False)


def test_the_cover_goes_over_the_old_screen_where_it_stands() -> None:
    (edit,) = calls(Session(view=View.COVER), screen=7, newest=9)
    assert edit.method == "edit_message_text"


def test_the_cover_takes_a_keyboard_away() -> None:
    send, delete = calls(Session(view=View.COVER), screen=7, screen_keys=True, newest=7)
    assert isinstance(send.arguments["reply_markup"], ReplyKeyboardRemove)
    assert delete.arguments["message_id"] == 7


def test_only_a_key_of_the_keyboard_can_send_the_place() -> None:
    (send,) = calls(Session(view=View.SHARE_PLACE))
    keyboard = send.arguments["reply_markup"]
    assert isinstance(keyboard, ReplyKeyboardMarkup)
    assert [button.request_location for row in keyboard.keyboard for button in row] == [True, None]
    assert keyboard.one_time_keyboard


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_language_is_offered_in_its_own_name(language: str) -> None:
    shown = labels(drawn(Session(view=View.LANGUAGES), language)["reply_markup"])
    assert {WORDS.own_name(one) for one in WORDS.languages} <= set(shown)
