"""Takes in whatever a requester sends: the session turns, the case learns, the desk is rung."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engine import Input, before_the_cry, money_shown, turn
from bot.conversation.grammar import Session, Topic, View
from bot.domain import triage
from bot.domain.case import Case, CaseState, reassess
from bot.domain.cues import rules_in
from bot.domain.effects import RelayToOwner, Ring, ShowScreen, UpdateCard, UpdateRing, WipeChat
from bot.domain.events import Gesture, Origin, ScreenShown
from bot.domain.facts import Answered, Fact, FactValue, Media, Said, is_cry, rules_of
from bot.domain.ids import SILENCE, CaseId, FactId, Instant, after
from bot.domain.likeness import of
from bot.domain.people import Chat, Desk
from bot.domain.triage import Assessment, Rule
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.ring import ring_next
from bot.use_cases.speakers import meet, note_theirs

BURST = 600
"""Milliseconds that the answer to words waits for more of them, so that a burst gets one answer."""


async def hear(origin: Origin, heard: Input, shelves: Shelves, stamp: Stamp) -> None:
    """One input of a requester, at any step."""
    words = heard.words.reveal() if isinstance(heard, Said) else ""
    chat = await meet(origin, shelves, stamp, words)
    await note_theirs(chat, origin, shelves)
    before = await shelves.sessions.load(chat.id) or Session()
    taken = turn(before, heard)
    await shelves.sessions.keep(chat.id, taken.session)
    early = before_the_cry(before)
    await _into_case(chat, taken.session, early, taken.facts, shelves, stamp)
    await _answer(chat, heard, taken.session, shelves, stamp)


async def _answer(chat: Chat, heard: Input, session: Session, shelves: Shelves, stamp: Stamp) -> None:
    if session.view is View.COVER:
        await show(chat, shelves, stamp)
        await shelves.outbox.put(WipeChat(chat.id), stamp.now)
        return
    await shelves.outbox.release(chat.id, stamp.now, after(chat.heard_at, SILENCE))
    await show(chat, shelves, stamp, 0 if isinstance(heard, Gesture) else BURST)


async def show(chat: Chat, shelves: Shelves, stamp: Stamp, wait: int = 0) -> None:
    """Bring the requester's screen up to date, if they are still there to see it."""
    ends = after(chat.heard_at, SILENCE)
    if ends > stamp.now:
        await shelves.outbox.put(ShowScreen(chat.id), stamp.now, after(stamp.now, wait), ends)


async def screen_shown(event: ScreenShown, shelves: Shelves, _stamp: Stamp) -> None:
    """From now on words may be the answer to this question."""
    session = await shelves.sessions.load(event.chat) or Session()
    if event.money:
        await shelves.sessions.keep(event.chat, money_shown(session))
        return
    asked = Topic(event.asked) if event.asked else None
    if session.asked is not asked:
        await shelves.sessions.keep(event.chat, replace(session, asked=asked))


async def _into_case(
    chat: Chat,
    session: Session,
    early: tuple[FactValue, ...],
    facts: tuple[FactValue, ...],
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    """Keep the facts; the first cry opens the case and rings at once (invariant 6)."""
    case = await shelves.cases.open_of(chat.id)
    if case is None:
        if not any(is_cry(value) for value in facts):
            return
        case = await _open(chat, shelves, stamp)
        facts = (*early, *facts)
    found = frozenset[Rule]().union(*(rules_of(value, _words_rules(value)) for value in facts))
    kept = [await keep_fact(case, value, shelves, stamp) for value in facts]
    assessment = triage.assess(found | learnt(case), Topic.DANGER in session.known)
    await tell_desk(case, assessment, kept, shelves, stamp)


def learnt(case: Case) -> frozenset[Rule]:
    """The rules that the case has, but for the one that says that nothing is known."""
    return frozenset(case.rules) - {Rule.DANGER_UNKNOWN}


def _words_rules(value: FactValue) -> frozenset[Rule]:
    match value:
        case Said(words=words):
            return rules_in(words.reveal())
        case Media(caption=caption) if caption is not None:
            return rules_in(caption.reveal())
        case _:
            return frozenset()


async def keep_fact(case: Case, value: FactValue, shelves: Shelves, stamp: Stamp) -> Fact:
    """Add a fact to the case, and what it may have in common with other cases."""
    fact = Fact(FactId(stamp.dice.token()), case.id, stamp.now, value)
    await shelves.facts.add(fact)
    likeness = of(value)
    if likeness is not None:
        await shelves.likenesses.note(case.id, likeness)
    return fact


async def _open(chat: Chat, shelves: Shelves, stamp: Stamp) -> Case:
    desk = await _default_desk(shelves)
    case = Case(
        id=CaseId(stamp.dice.token()),
        code=await _free_code(shelves, stamp),
        desk=desk.id if desk else None,
        requester=chat.id,
        level=triage.UNKNOWN.level,
        rules=triage.UNKNOWN.rules,
        state=CaseState.NEW,
        opened_at=stamp.now,
        heard_at=chat.heard_at,
        ladder_from=stamp.now,
    )
    await shelves.cases.add(case)
    await shelves.journal.append("opened", stamp.now, case.id)
    return case


async def _default_desk(shelves: Shelves) -> Desk | None:
    return next(iter(await shelves.desks.all()), None)


async def _free_code(shelves: Shelves, stamp: Stamp) -> str:
    while True:
        code = stamp.dice.code()
        if await shelves.cases.by_code(code) is None:
            return code


async def tell_desk(case: Case, assessment: Assessment, kept: list[Fact], shelves: Shelves, stamp: Stamp) -> None:
    """Raise the level if need be, bring the card up to date, ring, and pass news to the owner."""
    changed, risen = reassess(
        replace(case, heard_at=Instant(max(case.heard_at, stamp.now))), assessment, stamp.now
    )
    fresh = case.rung == 0 and case.owner is None
    if case.owner is None and (fresh or risen):
        await ring_next(changed, shelves, stamp)
    else:
        await shelves.cases.keep(changed)
    desk = await shelves.desks.load(case.desk) if case.desk else None
    if desk and desk.chat:
        await shelves.outbox.put(
            UpdateCard(desk.chat, case.id), stamp.now, after(stamp.now, 0 if fresh or risen else BURST)
        )
    if case.owner is not None:
        await _tell_owner(changed, risen, kept, shelves, stamp)
    else:
        await _tell_who_was_rung(changed, desk, shelves, stamp)


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
    for fact in kept:
        if is_cry(fact.value) or isinstance(fact.value, Answered):
            await shelves.outbox.put(RelayToOwner(owner.chat, case.id, fact.id), stamp.now)
    if risen:
        await shelves.outbox.put(Ring(owner.chat, case.id), stamp.now)
