"""Asks "what is due now?" and lets it happen; after an outage the same question finds everything overdue."""

from __future__ import annotations

from bot.domain.events import RingDue
from bot.domain.ids import DAY, after
from bot.inbox import Inbox
from bot.ports import Stale

EVERY = 0.25
"""Seconds between two questions."""
KEPT = 3 * DAY
"""How long settled rows are remembered; Telegram itself forgets an update after one day."""
_SWEEP = 600
"""Seconds between two sweeps of what is over."""


async def tick(inbox: Inbox) -> None:
    """Ring what is due until asked to stop."""
    patience = inbox.patience
    swept = float("-inf")
    while not patience.stopping.is_set():
        await patience.kept(lambda: ring_due(inbox))
        if inbox.world.monotonic() - swept > _SWEEP:
            await patience.kept(lambda: _sweep(inbox))
            swept = inbox.world.monotonic()
        await patience.pause(EVERY)


async def ring_due(inbox: Inbox) -> None:
    """Every ring that is due, each in a transaction of its own."""
    async with inbox.archive.transaction() as shelves:
        due = await shelves.dues.rings(inbox.world.now())
    for case, due_at in due:
        try:
            await inbox.handle(RingDue(case, due_at))
        except Stale:
            # Somebody changed the case at this moment; the row is still there for the next tick.
            continue


async def _sweep(inbox: Inbox) -> None:
    now = inbox.world.now()
    async with inbox.archive.transaction() as shelves:
        await shelves.inbox.forget(after(now, -KEPT))
        await shelves.outbox.forget(after(now, -KEPT))
        await shelves.proposals.forget(now)
