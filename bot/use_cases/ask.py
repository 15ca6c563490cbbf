"""Sends phrases of the phrasebook, takes back what was sent, and sends what was held after all."""

from __future__ import annotations

from bot.domain.case import CaseState
from bot.domain.did import Did
from bot.domain.effects import RelayToRequester, Tell, TidyChat
from bot.domain.facts import Fact, Replied, SentAnyway, TakenBack, relayed
from bot.domain.ids import MINUTE, ProposalId, after
from bot.domain.people import ChatKind
from bot.domain.phrasebook import Phrase
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.assess import choice
from bot.use_cases.keep import keep_fact
from bot.use_cases.order import PREVIEW
from bot.use_cases.prompt import ask_for
from bot.use_cases.refresh import refresh
from bot.use_cases.reply import relay
from bot.use_cases.say import say

_SOON = 10 * MINUTE
"""So long what was sent anyway may still go out: later nobody meant it."""


async def ask(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/ask CODE room`: the person reads it in their language, and can tap the answer."""
    phrase, chat = choice(Phrase, about.words), about.officer.chat
    if phrase is None or chat is None:
        await say(about.origin, "ask.usage", shelves, stamp, codes=", ".join(Phrase))
        return
    written = Replied(about.officer.id, Private(""), chat, 0, asks=phrase.value)
    await relay(about.origin, about.case, written, shelves, stamp)
    if about.origin.press is None:
        await say(about.origin, "reply.goes", shelves, stamp)


async def unsend(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/unsend` in reply to one's own reply: it goes from the person's chat, or is not sent at all."""
    facts = await shelves.facts.of(about.case.id)
    own = [one for one in facts if isinstance(one.value, Replied)]
    meant = [one for one in own if _is_meant(one.value, about)]
    if not meant:
        await say(about.origin, "unsend.usage", shelves, stamp)
        return
    fact = meant[-1]
    for one in meant:
        await keep_fact(about.case, TakenBack(about.officer.id, one.id), shelves, stamp)
    await shelves.journal.append(Did.UNSENT, stamp.now, about.case.id, about.officer.id)
    stands = relayed(facts, fact.value) if isinstance(fact.value, Replied) else None
    if stands is not None and stands.message_ids:
        await shelves.outbox.put(TidyChat(about.case.requester, stands.message_ids), stamp.now)
    await say(about.origin, "work.done", shelves, stamp, code=about.case.code)


def _is_meant(value: object, about: CaseOrder) -> bool:
    """What was replied to; without that nothing is: the newest may be another than the officer thinks."""
    reply_to = about.origin.reply_to
    return isinstance(value, Replied) and reply_to is not None and value.message_id == reply_to


def _held(facts: list[Fact]) -> Fact | None:
    """The newest reply that has not gone out, nor was taken back."""
    gone = {one.value.reply for one in facts if isinstance(one.value, TakenBack)}
    for one in reversed(facts):
        if isinstance(one.value, Replied) and one.id not in gone:
            return one if relayed(facts, one.value) is None else None
    return None


async def anyway(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/anyway CODE WHY`: what is held shall not wait; asked for why, shown once more, then confirmed."""
    held = _held(list(await shelves.facts.of(about.case.id)))
    if held is None:
        await say(about.origin, "anyway.nothing", shelves, stamp)
    elif not about.words:
        await ask_for(about, "anyway.ask", "", shelves, stamp)
    else:
        own = about.order.who.chat or about.order.chat
        where = own if about.origin.kind is ChatKind.GROUP else about.order.chat
        proposal = Proposal(
            ProposalId(stamp.dice.token(8)),
            own.id,
            where.id,
            ProposalKind.ANYWAY,
            after(stamp.now, PREVIEW),
            case=about.case.id,
            officer=about.officer.id,
            fact=held.id,
            words=Private(about.words),
        )
        await shelves.proposals.put(proposal)
        blanks = (("code", Private(about.case.code)),)
        shown = Tell(where.id, "preview.anyway", blanks, proposal=proposal.id, case=about.case.id)
        await shelves.outbox.put(shown, stamp.now)


async def send_anyway(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> bool:
    """Confirmed: it goes now, whatever the person does; who decided it and why is kept."""
    if proposal.case is None or proposal.fact is None or proposal.officer is None:
        raise ValueError("a proposal to send anyway without case, reply or officer was kept")
    case = await shelves.cases.load(proposal.case)
    if case.owner != proposal.officer or case.state is CaseState.CLOSED:
        return False
    value = SentAnyway(proposal.officer, proposal.fact, proposal.words)
    await keep_fact(case, value, shelves, stamp)
    await shelves.journal.append(Did.SENT_ANYWAY, stamp.now, case.id, proposal.officer)
    effect = RelayToRequester(case.requester, case.id, proposal.fact, anyway=True)
    await shelves.outbox.put(effect, stamp.now, expires_at=after(stamp.now, _SOON))
    await refresh(case, shelves, stamp)
    return True
