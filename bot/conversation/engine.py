"""Moves a session by one turn and says what its screen shows; no clock, no storage, no texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.conversation.flows import FLOWS
from bot.conversation.grammar import Flow, Screen, Session, Step, Topic, View
from bot.domain.events import Gesture
from bot.domain.facts import (
    Answered,
    Called,
    Came,
    Door,
    FactValue,
    Hid,
    Located,
    Media,
    Pointed,
    Reachable,
    Said,
    is_cry,
)
from bot.domain.place import Fix, Place
from bot.domain.places import found_in


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a step."""

    step: str
    answer: str


Input: TypeAlias = Gesture | Answer | Said | Located | Media | Reachable


@dataclass(frozen=True, slots=True)
class Turn:
    """The session after one input, and the facts that it brought."""

    session: Session
    facts: tuple[FactValue, ...] = ()


def current(session: Session) -> Step | None:
    """The first step of the flow that is neither answered nor skipped; None when all are."""
    settled = session.settled()
    return next((step for step in _flow(session).steps if step.topic not in settled), None)


def _flow(session: Session) -> Flow:
    return FLOWS[session.flow]


def turn(session: Session, heard: Input) -> Turn:
    """Take one input. Gestures come before any step; every fact is taken at any step."""
    match heard:
        case Gesture():
            return _gesture(session, heard)
        case Answer():
            return _answer(session, heard)
        case _:
            return _fact(session, heard)


def _onward(session: Session) -> Session:
    return replace(session, view=View.STEP if current(session) else View.DONE)


def _door(session: Session, door: Door) -> Turn:
    entered = _onward(replace(session, flow=door.value, door=door.value))
    cried = session.cried or door is Door.OUT
    return Turn(replace(entered, cried=cried), (Came(door),))


def _gesture(session: Session, gesture: Gesture) -> Turn:
    match gesture:
        case Gesture.START:
            return Turn(_onward(session) if session.cried else replace(session, view=View.FIRST))
        case Gesture.PLACE:
            return Turn(replace(session, view=View.SHARE_PLACE))
        case Gesture.SOS:
            return Turn(_onward(replace(session, cried=True, called=True)), (Called(),))
        case Gesture.HIDE:
            return Turn(replace(session, view=View.COVER), (Hid(),) if session.cried else ())
        case Gesture.OUT:
            return _door(session, Door.OUT)
        case Gesture.OTHER:
            return _door(session, Door.OTHER)
        case Gesture.LANGUAGE:
            return Turn(replace(session, view=View.LANGUAGES))
        case Gesture.SKIP:
            step = current(session)
            passed = session.passed | ({step.topic} if step else frozenset())
            return Turn(_onward(replace(session, passed=passed)))


def _answer(session: Session, heard: Answer) -> Turn:
    """Only buttons that a flow really has count; anything else is an old or a forged press."""
    offered = {
        (step.topic.value, option) for flow in FLOWS.values() for step in flow.steps for option in step.options
    }
    if (heard.step, heard.answer) not in offered:
        return Turn(session)
    learnt = session.learns(frozenset({Topic(heard.step)}))
    others = tuple(one for one in session.answers if one[0] != heard.step)
    answers = (*others, (heard.step, heard.answer))
    fact = Answered(heard.step, heard.answer)
    return Turn(_onward(replace(learnt, answers=answers, cried=session.cried or is_cry(fact))), (fact,))


def _fact(session: Session, heard: Said | Located | Media | Reachable) -> Turn:
    topics, found = _topics(session, heard)
    return Turn(_onward(replace(session.learns(topics), cried=True)), (heard, *found))


def _topics(
    session: Session, heard: Said | Located | Media | Reachable
) -> tuple[frozenset[Topic], tuple[FactValue, ...]]:
    match heard:
        case Located():
            return frozenset({Topic.PLACE}), ()
        case Reachable():
            return frozenset({Topic.REACH}), ()
        case Media():
            return frozenset(), ()
        case Said(words=words):
            return _words(session, words.reveal())


def _words(session: Session, words: str) -> tuple[frozenset[Topic], tuple[FactValue, ...]]:
    """A place in words, or what points at one, answers where; other words answer what the screen asks."""
    found = found_in(words)
    places = tuple(Located(one) if isinstance(one, Place) else Pointed(one) for one in found)
    if any(not isinstance(one, Place) or one.fix is not Fix.NAMED for one in found):
        return frozenset({Topic.PLACE}), places
    # The name of a town helps the desk, and is no place that anybody can go to: where is still asked.
    step = current(session)
    answered = step is not None and step.words_answer and session.asked is step.topic
    return (frozenset({step.topic}) if step and answered else frozenset()), places


def before_the_cry(session: Session) -> tuple[FactValue, ...]:
    """What the person said by buttons before there was a case; it belongs to the case that the cry opens."""
    door = (Came(Door(session.door)),) if session.door else ()
    return (*door, *(Answered(step, answer) for step, answer in session.answers))


def asks(session: Session) -> Topic | None:
    """The topic of the question that the session's screen asks, if it asks one."""
    step = current(session) if session.view is View.STEP else None
    if session.view is View.SHARE_PLACE:
        return Topic.PLACE
    return step.topic if step else None


def once_taken(session: Session) -> Session:
    """What stands on the screen of somebody whose case a person has: once, that money is never asked for.

    It stands until they write again, and takes the place of a question: from now on a person can ask.
    """
    if session.money_said or session.view not in (View.STEP, View.DONE):
        return session
    return replace(session, view=View.MONEY)


def money_shown(session: Session) -> Session:
    """After the line stood in the chat. `asked` stays: the question shown before it may still be answered."""
    return replace(once_taken(session), money_said=True)


def screen(session: Session) -> Screen:
    """What the session shows; the same session always gives the same screen."""
    match session.view:
        case View.COVER:
            return Screen("cover")
        case View.LANGUAGES:
            return Screen("languages", languages=True, gestures=(Gesture.HIDE,))
        case View.SHARE_PLACE:
            return Screen("share_place", keys=True)
        case View.MONEY:
            return Screen("money", gestures=_always(session), says_status=True)
        case View.FIRST:
            gestures = (Gesture.PLACE, Gesture.SOS, Gesture.OUT, Gesture.OTHER, Gesture.HIDE)
            return Screen("first", gestures=gestures)
        case View.DONE:
            return Screen("done", gestures=_always(session), says_status=True)
        case View.STEP:
            return _step_screen(session)


def _always(session: Session) -> tuple[Gesture, ...]:
    return (Gesture.HIDE,) if session.called else (Gesture.SOS, Gesture.HIDE)


def _step_screen(session: Session) -> Screen:
    step = current(session)
    if step is None:
        return Screen("done", gestures=_always(session), says_status=True)
    options = tuple((step.topic, option) for option in step.options)
    first = (Gesture.PLACE,) if step.topic is Topic.PLACE else ()
    # A person may skip every question; where options fill the row, any words or a later fact do the same.
    skip = () if len(options) + len(first) > 1 and not session.called else (Gesture.SKIP,)
    return Screen(f"step.{step.topic.value}", options, (*first, *skip, *_always(session)), says_status=True)
