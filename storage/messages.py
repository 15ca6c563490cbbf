"""Which messages stand in which chat, ours and theirs: to edit, to wipe, and to know what a reply is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import CaseId, ChatId, Instant
from bot.ports import Message, Purpose, Side
from storage.work import Row, Work


@dataclass(frozen=True, slots=True)
class MessageShelf:
    work: Work

    async def note(self, message: Message) -> None:
        await self.work.run(
            "message_note",
            chat=message.chat,
            message_id=message.message_id,
            side=message.side.value,
            purpose=message.purpose.value,
            at=message.at,
            case_id=message.case,
        )

    async def find(self, chat: ChatId, message_id: int) -> Message | None:
        row = await self.work.run("message_find", chat=chat, message_id=message_id)
        return _message(row) if row else None

    async def of_case(self, case: CaseId, purpose: Purpose) -> list[Message]:
        rows = await self.work.rows("message_of_case", case_id=case, purpose=purpose.value)
        return [_message(row) for row in rows]

    async def since(self, chat: ChatId, instant: Instant) -> list[Message]:
        return [_message(row) for row in await self.work.rows("message_since", chat=chat, at=instant)]

    async def forget(self, chat: ChatId, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            await self.work.run("message_forget", chat=chat, message_id=message_id)


def _message(row: Row) -> Message:
    return Message(
        ChatId(row["chat"]),
        row["message_id"],
        Side(row["side"]),
        Purpose(row["purpose"]),
        Instant(row["at"]),
        CaseId(row["case_id"]) if row["case_id"] else None,
    )
