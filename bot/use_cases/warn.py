"""Tells who changes a roster what that brings: little rest, long stretches, time without anybody.

It is applied all the same, if they confirm.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.effects import Tell
from bot.domain.gaps import BEYOND, Gap, brought
from bot.domain.ids import DAY, HOUR, ChatId, Instant, OfficerId
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.rest import Strain, Strained, strained
from bot.domain.roster import Roster, RosterEvent
from bot.ports import Shelves, Stamp
from bot.use_cases.ring import able_officers

_SEEN = 28 * DAY
_NAMED = 3
"""So many people are named, and gaps; one warning for each person."""
_KEYS = {Strain.SHORT_REST: "rest.short", Strain.LONG_STRETCH: "rest.long"}


async def warn_of(
    chat: ChatId,
    desk: Desk,
    changes: Sequence[RosterEvent],
    shelves: Shelves,
    stamp: Stamp,
    without: OfficerId | None = None,
) -> None:
    """Only what these changes bring; what was so before is known. `without`: who is to be on duty no more."""
    able = frozenset(one.id for one in await able_officers(desk, shelves))
    events = await shelves.rosters.of_desk(desk.id)
    before, then = Roster(events, able), Roster([*events, *changes], able - {without})
    ends = Instant(stamp.now + _SEEN)
    await _warn_of_gaps(chat, desk, brought(then, before, stamp.now, ends), ends, shelves, stamp)
    known = {(one.officer, one.strain) for one in strained(before.spans(stamp.now, ends))}
    fresh = dict[tuple[object, Strain], Strained]()
    for one in strained(then.spans(stamp.now, ends)):
        if (one.officer, one.strain) not in known:
            fresh.setdefault((one.officer, one.strain), one)
    names = {one.id: one.name for one in await shelves.officers.of_desk(desk.id)}
    for one in list(fresh.values())[:_NAMED]:
        blanks = (("name", names[one.officer]), ("count", Private(str(one.lasts // HOUR))))
        told = Tell(chat, _KEYS[one.strain], blanks, (("from_at", one.at),), desk.zone)
        await shelves.outbox.put(told, stamp.now)


async def _warn_of_gaps(
    chat: ChatId,
    desk: Desk,
    gaps: Sequence[Gap],
    ends: Instant,
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    if not gaps:
        return
    shown = [("span", at) for gap in gaps[:_NAMED] for at in gap]
    if gaps[-1][1] == ends:
        shown.append((BEYOND, ends))
    blanks = (("desk", Private(desk.name)), ("count", Private(str(len(gaps)))))
    await shelves.outbox.put(Tell(chat, "warn.gaps", blanks, tuple(shown), desk.zone), stamp.now)
