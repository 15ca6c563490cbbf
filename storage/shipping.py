"""The archive on its way to the machine with the offline key: a file of one JSON line for each part."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import msgspec

from storage.archive import ArchivedPart, Sealed
from storage.archivekey import ArchiveKey
from storage.backup import BackupRefused
from storage.database import Database
from storage.vault import NotOpened

TOGETHER = 100


async def archived(database: Database) -> AsyncIterator[Sealed]:
    """Every archived part that is not destroyed, by case; beside a process that serves."""
    above = ""
    while True:
        async with database.transaction() as ledger:
            cases = await ledger.archived.page(above, TOGETHER)
        for one in cases:
            yield one
        if not cases:
            return
        above = cases[-1].case


async def export(database: Database, path: Path, told: Callable[[int], None]) -> int:
    """Write all of them to a new file that only this account reads; returns how many."""
    written = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            async for one in archived(database):
                file.write(msgspec.json.encode(one) + b"\n")
                written += 1
                told(1)
    except FileExistsError:
        raise BackupRefused(f"archive file {path}: it exists already and is not overwritten") from None
    except OSError as error:
        raise BackupRefused(f"archive file {path}: it cannot be written: {error.strerror}") from None
    return written


def shipped(path: Path, key: ArchiveKey) -> Iterator[tuple[Sealed, ArchivedPart | None]]:
    """The parts in a file, opened; None beside one that was sealed to another key, or was changed."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise BackupRefused(f"archive file {path}: it cannot be read: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        try:
            one = msgspec.json.decode(line, type=Sealed)
        except msgspec.DecodeError:
            raise BackupRefused(f"archive file {path}: line {number} is not an archived part") from None
        try:
            yield one, one.opened(key)
        except NotOpened:
            yield one, None
