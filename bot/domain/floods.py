"""Decides when somebody writes so much that one line serves the desk better than every message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.facts import Fact, FactValue, Media, Said
from bot.domain.ids import MINUTE

WITHIN = 10 * MINUTE
MANY = 30
"""More messages within that time are a flood; the burst of a frightened person is far less."""

FOLDED = (Said.__name__, Media.__name__)
"""The kinds of facts that are folded, by name."""


def flood_in(facts: Sequence[Fact]) -> int:
    """How many messages came within the time before the newest, if that is a flood; 0 if it is none."""
    said = [fact.at for fact in facts if is_folded(fact.value)]
    count = sum(1 for at in said if said[-1] - at < WITHIN)
    return count if count > MANY else 0


def is_folded(value: FactValue) -> bool:
    """Whether it stands only on the card in a flood: words and things. Places, contacts and calls always go on."""
    return isinstance(value, Said | Media)
