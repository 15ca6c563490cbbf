"""What sealing costs beside the bare cipher, and what a look-up costs as the desk grows: ratios within one run.

    python -m benchmarks.storage --cases 1000 100000 1000000 --engines sqlite postgresql

Rows are as the program writes them: every value sealed under a data key of its own part, every key wrapped.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.facts import Located, Said
from bot.domain.ids import CaseId, ChatId, Instant
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.triage import UNKNOWN
from storage.codec import pack
from storage.database import Database, open_database
from storage.engine import Engine, Stand
from storage.keyfile import KeyEncryptionKey
from storage.keyring import Keyring
from storage.keysource import held
from storage.migrate import migrate, migrations
from storage.postgresql import Postgresql
from storage.sqlite import Sqlite
from storage.vault import DataKey, MarkKey, Spot, padded
from tests.storage.server import running_server

NOW = 1_790_000_000_000
KEK = KeyEncryptionKey("k1", b"k" * 32)
ROUNDS, EACH = 15, 2_000
LOOKED_UP = 2_000
TOGETHER = 5_000
SHAPES: dict[str, str] = {
    "data_keys": "key_id purpose kek_id wrapped created_at",
    "chats": "id address index_key key_id kind language language_chosen reachable heard_at newest screen "
    "screen_keys sealed",
    "cases": "id code desk requester level state opened_at heard_at owner taken_at delivered_at ladder_from rung "
    "version sealed closing closed_at",
    "case_keys": "case_id part key_id",
    "facts": "id case_id at kind part sealed",
}
"""Columns of the tables that are filled, in the order of their references."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _rate(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(EACH):
        work()
    return EACH / (time.perf_counter() - began)


def _sealing(size: int) -> None:
    """The two in turn, so that whatever else the machine does hits both; medians of the rounds."""
    plain, spot, key_id = secrets.token_bytes(size), Spot("facts", secrets.token_hex(16)), secrets.token_hex(16)
    secret = secrets.token_bytes(32)
    key, bare = DataKey(key_id, secret), AESGCM(secret)
    bound, sealed = spot.bound_to(key_id), key.seal(plain, spot)
    nonce = sealed[1:13]
    whole = padded(plain)
    # Whoever uses the bare cipher, too, keeps the nonce in front of what it closed.
    kept, kept_whole = nonce + bare.encrypt(nonce, plain, bound), nonce + bare.encrypt(nonce, whole, bound)
    works: dict[str, Callable[[], object]] = {
        "seal": lambda: key.seal(plain, spot),
        "bare seal": lambda: bare.encrypt(os.urandom(12), plain, bound),
        "bare seal, padded": lambda: bare.encrypt(os.urandom(12), whole, bound),
        "open": lambda: key.open(sealed, spot),
        "bare open": lambda: bare.decrypt(kept[:12], kept[12:], bound),
        "bare open, padded": lambda: bare.decrypt(kept_whole[:12], kept_whole[12:], bound),
    }
    rates: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            rates[name].append(_rate(work))
    middle = {name: statistics.median(found) for name, found in rates.items()}
    for name in ("seal", "open"):
        say(
            f"{size:>7} bytes  {name:<4} {middle[name]:>9,.0f}/s   bare {middle[f'bare {name}']:>9,.0f}/s   "
            f"costs {middle[f'bare {name}'] / middle[name]:.2f} times the bare cipher, "
            f"{middle[f'bare {name}, padded'] / middle[name]:.2f} times it on the padded size"
        )


@dataclass
class _Maker:
    """Makes the rows of one person with a case, sealed and wrapped as the program does it."""

    ring: Keyring
    index: MarkKey

    def _key(self, name: str, purpose: str, into: dict[str, list[tuple[Any, ...]]]) -> DataKey:
        secret = secrets.token_bytes(32)
        into["data_keys"].append((name, purpose, KEK.id, self.ring.wrap(name, secret, KEK), NOW))
        return DataKey(name, secret)

    def person(self, number: int, into: dict[str, list[tuple[Any, ...]]]) -> None:
        chat, case = f"chat-{number}", f"case-{number}"
        telegram = Private(700_000_000 + number)
        of_chat = self._key(f"key-chat-{number}", "chat", into)
        address = self.index.blind("telegram", str(telegram.reveal()))
        sealed = of_chat.seal(pack(telegram), Spot("chats", chat))
        into["chats"].append(
            (chat, address, self.index.id, of_chat.id, "private", "ko", 0, 1, NOW, 0, None, 0, sealed)
        )
        record = self._key(f"key-record-{number}", "case", into)
        rules = record.seal(pack(UNKNOWN.rules), Spot("cases", case))
        into["cases"].append(
            (
                *(
                    case,
                    f"{number:07}",
                    None,
                    chat,
                    UNKNOWN.level.value,
                    "new",
                    NOW,
                    NOW,
                    None,
                    None,
                    None,
                    NOW,
                    0,
                    0,
                ),
                *(rules, None, None),
            )
        )
        into["case_keys"].append((case, "record", record.id))
        place = Located(Place(Private(10.0), Private(103.0), Fix.PIN))
        for part, value in (("words", Said(Private(f"words of {number}"), number)), ("contact", place)):
            key, fact = self._key(f"key-{part}-{number}", "case", into), f"fact-{part}-{number}"
            into["case_keys"].append((case, part, key.id))
            into["facts"].append(
                (fact, case, NOW, type(value).__name__, part, key.seal(pack(value), Spot("facts", fact)))
            )


async def _fill(engine: Engine, maker: _Maker, first: int, last: int) -> None:
    for start in range(first, last, TOGETHER):
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in SHAPES}
        for number in range(start, min(start + TOGETHER, last)):
            maker.person(number, rows)
        await engine.begin()
        for table, columns in SHAPES.items():
            await engine.put_rows(table, columns.split(), rows[table])
        await engine.commit()
        sys.stderr.write(f"\r{min(start + TOGETHER, last):,} cases")
    sys.stderr.write("\n")


async def _timed(count: int, ask: Callable[[int], Awaitable[object]]) -> tuple[float, float]:
    """Milliseconds at the middle and at the 99th percentile, over random persons; the first are not counted."""
    took = []
    for turn in range(LOOKED_UP + 100):
        number = random.randrange(count)  # noqa: S311 - whom to look up
        began = time.perf_counter()
        found = await ask(number)
        took.append((time.perf_counter() - began) * 1_000)
        if found is None:
            raise AssertionError(f"person {number} was not found")
        if turn == 99:
            took.clear()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]


async def _look_ups(database: Database, count: int) -> dict[str, tuple[float, float]]:
    """Each in a transaction of its own, as an update of a person is."""

    async def by_code(number: int) -> object:
        async with database.transaction() as ledger:
            case = await ledger.cases.by_code(f"{number:07}")
        return case if case and case.requester == f"chat-{number}" else None

    async def by_telegram(number: int) -> object:
        async with database.transaction() as ledger:
            chat = await ledger.chats.by_telegram(Private(700_000_000 + number))
        return chat if chat and chat.id == ChatId(f"chat-{number}") else None

    async with database.transaction() as ledger:
        facts = await ledger.facts.of(CaseId(f"case-{count - 1}"))
        if {type(fact.value) for fact in facts} != {Said, Located}:
            raise AssertionError("the rows do not read back as they were written")
    return {"by code": await _timed(count, by_code), "by blind index": await _timed(count, by_telegram)}


async def _size(engine: Engine, path: Path | None) -> int:
    if path is not None:
        return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    await engine.open(stand=Stand.BESIDE)
    await engine.snapshot()
    sizes = [row["bytes"] async for row in engine.stream("SELECT pg_database_size(current_database()) AS bytes")]
    await engine.rollback()
    await engine.close()
    return int(sizes[0])


async def _grown(name: str, make: Callable[[], Engine], sizes: list[int], path: Path | None) -> None:
    now = lambda: Instant(NOW)  # noqa: E731
    database = await open_database(make(), held(KEK), now)
    async with database.transaction() as ledger:
        (index,) = await ledger.keys.live("index")
    await database.close()
    base: dict[str, float] = {}
    filled = 0
    for size in sorted(sizes):
        engine = make()
        await engine.open()
        maker = _Maker(Keyring(held(KEK), engine.queries), index)
        began = time.perf_counter()
        await _fill(engine, maker, filled, size)
        await engine.close()
        filled = size
        opening = time.perf_counter()
        database = await open_database(make(), held(KEK), now)
        opened = time.perf_counter() - opening
        found = await _look_ups(database, size)
        await database.close()
        bytes_each = await _size(make(), path) / size
        say(f"{name}, {size:,} cases: opened in {opened:.2f} s, {bytes_each:,.0f} bytes a case on disk,")
        for what, (middle, high) in found.items():
            ratio = high / base.setdefault(what, high)
            say(f"    {what:<15} p50 {middle:.2f} ms  p99 {high:.2f} ms  {ratio:.2f} times the smallest")
        sys.stderr.write(f"(filled in {opening - began:.0f} s)\n")


async def _migrated(name: str, engine: Engine, count: int) -> None:
    """From the first shape, with so many cases, to today's."""
    await engine.open()
    await migrate(engine, NOW, migrations()[:1])
    old = {
        "data_keys": SHAPES["data_keys"],
        "chats": SHAPES["chats"].replace("index_key ", ""),
        "cases": SHAPES["cases"].replace(" closing closed_at", "").replace("requester", "requester key_id"),
        "facts": SHAPES["facts"].replace("part ", ""),
    }
    sealed = secrets.token_bytes(80)
    await engine.begin()
    marks = [(f"key-{purpose}", purpose, KEK.id, sealed, NOW) for purpose in ("index", "journal")]
    await engine.put_rows("data_keys", old["data_keys"].split(), marks)
    await engine.commit()
    for start in range(0, count, TOGETHER):
        numbers = range(start, min(start + TOGETHER, count))
        await engine.begin()
        for table, rows in _old(numbers, sealed).items():
            await engine.put_rows(table, old[table].split(), list(rows))
        await engine.commit()
    began = time.perf_counter()
    await migrate(engine, NOW, migrations())
    say(f"{name}, {count:,} cases: migrated from the first shape in {time.perf_counter() - began:.1f} s")
    await engine.close()


def _old(numbers: range, sealed: bytes) -> dict[str, Iterator[tuple[Any, ...]]]:
    return {
        "data_keys": ((f"key-{n}", "case", KEK.id, sealed, NOW) for n in numbers),
        "chats": (
            (f"chat-{n}", n.to_bytes(32, "big"), f"key-{n}", "private", "ko", 0, 1, NOW, 0, None, 0, sealed)
            for n in numbers
        ),
        "cases": (
            (
                *(f"case-{n}", f"{n:07}", None, f"chat-{n}", f"key-{n}", "L2", "new", NOW, NOW, None, None, None),
                *(NOW, 0, 0, sealed),
            )
            for n in numbers
        ),
        "facts": (
            (f"fact-{kind}-{n}", f"case-{n}", NOW, kind, sealed) for n in numbers for kind in ("Said", "Located")
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    for size in (60, 1_000, 16_000):
        _sealing(size)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if "sqlite" in asked.engines:
            path = folder / "desk.db"
            asyncio.run(_grown("SQLite", lambda: Sqlite(path), asked.cases, path))
            asyncio.run(_migrated("SQLite", Sqlite(folder / "old.db"), max(asked.cases)))
        if "postgresql" in asked.engines:
            server = stack.enter_context(contextmanager(running_server)())
            address, old = server.new("bench"), server.new("old")
            asyncio.run(_grown("PostgreSQL", lambda: Postgresql(Private(address)), asked.cases, None))
            asyncio.run(_migrated("PostgreSQL", Postgresql(Private(old)), max(asked.cases)))


if __name__ == "__main__":
    main()
