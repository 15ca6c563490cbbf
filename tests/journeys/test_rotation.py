"""The key-encryption key changes under a hundred thousand cases, and dies fifty times while it does."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import load_config
from bot.domain.ids import CaseId
from bot.terminal import engine
from storage.database import Database, open_database
from storage.keyfile import make_key, read_keys
from storage.keysource import FileKeys, Keys
from storage.rotation import check, counts
from tests.storage.samples import NOW, case, chat
from tests.storage.server import Server, running_server

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
            await self._database.take_up()
            self.longest = max(self.longest, loop.time() - begun)
            await asyncio.sleep(0.01)


async def _rotates(config: Path, seconds: float | None) -> str:
    return await _asks(config, seconds, "rotate")


async def _asks(config: Path, seconds: float | None, *words: str) -> str:
    """The command, killed after this time; what it said, if it came to its end."""
    command = [sys.executable, "-m", "bot", "keys", *words, "--config", str(config)]
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


@pytest.fixture(params=["sqlite", "postgresql"])
async def config(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A configuration for a database of either kind, with its first key."""
    written = tmp_path / "config.toml"
    written.write_text(_CONFIG)
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        address = await asyncio.to_thread(server.new, "desk_rotation")
        written.write_text(f'{_CONFIG}[database]\nurl = "{address}"\n')
    make_key(_key_file(tmp_path))
    return written


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


def _key_file(folder: Path) -> Path:
    return folder / "keys" / "key-encryption.key"


async def _opened(config: Path) -> Database:
    keys = Keys(FileKeys(_key_file(config.parent)))
    return await open_database(engine(load_config(config)), keys, lambda: NOW)


async def _to_its_end(config: Path) -> None:
    """What was cut off goes on, as often as it takes; on a server the new key has to be brought first."""
    for _ in range(5):
        told = await _rotates(config, None)
        if "wraps nothing more" in told:
            return
        assert "meanwhile" in told or "Bring the file" in told
    raise AssertionError(told)


async def _is_whole(database: Database, known: int, current: str) -> None:
    wraps = {one.kek_id: one.count for one in await counts(database)}
    assert set(wraps) == {current}
    assert wraps[current] >= 2 * known - 2
    assert [one async for one in check(database, lambda _: None)] == []
    for first in range(1, known, _TOGETHER):
        async with database.transaction() as ledger:
            for number in range(first, min(first + _TOGETHER, known)):
                assert await ledger.cases.load(CaseId(f"case-{number}")) == case(number, f"chat-{number}")


@pytest.mark.parametrize(
    ("cases", "kills", "die"),
    [(400, 2, 0), pytest.param(CASES, KILLS, KILLS // 2, marks=[pytest.mark.torture, pytest.mark.timeout(1_500)])],
)
async def test_the_key_changes_under_all_cases_and_is_killed_again_and_again(
    config: Path, cases: int, kills: int, die: int
) -> None:
    database, path = await _opened(config), _key_file(config.parent)
    (first,) = read_keys(path)
    dice = random.Random(11)
    await _cases(database, 1, cases + 1, _TOGETHER)
    serving = _Serving(database, cases + 1, dice)
    meanwhile = asyncio.ensure_future(serving.run())
    ended = [bool(await _rotates(config, dice.uniform(0.7, 2.2))) for _ in range(kills)]
    await _to_its_end(config)
    serving.stopping = True
    await meanwhile
    current = read_keys(path)[-1].id
    await _is_whole(database, serving.known, current)
    for old in read_keys(path)[:-1]:
        retired = await _asks(config, None, "retire", old.id)
        assert f"{old.id} is gone" in retired
    await database.close()
    again = await _opened(config)
    await _is_whole(again, serving.known, current)
    await again.close()
    secret = first.line().split()[2]
    assert [one.name for one in path.parent.iterdir() if secret in one.read_text()] == []
    assert [one.name for one in path.parent.iterdir()] == [path.name], "a killed change left keys behind"
    print(f"{ended.count(False)} killed, slowest write and read {serving.longest * 1000:.0f} ms")
    assert ended.count(False) >= die, "most of them died on the way"
