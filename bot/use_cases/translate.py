"""Asks a machine to put words into the other side's language, where the house has one, and shows what came of it.

What the person or the officer wrote goes across at once and as it is; the machine's rendering comes after it.
Screens, phrases and warnings never come from it: they are in the catalogs.
"""

from __future__ import annotations

from bot.domain.case import Case, CaseState
from bot.domain.cues import hear
from bot.domain.effects import AmendReply, RelayToOwner, Translate
from bot.domain.events import TranslationCame
from bot.domain.facts import Fact, Replied, Said, Translated, relayed
from bot.domain.language import unlike
from bot.domain.people import Chat
from bot.ports import Shelves, Stamp
from bot.use_cases.keep import keep_fact
from bot.use_cases.refresh import refresh


async def translate_heard(chat: Chat, case: Case, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """What the person wrote, into the desk's language."""
    desk = await shelves.desks.load(case.desk) if case.desk and stamp.house.translates else None
    if desk is None:
        return
    for fact in kept:
        if isinstance(fact.value, Said) and in_another(fact.value.words.reveal(), desk.language):
            await shelves.outbox.put(Translate(chat.id, case.id, fact.id, desk.language), stamp.now)


async def translate_reply(requester: Chat, fact: Fact, shelves: Shelves, stamp: Stamp) -> None:
    """What the owner wrote, into the language that the person reads."""
    words = fact.value.words.reveal() if isinstance(fact.value, Replied) and fact.value.media is None else ""
    if stamp.house.translates and in_another(words, requester.language):
        translate = Translate(requester.id, fact.case, fact.id, requester.language)
        await shelves.outbox.put(translate, stamp.now)


def in_another(words: str, language: str) -> bool:
    """Whether these words are surely in another language than this one."""
    heard = hear(words)
    return unlike(words, language, (heard.tongue or "") if heard.sure else "")


async def translation_came(event: TranslationCame, shelves: Shelves, stamp: Stamp) -> None:
    """Beside the words, marked as a machine's: on the card and to the owner, or in the person's chat."""
    case = await shelves.cases.load(event.case)
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is None or case.state is CaseState.CLOSED:
        return
    kept = await keep_fact(case, Translated(event.fact, event.into, event.words), shelves, stamp)
    if isinstance(fact.value, Replied):
        if relayed(await shelves.facts.of(case.id), fact.value) is not None:
            await shelves.outbox.put(AmendReply(case.requester, case.id, fact.id), stamp.now)
        return
    owner = await shelves.officers.load(case.owner) if case.owner else None
    if owner is not None and owner.chat is not None:
        await shelves.outbox.put(RelayToOwner(owner.chat, case.id, kept.id), stamp.now)
    await refresh(case, shelves, stamp)
