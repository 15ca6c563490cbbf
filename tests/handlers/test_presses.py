"""What stands behind buttons is ours only if it reads like ours; anything else is one harmless event."""

import json
from typing import get_args

import pytest
from babel import localedata
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import CallbackQuery, Update

from bot.conversation.flows import FLOWS
from bot.domain.events import (
    AnswerTapped,
    CaseTaken,
    CommandGiven,
    Event,
    Gesture,
    GestureMade,
    LanguageChosen,
    PressNotKnown,
    ProposalAnswered,
)
from bot.domain.ids import ProposalId
from bot.domain.roles import Deed
from bot.world import ChanceDice
from handlers.presses import (
    answer_press,
    choice_press,
    gesture_press,
    language_press,
    proposal_press,
    read_press,
    take_press,
)
from tests.domain.chance import soon, texts
from tests.handlers.updates import RECEIVED, pressed


def query(content: str) -> CallbackQuery:
    made = Update.de_json(json.loads(json.dumps(pressed(content))), None).callback_query
    assert made is not None
    return made


def read(content: str) -> Event | None:
    return read_press(query(content), RECEIVED)


_like_ours = st.builds(":".join, st.lists(st.sampled_from(["g", "a", "l", "t", "p", "sos", "yes", "", "가"])))


@soon
@given(st.one_of(texts, _like_ours))
@example("")
@example(":" * 64)
@example("g:SOS")
@example("p:x:maybe")
@example("g:sos:sos")
def test_any_content_is_an_event_and_none_is_an_error(content: str) -> None:
    known = (GestureMade, AnswerTapped, LanguageChosen, CaseTaken, ProposalAnswered, PressNotKnown)
    assert isinstance(read(content), known)


@pytest.mark.parametrize(
    "content",
    ["", "g", "g:", "g:SOS", "g:fly", "g:sos:1", "a:danger", "a", "l", "t", "p:x", "p:x:maybe", "x:1", "😀"],
)
def test_what_we_did_not_write_is_not_known(content: str) -> None:
    assert isinstance(read(content), PressNotKnown)


def test_what_we_wrote_reads_back() -> None:
    proposal = ProposalId(ChanceDice().token(8))
    code = ChanceDice().code()
    made = read(answer_press("danger", "yes"))
    assert isinstance(made, AnswerTapped)
    assert (made.step, made.answer) == ("danger", "yes")
    for gesture in Gesture:
        seen = read(gesture_press(gesture))
        assert isinstance(seen, GestureMade)
        assert seen.gesture is gesture
    taken = read(take_press(code))
    assert isinstance(taken, CaseTaken)
    assert taken.code == code
    for accepted in (True, False):
        answered = read(proposal_press(proposal, accepted))
        assert isinstance(answered, ProposalAnswered)
        assert (answered.proposal, answered.accepted) == (proposal, accepted)
    chosen = read(language_press("zh_Hant"))
    assert isinstance(chosen, LanguageChosen)
    assert chosen.language == "zh_Hant"


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    behind = [gesture_press(gesture) for gesture in Gesture]
    behind += [
        answer_press(step.topic.value, option)
        for flow in FLOWS.values()
        for step in flow.steps
        for option in step.options
    ]
    behind += [language_press(language) for language in localedata.locale_identifiers()]
    behind += [take_press(ChanceDice().code()), proposal_press(ProposalId(ChanceDice().token(8)), False)]
    assert all(1 <= len(one.encode()) <= 64 for one in behind)
    assert len(get_args(Event)) > 0


@pytest.mark.parametrize("words", ["", "hours 08:30-20:00 on mon-fri at #abc", "~a1.2 #b", "month dark at #가"])
def test_the_words_behind_a_choice_come_back_as_they_were(words: str) -> None:
    event = read(choice_press(Deed.DESK, words))
    assert isinstance(event, CommandGiven)
    assert (event.deed, event.arguments.reveal()) == (Deed.DESK, words)


def test_only_what_is_offered_by_buttons_is_a_command_by_a_button() -> None:
    assert isinstance(read("d:confirm:"), PressNotKnown)
    assert isinstance(read("d:close:K7M2 found"), PressNotKnown)
