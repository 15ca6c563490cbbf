"""Looks, beside the process that serves and without any key, whether something has gone quiet."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bot.domain.dues import DueKind
from bot.domain.ids import MINUTE, SECOND, Instant, after
from storage.engine import Engine, faults_told

LATE = 10 * SECOND
"""A ring that is due for longer is late."""
CALM = 40 * SECOND
"""What has no hurry is looked for every few seconds, and some of each kind at a time."""
STUCK = 2 * MINUTE
"""What goes before everything else, and has not gone for so long, is stuck."""
QUIET = 6 * MINUTE
"""At L1 the next ring is at most five minutes ahead; a minute for clocks that do not agree."""
UNHEARD = 30 * SECOND
_HOURLY = (DueKind.SCOUR,)
"""Looked for now and then only: late is what they are."""


@dataclass(frozen=True, slots=True)
class Findings:
    """How many of each there are; all zero is well."""

    quiet: int
    """Cases that nobody has and that no ring is due for, or at L1 not soon (invariant 4)."""
    late: int
    """What should have happened by itself."""
    stuck: int
    """Rings and cards that do not go out."""
    unheard: int
    """What people sent, kept and not worked on."""

    def found(self) -> dict[str, int]:
        """What is wrong, by name."""
        counts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: count for name, count in counts.items() if count}


async def look(engine: Engine, now: Instant) -> Findings:
    """Everything at one moment. DatabaseAway if it cannot be read now."""
    with faults_told(engine):
        await engine.snapshot()
        try:
            counts = [await _count(engine, sql) for sql in _questions(now)]
        finally:
            await engine.rollback()
    return Findings(*counts)


async def _count(engine: Engine, sql: str) -> int:
    return sum([int(row[0]) async for row in engine.stream(sql)])


def _questions(now: Instant) -> tuple[str, ...]:
    """Plain counts: a watch that needs keys, or the rules it watches over, goes down with them.

    Every value is a number or a name of our own.
    """
    late, calm, stuck, unheard = (after(now, -limit) for limit in (LATE, CALM, STUCK, UNHEARD))
    far = after(now, QUIET)
    hourly = ", ".join(f"'{kind.value}'" for kind in _HOURLY)
    return (
        "SELECT COUNT(*) FROM cases WHERE owner IS NULL AND state <> 'closed'"  # noqa: S608
        " AND (id NOT IN (SELECT subject FROM dues WHERE kind = 'ring') OR (level = 'L1'"
        f" AND id IN (SELECT subject FROM dues WHERE kind = 'ring' AND due_at > {far})))",
        f"SELECT COUNT(*) FROM dues WHERE (kind = 'ring' AND due_at < {late})"  # noqa: S608
        f" OR (kind NOT IN ({hourly}) AND due_at < {calm})",
        "SELECT COUNT(*) FROM outbox WHERE state IN ('due', 'sending') AND priority <= 1"  # noqa: S608
        f" AND (not_before < {stuck} OR (attempts > 0 AND created_at < {stuck}))",
        f"SELECT COUNT(*) FROM inbox WHERE state = 'pending' AND received_at < {unheard}",  # noqa: S608
    )
