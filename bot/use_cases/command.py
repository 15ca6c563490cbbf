"""Staff commands: authorised first, then one short function each; a stranger's command is plain words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.effects import Tell
from bot.domain.events import CaseTaken, CommandGiven, WordsArrived
from bot.domain.roles import Deed, may
from bot.ports import Shelves, Stamp
from bot.use_cases.close import ask_to_close
from bot.use_cases.desk import make_desk
from bot.use_cases.guide import guide
from bot.use_cases.join import invite
from bot.use_cases.order import Order, answer
from bot.use_cases.proposal import settle_latest
from bot.use_cases.receive import receive_words
from bot.use_cases.roster import rotate, shift, show
from bot.use_cases.speakers import meet, note_theirs, speaker
from bot.use_cases.take import take_case

_Run = Callable[[Order, Shelves, Stamp], Awaitable[None]]


async def command(event: CommandGiven, shelves: Shelves, stamp: Stamp) -> None:
    """A staff command; whoever may not give it gets what any unknown text gets (invariant 12)."""
    who = await speaker(event.origin.account, shelves, stamp)
    if not who.staff:
        await receive_words(WordsArrived(event.origin, event.whole), shelves, stamp)
        return
    chat = await meet(event.origin, shelves, stamp)
    await note_theirs(chat, event.origin, shelves)
    order = Order(event, chat, who)
    if may(who.roles, event.deed):
        await _RUNS[event.deed](order, shelves, stamp)
    else:
        await answer(order, _not_yours(event.deed), shelves, stamp)


def _not_yours(deed: Deed) -> str:
    return "refusal.officers_only" if deed in (Deed.TAKE, Deed.CLOSE) else "refusal.not_yours"


async def _take(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    event = order.event
    await take_case(CaseTaken(event.origin, event.arguments.reveal().strip()), shelves, stamp)


async def _confirm(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await settle_latest(order.event.origin, shelves, stamp)


async def _help(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.outbox.put(Tell(order.chat.id, "staff.help"), stamp.now)


_RUNS: dict[Deed, _Run] = {
    Deed.DESK: make_desk,
    Deed.PERSON: invite,
    Deed.ROTATE: rotate,
    Deed.SHIFT: shift,
    Deed.DUTY: show,
    Deed.ROSTER: show,
    Deed.TAKE: _take,
    Deed.CLOSE: ask_to_close,
    Deed.CONFIRM: _confirm,
    Deed.NUMBER: guide,
    Deed.ADVISORY: guide,
    Deed.HELP: _help,
}
