"""Cases, each under a key of its own; a change of a case that was read too long ago is refused."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.case import Case, CaseState
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId
from bot.domain.triage import Level, Rule
from bot.ports import Stale
from storage.vault import Spot
from storage.work import Row, Work


async def case_key(work: Work, case: CaseId) -> str:
    """The id of the case's key."""
    row = await work.run("case_load", id=case)
    if row is None:
        raise KeyError("no such case")
    return str(row["key_id"])


@dataclass(frozen=True, slots=True)
class CaseShelf:
    work: Work

    async def open_of(self, requester: ChatId) -> Case | None:
        row = await self.work.run("case_open_of", requester=requester)
        return await self._case(row) if row else None

    async def load(self, case: CaseId) -> Case:
        row = await self.work.run("case_load", id=case)
        if row is None:
            raise KeyError("no such case")
        return await self._case(row)

    async def by_code(self, code: str) -> Case | None:
        row = await self.work.run("case_by_code", code=code)
        return await self._case(row) if row else None

    async def without_desk(self) -> list[Case]:
        return [await self._case(row) for row in await self.work.rows("case_without_desk")]

    async def add(self, case: Case) -> None:
        key = await self.work.new_key("case")
        sealed = await self.work.seal(case.rules, key.id, Spot("cases", case.id))
        await self.work.run(
            "case_add",
            code=case.code,
            requester=case.requester,
            opened_at=case.opened_at,
            key_id=key.id,
            sealed=sealed,
            **_plain(case),
        )

    async def keep(self, case: Case) -> None:
        sealed = await self.work.seal(case.rules, await case_key(self.work, case.id), Spot("cases", case.id))
        if await self.work.run("case_keep", sealed=sealed, **_plain(case)) is None:
            raise Stale("the case changed since it was read")

    async def _case(self, row: Row) -> Case:
        rules = await self.work.open(tuple[Rule, ...], row["sealed"], row["key_id"], Spot("cases", row["id"]))
        return Case(
            id=CaseId(row["id"]),
            code=row["code"],
            desk=DeskId(row["desk"]) if row["desk"] else None,
            requester=ChatId(row["requester"]),
            level=Level(row["level"]),
            rules=rules,
            state=CaseState(row["state"]),
            opened_at=Instant(row["opened_at"]),
            heard_at=Instant(row["heard_at"]),
            owner=OfficerId(row["owner"]) if row["owner"] else None,
            taken_at=_instant(row["taken_at"]),
            delivered_at=_instant(row["delivered_at"]),
            ladder_from=Instant(row["ladder_from"]),
            rung=row["rung"],
            version=row["version"],
        )


def _instant(value: int | None) -> Instant | None:
    return Instant(value) if value is not None else None


def _plain(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "desk": case.desk,
        "level": case.level.value,
        "state": case.state.value,
        "heard_at": case.heard_at,
        "owner": case.owner,
        "taken_at": case.taken_at,
        "delivered_at": case.delivered_at,
        "ladder_from": case.ladder_from,
        "rung": case.rung,
        "version": case.version,
    }
