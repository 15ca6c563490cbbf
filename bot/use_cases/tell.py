"""Tells the desk what is new about a person: the case and its level, the card, the ring, the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.engine import is_calm
from bot.conversation.grammar import Session, Topic
from bot.domain import triage
from bot.domain.case import Case, CaseState, counting, reassess, release
from bot.domain.cues import rules_in
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import RelayToOwner, Ring, UpdateCard, UpdateRing, UpdateThread
from bot.domain.facts import (
    Answered,
    Before,
    Called,
    Fact,
    FactValue,
    Located,
    Media,
    Missed,
    Said,
    Signed,
    Withdrew,
    is_cry,
    rules_of,
)
from bot.domain.floods import FOLDED, MANY, WITHIN, is_folded
from bot.domain.ids import MINUTE, CaseId, ChatId, Instant, after
from bot.domain.people import Chat, Desk
from bot.domain.triage import Assessment, Level, Rule
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.fetch import fetch_sent
from bot.use_cases.gather import gather
from bot.use_cases.keep import keep_fact, know_again
from bot.use_cases.policy import to_its_desk
from bot.use_cases.refresh import BURST, owner_waited_for, refresh_event
from bot.use_cases.ring import ring_next, set_free
from bot.use_cases.translate import translate_heard


async def into_case(
    chat: Chat,
    session: Session,
    early: tuple[FactValue, ...],
    facts: Sequence[FactValue],
    shelves: Shelves,
    stamp: Stamp,
) -> Case | None:
    """Keep the facts; the first cry opens the case and rings at once (invariant 6). None before any cry."""
    case = await shelves.cases.open_of(chat.id)
    if case is None and not any(is_cry(value) for value in facts):
        return None
    if case is not None and not facts:
        await shelves.cases.keep(replace(case, heard_at=Instant(max(case.heard_at, chat.heard_at))))
        return case
    facts = facts if case else (*early, *facts)
    found = frozenset[Rule]().union(*(rules_of(value, _words_rules(value)) for value in facts))
    assessment = assessed(case, found, session)
    if case is None:
        sent_at = None if Missed() in facts else chat.heard_at
        case = await open_case(chat, assessment.level, shelves, stamp, sent_at)
    elif case.state is CaseState.SAFE and any(rule.level <= Level.L2 for rule in found):
        # Who had it while it was thought safe is not waited for any more.
        await shelves.dues.clear(DueKind.IDLE, case.id)
        case = release(case, stamp.now)
    heard = replace(case, heard_at=Instant(max(case.heard_at, chat.heard_at)))
    kept = [await keep_fact(case, value, shelves, stamp) for value in facts]
    await know_again(case, kept, shelves, stamp)
    heard = await to_its_desk(heard, shelves, stamp)
    await tell_desk(heard, assessment, kept, shelves, stamp)
    await fetch_sent(chat, case, kept, shelves, stamp)
    await translate_heard(chat, case, kept, shelves, stamp)
    if any(isinstance(fact.value, Located) for fact in kept):
        await gather(case.id, shelves, stamp)
    return case


def _words_rules(value: FactValue) -> frozenset[Rule]:
    match value:
        case Said(words=words):
            return rules_in(words.reveal())
        case Media(caption=caption) if caption is not None:
            return rules_in(caption.reveal())
        case _:
            return frozenset()


def assessed(case: Case | None, found: frozenset[Rule], session: Session) -> Assessment:
    """What is known with what was found just now; what an officer weighed and lowered counts no more."""
    known = counting(case) if case is not None else frozenset[Rule]()
    if case is None or not case.lowered:
        return triage.assess(found | known, Topic.DANGER in session.known, is_calm(session))
    if not found | known:
        return Assessment(case.level, ())
    return triage.assess(found | known, danger_answered=True, calm=True)


async def open_case(
    chat: Chat, level: triage.Level, shelves: Shelves, stamp: Stamp, sent_at: Instant | None = None
) -> Case:
    """A new case, at the level that what is known of it has; it is rung when the desk is told.

    `sent_at`: when the message that opens it was sent; an outage of ours counts in the numbers.

    A closed case stays closed, sealed and running out: who cries again has a new one, which says so.
    """
    desk = await _default_desk(shelves)
    before = await shelves.cases.last_closed_of(chat.id)
    case = Case(
        id=CaseId(stamp.dice.token()),
        code=await free_code(shelves, stamp),
        desk=desk.id if desk else None,
        requester=chat.id,
        level=level,
        rules=(),
        state=CaseState.REOPENED if before else CaseState.NEW,
        opened_at=stamp.now,
        heard_at=chat.heard_at,
        ladder_from=stamp.now,
        policy=desk.policy if desk else (),
        cried_at=sent_at or stamp.now,
    )
    await shelves.cases.add(case)
    await shelves.journal.append(Did.OPENED, stamp.now, case.id)
    if before is not None:
        await keep_fact(case, Before(before.code), shelves, stamp)
    return case


async def _default_desk(shelves: Shelves) -> Desk | None:
    return next(iter(await shelves.desks.all()), None)


async def free_code(shelves: Shelves, stamp: Stamp) -> str:
    while True:
        code = stamp.dice.code()
        if await shelves.cases.by_code(code) is None:
            return code


async def tell_desk(case: Case, assessment: Assessment, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """Raise the level if need be, bring the card up to date, ring, and pass news to the owner."""
    case = await _without_owner_who_is_lost(case, shelves, stamp)
    changed, risen = reassess(case, assessment, stamp.now)
    fresh = case.rung == 0 and case.owner is None
    if case.owner is None and (fresh or risen):
        await ring_next(changed, shelves, stamp)
    else:
        await shelves.cases.keep(changed)
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk and desk.chat:
        card = UpdateCard(desk.chat, case.id, changed.level is Level.L1 and (fresh or risen))
        await shelves.outbox.put(card, stamp.now, after(stamp.now, 0 if fresh or risen else BURST))
    await refresh_event(changed, shelves, stamp)
    if case.owner is not None:
        await _tell_owner(changed, risen, kept, shelves, stamp)
    else:
        await _tell_who_was_rung(changed, desk, shelves, stamp)


async def _without_owner_who_is_lost(case: Case, shelves: Shelves, stamp: Stamp) -> Case:
    """Where nothing reaches who has it, it waits for somebody else from the next word on."""
    owner = await shelves.officers.load(case.owner) if case.owner is not None else None
    chat = await shelves.chats.load(owner.chat) if owner is not None and owner.chat is not None else None
    if owner is None or case.state is CaseState.CLOSED or (chat is not None and chat.reachable):
        return case
    return await set_free(case, owner.id, shelves, stamp)


async def _tell_who_was_rung(case: Case, desk: Desk | None, shelves: Shelves, stamp: Stamp) -> None:
    """The newest ring in each private chat must not say "place unknown" when it came; the group has the card."""
    rang = {ring.chat: ring for ring in await shelves.messages.of_case(case.id, Purpose.RING)}
    for chat, ring in rang.items():
        if desk is None or chat != desk.chat:
            await shelves.outbox.put(
                UpdateRing(chat, case.id, ring.message_id), stamp.now, after(stamp.now, BURST)
            )


async def _tell_owner(case: Case, risen: bool, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    if case.owner is None:
        return
    owner = await shelves.officers.load(case.owner)
    if owner.chat is None:
        return
    since = after(stamp.now, -WITHIN)
    counts = [await shelves.facts.count(case.id, kind, since) for kind in FOLDED]
    flood = sum(counts) > MANY
    for fact in kept:
        if flood and is_folded(fact.value):
            continue
        if is_cry(fact.value) or isinstance(fact.value, Answered | Signed | Withdrew):
            await shelves.outbox.put(RelayToOwner(owner.chat, case.id, fact.id), stamp.now)
    if risen or any(is_cry(fact.value) for fact in kept):
        await owner_waited_for(case, shelves, stamp)
    await shelves.outbox.put(UpdateThread(owner.chat, case.id), stamp.now, after(stamp.now, BURST))
    cried = any(isinstance(one.value, Called) or one.value == Signed(danger=True) for one in kept)
    if risen or (cried and not await _just_rung(case, owner.chat, shelves, stamp)):
        await shelves.outbox.put(Ring(owner.chat, case.id, case.level is Level.L1, cried), stamp.now)


async def _just_rung(case: Case, chat: ChatId, shelves: Shelves, stamp: Stamp) -> bool:
    """Whoever presses SOS again and again is heard once a minute: each press is passed on all the same."""
    since = after(stamp.now, -MINUTE)
    rang = await shelves.messages.of_case(case.id, Purpose.RING)
    return any(one.chat == chat and one.at > since for one in rang)
