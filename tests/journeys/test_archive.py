"""A case ends, and from then on only the desk's offline key reads it: from the keys to the page of text."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

from tests.journeys.stage import Person, Stage, stage

WORDS = "문이 잠겼어요"
AGAIN = "다시 잡혔어요"
PHOTO = b"\xff\xd8\xffCANARY-OF-A-PHOTO"


async def _asks(folder: Path, *words: str) -> tuple[int | None, str, str]:
    """A command in a folder of its own, without anything of the server's."""
    pipe = asyncio.subprocess.PIPE
    env = {name: value for name, value in os.environ.items() if not name.startswith("RESCUE_DESK")}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "bot", *words]
    running = await asyncio.create_subprocess_exec(*command, cwd=folder, env=env, stdout=pipe, stderr=pipe)
    out, err = await running.communicate()
    assert b"Traceback" not in err
    return running.returncode, out.decode(), err.decode()


def _is_named(config: Path) -> None:
    with config.open("a") as file:
        file.write('\n[archive]\npublic_key_file = "desk.pub"\n')


async def _ends(evening: Stage, officer: Person, code: str) -> None:
    await officer.says(f"/close {code} returned home: 집에 왔다고 가족이 확인")
    await officer.sees(f"{code}: 처리했습니다")
    await evening.settles()


async def test_a_closed_case_is_read_with_the_offline_key_alone(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    made, out, _ = await _asks(desk, "archive", "keygen", "--key", "desk.key", "--public", "desk.pub")
    assert made == 0
    assert "none on the server" in out
    async with stage() as evening:
        config = str(evening.folder / "config.toml")
        await evening.bot.stop()
        shutil.copy(desk / "desk.pub", evening.folder / "desk.pub")
        _is_named(Path(config))
        await evening.bot.start()
        duty, mina = await evening.on_duty(), evening.requester()
        await mina.says(WORDS)
        evening.ground.sends_photo(mina.account, mina.chat, PHOTO)
        await evening.ground.until(lambda: evening.count("attachments") == 1, 20, "the photo to be kept")
        ring = await duty.sees("아직 담당자가 없습니다")
        found = re.search(r"\b([A-Z0-9]{4})\b", (await evening.desk.sees_card(holds=WORDS)).text.split("|")[1])
        assert found, ring.text
        code = found[1]
        await duty.says(f"/take {code}")
        await evening.settles()
        await _ends(evening, duty, code)
        listed = await _asks(evening.folder, "archive", "list", "--config", config)
        assert f"{code} closed" in listed[1]
        exported = await _asks(evening.folder, "archive", "export", "closed.jsonl", "--config", config)
        assert exported[0] == 0
        left = b"".join(evening.files().values())
        assert WORDS.encode() not in left
        assert PHOTO not in left
        shutil.move(evening.folder / "closed.jsonl", desk)

        for what in ("index", "journal"):
            changed = await _asks(evening.folder, "keys", "rotate", what, "--config", config)
            assert (changed[0], changed[2]) == (0, ""), what
        await mina.says(AGAIN)
        card = await evening.desk.sees_card(holds=AGAIN)
        assert card.text.split("|")[1].strip() != code, "a new case, which says which one was before"
        assert WORDS not in card.text
        await _the_journal_is_held_to_its_anchor(evening, config)
    opens = ("archive", "open", "closed.jsonl", "--key", "desk.key", "--into", "things")
    code_of, page, err = await _asks(desk, *opens)
    assert (code_of, err) == (0, "")
    assert f"{code}-1.jpeg was sent" in page
    assert (desk / "things" / f"{code}-1.jpeg").read_bytes() == PHOTO
    lines = (desk / "closed.jsonl").read_bytes().splitlines(keepends=True)
    parts = b"".join(line for line in lines if b'"thing"' not in line)
    for name, pieces in (("none", b""), ("moved", _spoilt(lines))):
        (desk / f"{name}.jsonl").write_bytes(parts + pieces)
        cut, _, err = await _asks(desk, "archive", "open", f"{name}.jsonl", "--key", "desk.key", "--into", name)
        assert cut == 1
        assert f"{code}-1.jpeg: not all of it is there, or opens" in err
    again, _, err = await _asks(desk, *opens)
    assert again == 2
    assert "folder things: it cannot be made: File exists; name a new one" in err
    assert WORDS in page
    assert "returned_home" in page
    await _what_does_not_open_is_said(desk, code)


def _spoilt(lines: list[bytes]) -> bytes:
    """The pieces of things, each said to be the next one."""
    return b"".join(line.replace(b'"number":0', b'"number":1') for line in lines if b'"thing"' in line)


async def _the_journal_is_held_to_its_anchor(evening: Stage, config: str) -> None:
    await evening.passes(minutes=61)
    posted = await evening.admin.sees("--anchor")
    anchor = posted.text.split("--anchor ")[1].strip()
    verify = ("journal", "verify", "--config", config, "--anchor")
    code, out, err = await _asks(evening.folder, *verify, anchor)
    assert (code, err) == (0, "")
    assert "The journal is whole" in out
    code, _, err = await _asks(evening.folder, *verify, anchor.split(":")[0] + ":" + "0" * 16)
    assert code == 1
    assert "was posted, and is not there as it was" in err
    code, _, err = await _asks(evening.folder, *verify, "yesterday")
    assert code == 2
    assert "it must be ENTRY:MARK" in err


async def _what_does_not_open_is_said(desk: Path, code: str) -> None:
    await _asks(desk, "archive", "keygen", "--key", "other.key", "--public", "other.pub", "--kind", "x25519")
    wrong, out, err = await _asks(desk, "archive", "open", "closed.jsonl", "--key", "other.key")
    assert (wrong, out) == (1, "")
    assert f"{code}, words: it does not open with this key" in err
    tampered = (desk / "closed.jsonl").read_text().replace(f'"{code}"', '"\\u001b]0;x\\u0007"')
    (desk / "tampered.jsonl").write_text(tampered)
    _, _, err = await _asks(desk, "archive", "open", "tampered.jsonl", "--key", "other.key")
    assert "?]0;x?, words: it does not open" in err
    assert "\x1b" not in err
    _, found, _ = await _asks(desk, "archive", "open", "tampered.jsonl", "--key", "desk.key", "--code", code)
    assert WORDS in found, "it is found by what is sealed inside, not by what is written outside"
    public, _, err = await _asks(desk, "archive", "open", "closed.jsonl", "--key", "desk.pub")
    assert public == 2
    assert "desk.pub: it must hold one line: rescue-desk-archive-key-1" in err
    absent, _, err = await _asks(desk, "archive", "open", "absent.jsonl", "--key", "desk.key")
    assert absent == 2
    assert "absent.jsonl: it cannot be read" in err
    twice, _, err = await _asks(desk, "archive", "keygen", "--key", "desk.key", "--public", "new.pub")
    assert twice == 2
    assert "desk.key: it exists already" in err


async def test_a_start_with_the_wrong_half_of_the_key_is_refused_by_name(tmp_path: Path) -> None:
    await _asks(tmp_path, "archive", "keygen", "--key", "desk.key", "--public", "desk.pub")
    config = tmp_path / "config.toml"
    for named, reason in (("absent.pub", "it does not exist"), ("desk.key", "rescue-desk-archive-public-1")):
        config.write_text(
            '[telegram]\ntoken = "100000001:SYNTHETIC_token_for_tests_only_0001"\n[admins]\ntelegram_ids = [1]\n'
            f'[archive]\npublic_key_file = "{named}"\n'
        )
        code, _, err = await _asks(tmp_path, "run", "--config", str(config))
        assert code == 2
        assert named in err
        assert reason in err
