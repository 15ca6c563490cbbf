"""Opens the database, whichever engine, and gives out transactions, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from bot.domain.dues import JOURNAL, MONTH, STAFF, DueKind
from bot.domain.ids import Instant
from bot.domain.numbers import month_ends
from bot.ports import Unkept
from storage.archivekey import ArchivePublicKey
from storage.engine import DatabaseAway, Engine, Stand, faults_told
from storage.keyring import Keyring, WrongKey
from storage.keysource import Keys
from storage.ledger import Ledger
from storage.migrate import migrate, migrations, refuse_unless_migrated
from storage.work import Work


@dataclass(slots=True)
class Database:
    """An open database. Transactions wait for one another; nothing else may use the connection."""

    _engine: Engine
    _keyring: Keyring
    _now: Callable[[], int]
    _archive: ArchivePublicKey | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _shown: str | None = None
    """The key-encryption key that the database shows as this process's; None beside the process that serves."""

    @property
    def keyring(self) -> Keyring:
        return self._keyring

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Ledger]:
        """Commit when the block ends well, roll back when it does not.

        Unkept if the database cannot keep anything at the moment. Then nothing was changed, except that an
        answer to the commit itself may have been lost with the connection: who tries again must ask first.
        """
        async with self._turn:
            with self._faults_told():
                try:
                    connection = await self._engine.begin()
                    yield Ledger(Work(connection, self._engine.queries, self._keyring, self._now, self._archive))
                except BaseException:
                    await self._engine.rollback()
                    raise
                await self._commit()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Engine]:
        """Everything as it is at one moment, to read only. Unkept if the database is away."""
        async with self._turn:
            with self._faults_told():
                await self._engine.snapshot()
                try:
                    yield self._engine
                finally:
                    await self._engine.rollback()

    async def scour(self) -> None:
        """Take what was destroyed out of the engine's leftovers. Unkept if it cannot be done at the moment."""
        with self._faults_told():
            await self._engine.scour(self._turn)

    async def take_up(self) -> None:
        """Show in the database which key-encryption key wraps here now, so that a change of keys can go on."""
        current = self._keyring.keks.current().id
        if current != self._shown:
            async with self.transaction() as ledger:
                await ledger.keys.take_up()
            self._shown = current

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        """Unkept in place of an error by which nothing can be kept at the moment; all others as they are.

        While it serves, a key that is missing is such an error, too: it may be brought at any moment.
        """
        try:
            yield
        except Exception as error:
            reason = self._engine.fault(error)
            if isinstance(error, WrongKey) and self._shown is not None:
                reason = str(error)
            if reason is None:
                raise
            raise Unkept(f"{self._engine.name}: {reason}") from None

    async def _commit(self) -> None:
        try:
            await self._engine.commit()
        except BaseException:
            await self._engine.rollback()
            raise

    async def close(self) -> None:
        """Let go of the database, after the transaction under way."""
        async with self._turn:
            await self._engine.close()


async def open_database(
    engine: Engine,
    keks: Keys,
    now: Callable[[], int],
    stand: Stand = Stand.SERVES,
    archive: ArchivePublicKey | None = None,
) -> Database:
    """Open or create, migrate, and unlock with the key-encryption keys.

    BESIDE the process that serves nothing is migrated or made.
    `archive`: the desk's public key, to which closed cases are sealed.

    DatabaseRefused or DatabaseAway if it cannot be used, WrongKey if it is sealed under another key,
    MigrationRefused if it is of another program; then nothing is left open.
    """
    await engine.open(stand)
    try:
        with faults_told(engine):
            return await _prepared(engine, Keyring(keks, engine.queries), now, stand is Stand.BESIDE, archive)
    except Unkept as away:
        await engine.close()
        raise DatabaseAway(str(away)) from None
    except BaseException:
        await engine.close()
        raise


async def _prepared(
    engine: Engine, keyring: Keyring, now: Callable[[], int], beside: bool, archive: ArchivePublicKey | None
) -> Database:
    if beside:
        await refuse_unless_migrated(engine, migrations())
    else:
        await migrate(engine, now(), migrations())
    database = Database(engine, keyring, now, archive)
    async with database.transaction() as ledger:
        if beside:
            await ledger.unlock_known()
            return database
        if await ledger.unlock():
            await ledger.journal.begin()
        await ledger.dues.set_first(DueKind.ANCHOR, JOURNAL, Instant(now()))
        await ledger.dues.set_first(DueKind.HYGIENE, STAFF, Instant(now()))
        await ledger.dues.set_first(DueKind.REPORT, MONTH, month_ends(Instant(now()), "UTC"))
    await database.take_up()
    return database
