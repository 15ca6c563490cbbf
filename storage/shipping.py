"""The archive on its way to the machine with the offline key: a file of one JSON line for each part."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from storage.archive import ArchivedPart, Sealed
from storage.archivekey import ArchiveKey
from storage.backup import BackupRefused
from storage.database import Database
from storage.keyfile import sync_folder
from storage.vault import NotOpened

TOGETHER = 100
"""Parts to a transaction."""


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
            written += 1
            told(1)
    return written


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
