"""The key-encryption key changes under a hundred thousand cases, and dies fifty times while it does."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import CaseId
from storage.database import Database, open_database
from storage.keyfile import make_key
from storage.keysource import FileKeys, Keys
from storage.rotation import check, counts
from storage.sqlite import Sqlite
from tests.storage.samples import NOW, case, chat

CASES, KILLS = 100_000, 50
_TOGETHER = 1_000
_CONFIG = """[telegram]
token = "100000001:SYNTHETIC_token_for_tests_only_0001"
[admins]
telegram_ids = [1]
"""


async def _cases(database: Database, first: int, last: int, together: int) -> None:
    for begin in range(first, last, together):
        async with database.transaction() as ledger:
            for number in range(begin, min(begin + together, last)):
                await ledger.chats.add(chat(number))
                await ledger.cases.add(case(number, f"chat-{number}"))


async def _reads(database: Database, number: int) -> None:
    async with database.transaction() as ledger:
        assert await ledger.cases.load(CaseId(f"case-{number}")) == case(number, f"chat-{number}")


class _Serving:
    """What the bot does meanwhile: new people are written down, and others are read."""

    def __init__(self, database: Database, known: int, dice: random.Random) -> None:
        self._database, self._dice = database, dice
        self.known = known
        self.stopping = False
        self.longest = 0.0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.stopping:
            begun = loop.time()
            await _cases(self._database, self.known, self.known + 1, 1)
            self.known += 1
            await _reads(self._database, self._dice.randrange(1, self.known))
            self.longest = max(self.longest, loop.time() - begun)
            await asyncio.sleep(0.01)


async def _rotates(config: Path, seconds: float | None) -> str:
    """The command, killed after this time; what it said, if it came to its end."""
    command = [sys.executable, "-m", "bot", "keys", "rotate", "--config", str(config)]
    pipe = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    try:
        out, err = await asyncio.wait_for(running.communicate(), seconds)
    except TimeoutError:
        running.kill()
        await running.wait()
        return ""
    assert b"Traceback" not in err
    return out.decode() + err.decode()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "keys" / "key-encryption.key"
    make_key(path)
    opened = await open_database(Sqlite(tmp_path / "state" / "rescue-desk.db"), Keys(FileKeys(path)), lambda: NOW)
    yield opened
    await opened.close()


@pytest.mark.torture
async def test_the_key_changes_under_100000_cases_and_is_killed_50_times(
    database: Database, tmp_path: Path
) -> None:
    config, path = tmp_path / "config.toml", tmp_path / "keys" / "key-encryption.key"
    config.write_text(_CONFIG)
    (first,) = Keys(FileKeys(path)).known
    dice = random.Random(11)
    await _cases(database, 1, CASES + 1, _TOGETHER)
    serving = _Serving(database, CASES + 1, dice)
    meanwhile = asyncio.ensure_future(serving.run())
    ended = [bool(await _rotates(config, dice.uniform(0.7, 2.2))) for _ in range(KILLS)]
    for _ in range(5):
        told = await _rotates(config, None)
        if "wraps nothing more" in told or f"under {first.id}" not in told:
            break
    serving.stopping = True
    await meanwhile
    wraps = {one.kek_id: one.count for one in await counts(database)}
    current = Keys(FileKeys(path)).current().id
    assert set(wraps) == {current}
    assert wraps[current] >= 2 * serving.known - 2
    assert [one async for one in check(database, lambda _: None)] == []
    for number in range(1, serving.known, 97):
        await _reads(database, number)
    print(f"{ended.count(False)} killed, slowest write and read {serving.longest * 1000:.0f} ms")
    assert ended.count(False) >= KILLS // 2, "most of them died on the way"
