"""How a desk works: its name, clock and language, its hours, who sees exact places, whether cases have topics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.effects import Tell, UpdateCard
from bot.domain.hours import zone_named
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roster import HoursSet, RotationSet
from bot.domain.said import said
from bot.domain.turns import weekly_in
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, draft, propose
from bot.use_cases.undo import Done, undoing
from bot.use_cases.warn import warn_of

_Rule = Callable[[Order, Desk, list[str], Shelves, Stamp], Awaitable[None]]
_RULES = {"place": ("owner", "all"), "topics": ("on", "off")}
_SHOWN = {
    "place_owner": "change.place_owner",
    "place_all": "change.place_all",
    "topics_on": "change.topics_on",
    "topics_off": "change.topics_off",
}


async def _rule(order: Order, desk: Desk, words: list[str], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk place owner|all`, `/desk topics on|off`."""
    what = order.words[0].casefold()
    if len(words) != 1 or words[0].casefold() not in _RULES[what]:
        await answer(order, "desk.place_usage" if what == "place" else "desk.topics_usage", shelves, stamp)
        return
    rule = f"{what}_{words[0].casefold()}"
    if _ruled(desk, rule) == desk:
        await answer(order, "desk.already", shelves, stamp)
        return
    blank = draft(order, ProposalKind.RULE, stamp)
    await propose(order, replace(blank, desk=desk.id, words=Private(rule), change=_SHOWN[rule]), shelves, stamp)


def _ruled(desk: Desk, rule: str) -> Desk:
    what, _, how = rule.partition("_")
    if what == "place":
        return replace(desk, place_for_owner=how == "owner")
    return replace(desk, topics=how == "on")


async def settle_rule(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """From now on; every open case is shown anew. None where it is so already: there is nothing to take back."""
    if proposal.desk is None:
        raise ValueError("a rule without its desk was kept")
    rule = proposal.words.reveal()
    what, _, how = rule.partition("_")
    other = next(one for one in _RULES[what] if one != how)
    before = await shelves.desks.load(proposal.desk)
    desk = _ruled(before, rule)
    if desk == before:
        return None
    await shelves.desks.keep(desk)
    for case in await shelves.cases.of_desk(desk.id):
        if desk.chat is not None:
            await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
    back = f"{what}_{other}"
    return Done(desk, replace(undoing(proposal, stamp), words=Private(back), change=_SHOWN[back]))


async def _zone(order: Order, desk: Desk, words: list[str], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk zone Asia/Seoul`."""
    said = " ".join(words)
    zone = zone_named(said)
    if zone is None:
        await answer(order, "desk.unknown_zone", shelves, stamp, zone=said or "–")
    else:
        await _changed(order, desk, replace(desk, zone=zone), shelves, stamp)
        turns = [one for one in await shelves.rosters.of_desk(desk.id) if isinstance(one, RotationSet)]
        if turns and turns[-1].officers and turns[-1].zone != zone:
            kept = Tell(order.chat.id, "warn.zone", (("zone", Private(turns[-1].zone)),))
            await shelves.outbox.put(kept, stamp.now)


async def _language(order: Order, desk: Desk, words: list[str], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk language ko`."""
    said = " ".join(words).casefold()
    if said in stamp.house.desk_languages:
        await _changed(order, desk, replace(desk, language=said), shelves, stamp)
    else:
        names = ", ".join(stamp.house.desk_languages)
        await answer(order, "desk.unknown_language", shelves, stamp, word=said or "–", name=names)


async def _name(order: Order, desk: Desk, words: list[str], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk name NAME`."""
    name = " ".join(words)[:60].strip()
    others = [one.name.casefold() for one in await shelves.desks.all() if one.id != desk.id]
    if not name:
        await answer(order, "desk.usage", shelves, stamp)
    elif name.casefold() in others:
        await answer(order, "desk.same_name", shelves, stamp, name=name)
    else:
        await _changed(order, desk, replace(desk, name=name), shelves, stamp)


async def _changed(order: Order, desk: Desk, wanted: Desk, shelves: Shelves, stamp: Stamp) -> None:
    if wanted == desk:
        await answer(order, "desk.already", shelves, stamp)
        return
    blank = draft(order, ProposalKind.DESK, stamp)
    name, zone, language = Private(wanted.name), wanted.zone, wanted.language
    about = replace(blank, desk=desk.id, name=name, zone=zone, language=language, base=desk)
    await propose(order, about, shelves, stamp)


async def _hours(order: Order, desk: Desk, words: list[str], shelves: Shelves, stamp: Stamp) -> None:
    """`/desk hours 08:00-20:00 on mon-fri`, `/desk hours always`: when somebody is meant to be on duty.

    The desk that was made first is where every cry ends: it has no other hours than all.
    """
    weekly = weekly_in(said(words, stamp.now, order.chat.language, turns=True), desk.zone)
    first = next(iter(await shelves.desks.all()))
    if weekly is None:
        await answer(order, "desk.hours_usage", shelves, stamp, word=" ".join(words) or "–")
    elif first.id == desk.id and not weekly.always:
        await answer(order, "desk.hours_first", shelves, stamp, desk=desk.name)
    else:
        blank = draft(order, ProposalKind.HOURS, stamp)
        change = replace(blank, desk=desk.id, zone=desk.zone, hours=HoursSet(weekly))
        await propose(order, change, shelves, stamp)
        await warn_of(order.chat.id, desk, [HoursSet(weekly)], shelves, stamp)


BY_WORD: dict[str, _Rule] = {
    "place": _rule,
    "topics": _rule,
    "zone": _zone,
    "language": _language,
    "name": _name,
    "hours": _hours,
}
"""What may stand behind `/desk` of a desk that there is."""
