"""A desk's own ladders, and which cases are its own; both by admins, both shown before they hold."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.did import Did
from bot.domain.effects import Choice, Tell, UpdateRing
from bot.domain.escalation import NoLadder, ladder_in, ladder_of, written
from bot.domain.facts import Detail, Fact, Noticed, Stated
from bot.domain.gazetteer import provinces_of, whereabouts
from bot.domain.likeness import spot_of
from bot.domain.people import ChatKind, Desk
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.routes import NoRoute, desk_for, routes_in, routes_written
from bot.domain.triage import Level
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.order import Order, answer, desk_meant, draft, propose, short
from bot.use_cases.refresh import refresh_event
from bot.use_cases.undo import Done, changed_since, undoing

_USUAL = "usual"
_HELD = ("KH", "MM", "LA", "TH", "PH", "VN", "AE")
"""Where compounds are, most of them first (domain.md, places); any other country can be typed."""


async def policy(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/policy`: the ladders; `/policy L1 0 duty, 30s duty, …, 10m everyone, again 5m`; `/policy L1 usual`."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    words = order.words
    level = next((one for one in Level if words and one.value.casefold() == words[0].casefold().rstrip(":")), None)
    if not words:
        await _show(order, desk, shelves, stamp)
        return
    if level is None or len(words) == 1:
        await answer(order, "policy.usage", shelves, stamp)
        return
    said = " ".join(words[1:])
    ladder = ladder_of(level) if said.casefold() == _USUAL else ladder_in(said, level)
    if isinstance(ladder, NoLadder):
        await answer(order, f"policy.{ladder.value}", shelves, stamp)
        return
    if ladder == ladder_of(level, desk.policy):
        await answer(order, "desk.already", shelves, stamp)
        return
    own = {**dict(desk.policy), level: ladder}
    if said.casefold() == _USUAL:
        own.pop(level)
    blank = draft(order, ProposalKind.POLICY, stamp)
    shown = Private(f"{level.value}: {written(ladder)}")
    await propose(
        order, replace(blank, desk=desk.id, base=desk, name=shown, policy=tuple(own.items())), shelves, stamp
    )


async def _show(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    lines = "\n".join(f"{one.value}: {written(ladder_of(one, desk.policy))}" for one in Level)
    blanks = (("desk", Private(desk.name)), ("entry", Private(lines)))
    at = f" at {short(desk.id)}" if order.event.origin.kind is ChatKind.PRIVATE else ""
    own = tuple(
        Choice(f"{one.value} {_USUAL}{at}", Private(one.value), "choice.usual") for one in dict(desk.policy)
    )
    told = Tell(order.chat.id, "policy.shown", blanks, chooses=Deed.POLICY, choices=own)
    await shelves.outbox.put(told, stamp.now)


async def route(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/route country KH MM at DESK`, `province KH Preah Sihanouk`, `nationality KR`; `/route off`: none."""
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    words = " ".join(order.words)
    found = () if words.casefold() == "off" else routes_in(words)
    if not words:
        shown = Private(routes_written(desk.routes) or "–")
        blanks = (("desk", Private(desk.name)), ("entry", shown))
        at = f" at {short(desk.id)}" if order.event.origin.kind is ChatKind.PRIVATE else ""
        asked = [
            Choice(f"country {one}{at}", key=f"country:{one}")
            for one in _HELD
            if f"country:{one}" not in desk.routes
        ]
        none = [Choice(f"off{at}", key="choice.none")] if desk.routes else []
        told = Tell(order.chat.id, "route.shown", blanks, chooses=Deed.ROUTE, choices=(*asked, *none))
        await shelves.outbox.put(told, stamp.now)
    elif isinstance(found, NoRoute) and found.province:
        known = ", ".join(provinces_of(found.country)) or "–"
        await answer(order, "route.no_province", shelves, stamp, word=found.province, name=known)
    elif isinstance(found, NoRoute):
        await answer(order, "route.usage", shelves, stamp)
    else:
        routes = tuple(dict.fromkeys((*desk.routes, *found))) if found else ()
        if routes == desk.routes:
            await answer(order, "desk.already", shelves, stamp)
            return
        blank = draft(order, ProposalKind.ROUTE, stamp)
        shown = Private(routes_written(routes) or "–")
        await propose(order, replace(blank, desk=desk.id, base=desk, name=shown, routes=routes), shelves, stamp)


async def settle_rules(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """What was confirmed holds for cases that come from now on; None where others changed it meanwhile."""
    if proposal.desk is None:
        raise ValueError("a proposal of rules without its desk was kept")
    was = await shelves.desks.load(proposal.desk)
    if changed_since(proposal, was):
        return None
    back = undoing(proposal, stamp)
    if proposal.kind is ProposalKind.POLICY:
        desk, back = replace(was, policy=proposal.policy), replace(back, policy=was.policy)
    else:
        desk, back = replace(was, routes=proposal.routes), replace(back, routes=was.routes)
    await shelves.desks.keep(desk)
    return Done(desk, replace(back, base=desk))


async def to_its_desk(case: Case, shelves: Shelves, stamp: Stamp) -> Case:
    """While nobody has it a case goes to the desk whose it is, as soon as it is known where and who it is about.

    Its ladder begins there anew. Where nothing says so, it stays: an unknown country rings the default desk.
    """
    if case.owner is not None:
        return case
    desks = await shelves.desks.all()
    if not any(desk.routes for desk in desks):
        return case
    country, province, nations = _about(list(await shelves.facts.of(case.id)))
    meant = desk_for(desks, country, province, nations)
    if meant is None or meant.id == case.desk or meant.chat is None:
        return case
    for card in await shelves.messages.of_case(case.id, Purpose.CARD):
        await shelves.outbox.put(UpdateRing(card.chat, case.id, card.message_id), stamp.now)
    for ring in await shelves.messages.of_case(case.id, Purpose.RING):
        await shelves.outbox.put(UpdateRing(ring.chat, case.id, ring.message_id), stamp.now)
    await refresh_event(case, shelves, stamp)
    await shelves.journal.append(Did.ROUTED, stamp.now, case.id)
    # At the new desk it rings for itself: the event is the other desk's.
    return replace(case, desk=meant.id, ladder_from=stamp.now, rung=0, policy=meant.policy, incident=None)


def _about(facts: list[Fact]) -> tuple[str, str, tuple[str, ...]]:
    """Country and province of the place, and of whom it is."""
    spot = spot_of(facts)
    near = whereabouts(*spot.degrees()) if spot is not None else None
    told = [one.value for one in facts if isinstance(one.value, Noticed | Stated)]
    nations = tuple(one.value.reveal() for one in told if one.detail is Detail.NATION)
    named = next((one.value.reveal() for one in reversed(told) if one.detail is Detail.COUNTRY), "")
    return (near.country, near.province, nations) if near else (named, "", nations)
