"""Shows one officer what identifies somebody, for a minute, and notes who looked; and a place on a map."""

from __future__ import annotations

from bot.domain.card import Mark, summarise
from bot.domain.did import Did
from bot.domain.effects import Reveal, SendPacket, SendPlace, Vanish
from bot.domain.events import IdentityShown
from bot.domain.facts import Identity, Revealed
from bot.domain.identity import has
from bot.domain.ids import STANDS, after
from bot.domain.people import ChatKind
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.assess import choice
from bot.use_cases.keep import keep_fact
from bot.use_cases.refresh import owner_acted, refresh
from bot.use_cases.say import say


async def reveal(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/reveal CODE phone|passport|name|words|pictures`: in the private chat of who asks."""
    what, chat = choice(Identity, about.words), about.officer.chat
    if what is None or chat is None:
        await say(about.origin, "reveal.usage", shelves, stamp, codes=", ".join(Identity))
        return
    if not has(await shelves.facts.of(about.case.id), what):
        await say(about.origin, "reveal.none", shelves, stamp, code=about.case.code)
        return
    await keep_fact(about.case, Revealed(about.officer.id, what), shelves, stamp)
    await shelves.journal.append(Did.REVEALED, stamp.now, about.case.id, about.officer.id, what.value)
    await shelves.outbox.put(Reveal(chat, about.case.id, what), stamp.now)
    await refresh(about.case, shelves, stamp)
    where = "reveal.in_private" if about.origin.kind is ChatKind.GROUP else ""
    await say(about.origin, where, shelves, stamp)


async def identity_shown(event: IdentityShown, shelves: Shelves, stamp: Stamp) -> None:
    """From now on it stands for a minute."""
    if event.message_ids:
        await shelves.outbox.put(Vanish(event.chat, event.message_ids), stamp.now, after(stamp.now, STANDS))


async def packet(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/packet CODE`: what the police form needs, as a PDF, in the owner's private chat."""
    if about.officer.chat is not None:
        await shelves.outbox.put(SendPacket(about.officer.chat, about.case.id), stamp.now)
    await shelves.journal.append(Did.PACKET, stamp.now, about.case.id, about.officer.id)
    await owner_acted(about.case, shelves, stamp)
    marks = summarise(await shelves.facts.of(about.case.id)).marks
    limited = marks & {Mark.DESK_ONLY, Mark.NO_POLICE, Mark.ANONYMOUS}
    await say(about.origin, "packet.limited" if limited else "packet.comes", shelves, stamp)


async def point(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/map CODE`: a native point, in the private chat of who asks; never a link."""
    desk = await shelves.desks.load(about.officer.desk)
    if desk.place_for_owner and about.case.owner != about.officer.id:
        await say(about.origin, "refusal.place_for_owner", shelves, stamp)
        return
    if about.officer.chat is not None:
        await shelves.outbox.put(SendPlace(about.officer.chat, about.case.id), stamp.now)
    where = "reveal.in_private" if about.origin.kind is ChatKind.GROUP else ""
    await say(about.origin, where, shelves, stamp)
