"""Chats that the bot has met: found by a blind index, their Telegram ids sealed under a key of their own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ChatId, Instant
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from storage.vault import Spot
from storage.work import Row, Work


def address(work: Work, telegram: Private[int]) -> bytes:
    """The blind index of a Telegram id."""
    return work.keyring.blind("telegram", str(telegram.reveal()))


@dataclass(frozen=True, slots=True)
class ChatShelf:
    work: Work

    async def by_telegram(self, telegram: Private[int]) -> Chat | None:
        row = await self.work.run("chat_by_address", address=address(self.work, telegram))
        return await self._chat(row) if row else None

    async def load(self, chat: ChatId) -> Chat:
        row = await self.work.run("chat_load", id=chat)
        if row is None:
            raise KeyError("no such chat")
        return await self._chat(row)

    async def key_of(self, chat: ChatId) -> str:
        """The id of the key that seals what belongs to this chat and to no case."""
        row = await self.work.run("chat_load", id=chat)
        if row is None:
            raise KeyError("no such chat")
        return str(row["key_id"])

    async def add(self, chat: Chat) -> None:
        key = await self.work.new_key("chat")
        sealed = await self.work.seal(chat.telegram, key.id, Spot("chats", chat.id))
        await self.work.run(
            "chat_add",
            address=address(self.work, chat.telegram),
            key_id=key.id,
            kind=chat.kind.value,
            sealed=sealed,
            **_plain(chat),
        )

    async def keep(self, chat: Chat) -> None:
        await self.work.run("chat_keep", **_plain(chat))

    async def readdress(self, chat: ChatId, telegram: Private[int]) -> None:
        sealed = await self.work.seal(telegram, await self.key_of(chat), Spot("chats", chat))
        await self.work.run("chat_readdress", id=chat, address=address(self.work, telegram), sealed=sealed)

    async def _chat(self, row: Row) -> Chat:
        telegram = await self.work.open(Private[int], row["sealed"], row["key_id"], Spot("chats", row["id"]))
        return Chat(
            id=ChatId(row["id"]),
            telegram=telegram,
            kind=ChatKind(row["kind"]),
            language=row["language"],
            heard_at=Instant(row["heard_at"]),
            reachable=bool(row["reachable"]),
            language_chosen=bool(row["language_chosen"]),
            screen=row["screen"],
            screen_keys=bool(row["screen_keys"]),
            newest=row["newest"],
        )


def _plain(chat: Chat) -> dict[str, object]:
    return {
        "id": chat.id,
        "language": chat.language,
        "language_chosen": int(chat.language_chosen),
        "reachable": int(chat.reachable),
        "heard_at": chat.heard_at,
        "newest": chat.newest,
        "screen": chat.screen,
        "screen_keys": int(chat.screen_keys),
    }
