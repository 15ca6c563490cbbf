"""Tells who changes a roster where it leaves somebody little rest; it is applied all the same, if they confirm."""

from __future__ import annotations

from bot.domain.effects import Tell
from bot.domain.ids import DAY, HOUR, Instant
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.rest import Strain, Strained, strained
from bot.domain.roster import Roster, RosterEvent
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order
from bot.use_cases.ring import able_officers

_SEEN = 28 * DAY
_NAMED = 3
"""So many people are named; one warning for each."""
_KEYS = {Strain.SHORT_REST: "rest.short", Strain.LONG_STRETCH: "rest.long"}


async def warn_of(order: Order, desk: Desk, change: RosterEvent, shelves: Shelves, stamp: Stamp) -> None:
    """Only what this change brings; what was so before is known."""
    able = frozenset(one.id for one in await able_officers(desk, shelves))
    events = await shelves.rosters.of_desk(desk.id)
    ends = Instant(stamp.now + _SEEN)
    before = {(one.officer, one.strain) for one in strained(Roster(events, able).spans(stamp.now, ends))}
    fresh = dict[tuple[object, Strain], Strained]()
    for one in strained(Roster([*events, change], able).spans(stamp.now, ends)):
        if (one.officer, one.strain) not in before:
            fresh.setdefault((one.officer, one.strain), one)
    names = {one.id: one.name for one in await shelves.officers.of_desk(desk.id)}
    for one in list(fresh.values())[:_NAMED]:
        blanks = (("name", names[one.officer]), ("count", Private(str(one.lasts // HOUR))))
        told = Tell(order.chat.id, _KEYS[one.strain], blanks, (("from_at", one.at),), desk.zone)
        await shelves.outbox.put(told, stamp.now)
