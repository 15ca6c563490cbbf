"""Asks for the things that people send, so that they are kept; of the others it is kept why not."""

from __future__ import annotations

from bot.domain.attachments import is_fetched, refused
from bot.domain.case import Case
from bot.domain.effects import FetchMedia
from bot.domain.facts import Fact, Media, NotFetched
from bot.domain.people import Chat
from bot.ports import Shelves, Stamp
from bot.use_cases.keep import keep_fact


async def fetch_sent(chat: Chat, case: Case, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """Ask for everything among these facts that can be fetched; of the others it is kept why not."""
    for fact in kept:
        if not isinstance(fact.value, Media) or not is_fetched(fact.value):
            continue
        sizes = await shelves.attachments.size_of(case.id), await shelves.attachments.size()
        why = refused(fact.value, *sizes, stamp.house.most_media)
        if why is None:
            await shelves.outbox.put(FetchMedia(chat.id, case.id, fact.id), stamp.now)
        else:
            await keep_fact(case, NotFetched(fact.id, why), shelves, stamp)
