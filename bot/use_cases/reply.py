"""Carries the owner's reply to the requester; neither side learns the other's account."""

from __future__ import annotations

from bot.conversation.grammar import Session, View
from bot.domain.case import Case, CaseState
from bot.domain.effects import AmendReply, MarkSent, RelayToRequester, Tell
from bot.domain.events import AmendLost, Origin, RelayDelivered
from bot.domain.facts import Fact, Relayed, Replied, relayed, versions
from bot.domain.ids import SILENCE, FactId, after
from bot.domain.people import ChatKind, silent
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.about import replied_to
from bot.use_cases.refresh import owner_acted
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker, meet, note_theirs


async def reply(origin: Origin, words: Private[str], who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """Words of staff. In a group only a reply to a message about a case is meant for us."""
    chat = await meet(origin, shelves, stamp)
    await note_theirs(chat, origin, shelves)
    case = await replied_to(origin, chat, shelves)
    if case is None:
        if origin.kind is ChatKind.PRIVATE:
            await say(origin, "reply.to_what", shelves, stamp)
        return
    refused = await _refused(origin, case, who, shelves, stamp)
    if not refused and who.officer is not None:
        written = Replied(who.officer.id, words, chat.id, origin.message_id)
        await _relay(origin, case, Fact(FactId(stamp.dice.token()), case.id, stamp.now, written), shelves, stamp)


async def _refused(origin: Origin, case: Case, who: Speaker, shelves: Shelves, stamp: Stamp) -> bool:
    """Only the owner writes to the person; whoever else tries is told who that is."""
    if who.officer is None or case.desk != who.officer.desk:
        await say(origin, "refusal.officers_only", shelves, stamp)
    elif case.state is CaseState.CLOSED:
        await say(origin, "reply.closed", shelves, stamp)
    elif case.owner is None:
        await say(origin, "reply.take_first", shelves, stamp)
    elif case.owner != who.officer.id:
        owner = (await shelves.officers.load(case.owner)).name.reveal()
        await say(origin, "reply.not_owner", shelves, stamp, name=owner)
    else:
        return False
    return True


async def _relay(origin: Origin, case: Case, fact: Fact, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.facts.add(fact)
    await shelves.journal.append("replied", stamp.now, case.id, case.owner)
    await owner_acted(case, shelves)
    requester = await shelves.chats.load(case.requester)
    session = await shelves.sessions.load(requester.id) or Session()
    held = silent(requester, stamp.now) or session.view is View.COVER
    await shelves.outbox.put(
        RelayToRequester(requester.id, case.id, fact.id),
        stamp.now,
        expires_at=after(requester.heard_at, SILENCE),
        held=held,
    )
    if held:
        await say(origin, "reply.held", shelves, stamp)


async def amend(origin: Origin, words: Private[str], who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """An edit of the owner's reply: what still waits goes out as edited, what was delivered is edited there."""
    chat = await shelves.chats.by_telegram(origin.chat)
    case = await replied_to(origin, chat, shelves) if chat else None
    if chat is None or case is None or who.officer is None:
        return
    reply = Replied(who.officer.id, words, chat.id, origin.message_id)
    before = await shelves.facts.of(case.id)
    if not versions(before, reply):
        return
    if await _refused(origin, case, who, shelves, stamp):
        return
    edit = Fact(FactId(stamp.dice.token()), case.id, stamp.now, reply)
    await shelves.facts.add(edit)
    await shelves.journal.append("edited", stamp.now, case.id, who.officer.id)
    if relayed(before, reply) is not None:
        await shelves.outbox.put(AmendReply(case.requester, case.id, edit.id), stamp.now)


async def amend_lost(event: AmendLost, shelves: Shelves, stamp: Stamp) -> None:
    """The officer believes that the person reads the edit: they are told that it is not so."""
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is not None and isinstance(fact.value, Replied):
        told = Tell(fact.value.chat, "reply.edit_lost", reply_to=fact.value.message_id)
        await shelves.outbox.put(told, stamp.now)


async def relay_delivered(event: RelayDelivered, shelves: Shelves, stamp: Stamp) -> None:
    """Only now is it true that the words stand in the requester's chat; an edit may have come in between."""
    fact = await shelves.facts.load(event.case, event.fact)
    if fact is None or not isinstance(fact.value, Replied):
        return
    stands = Relayed(event.fact, event.message_ids)
    await shelves.facts.add(Fact(FactId(stamp.dice.token()), event.case, stamp.now, stands))
    await shelves.outbox.put(MarkSent(fact.value.chat, fact.value.message_id), stamp.now)
    newest = versions(await shelves.facts.of(event.case), fact.value)[-1]
    if newest.id != event.fact:
        requester = (await shelves.cases.load(event.case)).requester
        await shelves.outbox.put(AmendReply(requester, event.case, newest.id), stamp.now)
