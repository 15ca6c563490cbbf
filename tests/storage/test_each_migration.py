"""Every migration, with rows in every table, on both engines: what stood there before stands there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.ids import DAY
from storage.engine import Engine, Stand
from storage.migrate import migrate, migrations
from storage.tables import ORDER
from tests.storage.conftest import Home
from tests.storage.samples import NOW

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Of each table, in its order."""

FIRST: Rows = {
    "data_keys": [
        {"key_id": f"key-{one}", "purpose": one, "kek_id": "k1", "wrapped": b"w" + one.encode(), "created_at": NOW}
        for one in ("case", "chat", "desk", "epoch", "index", "journal")
    ],
    "inbox": [
        {"update_id": 7, "lane": b"l", "key_id": "key-epoch", "raw": b"r", "received_at": NOW, "state": "pending"}
        | {"attempts": 1, "failures": 2},
        {"update_id": 8, "lane": b"l", "key_id": "key-epoch", "raw": None, "received_at": NOW, "state": "settled"}
        | {"attempts": 0, "failures": 0},
        {"update_id": 9, "lane": b"m", "key_id": "key-epoch", "raw": b"q", "received_at": NOW}
        | {"state": "quarantined", "attempts": 0, "failures": 3},
    ],
    "chats": [
        {"id": f"chat-{kind}", "address": kind.encode(), "key_id": "key-chat", "kind": kind, "language": "ko"}
        | {"language_chosen": 1, "reachable": 0, "heard_at": NOW + place, "newest": 5, "screen": screen}
        | {"screen_keys": 1, "sealed": b"s"}
        for place, (kind, screen) in enumerate((("group", None), ("private", 4)))
    ],
    "desks": [{"id": "desk-1", "key_id": "key-desk", "chat": "chat-group", "opened_at": NOW, "sealed": b"d"}],
    "officers": [
        {"id": "officer-1", "desk": "desk-1", "chat": "chat-x", "invite": None, "joined_at": NOW, "paused": 0}
        | {"sealed": b"o"},
        {"id": "officer-2", "desk": "desk-1", "chat": None, "invite": b"i", "joined_at": None, "paused": 1}
        | {"sealed": b"p"},
    ],
    "roster_events": [
        {"seq": 3, "id": "event-1", "desk": "desk-1", "at": NOW, "kind": "RotationSet", "sealed": b"e"}
    ],
    "cases": [
        {"id": "case-1", "code": "AB12", "desk": "desk-1", "requester": "chat-private", "key_id": "key-case"}
        | {"level": "L1", "state": "accepted", "opened_at": NOW, "heard_at": NOW + 1, "owner": "officer-1"}
        | {"taken_at": NOW + 2, "delivered_at": NOW + 3, "ladder_from": NOW + 4, "rung": 2, "version": 6}
        | {"sealed": b"c"},
    ],
    "facts": [
        {"seq": 5, "id": "fact-1", "case_id": "case-1", "at": NOW, "kind": "Said", "sealed": b"f"},
        {"seq": 9, "id": "fact-2", "case_id": "case-1", "at": NOW, "kind": "Located", "sealed": b"g"},
    ],
    "sessions": [{"chat": "chat-private", "sealed": b"t"}],
    "outbox": [
        {"seq": 11, "id": "row-1", "chat": "chat-private", "case_id": "case-1", "kind": "Tell", "priority": 2}
        | {"key_id": "key-chat", "sealed": b"x", "coalesced": "screen", "created_at": NOW, "not_before": NOW}
        | {"expires_at": NOW + 9, "state": "due", "attempts": 1, "unsure": 0, "repeat": 1, "above": 3}
        | {"ended_at": None},
        {"seq": 12, "id": "row-2", "chat": "chat-group", "case_id": None, "kind": "UpdateCard", "priority": 1}
        | {"key_id": "key-case", "sealed": None, "coalesced": None, "created_at": NOW, "not_before": NOW}
        | {"expires_at": None, "state": "sent", "attempts": 1, "unsure": 0, "repeat": 0, "above": None}
        | {"ended_at": NOW + 1},
    ],
    "dues": [{"kind": "ring", "subject": "case-1", "due_at": NOW + 30_000}],
    "messages": [
        {"chat": "chat-group", "message_id": 4, "side": "ours", "purpose": "card", "at": NOW, "case_id": "case-1"},
        {"chat": "chat-private", "message_id": 5, "side": "theirs", "purpose": "words", "at": NOW}
        | {"case_id": None},
    ],
    "proposals": [
        {"id": "proposal-1", "account": "chat-private", "expires_at": NOW, "key_id": "key-chat", "sealed": b"y"}
    ],
    "journal": [
        {"seq": seq, "at": NOW, "deed": "opened", "case_id": "case-1", "officer": None, "note": "", "chain": b"z"}
        for seq in (1, 2)
    ],
    "journal_tip": [{"id": 1, "seq": 2, "mark": b"m"}],
}
"""What the program of the first shape can have left in each table."""


def _second(before: Rows) -> Rows:
    (case,) = before["cases"]
    kept = {name: value for name, value in case.items() if name != "key_id"}
    changed: Rows = {
        "cases": [kept | {"closing": None, "closed_at": None}],
        "case_keys": [{"case_id": "case-1", "part": "record", "key_id": "key-case"}],
        "facts": [row | {"part": "record"} for row in before["facts"]],
        "chats": [row | {"index_key": "key-index"} for row in before["chats"]],
        "journal": [row | {"key_id": "key-journal"} for row in before["journal"]],
        "journal_tip": [row | {"key_id": "key-journal"} for row in before["journal_tip"]],
        "dues": [
            {"kind": "chat", "subject": "chat-private", "due_at": NOW + 1 + 30 * DAY},
            *before["dues"],
        ],
        "archive": [
            {"case_id": "case-1", "part": "media", "at": NOW, "public_key": "p", "key_id": "key-case"}
            | {"sealed": b"a"}
        ],
    }
    return before | changed


def _third(before: Rows) -> Rows:
    mark = {"case_id": "case-1", "kind": "phone", "address": b"n", "index_key": "key-index", "sealed": b"l"}
    return before | {"likenesses": [mark]}


def _fourth(before: Rows) -> Rows:
    guide = {"country": "KH", "area": "", "service": "emergency", "value": "117", "source": "example.org"}
    return before | {"guidance": [guide | {"as_of": "2025-10", "confirmed_at": NOW}]}


def _fifth(before: Rows) -> Rows:
    thing = {"fact_id": "fact-1", "case_id": "case-1", "size": 1, "sealed": b"t"}
    piece = {"case_id": "case-1", "fact_id": "fact-1", "number": 0, "sealed": b"p"}
    return before | {"attachments": [thing], "pieces": [piece]}


def _sixth(before: Rows) -> Rows:
    cases = [row | {"lowered": 0, "part_of": None, "incident": None} for row in before["cases"]]
    officers = [row | {"supervisor": 0, "removed": 0} for row in before["officers"]]
    return before | {"cases": cases, "officers": officers}


def _seventh(before: Rows) -> Rows:
    cases = [row | {"drill": 0} for row in before["cases"]]
    return before | {"cases": cases, "chats": [row | {"zone": ""} for row in before["chats"]]}


def _eighth(before: Rows) -> Rows:
    times = {"first_taken_at": None, "first_level": None, "first_due_at": None, "answered_at": None}
    cases = [row | {"cried_at": row["opened_at"]} | times for row in before["cases"]]
    tally = {"month": "2026-09", "key_id": "key-case", "version": 1, "sealed": b"n"}
    return before | {"cases": cases, "tallies": [tally]}


NEW = {
    2: ("archive",),
    3: ("likenesses",),
    4: ("guidance",),
    5: ("attachments", "pieces"),
    6: (),
    7: (),
    8: ("tallies",),
    9: (),
}
"""Tables that a step adds empty; the rows that are expected in them are written after it, for the next step."""
AFTER: dict[int, Callable[[Rows], Rows]] = {
    2: _second,
    3: _third,
    4: _fourth,
    5: _fifth,
    6: _sixth,
    7: _seventh,
    8: _eighth,
    9: dict,
}
"""What is expected to stand there after each step, of what stood there before."""


async def _write(engine: Engine, rows: Rows) -> None:
    await engine.begin()
    for table in ORDER:
        for row in rows.get(table, []):
            await engine.put_rows(table, tuple(row), [tuple(row.values())])
    await engine.commit()


async def _stands(engine: Engine, tables: Rows) -> Rows:
    await engine.snapshot()
    found = {
        table: [dict(row) async for row in engine.stream(f"SELECT * FROM {table} ORDER BY {ORDER[table]}")]
        for table in tables
    }
    await engine.rollback()
    return found


def test_every_step_and_every_table_is_here() -> None:
    assert sorted(AFTER) == [step.number for step in migrations()][1:]
    whole = FIRST
    for number in sorted(AFTER):
        whole = AFTER[number](whole)
    assert set(whole) == set(ORDER)


@pytest.mark.parametrize("number", sorted(AFTER))
async def test_what_stood_there_before_a_step_stands_there_after_it(home: Home, number: int) -> None:
    before = FIRST
    for earlier in range(2, number):
        before = AFTER[earlier](before)
    engine = home.engine()
    await engine.open(Stand.ALONE)
    steps = migrations()
    await migrate(engine, NOW, steps[: number - 1])
    await _write(engine, before)
    assert await _stands(engine, before) == before
    assert await migrate(engine, NOW, steps[:number]) == 1
    await engine.close()
    await engine.open(Stand.ALONE)
    expected = AFTER[number](before) | dict.fromkeys(NEW[number], [])
    assert await _stands(engine, expected) == expected
    await engine.close()
