"""Facts are taken from wherever they come, by whichever door; a question that is answered is not asked again."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.conversation.engine import Answer, asks, current, is_calm, screen, steps_of, tidies, turn
from bot.conversation.flows import FLOWS, NOT_OF_MINORS
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain.events import Gesture
from bot.domain.facts import (
    Came,
    Detail,
    Door,
    FactValue,
    Located,
    Media,
    MediaKind,
    Noticed,
    Said,
    Signed,
    Withdrew,
)
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from tests.conversation.inputs import PIN, seen, sessions
from tests.domain.chance import soon, texts

LIVE = Located(Place(Private(11.07982), Private(106.14961), Fix.LIVE), 7)


def said(text: str) -> Said:
    return Said(Private(text), 1)


def noticed(facts: tuple[FactValue, ...]) -> dict[Detail, str]:
    return {fact.detail: fact.value.reveal() for fact in facts if isinstance(fact, Noticed)}


@pytest.mark.parametrize(
    ("words", "topic", "details"),
    [
        ("room 412, 4th floor", Topic.INSIDE, {Detail.ROOM: "412", Detail.FLOOR: "4"}),
        ("10층 1101호", Topic.INSIDE, {Detail.ROOM: "1101", Detail.FLOOR: "10"}),
        ("we are seven", Topic.PEOPLE, {Detail.PEOPLE: "7"}),
        ("my name is Maria Santos", Topic.WHO, {Detail.NAME: "Maria Santos"}),
        ("passport M0000 0001", Topic.WHO, {Detail.PASSPORT: "M0000 0001"}),
        ("call me +855 12 345 678", Topic.REACH, {Detail.PHONE: "+85512345678"}),
        ("전화 가능해요 010-0000-0002", Topic.REACH, {Detail.PHONE: "+821000000002", Detail.CALLS_YES: "yes"}),
        ("my line: mina_99", Topic.REACH, {Detail.HANDLE: "LINE mina_99"}),
        ("mina@example.org", Topic.REACH, {Detail.EMAIL: "mina@example.org"}),
        ("do not give my name to anybody", Topic.UNNAMED, {Detail.ANONYMOUS: "yes"}),
    ],
)
@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_a_detail_answers_its_question_at_any_step(
    words: str, topic: Topic, details: dict[Detail, str], flow: str
) -> None:
    taken = turn(Session(flow=flow, view=View.STEP), said(words))
    found = noticed(taken.facts)
    assert {detail: found[detail] for detail in details} == details
    assert said(words) in taken.facts, "the words go to the desk as they are"
    assert topic in taken.session.known


@pytest.mark.parametrize(
    ("words", "year"),
    [("born in 2003", "2003"), ("เกิดปี ๒๕๔๖", "2003"), ("2003년생", "2003"), ("born in 1066", None)],
)
def test_a_year_of_birth_is_told_in_the_common_era(words: str, year: str | None) -> None:
    assert noticed(turn(Session(), said(words)).facts).get(Detail.BORN) == year


def test_phones_are_checked_at_ten_is_kept_and_is_no_hour_that_is_safe() -> None:
    found = noticed(turn(Session(), said("phones are checked at 22:00, battery 4%")).facts)
    assert found[Detail.CHECKED] == "22:00"
    assert Detail.HOURS not in found


def test_what_is_said_aside_answers_no_question() -> None:
    asked = Session(view=View.STEP, asked=Topic.PLACE, cried=True)
    assert Topic.PLACE not in turn(asked, said("battery 4%")).session.known
    assert Topic.PLACE in turn(asked, said("the blue tower")).session.known


def test_hours_are_hours_only_where_they_were_asked_for() -> None:
    asked = Session(view=View.STEP, asked=Topic.REACH, cried=True)
    assert noticed(turn(asked, said("02:00")).facts)[Detail.HOURS] == "02:00"
    assert Detail.HOURS not in noticed(turn(Session(), said("they come at 02:00")).facts)


@soon
@given(sessions(), texts)
def test_no_text_is_lost_or_takes_anything_back(session: Session, words: str) -> None:
    taken = turn(session, said(words))
    assert taken.facts[0] == said(words)
    assert taken.session.settled() >= session.settled()


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("my son is held in Cambodia", Door.OTHER),
        ("아들이 캄보디아에 감금된 것 같아요", Door.OTHER),
        ("I escaped an hour ago", Door.OUT),
        ("탈출했어요", Door.OUT),
        ("I saw people behind the fence", Door.WITNESS),
        ("I got a job offer in Poipet", Door.RISK),
    ],
)
def test_words_lead_to_the_questions_of_their_door_and_the_desk_sees_that_it_is_a_guess(
    words: str, door: Door
) -> None:
    taken = turn(Session(), said(words))
    assert taken.session.flow == door.value
    assert Came(door, by_words=True) in taken.facts
    assert taken.session.door == "", "a button may still say otherwise"


def test_who_is_held_is_never_taken_for_somebody_about_to_go() -> None:
    assert turn(Session(), said("a job offer, and now I am locked in")).session.flow == "here"


def test_a_door_that_was_chosen_by_a_button_is_not_changed_by_words() -> None:
    chosen = turn(Session(), Gesture.RISK).session
    assert turn(chosen, said("my brother went before me")).session.flow == "risk"


def test_for_somebody_else_leads_to_family_or_witness() -> None:
    other = turn(Session(), Answer("reporter", "other")).session
    assert other.flow == "other"
    assert Topic.REPORTER not in other.known
    assert turn(other, Answer("reporter", "witness")).session.flow == "witness"
    assert turn(other, Answer("reporter", "family")).session.flow == "other"


@pytest.mark.parametrize("heard", [said("I am 16"), said("저는 15살이에요"), Answer("health", "minor")])
@pytest.mark.parametrize("flow", ["here", "other", "out"])
def test_somebody_under_18_is_asked_for_no_consent_and_no_papers(heard: Said | Answer, flow: str) -> None:
    minor = turn(Session(flow=flow, view=View.STEP), heard).session
    assert minor.minor
    assert not {step.topic for step in steps_of(minor)} & NOT_OF_MINORS
    assert {Topic.CONSENT, Topic.PASSPORT} <= NOT_OF_MINORS


def test_while_somebody_is_driven_away_nothing_is_asked_but_the_car() -> None:
    moving = turn(turn(Session(), said("they are moving us now")).session, LIVE).session
    assert screen(moving).text == "step.plate"
    told = turn(seen(moving), said("black van")).session
    assert asks(told) is None
    stopped = replace(told, live=False)
    assert asks(turn(stopped, said("here now")).session) is not None


def test_back_asks_the_question_before_again_and_keeps_what_was_told() -> None:
    session = turn(turn(Session(), PIN).session, Answer("danger", "no")).session
    again = turn(session, Gesture.BACK).session
    assert asks(again) is Topic.DANGER
    assert again.answers == session.answers
    assert asks(turn(again, Gesture.BACK).session) is Topic.PLACE
    assert asks(turn(again, Answer("danger", "yes")).session) is Topic.HELD


def test_back_from_any_other_screen_leads_to_the_open_question() -> None:
    session = turn(turn(Session(), PIN).session, Gesture.LANGUAGE).session
    assert asks(turn(session, Gesture.BACK).session) is Topic.DANGER
    assert turn(Session(view=View.DOORS), Gesture.BACK).session.view is View.FIRST


@soon
@given(sessions())
def test_stop_asks_nothing_more_and_is_told_to_the_desk_and_any_word_goes_on(session: Session) -> None:
    taken = turn(session, Gesture.STOP)
    assert asks(taken.session) is None
    assert screen(taken.session).text == "stopped"
    assert (Withdrew() in taken.facts) is session.cried
    assert turn(taken.session, said("x")).session.view in (View.STEP, View.DONE)


def test_tidy_is_on_for_who_is_in_danger_here_told_at_once_and_changed_by_one_tap() -> None:
    session = turn(Session(), said("help")).session
    assert tidies(session)
    drawn = screen(session)
    assert drawn.advice is Advice.TIDY
    assert Gesture.KEEP in drawn.gestures
    assert not tidies(turn(session, Gesture.KEEP).session)
    assert not tidies(turn(session, Gesture.TIDY).session)
    assert not tidies(turn(Session(), said("my son is held")).session)


def test_a_tap_on_keep_or_remove_says_what_it_did_and_offers_the_other_way() -> None:
    session = turn(Session(), said("help")).session
    kept = turn(session, Gesture.KEEP).session
    assert screen(kept).advice is Advice.STAYS
    assert Gesture.REMOVE in screen(kept).gestures
    assert turn(kept, Gesture.KEEP).session == kept, "a tap that comes twice changes nothing"
    removed = turn(replace(kept, advised=frozenset({Advice.STAYS})), Gesture.REMOVE).session
    assert tidies(removed)
    assert screen(removed).advice is Advice.GOES
    assert Gesture.KEEP in screen(removed).gestures
    again = turn(replace(removed, advised=frozenset({Advice.STAYS, Advice.GOES})), Gesture.KEEP).session
    assert screen(again).advice is Advice.STAYS, "said every time"


def test_back_from_when_i_write_next_goes_where_it_came_from() -> None:
    done = replace(turn(Session(), PIN).session, passed=frozenset(step.topic for step in FLOWS["here"].steps))
    asked = turn(done, Gesture.NEXT).session
    assert asks(asked) is Topic.CHECK_IN
    back = turn(asked, Gesture.BACK).session
    assert screen(back).text == "done"
    assert asks(turn(seen(back), said("no")).session) is None
    promised = turn(asked, Answer("check_in", "day")).session
    moved = turn(turn(promised, Gesture.BACK).session, Gesture.BACK).session
    assert screen(moved).text == "done", "and an earlier promise stands"
    assert moved.promises


@pytest.mark.parametrize(
    ("topic", "option", "door"),
    [("danger", "yes", "here"), ("consent", "agree", "here"), ("when", "soon", "risk")],
)
def test_a_label_typed_is_its_answer_and_is_kept_as_words(topic: str, option: str, door: str) -> None:
    before = {step.topic for step in FLOWS[door].steps if step.topic is not Topic(topic)}
    asked = seen(Session(door, View.STEP, passed=frozenset(before), cried=True))
    taken = turn(asked, said("as on the button"), options=frozenset({option}))
    assert taken.facts[0] == said("as on the button")
    assert dict(taken.session.answers) == {topic: option}
    unseen = turn(replace(asked, asked=None), said("as on the button"), options=frozenset({option}))
    assert not unseen.session.answers, "words answer nothing that was not on the screen"


@pytest.mark.parametrize("topic", ["danger", "held"])
def test_a_typed_no_never_makes_a_case_less_grave(topic: str) -> None:
    before = {step.topic for step in FLOWS["here"].steps if step.topic is not Topic(topic)}
    asked = seen(Session("here", View.STEP, passed=frozenset(before), cried=True))
    taken = turn(asked, said("no"), options=frozenset({"no"}))
    assert not taken.session.answers
    assert not is_calm(taken.session)


def test_after_it_was_shown_once_the_status_stands_there_again() -> None:
    shown = replace(turn(Session(), said("help")).session, advised=frozenset({Advice.TIDY}))
    assert screen(turn(shown, said("more")).session).advice is None


def test_a_relative_who_is_asked_for_money_is_told_not_to_pay_and_that_we_never_ask() -> None:
    session = turn(Session(), said("my son is held, they want 20,000 USDT")).session
    assert session.advice == (Advice.NO_PAY, Advice.NO_POST)
    impostor = turn(Session(), said("your agent asked 500 USDT for my brother")).session
    assert screen(impostor).advice is Advice.MONEY


# Signs ---------------------------------------------------------------------------------------------------------


def with_signs() -> Session:
    session = Session(view=View.STEP, cried=True, asked=Topic.SAFE_SIGN)
    passed = frozenset(step.topic for step in FLOWS["here"].steps) - {Topic.SAFE_SIGN, Topic.DANGER_SIGN}
    session = turn(replace(session, passed=passed), said("the soup is good")).session
    return turn(seen(session), said("It rains again.")).session


def test_both_signs_are_chosen_by_writing_them() -> None:
    session = with_signs()
    assert session.safe_sign is not None
    assert session.danger_sign is not None
    assert session.safe_sign.reveal() == "the soup is good"
    assert screen(session).text == "done"


@pytest.mark.parametrize("words", ["it rains again", "IT RAINS AGAIN!", "well, it rains  again today"])
def test_the_danger_sign_is_heard_however_it_is_written(words: str) -> None:
    assert Signed(danger=True) in turn(with_signs(), said(words)).facts


def test_the_safe_sign_is_a_label_and_nothing_more() -> None:
    facts = turn(with_signs(), said("The soup is good")).facts
    assert Signed(danger=False) in facts
    assert Signed(danger=True) not in facts


@pytest.mark.parametrize("open_question", [None, Topic.PLACE, Topic.INSIDE, Topic.REACH, Topic.WHO])
def test_after_the_danger_sign_the_session_is_the_same_as_after_any_other_words(
    open_question: Topic | None,
) -> None:
    session = with_signs()
    if open_question is not None:
        session = replace(session.reopens(open_question), view=View.STEP, asked=open_question)
    assert turn(session, said("it rains again")).session == turn(session, said("it snows again")).session


# How low a case may be -----------------------------------------------------------------------------------------


def test_only_who_said_by_buttons_that_nobody_is_held_or_in_danger_is_less_than_held() -> None:
    danger_no = turn(Session(), Answer("danger", "no")).session
    assert not is_calm(danger_no)
    assert is_calm(turn(danger_no, Answer("held", "no")).session)
    assert is_calm(turn(Session(), Gesture.RISK).session)
    assert not is_calm(turn(turn(Session(), Gesture.RISK).session, Answer("danger", "yes")).session)
    assert not is_calm(turn(Session(), said("I got a job offer")).session)


# Walking every screen ------------------------------------------------------------------------------------------


def everywhere() -> list[Session]:
    """Every screen that can be reached by buttons, words and a pin, each once."""
    begun = [Session(), turn(Session(), Gesture.HIDE).session]
    known = {_shape(one): one for one in begun}
    waiting = list(begun)
    while waiting:
        here = waiting.pop()
        drawn = screen(here)
        inputs: list[Gesture | Answer | Said | Located] = [
            *drawn.gestures,
            *(Answer(topic.value, option) for topic, option in drawn.options),
            said("words"),
            PIN,
            *(Gesture.STOP, Gesture.BACK, Gesture.LANGUAGE, Gesture.START, Gesture.HIDE),
        ]
        for heard in inputs:
            after = seen(turn(here, heard).session)
            after = replace(after, advised=frozenset(Advice))
            if _shape(after) not in known:
                known[_shape(after)] = after
                waiting.append(after)
    return list(known.values())


def _shape(session: Session) -> object:
    step = current(session)
    return session.flow, session.view, step.topic if step else None, session.spoke, session.cried, session.minor


EVERYWHERE = everywhere()


def test_every_door_and_every_question_is_reached() -> None:
    asked = {(session.flow, asks(session)) for session in EVERYWHERE}
    # Signs and the moving car have their own tests.
    wanted = {(flow.id, step.topic) for flow in FLOWS.values() if flow.id != "moving" for step in flow.steps}
    assert wanted <= asked


def test_no_screen_is_a_dead_end_and_each_hides_and_calls_by_one_tap() -> None:
    for session in EVERYWHERE:
        drawn = screen(session)
        if session.view is View.COVER:
            continue
        assert Gesture.HIDE in drawn.gestures or drawn.keys, session
        assert Gesture.SOS in drawn.gestures or drawn.keys, session
        taps = len(drawn.options) + len(drawn.gestures)
        assert taps <= (5 if session.view is View.FIRST else 4), session
        onward = [turn(session, said("words")).session, turn(session, PIN).session]
        assert all(one.view in (View.STEP, View.DONE) for one in onward)


def test_a_place_is_received_within_two_taps_of_every_screen_that_asks_for_it() -> None:
    for session in EVERYWHERE:
        if asks(session) is Topic.PLACE or session.view is View.FIRST:
            drawn = screen(session)
            one = turn(session, Gesture.PLACE).session
            assert drawn.keys or (Gesture.PLACE in drawn.gestures and screen(one).keys)


def test_every_question_can_be_skipped_by_a_button_or_by_words() -> None:
    for session in EVERYWHERE:
        step = current(session)
        if session.view is View.STEP and step is not None:
            assert asks(turn(session, Gesture.SKIP).session) is not step.topic


def test_a_picture_with_words_under_it_is_read_like_words() -> None:
    photo = Media(MediaKind.PHOTO, Private("f"), 1, Private("room 12"))
    assert noticed(turn(Session(), photo).facts)[Detail.ROOM] == "12"
