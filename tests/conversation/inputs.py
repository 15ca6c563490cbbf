"""Whatever a requester can do, in any order, and every state in which that can leave a session."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.conversation.engine import Answer, Input, asks, turn
from bot.conversation.flows import FLOWS
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain.events import Gesture
from bot.domain.facts import Located, Media, MediaKind, Reachable, Said
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from tests.domain.chance import texts

BUTTONS = [
    Answer(step.topic.value, option) for flow in FLOWS.values() for step in flow.steps for option in step.options
]
PIN = Located(Place(Private(10.60931), Private(103.52962), Fix.PIN))

words = st.one_of(texts, st.just("10.60931, 103.52962"), st.sampled_from(["help", "살려주세요", "skip", "/start"]))
said = st.builds(lambda text, edited: Said(Private(text), 1, edited), words, st.booleans())
media = st.builds(lambda kind: Media(kind, Private("file"), 1), st.sampled_from(MediaKind))
contacts = st.builds(lambda own: Reachable(Private("+82 10-0000-0001"), Private(""), own), st.booleans())
answers = st.one_of(st.sampled_from(BUTTONS), st.builds(Answer, st.text(max_size=9), st.text(max_size=9)))
gestures = st.sampled_from(Gesture)
things: st.SearchStrategy[Input] = st.one_of(said, st.just(PIN), media, contacts)
inputs: st.SearchStrategy[Input] = st.one_of(gestures, answers, things)


def seen(session: Session) -> Session:
    """The same session after the person was really shown its screen."""
    topic = asks(session)
    return session if session.asked is topic else replace(session, asked=topic)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """A session after any sequence of inputs; the screen was seen in between, or not yet."""
    session = Session()
    for heard in draw(st.lists(inputs, max_size=12)):
        session = turn(session, heard).session
        if draw(st.booleans()):
            session = seen(session)
    return session


EVERY = [
    Session(flow, view, known, passed, cried=cried, spoke=spoke)
    for flow in FLOWS
    for view in View
    for known in (frozenset({topic}) for topic in Topic)
    for passed in (
        frozenset[Topic](),
        *(frozenset(step.topic for step in FLOWS[flow].steps[:length]) for length in (1, 2, 3, 5)),
    )
    for cried in (False, True)
    for spoke in (False, True)
]
"""A state of every kind, whether or not a person can get there."""
EVERY += [Session(flow, View.STEP, spoke=spoke) for flow in FLOWS for spoke in (False, True)]
EVERY += [Session(flow, View.STEP, advice=(advice,)) for flow in FLOWS for advice in Advice]
