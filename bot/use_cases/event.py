"""Works all cases of an event at once: lists them, takes them, asks everybody, writes them into a table."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.effects import ExportEvent, ShowCases, Which
from bot.domain.facts import Replied
from bot.domain.people import ChatKind
from bot.domain.phrasebook import Phrase
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.assess import choice
from bot.use_cases.reply import relay
from bot.use_cases.say import say
from bot.use_cases.take import take_for


async def event(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/event CODE`: the list of its cases, the gravest first."""
    members = await _members(about, shelves, stamp)
    if members:
        ids = tuple(one.id for one in sorted(members, key=lambda one: (one.level, one.opened_at)))
        chat = about.order.chat.id
        shown = ShowCases(
            chat, about.officer.desk, about.officer.id, Which.EVENT, head=about.case.incident, found=ids
        )
        await shelves.outbox.put(shown, stamp.now)


async def _members(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> list[Case]:
    if about.case.incident is None:
        await say(about.origin, "event.none", shelves, stamp)
        return []
    return list(await shelves.cases.of_incident(about.case.incident))


async def take_all(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/takeall CODE`: every case of the event that nobody has."""
    members = await _members(about, shelves, stamp)
    taken = 0
    for one in [one for one in members if one.desk == about.officer.desk]:
        taken += await take_for(one, about.officer, shelves, stamp)
    if members:
        await say(about.origin, "event.taken", shelves, stamp, count=str(taken))


async def ask_all(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/askall CODE room`: a phrase to everybody of the event whose case this officer has."""
    phrase, chat = choice(Phrase, about.words), about.officer.chat
    if phrase is None or chat is None:
        await say(about.origin, "ask.usage", shelves, stamp, codes=", ".join(Phrase))
        return
    own = [one for one in await _members(about, shelves, stamp) if one.owner == about.officer.id]
    written = Replied(about.officer.id, Private(""), chat, 0, asks=phrase.value)
    quiet = replace(about.origin, press=None)
    for one in own:
        if one.state is not CaseState.CLOSED:
            await relay(quiet, one, written, shelves, stamp, tells=False)
    if about.case.incident is not None:
        await say(about.origin, "event.asked", shelves, stamp, count=str(len(own)))


async def export(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/export CODE`: the event as a table, in the private chat of who asks; no names, no numbers, no words."""
    if (
        await _members(about, shelves, stamp)
        and about.officer.chat is not None
        and about.case.incident is not None
    ):
        await shelves.outbox.put(ExportEvent(about.officer.chat, about.case.incident), stamp.now)
        await shelves.journal.append(Did.EXPORTED, stamp.now, about.case.id, about.officer.id)
        where = "reveal.in_private" if about.origin.kind is ChatKind.GROUP else ""
        await say(about.origin, where, shelves, stamp)
