"""The table from a deed of staff to the function that does it; authorised first, whoever asks and however."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.effects import Tell, TidyChat
from bot.domain.events import CaseTaken
from bot.domain.people import ChatKind
from bot.domain.roles import ABOUT_A_CASE, MAY, Deed, Role, may
from bot.domain.spans import is_time
from bot.ports import Shelves, Stamp
from bot.use_cases import (
    ask,
    assess,
    audit,
    calendar,
    drill,
    duty,
    event,
    find,
    give,
    note,
    policy,
    reveal,
    same,
    show_duty,
    trade,
)
from bot.use_cases.about import CaseOrder, about, replied_to
from bot.use_cases.choose import offer_choices
from bot.use_cases.close import ask_to_close
from bot.use_cases.desk import desk
from bot.use_cases.guide import guide
from bot.use_cases.numbers import sla
from bot.use_cases.order import Order, answer
from bot.use_cases.person import person
from bot.use_cases.proposal import cancel_latest, passed_by, settle_latest
from bot.use_cases.reply import reply
from bot.use_cases.roster import rotate, shift, show
from bot.use_cases.take import take_case
from bot.use_cases.window import set_window

_Run = Callable[[Order, Shelves, Stamp], Awaitable[None]]
_RunAbout = Callable[[CaseOrder, Shelves, Stamp], Awaitable[None]]


_OF_A_PERSON = frozenset({Deed.FIND, Deed.NOTE, Deed.FACT, Deed.CLOSE, Deed.ANYWAY})
"""What is written with them says something of a person, and does not stay in a group."""


_OF_THE_NEWEST = frozenset({Deed.CONFIRM, Deed.CANCEL, Deed.UNDO})


async def do(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """Do what staff asks for, if they may; a refusal says what would be right."""
    event = order.event
    if event.origin.press is None and event.deed not in _OF_THE_NEWEST:
        await passed_by(order.who, shelves)
    await _do(order, shelves, stamp)
    typed = event.origin.press is None and event.origin.kind is ChatKind.GROUP
    if typed and event.deed in _OF_A_PERSON and event.arguments.reveal().strip():
        await shelves.outbox.put(TidyChat(order.chat.id, (event.origin.message_id,)), stamp.now)


async def _do(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    deed = order.event.deed
    if deed in ABOUT_A_CASE:
        found = await about(order, shelves, stamp)
        if found is not None:
            await _ABOUT[deed](found, shelves, stamp)
    elif not may(order.who.roles, deed):
        await answer(order, _not_yours(deed), shelves, stamp)
    elif not await offer_choices(order, shelves, stamp):
        await _RUNS[deed](order, shelves, stamp)


def _not_yours(deed: Deed) -> str:
    return "refusal.officers_only" if Role.OFFICER in MAY[deed] else "refusal.not_yours"


async def _take(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/take CODE`, a case; `/take SPAN`, a span of duty."""
    event, words = order.event, order.words
    # Codes are made of digits and letters, too: a case goes before a length of time.
    is_case = bool(words) and await shelves.cases.by_code(words[0].upper()) is not None
    replied = await replied_to(event.origin, order.chat, shelves) if not words else None
    own = order.who.officer.id if order.who.officer else None
    if replied is not None and replied.owner == own and own and not event.whole.reveal().startswith("/"):
        # "I have it" under what one's own person wrote is an answer to them.
        await reply(event.origin, event.whole, order.who, shelves, stamp)
        return
    if words and is_time(words[0]) and not is_case:
        await duty.take_span(order, shelves, stamp)
    else:
        code = replied.code if replied is not None else event.arguments.reveal().strip()
        await take_case(CaseTaken(event.origin, code), shelves, stamp)


async def _confirm(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await settle_latest(order.event.origin, shelves, stamp)


async def _cancel(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await cancel_latest(order.event.origin, shelves, stamp)


async def _undo(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await settle_latest(order.event.origin, shelves, stamp, undoes=True)


async def _help(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    await shelves.outbox.put(Tell(order.chat.id, "staff.help"), stamp.now)


_RUNS: dict[Deed, _Run] = {
    Deed.DESK: desk,
    Deed.PERSON: person,
    Deed.ROTATE: rotate,
    Deed.SHIFT: shift,
    Deed.ROSTER: show,
    Deed.TAKE: _take,
    Deed.CONFIRM: _confirm,
    Deed.CANCEL: _cancel,
    Deed.UNDO: _undo,
    Deed.NUMBER: guide,
    Deed.ADVISORY: guide,
    Deed.HELP: _help,
    Deed.CASES: find.cases,
    Deed.FIND: find.find,
    **duty.BY_DEED,
    **trade.BY_DEED,
    **show_duty.BY_DEED,
    Deed.POLICY: policy.policy,
    Deed.ROUTE: policy.route,
    Deed.DRILL: drill.drill,
    Deed.AUDIT: audit.audit,
    Deed.CALENDAR: calendar.send,
    Deed.SLA: sla,
}
_ABOUT: dict[Deed, _RunAbout] = {
    Deed.CASE: find.case,
    Deed.HISTORY: find.history,
    Deed.MAP: reveal.point,
    Deed.PACKET: reveal.packet,
    Deed.REVEAL: reveal.reveal,
    Deed.NOTE: note.note,
    Deed.FACT: note.fact,
    Deed.PROMISE: note.promise,
    Deed.FLAG: assess.flag,
    Deed.VERIFY: assess.verify,
    Deed.RAISE: assess.level,
    Deed.LOWER: assess.level,
    Deed.STATE: assess.state,
    Deed.GIVE: give.give,
    Deed.RELEASE: give.release,
    Deed.REFER: give.refer,
    Deed.CLOSE: ask_to_close,
    Deed.ASK: ask.ask,
    Deed.EVENT: event.event,
    Deed.TAKE_ALL: event.take_all,
    Deed.ASK_ALL: event.ask_all,
    Deed.EXPORT: event.export,
    Deed.MERGE: same.merge,
    Deed.UNMERGE: same.unmerge,
    Deed.UNSEND: ask.unsend,
    Deed.ANYWAY: ask.anyway,
    Deed.WINDOW: set_window,
}
