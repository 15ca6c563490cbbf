"""The things that people sent, each under a key of its own, in pieces; that key lies under the case's media key.

So a case can be sealed away without touching a byte of them: only their keys change hands.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.ids import CaseId, FactId
from bot.domain.private import Private
from bot.domain.retention import Part
from storage.parts import part_keys
from storage.vault import KEY, DataKey, NotOpened, Spot
from storage.work import Row, Work

PIECE = 2**20 - 4
"""Bytes of a piece: with its length in front it fills up to a whole mebibyte."""


@dataclass(frozen=True, slots=True, repr=False)
class ContentKey:
    """What opens one thing: its key, and how many pieces it has."""

    secret: Private[bytes]
    pieces: int

    def key(self, fact: FactId) -> DataKey:
        return DataKey(fact, self.secret.reveal())


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A piece of a thing, sealed."""

    case: CaseId
    thing: FactId
    number: int
    sealed: bytes

    def opened(self, content: ContentKey) -> bytes:
        """NotOpened unless it is this piece of the thing that the key belongs to."""
        return content.key(self.thing).open(self.sealed, piece_spot(self.case, self.thing, self.number))


def piece_spot(case: CaseId, fact: FactId, number: int) -> Spot:
    """A piece opens nowhere but in its place."""
    return Spot("pieces", f"{case} {fact}", str(number))


def attachment_spot(fact: FactId) -> Spot:
    """Where the key of a thing lies."""
    return Spot("attachments", fact)


def _cut(content: bytes) -> Iterator[bytes]:
    yield from (content[start : start + PIECE] for start in range(0, len(content), PIECE))


@dataclass(frozen=True, slots=True)
class AttachmentShelf:
    work: Work

    async def add(self, case: CaseId, fact: FactId, content: Private[bytes]) -> None:
        """Keep a thing once; a second time changes nothing."""
        secret = secrets.token_bytes(KEY)
        key, pieces = DataKey(fact, secret), list(_cut(content.reveal()))
        sealed = [key.seal(one, piece_spot(case, fact, number)) for number, one in enumerate(pieces)]
        media = await (await part_keys(self.work, case)).make(Part.MEDIA)
        known = ContentKey(Private(secret), len(pieces))
        added = await self.work.run(
            "attachment_add",
            fact_id=fact,
            case_id=case,
            size=sum(map(len, sealed)),
            sealed=await self.work.seal(known, media, attachment_spot(fact)),
        )
        if added is None:
            return
        for number, one in enumerate(sealed):
            await self.work.run("piece_add", case_id=case, fact_id=fact, number=number, sealed=one)

    async def load(self, case: CaseId, fact: FactId) -> Private[bytes] | None:
        """The whole thing; None if it is not kept, or is destroyed. NotOpened if a piece is missing."""
        row = await self.work.run("attachment_load", fact_id=fact)
        if row is None or row["case_id"] != case:
            return None
        known = await self._opened(row)
        if known is None:
            return None
        key, rows = known.key(fact), await self.work.rows("piece_of", case_id=case, fact_id=fact)
        if [one["number"] for one in rows] != list(range(known.pieces)):
            raise NotOpened("pieces: some are missing")
        opened = (key.open(bytes(one["sealed"]), piece_spot(case, fact, one["number"])) for one in rows)
        return Private(b"".join(opened))

    async def keys_of(self, case: CaseId) -> dict[FactId, ContentKey]:
        """What opens each thing of a case."""
        rows = await self.work.rows("attachment_of_case", case_id=case)
        found = {FactId(row["fact_id"]): await self._opened(row) for row in rows}
        return {fact: key for fact, key in found.items() if key is not None}

    async def size_of(self, case: CaseId) -> int:
        """Bytes that are kept of one case."""
        return int((await self.work.run("attachment_size_of_case", case_id=case))["size"])

    async def size(self) -> int:
        """Bytes that are kept in all."""
        return int((await self.work.run("attachment_size"))["size"])

    async def page(self, case: CaseId, above: tuple[str, int], batch: int) -> list[Piece]:
        """The next pieces of a case above this thing and number, as they lie there; at most so many."""
        rows = await self.work.rows("piece_page", case_id=case, fact_id=above[0], number=above[1], batch=batch)
        return [Piece(case, FactId(row["fact_id"]), row["number"], bytes(row["sealed"])) for row in rows]

    async def _opened(self, row: Row) -> ContentKey | None:
        media = (await part_keys(self.work, CaseId(row["case_id"]))).of(Part.MEDIA.value)
        if media is None:
            return None
        return await self.work.open(ContentKey, row["sealed"], media, attachment_spot(FactId(row["fact_id"])))
