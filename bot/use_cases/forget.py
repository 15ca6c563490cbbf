"""Destroys what is kept no longer: parts of cases, and chats of people without a case (domain.md 4.4)."""

from __future__ import annotations

from bot.domain.case import CaseState
from bot.domain.did import Did
from bot.domain.dues import DueKind, due_of
from bot.domain.events import ChatDue, MediaHandedOver, PartDue
from bot.domain.facts import Fact, HandedOver, unseen_media
from bot.domain.ids import DAY, ChatId, FactId, Instant, after
from bot.domain.people import Chat
from bot.domain.retention import Part, end_of
from bot.ports import Shelves, Stamp


async def part_due(event: PartDue, shelves: Shelves, stamp: Stamp) -> None:
    """Destroy the part, unless something has happened by which it is to be kept longer."""
    kind = due_of(event.part)
    if not await shelves.dues.claim(kind, event.case, event.due_at):
        return
    later = await _kept_until(event, shelves, stamp)
    if later is None:
        return
    if later > stamp.now:
        await shelves.dues.set(kind, event.case, later)
        return
    await shelves.cases.destroy(event.case, event.part)
    await shelves.journal.append(Did.DESTROYED, stamp.now, event.case, note=event.part.value)


async def _kept_until(event: PartDue, shelves: Shelves, stamp: Stamp) -> Instant | None:
    """Media are due from when the owner got the last of them, also in an open case."""
    case = await shelves.cases.load(event.case)
    if event.part is not Part.MEDIA:
        return end_of(event.part, case, stamp.house.kept)
    waits = case.state is not CaseState.CLOSED and unseen_media(await shelves.facts.of(case.id))
    return after(stamp.now, DAY) if waits else event.due_at


async def media_handed_over(event: MediaHandedOver, shelves: Shelves, stamp: Stamp) -> None:
    """From the last one handed over on they are kept for so long."""
    if event.fact in unseen_media(await shelves.facts.of(event.case)):
        seen = HandedOver(event.fact)
        await shelves.facts.add(Fact(FactId(stamp.dice.token()), event.case, stamp.now, seen))
    await shelves.dues.set(DueKind.MEDIA, event.case, after(stamp.now, stamp.house.kept.media))


async def chat_due(event: ChatDue, shelves: Shelves, stamp: Stamp) -> None:
    """Forget the chat of somebody who has no case and is not of the staff."""
    if not await shelves.dues.claim(DueKind.CHAT, event.chat, event.due_at):
        return
    chat = await shelves.chats.find(event.chat)
    if chat is None:
        return
    ends = await _chat_ends(chat, shelves, stamp)
    if ends > stamp.now:
        await shelves.dues.set(DueKind.CHAT, chat.id, ends)
        return
    await shelves.chats.forget(chat.id)
    await shelves.journal.append(Did.FORGOT_A_CHAT, stamp.now)


async def _chat_ends(chat: Chat, shelves: Shelves, stamp: Stamp) -> Instant:
    kept = stamp.house.kept
    if await _is_staff(chat, shelves, stamp) or await shelves.cases.open_of(chat.id) is not None:
        return after(stamp.now, DAY)
    closed = await shelves.cases.last_closed_of(chat.id)
    closed_at = closed.closed_at if closed is not None and closed.state is CaseState.CLOSED else None
    return Instant(max(chat.heard_at + kept.chat, (closed_at or 0) + kept.contact))


async def _is_staff(chat: Chat, shelves: Shelves, stamp: Stamp) -> bool:
    if chat.telegram.reveal() in stamp.house.admins:
        return True
    return await shelves.officers.by_chat(ChatId(chat.id)) is not None
