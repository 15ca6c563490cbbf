"""Makes a group a desk; a new desk takes over every case that was opened while there was none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.effects import UpdateCard
from bot.domain.hours import zone_named
from bot.domain.ids import DeskId
from bot.domain.language import FALLBACK
from bot.domain.people import ChatKind, Desk
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, draft, propose
from bot.use_cases.ring import ring_next


@dataclass(frozen=True, slots=True)
class _Wanted:
    name: str
    zone: str
    language: str
    no_zone: str


async def make_desk(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/desk NAME [ZONE] [LANGUAGE]` in the group that shall be the desk."""
    if order.event.origin.kind is not ChatKind.GROUP:
        await answer(order, "desk.in_the_group", shelves, stamp)
        return
    desks = await shelves.desks.all()
    if order.words[:1] in (["place"], ["topics"]):
        await _rule(order, desks, shelves, stamp)
        return
    wanted = _wanted(order, stamp)
    others = [desk.name.casefold() for desk in desks if desk.chat != order.chat.id]
    if wanted.no_zone:
        await answer(order, "desk.unknown_zone", shelves, stamp, zone=wanted.no_zone)
    elif not wanted.name:
        await answer(order, "desk.usage", shelves, stamp)
    elif wanted.name.casefold() in others:
        await answer(order, "desk.same_name", shelves, stamp, name=wanted.name)
    else:
        known = next((desk.id for desk in desks if desk.chat == order.chat.id), None)
        blank = draft(order, ProposalKind.DESK, stamp)
        name, zone, language = Private(wanted.name), wanted.zone, wanted.language
        await propose(order, replace(blank, desk=known, name=name, zone=zone, language=language), shelves, stamp)


async def _rule(order: Order, desks: Sequence[Desk], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk place owner|all`: who sees exact places; `/desk topics on|off`: whether each case has a topic."""
    desk = next((one for one in desks if one.chat == order.chat.id), None)
    changed = _ruled(desk, order.words[:2]) if desk is not None else None
    if changed is None:
        key = "desk.place_usage" if order.words[0] == "place" else "desk.topics_usage"
        await answer(order, key, shelves, stamp)
        return
    await shelves.desks.keep(changed)
    await shelves.journal.append(f"desk {' '.join(order.words[:2])}", stamp.now)
    for case in await shelves.cases.of_desk(changed.id):
        await shelves.outbox.put(UpdateCard(order.chat.id, case.id), stamp.now)
    await answer(order, "proposal.done", shelves, stamp)


def _ruled(desk: Desk, rule: list[str]) -> Desk | None:
    match rule:
        case ["place", ("owner" | "all") as who]:
            return replace(desk, place_for_owner=who == "owner")
        case ["topics", ("on" | "off") as whether]:
            return replace(desk, topics=whether == "on")
        case _:
            return None


def _wanted(order: Order, stamp: Stamp) -> _Wanted:
    words = order.event.arguments.reveal().split()
    # A city alone may be the desk's name.
    written = next((word for word in words if word == "UTC" or ("/" in word and zone_named(word))), "UTC")
    zone = zone_named(written) or "UTC"
    known = stamp.house.desk_languages
    usual = order.chat.language if order.chat.language in known else FALLBACK
    language = next((word for word in words if word in known), usual)
    rest = [word for word in words if word not in (written, language)]
    no_zone = next((word for word in rest if "/" in word), "")
    return _Wanted(" ".join(rest)[:60].strip(), zone, language, no_zone)


async def bind(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Desk:
    """Make the group a desk, or change the desk that it is."""
    name = proposal.name.reveal() if proposal.name else ""
    if proposal.desk is not None:
        known = await shelves.desks.load(proposal.desk)
        desk = replace(known, name=name, zone=proposal.zone, language=proposal.language)
        await shelves.desks.keep(desk)
    else:
        id = DeskId(stamp.dice.token())
        desk = Desk(id, name, proposal.zone, proposal.language, proposal.chat, stamp.now)
        await shelves.desks.add(desk)
    chat = await shelves.chats.load(proposal.chat)
    await shelves.chats.keep(replace(chat, language=proposal.language, language_chosen=True))
    await _adopt(desk, shelves, stamp)
    return desk


async def _adopt(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever cried before there was a desk rings here from now on, from the first rung (invariant 4)."""
    for case in await shelves.cases.without_desk():
        adopted = replace(case, desk=desk.id, ladder_from=stamp.now, rung=0, policy=desk.policy)
        await shelves.journal.append("adopted", stamp.now, case.id)
        if desk.chat is not None:
            await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
        if case.owner is None:
            await ring_next(adopted, shelves, stamp)
        else:
            await shelves.cases.keep(adopted)
