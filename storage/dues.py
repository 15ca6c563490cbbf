"""What is due, as rows: one of a kind for each subject, and who claims it has removed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.dues import DueKind
from bot.domain.ids import Instant
from storage.work import Work


@dataclass(frozen=True, slots=True)
class DueShelf:
    work: Work

    async def set(self, kind: DueKind, subject: str, due_at: Instant) -> None:
        await self.work.run("due_set", kind=kind.value, subject=subject, due_at=due_at)

    async def set_first(self, kind: DueKind, subject: str, due_at: Instant) -> None:
        """Unless one of this kind is set already."""
        await self.work.run("due_set_first", kind=kind.value, subject=subject, due_at=due_at)

    async def set_sooner(self, kind: DueKind, subject: str, due_at: Instant) -> None:
        """Unless one of this kind comes sooner already."""
        await self.work.run("due_set_sooner", kind=kind.value, subject=subject, due_at=due_at)

    async def clear(self, kind: DueKind, subject: str) -> None:
        await self.work.run("due_clear", kind=kind.value, subject=subject)

    async def claim(self, kind: DueKind, subject: str, due_at: Instant) -> bool:
        return await self.work.run("due_claim", kind=kind.value, subject=subject, due_at=due_at) is not None

    async def due(self, kind: DueKind, now: Instant) -> Sequence[tuple[str, Instant]]:
        """What of this kind is due, oldest first, at most 200."""
        rows = await self.work.rows("due_now", kind=kind.value, now=now)
        return [(row["subject"], Instant(row["due_at"])) for row in rows]
