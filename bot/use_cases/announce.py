"""Tells the desk what was changed of it, and in which words."""

from __future__ import annotations

from bot.domain.effects import Tell
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.calendar import events_of
from bot.use_cases.order import dated, moments_of
from bot.use_cases.undo import said_of


async def announce(desk: Desk, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """The desk sees what changed, whoever changed it and wherever."""
    if desk.chat is None or (proposal.kind is ProposalKind.PERSON and proposal.words.reveal().startswith("alias")):
        return
    count = str(len(events_of(proposal)))
    blanks = (
        *(("name", proposal.name or Private("")), ("desk", Private(desk.name)), ("count", Private(count))),
        *(("change", Private(proposal.change)), ("language", Private(desk.language))),
        ("what", Private(said_of(proposal) if proposal.undoes else "")),
        ("answer", proposal.words if proposal.behind else Private("")),
        *dated(moments_of(proposal), stamp.now).items(),
    )
    whose = {*(one.officer for one in proposal.shifts), *(one.officer for one in proposal.offs)}
    named = [one.name.reveal() for one in await shelves.officers.of_desk(desk.id) if one.id in whose]
    blanks += (("who", Private(", ".join(named))),)
    key = _key(proposal)
    moments = () if proposal.undoes else moments_of(proposal)
    rotation = None if proposal.undoes else proposal.rotation
    weekly = proposal.hours.weekly if proposal.hours else None
    told = Tell(desk.chat, key, blanks, moments, desk.zone, rotation=rotation, weekly=weekly)
    await shelves.outbox.put(told, stamp.now)


def _key(proposal: Proposal) -> str:
    """The key of the text that says it."""
    if proposal.undoes:
        return "announce.undone"
    if proposal.rotation is not None and not proposal.rotation.officers:
        return "announce.rotate_off"
    if proposal.behind is not None:
        return "announce.rotate_both"
    if proposal.kind is ProposalKind.DESK and proposal.desk is not None:
        return "announce.desk_again"
    if proposal.hours is not None and proposal.hours.weekly.always:
        return "announce.hours_always"
    return f"announce.{proposal.kind.value}"
