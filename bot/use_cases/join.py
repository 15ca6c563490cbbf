"""Invites officers by a joining link, and binds whoever opens it first; a link works once."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.did import Did
from bot.domain.effects import Tell
from bot.domain.events import InviteOpened
from bot.domain.ids import OfficerId
from bot.domain.people import Desk, Officer
from bot.domain.private import Private
from bot.ports import BY, Shelves, Stamp
from bot.use_cases.group import ask_to_trust
from bot.use_cases.order import Order, answer
from bot.use_cases.rota import told_of, told_so_far
from bot.use_cases.speakers import admins, meet, note_theirs

_PREFIX = "join-"


async def invite(order: Order, desk: Desk, name: str, shelves: Shelves, stamp: Stamp) -> None:
    """A link that binds whoever opens it first; not under a name that somebody of the desk has."""
    wanted = " ".join(name.split()).casefold()
    if any(wanted in one.names for one in await shelves.officers.of_desk(desk.id) if not one.removed):
        await answer(order, "person.name_taken", shelves, stamp, name=name)
        return
    officer = Officer(OfficerId(stamp.dice.token()), desk.id, Private(name[:60]), None)
    payload = _PREFIX + stamp.dice.token()
    await shelves.officers.invite(officer, Private(payload))
    by = order.who.chat.id if order.who.chat is not None else order.chat.id
    await shelves.journal.append("person add", stamp.now, officer=officer.id, note=f"{BY}{by}")
    link = f"https://t.me/{stamp.house.bot_username}?start={payload}"
    await answer(order, "person.link", shelves, stamp, name=officer.name.reveal(), link=link)


async def join(event: InviteOpened, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether the payload was a link that is still open."""
    officer = await shelves.officers.by_invite(event.payload)
    if officer is None or officer.chat is not None or officer.removed:
        return False
    desk = await shelves.desks.load(officer.desk)
    met = await meet(event.origin, shelves, stamp)
    if await shelves.officers.by_chat(met.id) is not None:
        return False
    chat = replace(met, language=desk.language, language_chosen=True)
    await shelves.chats.keep(chat)
    await note_theirs(chat, event.origin, shelves)
    before = await told_so_far(desk.id, shelves, stamp)
    aliases = (*officer.aliases, *([event.called] if event.called.reveal() else []))
    await shelves.officers.keep(replace(officer, chat=chat.id, joined_at=stamp.now, aliases=aliases))
    await told_of(desk, before, shelves, stamp, falls=False)
    await shelves.journal.append(Did.JOINED, stamp.now, officer=officer.id)
    if desk.withheld:
        # They may be who was unknown there.
        await ask_to_trust(desk, shelves, stamp)
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    await shelves.outbox.put(Tell(chat.id, "person.welcome", blanks), stamp.now)
    for admin in await admins(shelves, stamp):
        await shelves.outbox.put(Tell(admin.id, "person.joined", blanks), stamp.now)
    return True
