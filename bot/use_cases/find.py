"""Finds cases for an officer: lists, one case, its history, other buttons under its card."""

from __future__ import annotations

from bot.domain.did import Did
from bot.domain.effects import OpenThread, ShowCases, ShowHistory, ShowKeys, Which
from bot.domain.events import MenuOpened, PageTurned
from bot.domain.ids import CaseId
from bot.domain.likeness import Likeness, name, passport, phone
from bot.domain.people import ChatKind, Officer
from bot.domain.roles import Deed, Role, may
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.order import Order
from bot.use_cases.say import say
from bot.use_cases.speakers import speaker

_ONE_PAGE = (Which.FOUND, Which.LEFT)
"""What was looked for, or left, at one moment stands in no button."""
_WORDS = {"": Which.OPEN, "all": Which.OPEN, **{one.value: one for one in (Which.MINE, Which.OPEN, Which.LATE)}}


async def cases(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/cases mine|open|late|all`: codes, levels, states, owners; nothing personal."""
    officer, which = order.who.officer, _WORDS.get(order.event.arguments.reveal().strip().casefold())
    if which is None or officer is None:
        await say(order.event.origin, "cases.usage", shelves, stamp)
        return
    await shelves.outbox.put(ShowCases(order.chat.id, officer.desk, officer.id, which), stamp.now)


async def find(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/find NUMBER or NAME`: by the blind index, which knows whole numbers and whole names only."""
    officer, words = order.who.officer, order.event.arguments.reveal().strip()
    likenesses = [one for one in (phone(words), passport(words), name(words)) if one is not None]
    if officer is None or not words or not likenesses:
        await say(order.event.origin, "find.usage", shelves, stamp)
        return
    found = await _found(likenesses, officer, shelves)
    await shelves.journal.append(Did.SEARCHED, stamp.now, officer=officer.id, note=f"{len(found)} found")
    if not found:
        await say(order.event.origin, "find.nothing", shelves, stamp)
        return
    shown = ShowCases(order.chat.id, officer.desk, officer.id, Which.FOUND, found=found)
    await shelves.outbox.put(shown, stamp.now)


async def _found(likenesses: list[Likeness], officer: Officer, shelves: Shelves) -> tuple[CaseId, ...]:
    ids = [case for one in likenesses for case in await shelves.likenesses.cases_with(one)]
    loaded = [await shelves.cases.load(one) for one in dict.fromkeys(ids)]
    return tuple(one.id for one in loaded if one.desk == officer.desk)


async def turn_page(event: PageTurned, shelves: Shelves, stamp: Stamp) -> None:
    """Another page in the place of the one that stands there; by an officer, of their own desk."""
    who = await speaker(event.origin.account, shelves, stamp)
    chat = await shelves.chats.by_telegram(event.origin.chat)
    which = next((one for one in Which if one.value == event.which and one not in _ONE_PAGE), None)
    await say(event.origin, "", shelves, stamp)
    if who.officer is None or chat is None or which is None or not may(who.roles, Deed.CASES):
        return
    officer, at = who.officer, event.origin.message_id
    head = await shelves.cases.by_code(event.code.upper()) if which is Which.EVENT else None
    if which is Which.EVENT and (head is None or head.desk != officer.desk or head.incident is None):
        return
    members = await shelves.cases.of_incident(head.incident) if head and head.incident else []
    ids = tuple(one.id for one in sorted(members, key=lambda one: (one.level, one.opened_at)))
    shown = ShowCases(
        chat.id, officer.desk, officer.id, which, event.page, at, ids, head.incident if head else None
    )
    await shelves.outbox.put(shown, stamp.now)


async def case(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/case CODE`: its card, in the private chat of who asks."""
    if about.officer.chat is not None:
        await shelves.outbox.put(OpenThread(about.officer.chat, about.case.id), stamp.now)
    where = "reveal.in_private" if about.origin.kind is ChatKind.GROUP else ""
    await say(about.origin, where, shelves, stamp)


async def history(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/history CODE`: who did what when, in the private chat of who asks."""
    if about.officer.chat is not None:
        await shelves.outbox.put(ShowHistory(about.officer.chat, about.case.id), stamp.now)
    where = "reveal.in_private" if about.origin.kind is ChatKind.GROUP else ""
    await say(about.origin, where, shelves, stamp)


async def open_menu(event: MenuOpened, shelves: Shelves, stamp: Stamp) -> None:
    """Other buttons under a card, for officers of its desk; whoever else presses sees nothing happen."""
    who = await speaker(event.origin.account, shelves, stamp)
    chat = await shelves.chats.by_telegram(event.origin.chat)
    case = await shelves.cases.by_code(event.code.upper())
    await say(event.origin, "", shelves, stamp)
    known = await shelves.messages.find(chat.id, event.origin.message_id) if chat else None
    if chat is None or case is None or known is None or known.case != case.id:
        return
    if who.officer is not None and Role.OFFICER in who.roles and who.officer.desk == case.desk:
        await shelves.outbox.put(ShowKeys(chat.id, case.id, event.origin.message_id, event.menu), stamp.now)
