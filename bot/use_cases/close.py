"""Closes a case, when its owner says why and how it ended; from then on what is kept of it runs out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.grammar import Session, View
from bot.domain.case import SECONDED, Case, CaseState, Closing, NotClosable, close
from bot.domain.did import Did
from bot.domain.dues import DueKind, due_of
from bot.domain.effects import (
    AmendReply,
    Effect,
    OpenThread,
    RelayToOwner,
    RelayToRequester,
    Ring,
    Tell,
    UpdateCard,
    UpdateRing,
    UpdateThread,
)
from bot.domain.events import Origin
from bot.domain.facts import Ended, Levelled
from bot.domain.ids import Instant, OfficerId, ProposalId, after
from bot.domain.people import Officer
from bot.domain.private import Private
from bot.domain.retention import Part, end_of
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.keep import keep_fact
from bot.use_cases.numbers import count_closed
from bot.use_cases.prompt import ask_for
from bot.use_cases.refresh import OFFERED, remove_thread
from bot.use_cases.say import say
from bot.use_cases.tried import with_its_desk

_OVER: tuple[type[Effect], ...] = (Ring, OpenThread, UpdateThread, RelayToOwner, RelayToRequester, AmendReply)
"""What is not sent any more once a case is closed."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Why, how it ended in the officer's words, and of which case it is a duplicate."""

    closing: Closing
    words: str
    other: str = ""


async def ask_to_close(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/close CODE WHY: HOW IT ENDED`, by the case's owner; without the last words they are asked for."""
    wanted = _wanted(about.words)
    if wanted is None:
        codes = ", ".join(one.value for one in Closing)
        await say(about.origin, "close.usage", shelves, stamp, codes=codes)
    elif wanted.closing is Closing.DUPLICATE and not await _known(wanted.other, about, shelves):
        await say(about.origin, "close.duplicate_of", shelves, stamp)
    elif not wanted.words:
        await ask_for(about, "close.ask", f"{wanted.closing.value} {wanted.other}".strip() + ":", shelves, stamp)
    elif wanted.closing in SECONDED:
        await _ask_second(about, wanted, shelves, stamp)
    else:
        await _close(about.origin, about.case, about.officer.id, wanted, shelves, stamp)


def _wanted(words: str) -> _Wanted | None:
    """However the code is put together: "freed by police", "freed-by-police", "FREED_BY_POLICE"."""
    head, colon, tail = words.partition(":")
    parts = head.replace("-", " ").replace("_", " ").casefold().split()
    for closing in Closing:
        name = closing.value.split("_")
        if parts[: len(name)] != name:
            continue
        left = head.replace("-", " ").replace("_", " ").split()[len(name) :]
        if closing is Closing.DUPLICATE:
            left = left[1:] if left and left[0].casefold() == "of" else left
            return _Wanted(closing, (tail if colon else " ".join(left[1:])).strip(), "".join(left[:1]).upper())
        return _Wanted(closing, (tail if colon else " ".join(left)).strip())
    return None


async def _known(code: str, about: CaseOrder, shelves: Shelves) -> bool:
    other = await shelves.cases.by_code(code) if code else None
    if other is None or other.desk != about.officer.desk or other.id == about.case.id:
        return False
    # It is to go on in the other one.
    return other.drill == about.case.drill and other.state is not CaseState.CLOSED


async def _ask_second(about: CaseOrder, wanted: _Wanted, shelves: Shelves, stamp: Stamp) -> None:
    """Whoever is called not genuine is left alone for good: a second officer has to say so, too."""
    desk = await shelves.desks.load(about.officer.desk)
    chat = about.order.who.chat or about.order.chat
    proposal = Proposal(
        ProposalId(stamp.dice.token(8)),
        chat.id,
        desk.chat or chat.id,
        ProposalKind.CLOSE,
        after(stamp.now, OFFERED),
        desk=desk.id,
        case=about.case.id,
        closing=wanted.closing,
        officer=about.officer.id,
        words=Private(wanted.words),
    )
    await shelves.proposals.put(proposal)
    blanks = {
        "code": about.case.code,
        "closing": f"closing.{wanted.closing.value}",
        "words": "" if desk.withheld else wanted.words,
    }
    filled = (*((name, Private(text)) for name, text in blanks.items()), ("name", about.officer.name))
    asked = Tell(proposal.chat, "preview.close", filled, proposal=proposal.id, sounds=True, case=about.case.id)
    await shelves.outbox.put(asked, stamp.now)
    await say(about.origin, "close.second", shelves, stamp)


async def close_seconded(
    origin: Origin, proposal: Proposal, second: Officer, shelves: Shelves, stamp: Stamp
) -> bool:
    """What a second officer confirmed, if it still can be done: the case may have changed hands since."""
    if proposal.case is None or proposal.closing is None or proposal.officer is None:
        raise ValueError("a proposal to close without case, code or officer was kept")
    case = await shelves.cases.load(proposal.case)
    if case.owner != proposal.officer:
        await say(origin, "proposal.gone", shelves, stamp)
        return False
    if await _is_news(case, after(proposal.expires_at, -OFFERED), shelves):
        await say(origin, "close.news", shelves, stamp, code=case.code)
        return False
    await shelves.journal.append(Did.SECONDED, stamp.now, case.id, second.id, proposal.closing.value)
    wanted = _Wanted(proposal.closing, proposal.words.reveal())
    return await _close(origin, case, proposal.officer, wanted, shelves, stamp)


async def _is_news(case: Case, asked_at: Instant, shelves: Shelves) -> bool:
    """Whether the person was heard, or the level set, since the first officer said so."""
    facts = await shelves.facts.of(case.id)
    return case.heard_at > asked_at or any(isinstance(one.value, Levelled) and one.at > asked_at for one in facts)


async def _close(
    origin: Origin, case: Case, officer: OfficerId, wanted: _Wanted, shelves: Shelves, stamp: Stamp
) -> bool:
    closed = close(case, wanted.closing, stamp.now)
    if isinstance(closed, NotClosable):
        await say(origin, "close.not_open", shelves, stamp)
        return False
    await keep_fact(case, Ended(officer, Private(wanted.words), wanted.other), shelves, stamp)
    await shelves.cases.keep(await with_its_desk(closed, shelves))
    note = f"{wanted.closing.value} {wanted.other}".strip()
    await shelves.journal.append(Did.CLOSED, stamp.now, case.id, officer, note)
    await settle_closed(closed, shelves, stamp)
    await say(origin, "work.done", shelves, stamp, code=case.code)
    return True


async def settle_closed(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """No ring, nothing more to be sent, the cards say so, the conversation begins anew, and the clocks run."""
    for kind in (DueKind.RING, DueKind.IDLE, DueKind.PROMISE, DueKind.WINDOW):
        await shelves.dues.clear(kind, case.id)
    await shelves.outbox.drop_of(case.id, stamp.now, _OVER)
    await _tell(case, shelves, stamp)
    await _begin_anew(case, shelves)
    await count_closed(case, shelves)
    if await shelves.archived.seal_away(case, stamp.now):
        await shelves.journal.append(Did.ARCHIVED, stamp.now, case.id)
    for part in Part:
        ends = end_of(part, case, stamp.house.kept)
        sets = shelves.dues.set_first if part is Part.MEDIA else shelves.dues.set
        await sets(due_of(part), case.id, ends or after(stamp.now, stamp.house.kept.contact))


async def _begin_anew(case: Case, shelves: Shelves) -> None:
    if case.drill:
        return
    session = await shelves.sessions.load(case.requester) or Session()
    fresh = Session(view=View.COVER if session.view is View.COVER else View.FIRST, money_said=session.money_said)
    await shelves.sessions.keep(case.requester, fresh)


async def _tell(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """The card, the rings and the owner's own copy of the card lose what they said."""
    cards = await shelves.messages.of_case(case.id, Purpose.CARD)
    rings = await shelves.messages.of_case(case.id, Purpose.RING)
    copies = await shelves.messages.of_case(case.id, Purpose.COPY)
    await remove_thread(case, None, shelves, stamp)
    for card in cards:
        await shelves.outbox.put(UpdateCard(card.chat, case.id), stamp.now)
    for message in [*rings, *copies]:
        await shelves.outbox.put(UpdateRing(message.chat, case.id, message.message_id), stamp.now)
