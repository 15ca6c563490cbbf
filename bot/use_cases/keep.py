"""Adds facts to a case, with what they let it be known again by."""

from __future__ import annotations

from bot.domain.case import Case
from bot.domain.facts import Detail, Fact, FactValue, Noticed, Stated
from bot.domain.ids import FactId
from bot.domain.likeness import of, persons_in
from bot.ports import Shelves, Stamp


async def keep_fact(case: Case, value: FactValue, shelves: Shelves, stamp: Stamp) -> Fact:
    """Add a fact to the case, and what it may have in common with other cases."""
    fact = Fact(FactId(stamp.dice.token()), case.id, stamp.now, value)
    await shelves.facts.add(fact)
    likeness = of(value)
    if likeness is not None:
        await shelves.likenesses.note(case.id, likeness)
    return fact


_PERSON = (Detail.NAME, Detail.BORN)


async def know_again(case: Case, kept: list[Fact], shelves: Shelves) -> None:
    """A name and a year of birth may come in different messages; whichever comes last, they go together."""
    if not any(isinstance(fact.value, Noticed | Stated) and fact.value.detail in _PERSON for fact in kept):
        return
    for person in persons_in([fact.value for fact in await shelves.facts.of(case.id)]):
        await shelves.likenesses.note(case.id, person)
