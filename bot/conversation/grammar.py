"""What a flow is made of; knows no texts and no functions of any step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.events import Gesture
from bot.domain.private import Private


class Topic(StrEnum):
    """What a step wants to learn (domain.md 1.2); a fact that fills the topic answers it wherever it comes."""

    PLACE = "place"
    DANGER = "danger"
    HELD = "held"
    INSIDE = "inside"
    PEOPLE = "people"
    REPORTER = "reporter"
    WHO = "who"
    REACH = "reach"
    ANSWERS = "answers"
    """Who else may see or answer what is sent to the person."""
    LEAVE = "leave"
    CONSENT = "consent"
    POLICE = "police"
    PASSPORT = "passport"
    WORK = "work"
    DEMAND = "demand"
    ROUTE = "route"
    HEALTH = "health"
    ILL = "ill"
    LAST = "last"
    UNNAMED = "unnamed"
    WHEN = "when"
    CHECK_IN = "check_in"
    PLATE = "plate"
    SAFE_SIGN = "safe_sign"
    DANGER_SIGN = "danger_sign"


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its topic, the answers that have a button, and whether plain words answer it.

    `name` is the name of its text, where one topic is asked for in different words in different flows.
    """

    topic: Topic
    options: tuple[str, ...] = ()
    words_answer: bool = True
    name: str = ""

    @property
    def text(self) -> str:
        """The name of its text."""
        return f"step.{self.name or self.topic.value}"


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps in the order of asking; answers may come in any order. `tidy`: what the person sends is removed.

    `end` is the screen after the last step.
    """

    id: str
    steps: tuple[Step, ...]
    end: str = "done"
    tidy: bool = False


class View(StrEnum):
    """What a requester's screen shows at the moment."""

    FIRST = "first"
    DOORS = "doors"
    STEP = "step"
    SHARE_PLACE = "share_place"
    MONEY = "money"
    LANGUAGES = "languages"
    DONE = "done"
    STOPPED = "stopped"
    CODE = "code"
    COVER = "cover"


class Advice(StrEnum):
    """What is said once, in the place of the line of status, when the words call for it.

    TIDY goes with the status: what was sent is kept, and removed from the chat. STAYS and GOES say what was just
    chosen about that, CALLED that one more cry for help was heard.
    """

    MONEY = "money"
    NO_PAY = "no_pay"
    NO_POST = "no_post"
    TIDY = "tidy"
    STAYS = "stays"
    GOES = "goes"
    CALLED = "called"
    LIT = "lit"


@dataclass(frozen=True, slots=True)
class Session:
    """Where one requester stands; a value that survives a restart between any two turns.

    `asked` is the question that the person was really shown: words of a burst answer none that they never saw.
    `settled_in` is the order in which topics were learnt or skipped, for going back.
    `money_said`: they were shown that nobody here asks for money. `advice` waits to be said; `advised` was shown.
    `spoke`: words came in. `tidy` is None until the person chose. `live`: their place moves on by itself; `moved`:
    they are being moved.
    `code` is what the person can come back with; `tries` counts the codes that were tried from this account.
    In a covert deployment: `opened` by the link or the phrase; `tool` is what the cover's tool was asked last.
    `promises`: they want to say when they write next, and to be missed if they do not.
    `door` is the one that was chosen by a button; the flow may follow their words before that.
    """

    flow: str = "here"
    view: View = View.FIRST
    known: frozenset[Topic] = field(default_factory=frozenset)
    passed: frozenset[Topic] = field(default_factory=frozenset)
    asked: Topic | None = None
    door: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    cried: bool = False
    money_said: bool = False
    settled_in: tuple[Topic, ...] = ()
    tidy: bool | None = None
    minor: bool = False
    live: bool = False
    moved: bool = False
    spoke: bool = False
    promises: bool = False
    advice: tuple[Advice, ...] = ()
    advised: frozenset[Advice] = field(default_factory=frozenset)
    safe_sign: Private[str] | None = None
    danger_sign: Private[str] | None = None
    code: Private[str] | None = None
    tries: int = 0
    opened: bool = False
    tool: Private[str] | None = None

    def settled(self) -> frozenset[Topic]:
        """Topics that are not asked any more: learnt, or skipped."""
        return self.known | self.passed

    def learns(self, topics: frozenset[Topic]) -> Session:
        """The session with these topics known."""
        return replace(self, known=self.known | topics, settled_in=self._order(topics))

    def passes(self, topic: Topic) -> Session:
        """The session with this topic skipped."""
        return replace(self, passed=self.passed | {topic}, settled_in=self._order(frozenset({topic})))

    def reopens(self, topic: Topic) -> Session:
        """The session that asks for this topic again; what was told stays told."""
        left = tuple(one for one in self.settled_in if one is not topic)
        return replace(self, known=self.known - {topic}, passed=self.passed - {topic}, settled_in=left)

    def _order(self, topics: frozenset[Topic]) -> tuple[Topic, ...]:
        fresh = sorted(topics - set(self.settled_in))
        return (*self.settled_in, *fresh)


@dataclass(frozen=True, slots=True)
class Screen:
    """What to draw: message keys and buttons; `keys` asks for a reply keyboard that can send the place.

    `money`: above the question stands that money is never asked for.
    """

    text: str
    options: tuple[tuple[Topic, str], ...] = ()
    gestures: tuple[Gesture, ...] = ()
    languages: bool = False
    keys: bool = False
    says_status: bool = False
    advice: Advice | None = None
    tool: Private[str] | None = None
    code: Private[str] | None = None
    money: bool = False
