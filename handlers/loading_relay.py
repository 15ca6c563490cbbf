"""Loads what goes from the person to who has the case, and back, or holds it while it must not be seen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.grammar import Session, View
from bot.domain.card import names_in
from bot.domain.case import CaseState
from bot.domain.effects import AmendReply, FetchMedia, RelayToOwner, RelayToRequester, Translate
from bot.domain.facts import (
    Fact,
    NotFetched,
    Relayed,
    Replied,
    TakenBack,
    Translated,
    left_by_hand,
    open_until,
    relayed,
    versions,
)
from bot.domain.ids import ChatId, Instant
from bot.domain.people import Chat, silent
from bot.ports import Purpose, Shelves
from handlers.views import Drop, FactView, Hold


async def from_requester(
    effect: RelayToOwner | FetchMedia | Translate, chat: ChatId, shelves: Shelves
) -> FactView | Drop:
    """What a person sent, for who has their case; Drop once it is gone."""
    if isinstance(effect, RelayToOwner):
        return await _to_owner(effect, chat, shelves)
    fact = await shelves.facts.load(effect.case, effect.fact)
    if fact is None:
        return Drop()
    names = names_in(await shelves.facts.of(effect.case)) if isinstance(effect, Translate) else ()
    return FactView(fact, "", names=names)


async def _to_owner(effect: RelayToOwner, chat: ChatId, shelves: Shelves) -> FactView | Drop:
    case = await shelves.cases.load(effect.case)
    owner = await shelves.officers.load(case.owner) if case.owner is not None else None
    if owner is None or owner.chat != chat:
        # Whoever has it now has read it: all that was said stands there when a case is taken.
        return Drop()
    facts = await shelves.facts.of(effect.case)
    fact = next((one for one in facts if one.id == effect.fact), None)
    if fact is None:
        return Drop()
    copies = await shelves.messages.of_case(case.id, Purpose.COPY)
    standing = [one for one in copies if one.chat == chat]
    why = [one.value.why for one in facts if isinstance(one.value, NotFetched) and one.value.media == fact.id]
    content = await shelves.attachments.load(case.id, fact.id) if effect.uploads else None
    thread = standing[-1].message_id if standing else None
    return FactView(fact, case.code, thread, next(iter(why), None), content, names_in(facts))


async def to_requester(
    effect: RelayToRequester | AmendReply, chat: Chat, shelves: Shelves, now: Instant
) -> FactView | Hold | Drop:
    """What the owner wrote, as they last edited it. An edit does not wait: it goes in place now, or not at all."""
    facts = await shelves.facts.of(effect.case)
    fact = next((one for one in facts if one.id == effect.fact), None)
    if fact is None or _is_over(effect, fact, facts):
        return Drop()
    case = await shelves.cases.load(effect.case)
    if case.state is CaseState.CLOSED:
        return Drop()
    # Whoever ordered a drill is in no danger, however long ago they wrote.
    wait = not case.drill and await _must_wait(chat, facts, shelves, now)
    if isinstance(effect, RelayToRequester) and wait and not effect.anyway:
        return Hold()
    standing: int | None = None
    if isinstance(fact.value, Replied):
        standing = None if wait else await _standing(relayed(facts, fact.value), chat, shelves)
        fact = versions(facts, fact.value)[-1]
    machine = [one.value.words for one in facts if isinstance(one.value, Translated) and one.value.of == fact.id]
    return FactView(fact, case.code, standing, machine=next(reversed(machine), None))


async def _standing(copy: Relayed | None, chat: Chat, shelves: Shelves) -> int | None:
    """The one message in the person's chat that holds the words; None if there is none, or several."""
    if copy is None or len(copy.message_ids) != 1:
        return None
    found = await shelves.messages.find(chat.id, copy.message_ids[0])
    return found.message_id if found else None


def _is_over(effect: RelayToRequester | AmendReply, fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether it was taken back, or stands there already: what was sent anyway does not go a second time."""
    if any(isinstance(one.value, TakenBack) and one.value.reply == fact.id for one in facts):
        return True
    if not isinstance(effect, RelayToRequester):
        return False
    return any(isinstance(one.value, Relayed) and one.value.reply == fact.id for one in facts)


async def _must_wait(chat: Chat, facts: Sequence[Fact], shelves: Shelves, now: Instant) -> bool:
    """Whether nothing may be shown to this person before they write again, or before the hours that they chose.

    A chat that was wiped by itself is no reason to miss those hours; one that they hid, or left, is.
    """
    if open_until(facts, now) is not None:
        return left_by_hand(facts)
    session = await shelves.sessions.load(chat.id) or Session()
    return silent(chat, now) or session.view in (View.COVER, View.STOPPED)
