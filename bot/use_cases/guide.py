"""Keeps the numbers and the advice that people may be shown: each confirmed by an admin, with its source."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.did import Did
from bot.domain.effects import Tell
from bot.domain.guidance import ADVISORY, Guide, advisory_from, number_from, proposals, written
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.ports import BY, Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.order import Order, answer, draft, propose

_OFF = "off"


async def guide(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/number …` and `/advisory …`: alone the list; with `off` at the end one goes; else one is proposed."""
    advisory = order.event.deed is Deed.ADVISORY
    words = order.event.arguments.reveal().split()
    usage = "advisory.usage" if advisory else "number.usage"
    if not words:
        await _list(order, advisory, shelves, stamp)
    elif words[-1].lower() == _OFF:
        gone = await _drop(words[:-1], advisory, shelves, stamp)
        await answer(order, "guide.gone" if gone else "guide.unknown", shelves, stamp)
    else:
        told = advisory_from(words) if advisory else number_from(words)
        if told is None:
            await answer(order, usage, shelves, stamp)
            return
        await propose(order, replace(draft(order, ProposalKind.GUIDE, stamp), guide=told), shelves, stamp)


async def _list(order: Order, advisory: bool, shelves: Shelves, stamp: Stamp) -> None:
    known = [one for one in await shelves.guidance.all() if (one.service == ADVISORY) is advisory]
    keys = {(one.country, one.area, one.service) for one in known}
    open_ones = [one for one in proposals() if (one.service == ADVISORY) is advisory]
    waiting = [one for one in open_ones if (one.country, one.area, one.service) not in keys]
    command = f"/{order.event.deed.value} "
    blanks = {
        "entry": "\n".join(written(one) for one in known) or "–",
        "words": "\n".join(command + written(one) for one in waiting) or "–",
    }
    filled = tuple((name, Private(text)) for name, text in blanks.items())
    listed = Tell(order.chat.id, "guide.list", filled, reply_to=order.event.origin.message_id)
    await shelves.outbox.put(listed, stamp.now)


async def _drop(words: list[str], advisory: bool, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether there was one to take away."""
    country, rest = words[0].upper() if words else "", words[1:]
    area = " ".join(rest) if advisory else ""
    service = ADVISORY if advisory else " ".join(rest).lower()
    known = {(one.country, one.area, one.service) for one in await shelves.guidance.all()}
    if (country, area, service) not in known:
        return False
    await shelves.guidance.drop(country, area, service)
    await shelves.journal.append(Did.GUIDE_DROPPED, stamp.now, note=f"{country} {service}")
    return True


async def confirm_guide(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """From now on people are shown it."""
    if proposal.guide is None:
        raise ValueError("a proposal of a guide without one was kept")
    told: Guide = replace(proposal.guide, confirmed_at=stamp.now)
    await shelves.guidance.set(told)
    await shelves.journal.append(
        Did.GUIDE_CONFIRMED, stamp.now, note=f"{told.country} {told.service} {BY}{proposal.account}"
    )
