"""Keeps watch over groups: a desk's, in which nobody unknown may read along, and those that are none of ours."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.did import Did
from bot.domain.effects import LeaveChat, Tell, UpdateCard
from bot.domain.events import ChatRegained, MembersJoined
from bot.domain.ids import HOUR, SECOND, ProposalId, after
from bot.domain.people import ChatKind, Desk
from bot.domain.private import Private
from bot.ports import BY, Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.speakers import admins, meet, speaker

NOBODY = Private("")
_ASKED = 48 * HOUR
_LEFT_AFTER = 30 * SECOND
"""So long a group that is none of ours may turn out to be a desk's."""


async def entered(event: ChatRegained, shelves: Shelves, stamp: Stamp) -> None:
    """Unblocked, or put into a group: of groups that are no desk it stays only where an admin put it."""
    chat = await shelves.chats.by_telegram(event.origin.chat)
    if chat is not None:
        await shelves.chats.keep(replace(chat, reachable=True))
    if event.origin.kind is not ChatKind.GROUP:
        return
    known = [one for one in await shelves.desks.all() if chat is not None and one.chat == chat.id]
    for desk in known if chat is not None and not chat.reachable else []:
        # Of who came in while we were out of it Telegram tells us nothing.
        await withhold(desk, "trust.entered", shelves, stamp)
    if not known and event.origin.account.reveal() not in stamp.house.admins:
        group = await meet(event.origin, shelves, stamp)
        # A group that became a supergroup may be heard of before that it did: then this goes to what is no more.
        await shelves.outbox.put(LeaveChat(group.id), stamp.now, after(stamp.now, _LEFT_AFTER))


async def members_joined(event: MembersJoined, shelves: Shelves, stamp: Stamp) -> None:
    """Somebody came into a desk's group who is not of the desk: nothing of a case stands there from now on."""
    chat = await shelves.chats.by_telegram(event.origin.chat)
    desk = next((one for one in await shelves.desks.all() if chat is not None and one.chat == chat.id), None)
    if desk is None:
        return
    for account in event.accounts:
        who = await speaker(account, shelves, stamp)
        ours = account.reveal() in stamp.house.admins or (who.officer is not None and who.officer.desk == desk.id)
        if not ours:
            await withhold(desk, "preview.trust", shelves, stamp)
            return


async def withhold(desk: Desk, why: str, shelves: Shelves, stamp: Stamp, name: Private[str] = NOBODY) -> None:
    """Nothing of a case stands in its group before an admin has said who is there; `why` is what they read."""
    if not desk.withheld:
        await shelves.desks.keep(replace(desk, withheld=True))
        await shelves.journal.append(Did.WITHHELD, stamp.now)
        await _redraw(desk, shelves, stamp)
    await ask_to_trust(desk, shelves, stamp, why, name)


async def ask_to_trust(
    desk: Desk, shelves: Shelves, stamp: Stamp, why: str = "preview.trust", name: Private[str] = NOBODY
) -> None:
    """Whether everybody in the group is known: only people can tell. Who was asked before, was asked of fewer."""
    for admin in await admins(shelves, stamp):
        for before in await shelves.proposals.of(admin.id):
            if before.kind is ProposalKind.TRUST and before.desk == desk.id:
                await shelves.proposals.take(before.id)
        proposal = Proposal(
            ProposalId(stamp.dice.token(8)),
            admin.id,
            admin.id,
            ProposalKind.TRUST,
            after(stamp.now, _ASKED),
            desk=desk.id,
        )
        await shelves.proposals.put(proposal)
        blanks = (("desk", Private(desk.name)), ("name", name))
        asked = Tell(admin.id, why, blanks, proposal=proposal.id, sounds=True)
        await shelves.outbox.put(asked, stamp.now)


async def trust(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """An admin knows who is there: the cards say again what they say."""
    if proposal.desk is None:
        raise ValueError("a proposal to trust a group without its desk was kept")
    desk = await shelves.desks.load(proposal.desk)
    await shelves.desks.keep(replace(desk, withheld=False))
    await shelves.journal.append(Did.TRUSTED, stamp.now, note=f"{BY}{proposal.account}")
    if desk.chat is not None:
        await shelves.outbox.release(desk.chat, stamp.now, after(stamp.now, _ASKED))
    await _redraw(desk, shelves, stamp)


async def _redraw(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    for case in await shelves.cases.of_desk(desk.id):
        if desk.chat is not None:
            await shelves.outbox.put(UpdateCard(desk.chat, case.id), stamp.now)
