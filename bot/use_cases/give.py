"""Moves a case to somebody else: offered by who has it, and moved only when the other side accepts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, NotWaiting, hand_over
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.effects import Tell, UpdateRing
from bot.domain.events import Origin
from bot.domain.ids import ChatId, DeskId, ProposalId, after
from bot.domain.people import Officer, named
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.refresh import OFFERED, holds, owner_waited_for, refresh, remove_thread
from bot.use_cases.ring import able_officers
from bot.use_cases.same import give_too, others_of
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker
from bot.use_cases.take import leave_desk, spread


async def give(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/give CODE NAME`: offered to one officer of the desk, in their private chat."""
    desk = await shelves.desks.load(about.officer.desk)
    able = await able_officers(desk, shelves)
    there = [one.id for one in able if one.chat and (await shelves.chats.load(one.chat)).reachable]
    officers = [one for one in able if one.id in there]
    wanted = named(officers, about.words)
    if len(wanted) != 1 or wanted[0].id == about.case.owner:
        names = ", ".join(one.name.reveal() for one in officers if one.id != about.case.owner)
        await say(about.origin, "give.who", shelves, stamp, name=names)
        return
    (to,) = wanted
    if to.chat is not None:
        await _offer(about, ProposalKind.GIVE, to.chat, to, None, shelves, stamp)


async def release(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/release CODE`: offered to the whole desk, in its chat."""
    desk = await shelves.desks.load(about.officer.desk)
    if desk.chat is None:
        await say(about.origin, "desk.none", shelves, stamp)
    else:
        await _offer(about, ProposalKind.RELEASE, desk.chat, None, desk.id, shelves, stamp)


async def refer(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/refer CODE DESK`: offered to another desk, in its chat; before it accepts it gets only the code."""
    desks = [one for one in await shelves.desks.all() if one.id != about.case.desk and one.chat is not None]
    wanted = [one for one in desks if about.words.strip().casefold() in (one.name.casefold(), one.id)]
    if len(wanted) != 1 or wanted[0].chat is None:
        await say(about.origin, "refer.which", shelves, stamp, desks=", ".join(one.name for one in desks) or "-")
        return
    (to,) = wanted
    await _offer(about, ProposalKind.REFER, wanted[0].chat, None, to.id, shelves, stamp)


async def _offer(
    about: CaseOrder,
    kind: ProposalKind,
    chat: ChatId,
    to: Officer | None,
    desk: DeskId | None,
    shelves: Shelves,
    stamp: Stamp,
) -> None:
    own = about.order.who.chat or about.order.chat
    proposal = Proposal(
        ProposalId(stamp.dice.token(8)),
        own.id,
        chat,
        kind,
        after(stamp.now, OFFERED),
        desk=desk,
        case=about.case.id,
        officer=about.officer.id,
        to=to.id if to else None,
        owner=about.case.owner,
    )
    await shelves.proposals.put(proposal)
    blanks = (("code", Private(about.case.code)), ("name", about.officer.name))
    offer = Tell(chat, f"preview.{kind.value}", blanks, proposal=proposal.id, sounds=True, case=about.case.id)
    await shelves.outbox.put(offer, stamp.now)
    await shelves.journal.append(Did.OFFERED, stamp.now, about.case.id, about.officer.id, kind.value)
    # It stays the owner's until somebody accepts: if nobody does, it rings again (invariant 4).
    if kind is ProposalKind.RELEASE and about.case.owner == about.officer.id:
        # Who says that they cannot is not rung once more first.
        await shelves.cases.keep(replace(about.case, rung=1))
    if about.case.owner is not None:
        await owner_waited_for(about.case, shelves, stamp)
    await say(about.origin, "give.offered", shelves, stamp, code=about.case.code)


def is_for(proposal: Proposal, who: Speaker) -> bool:
    """Whether this offer is for who answers it; never for who made it."""
    officer = who.officer
    if officer is None or officer.id == proposal.officer:
        return False
    return officer.id == proposal.to if proposal.to else officer.desk == proposal.desk


async def accept(origin: Origin, proposal: Proposal, officer: Officer, shelves: Shelves, stamp: Stamp) -> bool:
    """Ownership moves whole, if it is still as it was offered; whoever was first has it."""
    case = await shelves.cases.load(proposal.case) if proposal.case else None
    if case is None or not holds(proposal, case):
        await say(origin, "proposal.gone", shelves, stamp)
        return False
    moved = hand_over(case, officer.id, stamp.now)
    if isinstance(moved, NotWaiting):
        await say(origin, "refusal.closed", shelves, stamp)
        return False
    await leave_desk(case, officer, shelves, stamp)
    policy = (await shelves.desks.load(officer.desk)).policy
    incident = case.incident if case.desk == officer.desk else None
    await shelves.cases.keep(replace(moved, desk=officer.desk, policy=policy, incident=incident))
    moved = await shelves.cases.load(case.id)
    for kind in (DueKind.RING, DueKind.IDLE):
        await shelves.dues.clear(kind, case.id)
    await owner_waited_for(moved, shelves, stamp)
    await shelves.journal.append(Did.HANDED_OVER, stamp.now, case.id, officer.id, proposal.kind.value)
    await spread(moved, officer, shelves, stamp)
    await _tell_who_had_it(case, officer, shelves, stamp)
    for other in await others_of(case, shelves) if case.desk == officer.desk else ():
        if other.owner == case.owner and other.desk == officer.desk:
            await give_too(other, officer.id, shelves, stamp)
    return True


async def _tell_who_had_it(case: Case, officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """Who had it reads who has it now; their copy of the card loses what it said."""
    before = await shelves.officers.load(case.owner) if case.owner else None
    if before is None or before.chat is None:
        return
    blanks = (("code", Private(case.code)), ("name", officer.name))
    await shelves.outbox.put(Tell(before.chat, "give.moved", blanks, case=case.id), stamp.now)
    await remove_thread(case, before.chat, shelves, stamp)
    for copy in await shelves.messages.of_case(case.id, Purpose.COPY):
        if copy.chat != officer.chat:
            await shelves.outbox.put(UpdateRing(copy.chat, case.id, copy.message_id), stamp.now)


async def keeps(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """Who released it takes that back: it is theirs as before, and they are rung before it goes to others."""
    case = await shelves.cases.load(proposal.case) if proposal.case else None
    if proposal.kind is not ProposalKind.RELEASE or case is None or not holds(proposal, case):
        return
    await shelves.cases.keep(replace(case, rung=0))
    await shelves.dues.clear(DueKind.IDLE, case.id)
    await owner_waited_for(case, shelves, stamp)


async def refuse(proposal: Proposal, who: Speaker, shelves: Shelves, stamp: Stamp) -> None:
    """Who offered it is told; the case stays where it is."""
    if proposal.case is None or who.officer is None:
        return
    case = await shelves.cases.load(proposal.case)
    blanks = (("code", Private(case.code)), ("name", who.officer.name))
    await shelves.outbox.put(Tell(proposal.account, "give.refused", blanks, case=case.id), stamp.now)
    await refresh(case, shelves, stamp)
