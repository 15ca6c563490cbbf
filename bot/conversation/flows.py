"""The flows, as data, in the order of domain.md 1.2: place first, then danger, then the rest."""

from __future__ import annotations

from bot.conversation.grammar import Flow, Step, Topic

_YES_NO = ("yes", "no")
_PLACE = Step(Topic.PLACE)
_DANGER = Step(Topic.DANGER, _YES_NO, words_answer=False)
_PEOPLE = Step(Topic.PEOPLE)
_REACH = Step(Topic.REACH)
_CONSENT = Step(Topic.CONSENT, ("agree", "desk_only"), words_answer=False)
_POLICE = Step(Topic.POLICE, _YES_NO, words_answer=False)
CHECK_IN = Step(Topic.CHECK_IN, ("day", "week"))
_DEMAND = Step(Topic.DEMAND, ("no", "by_tomorrow"))

HERE = Flow(
    "here",
    (
        _PLACE,
        _DANGER,
        Step(Topic.HELD, _YES_NO),
        Step(Topic.INSIDE),
        _PEOPLE,
        Step(Topic.REPORTER, ("self", "other"), words_answer=False),
        Step(Topic.WHO),
        _REACH,
        Step(Topic.ANSWERS, ("only_me", "others")),
        Step(Topic.LEAVE, _YES_NO),
        _CONSENT,
        _POLICE,
        Step(Topic.PASSPORT, ("mine", "taken")),
        Step(Topic.WORK),
        _DEMAND,
        Step(Topic.ROUTE),
        Step(Topic.HEALTH, ("no", "minor")),
        Step(Topic.ILL, ("no", "ill")),
        Step(Topic.SAFE_SIGN),
        Step(Topic.DANGER_SIGN),
    ),
    tidy=True,
)
OUT = Flow(
    "out",
    (
        _PLACE,
        Step(Topic.DANGER, _YES_NO, words_answer=False, name="danger_out"),
        Step(Topic.REACH, name="reach_out"),
    ),
    end="done_out",
)
OTHER = Flow(
    "other",
    (
        Step(Topic.PLACE, name="place_other"),
        Step(Topic.DANGER, _YES_NO, words_answer=False, name="danger_other"),
        Step(Topic.INSIDE, name="inside_other"),
        _PEOPLE,
        Step(Topic.REPORTER, ("family", "witness"), words_answer=False, name="reporter_other"),
        Step(Topic.WHO, name="who_other"),
        Step(Topic.LAST, ("days", "longer")),
        Step(Topic.REACH, name="reach_other"),
        _CONSENT,
        _POLICE,
        _DEMAND,
        Step(Topic.ROUTE, name="route_other"),
    ),
    end="done_other",
)
WITNESS = Flow(
    "witness",
    (
        Step(Topic.PLACE, name="place_seen"),
        Step(Topic.DANGER, _YES_NO, words_answer=False, name="danger_other"),
        Step(Topic.INSIDE, name="inside_seen"),
        _PEOPLE,
        Step(Topic.UNNAMED, _YES_NO, words_answer=False),
        Step(Topic.REACH, name="reach_other"),
    ),
)
RISK = Flow(
    "risk",
    (
        Step(Topic.PLACE, name="place_job"),
        Step(Topic.DANGER, _YES_NO, words_answer=False, name="danger_risk"),
        Step(Topic.WHEN, ("soon", "later")),
        Step(Topic.ROUTE, name="route_job"),
        Step(Topic.REACH, name="reach_job"),
        CHECK_IN,
    ),
    end="done_risk",
)
MOVING = Flow("moving", (Step(Topic.PLATE),), tidy=True)
"""While somebody is driven away and their place comes by itself, one question may be asked, and no other."""

FLOWS: dict[str, Flow] = {flow.id: flow for flow in (HERE, OUT, OTHER, WITNESS, RISK, MOVING)}

SPARE = frozenset({Topic.CHECK_IN, Topic.SAFE_SIGN, Topic.DANGER_SIGN})
"""Whoever breaks off here has told all that a desk asks for."""
NOT_OF_MINORS = frozenset(
    {Topic.LEAVE, Topic.CONSENT, Topic.POLICE, Topic.PASSPORT, Topic.WORK, Topic.DEMAND, Topic.ROUTE}
    | {Topic.SAFE_SIGN, Topic.DANGER_SIGN}
)
"""What is left out for somebody under 18: no form of consent, no pictures, a human at once (domain.md 4.4)."""
