"""Tells the admins each day how far the journal goes, so that its end cannot be cut, and who cannot be rung."""

from __future__ import annotations

from bot.domain.dues import JOURNAL, DueKind
from bot.domain.effects import Tell
from bot.domain.events import AnchorDue
from bot.domain.ids import DAY, HOUR, after
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.show_duty import out_of_reach
from bot.use_cases.speakers import admins


async def anchor_due(event: AnchorDue, shelves: Shelves, stamp: Stamp) -> None:
    """To every admin, silently; after an outage once, not once for every day of it."""
    if not await shelves.dues.claim(DueKind.ANCHOR, JOURNAL, event.due_at):
        return
    anchor, told = await shelves.journal.anchor(), await admins(shelves, stamp)
    # As long as there is nobody to tell, or nothing, it is tried again soon.
    wait = DAY if anchor.seq and told else HOUR
    await shelves.dues.set(DueKind.ANCHOR, JOURNAL, after(stamp.now, wait))
    if not anchor.seq:
        return
    blanks = (("entry", Private(str(anchor.seq))), ("mark", Private(anchor.mark)))
    for admin in told:
        await shelves.outbox.put(Tell(admin.id, "journal.anchor", blanks), stamp.now)
    await _who_cannot_be_rung(shelves, stamp)


async def _who_cannot_be_rung(shelves: Shelves, stamp: Stamp) -> None:
    """Once a day, with the same row: an officer whom no ring would reach is a gap that no roster shows."""
    for desk in await shelves.desks.all():
        names = ", ".join(one.name.reveal() for one in await out_of_reach(desk, shelves))
        blanks = (("name", Private(names)), ("desk", Private(desk.name)))
        for admin in await admins(shelves, stamp) if names else ():
            await shelves.outbox.put(Tell(admin.id, "gaps.unreachable", blanks, sounds=True), stamp.now)
