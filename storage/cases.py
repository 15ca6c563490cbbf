"""Cases, each under a key of its own; a change of a case that was read too long ago is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.case import Case, CaseState, Closing, First
from bot.domain.did import Did
from bot.domain.drills import Drill
from bot.domain.escalation import Policy
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, OfficerId
from bot.domain.numbers import Measured, Period
from bot.domain.report import Reached
from bot.domain.retention import Part
from bot.domain.triage import Level, Rule
from bot.ports import ProposalKind, Stale
from storage.parts import part_keys
from storage.vault import Spot
from storage.work import Row, Work


@dataclass(frozen=True, slots=True)
class _Sealed:
    rules: tuple[Rule, ...] = ()
    policy: Policy = ()


_Kept: Any = tuple[Rule, ...] | _Sealed
"""Cases of before there were policies have their rules alone."""


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

    async def of_desk(self, desk: DeskId) -> list[Case]:
        """Those that are not closed, the gravest first."""
        return [await self._case(row) for row in await self.work.rows("case_of_desk", desk=desk)]

    async def parts_of(self, head: CaseId) -> list[Case]:
        """The cases that were merged into this one."""
        return [await self._case(row) for row in await self.work.rows("case_parts", head=head)]

    async def of_incident(self, head: CaseId) -> list[Case]:
        """All cases of the event that began with this one."""
        return [await self._case(row) for row in await self.work.rows("case_of_incident", head=head)]

    async def incident_size(self, head: CaseId) -> tuple[int, Instant]:
        """How many cases the event has, and when the newest was opened."""
        row = await self.work.run("case_incident_size", head=head)
        return int(row["size"]), Instant(row["newest"] or 0)

    async def drills(self, desk: DeskId, most: int) -> list[Drill]:
        """The newest drills of a desk that are over."""
        return [
            Drill(
                code=row["code"],
                opened_at=Instant(row["opened_at"]),
                delivered_at=_instant(row["delivered_at"]),
                taken_at=_instant(row["first_taken_at"]),
                answered_at=_instant(row["answered_at"]),
                owner=OfficerId(row["taker"]) if row["taker"] else None,
            )
            for row in await self.work.rows("case_drills", desk=desk, batch=most)
        ]

    async def incidents(self, desk: str) -> list[CaseId]:
        """The first cases of the events in which something is open."""
        return [CaseId(row["incident"]) for row in await self.work.rows("case_incidents", desk=desk)]

    async def without_desk(self) -> list[Case]:
        return [await self._case(row) for row in await self.work.rows("case_without_desk")]

    async def add(self, case: Case) -> None:
        key = await self.work.new_key("case")
        sealed = await self.work.seal(_Sealed(case.rules, case.policy), key.id, Spot("cases", case.id))
        await self.work.run(
            "case_add",
            code=case.code,
            opened_at=case.opened_at,
            drill=int(case.drill),
            cried_at=case.cried_at,
            sealed=sealed,
            **_plain(case),
        )
        await self.work.run("case_key_add", case_id=case.id, part=Part.RECORD.value, key_id=key.id)

    async def keep(self, case: Case) -> None:
        key_id = await (await part_keys(self.work, case.id)).make(Part.RECORD)
        sealed = await self.work.seal(_Sealed(case.rules, case.policy), key_id, Spot("cases", case.id))
        if await self.work.run("case_keep", sealed=sealed, **_plain(case)) is None:
            raise Stale("the case changed since it was read")

    async def last_closed_of(self, requester: ChatId) -> Case | None:
        """The case of this chat that was closed last."""
        row = await self.work.run("case_last_closed_of", requester=requester)
        return await self._case(row) if row else None

    async def destroy(self, case: CaseId, part: Part) -> None:
        """Destroy the key of a part, here and thereby in every backup, and remove what it sealed.

        With the record goes whose case it was: what is left is a number in the statistics.
        """
        key_id = (await part_keys(self.work, case)).of(part.value)
        archived = await self.work.run("archive_load", case_id=case, part=part.value)
        await self.work.run("fact_drop", case_id=case, part=part.value)
        await self.work.run("archive_drop", case_id=case, part=part.value)
        await self.work.run("case_key_drop", case_id=case, part=part.value)
        if part is Part.RECORD:
            await self.work.run("case_forget", id=case, nothing=b"")
            await self.work.run("message_of_case_drop", case_id=case)
        if part is Part.CONTACT:
            await self.work.run("likeness_drop", case_id=case)
        if part is Part.MEDIA:
            await self.work.run("attachment_drop", case_id=case)
            await self.work.run("piece_drop", case_id=case)
        if key_id is not None:
            await self.work.run("outbox_drop_under", key_id=key_id)
            await self.work.destroy(key_id)
        if archived is not None:
            await self.work.destroy(archived["key_id"])

    async def measured(self, period: Period) -> list[Measured]:
        """What is in the clear of the cases that were opened in this period, but of drills; nothing is opened."""
        rows = await self.work.rows("case_measured", begins_at=period.begins_at, ends_at=period.ends_at)
        return [_measured(row) for row in rows]

    async def reached(self, period: Period) -> dict[CaseId, Reached]:
        """When each of these cases was first passed on to another desk, and first called safe."""
        found: dict[CaseId, Reached] = {}
        rows = await self.work.rows("case_reached", begins_at=period.begins_at, ends_at=period.ends_at)
        for row in rows:
            case = CaseId(row["case_id"])
            before, at = found.get(case, Reached()), Instant(row["at"])
            if (row["deed"], row["note"]) == _REFERRED:
                found[case] = replace(before, referred_at=at)
            elif (row["deed"], row["note"]) == _SAFE:
                found[case] = replace(before, safe_at=at)
        return found

    async def _case(self, row: Row) -> Case:
        return Case(
            id=CaseId(row["id"]),
            code=row["code"],
            desk=DeskId(row["desk"]) if row["desk"] else None,
            requester=ChatId(row["requester"]),
            level=Level(row["level"]),
            state=CaseState(row["state"]),
            opened_at=Instant(row["opened_at"]),
            heard_at=Instant(row["heard_at"]),
            owner=OfficerId(row["owner"]) if row["owner"] else None,
            taken_at=_instant(row["taken_at"]),
            delivered_at=_instant(row["delivered_at"]),
            ladder_from=Instant(row["ladder_from"]),
            rung=row["rung"],
            version=row["version"],
            closing=Closing(row["closing"]) if row["closing"] else None,
            closed_at=_instant(row["closed_at"]),
            lowered=bool(row["lowered"]),
            part_of=CaseId(row["part_of"]) if row["part_of"] else None,
            incident=CaseId(row["incident"]) if row["incident"] else None,
            drill=bool(row["drill"]),
            cried_at=Instant(row["cried_at"]),
            first=_first(row),
            answered_at=_instant(row["answered_at"]),
            policy=(inner := await self._inner(row)).policy,
            rules=inner.rules,
        )

    async def _inner(self, row: Row) -> _Sealed:
        """Nothing where the record was destroyed: what is left of the case is a number in the statistics."""
        if not row["key_id"] or not row["sealed"]:
            return _Sealed()
        found = await self.work.open(_Kept, row["sealed"], row["key_id"], Spot("cases", row["id"]))
        return found if isinstance(found, _Sealed) else _Sealed(found)


def _instant(value: int | None) -> Instant | None:
    return Instant(value) if value is not None else None


_REFERRED, _SAFE = (Did.HANDED_OVER, ProposalKind.REFER.value), (Did.STATE, CaseState.SAFE.value)
"""As the journal says it."""


def _measured(row: Row) -> Measured:
    first = _first(row)
    return Measured(
        id=CaseId(row["id"]),
        code=row["code"],
        desk=DeskId(row["desk"]) if row["desk"] else None,
        level=first.level if first else Level(row["level"]),
        state=CaseState(row["state"]),
        opened_at=Instant(row["opened_at"]),
        cried_at=Instant(row["cried_at"] or row["opened_at"]),
        delivered_at=_instant(row["delivered_at"]),
        taken_at=first.at if first else None,
        due_at=first.due_at if first else None,
        answered_at=_instant(row["answered_at"]),
        closing=Closing(row["closing"]) if row["closing"] else None,
        closed_at=_instant(row["closed_at"]),
        merged=row["part_of"] is not None,
    )


def _first(row: Row) -> First | None:
    if row["first_taken_at"] is None:
        return None
    return First(Instant(row["first_taken_at"]), Level(row["first_level"]), Instant(row["first_due_at"]))


def _plain(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "requester": case.requester,
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
        "closing": case.closing.value if case.closing else None,
        "closed_at": case.closed_at,
        "lowered": int(case.lowered),
        "part_of": case.part_of,
        "incident": case.incident,
        "first_taken_at": case.first.at if case.first else None,
        "first_level": case.first.level.value if case.first else None,
        "first_due_at": case.first.due_at if case.first else None,
        "answered_at": case.answered_at,
    }
