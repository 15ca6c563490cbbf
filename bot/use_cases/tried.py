"""Which desk a drill tries: whoever takes it, what it showed stays with the desk that was tried."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.did import Did
from bot.domain.ids import DeskId
from bot.ports import Shelves


async def with_its_desk(case: Case, shelves: Shelves) -> Case:
    """A drill as it ends: of the desk at which it began. Any other case as it is."""
    if not case.drill:
        return case
    began = [one.note for one in await shelves.journal.of_case(case.id) if one.deed == Did.DRILL_BEGAN]
    tried = next((DeskId(desk) for desk in began if desk), case.desk)
    return replace(case, desk=tried)
