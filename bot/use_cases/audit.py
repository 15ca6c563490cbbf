"""Shows admins what was done, by whom and when, from the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.day_words import day_words
from bot.domain.effects import ShowAudit
from bot.domain.folding import key
from bot.domain.ids import DAY, CaseId, Instant, after
from bot.domain.people import ChatKind, Officer, named
from bot.domain.spans import Span, is_time, span_of
from bot.domain.wall import wall
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order, answer


async def audit(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/audit [CODE | PERSON] [DAYS]`: newest last, of the last day where nothing else is said."""
    if order.event.origin.kind is ChatKind.GROUP or order.who.chat is None:
        await answer(order, "audit.in_private", shelves, stamp)
        return
    times, names = [one for one in order.words if is_time(one)], [one for one in order.words if not is_time(one)]
    case, officer = await _meant(" ".join(names), shelves)
    desks = await shelves.desks.all()
    zone = order.who.chat.zone or next((desk.zone for desk in desks), "UTC")
    span = _past(times, stamp.now, zone, whole=case is not None)
    if names and case is None and officer is None:
        await answer(order, "audit.unknown", shelves, stamp, word=" ".join(names))
    elif span is None:
        await answer(order, "audit.usage", shelves, stamp, word=" ".join(order.raw))
    else:
        about = ShowAudit(
            order.who.chat.id, span.starts_at, span.ends_at, zone, case, officer.id if officer else None
        )
        await shelves.outbox.put(about, stamp.now)


async def _meant(name: str, shelves: Shelves) -> tuple[CaseId | None, Officer | None]:
    """The case with this code, or else the officer with this name, also one who was removed."""
    if not name:
        return None, None
    case = await shelves.cases.by_code(name.upper())
    if case is not None:
        return case.id, None
    for desk in await shelves.desks.all():
        everybody = [replace(one, removed=False) for one in await shelves.officers.of_desk(desk.id)]
        found = named(everybody, name)
        if len(found) == 1:
            return None, found[0]
    return None, None


def _past(times: list[str], now: Instant, zone: str, whole: bool) -> Span | None:
    """`2026-11-20 2026-11-25` as it stands, `yesterday`, `3d` and `8h` backwards; all of a case."""
    before = (wall(now, zone) - timedelta(days=1)).date().isoformat()
    times = [before if day_words().days.get(key(one)) == -1 else one for one in times]
    if not times:
        return Span(Instant(0) if whole else after(now, -DAY), after(now, 1))
    ahead = span_of(times, now, zone)
    if isinstance(ahead, Span) and ahead.starts_at == now:
        return Span(after(now, now - ahead.ends_at), after(now, 1))
    # What is over lies ahead, seen from before it: a date from far back, a weekday from a week, hours from a day.
    steps = (_FAR,) if _dated(times) else (0, DAY, 7 * DAY)
    found = (span_of(times, after(now, -step), zone) for step in steps)
    return next((one for one in found if isinstance(one, Span) and one.starts_at <= now), None)


_FAR = 3_650 * DAY


def _dated(times: list[str]) -> bool:
    return any(one[:4].isdecimal() and one[4:5] == "-" for one in times)
