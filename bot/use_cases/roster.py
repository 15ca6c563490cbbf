"""Reads what an admin wants of a roster, and proposes it; shows who is on duty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.effects import ShowRoster
from bot.domain.ids import DAY, Instant, after
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.roster import RotationSet, ShiftSet, instant_of, wall
from bot.domain.spans import NoSpan, is_time, span_of, wall_start
from bot.ports import ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant, draft, propose


async def show(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/duty` and `/roster`."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is not None:
        week = order.event.deed is Deed.ROSTER
        effect = ShowRoster(order.chat.id, desk.id, week, order.event.origin.message_id)
        await shelves.outbox.put(effect, stamp.now)


@dataclass(frozen=True, slots=True)
class _Turns:
    days: int
    names: list[str]
    starts_at: Instant


async def rotate(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/rotate daily|weekly|N NAME NAME … [start HH:MM]`."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    turns = _turns(" ".join(order.words).replace(",", " ").split(), stamp.now, desk.zone)
    if turns is None:
        await answer(order, "rotate.usage", shelves, stamp)
        return
    officers, nobody = await _named(turns.names, desk, shelves)
    if nobody:
        await answer(order, "rotate.who", shelves, stamp, word=nobody)
        return
    rotation = RotationSet(tuple(one.id for one in officers), turns.starts_at, turns.days, desk.zone)
    names = Private(", ".join(one.name.reveal() for one in officers))
    blank = draft(order, ProposalKind.ROTATE, stamp)
    proposal = replace(blank, desk=desk.id, zone=desk.zone, name=names, rotation=rotation)
    await propose(order, proposal, shelves, stamp)


def _turns(words: list[str], now: Instant, zone: str) -> _Turns | None:
    """How long, who, and since when; None where the words do not say it."""
    days, names = _turn_days(words[0]) if words else 0, words[1:]
    starts_at: Instant | None = _morning(now, zone)
    if len(names) > 1 and names[-2].casefold() == "start":
        starts_at = wall_start(names[-1], now, zone)
        names = names[:-2]
    if not days or not names or starts_at is None:
        return None
    while starts_at > now:
        starts_at = after(starts_at, -DAY)
    return _Turns(days, names, starts_at)


def _turn_days(word: str) -> int:
    days = {"daily": 1, "weekly": 7}
    return days.get(word.casefold(), int(word) if word.isdecimal() and 0 < int(word) <= 28 else 0)


def _morning(now: Instant, zone: str) -> Instant:
    """08:00 of today in the desk's zone, the usual hour of a change of shift."""
    moment = wall(now, zone).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
    return instant_of(moment.replace(tzinfo=ZoneInfo(zone)))


async def _named(words: list[str], desk: Desk, shelves: Shelves) -> tuple[list[Officer], str]:
    """The officers that these words name, and the first word that names nobody."""
    officers = await shelves.officers.of_desk(desk.id)
    found: list[Officer] = []
    for word in words:
        matching = [one for one in officers if _goes_by(one, word.lstrip("@").casefold())]
        if len(matching) != 1:
            return found, word
        found.append(matching[0])
    return found, ""


def _goes_by(officer: Officer, plain: str) -> bool:
    name = officer.name.reveal().casefold()
    return plain == name or plain in name.split()


async def shift(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/shift NAME SPAN`: one officer for one span, before any rotation."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    times, names = [one for one in order.words if is_time(one)], [one for one in order.words if not is_time(one)]
    if not times or not names:
        await answer(order, "shift.usage", shelves, stamp)
        return
    officers, nobody = await _named([" ".join(names)], desk, shelves)
    span = span_of(times, stamp.now, desk.zone)
    if nobody:
        await answer(order, "rotate.who", shelves, stamp, word=nobody)
    elif isinstance(span, NoSpan):
        await answer(order, f"shift.{span.value}", shelves, stamp, word=" ".join(times))
    else:
        (officer,) = officers
        change = ShiftSet(officer.id, span.starts_at, span.ends_at)
        blank = draft(order, ProposalKind.SHIFT, stamp)
        proposal = replace(blank, desk=desk.id, zone=desk.zone, name=officer.name, shift=change)
        await propose(order, proposal, shelves, stamp)
