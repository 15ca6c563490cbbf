"""Follows a live place: the desk sees where it goes; the phone that it comes from is told nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.grammar import Session
from bot.domain.dues import DueKind
from bot.domain.events import LiveEnded, PlaceArrived, PlaceMoved
from bot.domain.facts import Came, Door, Fact, Located
from bot.domain.ids import MINUTE
from bot.domain.people import ChatKind
from bot.domain.place import metres
from bot.domain.triage import Rule
from bot.ports import Shelves, Stamp
from bot.use_cases.keep import keep_fact
from bot.use_cases.receive import receive_thing
from bot.use_cases.tell import assessed, tell_desk

STEP_M, EVERY = 30.0, 10 * MINUTE
"""A point is kept that lies so many metres from the last one, or comes so long after it."""
MOVED_M = 300.0
"""So far from where it began, somebody is being moved (R1-03); a phone that lies still wanders less."""


async def follow(event: PlaceMoved, shelves: Shelves, stamp: Stamp) -> None:
    """Nobody wrote: no question is asked or answered, nothing held is released, no silence is broken."""
    if event.origin.kind is not ChatKind.PRIVATE:
        return
    chat = await shelves.chats.by_telegram(event.origin.chat)
    if chat is None:
        await receive_thing(PlaceArrived(event.origin, event.place), shelves, stamp)
        return
    case = await shelves.cases.open_of(chat.id)
    if case is None:
        return
    facts = await shelves.facts.of(case.id)
    track = [fact for fact in facts if _is_of(fact, event.origin.message_id)]
    if track and not _is_news(event, track[-1], stamp):
        return
    point = await keep_fact(case, Located(event.place, event.origin.message_id, event.ended), shelves, stamp)
    moved = bool(track) and _is_moved(event, track[0], facts)
    found = frozenset({Rule.MOVED} if moved else ())
    session = await shelves.sessions.load(chat.id) or Session()
    gone_on = replace(session, live=not event.ended, moved=session.moved or moved)
    if gone_on != session:
        await shelves.sessions.keep(chat.id, gone_on)
    shown = [point] if event.ended or (moved and Rule.MOVED not in case.rules) else []
    await tell_desk(replace(case, heard_at=stamp.now), assessed(case, found, session), shown, shelves, stamp)


async def live_ended(event: LiveEnded, shelves: Shelves, stamp: Stamp) -> None:
    """Its time ran out: the desk sees that nothing more comes, and questions may be asked again."""
    if not await shelves.dues.claim(DueKind.LIVE, event.chat, event.due_at):
        return
    session = await shelves.sessions.load(event.chat)
    if session is not None:
        await shelves.sessions.keep(event.chat, replace(session, live=False))
    case = await shelves.cases.open_of(event.chat)
    facts = await shelves.facts.of(case.id) if case else []
    points = [fact.value for fact in facts if isinstance(fact.value, Located) and fact.value.track is not None]
    if case is not None and points and not points[-1].ended:
        end = await keep_fact(case, replace(points[-1], ended=True), shelves, stamp)
        assessment = assessed(case, frozenset(), session or Session())
        await tell_desk(case, assessment, [end], shelves, stamp)


def _is_of(fact: Fact, message_id: int) -> bool:
    return isinstance(fact.value, Located) and fact.value.track == message_id


def _is_news(event: PlaceMoved, last: Fact, stamp: Stamp) -> bool:
    if not isinstance(last.value, Located) or last.value.ended:
        return False
    far = metres(last.value.place, event.place) >= max(STEP_M, event.place.accuracy_m or 0)
    return event.ended or far or stamp.now - last.at >= EVERY


def _is_moved(event: PlaceMoved, first: Fact, facts: Sequence[Fact]) -> bool:
    """Not of a relative or a witness, who shares their own way, nor of somebody who got out."""
    door = next((fact.value.door for fact in reversed(facts) if isinstance(fact.value, Came)), Door.HERE)
    if door is not Door.HERE or not isinstance(first.value, Located):
        return False
    return metres(first.value.place, event.place) >= max(MOVED_M, 3 * (event.place.accuracy_m or 0))
