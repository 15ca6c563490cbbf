"""Effects that wait to be done outside, written in the transaction of the state change that wants them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from bot.domain.effects import DELIVERY, Effect, ReportUnprocessed, case_of, coalesced, priority_of
from bot.domain.ids import CaseId, ChatId, Instant
from bot.domain.people import ChatKind
from bot.ports import Head, Interrupted, Leased
from storage.chats import ChatShelf
from storage.vault import Spot
from storage.work import Work

_KINDS: dict[str, type[Effect]] = {kind.__name__: kind for kind in get_args(Effect)}


@dataclass(frozen=True, slots=True)
class OutboxShelf:
    work: Work

    async def put(
        self,
        effect: Effect,
        now: Instant,
        not_before: Instant | None = None,
        expires_at: Instant | None = None,
        held: bool = False,
    ) -> None:
        row = secrets.token_hex(16)
        case = case_of(effect)
        key_id = await self._key_of(effect, now)
        delivery = DELIVERY[type(effect)]
        if expires_at is None and delivery.lifetime_ms is not None:
            expires_at = Instant(now + delivery.lifetime_ms)
        await self.work.run(
            "outbox_put",
            id=row,
            chat=effect.chat,
            case_id=case,
            kind=type(effect).__name__,
            priority=priority_of(effect),
            key_id=key_id,
            sealed=await self.work.seal(effect, key_id, Spot("outbox", row)),
            coalesced=coalesced(effect),
            created_at=now,
            not_before=now if not_before is None else not_before,
            expires_at=expires_at,
            state="held" if held else "due",
        )

    async def _key_of(self, effect: Effect, now: Instant) -> str:
        """An effect names a case and never says what is in it; the one that holds somebody's words dies young."""
        if isinstance(effect, ReportUnprocessed):
            return (await self.work.keyring.epoch(self.work.connection, now)).id
        return await ChatShelf(self.work).key_of(effect.chat)

    async def drop_to(self, chat: ChatId, now: Instant, kinds: Sequence[type[Effect]]) -> None:
        """Whatever of these kinds still waits for a chat is over."""
        for kind in kinds:
            await self.work.run("outbox_drop_to", chat=chat, kind=kind.__name__, ended_at=now)

    async def drop_of(self, case: CaseId, now: Instant, kinds: Sequence[type[Effect]]) -> None:
        """Whatever of these kinds still waits about a case is over; what is being sent now ends by itself."""
        for kind in kinds:
            await self.work.run("outbox_drop_of_case", case_id=case, kind=kind.__name__, ended_at=now)

    async def release(self, chat: ChatId, now: Instant, expires_at: Instant) -> int:
        return len(await self.work.rows("outbox_release", chat=chat, now=now, expires_at=expires_at))

    async def heads(self, now: Instant) -> Sequence[Head]:
        """The first due rows of every chat, most urgent first."""
        rows = await self.work.rows("outbox_heads", now=now)
        return [
            Head(row["id"], ChatId(row["chat"]), ChatKind(row["chat_kind"]), _KINDS[row["kind"]]) for row in rows
        ]

    async def lease(self, row_id: str) -> Leased | None:
        """Take the row for sending; None if it is over or held.

        It may be taken again: the answer to the commit that took it may have been lost. Only the process that
        serves takes rows, and only one at a time of a chat, so that nobody takes it from anybody.
        """
        row = await self.work.run("outbox_lease", id=row_id)
        if row is None:
            return None
        effect = await self.work.open(_KINDS[row["kind"]], row["sealed"], row["key_id"], Spot("outbox", row_id))
        return Leased(
            row_id,
            effect,
            Instant(row["created_at"]),
            Instant(row["expires_at"]) if row["expires_at"] is not None else None,
            row["attempts"],
            row["unsure"],
            bool(row["repeat"]),
            row["above"] or 0,
        )

    async def end(self, row_id: str, state: str, now: Instant) -> bool:
        """It is over: `sent`, `dropped`, `refused` or `unsure`; what it said is erased. False if it was before."""
        return await self.work.run("outbox_end", id=row_id, state=state, ended_at=now) is not None

    async def again(self, leased: Leased, not_before: Instant, repeat: bool, unsure: int) -> None:
        """Due again later; `repeat` marks that it may have arrived already."""
        await self.work.run("outbox_again", id=leased.id, not_before=not_before, repeat=int(repeat), unsure=unsure)

    async def hold(self, row_id: str) -> None:
        """Keep it until the requester writes again."""
        await self.work.run("outbox_hold", id=row_id)

    async def interrupted(self) -> Sequence[Interrupted]:
        """Rows that were being sent when the process ended; each may have arrived."""
        return [
            Interrupted(row["id"], ChatId(row["chat"]), _KINDS[row["kind"]], row["above"] or 0)
            for row in await self.work.rows("outbox_interrupted")
        ]

    async def revive(self, row_id: str, now: Instant) -> None:
        """An interrupted row goes out again, marked as a repeat."""
        await self.work.run("outbox_again", id=row_id, not_before=now, repeat=1, unsure=0)

    async def forget(self, before: Instant) -> None:
        """Remove the rows that ended before this."""
        await self.work.run("outbox_forget", before=before)
