"""The operator looks after keys and journal while the desk works; nobody who writes or answers notices."""

from __future__ import annotations

import asyncio
import random
import re
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.ids import ChatId
from bot.domain.private import Private
from bot.world import World
from storage.database import Database, open_database
from storage.keyfile import make_key
from storage.keysource import FileKeys, Keys, held
from storage.passphrase import PassphraseKeys
from storage.postgresql import Postgresql
from storage.sqlite import Sqlite
from tests.journeys.stage import Stage, stage
from tests.storage.samples import chat
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


def _by_passphrase(folder: Path) -> Operator:
    config = folder / "config.toml"
    token = "100000001:SYNTHETIC_token_for_tests_only_0001"
    config.write_text(
        f'[telegram]\ntoken = "{token}"\n[admins]\ntelegram_ids = [1]\n[keys]\nprovider = "passphrase"\n'
    )
    return Operator(config)


async def _serves(operator: Operator, *words: str) -> Database:
    """What a start of the bot does with the passphrases that it is told."""
    folder, left = operator.config.parent, list(words)
    source = PassphraseKeys(folder / "keys" / "passphrase.salt", lambda _: left.pop(0))
    return await open_database(Sqlite(folder / "state" / "rescue-desk.db"), Keys(source), World().now)


async def test_a_passphrase_is_asked_for_and_never_shown(tmp_path: Path) -> None:
    operator, words = _by_passphrase(tmp_path), "nine quiet boats at noon"
    slip = await operator.asks("keys", "new", types=f"{words}\n{words}!\n")
    assert (slip.code, len(slip.err.splitlines())) == (2, 1)
    assert (await operator.asks("keys", "new", types=f"{words}\n{words}\n")).code == 0
    await (await _serves(operator, words)).close()
    said = await operator.asks("keys", "list", types=words + "\n")
    assert (said.code, said.err) == (0, "")
    assert words not in said.out
    wrong = await operator.asks("keys", "list", types="ten quiet boats at noon\n")
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)
    assert "not the passphrase for key" in wrong.err
    assert "boats" not in wrong.err


async def test_a_passphrase_is_changed_and_the_bot_never_meets_a_key_that_it_does_not_know(tmp_path: Path) -> None:
    operator, old, new = _by_passphrase(tmp_path), "nine quiet boats at noon", "two moons above the pier"
    await operator.asks("keys", "new", types=f"{old}\n{old}\n")
    serving = await _serves(operator, old)
    nothing_new = await operator.asks("keys", "rotate", types=old + "\n")
    assert nothing_new.code == 2, "there is no other key to change to"
    assert "first: python -m bot keys new" in nothing_new.err
    made = await operator.asks("keys", "new", types=f"{new}\n{new}\n")
    assert "Restart the bot" in made.out
    both = f"{old}\n{new}\n"
    too_early = await operator.asks("keys", "rotate", types=both)
    assert (too_early.code, len(too_early.err.splitlines())) == (2, 1)
    assert "no bot that serves has taken it up" in too_early.err
    await serving.take_up()
    await serving.close()
    serving = await _serves(operator, old, new)
    rotated = await operator.asks("keys", "rotate", types=both)
    assert (rotated.code, rotated.err) == (0, "")
    listed = (await operator.asks("keys", "list", types=both)).out
    first, second = re.findall(r"^(\w{8}): ", listed, re.MULTILINE)
    assert f"{first}: 0 data keys" in listed
    unknown = await operator.asks("keys", "retire", "zzz", types=both)
    assert (unknown.code, unknown.err) == (2, f"key zzz: there is none; there are {first}, {second}\n")
    assert (await operator.asks("keys", "retire", second, types=both)).code == 2, "the one that wraps"
    assert (await operator.asks("keys", "retire", first, types=both)).code == 0
    await serving.close()
    await (await _serves(operator, new)).close()


async def test_no_command_that_reads_keys_can_dump_them_in_a_core(tmp_path: Path) -> None:
    key, seen = make_key(tmp_path / "key"), tmp_path / "limit"
    config = tmp_path / "config.toml"
    config.write_text(
        '[telegram]\ntoken = "100000001:SYNTHETIC_token_for_tests_only_0001"\n[admins]\ntelegram_ids = [1]\n'
        f'[keys]\nprovider = "command"\ncommand = ["sh", "-c", "ulimit -c > {seen}; cat {tmp_path / "key"}"]\n'
    )
    await (await open_database(Sqlite(tmp_path / "state" / "rescue-desk.db"), held(key), World().now)).close()
    before = resource.getrlimit(resource.RLIMIT_CORE)
    said = await Operator(config).keys("list")
    assert (said.code, said.err) == (0, "")
    assert seen.read_text() == "0\n", f"here it is {before}"


async def test_on_a_server_the_new_key_is_brought_to_every_machine_before_anything_is_wrapped_by_it(
    server: Server, tmp_path: Path
) -> None:
    address = await asyncio.to_thread(server.new, "desk_two_machines")
    here, there = tmp_path / "here", tmp_path / "there"
    for machine in (here, there):
        machine.mkdir()
        (machine / "config.toml").write_text(
            '[telegram]\ntoken = "100000001:SYNTHETIC_token_for_tests_only_0001"\n'
            f'[admins]\ntelegram_ids = [1]\n[database]\nurl = "{address}"\n'
        )
    operator, path = Operator(here / "config.toml"), here / "keys" / "key-encryption.key"
    other = there / "keys" / "key-encryption.key"
    make_key(path)
    other.parent.mkdir()
    shutil.copy(path, other)
    serving = await open_database(Postgresql(Private(address)), Keys(FileKeys(other)), World().now)
    begun = await operator.keys("rotate")
    assert (begun.code, begun.err) == (0, "")
    assert "Bring the file to every machine" in begun.out
    too_early = await operator.keys("rotate")
    assert too_early.code == 2
    assert "no bot that serves has taken it up" in too_early.err
    async with serving.transaction() as ledger:
        await ledger.chats.add(chat(1))
    shutil.copy(path, other)
    await serving.take_up()
    rotated = await operator.keys("rotate")
    assert (rotated.code, rotated.err) == (0, "")
    async with serving.transaction() as ledger:
        assert await ledger.chats.load(ChatId("chat-1")) == chat(1)
    old, _ = await operator.ids()
    assert (await operator.keys("retire", old)).code == 0
    await serving.close()
