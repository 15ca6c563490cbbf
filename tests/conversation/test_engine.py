"""The intake, turn by turn: nothing is lost, nothing is a dead end, and one can hide at any moment."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.engine import Answer, Input, asks, current, screen, turn
from bot.conversation.flows import FLOWS
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain.events import Gesture
from bot.domain.facts import Answered, Called, Came, Door, Hid, Located, Said
from bot.domain.place import Fix
from bot.domain.private import Private
from tests.conversation.inputs import BUTTONS, EVERY, PIN, answers, inputs, seen, sessions, things
from tests.domain.chance import soon


def said(text: str) -> Said:
    return Said(Private(text), 1)


@soon
@given(sessions(), inputs)
def test_no_input_is_too_strange_in_any_state(session: Session, heard: Input) -> None:
    after = turn(session, heard).session
    assert screen(after) == screen(after)
    if heard is not Gesture.BACK:
        assert after.settled() >= session.settled()
    assert after.cried >= session.cried


@soon
@given(sessions(), things)
def test_invariant_6_whatever_is_sent_is_kept_as_it_came_at_any_step(session: Session, heard: Input) -> None:
    taken = turn(session, heard)
    assert heard in taken.facts
    assert taken.session.cried


@soon
@given(sessions(), st.sampled_from(BUTTONS))
def test_a_tapped_answer_is_kept_at_any_step(session: Session, heard: Answer) -> None:
    taken = turn(session, heard)
    doors = {"out": "followed", "risk": "pressed"}
    step = doors.get(session.flow, heard.step) if heard.step == "danger" else heard.step
    assert taken.facts[0] == Answered(step, heard.answer)
    # That it is for somebody else leads to asking who one is to them.
    assert Topic(heard.step) in taken.session.known or heard == Answer("reporter", "other")


@soon
@given(sessions(), answers)
def test_a_button_that_we_never_offered_changes_nothing(session: Session, heard: Answer) -> None:
    if heard not in BUTTONS:
        taken = turn(session, heard)
        assert (taken.session, taken.facts) == (session, ())


@soon
@given(sessions())
def test_hide_covers_the_screen_in_any_state(session: Session) -> None:
    taken = turn(session, Gesture.HIDE)
    assert taken.session.view is View.COVER
    assert screen(taken.session).text == "cover"
    assert taken.facts == ((Hid(),) if session.cried else ())


@soon
@given(sessions())
def test_the_cover_asks_nothing_and_shows_no_button(session: Session) -> None:
    covered = screen(turn(session, Gesture.HIDE).session)
    assert not (covered.options or covered.gestures or covered.languages or covered.keys or covered.says_status)


@soon
@given(sessions())
def test_invariant_6_sos_calls_in_any_state(session: Session) -> None:
    taken = turn(session, Gesture.SOS)
    assert Called() in taken.facts
    assert taken.session.cried


@soon
@given(sessions(), things)
def test_after_hiding_any_words_or_things_go_on_where_it_stopped(session: Session, heard: Input) -> None:
    covered = turn(session, Gesture.HIDE).session
    taken = turn(covered, heard)
    assert taken.session.view in (View.STEP, View.DONE)
    assert heard in taken.facts
    assert turn(covered, Gesture.START).session.view is not View.COVER


def test_every_screen_but_the_cover_offers_to_hide() -> None:
    for session in EVERY:
        drawn = screen(session)
        offered = Gesture.HIDE in drawn.gestures or drawn.keys
        assert offered is (session.view is not View.COVER), session


@soon
@given(sessions())
def test_skipping_everything_ends(session: Session) -> None:
    for _ in Topic:
        session = turn(session, Gesture.SKIP).session
    assert session.view is View.DONE
    assert screen(session).text in {flow.end for flow in FLOWS.values()}


@soon
@given(sessions())
def test_what_is_known_or_was_skipped_is_never_asked_again(session: Session) -> None:
    for heard in (Gesture.START, Gesture.SOS, Gesture.SKIP, said("x"), PIN):
        after = turn(session, heard).session
        step = current(after)
        assert step is None or step.topic not in session.settled() | after.settled()
        asked = asks(after)
        assert after.view is not View.STEP or asked not in after.settled()


@soon
@given(sessions())
def test_after_sos_it_is_offered_again(session: Session) -> None:
    drawn = screen(turn(session, Gesture.SOS).session)
    assert Gesture.SOS in drawn.gestures


def test_one_more_sos_says_on_the_screen_that_it_was_heard() -> None:
    first = turn(Session(), Gesture.SOS).session
    assert screen(first).advice is Advice.TIDY, "the line of status says that it is kept"
    again = turn(replace(first, advised=frozenset({Advice.TIDY})), Gesture.SOS).session
    assert screen(again).advice is Advice.CALLED
    shown = replace(again, advised=again.advised | {Advice.CALLED})
    assert screen(turn(shown, said("more")).session).advice is None
    assert screen(turn(shown, Gesture.SOS).session).advice is Advice.CALLED, "each time"


@pytest.mark.parametrize("flow", sorted(set(FLOWS) - {"moving"}))
def test_place_is_asked_first_and_danger_second(flow: str) -> None:
    assert [step.topic for step in FLOWS[flow].steps[:2]] == [Topic.PLACE, Topic.DANGER]


def test_a_person_answers_every_question_in_turn_and_is_done() -> None:
    session = seen(turn(Session(), Gesture.SOS).session)
    asked = []
    answers: list[Input] = [
        *(
            PIN,
            Answer("danger", "no"),
            Answer("held", "yes"),
            said("the tower"),
            said("some"),
            Answer("reporter", "self"),
        ),
        *(said("born here"), said("at night"), Answer("answers", "only_me"), Answer("leave", "yes")),
        Answer("consent", "agree"),
        *(
            Answer("police", "no"),
            Answer("passport", "taken"),
            said("it has no sign"),
            Answer("demand", "by_tomorrow"),
        ),
        *(said("by bus"), said("nobody"), Answer("ill", "no"), said("the soup is good"), said("it rains again")),
    ]
    for heard in answers:
        asked.append(screen(session).text)
        session = seen(turn(session, heard).session)
    assert asked == [step.text for step in FLOWS["here"].steps]
    assert screen(session).text == "done"


def test_answers_may_come_in_any_order() -> None:
    session = turn(Session(), Answer("danger", "yes")).session
    session = turn(session, PIN).session
    assert session.known == {Topic.DANGER, Topic.PLACE}
    assert screen(session).text == "step.held"


def test_words_of_a_burst_answer_no_question_that_was_never_seen() -> None:
    session = turn(Session(), said("help")).session
    for _ in range(4):
        session = turn(session, said("please")).session
    assert session.known == frozenset()
    assert turn(seen(session), said("the blue tower")).session.known == {Topic.PLACE}


def test_words_do_not_answer_the_danger_question() -> None:
    session = seen(turn(Session(), PIN).session)
    assert screen(session).text == "step.danger"
    assert Topic.DANGER not in turn(session, said("hmm")).session.known


def test_typed_coordinates_are_words_and_a_place() -> None:
    taken = turn(Session(), said("10.60931, 103.52962"))
    assert [type(fact) for fact in taken.facts] == [Said, Located]
    place = next(fact.place for fact in taken.facts if isinstance(fact, Located))
    assert (place.fix, place.latitude.reveal()) == (Fix.TYPED, 10.60931)
    assert Topic.PLACE in taken.session.known


@pytest.mark.parametrize(
    ("gesture", "door"),
    [
        (Gesture.OUT, Door.OUT),
        (Gesture.RELATIVE, Door.OTHER),
        (Gesture.WITNESS, Door.WITNESS),
        (Gesture.RISK, Door.RISK),
    ],
)
def test_the_door_that_was_taken_is_kept_and_leads_to_its_own_questions(gesture: Gesture, door: Door) -> None:
    taken = turn(Session(), gesture)
    assert taken.facts == (Came(door),)
    assert taken.session.flow == door.value
    assert screen(taken.session).text == FLOWS[door.value].steps[0].text


def test_start_shows_the_first_screen_and_later_the_open_question() -> None:
    assert screen(turn(Session(), Gesture.START).session).text == "first"
    assert screen(turn(turn(Session(), said("help")).session, Gesture.START).session).text == "step.place_also"


def test_who_wrote_before_the_place_was_asked_for_is_asked_for_more_and_not_anew() -> None:
    words = turn(Session(), said("a motel beside the market")).session
    assert screen(words).text == "step.place_also"
    assert screen(turn(Session(), Gesture.SOS).session).text == "step.place"
    assert screen(turn(Session(), said("he is held, my son")).session).text == "step.place_other"


def test_the_first_screen_has_the_five_buttons_of_the_first_issue() -> None:
    assert screen(Session()).gestures == (
        Gesture.PLACE,
        Gesture.SOS,
        Gesture.OUT,
        Gesture.OTHER,
        Gesture.HIDE,
    )


@pytest.mark.parametrize("view", View)
def test_a_session_that_asks_for_the_place_again_can_be_left_by_words(view: View) -> None:
    session = turn(Session(view=view), Gesture.PLACE).session
    assert screen(session).keys
    assert turn(session, said("blue tower")).session.view is View.STEP
