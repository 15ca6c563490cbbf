"""The flows, as data, in the order of domain.md 1.2: place first, then danger, then the rest."""

from __future__ import annotations

from bot.conversation.grammar import Flow, Step, Topic

_PLACE = Step(Topic.PLACE)
_DANGER = Step(Topic.DANGER, options=("yes", "no"), words_answer=False)
_INSIDE = Step(Topic.WHERE_INSIDE)
_REACH = Step(Topic.REACH)
_WHO = Step(Topic.WHO)

HERE = Flow("here", (_PLACE, _DANGER, _INSIDE, _WHO, _REACH))
OUT = Flow("out", (_PLACE, _DANGER, _REACH))
OTHER = Flow("other", (_PLACE, _DANGER, _WHO, _REACH))

FLOWS: dict[str, Flow] = {flow.id: flow for flow in (HERE, OUT, OTHER)}
