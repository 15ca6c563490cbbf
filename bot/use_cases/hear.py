"""Takes in whatever a requester sends: the session turns, the case learns, the desk is rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.engine import (
    Input,
    before_the_cry,
    current,
    is_calm,
    money_shown,
    tidies,
    turn,
)
from bot.conversation.grammar import Advice, Session, Topic, View
from bot.domain import triage
from bot.domain.case import Case
from bot.domain.cues import rules_in
from bot.domain.dues import DueKind
from bot.domain.effects import ShowScreen, TidyChat, WipeChat
from bot.domain.events import Gesture, Origin, ScreenShown
from bot.domain.facts import FactValue, Located, Media, Said, is_cry, rules_of
from bot.domain.gazetteer import whereabouts
from bot.domain.ids import SILENCE, Instant, after
from bot.domain.lapses import BROKEN_OFF, check_in_after
from bot.domain.people import Chat
from bot.domain.triage import Rule
from bot.ports import Shelves, Stamp
from bot.use_cases.speakers import meet, note_theirs
from bot.use_cases.tell import BURST, keep_fact, learnt, open_case, tell_desk


async def hear(origin: Origin, heard: Input, shelves: Shelves, stamp: Stamp) -> None:
    """One input of a requester, at any step."""
    words = heard.words.reveal() if isinstance(heard, Said) else ""
    chat = await meet(origin, shelves, stamp, words)
    await note_theirs(chat, origin, shelves)
    before = await shelves.sessions.load(chat.id) or Session()
    case = await shelves.cases.open_of(chat.id)
    taken = turn(before, heard, await _regions(case, shelves))
    await shelves.sessions.keep(chat.id, taken.session)
    early = before_the_cry(before)
    case = await into_case(chat, taken.session, early, taken.facts, shelves, stamp)
    await _set_dues(chat, taken.session, case, shelves, stamp)
    await _answer(chat, origin, heard, taken.session, shelves, stamp)


async def _regions(case: Case | None, shelves: Shelves) -> tuple[str, ...]:
    """The country where the person said they are, for numbers without a country code."""
    facts = await shelves.facts.of(case.id) if case else []
    places = [fact.value.place for fact in facts if isinstance(fact.value, Located)]
    near = whereabouts(*places[-1].degrees()) if places else None
    return (near.country,) if near else ()


async def _set_dues(chat: Chat, session: Session, case: Case | None, shelves: Shelves, stamp: Stamp) -> None:
    """What happens by itself if nothing more comes."""
    await shelves.dues.set_first(DueKind.WIPE, chat.id, after(stamp.now, stamp.house.wipe_after))
    if case is not None and session.view is View.STEP and current(session) is not None:
        await shelves.dues.set(DueKind.LAPSE, case.id, after(stamp.now, BROKEN_OFF))
    lead = check_in_after(dict(session.answers).get(Topic.CHECK_IN.value, ""))
    if lead is not None:
        await shelves.dues.set(DueKind.CHECK_IN, chat.id, after(stamp.now, lead))


async def _answer(
    chat: Chat, origin: Origin, heard: Input, session: Session, shelves: Shelves, stamp: Stamp
) -> None:
    if session.view is View.COVER:
        await show(chat, shelves, stamp)
        await shelves.outbox.put(WipeChat(chat.id), stamp.now)
        return
    if tidies(session) and origin.press is None and _is_kept(heard):
        await shelves.outbox.put(TidyChat(chat.id, (origin.message_id,)), stamp.now)
    await shelves.outbox.release(chat.id, stamp.now, after(chat.heard_at, SILENCE))
    await show(chat, shelves, stamp, 0 if isinstance(heard, Gesture) else BURST)


def _is_kept(heard: Input) -> bool:
    """Whether it may go from the chat: what was sent still lies with Telegram, and a live place must go on."""
    if isinstance(heard, Located):
        return heard.track is None
    return not isinstance(heard, Media)


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
    advised = session.advised | ({Advice(event.advice)} if event.advice else set())
    seen = replace(session, asked=asked, advised=frozenset(advised))
    if seen != session:
        await shelves.sessions.keep(event.chat, seen)


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
    facts = facts if case else (*early, *facts)
    found = frozenset[Rule]().union(*(rules_of(value, _words_rules(value)) for value in facts))
    known = learnt(case) if case else frozenset[Rule]()
    assessment = triage.assess(found | known, Topic.DANGER in session.known, is_calm(session))
    if case is None:
        case = await open_case(chat, assessment.level, shelves, stamp)
    heard = replace(case, heard_at=Instant(max(case.heard_at, chat.heard_at)))
    kept = [await keep_fact(case, value, shelves, stamp) for value in facts]
    await tell_desk(heard, assessment, kept, shelves, stamp)
    return case


def _words_rules(value: FactValue) -> frozenset[Rule]:
    match value:
        case Said(words=words):
            return rules_in(words.reveal())
        case Media(caption=caption) if caption is not None:
            return rules_in(caption.reveal())
        case _:
            return frozenset()
