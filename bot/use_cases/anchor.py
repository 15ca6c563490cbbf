"""Posts how far the journal goes, each day: with that, nobody can cut its end off unseen."""

from __future__ import annotations

from bot.domain.dues import JOURNAL, DueKind
from bot.domain.effects import Tell
from bot.domain.events import AnchorDue
from bot.domain.ids import DAY, HOUR, after
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
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
