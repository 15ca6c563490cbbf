"""Adds facts to a case, with what they let it be known again by."""

from __future__ import annotations

from bot.domain.case import Case
from bot.domain.facts import Fact, FactValue
from bot.domain.ids import FactId
from bot.domain.likeness import of
from bot.ports import Shelves, Stamp


async def keep_fact(case: Case, value: FactValue, shelves: Shelves, stamp: Stamp) -> Fact:
    """Add a fact to the case, and what it may have in common with other cases."""
    fact = Fact(FactId(stamp.dice.token()), case.id, stamp.now, value)
    await shelves.facts.add(fact)
    likeness = of(value)
    if likeness is not None:
        await shelves.likenesses.note(case.id, likeness)
    return fact
