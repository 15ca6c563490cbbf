"""Whatever anybody wrote, by every path: no file of either engine, and no backup, holds any of it in the clear."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import structlog

from bot.domain.case import CaseState, Closing
from bot.domain.events import CaseTaken, ContactArrived, Event, MediaArrived, Origin, PlaceArrived, WordsArrived
from bot.domain.facts import Media, MediaKind, Reachable
from bot.domain.ids import ChatId, DeskId, OfficerId
from bot.domain.people import ChatKind
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.roster import RotationSet
from bot.inbox import FAILURES, Inbox, Reader
from bot.patience import Patience
from bot.ports import Begun, House, Stamp
from bot.use_cases import react
from bot.world import ChanceDice, World
from handlers import glean
from storage.archivekey import ArchiveKey, Kind
from storage.backup import back_up
from storage.database import Database, open_database
from storage.engine import Stand
from storage.ledger import Ledger
from storage.shipping import export
from tests.storage.conftest import KEK, Clock, Home
from tests.storage.samples import DESK, NOW, officer, proposal

OFFICER, FIRST = 800_000_001, 730_000_000
MARK = "canaryword"
"""So long that no sealed bytes look like it by chance, in base64 either."""
HOUSE = House(frozenset({1}), ("en", "ko"), "desk_bot")
EACH = 10
"""Values that are planted with each person."""


@dataclass
class Planted:
    """Hands out values that are found again wherever they stand."""

    database: Database
    count: int = 0
    numbers: list[str] = field(default_factory=list)

    def word(self, kind: str) -> Private[str]:
        self.count += 1
        return Private(f"{MARK}{self.count:06}{kind}")

    def number(self) -> Private[str]:
        self.count += 1
        self.numbers.append(f"99{self.count:06}1577")
        return Private(self.numbers[-1])

    def degrees(self) -> Private[float]:
        """Written out, as JSON does it, its digits are as good as a word."""
        self.count += 1
        self.numbers.append(f"10.{self.count:06}1577")
        return Private(float(self.numbers[-1]))

    async def happens(self, clock: Clock, *events: Event) -> None:
        async with self.database.transaction() as ledger:
            for event in events:
                await react(event, ledger, Stamp(clock.now(), ChanceDice(), HOUSE))


@pytest.fixture
async def planted(home: Home, clock: Clock) -> AsyncIterator[Planted]:
    database = await open_database(home.engine(), KEK, clock.now, archive=ArchiveKey.made(Kind.X25519).public())
    made = Planted(database)
    await made.happens(clock, WordsArrived(_origin(OFFICER, 1), made.word("officer's hello")))
    async with database.transaction() as ledger:
        chat = await ledger.chats.by_telegram(Private(OFFICER))
        assert chat
        await ledger.desks.add(replace(DESK, name=made.word("desk").reveal()))
        await ledger.officers.invite(replace(officer(), name=made.word("officer")), made.word("invite"))
        await ledger.officers.keep(replace(officer(), name=made.word("officer"), chat=chat.id))
        await ledger.rosters.append(DeskId(DESK.id), RotationSet((OfficerId("officer-1"),), NOW, 1, "UTC"), NOW)
    yield made
    await database.close()


def _origin(account: int, message: int, reply_code: str | None = None) -> Origin:
    return Origin(
        Private(account), ChatKind.PRIVATE, Private(account), message, NOW, title=None, reply_code=reply_code
    )


async def _person(planted: Planted, clock: Clock, number: int) -> None:
    """What one person sends, what the officer answers, what waits, what could not be processed."""
    account, database = FIRST + number, planted.database
    photo = Media(MediaKind.PHOTO, planted.word("file"), 4, planted.word("caption"))
    await planted.happens(
        clock,
        WordsArrived(_origin(account, 1), planted.word("words")),
        WordsArrived(_origin(account, 1), planted.word("edit"), edited=True),
        PlaceArrived(_origin(account, 2), Place(planted.degrees(), Private(103.5), Fix.PIN)),
        ContactArrived(_origin(account, 3), Reachable(planted.number(), planted.word("name"), own=True)),
        MediaArrived(_origin(account, 4), photo),
    )
    async with database.transaction() as ledger:
        chat = await ledger.chats.by_telegram(Private(account))
        assert chat
        case = await ledger.cases.open_of(chat.id)
        assert case
        # The desk was made beside the rules: the case is given to it by hand.
        await ledger.cases.keep(replace(case, desk=DESK.id))
        await ledger.inbox.add(number, "lane", planted.word("quarantine").reveal().encode(), NOW)
        await ledger.inbox.quarantine(number)
        await ledger.proposals.put(replace(proposal(number, chat.id), name=planted.word("proposal")))
    reply = WordsArrived(_origin(OFFICER, 10 + number, case.code), planted.word("reply"))
    await planted.happens(clock, CaseTaken(_origin(OFFICER, 10 + number), case.code), reply)
    if number % 3 == 0:
        await _close(database, chat.id)


async def _close(database: Database, chat: ChatId) -> None:
    async with database.transaction() as ledger:
        case = await ledger.cases.open_of(chat)
        assert case
        closed = replace(case, state=CaseState.CLOSED, closing=Closing.ESCAPED, closed_at=NOW)
        await ledger.cases.keep(closed)
        await ledger.archived.seal_away(closed, NOW)


def _hits(where: dict[str, bytes]) -> dict[str, int]:
    """How often any planted value stands there: as it is, in UTF-16, in base64 at each of its three places."""
    forms = [MARK.encode(), MARK.encode("utf-16-le"), *map(re.escape, _base64(MARK))]
    forms += [rb"99\d{6}1577", rb"10\.\d{6}1577"]
    wanted = re.compile(b"|".join(forms))
    return {name: len(wanted.findall(content)) for name, content in where.items() if wanted.search(content)}


def _base64(word: str) -> list[bytes]:
    return [base64.b64encode(b"\x00" * shift + word.encode())[4 if shift else 0 : -4] for shift in range(3)]


async def _fails(planted: Planted, clock: Clock, number: int) -> None:
    """An update on which our own code fails, with somebody's words in what the error says, until given up."""

    def read(begun: Begun) -> Event | None:
        raise ValueError(begun.raw.decode())

    inbox = Inbox(planted.database, World(), HOUSE, Patience(asyncio.Event()))
    raw = json.dumps({"message": {"text": planted.word("crash").reveal(), "chat": {"id": FIRST}}}).encode()
    async with planted.database.transaction() as ledger:
        await ledger.inbox.add(number, "lane", raw, clock.now())
    given_up = [await inbox.process(number, Reader(read, glean)) for _ in range(FAILURES)]
    assert given_up[-1]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log, as the bot writes it."""
    path = tmp_path / "bot.log"
    before = structlog.get_config()
    with path.open("w", encoding="utf-8") as file:
        structlog.configure(
            processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
            logger_factory=structlog.WriteLoggerFactory(file=file),
            cache_logger_on_first_use=False,
        )
        yield path
        structlog.configure(**before)


def _files(home: Home, folder: Path) -> dict[str, bytes]:
    return {"database": home.bytes()} | {
        str(path.name): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize(
    "people", [25, pytest.param(1_000, marks=[pytest.mark.torture, pytest.mark.timeout(1_200)])]
)
async def test_invariant_10_no_value_of_any_path_stands_anywhere_in_the_clear(
    planted: Planted, home: Home, clock: Clock, tmp_path: Path, log: Path, people: int
) -> None:
    for number in range(people):
        await _person(planted, clock, number)
        if number % 5 == 0:
            await _fails(planted, clock, 1_000_000 + number)
    folder = tmp_path / "kept"
    folder.mkdir()
    beside = await open_database(home.engine(), KEK, clock.now, stand=Stand.BESIDE)
    await back_up(beside, folder / "desk.backup", folder / "desk.keys", NOW, lambda _: None)
    await export(beside, folder / "closed.jsonl", lambda _: None)
    await beside.close()
    _keep_log(log, folder, FAILURES * -(-people // 5))
    assert planted.count >= people * EACH
    assert _hits(_files(home, folder)) == {}
    await _is_found_where_it_is_not_sealed(planted, home, folder)


def _keep_log(log: Path, folder: Path, failures: int) -> None:
    content = log.read_bytes()
    assert content.count(b"update failed") == failures
    (folder / "log").write_bytes(content)


async def _is_found_where_it_is_not_sealed(planted: Planted, home: Home, folder: Path) -> None:
    """The same search finds what is written past the shelves, so that it can fail."""
    word = planted.word("control").reveal()
    (folder / "control").write_text(base64.b64encode(b"x" + word.encode()).decode())
    home.outside("UPDATE journal SET note = ? WHERE seq = 1", planted.numbers[0])
    async with planted.database.transaction() as ledger:
        await _touch(ledger)
    assert set(_hits(_files(home, folder))) == {"control", "database"}


async def _touch(ledger: Ledger) -> None:
    await ledger.journal.append("looked", NOW)
