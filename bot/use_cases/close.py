"""Closes a case, when its owner says so and why; from then on what is kept of it runs out."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.grammar import Session, View
from bot.domain.case import Case, Closing, NotClosable, close
from bot.domain.dues import DueKind, due_of
from bot.domain.effects import (
    AmendReply,
    Effect,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    Ring,
    UpdateCard,
    UpdateRing,
)
from bot.domain.events import Origin
from bot.domain.ids import after
from bot.domain.retention import Part, end_of
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.order import Order, answer, draft, propose
from bot.use_cases.take import say

_OVER: tuple[type[Effect], ...] = (Ring, OpenThread, RelayToOwner, RelayToRequester, AmendReply)
"""What is not sent any more once a case is closed."""


async def ask_to_close(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/close CODE WHY`, by the case's owner; nothing is closed before it is confirmed."""
    code, *words = order.event.arguments.reveal().split() or [""]
    closing = _closing(words)
    case = await shelves.cases.by_code(code.upper()) if code else None
    officer = order.who.officer
    if not code or closing is None:
        await answer(order, "close.usage", shelves, stamp, codes=", ".join(one.value for one in Closing))
    elif case is None or officer is None or case.desk != officer.desk:
        await say(order.event.origin, "refusal.no_such_case", shelves, stamp)
    elif not await _refused(order.event.origin, case, officer.id, shelves, stamp):
        blank = draft(order, ProposalKind.CLOSE, stamp)
        await propose(order, replace(blank, desk=case.desk, case=case.id, closing=closing), shelves, stamp)


def _closing(words: list[str]) -> Closing | None:
    """However it is put together: "freed by police", "freed-by-police", "FREED_BY_POLICE"."""
    plain = "_".join(words).casefold().replace("-", "_")
    return Closing(plain) if plain in set(Closing) else None


async def _refused(origin: Origin, case: Case, officer: str, shelves: Shelves, stamp: Stamp) -> bool:
    if isinstance(close(case, Closing.OTHER_DESK, stamp.now), NotClosable):
        await say(origin, "close.take_first" if case.owner is None else "close.not_open", shelves, stamp)
    elif case.owner is not None and case.owner != officer:
        await say(origin, "close.not_owner", shelves, stamp, (await shelves.officers.load(case.owner)).name)
    else:
        return False
    return True


async def close_case(origin: Origin, proposal: Proposal, shelves: Shelves, stamp: Stamp) -> bool:
    """What was confirmed, if it still can be done: the case may have changed hands since."""
    if proposal.case is None or proposal.closing is None:
        raise ValueError("a proposal to close without case or code was kept")
    case = await shelves.cases.load(proposal.case)
    officer = await shelves.officers.by_chat(proposal.account)
    if officer is None or await _refused(origin, case, officer.id, shelves, stamp):
        return False
    closed = close(case, proposal.closing, stamp.now)
    if isinstance(closed, NotClosable):
        return False
    await shelves.cases.keep(closed)
    await shelves.journal.append("closed", stamp.now, case.id, officer.id, proposal.closing.value)
    await _settle(closed, shelves, stamp)
    return True


async def _settle(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """No ring, nothing more to be sent, the cards say so, the conversation begins anew, and the clocks run."""
    await shelves.dues.clear(DueKind.RING, case.id)
    await shelves.outbox.drop_of(case.id, stamp.now, _OVER)
    await _tell(case, shelves, stamp)
    session = await shelves.sessions.load(case.requester) or Session()
    fresh = Session(view=View.COVER if session.view is View.COVER else View.FIRST, money_said=session.money_said)
    await shelves.sessions.keep(case.requester, fresh)
    if await shelves.archived.seal_away(case, stamp.now):
        await shelves.journal.append("archived", stamp.now, case.id)
    for part in Part:
        ends = end_of(part, case, stamp.house.kept)
        sets = shelves.dues.set_first if part is Part.MEDIA else shelves.dues.set
        await sets(due_of(part), case.id, ends or after(stamp.now, stamp.house.kept.contact))


async def _tell(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """The card, the rings and the owner's own copy of the card lose what they said."""
    cards = await shelves.messages.of_case(case.id, Purpose.CARD)
    rings = await shelves.messages.of_case(case.id, Purpose.RING)
    copies = await shelves.messages.of_case(case.id, Purpose.THREAD)
    for card in cards:
        await shelves.outbox.put(UpdateCard(card.chat, case.id), stamp.now)
    for message in [*rings, *copies[:1]]:
        await shelves.outbox.put(UpdateRing(message.chat, case.id, message.message_id), stamp.now)
