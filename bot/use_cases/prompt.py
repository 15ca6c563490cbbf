"""Asks for the last words that a command lacks; a reply brings them, and the command is done."""

from __future__ import annotations

from bot.domain.effects import Tell
from bot.domain.events import CommandGiven, Origin
from bot.domain.ids import CaseId, ChatId, ProposalId, after
from bot.domain.private import Private
from bot.ports import Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.order import PREVIEW
from bot.use_cases.say import say
from bot.use_cases.speakers import Speaker


async def ask_for(about: CaseOrder, key: str, words: str, shelves: Shelves, stamp: Stamp) -> None:
    """`words` are what is known of the command, after the case's code."""
    chat, event = about.order.who.chat or about.order.chat, about.order.event
    where = about.order.chat if event.origin.press is None else chat
    for before in await _open(chat.id, about.case.id, shelves):
        # One question at a time: a reply to the one before must not answer this one.
        await shelves.proposals.take(before.id)
    proposal = Proposal(
        ProposalId(stamp.dice.token(8)),
        chat.id,
        where.id,
        ProposalKind.PROMPT,
        after(stamp.now, PREVIEW),
        case=about.case.id,
        deed=event.deed,
        words=Private(f"{about.case.code} {words}".strip()),
    )
    await shelves.proposals.put(proposal)
    await say(event.origin, "prompt.below" if event.origin.press else "", shelves, stamp)
    blanks = (("code", Private(about.case.code)),)
    await shelves.outbox.put(Tell(where.id, key, blanks, case=about.case.id, asks=True), stamp.now)


async def completes(origin: Origin, words: Private[str], who: Speaker, shelves: Shelves) -> CommandGiven | None:
    """The command that these words complete, if they are the reply to what was asked."""
    chat = await shelves.chats.by_telegram(origin.chat)
    if chat is None or who.chat is None or origin.reply_to is None:
        return None
    asked = await shelves.messages.find(chat.id, origin.reply_to)
    if asked is None or asked.purpose is not Purpose.PROMPT:
        return None
    # An offer to others may hold for longer, and is none of this; what was asked after this message is neither.
    waiting = [
        one for one in await _open(who.chat.id, asked.case, shelves) if after(one.expires_at, -PREVIEW) <= asked.at
    ]
    proposal = waiting[0] if waiting else None
    if proposal is None or proposal.deed is None:
        return None
    await shelves.proposals.take(proposal.id)
    whole = f"{proposal.words.reveal()} {' '.join(words.reveal().split())}"
    return CommandGiven(origin, proposal.deed, Private(whole), words)


async def _open(account: ChatId, case: CaseId | None, shelves: Shelves) -> list[Proposal]:
    """What was asked of this account about the case, and is not answered."""
    waiting = await shelves.proposals.of(account)
    return [one for one in waiting if one.kind is ProposalKind.PROMPT and one.case == case]


async def is_to_prompt(origin: Origin, shelves: Shelves) -> bool:
    """Whether it answers what was asked for the desk: never for the person, however late it comes."""
    chat = await shelves.chats.by_telegram(origin.chat)
    asked = await shelves.messages.find(chat.id, origin.reply_to) if chat and origin.reply_to else None
    return asked is not None and asked.purpose is Purpose.PROMPT
