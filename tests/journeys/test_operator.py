"""The operator looks after keys and journal while the desk works; nobody who writes or answers notices."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.world import World
from storage.database import open_database
from storage.keysource import Keys, PassphraseKeys
from storage.sqlite import Sqlite
from tests.journeys.stage import Stage, stage
from tests.storage.server import Server, running_server

WORDS = "문이 잠겼어요"


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


@dataclass
class Said:
    """What a command answered."""

    code: int | None
    out: str
    err: str


@dataclass
class Operator:
    """Somebody at the machine's terminal."""

    config: Path

    async def _begun(self, *words: str) -> asyncio.subprocess.Process:
        """Reads what is typed beforehand, and nothing after it."""
        pipe = asyncio.subprocess.PIPE
        command = [sys.executable, "-m", "bot", *words, "--config", str(self.config)]
        return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)

    async def keys(self, *words: str) -> Said:
        return await self.asks("keys", *words)

    async def asks(self, *words: str, types: str = "") -> Said:
        running = await self._begun(*words)
        out, err = await running.communicate(types.encode())
        assert b"Traceback" not in err
        return Said(running.returncode, out.decode(), err.decode())

    async def begins_and_is_cut_off(self, seconds: float, *words: str) -> None:
        """Kill -9 after this time, if it is not over by then."""
        running = await self._begun(*words)
        try:
            await asyncio.wait_for(running.communicate(), seconds)
        except TimeoutError:
            running.kill()
            await running.wait()

    async def ids(self) -> list[str]:
        """The keys at hand, oldest first."""
        return re.findall(r"^(\w+): \d+ data keys", (await self.keys("list")).out, re.MULTILINE)


def _operator(evening: Stage) -> Operator:
    return Operator(evening.folder / "config.toml")


async def test_the_key_changes_while_a_case_is_open_and_all_goes_on() -> None:
    async with stage() as evening:
        operator = _operator(evening)
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says("SOS")
        await duty.sees("아직 담당자가 없습니다")
        (old,) = await operator.ids()
        refused = await operator.keys("retire", old)
        assert refused.code == 2
        assert "still wraps" in refused.err
        rotated = await operator.keys("rotate")
        assert (rotated.code, rotated.err) == (0, "")
        assert f"keys retire {old}" in rotated.out
        _, new = await operator.ids()
        await mina.says(WORDS)
        await evening.desk.sees_card(holds=WORDS)
        jiho = evening.requester("Jiho")
        await jiho.says("갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="갇혀 있어요")
        assert (await operator.keys("retire", new)).code == 2, "the one that wraps from now on"
        assert (await operator.keys("retire", old)).code == 0
        await evening.crashes()
        await mina.says("3층이에요")
        await evening.desk.sees_card(holds=(WORDS, "3층이에요"))
        assert await operator.ids() == [new]
        assert "Every data key opens." in (await operator.keys("verify")).out


@pytest.mark.torture
async def test_a_change_that_was_cut_off_goes_on_with_the_same_new_key() -> None:
    async with stage() as evening:
        operator = _operator(evening)
        await evening.requester().says("SOS")
        await evening.desk.sees_card(level="L1")
        dice = random.Random(7)  # noqa: TID251 - the moments of death, the same at each run
        for _ in range(3):
            await operator.begins_and_is_cut_off(dice.uniform(0.5, 1.6), "keys", "rotate")
        assert len(await operator.ids()) <= 4
        assert (await operator.keys("rotate")).code == 0
        current = (await operator.ids())[-1]
        for old in (await operator.ids())[:-1]:
            assert (await operator.keys("retire", old)).code == 0
        assert await operator.ids() == [current]
        await evening.crashes()
        await evening.requester("Jiho").says("갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="갇혀 있어요")
        assert "Every data key opens." in (await operator.keys("verify")).out


@pytest.mark.parametrize("command", ["list", "rotate", "verify"])
async def test_before_the_first_start_the_operator_is_told_what_is_missing(tmp_path: Path, command: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[telegram]\ntoken = "100000001:SYNTHETIC_token_for_tests_only_0001"\n[admins]\ntelegram_ids = [1]\n'
    )
    said = await Operator(config).keys(command)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert "keys new" in said.err


async def test_the_journal_is_looked_through_while_the_bot_serves_and_a_change_is_found() -> None:
    async with stage() as evening:
        operator = _operator(evening)
        await evening.requester().says("SOS")
        await evening.desk.sees_card(level="L1")
        await evening.settles()
        with sqlite3.connect(next(evening.folder.rglob("*.db"))) as file:
            file.execute("UPDATE journal SET deed = 'nothing' WHERE seq = 2")
        file.close()
        changed = await operator.asks("journal", "verify")
        assert changed.code == 1
        assert "entry 2 of" in changed.err


async def test_a_backup_made_while_people_write_is_a_desk_that_goes_on_elsewhere(tmp_path: Path) -> None:
    data, keys = tmp_path / "desk.backup", tmp_path / "apart" / "desk.keys"
    keys.parent.mkdir()
    files = ("--data", str(data), "--keys", str(keys))
    async with stage() as evening:
        operator = _operator(evening)
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says(WORDS)
        await duty.sees("아직 담당자가 없습니다")
        await evening.settles()
        made, _ = await asyncio.gather(operator.asks("db", "backup", *files), mina.says("3층이에요"))
        assert made.code == 0
        assert "1 cases" in made.out
        await evening.desk.sees_card(holds="3층이에요")
        assert "whole" in (await operator.asks("db", "check")).out
        refused = await operator.asks("db", "restore", *files)
        assert refused.code == 2
        assert "another process serves from it" in refused.err
        await evening.bot.stop()
        refused = await operator.asks("db", "restore", *files)
        assert refused.code == 2
        assert "not empty" in refused.err
        for path in (evening.folder / "state").iterdir():
            path.unlink()
        restored = await operator.asks("db", "restore", *files)
        assert (restored.code, restored.err) == (0, "")
        assert "Restored and compared" in restored.out
        await evening.bot.start()
        await mina.says("빨리요")
        await evening.desk.sees_card(holds=(WORDS, "빨리요"))
        assert "The journal is whole" in (await operator.asks("journal", "verify")).out


async def test_a_desk_moves_from_the_file_to_a_server(server: Server) -> None:
    address = await asyncio.to_thread(server.new, "desk_moved")
    async with stage() as evening:
        operator = _operator(evening)
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says(WORDS)
        await duty.sees("아직 담당자가 없습니다")
        await evening.settles()
        refused = await operator.asks("db", "copy", "--to", address)
        assert refused.code == 2, "what is written after the copy would be lost"
        assert "another process serves from it" in refused.err
        await evening.bot.stop()
        copied = await operator.asks("db", "copy", "--to", address)
        assert (copied.code, copied.err) == (0, "")
        assert "Copied and compared" in copied.out
        again = await operator.asks("db", "copy", "--to", address)
        assert again.code == 2
        assert "not empty" in again.err
        with (evening.folder / "config.toml").open("a") as config:
            config.write(f'\n[database]\nurl = "{address}"\n')
        await evening.bot.start()
        await mina.says("3층이에요")
        await evening.desk.sees_card(holds=(WORDS, "3층이에요"))
        assert len(evening.desk.cards()) == 1, "the card that stands is edited"


async def test_a_passphrase_is_asked_for_once_and_never_shown(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    token = "100000001:SYNTHETIC_token_for_tests_only_0001"
    config.write_text(
        f'[telegram]\ntoken = "{token}"\n[admins]\ntelegram_ids = [1]\n[keys]\nprovider = "passphrase"\n'
    )
    operator, words = Operator(config), "nine quiet boats at noon"
    made = await operator.keys("new")
    assert made.code == 0
    salt = PassphraseKeys(tmp_path / "keys" / "passphrase.salt", lambda: words)
    database = await open_database(Sqlite(tmp_path / "state" / "rescue-desk.db"), Keys(salt), World().now)
    await database.close()
    said = await operator.asks("keys", "rotate", types=words + "\n")
    assert (said.code, said.err) == (0, "")
    assert words not in said.out
    wrong = await operator.asks("keys", "list", types="ten quiet boats at noon\n")
    assert wrong.code == 2
    assert "does not open this database" in wrong.err
    assert "boats" not in wrong.err
