"""What a flow is made of; knows no texts and no functions of any step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.events import Gesture


class Topic(StrEnum):
    """What a step wants to learn; a fact that fills the topic answers the step wherever it comes."""

    PLACE = "place"
    DANGER = "danger"
    WHERE_INSIDE = "inside"
    REACH = "reach"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its topic, the answers that have a button, and whether plain words answer it."""

    topic: Topic
    options: tuple[str, ...] = ()
    words_answer: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps in the order of asking; answers may come in any order."""

    id: str
    steps: tuple[Step, ...]


class View(StrEnum):
    """What a requester's screen shows at the moment."""

    FIRST = "first"
    STEP = "step"
    SHARE_PLACE = "share_place"
    MONEY = "money"
    LANGUAGES = "languages"
    DONE = "done"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Session:
    """Where one requester stands; a value that survives a restart between any two turns.

    `asked` is the question that the person was really shown: words of a burst answer none that they never saw.
    `money_said`: they were shown that nobody here asks for money.
    """

    flow: str = "here"
    view: View = View.FIRST
    known: frozenset[Topic] = field(default_factory=frozenset)
    passed: frozenset[Topic] = field(default_factory=frozenset)
    asked: Topic | None = None
    door: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    cried: bool = False
    called: bool = False
    money_said: bool = False

    def settled(self) -> frozenset[Topic]:
        """Topics that are not asked any more: learnt, or skipped."""
        return self.known | self.passed

    def learns(self, topics: frozenset[Topic]) -> Session:
        """The session with these topics known."""
        return replace(self, known=self.known | topics)


@dataclass(frozen=True, slots=True)
class Screen:
    """What to draw: message keys and buttons; `keys` asks for a reply keyboard that can send the place."""

    text: str
    options: tuple[tuple[Topic, str], ...] = ()
    gestures: tuple[Gesture, ...] = ()
    languages: bool = False
    keys: bool = False
    says_status: bool = False
