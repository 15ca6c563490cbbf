"""Follows whether chats can be reached, and what did or did not arrive there."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.did import Did
from bot.domain.effects import (
    Effect,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Reveal,
    Ring,
    Tell,
    UpdateCard,
    case_of,
)
from bot.domain.events import (
    CardDelivered,
    ChatLost,
    ChatMigrated,
    DeliveryFailed,
    DeliveryUnsure,
    EventShown,
    UpdateUnprocessed,
)
from bot.domain.facts import Replied
from bot.domain.ids import CaseId, ChatId
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.hear import show_requester
from bot.use_cases.idle import let_go
from bot.use_cases.refresh import BURST
from bot.use_cases.ring import ring_instead, waits
from bot.use_cases.speakers import admins


async def lose_chat(event: ChatLost, shelves: Shelves, stamp: Stamp) -> None:
    """Blocked by a person, or put out of a group."""
    chat = await shelves.chats.by_telegram(event.origin.chat)
    if chat is not None:
        await _unreachable(chat, shelves, stamp)


async def migrate_chat(event: ChatMigrated, shelves: Shelves, _stamp: Stamp) -> None:
    """A group became a supergroup: the same chat of ours under a new id. Both sides of it are reported."""
    chat = await shelves.chats.by_telegram(event.origin.chat)
    if chat is not None:
        await follow_group(chat.id, event.successor, shelves)


async def follow_group(chat: ChatId, successor: Private[int], shelves: Shelves) -> bool:
    """From now on this chat is found under the new id, also where that was met as a chat of its own before.

    False where it is another desk's, or that chat is the desk's and this one is not: then this one is lost.
    """
    known = await shelves.chats.by_telegram(successor)
    bound = {one.chat for one in await shelves.desks.all()}
    if known is not None and known.id != chat and (known.id in bound or chat not in bound):
        return False
    await shelves.chats.readdress(chat, successor)
    return True


async def delivery_failed(event: DeliveryFailed, shelves: Shelves, stamp: Stamp) -> None:
    """Telegram refused for good: a ring that nobody heard falls to the next rung at once."""
    chat = await shelves.chats.load(event.chat)
    if event.lost and chat.reachable:
        await _unreachable(chat, shelves, stamp)
    if event.rang is not None:
        await _not_heard(event.rang, chat.id, shelves, stamp)


async def _not_heard(case_id: CaseId, chat: ChatId, shelves: Shelves, stamp: Stamp) -> None:
    case = await shelves.cases.load(case_id)
    owner = await shelves.officers.load(case.owner) if case.owner is not None else None
    if waits(case):
        await ring_instead(case, shelves, stamp, chat)
    elif owner is not None and owner.chat == chat and not (await shelves.chats.load(chat)).reachable:
        # The word that they were rung for is not to wait for the next one.
        await let_go(case, owner, shelves, stamp)


async def delivery_unsure(event: DeliveryUnsure, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever waits for it, or believes that it arrived, is told in one line; of that line nobody is told more.

    A ring that perhaps nobody heard goes on to the next rung.
    """
    if isinstance(event.effect, Ring):
        await _not_heard(event.effect.case, event.effect.chat, shelves, stamp)
    told = await _told_unsure(event.effect, shelves)
    if told is not None:
        await shelves.outbox.put(told, stamp.now)
        await shelves.journal.append(
            Did.UNSURE, stamp.now, case_of(event.effect), note=type(event.effect).__name__
        )


async def _told_unsure(effect: Effect, shelves: Shelves) -> Tell | None:
    match effect:
        case RelayToRequester():
            fact = await shelves.facts.load(effect.case, effect.fact)
            if fact is None or not isinstance(fact.value, Replied):
                return None
            return Tell(fact.value.chat, "unsure.reply", reply_to=fact.value.message_id, sounds=True)
        case UpdateCard():
            key = "unsure.card"
        case OpenThread() | RelayToOwner():
            key = "unsure.relay"
        case Reveal():
            key = "unsure.reveal"
        case ReportUnprocessed(update_id=update):
            return Tell(effect.chat, "unsure.report", (("update", Private(str(update))),), sounds=True)
        case _:
            return None
    code = Private((await shelves.cases.load(effect.case)).code)
    return Tell(effect.chat, key, (("code", code),), sounds=True)


async def _unreachable(chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """Mark it, show it on the requester's card, and tell the admins where it is staff."""
    await shelves.chats.keep(replace(chat, reachable=False))
    case = await shelves.cases.open_of(chat.id)
    if case is not None:
        desk = await shelves.desks.load(case.desk) if case.desk else None
        if desk and desk.chat:
            await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
    lost = await _staff_name(chat.id, shelves)
    for admin in await admins(shelves, stamp) if lost else []:
        if admin.id != chat.id:
            await shelves.outbox.put(
                Tell(admin.id, "reach.lost", (("name", Private(lost)),), sounds=True), stamp.now
            )


async def _staff_name(chat: ChatId, shelves: Shelves) -> str:
    desk = next((one for one in await shelves.desks.all() if one.chat == chat), None)
    officer = await shelves.officers.by_chat(chat)
    return desk.name if desk else officer.name.reveal() if officer else ""


async def card_delivered(event: CardDelivered, shelves: Shelves, stamp: Stamp) -> None:
    """Only now is it true that the desk has it; the requester's screen may say so."""
    case = await shelves.cases.load(event.case)
    if case.delivered_at is None:
        await shelves.cases.keep(replace(case, delivered_at=stamp.now))
        await show_requester(case, shelves, stamp, BURST)


async def event_shown(event: EventShown, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever reads the card of an event reads of all its cases."""
    for case in await shelves.cases.of_incident(event.case):
        await card_delivered(CardDelivered(case.id), shelves, stamp)


async def _home(case: Case | None, shelves: Shelves) -> ChatId | None:
    """The group of the desk whose case it is, else of the first; None where nobody known alone reads there."""
    desks = await shelves.desks.all()
    of_case = [one for one in desks if case is not None and one.id == case.desk]
    for desk in (of_case or desks)[:1]:
        if desk.chat and not desk.withheld and (await shelves.chats.load(desk.chat)).reachable:
            return desk.chat
    return None


async def report_unprocessed(event: UpdateUnprocessed, shelves: Shelves, stamp: Stamp) -> None:
    """What our own code could not process still reaches a human, as it came (invariant 5)."""
    chat = await shelves.chats.by_telegram(event.origin.chat) if event.origin else None
    case = await shelves.cases.open_of(chat.id) if chat else None
    home = await _home(case, shelves)
    for target in [home] if home is not None else [one.id for one in await admins(shelves, stamp)]:
        report = ReportUnprocessed(target, event.update_id, event.words, case.id if case else None)
        await shelves.outbox.put(report, stamp.now)
    await shelves.journal.append(
        Did.UNPROCESSED, stamp.now, case.id if case else None, note=f"update {event.update_id}"
    )
