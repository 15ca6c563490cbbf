"""Moves a session by one turn and says what its screen shows; no clock, no storage, no texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.conversation.flows import CHECK_IN, FLOWS, MOVING, NOT_OF_MINORS
from bot.conversation.grammar import Advice, Flow, Screen, Session, Step, Topic, View
from bot.conversation.words import Read, read
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
    Reachable,
    Said,
    Withdrew,
    is_cry,
)
from bot.domain.phrasebook import OPTIONS, Phrase, phrase_of, says


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


_DOORS = {
    Gesture.OUT: Door.OUT,
    Gesture.RELATIVE: Door.OTHER,
    Gesture.WITNESS: Door.WITNESS,
    Gesture.RISK: Door.RISK,
}
_REPORTERS = {"self": Door.HERE, "other": Door.OTHER, "family": Door.OTHER, "witness": Door.WITNESS}
_VIEWS = {
    Gesture.PLACE: View.SHARE_PLACE,
    Gesture.OTHER: View.DOORS,
    Gesture.LANGUAGE: View.LANGUAGES,
}
_ALWAYS = (Gesture.SOS, Gesture.HIDE)
"""Buttons of every screen of a conversation."""
_ON_TIDY = (Advice.TIDY, Advice.STAYS, Advice.GOES)
_AT_ONCE = (Advice.STAYS, Advice.GOES, Advice.CALLED)
_MOST = 4
"""Buttons of a screen. What does not fit is typed; any words go on where skipping has no button."""
_CALMING = {("danger", "no"), ("held", "no"), ("last", "days"), ("last", "longer")}
OFFERED = frozenset(
    (step.topic.value, option) for flow in FLOWS.values() for step in flow.steps for option in step.options
)
"""Every button of every step."""


def _flow(session: Session) -> Flow:
    return MOVING if session.live and session.moved else FLOWS[session.flow]


def steps_of(session: Session) -> tuple[Step, ...]:
    """The questions of this person's flow; somebody under 18 is spared most of them.

    Who wants to promise a sign of life is asked for it first, in any flow.
    """
    steps = _flow(session).steps
    if session.promises:
        steps = (CHECK_IN, *(step for step in steps if step.topic is not Topic.CHECK_IN))
    return tuple(step for step in steps if step.topic not in NOT_OF_MINORS) if session.minor else steps


def current(session: Session) -> Step | None:
    """The first step of the flow that is neither answered nor skipped; None when all are."""
    settled = session.settled()
    return next((step for step in steps_of(session) if step.topic not in settled), None)


def tidies(session: Session) -> bool:
    """Whether what the person sends is removed once it is kept: as they chose, or as the door has it."""
    return _flow(session).tidy if session.tidy is None else session.tidy


def turn(
    session: Session, heard: Input, regions: tuple[str, ...] = (), options: frozenset[str] = frozenset()
) -> Turn:
    """Take one input. Gestures come before any step; every fact is taken at any step.

    `regions`: countries (ISO 3166) in which a phone number without a country code may be. `options`: the answers
    whose label the words are.
    """
    before = replace(session, advice=tuple(one for one in session.advice if one not in session.advised))
    taken = _typed(before, heard, options) or _turn(before, heard, regions)
    after = taken.session
    if after.cried and not before.cried and after.tidy is None and tidies(after):
        after = _advises(after, Advice.TIDY)
    if after.flow == Door.OUT.value != before.flow:
        after = _advises(after, Advice.LIT)
    return replace(taken, session=after)


def _typed(session: Session, heard: Input, options: frozenset[str]) -> Turn | None:
    """An answer typed as its button has it, to the question that was shown; the words are kept beside it.

    Words only raise (domain.md 5): what a level could fall by has to be tapped.
    """
    step = current(session)
    if step is None or session.asked is not step.topic or not isinstance(heard, Said) or heard.edited:
        return None
    chosen = [one for one in step.options if one in options and (step.topic.value, one) not in _CALMING]
    if len(chosen) != 1:
        return None
    taken = _answer(replace(session, cried=True, spoke=True), Answer(step.topic.value, chosen[0]))
    return Turn(taken.session, (heard, *taken.facts))


def _turn(session: Session, heard: Input, regions: tuple[str, ...]) -> Turn:
    match heard:
        case Gesture():
            return _gesture(session, heard)
        case Answer():
            return _answer(session, heard)
        case Said() | Media():
            return _words(session, heard, regions)
        case Located():
            live = heard.track is not None and not heard.ended
            return _learnt(replace(session, live=session.live or live), frozenset({Topic.PLACE}), (heard,))
        case Reachable():
            return _learnt(session, frozenset({Topic.REACH}), (heard,))


def _onward(session: Session) -> Session:
    return replace(session, view=View.STEP if current(session) else View.DONE)


def _through(session: Session, door: Door) -> Session:
    return replace(session, flow=door.value, door=door.value)


def _gesture(session: Session, gesture: Gesture) -> Turn:
    if gesture in _DOORS:
        door = _DOORS[gesture]
        entered = _onward(_through(session, door))
        return Turn(replace(entered, cried=session.cried or door is Door.OUT), (Came(door),))
    if gesture in _VIEWS:
        return Turn(replace(session, view=_VIEWS[gesture]))
    match gesture:
        case Gesture.SOS:
            after = _says(session, Advice.CALLED) if session.cried else session
            return Turn(_onward(replace(after, cried=True)), (Called(),))
        case Gesture.HIDE:
            return Turn(replace(session, view=View.COVER), (Hid(),) if session.cried else ())
        case Gesture.STOP:
            return Turn(replace(session, view=View.STOPPED), (Withdrew(),) if session.cried else ())
        case _:
            return Turn(_moved(session, gesture))


def _moved(session: Session, gesture: Gesture) -> Session:
    """The session after a gesture that tells the desk nothing."""
    match gesture:
        case Gesture.TIDY:
            return _moved(session, Gesture.KEEP if tidies(session) else Gesture.REMOVE)
        case Gesture.KEEP:
            return _again(_says(replace(session, tidy=False), Advice.STAYS))
        case Gesture.REMOVE:
            return _again(_says(replace(session, tidy=True), Advice.GOES))
        case Gesture.BACK:
            return _back(session)
        case Gesture.NEXT:
            return _onward(replace(session.reopens(Topic.CHECK_IN), promises=True))
        case Gesture.CODE if session.code is not None:
            return replace(session, view=View.CODE)
        case Gesture.SKIP:
            step = current(session)
            return _onward(session.passes(step.topic) if step else session)
        case _:
            return _again(session)


def _again(session: Session) -> Session:
    """Where it stopped; who has told nothing yet stands at the beginning."""
    return _onward(session) if session.cried or session.settled_in else replace(session, view=View.FIRST)


def _back(session: Session) -> Session:
    """The question before, asked again; from any other screen back to the question that was open."""
    if session.view is not View.STEP and not (session.view is View.DONE and session.settled_in):
        return _again(session)
    if session.promises and asks(session) is Topic.CHECK_IN:
        return _promises_nothing(session)
    asked = {step.topic for step in steps_of(session)}
    last = next((topic for topic in reversed(session.settled_in) if topic in asked), None)
    if last is None:
        return replace(session, view=View.STEP if session.cried else View.FIRST)
    return _onward(session.reopens(last))


def _promises_nothing(session: Session) -> Session:
    """As before they asked to be missed: an earlier promise stands, and none is asked for."""
    promised = Topic.CHECK_IN.value in dict(session.answers)
    after = session.learns(frozenset({Topic.CHECK_IN})) if promised else session.passes(Topic.CHECK_IN)
    return _onward(replace(after, promises=promised))


def _answer(session: Session, heard: Answer) -> Turn:
    """Only buttons that a flow or the phrasebook really has count; anything else is an old or a forged press."""
    phrase = phrase_of(heard.step)
    if phrase is not None and heard.answer in OPTIONS.get(phrase, ()):
        return _tapped(session, phrase, heard)
    if (heard.step, heard.answer) not in OFFERED:
        return Turn(session)
    # What is asked as "danger" is another question at each door, and says another thing to the desk.
    fact = Answered(_DANGERS.get(session.flow, heard.step) if heard.step == "danger" else heard.step, heard.answer)
    others = tuple(one for one in session.answers if one[0] != heard.step)
    after = replace(session, answers=(*others, (heard.step, heard.answer)), cried=session.cried or is_cry(fact))
    facts: tuple[FactValue, ...] = (fact,)
    match heard.step, heard.answer:
        case "reporter", answer:
            after, facts = _through(after, _REPORTERS[answer]), (fact, Came(_REPORTERS[answer]))
            if answer == "other":
                return Turn(_onward(after), facts)
        case "health", "minor":
            after = replace(after, minor=True)
        case "consent", "desk_only":
            # Whoever may not be told anything is not asked about the police of that country.
            after = after.learns(frozenset({Topic.POLICE}))
        case "demand", "by_tomorrow":
            after = _advises(after, Advice.NO_PAY)
        case _:
            pass
    return Turn(_onward(after.learns(frozenset({Topic(heard.step)}))), facts)


_DANGERS = {Door.OUT.value: "followed", Door.RISK.value: "pressed"}
_ASKED = {Phrase.PEOPLE: Topic.PEOPLE, Phrase.PASSPORT: Topic.PASSPORT}
"""What an answer to an officer makes needless to ask."""


def _tapped(session: Session, phrase: Phrase, heard: Answer) -> Turn:
    """The answer to what an officer asked: the screen stays as it is, but for what need not be asked any more."""
    learnt = session.learns(frozenset({_ASKED[phrase]})) if phrase in _ASKED else session
    after = _onward(learnt) if session.view is View.STEP else learnt
    return Turn(after, (Answered(heard.step, heard.answer), *says(phrase, heard.answer)))


def _learnt(session: Session, topics: frozenset[Topic], facts: tuple[FactValue, ...]) -> Turn:
    return Turn(_onward(replace(session.learns(topics), cried=True)), facts)


def _words(session: Session, heard: Said | Media, regions: tuple[str, ...]) -> Turn:
    """What words say answers wherever it comes; other words answer what the screen asks."""
    if isinstance(heard, Media) and heard.caption is None:
        return _learnt(session, frozenset(), (heard,))
    found = read(heard, session, regions)
    after = replace(_heard(session, found), spoke=True)
    asked = _asked(session, heard)
    answered = frozenset({asked.topic}) if asked is not None and not found.aside else frozenset[Topic]()
    topics = found.topics or answered
    if asked is not None and asked.topic is Topic.SAFE_SIGN:
        after = replace(after, safe_sign=found.sign)
    if asked is not None and asked.topic is Topic.DANGER_SIGN:
        after = replace(after, danger_sign=found.sign)
    came = () if after.flow == session.flow else (Came(Door(after.flow), by_words=True),)
    return _learnt(after, topics, (heard, *came, *found.facts))


def _asked(session: Session, heard: Said | Media) -> Step | None:
    """The step whose question stood on the screen, if words may answer it. An edit answers nothing anew."""
    step = current(session)
    if step is None or not step.words_answer or session.asked is not step.topic or isinstance(heard, Media):
        return None
    return None if heard.edited else step


def _heard(session: Session, found: Read) -> Session:
    """The session after what the words said about who writes, and what must be said to them."""
    after = session
    if found.door is not None and not session.door and session.flow == Door.HERE.value:
        after = replace(after, flow=found.door.value)
    if found.minor:
        after = replace(after, minor=True)
    if found.moved:
        after = replace(after, moved=True)
    if found.impostor:
        after = _advises(after, Advice.MONEY)
    if found.money and after.flow == Door.OTHER.value:
        after = _advises(after, Advice.NO_PAY, Advice.NO_POST)
    return after


def _says(session: Session, advice: Advice) -> Session:
    """What answers a gesture stands on the screen at once, however often it was said before."""
    others = tuple(one for one in session.advice if one not in _AT_ONCE)
    return replace(session, advice=(advice, *others), advised=session.advised - {advice})


def _advises(session: Session, *advice: Advice) -> Session:
    fresh = tuple(one for one in advice if one not in session.advice and one not in session.advised)
    return replace(session, advice=(*session.advice, *fresh))


def before_the_cry(session: Session) -> tuple[FactValue, ...]:
    """What the person said by buttons before there was a case; it belongs to the case that the cry opens."""
    door = (Came(Door(session.door)),) if session.door else ()
    return (*door, *(Answered(step, answer) for step, answer in session.answers))


def is_calm(session: Session) -> bool:
    """Whether the person said by buttons that nobody is held or in danger; only then a case is less than L2."""
    answers = dict(session.answers)
    if session.door == Door.RISK.value:
        return answers.get("danger") != "yes"
    if session.flow == Door.OTHER.value:
        return answers.get("danger") == "no" and "last" in answers
    return answers.get("danger") == "no" and answers.get("held") == "no"


def asks(session: Session) -> Topic | None:
    """The topic of the question that the session's screen asks, if it asks one."""
    step = current(session) if session.view is View.STEP else None
    if session.view is View.SHARE_PLACE:
        return Topic.PLACE
    return step.topic if step else None


def once_taken(session: Session) -> Session:
    """What stands on the screen of somebody whose case a person has: once, that money is never asked for.

    Where nothing is asked it stands alone until they write again; an open question stays, and has it above it.
    """
    if session.money_said or session.view is not View.DONE:
        return session
    return replace(session, view=View.MONEY)


def money_shown(session: Session) -> Session:
    """After the line stood in the chat. `asked` stays: the question shown before it may still be answered."""
    return replace(once_taken(session), money_said=True)


def screen(session: Session, taken: bool = False) -> Screen:
    """What the session shows, `taken` where a person has the case; the same always gives the same screen."""
    session = once_taken(session) if taken else session
    match session.view:
        case View.COVER:
            return Screen("cover") if session.tool is None else Screen("tool", tool=session.tool)
        case View.STEP:
            return _step_screen(session, taken)
        case View.DONE:
            more = (_offered(session), Gesture.CODE) if session.cried else (Gesture.BACK,)
            return Screen(_flow(session).end, gestures=(*more, *_ALWAYS), says_status=True)
        case _:
            return _plain_screen(session)


def _offered(session: Session) -> Gesture:
    """At the end: to say when they write next; once that is said, the way back, which always works when typed."""
    return Gesture.BACK if Topic.CHECK_IN in session.settled() else Gesture.NEXT


def _plain_screen(session: Session) -> Screen:
    """Screens outside the flows."""
    match session.view:
        case View.LANGUAGES:
            return Screen("languages", languages=True, gestures=_ALWAYS)
        case View.SHARE_PLACE:
            return Screen("share_place", keys=True)
        case View.MONEY:
            return Screen("money", gestures=_ALWAYS, says_status=True)
        case View.DOORS:
            return Screen("doors", gestures=(Gesture.RELATIVE, Gesture.RISK, *_ALWAYS))
        case View.STOPPED:
            return Screen("stopped", gestures=(Gesture.START, *_ALWAYS))
        case View.CODE:
            return Screen("code", gestures=(Gesture.START, *_ALWAYS), code=session.code)
        case _:
            gestures = (Gesture.PLACE, Gesture.SOS, Gesture.OUT, Gesture.OTHER, Gesture.HIDE)
            return Screen("first", gestures=gestures)


def _step_screen(session: Session, taken: bool) -> Screen:
    step = current(session)
    if step is None:
        return screen(replace(session, view=View.DONE), taken)
    options = tuple((step.topic, option) for option in step.options)
    also = step.topic is Topic.PLACE and not step.name and session.spoke
    first: tuple[Gesture, ...] = (Gesture.PLACE,) if step.topic is Topic.PLACE else ()
    room = _MOST - len(options) - len(first) - len(_ALWAYS)
    money = taken and not session.money_said
    # What tells that messages are removed waits for a screen that has room for the button that changes it.
    advice = next((one for one in session.advice if not money and (one is not Advice.TIDY or room > 0)), None)
    more = [Gesture.SKIP, Gesture.BACK] if session.settled_in else [Gesture.SKIP]
    if advice in _ON_TIDY:
        more.insert(0, Gesture.KEEP if tidies(session) else Gesture.REMOVE)
    gestures = (*first, *more[: max(0, room)], *_ALWAYS)
    text = "step.place_also" if also else step.text
    return Screen(text, options, gestures, says_status=True, advice=advice, money=money)
