"""Binds an officer to the account that opens their joining link; a link works once."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import Tell
from bot.domain.events import InviteOpened
from bot.domain.private import Private
from bot.ports import Shelves, Stamp
from bot.use_cases.speakers import admins, meet, note_theirs

PREFIX = "join-"


async def join(event: InviteOpened, shelves: Shelves, stamp: Stamp) -> bool:
    """Whether the payload was a link that is still open."""
    officer = await shelves.officers.by_invite(event.payload)
    if officer is None or officer.chat is not None:
        return False
    desk = await shelves.desks.load(officer.desk)
    met = await meet(event.origin, shelves, stamp)
    if await shelves.officers.by_chat(met.id) is not None:
        return False
    chat = replace(met, language=desk.language, language_chosen=True)
    await shelves.chats.keep(chat)
    await note_theirs(chat, event.origin, shelves)
    await shelves.officers.keep(replace(officer, chat=chat.id, joined_at=stamp.now))
    await shelves.journal.append("joined", stamp.now, officer=officer.id)
    blanks = (("name", officer.name), ("desk", Private(desk.name)))
    await shelves.outbox.put(Tell(chat.id, "person.welcome", blanks), stamp.now)
    for admin in await admins(shelves, stamp):
        await shelves.outbox.put(Tell(admin.id, "person.joined", blanks), stamp.now)
    return True
