"""Asks for the things that people send, so that they are kept; of the others it is kept why not."""

from __future__ import annotations

from bot.domain.attachments import is_fetched, refused
from bot.domain.case import Case
from bot.domain.effects import FetchMedia
from bot.domain.facts import Fact, Media, NotFetched, NotKept
from bot.domain.ids import CaseId
from bot.domain.people import Chat
from bot.ports import Shelves, Stamp
from bot.use_cases.keep import keep_fact


async def too_much(case: CaseId, size: int, shelves: Shelves, stamp: Stamp) -> NotKept | None:
    """Why a thing of so many bytes is not kept, as things stand now."""
    sizes = await shelves.attachments.size_of(case), await shelves.attachments.size()
    return refused(size, *sizes, stamp.house.most_media)


async def fetch_sent(chat: Chat, case: Case, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """Ask for everything among these facts that can be fetched; of the others it is kept why not."""
    for fact in kept:
        if not isinstance(fact.value, Media) or not is_fetched(fact.value):
            continue
        why = await too_much(case.id, fact.value.size or 0, shelves, stamp)
        if why is None:
            await shelves.outbox.put(FetchMedia(chat.id, case.id, fact.id), stamp.now)
        else:
            await keep_fact(case, NotFetched(fact.id, why), shelves, stamp)
