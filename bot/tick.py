"""Asks "what is due now?" and lets it happen; after an outage the same question finds everything overdue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from bot.domain.dues import PROCESS, DueKind
from bot.domain.events import (
    AnchorDue,
    ChatDue,
    CheckInDue,
    CheckInMissed,
    DrillDue,
    DrillEnds,
    Event,
    GapDue,
    HygieneDue,
    IdleDue,
    LapseDue,
    LiveEnded,
    PartDue,
    PromiseDue,
    ReportDue,
    RingDue,
    TurnDue,
    WindowDue,
    WipeDue,
)
from bot.domain.ids import DAY, MINUTE, CaseId, ChatId, DeskId, Instant, after
from bot.domain.retention import Part
from bot.inbox import Inbox, told
from bot.ports import Stale, Unkept

log = structlog.get_logger("tick")

EVERY = 0.25
"""Seconds between two questions."""
KEPT = 3 * DAY
"""How long settled rows are remembered; Telegram itself forgets an update after one day."""
SWEEP = 600
"""Seconds between two sweeps of what is over."""
PULSE = 20
"""Seconds between two signs of life in the database."""
_MISSED = MINUTE
"""After so long without one nobody serves any more."""
_LATER = 5
"""Seconds between two looks for what has no hurry."""
_FAILED = 5
"""Seconds until what failed is tried again."""


def _part(part: Part) -> Callable[[str, Instant], Event]:
    return lambda subject, due_at: PartDue(CaseId(subject), part, due_at)


def _asked(subject: str) -> tuple[DeskId, int]:
    desk, _, asked = subject.rpartition(":")
    return DeskId(desk), int(asked)


def _planned(subject: str) -> tuple[DeskId, ChatId]:
    desk, chat, _ = subject.split(":")
    return DeskId(desk), ChatId(chat)


CALM: Mapping[DueKind, Callable[[str, Instant], Event]] = {
    **{DueKind(part.value): _part(part) for part in Part},
    DueKind.CHAT: lambda subject, due_at: ChatDue(ChatId(subject), due_at),
    DueKind.LIVE: lambda subject, due_at: LiveEnded(ChatId(subject), due_at),
    DueKind.LAPSE: lambda subject, due_at: LapseDue(CaseId(subject), due_at),
    DueKind.CHECK_IN: lambda subject, due_at: CheckInMissed(ChatId(subject), due_at),
    DueKind.WIPE: lambda subject, due_at: WipeDue(ChatId(subject), due_at),
    DueKind.PROMISE: lambda subject, due_at: PromiseDue(CaseId(subject), due_at),
    DueKind.WINDOW: lambda subject, due_at: WindowDue(CaseId(subject), due_at),
    DueKind.IDLE: lambda subject, due_at: IdleDue(CaseId(subject), due_at),
    DueKind.HYGIENE: lambda _, due_at: HygieneDue(due_at),
    DueKind.ANCHOR: lambda _, due_at: AnchorDue(due_at),
    DueKind.REPORT: lambda _, due_at: ReportDue(due_at),
    DueKind.GAP: lambda subject, due_at: GapDue(DeskId(subject), due_at),
    DueKind.TURN: lambda subject, due_at: TurnDue(DeskId(subject), due_at),
    DueKind.CHECKED_IN: lambda subject, due_at: CheckInDue(*_asked(subject), due_at),
    DueKind.DRILL: lambda subject, due_at: DrillDue(*_planned(subject), due_at),
    DueKind.DRILL_ENDS: lambda subject, due_at: DrillEnds(CaseId(subject), due_at),
}
"""Everything that comes due but the rings, which go first."""


async def tick(inbox: Inbox) -> None:
    """Let happen what is due until asked to stop."""
    patience, clock = inbox.patience, inbox.world.monotonic
    looked = swept = beaten = float("-inf")
    while not patience.stopping.is_set():
        await patience.kept(lambda: ring_due(inbox))
        if clock() - looked > _LATER:
            await patience.kept(lambda: calm_due(inbox))
            await patience.kept(inbox.archive.take_up)
            looked = clock()
        if clock() - beaten > PULSE:
            await patience.kept(lambda: pulse(inbox))
            beaten = clock()
        if clock() - swept > SWEEP:
            await patience.kept(lambda: sweep(inbox))
            await patience.kept(lambda: scour_due(inbox))
            swept = clock()
        await patience.pause(EVERY)


async def pulse(inbox: Inbox) -> None:
    """Leave a row that comes due only if none is left after it: whoever watches finds it late."""
    async with inbox.archive.transaction() as shelves:
        await shelves.dues.set(DueKind.PULSE, PROCESS, after(inbox.world.now(), _MISSED))


async def ring_due(inbox: Inbox) -> None:
    """Every ring that is due, each in a transaction of its own."""
    await _happen(inbox, DueKind.RING, lambda subject, due_at: RingDue(CaseId(subject), due_at))


async def calm_due(inbox: Inbox) -> None:
    """Everything else that is due, some of each kind at a time."""
    for kind, event in CALM.items():
        await _happen(inbox, kind, event)


async def _happen(inbox: Inbox, kind: DueKind, event: Callable[[str, Instant], Event]) -> None:
    async with inbox.archive.transaction() as shelves:
        due = await shelves.dues.due(kind, inbox.world.now())
    for subject, due_at in due:
        row = (kind.value, subject)
        if inbox.failing.get(row, float("-inf")) > inbox.world.monotonic():
            continue
        try:
            await inbox.handle(event(subject, due_at))
            inbox.failing.pop(row, None)
        except Stale:
            # Somebody changed the case at this moment; the row is still there for the next tick.
            continue
        except Unkept:
            raise
        except Exception as error:  # noqa: BLE001 - one row that fails must not stop every other ring
            # The row stays, and is late, which the watch rings the admins for; its turn comes again.
            inbox.failing[row] = inbox.world.monotonic() + _FAILED
            log.error("what is due failed", kind=kind.value, subject=subject, error=told(error))


async def sweep(inbox: Inbox) -> None:
    """Remove what is over."""
    now = inbox.world.now()
    async with inbox.archive.transaction() as shelves:
        await shelves.inbox.forget(after(now, -KEPT), after(now, -inbox.house.kept.words))
        await shelves.outbox.forget(after(now, -KEPT))
        await shelves.proposals.forget(now)


async def scour_due(inbox: Inbox) -> None:
    """Clear out what the database itself keeps of what was destroyed: once an hour, if anything was."""
    async with inbox.archive.transaction() as shelves:
        due = await shelves.dues.due(DueKind.SCOUR, inbox.world.now())
    for subject, due_at in due:
        try:
            await inbox.archive.scour()
        except Unkept as reason:
            # Somebody else reads the file, or there is no room to write it anew: the next sweep tries again.
            log.warning("destroyed, and not cleared out yet", reason=str(reason))
            return
        async with inbox.archive.transaction() as shelves:
            await shelves.dues.claim(DueKind.SCOUR, subject, due_at)
