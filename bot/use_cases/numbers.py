"""Shows how fast desks answer, and counts a month: `/sla`, and the report that comes by itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.case import Case
from bot.domain.dues import MONTH, DueKind
from bot.domain.effects import SendReport, ShowNumbers
from bot.domain.events import ReportDue
from bot.domain.figures import figures_of
from bot.domain.ids import DAY, HOUR, DeskId, Instant, after
from bot.domain.looks import Look, look_of, without_report
from bot.domain.numbers import MONTH as THIRTY_DAYS
from bot.domain.numbers import WEEK as SEVEN_DAYS
from bot.domain.numbers import Period, month_before, month_ends, month_of, month_span
from bot.domain.people import ChatKind
from bot.domain.plain import plain
from bot.domain.report import is_case_of_its_own
from bot.domain.roles import Role
from bot.domain.roster_sheet import Extent
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant
from bot.use_cases.speakers import admins

_LAST = {Extent.WEEK: SEVEN_DAYS, Extent.MONTH: THIRTY_DAYS}
_MOVED = 2 * DAY
"""The first desk's zone may be another one by now: so far apart two midnights of one day can lie."""
_KEPT_MONTHS = 24
"""Counts of a month are kept for so many."""
_MOST = 12
"""Reports that are sent at once after an outage; older months are asked for by command."""


async def sla(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/sla [week|month|2026-10] [light|dark] [at DESK]`, in any order; for admins `/sla report [2026-10]`."""
    asks_report, words = without_report(order.words)
    months = [plain(one) for one in words if month_span(plain(one), "UTC") is not None]
    look = look_of([one for one in words if plain(one) not in months])
    if look is None or len(months) > 1:
        await answer(order, "sla.usage", shelves, stamp)
    elif asks_report:
        await _report(order, next(iter(months), ""), look.dark, shelves, stamp)
    else:
        await _show(order, next(iter(months), ""), look, shelves, stamp)


async def _show(order: Order, month: str, look: Look, shelves: Shelves, stamp: Stamp) -> None:
    desk = await _desk(order, shelves, stamp)
    if desk is None:
        return
    desk_id, zone = desk
    period = _period(month, look.period, zone, stamp)
    if period is None:
        await answer(order, "sla.usage", shelves, stamp)
        return
    under = order.event.origin.message_id
    shown = ShowNumbers(order.chat.id, desk_id, period.begins_at, period.ends_at, look.dark, under)
    await shelves.outbox.put(shown, stamp.now)


async def _desk(order: Order, shelves: Shelves, stamp: Stamp) -> tuple[DeskId | None, str] | None:
    """An officer's own, whatever is named and wherever; an admin's choice, or all. With the zone that counts."""
    if Role.ADMIN not in order.who.roles and order.who.officer is not None:
        own = await shelves.desks.load(order.who.officer.desk)
        return own.id, own.zone
    if order.named or order.event.origin.kind is ChatKind.GROUP:
        desk = await desk_meant(order, shelves, stamp)
        return (desk.id, desk.zone) if desk is not None else None
    return None, await house_zone(shelves)


def _period(month: str, extent: Extent, zone: str, stamp: Stamp) -> Period | None:
    """The last days until now; or a month, of which that what is still to come does not count."""
    if not month:
        return Period(after(stamp.now, -_LAST[extent]), stamp.now)
    span = month_span(month, zone)
    if span is None or span.begins_at >= stamp.now:
        return None
    return Period(span.begins_at, Instant(min(span.ends_at, stamp.now)))


async def _report(order: Order, said: str, dark: bool, shelves: Shelves, stamp: Stamp) -> None:
    zone = await house_zone(shelves)
    month = said or month_before(stamp.now, zone)
    span = month_span(month, zone)
    if Role.ADMIN not in order.who.roles:
        await answer(order, "refusal.not_yours", shelves, stamp)
    elif span is None:
        await answer(order, "sla.usage", shelves, stamp)
    elif span.ends_at > stamp.now:
        await answer(order, "sla.not_over", shelves, stamp, what=month)
    else:
        private = order.who.chat or order.chat
        report = SendReport(private.id, month_of(span.begins_at, zone), zone, dark)
        await shelves.outbox.put(report, stamp.now)


async def house_zone(shelves: Shelves) -> str:
    """That of the desk that was made first."""
    first = next(iter(await shelves.desks.all()), None)
    return first.zone if first is not None else "UTC"


async def report_due(event: ReportDue, shelves: Shelves, stamp: Stamp) -> None:
    """Once for each month that is over, to every admin; after an outage for all that went by, the oldest first."""
    if not await shelves.dues.claim(DueKind.REPORT, MONTH, event.due_at):
        return
    zone, told = await house_zone(shelves), await admins(shelves, stamp)
    months = list(_over(event.due_at, stamp.now, zone))
    if months and not told:
        # As long as there is nobody to tell, it is tried again soon.
        await shelves.dues.set(DueKind.REPORT, MONTH, after(stamp.now, HOUR))
        return
    await shelves.dues.set(DueKind.REPORT, MONTH, month_ends(stamp.now, zone))
    for month in months[-_MOST:]:
        for admin in told:
            await shelves.outbox.put(SendReport(admin.id, month, zone), stamp.now)
    await _forget_old(stamp.now, zone, shelves)


def _over(due_at: Instant, now: Instant, zone: str) -> Iterator[str]:
    """The months that ended about when it was due, or since."""
    month = month_before(after(due_at, _MOVED), zone)
    while (span := month_span(month, zone)) is not None and span.ends_at <= now:
        yield month
        month = month_of(span.ends_at, zone)


async def _forget_old(now: Instant, zone: str, shelves: Shelves) -> None:
    oldest = month_of(now, zone)
    for _ in range(_KEPT_MONTHS):
        span = month_span(oldest, zone)
        oldest = month_before(span.begins_at, zone) if span is not None else oldest
    await shelves.tallies.forget(oldest)


async def count_closed(case: Case, shelves: Shelves) -> None:
    """Before what is known of a case runs out: its coarse values are added to those of its month."""
    if case.drill or not is_case_of_its_own(case):
        return
    requester = await shelves.chats.find(case.requester)
    language = requester.language if requester is not None else ""
    month = month_of(case.opened_at, await house_zone(shelves))
    facts = await shelves.facts.of(case.id)
    await shelves.tallies.add(month, figures_of(case, list(facts), language))
