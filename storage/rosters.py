"""The roster of each desk, as events that are only ever appended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.domain.ids import DeskId, Instant
from bot.domain.roster import HoursSet, Moved, OffSet, Published, RosterEvent, RotationSet, ShiftSet, Undone
from storage.desks import desk_key
from storage.vault import Spot
from storage.work import Work

_KINDS: dict[str, type[RosterEvent]] = {
    "rotation": RotationSet,
    "shift": ShiftSet,
    "off": OffSet,
    "published": Published,
    "moved": Moved,
    "hours": HoursSet,
    "undone": Undone,
}


@dataclass(frozen=True, slots=True)
class RosterShelf:
    work: Work

    async def of_desk(self, desk: DeskId) -> list[RosterEvent]:
        return [event for _, event in await self.history(desk)]

    async def history(self, desk: DeskId) -> list[tuple[Instant, RosterEvent]]:
        """Each event with the instant at which it was decided."""
        key_id = await desk_key(self.work, desk)
        found = list[tuple[Instant, RosterEvent]]()
        for row in await self.work.rows("roster_of_desk", desk=desk):
            spot = Spot("roster_events", row["id"])
            event = await self.work.open(_KINDS[row["kind"]], row["sealed"], key_id, spot)
            found.append((Instant(row["at"]), event))
        return found

    async def append(self, desk: DeskId, event: RosterEvent, at: Instant) -> None:
        row = secrets.token_hex(16)
        kind = next(name for name, kind in _KINDS.items() if isinstance(event, kind))
        sealed = await self.work.seal(event, await desk_key(self.work, desk), Spot("roster_events", row))
        await self.work.run("roster_append", id=row, desk=desk, at=at, kind=kind, sealed=sealed)
