"""Staff commands, typed or behind a button; a stranger's command is plain words, and their press nothing."""

from __future__ import annotations

from bot.domain.events import CommandGiven, WordsArrived
from bot.ports import Shelves, Stamp
from bot.use_cases.deeds import do
from bot.use_cases.order import Order
from bot.use_cases.receive import receive_words
from bot.use_cases.say import say
from bot.use_cases.speakers import meet, note_theirs, speaker


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
    await do(Order(event, chat, who), shelves, stamp)
    if event.origin.press is not None:
        # Whatever was done, the button stops waiting; where it was answered already, that answer goes out alone.
        await say(event.origin, "", shelves, stamp)
