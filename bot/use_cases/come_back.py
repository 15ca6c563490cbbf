"""Gives a code on request, and lets whoever knows it go on with their own case from another account."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.grammar import Session, View
from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.effects import AmendReply, RelayToRequester
from bot.domain.facts import CameBack, Replied, Said, relayed
from bot.domain.likeness import Likeness, code
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.domain.triage import Assessment
from bot.ports import Shelves, Stamp
from bot.use_cases.keep import keep_fact
from bot.use_cases.tell import tell_desk

TRIES = 5
"""So many codes are looked up for one account; after that a code is words like any others."""


async def give_code(case: Case, session: Session, shelves: Shelves, stamp: Stamp) -> Session:
    """The session with a code, the same one as before if there is one; it looks like the number of a parcel."""
    if session.code is not None:
        return session
    digits = f"{int(stamp.dice.token(8), 16) % 10**10:010d}"
    known = code(digits)
    if known is not None:
        await shelves.likenesses.note(case.id, known)
        await shelves.journal.append(Did.CODE_GIVEN, stamp.now, case.id)
    return replace(session, code=Private(f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"))


def is_code(heard: Said) -> bool:
    """Whether the words look like a code; the number of a parcel does, too."""
    return code(heard.words.reveal()) is not None


async def come_back(chat: Chat, session: Session, heard: Said, shelves: Shelves, stamp: Stamp) -> Session | None:
    """The session that goes on here, if these words are the code of an open case; None otherwise."""
    tried = code(heard.words.reveal())
    if tried is None or session.tries > TRIES:
        return None
    case = await _open_case(tried, shelves)
    if case is None:
        await shelves.journal.append(Did.CODE_TRIED, stamp.now)
        return None
    before = await shelves.sessions.load(case.requester) or Session()
    here = replace(before, view=View.STEP, asked=None, tries=session.tries, money_said=session.money_said)
    moved = replace(case, requester=chat.id)
    await shelves.sessions.keep(chat.id, here)
    await shelves.sessions.keep(case.requester, Session(view=View.COVER, tries=TRIES))
    await shelves.journal.append(Did.CAME_BACK, stamp.now, case.id)
    await _bring(moved, shelves, stamp)
    fact = await keep_fact(case, CameBack(), shelves, stamp)
    await tell_desk(moved, Assessment(case.level, case.rules), [fact], shelves, stamp)
    return here


async def _bring(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """What the owner wrote and the old account never got comes here, and never there."""
    await shelves.outbox.drop_of(case.id, stamp.now, (RelayToRequester, AmendReply))
    facts = await shelves.facts.of(case.id)
    newest = {(f.value.chat, f.value.message_id): f for f in facts if isinstance(f.value, Replied)}
    for fact in newest.values():
        if isinstance(fact.value, Replied) and relayed(facts, fact.value) is None:
            await shelves.outbox.put(RelayToRequester(case.requester, case.id, fact.id), stamp.now)


async def _open_case(tried: Likeness, shelves: Shelves) -> Case | None:
    for found in await shelves.likenesses.cases_with(tried):
        case = await shelves.cases.load(found)
        if case.state is not CaseState.CLOSED:
            return case
    return None
