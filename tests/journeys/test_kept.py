"""What is kept when the process dies at any moment, and what nobody finds who looks into its files."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from drill.accounts import Account
from tests.journeys.stage import Stage, stage
from tests.storage.server import Server, running_server

MARK = "(again)"


def _answers(evening: Stage, crowd: list[Account]) -> Counter[int]:
    """How many unmarked screens each person was sent."""
    ids = {one.id for one in crowd}
    sent = (call for call in evening.ground.calls if call.method == "sendMessage" and call.status == 200)
    return Counter(
        int(call.params["chat_id"])
        for call in sent
        if int(call.params["chat_id"]) in ids and MARK not in str(call.params["text"])
    )


async def _killed_at_random(evening: Stage, people: int, kills: int, seed: int) -> None:
    """So many people write at once; the bot is killed so many times while it works; each gets one answer."""
    ground, dice = evening.ground, random.Random(seed)
    crowd = [ground.account(f"P{number}", "en") for number in range(people)]
    await evening.bot.kill()
    for one in crowd:
        ground.says(one, one, "/start")
    deaths = 0
    await evening.bot.start()
    while deaths < kills:
        await asyncio.sleep(dice.uniform(0.02, 0.5))
        await evening.bot.kill()
        deaths += 1
        await evening.bot.start()

    def all_answered() -> bool:
        return all(
            any(not m.deleted and m.sender.is_bot for m in ground.private(one).messages.values()) for one in crowd
        )

    await ground.until(all_answered, 60 + people * 0.3, f"an answer for each of {people}")
    await evening.settles(60)
    unmarked = _answers(evening, crowd)
    assert set(unmarked.values()) <= {1}, "an unmarked answer came twice"
    assert evening.ground.updates.lapsed == 0


async def test_invariant_1_kept_before_confirmed_and_answered_once_over_5_kills() -> None:
    async with stage(rate_limits=False) as evening:
        await _killed_at_random(evening, people=120, kills=5, seed=1)


@pytest.mark.torture
@pytest.mark.timeout(900)
async def test_invariant_1_a_thousand_updates_over_20_kills() -> None:
    async with stage(rate_limits=False) as evening:
        await _killed_at_random(evening, people=1000, kills=20, seed=2)


async def test_invariant_2_an_update_that_comes_twice_counts_once() -> None:
    async with stage() as evening:
        evening.ground.faults.duplicate_updates(times=3)
        mina = evening.requester(language="en")
        await mina.says("locked in a room")
        card = await evening.desk.sees_card(level="L2")
        await evening.settles()
        assert card.text.count("locked in a room") == 1
        assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1


async def test_invariant_5_an_update_that_cannot_be_parsed_stops_nobody_and_reaches_a_human() -> None:
    async with stage() as evening:
        evening.ground.faults.malform_updates(times=1)
        await evening.requester(language="en").says("first words")
        await evening.requester(language="en").says("second words")
        await evening.desk.sees_card(holds="second words", seconds=20)
        await evening.desk.sees("처리하지 못한 메시지", 20)


CANARIES = {
    "words": "kanarienvogel seven yellow",
    "phone": "+12025550143",
    "name": "Zebulon",
    "reply": "quagga question",
    "officer": "하나",
    "roster": "도윤",
}
PLACE = (10.734561, 103.987652)
PHOTO = b"\xff\xd8CANARY-FILE-BYTES-0123456789"


def _encodings(text: str) -> list[bytes]:
    """A value as it could stand in a file."""
    plain = text.encode()
    return [
        plain,
        json.dumps(text)[1:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        base64.b64encode(plain).rstrip(b"=")[:-1],
        base64.b64encode(b"x" + plain).rstrip(b"=")[2:-1],
        base64.b64encode(b"xy" + plain).rstrip(b"=")[3:-1],
        plain.hex().encode(),
    ]


def _numbers(value: float) -> list[bytes]:
    shortened = [f"{value:.{digits}f}".encode() for digits in (4, 5, 6)]
    return [*shortened, struct.pack("<d", value), struct.pack(">d", value), struct.pack("<f", value)]


def _integers(value: int) -> list[bytes]:
    return [str(value).encode(), value.to_bytes(8, "little", signed=True), value.to_bytes(8, "big", signed=True)]


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bot and its commands put temporary files, if they make any."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    return tmp_path


def _left(temporary: Path) -> dict[str, bytes]:
    return {f"temporary {one.name}": one.read_bytes() for one in temporary.rglob("*") if one.is_file()}


async def test_invariant_10_nothing_personal_in_the_clear(temporary: Path) -> None:
    """A full conversation, a kill and a backup in the middle of it, and then every byte on disk is looked at."""
    async with stage() as evening:
        needles = await _conversation(evening)
        _not_found(needles, evening.files() | _left(temporary), evening.bot.said)
        await evening.bot.stop()
        _not_found(needles, evening.files() | _left(temporary), evening.bot.said)


async def test_invariant_10_nothing_personal_in_the_clear_on_postgresql(server: Server, temporary: Path) -> None:
    """The same, and every byte that the server has of the database, with its write-ahead log and its own log."""
    address = await asyncio.to_thread(server.new, "desk_canaries")
    async with stage(database=address) as evening:
        needles = await _conversation(evening)
        await evening.bot.stop()
        files = await asyncio.to_thread(server.files, "desk_canaries")
        _not_found(needles, {**evening.files(), **files, **_left(temporary)}, evening.bot.said)


async def _backs_up(evening: Stage) -> None:
    where = ("--data", evening.folder / "desk.backup", "--keys", evening.folder / "desk.keys")
    command = [sys.executable, "-m", "bot", "db", "backup", *map(str, where)]
    made = await asyncio.create_subprocess_exec(*command, "--config", str(evening.folder / "config.toml"))
    assert await made.wait() == 0


async def _conversation(evening: Stage) -> dict[str, list[bytes]]:
    """Everything that somebody can say is said; gives each form in which it could stand somewhere."""
    ground = evening.ground
    zeb = evening.requester(CANARIES["name"], "en")
    await zeb.says("/start")
    await zeb.says(CANARIES["words"])
    await zeb.shares_place(*PLACE)
    ground.shares_contact(zeb.account, zeb.chat, CANARIES["phone"], CANARIES["name"])
    ground.sends_photo(zeb.account, zeb.chat, PHOTO, caption="canary caption")
    card = await evening.desk.sees_card(holds=CANARIES["words"])
    owner = evening.officers[0]
    await owner.says(f"/take {card.text.split(' | ')[1]}")
    thread = await owner.sees("이 메시지에 답장하면")
    await owner.says(CANARIES["reply"], reply_to=thread)
    await zeb.sees(CANARIES["reply"])
    await evening.admin.says(f"/shift {CANARIES['roster']} +3h")
    await evening.admin.taps("Confirm")
    ground.faults.malform_updates(times=1)
    await zeb.says(CANARIES["words"])
    await evening.desk.sees("처리하지 못한", 20)
    await evening.crashes()
    await zeb.says(CANARIES["words"])
    await evening.settles()
    await _backs_up(evening)
    needles = {what: _encodings(value) for what, value in CANARIES.items()}
    needles |= {
        "latitude": _numbers(PLACE[0]),
        "longitude": _numbers(PLACE[1]),
        "file": [PHOTO, b"CANARY-FILE"],
    }
    needles |= {f"telegram id of {one.name}": _integers(one.id) for one in (zeb.account, *evening.cast.officers)}
    needles["id of the desk's group"] = _integers(evening.cast.desk.id)
    needles["token"] = _encodings(ground.token)
    return needles


@pytest.mark.parametrize("form", range(8))
def test_the_search_for_canaries_finds_one_in_each_encoding(form: int) -> None:
    planted = _encodings("quagga question")[form]
    files = {"rescue-desk.db": b"\x00\x01" + planted + b"\x02"}
    with pytest.raises(AssertionError, match="reply in rescue-desk.db"):
        _not_found({"reply": _encodings("quagga question")}, files, [])


def _not_found(needles: dict[str, list[bytes]], files: dict[str, bytes], said: list[str]) -> None:
    looked_at = {name: content for name, content in files.items() if name not in ("config.toml", "clock")}
    assert any(name.endswith(".db") or name.startswith("state/base") for name in looked_at)
    looked_at["standard output"] = "\n".join(said).encode()
    hits = [
        f"{what} in {name}"
        for what, forms in needles.items()
        for form in forms
        for name, content in looked_at.items()
        if form in content
    ]
    assert hits == []
