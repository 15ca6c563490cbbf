"""Where each requester stands in the conversation, sealed under the chat's key."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.grammar import Session
from bot.domain.ids import ChatId
from storage.chats import ChatShelf
from storage.vault import Spot
from storage.work import Work


@dataclass(frozen=True, slots=True)
class SessionShelf:
    work: Work

    async def load(self, chat: ChatId) -> Session | None:
        row = await self.work.run("session_load", chat=chat)
        if row is None:
            return None
        key_id = await ChatShelf(self.work).key_of(chat)
        return await self.work.open(Session, row["sealed"], key_id, Spot("sessions", chat))

    async def keep(self, chat: ChatId, session: Session) -> None:
        key_id = await ChatShelf(self.work).key_of(chat)
        sealed = await self.work.seal(session, key_id, Spot("sessions", chat))
        await self.work.run("session_keep", chat=chat, sealed=sealed)
