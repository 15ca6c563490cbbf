"""Adds facts to a case, with what they let it be known again by."""

from __future__ import annotations

from bot.domain.case import Case
from bot.domain.facts import Detail, Fact, FactValue, Located, Noticed, Placed, Stated
from bot.domain.ids import FactId
from bot.domain.likeness import cell_of, of, persons_in, place_of
from bot.ports import Shelves, Stamp
from bot.use_cases.same import suggest, suggest_by_place


async def keep_fact(case: Case, value: FactValue, shelves: Shelves, stamp: Stamp) -> Fact:
    """Add a fact to the case, and what it may have in common with other cases."""
    fact = Fact(FactId(stamp.dice.token()), case.id, stamp.now, value)
    await shelves.facts.add(fact)
    likeness = of(value)
    if likeness is not None:
        await shelves.likenesses.note(case.id, likeness)
        await suggest(case, likeness, shelves, stamp)
    return fact


_PERSON = {Detail.NAME, Detail.BORN}


async def know_again(case: Case, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """What is told in parts: a name and a year of birth, a place and a room, whichever comes last."""
    told = {fact.value.detail for fact in kept if isinstance(fact.value, Noticed | Stated)}
    if told & _PERSON:
        for person in persons_in([fact.value for fact in await shelves.facts.of(case.id)]):
            await shelves.likenesses.note(case.id, person)
            await suggest(case, person, shelves, stamp)
    if Detail.ROOM in told or any(isinstance(fact.value, Located | Placed) for fact in kept):
        there = place_of(await shelves.facts.of(case.id))
        if there is not None:
            await shelves.likenesses.note(case.id, cell_of(*there))
            await suggest_by_place(case, shelves, stamp)
