"""Makes a group a desk; a new desk takes over every case that was opened while there was none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.did import Did
from bot.domain.effects import Choice, Redact, Tell, UpdateCard
from bot.domain.hours import zone_named
from bot.domain.ids import CaseId, ChatId, DeskId
from bot.domain.language import FALLBACK
from bot.domain.people import ChatKind, Desk
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.desk_rules import BY_WORD
from bot.use_cases.order import Order, answer, desk_meant, draft, propose, short
from bot.use_cases.refresh import refresh_event
from bot.use_cases.ring import ring_next
from bot.use_cases.undo import Done, changed_since, undoing


@dataclass(frozen=True, slots=True)
class _Wanted:
    name: str
    zone: str
    language: str
    no_zone: str


async def desk(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/desk [add] NAME [ZONE] [LANGUAGE]` and `bind NAME` in the group; BY_WORD of a desk that there is."""
    first, *rest = [*order.words, ""]
    if first.casefold() in BY_WORD:
        known = await desk_meant(order, shelves, stamp)
        if known is not None:
            await BY_WORD[first.casefold()](order, known, rest[:-1], shelves, stamp)
        return
    if order.event.origin.kind is not ChatKind.GROUP:
        # With a desk, what can be changed of it is offered; so this asks which, or there is none yet.
        known = None if first else await desk_meant(order, shelves, stamp)
        if first or known is not None:
            await answer(order, "desk.in_the_group", shelves, stamp)
        return
    desks = await shelves.desks.all()
    if first.casefold() == "bind":
        await _move(order, desks, " ".join(rest).strip(), shelves, stamp)
    else:
        await _make(order, desks, shelves, stamp)


async def _make(order: Order, desks: Sequence[Desk], shelves: Shelves, stamp: Stamp) -> None:
    known = next((desk for desk in desks if desk.chat == order.chat.id), None)
    wanted = _wanted(order, known, stamp)
    others = [desk.name.casefold() for desk in desks if desk.chat != order.chat.id]
    if wanted.no_zone:
        await answer(order, "desk.unknown_zone", shelves, stamp, zone=wanted.no_zone)
    elif not wanted.name:
        await _usage(order, desks, shelves, stamp)
    elif wanted.name.casefold() in others:
        await answer(order, "desk.same_name", shelves, stamp, name=wanted.name)
    elif known is not None and (wanted.name, wanted.zone, wanted.language) == _named(known):
        await answer(order, "desk.already", shelves, stamp)
    else:
        blank = draft(order, ProposalKind.DESK, stamp)
        name, zone, language = Private(wanted.name), wanted.zone, wanted.language
        about = replace(blank, desk=known.id if known else None, base=known)
        await propose(order, replace(about, name=name, zone=zone, language=language), shelves, stamp)


async def _usage(order: Order, desks: Sequence[Desk], shelves: Shelves, stamp: Stamp) -> None:
    """How a group becomes a desk; a desk whose group is lost can move here by a tap."""
    chats = [(one, await shelves.chats.load(one.chat) if one.chat else None) for one in desks]
    lost = tuple(
        Choice(f"bind {short(one.id)}", Private(one.name), "choice.bind")
        for one, chat in chats
        if chat is None or not chat.reachable
    )
    under = order.event.origin.message_id if order.event.origin.press is None else None
    told = Tell(order.chat.id, "desk.usage", reply_to=under, chooses=order.event.deed, choices=lost)
    await shelves.outbox.put(told, stamp.now)


async def _move(order: Order, desks: Sequence[Desk], name: str, shelves: Shelves, stamp: Stamp) -> None:
    """A desk whose group is lost goes on in this one."""
    found = next((desk for desk in desks if name.casefold() in (desk.name.casefold(), short(desk.id))), None)
    here = next((desk for desk in desks if desk.chat == order.chat.id), None)
    if found is None:
        names = ", ".join(desk.name for desk in desks) or "–"
        await answer(order, "desk.bind_usage", shelves, stamp, desks=names)
    elif here is not None:
        await answer(order, "desk.bound", shelves, stamp, desk=here.name)
    else:
        blank = draft(order, ProposalKind.BIND, stamp)
        await propose(order, replace(blank, desk=found.id, name=Private(found.name)), shelves, stamp)


def _named(desk: Desk) -> tuple[str, str, str]:
    return desk.name, desk.zone, desk.language


def _wanted(order: Order, known: Desk | None, stamp: Stamp) -> _Wanted:
    """What is not said stays as it is."""
    words = order.event.arguments.reveal().split()
    words = words[1:] if words[:1] and words[0].casefold() == "add" else words
    # A city alone may be the desk's name.
    written = next((word for word in words if word == "UTC" or ("/" in word and zone_named(word))), "")
    zone = zone_named(written) or (known.zone if known else "UTC")
    offered = stamp.house.desk_languages
    usual = order.chat.language if order.chat.language in offered else FALLBACK
    language = next((word for word in words if word in offered), known.language if known else usual)
    rest = [word for word in words if word not in (written, language)]
    no_zone = next((word for word in rest if "/" in word), "")
    return _Wanted(" ".join(rest)[:60].strip() or (known.name if known else ""), zone, language, no_zone)


async def bind(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """Make the group a desk, or change the desk that it is; None where that is no longer what was asked about."""
    if await _moved_on(proposal, shelves):
        return None
    name = proposal.name.reveal() if proposal.name else ""
    back = None
    if proposal.desk is not None:
        known = await shelves.desks.load(proposal.desk)
        if changed_since(proposal, known):
            return None
        desk = replace(known, name=name, zone=proposal.zone, language=proposal.language)
        was, zone, language = _named(known)
        back = replace(undoing(proposal, stamp), name=Private(was), zone=zone, language=language, base=desk)
        await shelves.desks.keep(desk)
    else:
        id = DeskId(stamp.dice.token())
        desk = Desk(id, name, proposal.zone, proposal.language, proposal.chat, stamp.now)
        await shelves.desks.add(desk)
    await _speaks(desk, shelves)
    await _adopt(desk, shelves, stamp)
    return Done(desk, back)


async def _moved_on(proposal: Proposal, shelves: Shelves) -> bool:
    """Whether the group is a desk's by now, or somebody else has the name."""
    others = [one for one in await shelves.desks.all() if one.id != proposal.desk]
    name = proposal.name.reveal().casefold() if proposal.name is not None else ""
    makes = proposal.desk is None or proposal.kind is ProposalKind.BIND
    return any(one.name.casefold() == name or (makes and one.chat == proposal.chat) for one in others)


async def move(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """The group becomes the desk's; every open case is shown there. None where it is another desk's by now."""
    if proposal.desk is None:
        raise ValueError("a proposal to move a desk without the desk was kept")
    if await _moved_on(proposal, shelves):
        return None
    was = await shelves.desks.load(proposal.desk)
    moved = replace(was, chat=proposal.chat, withheld=False, topics=False)
    await shelves.desks.keep(moved)
    await _speaks(moved, shelves)
    for case in await shelves.cases.of_desk(moved.id):
        await _written_over(case.id, was.chat, shelves, stamp)
        await shelves.outbox.put(UpdateCard(proposal.chat, case.id), stamp.now)
        await refresh_event(case, shelves, stamp)
    return Done(moved)


async def _written_over(case: CaseId, chat: ChatId | None, shelves: Shelves, stamp: Stamp) -> None:
    """What stands of a case in a group that is no desk's any more says nothing."""
    for purpose in (Purpose.CARD, Purpose.RING, Purpose.EVENT):
        for one in await shelves.messages.of_case(case, purpose):
            if one.chat == chat:
                await shelves.outbox.put(Redact(one.chat, one.message_id), stamp.now)
                await shelves.messages.forget(one.chat, [one.message_id])


async def _speaks(desk: Desk, shelves: Shelves) -> None:
    if desk.chat is not None:
        chat = await shelves.chats.load(desk.chat)
        await shelves.chats.keep(replace(chat, language=desk.language, language_chosen=True))


async def _adopt(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever cried before there was a desk rings here from now on, from the first rung (invariant 4)."""
    for case in await shelves.cases.without_desk():
        adopted = replace(case, desk=desk.id, ladder_from=stamp.now, rung=0, policy=desk.policy)
        await shelves.journal.append(Did.ADOPTED, stamp.now, case.id)
        if desk.chat is not None:
            await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
        if case.owner is None:
            await ring_next(adopted, shelves, stamp)
        else:
            await shelves.cases.keep(adopted)
