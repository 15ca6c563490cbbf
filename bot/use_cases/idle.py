"""An owner who leaves the person without anything is rung again, and then somebody else is."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import Ring, Tell, UpdateRing
from bot.domain.escalation import idle_after
from bot.domain.events import IdleDue
from bot.domain.ids import after
from bot.domain.people import Officer
from bot.domain.private import Private
from bot.domain.triage import Level
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.hear import show_requester
from bot.use_cases.refresh import refresh, remove_thread
from bot.use_cases.ring import ring_next, set_free


async def idle_due(event: IdleDue, shelves: Shelves, stamp: Stamp) -> None:
    """Once the owner is rung; the second time nobody has it any more, and the ladder begins again."""
    if not await shelves.dues.claim(DueKind.IDLE, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    if case.owner is None or case.state is CaseState.CLOSED:
        return
    owner = await shelves.officers.load(case.owner)
    chat = await shelves.chats.load(owner.chat) if owner.chat is not None else None
    if not case.rung and owner.chat is not None and chat is not None and chat.reachable:
        await shelves.cases.keep(replace(case, rung=1))
        await shelves.dues.set(DueKind.IDLE, case.id, after(stamp.now, idle_after(case.level, case.policy)))
        await shelves.outbox.put(Ring(owner.chat, case.id, case.level is Level.L1, idle=True), stamp.now)
        await shelves.journal.append(Did.OWNER_RUNG, stamp.now, case.id, owner.id)
        return
    await let_go(case, owner, shelves, stamp)
    if owner.chat is not None:
        for copy in await shelves.messages.of_case(case.id, Purpose.COPY):
            if copy.chat == owner.chat:
                await shelves.outbox.put(UpdateRing(copy.chat, case.id, copy.message_id), stamp.now)
        blanks = (("code", Private(case.code)),)
        await shelves.outbox.put(Tell(owner.chat, "lapsed.yours", blanks, sounds=True, case=case.id), stamp.now)


async def let_go(case: Case, owner: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """Nobody has it any more: others are rung at once, and what was passed on leaves the chat of who had it."""
    await ring_next(await set_free(case, owner.id, shelves, stamp), shelves, stamp)
    if owner.chat is not None:
        await remove_thread(case, owner.chat, shelves, stamp)
    await refresh(await shelves.cases.load(case.id), shelves, stamp)
    await show_requester(case, shelves, stamp)
