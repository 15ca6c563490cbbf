"""What a query costs does not grow with the desk: counted in steps of SQLite's machine, not in time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from storage.engine import QUERIES
from storage.migrate import TABLE, migrations
from tests.storage.samples import NOW
from tests.storage.test_queries import ASKED, sql_of

SMALL, LARGE = 200, 8_000
EXCUSED = {
    "attachment_size": "sums all that is kept, once for each thing that somebody sends",
    "desk_all": "reads all desks, which are few anywhere but here",
    "key_counts": "counts all data keys, when an operator asks",
}
_OLD = 10
"""Rows that are over, whatever the size: a sweep finds as many each time."""

_TABLES = {"keys": "data_keys", "rosters": "roster_events"}
_OTHERS: dict[str, Any] = {
    "now": NOW + 5,
    "before": NOW - 1,
    "above": 0,
    "batch": 100,
    "below": 2**40,
    "newest": "key-index",
    "nothing": b"",
    "part": "words",
    "begins_at": NOW + 1,
    "ends_at": NOW + 2,
}
"""What is asked with, where it is no value of a row of the table that is asked."""
_ASKED_FOR = {
    ("key_of_purpose", "purpose"): "journal",
    ("key_wrapped_by", "kek_id"): "k0",
    ("outbox_lease", "id"): "due-00005",
}
"""The same, where a row from the middle is not what is ever asked for."""


Rows = Iterator[tuple[str, dict[str, Any]]]


def row(table: str, **columns: Any) -> tuple[str, dict[str, Any]]:
    return table, columns


def _rows(size: int) -> Rows:
    """A desk with so many people, cases, messages; what waits and what is over is always the same few."""
    for purpose in ("index", "journal"):
        yield _key(f"key-{purpose}", purpose, NOW)
    for number in range(size // 100):
        yield _key(f"epoch-{number:05}", "epoch", NOW - 5 + number)
        desk = f"desk-{number:05}"
        yield row("desks", id=desk, key_id="key-desk", opened_at=NOW, sealed=b"s")
        for each in range(3):
            mark = f"{number:05}-{each}"
            yield row("roster_events", id=f"event-{mark}", desk=desk, at=NOW, kind="X", sealed=b"s")
            officer = {"id": f"officer-{mark}", "chat": mark, "invite": mark.encode()}
            yield row("officers", desk=desk, paused=0, sealed=b"s", **officer)
    for number in range(size):
        yield from _person(number, few=number < _OLD)
        yield from _passed(number, few=number < _OLD)
    for number in range(_OLD):
        yield from _waiting(number)


def _key(key_id: str, purpose: str, created_at: int, kek: str = "k1") -> tuple[str, dict[str, Any]]:
    return row("data_keys", key_id=key_id, purpose=purpose, kek_id=kek, wrapped=b"w", created_at=created_at)


def _person(number: int, few: bool) -> Rows:
    """Somebody with a chat and a case; of a few the case is open, and found by an older index key."""
    chat, case, key = f"chat-{number:05}", f"case-{number:05}", f"key-{number:05}"
    sealed = {"sealed": b"s", "index_key": "key-older" if few else "key-index", "address": b"%05d" % number}
    told = {"language": "ko", "language_chosen": 0, "reachable": 1, "screen_keys": 0}
    state = {"state": "new", "desk": None} if few else {"state": "closed", "desk": "desk-00000", "closed_at": NOW}
    times = {"opened_at": NOW, "heard_at": NOW, "ladder_from": NOW, "rung": 0, "version": 0}
    yield _key(key, "case", NOW, "k0" if few else "k1")
    yield row("chats", id=chat, key_id=key, kind="private", heard_at=NOW, newest=number, **told, **sealed)
    yield row("cases", id=case, code=f"{number:05}", requester=chat, level="L2", sealed=b"s", **state, **times)
    yield row("case_keys", case_id=case, part="record", key_id=key)
    for each in range(2):
        yield row(
            *("facts",),
            id=f"fact-{number:05}-{each}",
            case_id=case,
            at=NOW,
            kind="Said",
            part="record",
            sealed=b"s",
        )
        seen = {"side": "ours", "purpose": "card", "at": NOW + each, "case_id": case}
        yield row("messages", chat=chat, message_id=each, **seen)
    yield row("sessions", chat=chat, sealed=b"s")
    for each in range(2):
        thing = {"fact_id": f"fact-{number:05}-{each}", "case_id": case, "sealed": b"s"}
        yield row("attachments", size=1, **thing)
        yield row("pieces", number=0, **thing)
    yield row("archive", case_id=case, part="words", at=NOW, public_key="p", key_id=key, sealed=b"s")
    yield row("likenesses", case_id=case, kind="phone", **sealed)
    yield row("journal", seq=number + 1, at=NOW, deed="opened", case_id=case, note="", chain=b"c")


def _passed(number: int, few: bool) -> Rows:
    """What was done for them; a few of it so long ago that a sweep removes it."""
    chat, case, key = f"chat-{number:05}", f"case-{number:05}", f"key-{number:05}"
    at = NOW - 2 if few else NOW
    yield row("inbox", update_id=number, lane=b"l", key_id=key, received_at=at, state="settled")
    yield row("outbox", id=f"over-{number:05}", state="sent", ended_at=at, **_effect(number))
    yield row("proposals", id=f"proposal-{number:05}", account=chat, expires_at=at, key_id=key, sealed=b"s")
    for kind, subject in (("chat", chat), ("words", case)):
        yield row("dues", kind=kind, subject=subject, due_at=NOW if few else NOW + 9)


def _waiting(number: int) -> Rows:
    """What is under way: a few rings, effects in each state, updates."""
    yield row("dues", kind="ring", subject=f"case-{number:05}", due_at=NOW)
    for state in ("due", "sending", "held"):
        coalesced = f"c{number}" if state == "due" else None
        identity = {"id": f"{state}-{number:05}", "state": state, "coalesced": coalesced}
        yield row("outbox", sealed=b"s", **identity, **_effect(number))
    for place, state in enumerate(("pending", "quarantined")):
        update = {"update_id": 10_000_000 + 2 * number + place, "state": state, "received_at": NOW - 2}
        yield row("inbox", lane=b"l", key_id=f"key-{number:05}", raw=b"r", **update)


def _effect(number: int) -> dict[str, Any]:
    of = {"chat": f"chat-{number:05}", "case_id": f"case-{number:05}", "key_id": f"key-{number:05}"}
    return of | {"kind": "Tell", "priority": 1, "created_at": NOW, "not_before": NOW}


@dataclass
class Desk:
    """An SQLite database of a size, and what a query costs in it."""

    connection: sqlite3.Connection
    size: int
    steps: int = 0

    @classmethod
    def of(cls, size: int) -> Desk:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(TABLE)
        for step in migrations():
            connection.executescript(step.text)
        connection.execute("BEGIN")
        for table, found in _rows(size):
            blanks = ", ".join("?" * len(found))
            sql = f"INSERT INTO {table} ({', '.join(found)}) VALUES ({blanks})"
            connection.execute(sql, tuple(found.values()))
        connection.execute("COMMIT")
        return cls(connection, size)

    def _step(self) -> int:
        self.steps += 1
        return 0

    def costs(self, name: str) -> int:
        """In hundreds of steps; what it changed is as before afterwards."""
        sql, blanks = sql_of(name)
        values = {blank: self._value(name, blank) for blank in blanks}
        self.connection.execute("BEGIN")
        self.steps = 0
        self.connection.set_progress_handler(self._step, 100)
        try:
            self.connection.execute(sql, values).fetchall()
        except sqlite3.IntegrityError:
            assert re.match(r"\s*INSERT", sql), "what is there already cannot be put there again"
        finally:
            self.connection.set_progress_handler(None, 0)
            self.connection.execute("ROLLBACK")
        return self.steps

    def _value(self, name: str, blank: str) -> Any:
        """As in a row from the middle of the query's own table, if it has such a column."""
        table = _TABLES.get(_FILE[name], _FILE[name])
        columns = {found[1] for found in self.connection.execute(f"PRAGMA table_info({table})")}
        if name.endswith("_under_older") or blank not in columns:
            return _OTHERS.get(blank) if (name, blank) != ("key_page", "above") else ""
        if (name, blank) in _ASKED_FOR:
            return _ASKED_FOR[name, blank]
        # From the middle of a table of any size: neither the few at its beginning nor the last one.
        sql = f"SELECT {blank} FROM {table} ORDER BY rowid LIMIT 1 OFFSET (SELECT COUNT(*) FROM {table}) / 2"
        ((found,),) = self.connection.execute(sql).fetchall() or [(None,)]
        return found


_FILE = {
    name: path.stem for path in QUERIES.glob("*.sql") for name in re.findall(r"-- name: (\w+)", path.read_text())
}


def grown(small: Desk, large: Desk) -> list[str]:
    """The queries that cost more in the large desk."""
    return [name for name in ASKED if large.costs(name) > 2 * small.costs(name) + 6]


@pytest.fixture(scope="module")
def small() -> Desk:
    return Desk.of(SMALL)


@pytest.fixture(scope="module")
def large() -> Desk:
    return Desk.of(LARGE)


def test_no_query_costs_more_in_a_large_desk(small: Desk, large: Desk) -> None:
    assert grown(small, large) == sorted(EXCUSED)


_SPARE = {
    "messages_at": "the primary key's beginning serves as well, and reads the whole chat",
}


def test_every_index_is_needed_and_its_loss_would_be_noticed(small: Desk, large: Desk) -> None:
    """The check above can fail: without any one of the indexes some query costs more in the large desk."""
    sql = "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%' ORDER BY name"
    unnoticed = []
    for name, made in large.connection.execute(sql).fetchall():
        for desk in (small, large):
            desk.connection.execute(f"DROP INDEX {name}")
        if grown(small, large) == sorted(EXCUSED):
            unnoticed.append(name)
        for desk in (small, large):
            desk.connection.execute(made)
    assert unnoticed == sorted(_SPARE)
