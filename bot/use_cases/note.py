"""What officers add to a case: notes, facts as the desk holds them, and the promise to write."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.grammar import Session
from bot.conversation.words import sign_of
from bot.domain.angles import stated_pair
from bot.domain.case import CaseState
from bot.domain.details import as_kept, details_of_desk
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import Tell
from bot.domain.events import PromiseDue
from bot.domain.facts import Detail, FactValue, Noted, Placed, Promised, Stated
from bot.domain.ids import MINUTE, Instant, after
from bot.domain.place import Fix, Place
from bot.domain.places import places_in
from bot.domain.plain import plain
from bot.domain.private import Private
from bot.domain.said import said
from bot.domain.spans import hour_of
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.assess import choice
from bot.use_cases.keep import keep_fact, know_again
from bot.use_cases.prompt import ask_for
from bot.use_cases.refresh import owner_acted, refresh
from bot.use_cases.say import say

_LONGEST = 6
"""Words that say when."""
_PLACE = "place"
_SIGNS = (Detail.SAFE_SIGN, Detail.DANGER_SIGN)


async def note(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/note CODE WORDS`: for the desk; the person never sees it."""
    if not about.words:
        await ask_for(about, "note.ask", "", shelves, stamp)
        return
    await _add(about, Noted(about.officer.id, Private(about.words)), Did.NOTED, "", shelves, stamp)


async def fact(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/fact CODE room 412`: what the desk holds to be so; what the person said stays."""
    word, _, value = about.words.partition(" ")
    detail = choice(Detail, word)
    if word.casefold() != _PLACE and (detail is None or not details_of_desk(detail, value)):
        codes = ", ".join(["place", *(one.value for one in Detail if details_of_desk(one, "1"))])
        await say(about.origin, "fact.usage", shelves, stamp, codes=codes)
        return
    stated = _stated(about, detail, value)
    if stated is None:
        await say(about.origin, "fact.no_place", shelves, stamp)
        return
    if detail in _SIGNS and not await _agreed(about, detail, value, shelves):
        await say(about.origin, "fact.short_sign", shelves, stamp)
        return
    await _add(about, stated, Did.STATED, word.casefold(), shelves, stamp)


async def _agreed(about: CaseOrder, detail: Detail | None, words: str, shelves: Shelves) -> bool:
    """A phrase that owner and person agreed on is known again from now on; nothing of it shows on a screen."""
    sign = sign_of(words)
    if sign is None:
        return False
    session = await shelves.sessions.load(about.case.requester) or Session()
    changed = (
        replace(session, danger_sign=sign) if detail is Detail.DANGER_SIGN else replace(session, safe_sign=sign)
    )
    await shelves.sessions.keep(about.case.requester, changed)
    return True


def _stated(about: CaseOrder, detail: Detail | None, value: str) -> FactValue | None:
    if detail is not None:
        return Stated(about.officer.id, detail, Private(as_kept(detail, value.strip())))
    found = next(iter(places_in(value)), None) or stated_pair(plain(value).strip())
    if found is None:
        return None
    place = Place(found.latitude, found.longitude, Fix.DESK, found.accuracy_m, found.flags, Private(value.strip()))
    return Placed(about.officer.id, place)


async def promise(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/promise CODE 13:10 [WORDS]`, `+30m`: rings the owner at that time, by the desk's clock."""
    desk = await shelves.desks.load(about.officer.desk)
    found = _promised(about.words.split(), about.order.chat.language, stamp.now, desk.zone)
    if found is None:
        await say(about.origin, "promise.usage", shelves, stamp)
        return
    due_at, words = found
    await shelves.dues.set(DueKind.PROMISE, about.case.id, due_at)
    await _add(about, Promised(about.officer.id, due_at, Private(words)), Did.PROMISED, "", shelves, stamp)


def _promised(words: list[str], language: str, now: Instant, zone: str) -> tuple[Instant, str] | None:
    """The moment with which the words begin, later than now, and what follows."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        told = [one for one in said(words[:size], now, language) if one != "until"]
        at = hour_of(told, now, zone)
        if at is not None:
            return (at, " ".join(words[size:])) if at > now else None
    return None


async def promise_due(event: PromiseDue, shelves: Shelves, stamp: Stamp) -> None:
    """The time came: whoever owns the case now is told, with a sound."""
    if not await shelves.dues.claim(DueKind.PROMISE, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    owner = await shelves.officers.load(case.owner) if case.owner else None
    if owner is not None and owner.chat is not None:
        told = [one.value for one in await shelves.facts.of(case.id) if isinstance(one.value, Promised)]
        words = told[-1].words if told else Private("")
        blanks = (("code", Private(case.code)), ("words", words))
        await shelves.outbox.put(Tell(owner.chat, "promise.due", blanks, sounds=True, case=case.id), stamp.now)
    elif case.state is not CaseState.CLOSED:
        # Nobody has it: whoever takes it is told.
        await shelves.dues.set(DueKind.PROMISE, case.id, after(stamp.now, MINUTE))


async def _add(about: CaseOrder, value: FactValue, deed: Did, what: str, shelves: Shelves, stamp: Stamp) -> None:
    """Keep it, note who did it, and show it; the journal never holds what was written."""
    kept = await keep_fact(about.case, value, shelves, stamp)
    await know_again(about.case, [kept], shelves, stamp)
    await shelves.journal.append(deed, stamp.now, about.case.id, about.officer.id, what)
    case = about.case
    if case.owner == about.officer.id:
        case = await owner_acted(case, shelves, stamp)
    await refresh(case, shelves, stamp)
    await say(about.origin, "work.done", shelves, stamp, code=case.code)
