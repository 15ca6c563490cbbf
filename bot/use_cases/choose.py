"""What a command lacks is offered as buttons: whose, when, what; each press says the command a little longer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.effects import Choice, Tell
from bot.domain.ids import DAY, MINUTE, Instant, OfficerId, after
from bot.domain.people import Desk, Officer
from bot.domain.roles import Deed, Role
from bot.domain.spans import LONGEST, stamped
from bot.ports import Shelves, Stamp
from bot.use_cases.drill import tell_planned
from bot.use_cases.order import Order, desk_meant, short
from bot.use_cases.ring import able_officers
from bot.use_cases.rota import roster_of

MOST = 24
"""So many buttons a question has at most: the people of a large desk."""
_SPANS = 6
_AHEAD = 28 * DAY
_Offer = Callable[[Order, Desk, Shelves, Stamp], Awaitable[list[Choice]]]


async def offer_choices(order: Order, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether the command lacked something that could be offered instead."""
    offer = _OFFERS.get(order.event.deed)
    if offer is None or not _lacks(order) or (order.event.deed is Deed.TAKE and order.event.origin.reply_to):
        return False
    # Where it is not clear which desk is meant the command itself says so.
    desk = await desk_meant(order, shelves, stamp, refuses=False)
    choices = await offer(order, desk, shelves, stamp) if desk is not None else []
    if desk is None or not choices:
        return False
    at = f" at {short(desk.id)}" if Role.ADMIN in order.who.roles else ""
    said = " ".join(order.words)
    asked = tuple(
        Choice(f"{said} {one.words}{at}".strip(), one.label, one.key, one.span) for one in choices[:MOST]
    )
    key = _ASKS[order.event.deed]
    under = order.event.origin.message_id if order.event.origin.press is None else None
    told = Tell(order.chat.id, key, zone=desk.zone, reply_to=under, chooses=order.event.deed, choices=asked)
    await shelves.outbox.put(told, stamp.now)
    return True


def _lacks(order: Order) -> bool:
    """Whether nothing was said, or only what a first press says."""
    words = order.words
    match order.event.deed:
        case Deed.SWAP:
            return not words or (len(words) < 3 and all(_pressed(one) for one in words))
        case Deed.SHIFT | Deed.PERSON | Deed.OFF:
            return not words or (len(words) == 1 and words[0].startswith("#"))
        case Deed.DESK:
            return [one.casefold() for one in words] in ([], ["hours"], ["language"])
        case _:
            return not words


def _pressed(word: str) -> bool:
    return word.startswith(("#", "~"))


async def _whose(desk: Desk, shelves: Shelves, but: OfficerId | None = None) -> list[Choice]:
    officers = [one for one in await shelves.officers.of_desk(desk.id) if not one.removed and one.id != but]
    return [Choice(short(one.id), one.name) for one in officers]


async def _pressed_one(order: Order, desk: Desk, shelves: Shelves) -> Officer | None:
    """Who was chosen by the press before this one."""
    known = await shelves.officers.of_desk(desk.id)
    return next((one for one in known if short(one.id) == order.words[-1]), None)


async def _stretches(desk: Desk, whose: OfficerId | None, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    """The coming shifts of somebody; of nobody, the gaps."""
    cut = (await roster_of(desk.id, shelves)).spans(stamp.now, Instant(stamp.now + _AHEAD))
    return [
        Choice(stamped(begin, end), span=(begin, end))
        for begin, end, who in cut
        if who == whose and after(begin, 2 * MINUTE) <= end <= after(begin, LONGEST * DAY)
    ][:_SPANS]


_SOON = (Choice("tonight", key="choice.tonight"), Choice("tomorrow", key="choice.tomorrow"))
_FROM_NOW = (Choice("+8h", key="choice.hours_eight"), Choice("+24h", key="choice.hours_day"))


async def _off(order: Order, desk: Desk, shelves: Shelves, _stamp: Stamp) -> list[Choice]:
    if order.who.officer is None and not order.words:
        # Who is on no roster means somebody else.
        return await _whose(desk, shelves)
    return [*_FROM_NOW, *_SOON]


async def _take(_order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    return [*await _stretches(desk, None, shelves, stamp), *_SOON]


async def _cover(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    return await _stretches(desk, order.who.officer.id, shelves, stamp) if order.who.officer else []


async def _swap(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    """One's own shift, then with whom, then theirs."""
    own = order.who.officer
    match order.words, own:
        case [], Officer():
            return await _stretches(desk, own.id, shelves, stamp)
        case [_], Officer():
            return await _whose(desk, shelves, but=own.id)
        case [_, _], Officer():
            other = await _pressed_one(order, desk, shelves)
            return await _stretches(desk, other.id, shelves, stamp) if other else []
        case _:
            return []


async def _shift(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    if not order.words:
        return await _whose(desk, shelves)
    return [*await _stretches(desk, None, shelves, stamp), *_FROM_NOW[:1], *_SOON]


async def _person(order: Order, desk: Desk, shelves: Shelves, _stamp: Stamp) -> list[Choice]:
    if not order.words:
        return await _whose(desk, shelves)
    who = await _pressed_one(order, desk, shelves)
    if who is None:
        return []
    duty = Choice("resume", key="choice.resume") if who.paused else Choice("pause", key="choice.pause")
    below, above = Choice("officer", key="choice.officer"), Choice("supervisor", key="choice.supervisor")
    return [duty, below if who.supervisor else above, Choice("remove", key="choice.remove")]


async def _rotate(_order: Order, desk: Desk, shelves: Shelves, _stamp: Stamp) -> list[Choice]:
    if not await able_officers(desk, shelves):
        return []
    return [
        Choice("daily all", key="choice.daily"),
        Choice("weekly all", key="choice.weekly"),
        Choice("12h all", key="choice.half_days"),
    ]


async def _drill(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    await tell_planned(order, desk, shelves, stamp)
    return [Choice("now", key="choice.now"), Choice("+1h", key="choice.hour"), Choice("off", key="choice.none")]


_HOURS = ("mon-fri 8-20", "8-20", "mon-fri")


async def _desk_rules(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> list[Choice]:
    """What can be said of a desk by a tap; its zone and its name are typed."""
    match [one.casefold() for one in order.words]:
        case ["hours"]:
            given = [Choice(words, key=f"hours:{words}") for words in _HOURS]
            return [*given, Choice("always", key="choice.always")]
        case ["language"]:
            return [Choice(one, key=f"tongue:{one}") for one in stamp.house.desk_languages]
    topics = ("topics off", "choice.topics_off") if desk.topics else ("topics on", "choice.topics_on")
    place = ("place all", "choice.place_all") if desk.place_for_owner else ("place owner", "choice.place_owner")
    # Every cry ends at the first desk: it is open always.
    first = (await shelves.desks.all())[0].id == desk.id
    hours = [] if first else [("hours", "choice.hours")]
    return [Choice(words, key=key) for words, key in (*hours, ("language", "choice.language"), topics, place)]


_ASKS = {
    Deed.OFF: "choose.off",
    Deed.TAKE: "choose.take",
    Deed.COVER: "choose.cover",
    Deed.SWAP: "choose.swap",
    Deed.SHIFT: "choose.shift",
    Deed.PERSON: "choose.person",
    Deed.ROTATE: "choose.rotate",
    Deed.DRILL: "choose.drill",
    Deed.DESK: "choose.desk",
}
_OFFERS: dict[Deed, _Offer] = {
    Deed.OFF: _off,
    Deed.TAKE: _take,
    Deed.COVER: _cover,
    Deed.SWAP: _swap,
    Deed.SHIFT: _shift,
    Deed.PERSON: _person,
    Deed.ROTATE: _rotate,
    Deed.DRILL: _drill,
    Deed.DESK: _desk_rules,
}
