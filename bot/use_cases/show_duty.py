"""What staff asks about duty: one's own shifts, who is on duty then, where nobody is, who cannot be rung."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import ShowRoster, Tell
from bot.domain.gaps import BEYOND
from bot.domain.hours import zone_named
from bot.domain.ids import DAY, Instant, after
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.domain.rest import hours_of
from bot.domain.roles import Deed
from bot.domain.spans import NoSpan, is_time, moment_of, span_of
from bot.ports import Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant
from bot.use_cases.ring import able_officers
from bot.use_cases.rota import gaps_ahead, roster_of
from bot.use_cases.whom import says_numbers

_AHEAD = 28 * DAY
_SHOWN = 40


async def me(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/me`: one's own shifts of the next four weeks; `/me zone Asia/Seoul`: one's own clock."""
    if order.words[:1] == ["zone"]:
        await _own_zone(order, shelves, stamp)
        return
    officer = order.who.officer
    if officer is None:
        await answer(order, "me.no_officer", shelves, stamp)
        return
    desk = await shelves.desks.load(officer.desk)
    cut = (await roster_of(desk.id, shelves)).spans(stamp.now, Instant(stamp.now + _AHEAD))
    own = [(begin, end) for begin, end, who in cut if who == officer.id]
    await _list(order, "me.shifts" if own else "me.none", own, desk, shelves, stamp)
    sharing = len(await able_officers(desk, shelves))
    hours = hours_of(cut)
    if hours and sharing > 1:
        share = {"value": hours_of(cut, officer.id), "number": hours, "count": hours // sharing}
        blanks = tuple((name, Private(str(one))) for name, one in share.items())
        await shelves.outbox.put(Tell(order.chat.id, "me.share", blanks), stamp.now)


async def when(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/duty [DESK] WHEN`: who is on duty then, and who stands behind; without a time, now."""
    times, names = [one for one in order.words if is_time(one)], [one for one in order.words if not is_time(one)]
    known = await desk_meant(order, shelves, stamp, " ".join(names), refuses=False)
    if known is None and says_numbers(names):
        await answer(order, "shift.unreadable", shelves, stamp, word=" ".join(order.raw))
        return
    desk = known or await desk_meant(order, shelves, stamp, " ".join(names))
    if desk is None:
        return
    at = moment_of(times, stamp.now, desk.zone) if times else stamp.now
    if at is None and not isinstance(span := span_of(times, stamp.now, desk.zone), NoSpan):
        at = span.starts_at
    if at is None:
        await answer(order, "shift.unreadable", shelves, stamp, word=" ".join(order.raw))
        return
    if not times:
        effect = ShowRoster(order.chat.id, desk.id, week=False, reply_to=order.event.origin.message_id)
        await shelves.outbox.put(effect, stamp.now)
        return
    await _then(order, desk, at, shelves, stamp)


async def _then(order: Order, desk: Desk, at: Instant, shelves: Shelves, stamp: Stamp) -> None:
    roster = await roster_of(desk.id, shelves)
    turn = roster.at(at)
    horizon = after(at, _AHEAD)
    (_, until, _), *_ = roster.spans(at, horizon)
    known = {one.id: one.name for one in await shelves.officers.of_desk(desk.id)}
    blanks = {
        "desk": Private(desk.name),
        "name": known[turn.duty] if turn.duty else Private("–"),
        "answer": known[turn.backup] if turn.backup else Private("–"),
    }
    key = "duty.then" if turn.duty else "duty.then_nobody"
    endless = turn.duty is None and until == horizon
    moments = (("time", at), ("until", until), *([(BEYOND, until)] if endless else []))
    told = Tell(order.chat.id, key, tuple(blanks.items()), moments, desk.zone, order.event.origin.message_id)
    await shelves.outbox.put(told, stamp.now)


async def _own_zone(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """In the private chat of who asks; `zone off` takes it back."""
    asked, mine = " ".join(order.words[1:]), order.who.chat
    zone = zone_named(asked)
    if mine is None or (zone is None and asked != "off"):
        await answer(order, "desk.unknown_zone", shelves, stamp, zone=asked or "–")
        return
    await shelves.chats.keep(replace(await shelves.chats.load(mine.id), zone=zone or ""))
    await answer(order, "me.zone" if zone else "me.zone_off", shelves, stamp, zone=zone or "")


async def gaps(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/gaps [SPAN]`: where nobody is on duty, and who of the desk cannot be reached."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    span = span_of(order.words, stamp.now, desk.zone) if order.words else None
    if isinstance(span, NoSpan):
        await answer(order, f"shift.{span.value}", shelves, stamp, word=" ".join(order.raw))
        return
    if span is None:
        found = await gaps_ahead(desk.id, shelves, stamp, until=_AHEAD)
    else:
        found = (await roster_of(desk.id, shelves)).gaps(span.starts_at, span.ends_at)
    goes_on = span is None and bool(found) and found[-1][1] == after(stamp.now, _AHEAD)
    if span is not None and not found:
        moments = (("from_at", span.starts_at), ("to_at", span.ends_at))
        told = Tell(order.chat.id, "gaps.none_then", (("desk", Private(desk.name)),), moments, desk.zone)
        await shelves.outbox.put(told, stamp.now)
    else:
        await _list(order, "gaps.found" if found else "gaps.none", found, desk, shelves, stamp, goes_on)
    away = await out_of_reach(desk, shelves)
    if away:
        names = ", ".join(one.name.reveal() for one in away)
        blanks = (("name", Private(names)), ("desk", Private(desk.name)))
        await shelves.outbox.put(Tell(order.chat.id, "gaps.unreachable", blanks), stamp.now)


async def _list(
    order: Order,
    key: str,
    found: list[tuple[Instant, Instant]],
    desk: Desk,
    shelves: Shelves,
    stamp: Stamp,
    goes_on: bool = False,
) -> None:
    """The first so many, by the desk's clock; and whether the last goes on beyond what was looked at."""
    blanks = (("desk", Private(desk.name)), ("count", Private(str(len(found)))))
    shown = [("span", at) for pair in found[:_SHOWN] for at in pair]
    if goes_on:
        shown.append((BEYOND, found[-1][1]))
    under = order.event.origin.message_id if order.event.origin.press is None else None
    await shelves.outbox.put(Tell(order.chat.id, key, blanks, tuple(shown), desk.zone, under), stamp.now)


async def out_of_reach(desk: Desk, shelves: Shelves) -> list[Officer]:
    """Officers whom no ring would reach: who never opened their link, or blocked the bot."""
    officers = [one for one in await shelves.officers.of_desk(desk.id) if not one.removed and not one.paused]
    able = {one.id for one in await able_officers(desk, shelves)}
    chats = {one.id: await shelves.chats.load(one.chat) for one in officers if one.chat is not None}
    return [one for one in officers if one.id not in able or not chats[one.id].reachable]


BY_DEED = {Deed.DUTY: when, Deed.ME: me, Deed.GAPS: gaps}
