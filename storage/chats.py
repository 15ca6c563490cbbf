"""Chats that the bot has met: found by a blind index, their Telegram ids sealed under a key of their own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ChatId, Instant
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from storage.vault import MarkKey, Spot
from storage.work import Row, Work

_NOWHERE = Private(0)
"""Nobody's id in Telegram."""


def address(key: MarkKey, telegram: Private[int]) -> bytes:
    """The blind index of a Telegram id."""
    return key.blind("telegram", str(telegram.reveal()))


@dataclass(frozen=True, slots=True)
class ChatShelf:
    work: Work

    async def by_telegram(self, telegram: Private[int]) -> Chat | None:
        for key in await self.work.live("index"):
            row = await self.work.run("chat_by_address", address=address(key, telegram))
            if row is not None:
                return await self._chat(row)
        return None

    async def load(self, chat: ChatId) -> Chat:
        row = await self.work.run("chat_load", id=chat)
        if row is None:
            raise KeyError("no such chat")
        return await self._chat(row)

    async def find(self, chat: ChatId) -> Chat | None:
        """None if it is forgotten."""
        row = await self.work.run("chat_load", id=chat)
        return await self._chat(row) if row else None

    async def key_of(self, chat: ChatId) -> str:
        """The id of the key that seals what belongs to this chat and to no case."""
        row = await self.work.run("chat_load", id=chat)
        if row is None:
            raise KeyError("no such chat")
        return str(row["key_id"])

    async def add(self, chat: Chat) -> None:
        key = await self.work.new_key("chat")
        index = await self.work.index()
        sealed = await self.work.seal(chat.telegram, key.id, Spot("chats", chat.id))
        await self.work.run(
            "chat_add",
            address=address(index, chat.telegram),
            index_key=index.id,
            key_id=key.id,
            kind=chat.kind.value,
            sealed=sealed,
            **_plain(chat),
        )

    async def keep(self, chat: Chat) -> None:
        await self.work.run("chat_keep", **_plain(chat))

    async def readdress(self, chat: ChatId, telegram: Private[int]) -> None:
        """From now on this chat is found there; what was found there before takes its place."""
        other = await self.by_telegram(telegram)
        if other is not None and other.id != chat:
            before = (await self.load(chat)).telegram
            await self._move(other.id, _NOWHERE)
            await self._move(chat, telegram)
            await self._move(other.id, before)
        elif other is None:
            await self._move(chat, telegram)

    async def _move(self, chat: ChatId, telegram: Private[int]) -> None:
        sealed = await self.work.seal(telegram, await self.key_of(chat), Spot("chats", chat))
        index = await self.work.index()
        await self.work.run(
            "chat_readdress", id=chat, address=address(index, telegram), index_key=index.id, sealed=sealed
        )

    async def reindex(self, batch: int) -> int:
        """Find so many of the chats by the newest index key instead of an older one; 0 if none is left."""
        newest = (await self.work.live("index"))[0]
        rows = await self.work.rows("chat_under_older", newest=newest.id, batch=batch)
        for row in rows:
            chat = await self._chat(row)
            await self.work.run(
                "chat_reindex", id=chat.id, address=address(newest, chat.telegram), index_key=newest.id
            )
        return len(rows)

    async def forget(self, chat: ChatId) -> None:
        """Destroy the chat's key, and all that was kept about it and belongs to no case."""
        row = await self.work.run("chat_load", id=chat)
        if row is None:
            return
        await self.work.run("session_drop", chat=chat)
        await self.work.run("message_drop", chat=chat)
        await self.work.run("proposal_drop", account=chat)
        await self.work.run("outbox_drop_due", chat=chat)
        await self.work.run("outbox_drop_held", chat=chat)
        await self.work.run("chat_drop", id=chat)
        await self.work.destroy(row["key_id"])

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
            zone=row["zone"],
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
        "zone": chat.zone,
    }
