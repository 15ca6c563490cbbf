"""The door in: any update is kept, found a lane, and reaches a human even if nothing of it can be read."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import UpdateUnprocessed
from bot.domain.people import ChatKind
from bot.domain.private import Private
from bot.inbox import DEATHS, FAILURES, Inbox, Reader
from bot.patience import Patience
from bot.ports import Begun, House
from bot.world import World
from handlers import ALLOWED, glean, lane_of, reader
from handlers.receiver import Receiver
from storage.database import Database, open_database
from storage.keyfile import KeyEncryptionKey
from storage.keysource import held
from storage.sqlite import Sqlite
from tests.domain.chance import soon
from tests.handlers.updates import GROUP, PRIVATE, WORDS, edited, membership, pressed, written

MINA_CHAT = Private(700_000_001)
_keys = st.sampled_from([*ALLOWED, "chat", "id", "text", "caption", "from", "update_id", "message"]) | st.text(
    max_size=5
)
_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
any_json: st.SearchStrategy[Any] = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4), max_leaves=20
)


@soon
@given(any_json)
def test_invariant_5_something_can_be_gleaned_of_any_json(content: Any) -> None:
    gleaned = glean(7, json.dumps(content).encode())
    assert gleaned.update_id == 7
    assert isinstance(gleaned.words.reveal(), str)


@soon
@given(st.binary(max_size=60))
def test_invariant_5_something_can_be_gleaned_of_any_bytes(raw: bytes) -> None:
    assert isinstance(glean(7, raw), UpdateUnprocessed)


@soon
@given(st.dictionaries(_keys, any_json, max_size=4))
def test_any_update_has_a_lane(content: dict[str, Any]) -> None:
    assert isinstance(lane_of(content), str)


def test_all_that_happens_in_one_chat_is_in_one_lane() -> None:
    happened = [written(text="x"), edited(text="x"), pressed("g:sos"), membership("kicked")]
    assert {lane_of(update) for update in happened} == {str(PRIVATE["id"])}
    assert lane_of(written(GROUP, text="x")) == str(GROUP["id"])
    assert lane_of({"update_id": 1, "poll": {}}) == "none"


def test_invariant_5_what_can_be_gleaned_is_gleaned() -> None:
    gleaned = glean(7, json.dumps(written(text="help", nonsense={"a": 1})).encode())
    assert gleaned.words.reveal() == "help"
    assert gleaned.origin is not None
    assert (gleaned.origin.chat.reveal(), gleaned.origin.kind) == (PRIVATE["id"], ChatKind.PRIVATE)
    assert glean(7, json.dumps(written(GROUP, caption="gate")).encode()).words.reveal() == "gate"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(
        Sqlite(tmp_path / "desk.db"), held(KeyEncryptionKey("k1", b"k" * 32)), World().now
    )
    yield opened
    await opened.close()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(
        database,
        World(),
        House(frozenset({900_000_001}), WORDS.languages, "desk_bot", desk_languages=WORDS.desk_languages),
        Patience(asyncio.Event()),
    )


async def _no_telegram(method: str, parameters: dict[str, Any], wait: float) -> Any:
    raise AssertionError(f"{method} was called")


@pytest.fixture
def receiver(inbox: Inbox) -> Receiver:
    return Receiver(inbox, reader(WORDS), _no_telegram, lambda: None)


async def kept(database: Database, update_id: int) -> Begun | None:
    async with database.transaction() as ledger:
        return await ledger.inbox.begin(update_id)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5},
        written(text="갇혀 있어요 \U0001f6a8 \u202e\x00") | {"update_id": 5},
        {"update_id": 5, "something_of_next_year": [1, {"a": None}]},
        {"update_id": 5, "message": "not even a message"},
        {"update_id": 5, "callback_query": []},
    ],
    ids=str,
)
async def test_invariant_1_any_update_is_kept_as_it_came(
    receiver: Receiver, database: Database, update: dict[str, Any]
) -> None:
    await receiver.keep([update])
    begun = await kept(database, 5)
    assert begun is not None
    assert json.loads(begun.raw) == update


async def test_half_a_character_does_not_close_the_door(
    receiver: Receiver, inbox: Inbox, database: Database
) -> None:
    await receiver.keep([written(text="help \ud83d") | {"update_id": 5}])
    assert await inbox.process(5, reader(WORDS))
    async with database.transaction() as ledger:
        assert await ledger.inbox.pending(-1) == []
        chat = await ledger.chats.by_telegram(MINA_CHAT)
        assert chat is not None
        assert await ledger.cases.open_of(chat.id) is not None


async def test_a_number_beyond_measure_does_not_close_the_door(receiver: Receiver, database: Database) -> None:
    await receiver.keep([{"update_id": 2**64}, {"update_id": -1}, {"update_id": 5}])
    assert await kept(database, 5) is not None


async def test_invariant_5_what_our_code_fails_on_is_tried_again_and_then_kept_apart(
    receiver: Receiver, inbox: Inbox, database: Database
) -> None:
    def fails(_: Begun) -> None:
        raise ZeroDivisionError

    await receiver.keep([written(text="help") | {"update_id": 5}])
    done = [await inbox.process(5, Reader(fails, glean)) for _ in range(FAILURES)]
    assert done == [False] * (FAILURES - 1) + [True]
    assert await kept(database, 5) is None
    async with database.transaction() as ledger:
        assert await ledger.inbox.pending(-1) == []


async def test_who_was_under_way_at_every_kill_is_still_answered(
    receiver: Receiver, inbox: Inbox, database: Database
) -> None:
    """Begun and never settled is how a kill looks; it was once taken for a fault of the update."""
    await receiver.keep([written(text="help") | {"update_id": 5}])
    for _ in range(6):
        async with database.transaction() as ledger:
            assert await ledger.inbox.begin(5) is not None
    assert await inbox.process(5, reader(WORDS))
    async with database.transaction() as ledger:
        chat = await ledger.chats.by_telegram(MINA_CHAT)
        assert chat is not None
        assert await ledger.cases.open_of(chat.id) is not None


async def test_invariant_5_an_update_that_kills_the_process_every_time_reaches_a_human(
    receiver: Receiver, inbox: Inbox, database: Database
) -> None:
    await receiver.keep([written(text="help") | {"update_id": 5}])
    for _ in range(DEATHS):
        async with database.transaction() as ledger:
            assert await ledger.inbox.begin(5) is not None
    assert await inbox.process(5, reader(WORDS))
    async with database.transaction() as ledger:
        assert await ledger.inbox.pending(-1) == []
        assert await ledger.chats.by_telegram(MINA_CHAT) is None


async def test_invariant_2_an_update_that_comes_twice_counts_once(
    receiver: Receiver, inbox: Inbox, database: Database
) -> None:
    update = written(text="help") | {"update_id": 5}
    for _ in range(2):
        await receiver.keep([update])
        assert await inbox.process(5, reader(WORDS))
    async with database.transaction() as ledger:
        chat = await ledger.chats.by_telegram(MINA_CHAT)
        assert chat is not None
        case = await ledger.cases.open_of(chat.id)
        assert case is not None
        assert len(await ledger.facts.of(case.id)) == 1


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5},
        {"update_id": 5, "something_of_next_year": {}},
        {"update_id": 5, "message": "not even a message"},
        {"update_id": 5, "message": {"text": "help", "chat": {"id": 700_000_001}}},
    ],
    ids=str,
)
async def test_no_update_stays_at_the_door(receiver: Receiver, inbox: Inbox, update: dict[str, Any]) -> None:
    await receiver.keep([update])
    for _ in range(FAILURES):
        done = await inbox.process(5, reader(WORDS))
    assert done
