"""Backs up, restores and copies a database: every row as it is, in one moment, sealed, and compared afterwards.

A backup is two files. The data file holds all tables but the wrapped data keys, sealed under a data key of its
own; the key file holds the wrapped data keys, that one among them, sealed under the key-encryption key. The key
file is written anew each time, over the one before: a data key that was destroyed is gone for older data, too.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bot.domain.ids import Instant
from storage.database import Database
from storage.engine import Engine, faults_told
from storage.keyfile import fresh_beside, sync_folder
from storage.keyring import Keyring
from storage.keysource import Keys
from storage.ledger import Ledger
from storage.mending import mend
from storage.migrate import migrate, migrations
from storage.tables import COUNTED, KEYS, ORDER, Batch, Tally, batches, count
from storage.vault import KEY, DataKey, NotOpened, Spot
from storage.work import Work

_MAGIC = b"rescue-desk-backup-1\n"
_DATA = tuple(table for table in ORDER if table != KEYS)
_LONGEST = 2**30
"""Bytes that one frame may have; a longer one is damage."""
Told = Callable[[int], None]


class BackupRefused(Exception):
    """A backup cannot be made or used; says which file, why, and what would be right."""


class Head(msgspec.Struct, frozen=True):
    """What stands in the clear at the beginning of a file; changed, nothing after it opens."""

    kind: str
    made_at: int
    key_id: str
    wrapped: bytes
    migrations: dict[int, str]
    rows: int = 0


class Frame(msgspec.Struct, frozen=True):
    """Some rows; the last frame has no table and the fingerprints of all."""

    table: str
    columns: tuple[str, ...] = ()
    rows: list[list[Any]] = []
    tally: dict[str, tuple[int, str]] = {}


@dataclass(slots=True)
class _Seal:
    """One file's key and place: each frame opens in its own place of its own file only."""

    key: DataKey
    head: bytes
    number: int = 0

    def _next(self) -> Spot:
        self.number += 1
        return Spot("backup", str(self.number), sha256(self.head).hexdigest())

    def close(self, plain: bytes) -> bytes:
        return self.key.seal(plain, self._next())

    def open(self, sealed: bytes) -> bytes:
        return self.key.open(sealed, self._next())


async def back_up(database: Database, data: Path, keys: Path, now: int, told: Told) -> dict[str, int]:
    """Write both files while the bot serves; gives how many rows of each table are in them.

    `told` hears how many more rows are written. BackupRefused if a file cannot be written, or would be written
    over something that is no such backup file; then the data file that was there before is as it was, and a key
    file there opens it.
    """
    _refuse_to_overwrite(data, keys)
    async with database.transaction() as ledger:
        own = await ledger.keys.new("backup")
        secret, kek = secrets.token_bytes(KEY), ledger.keys.current()
        wrapped = DataKey(kek.id, kek.secret).seal(secret, Spot("backup", "keys", "wrapped"))
    steps = {step.number: step.digest for step in migrations()}
    with _replacing(data) as to_data, _replacing(keys) as to_keys:
        async with database.snapshot() as engine:
            counted = await count(engine, tuple(ORDER))
            of_keys = Head("keys", now, kek.id, wrapped, steps, counted[KEYS])
            of_data = Head("data", now, own.id, b"", steps, sum(counted.values()) - counted[KEYS])
            await _write(to_keys, of_keys, DataKey(kek.id, secret), engine, (KEYS,), told)
            await _write(to_data, of_data, own, engine, _DATA, told)
            return counted


def _refuse_to_overwrite(data: Path, keys: Path) -> None:
    """A mistyped path must not cost anybody the database, its keys, or a backup's other half."""
    if data.resolve() == keys.resolve():
        raise BackupRefused(f"backup {data}: the data and the keys need a file each; name two")
    for path, kind in ((data, "data"), (keys, "keys")):
        if not path.exists():
            continue
        try:
            file, head, _ = _head(path)
            file.close()
        except BackupRefused:
            raise BackupRefused(
                f"backup {path}: what is there is no backup and is not overwritten; name another file"
            ) from None
        if head.kind != kind:
            raise _of_the_other_kind(path, head.kind, kind)


@dataclass(slots=True)
class _Out:
    """A file that is being written; what fails about it is told by its name."""

    path: Path
    file: BinaryIO

    def write(self, content: bytes) -> None:
        with _named(self.path):
            self.file.write(content)


async def _write(out: _Out, head: Head, key: DataKey, engine: Engine, tables: tuple[str, ...], told: Told) -> None:
    written = msgspec.msgpack.encode(head)
    seal, tally = _Seal(key, written), Tally()
    out.write(_MAGIC + len(written).to_bytes(4, "big") + written)
    async for batch in batches(engine, tables):
        tally.add(batch)
        _put(out, seal, Frame(batch.table, batch.columns, batch.rows))
        told(len(batch.rows))
    _put(out, seal, Frame("", tally=tally.result()))


def _put(out: _Out, seal: _Seal, frame: Frame) -> None:
    sealed = seal.close(msgspec.msgpack.encode(frame))
    out.write(len(sealed).to_bytes(4, "big") + sealed)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused(f"backup {path}: it cannot be written: {error.strerror}") from None


@contextmanager
def _replacing(path: Path) -> Iterator[_Out]:
    """A new file that takes the old one's place when all of it is on disk, and is gone if anything fails."""
    fresh = fresh_beside(path)
    with _named(path):
        file = os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
    try:
        with file:
            yield _Out(path, file)
            with _named(path):
                os.fsync(file.fileno())
        with _named(path):
            fresh.replace(path)
            sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _of_the_other_kind(path: Path, found: str, kind: str) -> BackupRefused:
    return BackupRefused(f"backup {path}: it is the file with the {found}; here belongs the one with the {kind}")


def _head(path: Path) -> tuple[BinaryIO, Head, bytes]:
    """The file, read up to where its head ends. BackupRefused if that is not the head of a backup."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"backup {path}: it cannot be read: {error.strerror}") from None
    try:
        magic, length = file.read(len(_MAGIC)), int.from_bytes(file.read(4), "big")
        written = file.read(length) if magic == _MAGIC and length < 2**20 else b""
        head = msgspec.msgpack.decode(written, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError):
        file.close()
        raise BackupRefused(f"backup {path}: it is not a backup, or its beginning is damaged") from None
    return file, head, written


def _opened(path: Path, kind: str) -> tuple[BinaryIO, Head, bytes]:
    file, head, written = _head(path)
    if head.kind != kind:
        file.close()
        raise _of_the_other_kind(path, head.kind, kind)
    if head.migrations != {step.number: step.digest for step in migrations()}:
        file.close()
        raise BackupRefused(
            f"backup {path}: another version of this program made it; restore it with that version"
        )
    return file, head, written


def _frames(path: Path, file: BinaryIO, seal: _Seal) -> Iterator[Frame]:
    """All frames; BackupRefused where the file was cut off, changed or put together from others."""
    tally = Tally()
    while True:
        length = file.read(4)
        size = int.from_bytes(length, "big")
        sealed = file.read(size) if len(length) == 4 and size < _LONGEST else b""
        try:
            frame = msgspec.msgpack.decode(seal.open(sealed), type=Frame)
        except (NotOpened, msgspec.MsgspecError, UnicodeDecodeError):
            raise BackupRefused(f"backup {path}: it is cut off or was changed, at frame {seal.number}") from None
        if not frame.table:
            break
        tally.add(Batch(frame.table, frame.columns, frame.rows))
        yield frame
    if frame.tally != tally.result() or file.read(1):
        raise BackupRefused(f"backup {path}: its end does not fit what comes before")
    yield frame


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows of each table came back, and how many keys of what came after the backup were destroyed."""

    rows: dict[str, int]
    shed: int


def rows_in(data: Path, keys: Path) -> int:
    """How many rows the two files say that they have. BackupRefused."""
    total = 0
    for path, kind in ((keys, "keys"), (data, "data")):
        file, head, _ = _opened(path, kind)
        file.close()
        total += max(0, head.rows)
    return total


async def restore(engine: Engine, keks: Keys, data: Path, keys: Path, now: int, told: Told) -> Restored:
    """Put a backup into an empty place, compare every row, and remove what was destroyed since; all or nothing.

    The data keys are those of the key file: what was destroyed before that was written stays destroyed. `told`
    hears of every row twice: when it is written and when it is compared.
    """
    kept = list(_data_keys(keys, keks))
    wrapped = {
        row[batch.columns.index("key_id")]: dict(zip(batch.columns, row, strict=True))
        for batch in kept
        for row in batch.rows
    }
    file, head, written = _opened(data, "data")
    with file:
        if head.key_id not in wrapped:
            raise BackupRefused(
                f"backup {data}: its key is not in {keys}; that key file is older, or of another database"
            )
        key = DataKey(head.key_id, _unwrapped(wrapped[head.key_id], keks, data))

        async def rows() -> AsyncGenerator[Batch]:
            for batch in kept:
                yield batch
            for frame in _frames(data, file, _Seal(key, written)):
                if frame.table:
                    yield Batch(frame.table, frame.columns, frame.rows)

        shed = 0

        async def mended(connection: Any) -> None:
            nonlocal shed
            work = Work(connection, engine.queries, Keyring(keks, engine.queries), lambda: now)
            shed = await mend(Ledger(work), Instant(now))

        return Restored(await _fill(engine, rows(), now, told, mended), shed)


def _data_keys(path: Path, keks: Keys) -> Iterator[Batch]:
    file, head, written = _opened(path, "keys")
    with file:
        secret = _unwrapped(
            {"kek_id": head.key_id, "wrapped": head.wrapped}, keks, path, Spot("backup", "keys", "wrapped")
        )
        for frame in _frames(path, file, _Seal(DataKey(head.key_id, secret), written)):
            if frame.table:
                yield Batch(frame.table, frame.columns, frame.rows)


def _unwrapped(row: dict[str, Any], keks: Keys, path: Path, spot: Spot | None = None) -> bytes:
    kek = keks.by_id(row["kek_id"])
    if kek is None:
        raise BackupRefused(f"backup {path}: it needs key-encryption key {row['kek_id']}, which is not at hand")
    try:
        return DataKey(kek.id, kek.secret).open(
            row["wrapped"], spot or Spot("data_keys", row["key_id"], "wrapped")
        )
    except NotOpened:
        raise BackupRefused(f"backup {path}: the key-encryption key {kek.id} at hand does not open it") from None


async def _fill(
    engine: Engine, rows: AsyncGenerator[Batch], now: int, told: Told, then: Callable[[Any], Awaitable[None]]
) -> dict[str, int]:
    """Put rows into an empty database, compare every one with what was put in, `then` the rest; all or nothing."""
    tally = Tally()
    with faults_told(engine):
        await migrate(engine, now, migrations())
        connection = await engine.begin()
    try:
        found = {table: rows for table, rows in (await count(engine, tuple(ORDER))).items() if rows}
        if found:
            raise BackupRefused(
                f"the database is not empty: {', '.join(found)}; a backup goes into an empty place only"
            )
        async with aclosing(rows):
            async for batch in rows:
                # What fails where the rows come from is told by the name of that.
                with faults_told(engine):
                    await engine.put_rows(batch.table, batch.columns, batch.rows)
                tally.add(batch)
                told(len(batch.rows))
        with faults_told(engine):
            await engine.count_on(COUNTED)
            counted = await _compare(engine, tally, told)
            await then(connection)
            await engine.commit()
    except BaseException:
        await engine.rollback()
        raise
    return counted


async def _compare(engine: Engine, expected: Tally, told: Told) -> dict[str, int]:
    there = Tally()
    async for batch in batches(engine, tuple(ORDER)):
        there.add(batch)
        told(len(batch.rows))
    if there.result() != expected.result():
        raise BackupRefused("what stands in the database is not what was put in; nothing of it was kept")
    return await count(engine, tuple(ORDER))


async def copy(database: Database, target: Engine, now: int, told: Told) -> dict[str, int]:
    """Everything, into an empty database of either engine; nothing is changed where it came from.

    `told` hears of every row twice: when it is written and when it is compared.
    """

    async def nothing_more(_: Any) -> None:
        """It is the same database as before."""

    async with database.snapshot() as engine:
        return await _fill(target, batches(engine, tuple(ORDER)), now, told, nothing_more)
