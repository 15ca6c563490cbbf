"""Staff commands, typed or behind a button; a stranger's command is plain words, and their press nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.events import CommandGiven, WordsArrived
from bot.domain.people import Officer
from bot.domain.private import Private
from bot.domain.roles import ABOUT_OFFICERS
from bot.ports import Shelves, Stamp
from bot.use_cases.deeds import do
from bot.use_cases.order import order_of
from bot.use_cases.receive import receive_words
from bot.use_cases.say import say
from bot.use_cases.speakers import meet, note_theirs, speaker

_ACCOUNT = re.compile(r"(?<![\w.@])@(\d{5,})(?!\w)")


async def command(event: CommandGiven, shelves: Shelves, stamp: Stamp) -> None:
    """A staff command; whoever may not give it gets what any unknown text gets (invariant 12)."""
    who = await speaker(event.origin.account, shelves, stamp)
    if not who.staff:
        if event.origin.press is None:
            await receive_words(WordsArrived(event.origin, event.whole), shelves, stamp)
        else:
            await say(event.origin, "", shelves, stamp)
        return
    chat = await meet(event.origin, shelves, stamp)
    await note_theirs(chat, event.origin, shelves)
    pointed = await _officer(event.origin.reply_from, shelves)
    await do(await order_of(await _mentions(event, shelves), chat, who, shelves, pointed), shelves, stamp)
    if event.origin.press is not None:
        # Whatever was done, the button stops waiting; where it was answered already, that answer goes out alone.
        await say(event.origin, "", shelves, stamp)


async def _mentions(event: CommandGiven, shelves: Shelves) -> CommandGiven:
    """Accounts that are mentioned become the officers that they are; of others nothing is shown."""
    if event.deed not in ABOUT_OFFICERS:
        return event
    words, told, at = event.arguments.reveal(), list[str](), 0
    for found in _ACCOUNT.finditer(words):
        officer = await _officer(Private(int(found[1])), shelves)
        told += [words[at : found.start()], f"#{officer.id}" if officer is not None else "@?"]
        at = found.end()
    return replace(event, arguments=Private("".join([*told, words[at:]])))


async def _officer(account: Private[int] | None, shelves: Shelves) -> Officer | None:
    chat = await shelves.chats.by_telegram(account) if account is not None else None
    return await shelves.officers.by_chat(chat.id) if chat is not None else None
