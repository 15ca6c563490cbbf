"""The archive on its way to the machine with the offline key: a line of JSON for a part, or a piece of a thing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from bot.domain.ids import CaseId, FactId
from bot.domain.retention import Part
from storage.archive import ArchivedPart, ArchivedThing, Sealed
from storage.archivekey import ArchiveKey
from storage.attachments import Piece
from storage.backup import BackupRefused
from storage.database import Database
from storage.keyfile import sync_folder
from storage.vault import NotOpened

TOGETHER, AT_ONCE = 100, 8
"""Parts, and pieces of things, to a transaction."""


async def archived(database: Database) -> AsyncIterator[Sealed]:
    """Every archived part that is not destroyed, by case; beside a process that serves."""
    above = ("", "")
    while True:
        async with database.transaction() as ledger:
            parts = await ledger.archived.page(above, TOGETHER)
        for one in parts:
            yield one
        if not parts:
            return
        above = (parts[-1].case, parts[-1].part.value)


async def export(database: Database, path: Path, told: Callable[[int], None]) -> int:
    """Write all of them to a new file that only this account reads; returns how many.

    BackupRefused if it cannot be written. However it is broken off, half a file does not stay.
    """
    written = 0
    with _new_file(path) as file:
        async for one in archived(database):
            file.write(msgspec.json.encode(one) + b"\n")
            if one.part is Part.MEDIA:
                async for piece in _pieces(database, one):
                    file.write(msgspec.json.encode(piece) + b"\n")
            written += 1
            told(1)
    return written


async def _pieces(database: Database, part: Sealed) -> AsyncIterator[Piece]:
    """All pieces of the things that belong to an archived part."""
    above = ("", -1)
    while True:
        async with database.transaction() as ledger:
            pieces = await ledger.attachments.page(part.case, above, AT_ONCE)
        for one in pieces:
            yield one
        if not pieces:
            return
        above = (pieces[-1].thing, pieces[-1].number)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is on disk when this ends, or is not there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused(f"archive file {path}: it exists already and is not overwritten") from None
    except OSError as error:
        raise _unwritten(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritten(path, error) from None
        raise


def _unwritten(path: Path, error: OSError) -> BackupRefused:
    return BackupRefused(f"archive file {path}: it cannot be written: {error.strerror}")


def shipped(path: Path, key: ArchiveKey) -> Iterator[tuple[Sealed, ArchivedPart | None]]:
    """The parts in a file, opened; None beside one that was sealed to another key, or was changed."""
    for one in _lines(path):
        if isinstance(one, Sealed):
            yield one, _opened(one, key)


@dataclass(frozen=True, slots=True, repr=False)
class Shipped:
    """A piece of the `place`-th thing that was sent in a case; `content` is None where it does not open."""

    code: str
    place: int
    thing: ArchivedThing
    content: bytes | None


def things(path: Path, key: ArchiveKey) -> Iterator[Shipped]:
    """The things that were sent, piece by piece; those of a part that does not open are passed over."""
    known: dict[tuple[CaseId, FactId], tuple[str, int, ArchivedThing]] = {}
    for one in _lines(path):
        if isinstance(one, Sealed):
            part = _opened(one, key)
            if part is not None:
                sent = enumerate(part.things, 1)
                known |= {(one.case, thing.fact): (part.code, place, thing) for place, thing in sent}
        elif (one.case, one.thing) in known:
            code, place, thing = known[one.case, one.thing]
            try:
                yield Shipped(code, place, thing, one.opened(thing.content))
            except NotOpened:
                yield Shipped(code, place, thing, None)


def _opened(sealed: Sealed, key: ArchiveKey) -> ArchivedPart | None:
    try:
        return sealed.opened(key)
    except NotOpened:
        return None


def _lines(path: Path) -> Iterator[Sealed | Piece]:
    """The lines of a file, one by one: things may be large."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield _line(path, number, line)
    except OSError as error:
        raise BackupRefused(f"archive file {path}: it cannot be read: {error.strerror}") from None


def _line(path: Path, number: int, line: bytes) -> Sealed | Piece:
    kinds: tuple[type[Sealed | Piece], ...] = (Sealed, Piece)
    for kind in kinds:
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(line, type=kind)
    raise BackupRefused(f"archive file {path}: line {number} is not an archived part")
