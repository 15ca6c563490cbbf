"""Closed cases, sealed part by part to the desk's public key: this server cannot open them any more.

Around each part lies a data key of the server as well. It opens nothing without the offline key, and when its time
comes it is destroyed, so that retention holds in the archive, and in every backup of it, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.facts import Fact, Fetched
from bot.domain.ids import CaseId, ChatId, FactId, Instant
from bot.domain.retention import Part, part_of
from bot.domain.triage import Rule
from storage.archivekey import ArchiveKey
from storage.attachments import AttachmentShelf, ContentKey
from storage.codec import pack, unpack
from storage.facts import KINDS, FactShelf
from storage.parts import part_keys
from storage.vault import Spot, padded, unpadded
from storage.work import Row, Work


@dataclass(frozen=True, slots=True, repr=False)
class ArchivedFact:
    """A fact with the name of its kind; `value` is what storage/codec.py writes for it."""

    at: Instant
    kind: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class ArchivedThing:
    """What opens a thing that was sent; its pieces lie where they lay, and the server has this key no more."""

    fact: FactId
    at: Instant
    type: str
    content: ContentKey


@dataclass(frozen=True, slots=True, repr=False)
class ArchivedPart:
    """One part of a closed case."""

    code: str
    part: Part
    level: str
    rules: tuple[Rule, ...]
    closing: str
    opened_at: Instant
    closed_at: Instant
    requester: ChatId
    facts: tuple[ArchivedFact, ...]
    things: tuple[ArchivedThing, ...] = ()

    def values(self) -> list[object]:
        """The facts' values as the rules know them, in order."""
        return [unpack(KINDS[one.kind], one.value.encode()) for one in self.facts]


@dataclass(frozen=True, slots=True)
class Sealed:
    """An archived part outside the database: what the holder of the offline key needs, and nothing else."""

    case: CaseId
    code: str
    part: Part
    public_key: str
    closed_at: Instant
    sealed: bytes

    def opened(self, key: ArchiveKey) -> ArchivedPart:
        """NotOpened unless it was sealed to this key, and stands as what it was sealed as."""
        return unpack(ArchivedPart, unpadded(key.open(self.sealed, _bound(self.case, self.part, self.public_key))))


def _bound(case: CaseId, part: Part, key_id: str) -> bytes:
    return Spot("archive", case, part.value).bound_to(key_id)


@dataclass(frozen=True, slots=True)
class ArchiveShelf:
    work: Work

    async def seal_away(self, case: Case, now: Instant) -> bool:
        """Seal a closed case to the desk's public key and destroy its keys here; False without a public key."""
        if self.work.archive is None:
            return False
        facts = await FactShelf(self.work).of(case.id)
        for part in Part:
            things = await self._things(case, facts) if part is Part.MEDIA else ()
            await self._put(case, part, [fact for fact in facts if part_of(fact.value) is part], now, things)
        keys = await part_keys(self.work, case.id)
        for name, key_id in keys.keys.items():
            await self.work.run("fact_drop", case_id=case.id, part=name)
            await self.work.run("case_key_drop", case_id=case.id, part=name)
            await self.work.run("outbox_drop_under", key_id=key_id)
            await self.work.destroy(key_id)
        await self.work.run("likeness_drop", case_id=case.id)
        await self.work.run("attachment_drop", case_id=case.id)
        await self.work.run("case_unsay", id=case.id, nothing=b"")
        return True

    async def _things(self, case: Case, facts: Sequence[Fact]) -> tuple[ArchivedThing, ...]:
        keys = await AttachmentShelf(self.work).keys_of(case.id)
        types = {fact.value.media: fact.value.type for fact in facts if isinstance(fact.value, Fetched)}
        return tuple(
            ArchivedThing(fact.id, fact.at, types.get(fact.id, ""), keys[fact.id])
            for fact in facts
            if fact.id in keys
        )

    async def _put(
        self, case: Case, part: Part, facts: Sequence[Fact], now: Instant, things: tuple[ArchivedThing, ...]
    ) -> None:
        public = self.work.archive
        if public is None or (not facts and part is not Part.RECORD):
            return
        written = tuple(ArchivedFact(one.at, type(one.value).__name__, pack(one.value).decode()) for one in facts)
        whole = ArchivedPart(
            case.code,
            part,
            case.level.value,
            case.rules if part is Part.RECORD else (),
            case.closing.value if case.closing else "",
            case.opened_at,
            case.closed_at or now,
            case.requester,
            written,
            things,
        )
        sealed = public.seal(padded(pack(whole)), _bound(case.id, part, public.id))
        outer = await self.work.new_key("archive")
        await self.work.run(
            "archive_put",
            case_id=case.id,
            part=part.value,
            at=now,
            public_key=public.id,
            key_id=outer.id,
            sealed=outer.seal(sealed, Spot("archive", case.id, part.value)),
        )

    async def page(self, above: tuple[str, str], batch: int) -> list[Sealed]:
        """The next archived parts above this case and part, without the server's own cover; at most so many."""
        rows = await self.work.rows("archive_page", case_id=above[0], part=above[1], batch=batch)
        return [await self._sealed(row) for row in rows]

    async def _sealed(self, row: Row) -> Sealed:
        key = await self.work.key(row["key_id"])
        part = Part(row["part"])
        sealed = key.open(bytes(row["sealed"]), Spot("archive", row["case_id"], part.value))
        return Sealed(CaseId(row["case_id"]), row["code"], part, row["public_key"], Instant(row["at"]), sealed)
