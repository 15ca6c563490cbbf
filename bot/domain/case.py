"""The life of a case: its states, who owns it, and which changes are allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.escalation import Policy, answer_by
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId
from bot.domain.triage import Assessment, Level, Rule, highest, raised


class CaseState(StrEnum):
    """States after domain.md 6.5."""

    NEW = "new"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    REFERRED = "referred"
    IN_OPERATION = "in_operation"
    SAFE = "safe"
    CLOSED = "closed"
    REOPENED = "reopened"


_WORKED = frozenset(
    {CaseState.ACCEPTED, CaseState.VERIFYING, CaseState.REFERRED, CaseState.IN_OPERATION, CaseState.SAFE}
)
"""While somebody has it, the state is what they say; an owner who does nothing loses it, and it waits again."""
BY_HAND = frozenset({CaseState.ACCEPTED, CaseState.VERIFYING, CaseState.IN_OPERATION, CaseState.SAFE})
"""The states that an officer may say by hand; the others come of what is done."""
TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.NEW: frozenset({CaseState.ACCEPTED}),
    CaseState.ACCEPTED: frozenset({CaseState.REOPENED, *_WORKED - {CaseState.ACCEPTED}, CaseState.CLOSED}),
    CaseState.VERIFYING: frozenset({CaseState.REOPENED, *_WORKED - {CaseState.VERIFYING}, CaseState.CLOSED}),
    CaseState.REFERRED: frozenset({CaseState.REOPENED, *_WORKED - {CaseState.REFERRED}, CaseState.CLOSED}),
    CaseState.IN_OPERATION: frozenset({CaseState.REOPENED, *_WORKED - {CaseState.IN_OPERATION}, CaseState.CLOSED}),
    CaseState.SAFE: frozenset({CaseState.REOPENED, *_WORKED - {CaseState.SAFE}, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.REOPENED}),
    CaseState.REOPENED: frozenset({CaseState.ACCEPTED}),
}
WAITING = frozenset({CaseState.NEW, CaseState.REOPENED})
"""States in which nobody has it, so that a next ring must be due (invariant 4)."""


class Closing(StrEnum):
    """Why a case was closed (domain.md 6.5). That somebody wrote "cancel" is none."""

    FREED_BY_POLICE = "freed_by_police"
    ESCAPED = "escaped"
    RELEASED_AFTER_PAYMENT = "released_after_payment"
    ARRESTED = "arrested"
    RETURNED_HOME = "returned_home"
    CONTACT_RESUMED = "contact_resumed"
    MOVED_OR_LOST = "moved_or_lost"
    DECLINED_HELP = "declined_help"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    """Of another case, which goes on."""
    NOT_GENUINE = "not_genuine"
    OTHER_DESK = "other_desk"


SECONDED = frozenset({Closing.NOT_GENUINE})
"""What two officers have to say."""


@dataclass(frozen=True, slots=True)
class AlreadyTaken:
    """Somebody has the case; everybody at the desk may know who."""

    owner: OfficerId


@dataclass(frozen=True, slots=True)
class NotWaiting:
    """Nobody has the case, and in its state nobody can take it."""

    state: CaseState


@dataclass(frozen=True, slots=True)
class NotClosable:
    """Nobody has the case, or it is closed already."""

    state: CaseState


@dataclass(frozen=True, slots=True)
class First:
    """The first time that somebody said "I have it": when, at which level, and by when it was promised."""

    at: Instant
    level: Level
    due_at: Instant


@dataclass(frozen=True, slots=True)
class Case:
    """One person's cry and what the desk made of it. `version` guards against lost updates.

    `rung` counts the ladder's rungs while nobody has it, and after that how often its owner was rung again.
    """

    id: CaseId
    code: str
    desk: DeskId | None
    requester: ChatId
    level: Level
    rules: tuple[Rule, ...]
    state: CaseState
    opened_at: Instant
    heard_at: Instant
    owner: OfficerId | None = None
    taken_at: Instant | None = None
    delivered_at: Instant | None = None
    ladder_from: Instant = Instant(0)
    rung: int = 0
    version: int = 0
    closing: Closing | None = None
    closed_at: Instant | None = None
    lowered: bool = False
    """An officer lowered the level: only what is new raises it again."""
    part_of: CaseId | None = None
    """The case that this one was merged into; its requester learns nothing of that."""
    incident: CaseId | None = None
    """The first case of the event that this one belongs to."""
    policy: Policy = ()
    """The desk's ladders as they were when the case came to it."""
    drill: bool = False
    """Made by an admin to try the desk: it goes the whole way, and no statistics count it."""
    cried_at: Instant = Instant(0)
    """When the message that opened it was sent, by Telegram's clock."""
    first: First | None = None
    """What stays of the first acknowledgement, whoever has the case later."""
    answered_at: Instant | None = None
    """When the first answer of a human stood in the person's chat."""


def take(case: Case, officer: OfficerId, now: Instant) -> Case | AlreadyTaken | NotWaiting:
    """Make the officer the owner; there is one owner however many ask."""
    if case.owner is not None:
        return AlreadyTaken(case.owner)
    if CaseState.ACCEPTED not in TRANSITIONS[case.state]:
        return NotWaiting(case.state)
    return replace(acknowledged(case, now), owner=officer, state=CaseState.ACCEPTED, taken_at=now, rung=0)


def acknowledged(case: Case, now: Instant) -> Case:
    """Somebody says for the first time that they have it: measured against what the ladder promised then."""
    if case.first is not None:
        return case
    return replace(case, first=First(now, case.level, answer_by(case.level, case.ladder_from, case.policy)))


def close(case: Case, closing: Closing, now: Instant) -> Case | NotClosable:
    """End it; only what an officer has can be closed, so that no cry ends unheard."""
    if case.owner is None or CaseState.CLOSED not in TRANSITIONS[case.state]:
        return NotClosable(case.state)
    return replace(case, state=CaseState.CLOSED, closing=closing, closed_at=now)


def end_drill(case: Case, now: Instant) -> Case:
    """A drill ends whether somebody has it or not: no person waits behind it."""
    if not case.drill:
        raise ValueError("a case that is no drill ends only by its owner")
    return replace(case, state=CaseState.CLOSED, closed_at=now)


def release(case: Case, now: Instant) -> Case:
    """Nobody has it any more, and it waits: the ladder begins again."""
    return replace(case, owner=None, state=CaseState.REOPENED, taken_at=None, ladder_from=now, rung=0)


def hand_over(case: Case, officer: OfficerId, now: Instant) -> Case | NotWaiting:
    """Move the ownership to who accepted it, whoever had it."""
    if case.state is CaseState.CLOSED:
        return NotWaiting(case.state)
    state = CaseState.ACCEPTED if case.state in WAITING else case.state
    return replace(acknowledged(case, now), owner=officer, state=state, taken_at=now, rung=0)


def set_level(case: Case, level: Level) -> Case:
    """An officer's word on the level; what was known by now does not raise it again by itself."""
    return replace(case, level=level, lowered=raised(level, case.level) or (case.lowered and level > Level.L1))


def counting(case: Case) -> frozenset[Rule]:
    """The rules that still count: not what an officer has weighed, nor the one that says that nothing is known."""
    weighed = {rule for rule in case.rules if case.lowered and raised(case.level, rule.level)}
    return frozenset(case.rules) - weighed - {Rule.DANGER_UNKNOWN}


def reassess(case: Case, assessment: Assessment, now: Instant) -> tuple[Case, bool]:
    """Take the new rules in; the level only rises, and a rise starts the ladder again."""
    rules = tuple(sorted(set(case.rules) | set(assessment.rules)))
    if Rule.DANGER_UNKNOWN not in assessment.rules:
        rules = tuple(rule for rule in rules if rule is not Rule.DANGER_UNKNOWN)
    level = highest(case.level, assessment.level)
    risen = raised(case.level, level)
    changed = replace(case, rules=rules, level=level)
    if risen:
        changed = replace(changed, ladder_from=now, rung=0, lowered=False)
    return changed, risen
