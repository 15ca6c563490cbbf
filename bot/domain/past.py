"""Where nobody was on duty, by what was decided by then: nobody's later word covers a gap that is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.did import Did
from bot.domain.gaps import Gap
from bot.domain.ids import Instant, OfficerId
from bot.domain.roster import Roster, RosterEvent, Undone

_WORDS = {
    "person pause": ("paused", True),
    "person resume": ("paused", False),
    "person remove": ("removed", True),
    "person pause undone": ("paused", False),
    "person resume undone": ("paused", True),
    "person remove undone": ("removed", False),
}
"""What the journal says of officers, and what that makes of them."""
JOINED = Did.JOINED
"""What is said of them at first."""


@dataclass(frozen=True, slots=True)
class Word:
    """What was noted of an officer, and when."""

    at: Instant
    officer: OfficerId
    deed: str


def able_by(words: Sequence[Word], now: Mapping[OfficerId, bool]) -> list[tuple[Instant, frozenset[OfficerId]]]:
    """From when on which officers could be on duty, by what was noted of them, oldest first.

    `now`: who can be at present. Of whom what was noted does not lead there, that holds for all of the past.
    """
    states = {officer: {JOINED: False, "paused": False, "removed": False} for officer in now}
    always = {officer for officer, able in now.items() if able}
    said = [one for one in words if one.officer in states]
    ends = {officer: _follows(officer, said) for officer in states}
    kept = {officer for officer in states if ends[officer] == now[officer]}
    fixed = always - kept
    found = [(Instant(0), frozenset(fixed))]
    for word in said:
        name, value = _WORDS.get(word.deed, (JOINED, True))
        states[word.officer][name] = value
        able = {officer for officer in kept if _can(states[officer])}
        found.append((word.at, frozenset(able | fixed)))
    return found


def _follows(officer: OfficerId, words: Sequence[Word]) -> bool:
    """Whether they can be on duty after all that was noted of them."""
    state = {JOINED: False, "paused": False, "removed": False}
    for word in words:
        if word.officer == officer:
            name, value = _WORDS.get(word.deed, (JOINED, True))
            state[name] = value
    return _can(state)


def _can(state: Mapping[str, bool]) -> bool:
    return state[JOINED] and not state["paused"] and not state["removed"]


def uncovered(
    decided: Sequence[tuple[Instant, RosterEvent]],
    able: Sequence[tuple[Instant, frozenset[OfficerId]]],
    begins_at: Instant,
    ends_at: Instant,
) -> list[Gap]:
    """Where nobody was on duty in this time: at each instant by what had been decided and noted by then."""
    turns = {at for at, _ in (*decided, *able) if begins_at < at < ends_at}
    edges = sorted({begins_at, ends_at, *turns})
    found = list[Gap]()
    for begin, end in zip(edges, edges[1:], strict=False):
        # What was not decided yet keeps its place: by their places events name each other.
        events = [event if at <= begin else Undone(place) for place, (at, event) in enumerate(decided)]
        whose = [who for at, who in able if at <= begin]
        found += Roster(events, whose[-1] if whose else frozenset()).gaps(begin, end)
    return found
