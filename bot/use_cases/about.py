"""Finds which case a command or a button of staff is about, and whether this officer may do this to it now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.case import Case, CaseState
from bot.domain.events import Origin
from bot.domain.ids import is_code
from bot.domain.people import Chat, ChatKind, Officer
from bot.domain.roles import MAY, Deed, Role, may
from bot.domain.roster import on_duty
from bot.domain.spans import is_time
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order
from bot.use_cases.say import say

_ON_CLOSED = frozenset({Deed.CASE, Deed.HISTORY})
"""What can be done with a closed case: to see what is left of it."""


_BY_CODE_ALONE = frozenset({Deed.CASE, Deed.HISTORY, Deed.RELEASE, Deed.PACKET, Deed.MAP, Deed.UNMERGE})
"""Behind which nothing but a code stands."""
_TIMED = re.compile(r"\d{1,2}(h|am|pm)\d{0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """What an officer wants done with a case; `words` are what stands after its code."""

    order: Order
    case: Case
    officer: Officer
    words: str

    @property
    def origin(self) -> Origin:
        return self.order.event.origin


async def about(order: Order, shelves: Shelves, stamp: Stamp) -> CaseOrder | None:
    """None where there is no such case, or it may not be done: then that was said."""
    officer = order.who.officer
    origin, deed = order.event.origin, order.event.deed
    if officer is None or Role.OFFICER not in order.who.roles:
        await say(origin, "refusal.officers_only" if order.who.staff else "", shelves, stamp)
        return None
    case, words = await _meant(order, officer, shelves)
    if case is None or case.desk != officer.desk:
        await say(origin, "refusal.which_case", shelves, stamp, command=f"/{deed.value}")
    elif case.state is CaseState.CLOSED and deed not in _ON_CLOSED:
        await say(origin, "refusal.closed", shelves, stamp)
    elif not may(await rights(case, officer, order.who.roles, shelves, stamp), deed):
        await _refuse(origin, deed, case, shelves, stamp)
    else:
        return CaseOrder(order, case, officer, words)
    return None


async def _meant(order: Order, officer: Officer, shelves: Shelves) -> tuple[Case | None, str]:
    """By the code that stands first; by what was replied to; in private, the only one that the officer has."""
    first, _, rest = order.event.arguments.reveal().strip().partition(" ")
    named = await shelves.cases.by_code(first.strip().upper()) if first else None
    if named is not None:
        return named, rest.strip()
    origin, whole = order.event.origin, order.event.arguments.reveal().strip()
    replied = await replied_to(origin, order.chat, shelves)
    if replied is not None or origin.kind is not ChatKind.PRIVATE:
        return replied, whole
    if first and (order.event.deed in _BY_CODE_ALONE or _is_meant_as_code(first)):
        # Of a code that is none it is not to be guessed which case it should have been.
        return None, whole
    own = [one for one in await shelves.cases.of_desk(officer.desk) if one.owner == officer.id]
    return (own[0], whole) if len(own) == 1 else (None, whole)


def _is_meant_as_code(word: str) -> bool:
    """In capital letters, or of letters and digits: `J84Z`, but neither `they` nor `8h30`."""
    if not is_code(word) or word.isdecimal() or is_time(word):
        return False
    return word.isupper() or (word.isascii() and any(map(str.isdecimal, word)) and not _TIMED.match(word))


async def replied_to(origin: Origin, chat: Chat, shelves: Shelves) -> Case | None:
    """The case that the answered message is about, by its id, or by its code where we never learnt the id."""
    known = await shelves.messages.find(chat.id, origin.reply_to) if origin.reply_to else None
    if known is not None and known.case is not None:
        return await shelves.cases.load(known.case)
    return await shelves.cases.by_code(origin.reply_code) if origin.reply_code else None


async def rights(
    case: Case, officer: Officer, roles: frozenset[Role], shelves: Shelves, stamp: Stamp
) -> frozenset[Role]:
    """The roles of this officer with this case, at this instant."""
    found = set(roles)
    if case.owner == officer.id:
        found.add(Role.OWNER)
    if await _watches(officer, shelves, stamp):
        found.add(Role.ON_DUTY)
    return frozenset(found)


async def _watches(officer: Officer, shelves: Shelves, stamp: Stamp) -> bool:
    """On duty, or behind who is; while nobody is, whoever can be reached, for somebody has to."""
    able = frozenset(one.id for one in await shelves.officers.of_desk(officer.desk) if one.chat and not one.paused)
    turn = on_duty(await shelves.rosters.of_desk(officer.desk), stamp.now, able)
    return turn.duty is None or officer.id in (turn.duty, turn.backup)


async def _refuse(origin: Origin, deed: Deed, case: Case, shelves: Shelves, stamp: Stamp) -> None:
    if Role.ON_DUTY in MAY[deed]:
        await say(origin, "refusal.not_on_duty", shelves, stamp)
    elif case.owner is None:
        await say(origin, "refusal.take_first", shelves, stamp)
    else:
        owner = (await shelves.officers.load(case.owner)).name.reveal()
        await say(origin, "refusal.not_owner", shelves, stamp, name=owner)
