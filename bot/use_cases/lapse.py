"""Acts when nothing comes: the case is marked, a promised sign of life is missed, the chat is wiped."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engine import before_the_cry, current
from bot.conversation.grammar import Session, Topic, View
from bot.domain.case import CaseState
from bot.domain.dues import DueKind
from bot.domain.effects import ShowScreen, TidyChat, WipeChat
from bot.domain.events import CheckInMissed, LapseDue, WipeDue
from bot.domain.facts import FellSilent, Missed
from bot.domain.ids import HOUR, SILENCE, WIPEABLE, Instant, after
from bot.domain.lapses import WIPED_BY
from bot.domain.people import Chat
from bot.domain.triage import Rule
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.cover_up import covered
from bot.use_cases.keep import keep_fact
from bot.use_cases.tell import assessed, into_case, tell_desk


async def lapse_due(event: LapseDue, shelves: Shelves, stamp: Stamp) -> None:
    """Broken off before the end: the desk sees it within a minute, and again when the person counts as silent."""
    if not await shelves.dues.claim(DueKind.LAPSE, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    session = await shelves.sessions.load(case.requester) or Session()
    if case.state is CaseState.CLOSED or current(session) is None:
        return
    ended = stamp.now - case.heard_at >= SILENCE
    if not ended:
        await shelves.dues.set(DueKind.LAPSE, case.id, after(case.heard_at, SILENCE))
    fact = await keep_fact(case, FellSilent(ended), shelves, stamp)
    broke_off = ended and bool({Topic.DANGER, Topic.PLACE} & session.known)
    found = frozenset({Rule.BROKE_OFF} if broke_off else ())
    await tell_desk(case, assessed(case, found, session), [fact], shelves, stamp)


async def check_in_missed(event: CheckInMissed, shelves: Shelves, stamp: Stamp) -> None:
    """A promised sign of life did not come: a case opens or rises by itself; the person is told nothing."""
    if not await shelves.dues.claim(DueKind.CHECK_IN, event.chat, event.due_at):
        return
    chat = await shelves.chats.find(event.chat)
    if chat is not None:
        session = await shelves.sessions.load(chat.id) or Session()
        await into_case(chat, session, before_the_cry(session), (Missed(),), shelves, stamp)


async def wipe_due(event: WipeDue, shelves: Shelves, stamp: Stamp) -> None:
    """After the quiet time everything goes; while somebody goes on writing, what grows too old to be removed."""
    if not await shelves.dues.claim(DueKind.WIPE, event.chat, event.due_at):
        return
    chat = await shelves.chats.find(event.chat)
    if chat is None:
        return
    quiet_at = after(chat.heard_at, stamp.house.wipe_after)
    if quiet_at <= stamp.now:
        await _wipe(chat, shelves, stamp)
        return
    standing = await shelves.messages.since(chat.id, after(stamp.now, -WIPEABLE))
    ages = {one.message_id: one.at for one in standing if one.purpose is not Purpose.LOST}
    old = tuple(
        message for message, at in ages.items() if at + WIPED_BY - HOUR <= stamp.now and message != chat.screen
    )
    if old:
        await shelves.outbox.put(TidyChat(chat.id, old), stamp.now)
    left = min((at for message, at in ages.items() if message not in old), default=stamp.now)
    await shelves.dues.set(DueKind.WIPE, chat.id, Instant(min(quiet_at, left + WIPED_BY)))


async def _wipe(chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """The cover is put over the screen by an edit, which lights no phone; a screen that cannot be edited goes."""
    session = await shelves.sessions.load(chat.id) or Session()
    hidden = covered(session) if stamp.house.covert else replace(session, view=View.COVER)
    await shelves.sessions.keep(chat.id, hidden)
    await shelves.outbox.put(WipeChat(chat.id, screen=chat.screen_keys), stamp.now)
    if chat.screen is not None and not chat.screen_keys:
        await shelves.outbox.put(ShowScreen(chat.id), stamp.now)
