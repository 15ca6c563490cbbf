"""After a restore: what was destroyed since the backup goes, and what is found by a key is found again."""

from __future__ import annotations

from bot.domain.ids import Instant
from storage.database import Database
from storage.rotation import reindex

_GONE = (
    "gone_case_keys",
    "gone_facts",
    "gone_likenesses",
    "gone_cases",
    "gone_rings",
    "gone_archive",
    "gone_sessions",
    "gone_chat_dues",
    "gone_messages",
    "gone_proposals",
    "gone_outbox",
    "gone_chats",
    "gone_inbox",
)
"""In this order: a row goes before the one by which it is known to be dead."""


async def mend(database: Database, now: Instant) -> None:
    """Whoever was forgotten stays forgotten; the journal says that there was a restore."""
    async with database.transaction() as ledger:
        for name in _GONE:
            await ledger.purge(name)
        await ledger.journal.append("restored", now)
    await reindex(database, lambda _: None)
    await database.scour()
