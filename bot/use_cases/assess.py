"""What an officer makes of a case: its level, its state, its flags, how far it was checked."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.domain.card import Mark, summarise
from bot.domain.case import BY_HAND, TRANSITIONS, CaseState, set_level
from bot.domain.did import Did
from bot.domain.facts import Flagged, Flagging, Levelled, Verification, Verified
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level, raised
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.keep import keep_fact
from bot.use_cases.prompt import ask_for
from bot.use_cases.refresh import owner_acted, refresh
from bot.use_cases.ring import ring_next, ring_owner
from bot.use_cases.say import say

T = TypeVar("T", bound=StrEnum)


def choice(kind: type[T], word: str) -> T | None:
    """However it is written: `by-family`, `BY_FAMILY`, `by family`."""
    plain = word.strip().casefold().replace("-", "_").replace(" ", "_")
    return next((one for one in kind if one.value.casefold() == plain), None)


async def level(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/raise CODE L1 [WHY]`, `/lower CODE L3 WHY`: lowering needs a reason (invariant 7)."""
    word, _, why = about.words.partition(" ")
    wanted = choice(Level, word)
    lowers = about.order.event.deed is Deed.LOWER
    if wanted is about.case.level:
        await say(about.origin, "level.already", shelves, stamp, code=about.case.code, level=wanted.value)
    elif wanted is None or raised(about.case.level, wanted) is lowers:
        key = "level.cannot_lower" if lowers else "level.cannot_raise"
        await say(about.origin, key, shelves, stamp, code=about.case.code)
    elif lowers and not why.strip():
        await ask_for(about, "level.ask_why", wanted.value, shelves, stamp)
    else:
        await _set_level(about, wanted, why.strip(), shelves, stamp)


async def _set_level(about: CaseOrder, wanted: Level, why: str, shelves: Shelves, stamp: Stamp) -> None:
    case = set_level(about.case, wanted)
    await keep_fact(case, Levelled(about.officer.id, wanted, Private(why)), shelves, stamp)
    await shelves.journal.append(Did.LEVELLED, stamp.now, case.id, about.officer.id, wanted.value)
    if case.owner is None and raised(about.case.level, wanted):
        await ring_next(replace(case, ladder_from=stamp.now, rung=0), shelves, stamp)
    else:
        await shelves.cases.keep(case)
        if raised(about.case.level, wanted):
            await ring_owner(case, about.officer.id, shelves, stamp)
    await _seen(about, "work.done", shelves, stamp)


async def state(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/state CODE verifying|in operation|safe`."""
    wanted = choice(CaseState, about.words)
    if about.case.owner is None or wanted not in BY_HAND or wanted not in TRANSITIONS[about.case.state]:
        await say(about.origin, "state.usage", shelves, stamp, codes=", ".join(sorted(BY_HAND)))
        return
    await shelves.cases.keep(replace(about.case, state=wanted))
    await shelves.journal.append(Did.STATE, stamp.now, about.case.id, about.officer.id, wanted.value)
    await _seen(about, "work.done", shelves, stamp)


async def flag(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/flag CODE building photo [off]`; without a word it is put on, or taken off where it is on."""
    words = about.words.split()
    said = words[-1].casefold() if words and words[-1].casefold() in ("on", "off") else ""
    wanted = choice(Flagging, " ".join(words[:-1] if said else words))
    if wanted is None:
        await say(about.origin, "flag.usage", shelves, stamp, codes=", ".join(Flagging))
        return
    marks = summarise(await shelves.facts.of(about.case.id)).marks
    on = said == "on" if said else Mark(wanted.value) not in marks
    await keep_fact(about.case, Flagged(about.officer.id, wanted, on), shelves, stamp)
    note = f"{wanted.value} {'on' if on else 'off'}"
    await shelves.journal.append(Did.FLAGGED, stamp.now, about.case.id, about.officer.id, note)
    await _seen(about, "work.done", shelves, stamp)


async def verify(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/verify CODE consistent|by family|by officer|unverified`: a label, never a gate."""
    label = choice(Verification, about.words)
    if label is None:
        await say(about.origin, "verify.usage", shelves, stamp, codes=", ".join(Verification))
        return
    await keep_fact(about.case, Verified(about.officer.id, label), shelves, stamp)
    await shelves.journal.append(Did.VERIFIED, stamp.now, about.case.id, about.officer.id, label.value)
    await _seen(about, "work.done", shelves, stamp)


async def _seen(about: CaseOrder, key: str, shelves: Shelves, stamp: Stamp) -> None:
    """It is on the card; where the owner did it, nobody waits for them."""
    case = await shelves.cases.load(about.case.id)
    if case.owner == about.officer.id:
        case = await owner_acted(case, shelves, stamp)
    await refresh(case, shelves, stamp)
    await say(about.origin, key, shelves, stamp, code=case.code)
