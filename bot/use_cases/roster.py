"""Reads what an admin wants of a roster, and proposes it; shows who is on duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.day_words import day_words
from bot.domain.effects import PUBLISHED, ShowRoster
from bot.domain.folding import key
from bot.domain.ids import DAY, HOUR, Instant, OfficerId, after
from bot.domain.looks import look_of
from bot.domain.people import Desk, Officer, named
from bot.domain.private import Private
from bot.domain.roster import HORIZON_DAYS, Layer, Roster, RosterEvent, RotationSet, ShiftSet, Undone
from bot.domain.spans import NoSpan, span_of, to_come
from bot.domain.turns import Turns, Unread, turns_in
from bot.domain.wall import days_on, instant_of, wall
from bot.ports import ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant, draft, propose
from bot.use_cases.ring import able_officers
from bot.use_cases.rota import is_able
from bot.use_cases.warn import warn_of
from bot.use_cases.whom import no_officer, parted, says_numbers

_NAME = 4
"""Words that a name has at most."""


async def show(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/roster [week|month] [light|dark]`, in any order."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    look = look_of(order.words)
    if look is None:
        await answer(order, "roster.usage", shelves, stamp, word=" ".join(order.words))
        return
    effect = ShowRoster(order.chat.id, desk.id, True, order.event.origin.message_id, look.period, look.dark)
    await shelves.outbox.put(effect, stamp.now)


async def rotate(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/rotate daily|weekly|N|Nh NAME … [start 08:00] [hours 20-08] [on mon tue] [backup [NAME …]] [from DAY]`.

    `off` ends one. Those who are named behind `backup` take turns in standing behind the others; without names all
    of them do. A first rotation holds at once. One that takes the place of another holds after the turns that are
    published, four weeks from now, unless it says from when: `from now`.
    """
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    turns = turns_in(" ".join(order.words).replace(",", " ").split(), stamp.now, desk.zone)
    if turns is None or isinstance(turns, Unread):
        await _refuse(order, turns, shelves, stamp)
        return
    officers, nobody = await _named(list(turns.names), desk, shelves)
    seconds, no_second = await _named(list(turns.behind), desk, shelves)
    if unknown := nobody or no_second:
        if says_numbers([unknown]):
            await _refuse(order, Unread(_with_numbers(order.raw, unknown)), shelves, stamp)
        else:
            await no_officer(order, desk, unknown, shelves, stamp)
        return
    events = await shelves.rosters.of_desk(desk.id)
    if not officers and not _holding(turns, desk, events, stamp):
        await answer(order, "rotate.none", shelves, stamp)
        return
    rotation = _placed(turns, tuple(one.id for one in officers), desk, events, stamp)
    behind = _placed(replace(turns, layer=Layer.BACKUP), tuple(one.id for one in seconds), desk, events, stamp)
    rotations = [rotation, *([behind] if seconds else [])]
    blank = draft(order, ProposalKind.ROTATE, stamp)
    newest = tuple(number for one in rotations for number in newest_at(one, events))
    about = replace(blank, desk=desk.id, zone=desk.zone, name=_listed(officers), rotation=rotation, numbers=newest)
    if seconds:
        about = replace(about, behind=behind, words=_listed(seconds))
    later = turns.since is None and _holding(turns, desk, events, stamp)
    await propose(order, about, shelves, stamp, PUBLISHED if later else "")
    await warn_of(order.chat.id, desk, rotations, shelves, stamp)


async def _refuse(order: Order, unread: Unread | None, shelves: Shelves, stamp: Stamp) -> None:
    """The part that cannot be read; where that is all of it, how a rotation is written."""
    if unread is None:
        await answer(order, "rotate.usage", shelves, stamp)
        return
    key = "shift.past" if unread.past else "rotate.unread"
    await answer(order, key, shelves, stamp, word=unread.words)


def _with_numbers(raw: Sequence[str], word: str) -> str:
    """The word with what stands behind it and begins with a number, as in `2월 31일`."""
    first = next((place for place, one in enumerate(raw) if one.strip(",") == word), None)
    if first is None:
        return word
    behind = takewhile(lambda one: one[:1].isdigit(), raw[first + 1 :])
    return " ".join([word, *behind])


def _listed(officers: Sequence[Officer]) -> Private[str]:
    return Private(", ".join(one.name.reveal() for one in officers) or "–")


def _placed(
    turns: Turns, officers: tuple[OfficerId, ...], desk: Desk, events: Sequence[RosterEvent], stamp: Stamp
) -> RotationSet:
    """With the instant from which it holds."""
    length = turns.days, desk.zone, turns.hours_each
    made = RotationSet(officers, turns.starts_at, *length, turns.layer, turns.hours, turns.weekdays)
    if turns.since is not None:
        begins = _turn_on(made, turns.since)
        if turns.since == stamp.now and not officers:
            return replace(made, starts_at=stamp.now)
        at_once = turns.since == stamp.now and begins > stamp.now
        return _first_now(replace(made, starts_at=days_on(begins, -1, desk.zone) if at_once else begins), stamp)
    if not _holding(turns, desk, events, stamp):
        return _first_now(made, stamp)
    published = _told_until(made, events, stamp)
    begins = _turn_on(made, published)
    return replace(made, starts_at=begins if begins >= published else days_on(begins, 1, desk.zone))


def _first_now(made: RotationSet, stamp: Stamp) -> RotationSet:
    """Where turns hold at once, that of whoever is named first is the one that goes on."""
    length = made.turn_hours * HOUR
    gone = (stamp.now - made.starts_at) // length if length and made.starts_at <= stamp.now else 0
    return replace(made, starts_at=after(made.starts_at, gone * length))


def _told_until(wanted: RotationSet, events: Sequence[RosterEvent], stamp: Stamp) -> Instant:
    """When the last turn ends that was told of the rotation whose place this one takes."""
    horizon = after(stamp.now, HORIZON_DAYS * DAY)
    return Roster(events, frozenset()).turn_over(wanted.place, horizon)


def newest_at(rotation: RotationSet, events: Sequence[RosterEvent]) -> tuple[int, ...]:
    """The number of the newest rotation that has the same place, if there is one."""
    void = {one.event for one in events if isinstance(one, Undone)}
    same = [
        number
        for number, one in enumerate(events)
        if number not in void and isinstance(one, RotationSet) and one.place == rotation.place
    ]
    return tuple(same[-1:])


def _holding(turns: Turns, desk: Desk, events: Sequence[RosterEvent], stamp: Stamp) -> bool:
    """Whether a rotation of this layer, these hours and weekdays holds, or is to begin."""
    wanted = RotationSet((), turns.starts_at, 1, desk.zone, 0, turns.layer, turns.hours, turns.weekdays)
    same = [one for number in newest_at(wanted, events) if isinstance(one := events[number], RotationSet)]
    return bool(same) and (bool(same[-1].officers) or same[-1].starts_at > stamp.now)


def _turn_on(rotation: RotationSet, instant: Instant) -> Instant:
    """The time at which turns change, on the day of this instant."""
    clock = wall(rotation.starts_at, rotation.zone)
    day = wall(instant, rotation.zone).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return instant_of(day.replace(tzinfo=None).replace(tzinfo=ZoneInfo(rotation.zone)))


async def _named(words: list[str], desk: Desk, shelves: Shelves) -> tuple[list[Officer], str]:
    """The officers that these words name, and the first word that names nobody."""
    officers = await shelves.officers.of_desk(desk.id)
    if len(words) == 1 and key(words[0]) in day_words().everybody:
        return await able_officers(desk, shelves), ""
    found, left = list[Officer](), words
    while left:
        # A name may be of several words; the longest that is one officer's is meant.
        sizes = range(min(_NAME, len(left)), 0, -1)
        meant = ((size, named(officers, " ".join(left[:size]))) for size in sizes)
        size, who = next(((size, who) for size, who in meant if len(who) == 1), (0, []))
        if not who:
            return found, left[0]
        found += who
        left = left[size:]
    return found, ""


async def shift(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/shift NAME SPAN`: one officer for one span, before any rotation."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    said = await parted(order, desk, shelves, stamp)
    name = f"#{order.pointed.id}" if order.pointed is not None and not said.name else said.name
    if not said.times or not name:
        await answer(order, "shift.usage", shelves, stamp)
        return
    officers, nobody = await _named([name], desk, shelves)
    span = span_of(said.times, stamp.now, desk.zone)
    if nobody:
        await no_officer(order, desk, nobody, shelves, stamp)
    elif isinstance(span, NoSpan):
        await answer(order, f"shift.{span.value}", shelves, stamp, word=" ".join(said.said))
    else:
        officer, *others = officers
        if others:
            await answer(order, "shift.whom", shelves, stamp)
            return
        if not await is_able(officer.id, desk, shelves):
            await answer(order, "shift.not_able", shelves, stamp, name=officer.name.reveal())
            return
        ahead = to_come(span, stamp.now)
        change = ShiftSet(officer.id, ahead.starts_at, ahead.ends_at)
        blank = draft(order, ProposalKind.SHIFT, stamp)
        proposal = replace(blank, desk=desk.id, zone=desk.zone, name=officer.name, shift=change)
        await propose(order, proposal, shelves, stamp)
        await warn_of(order.chat.id, desk, [change], shelves, stamp)
