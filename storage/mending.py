"""After a restore: what was destroyed since the backup goes, and what is found by a key is found again."""

from __future__ import annotations

from bot.domain.did import Did
from bot.domain.ids import Instant
from storage.ledger import Ledger
from storage.rotation import reindexed

_GONE = (
    "gone_case_keys",
    "gone_facts",
    "gone_likenesses",
    "gone_attachments",
    "gone_pieces",
    "gone_archive",
    "gone_cases",
    "gone_requesters",
    "gone_rings",
    "gone_sessions",
    "gone_chat_dues",
    "gone_messages",
    "gone_proposals",
    "gone_outbox",
    "gone_chats",
    "gone_inbox",
    "gone_tallies",
)
"""In this order: a row goes before the one by which it is known to be dead."""


async def mend(ledger: Ledger, now: Instant) -> int:
    """Whoever was forgotten stays forgotten; the journal says that there was a restore.

    Keys of what came after the backup are destroyed, too: nobody would ever do it later. Returns how many.
    """
    for name in _GONE:
        await ledger.purge(name)
    await ledger.journal.append(Did.RESTORED, now)
    while await reindexed(ledger):
        pass
    await ledger.keys.destroy_older("index")
    return await ledger.purge_keys()
