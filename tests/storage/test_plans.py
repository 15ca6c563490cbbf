"""PostgreSQL, too, answers every named query by an index where a table grows."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.domain.private import Private
from storage.migrate import migrate, migrations
from storage.postgresql import Postgresql
from tests.storage.samples import NOW
from tests.storage.server import Server
from tests.storage.test_queries import ALLOWED, ASKED, GROWING

_NUMBERS = itertools.count(1)


class Planner:
    """Asks PostgreSQL how it does what it is asked, whatever the values, where walking is the last resort."""

    def __init__(self, engine: Postgresql, connection: Any, tables: dict[str, str]) -> None:
        self._engine = engine
        self._connection = connection
        self._tables = tables

    async def walks(self, sql: str) -> list[str]:
        """The steps that walk through a growing table or the whole of one of its indexes."""
        blanks = max([0, *map(int, re.findall(r"\$(\d+)", sql))])
        await self._connection.execute(f"PREPARE asked AS {sql.rstrip().rstrip(';')}")
        values = f"({', '.join(['NULL'] * blanks)})" if blanks else ""
        said = await self._connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{values}")
        await self._connection.execute("DEALLOCATE asked")
        return [step for node in _nodes(json.loads(said)[0]["Plan"]) if (step := self._walk(node))]

    def _walk(self, node: dict[str, Any]) -> str:
        table = self._tables.get(node.get("Index Name", ""), node.get("Relation Name", ""))
        reads = node["Node Type"] == "Seq Scan" or "Index Name" in node
        return f"{node['Node Type']} {table}" if reads and table in GROWING and "Index Cond" not in node else ""

    async def named(self, name: str) -> list[str]:
        return await self.walks(getattr(self._engine.queries, name).sql)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


@pytest.fixture
async def planner(server: Server) -> AsyncIterator[Planner]:
    address = await asyncio.to_thread(server.new, f"plans_{next(_NUMBERS)}")
    engine = Postgresql(Private(address))
    await engine.open()
    await migrate(engine, NOW, migrations())
    connection = await engine.begin()
    await engine.commit()
    for setting in ("enable_seqscan = off", "plan_cache_mode = force_generic_plan"):
        await connection.execute(f"SET {setting}")
    found = await connection.fetch("SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'")
    yield Planner(engine, connection, {row["indexname"]: row["tablename"] for row in found})
    await engine.close()


async def test_no_query_walks_through_a_table_that_grows_but_the_same_ones_as_on_sqlite(planner: Planner) -> None:
    walking = [name for name in ASKED if await planner.named(name)]
    assert walking == sorted(ALLOWED)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM outbox WHERE kind = $1",
        "SELECT id FROM cases ORDER BY id",
        "DELETE FROM messages WHERE purpose = $1",
        "SELECT facts.id FROM cases JOIN facts ON facts.case_id = cases.id WHERE cases.state = $1",
    ],
)
async def test_a_query_that_walks_is_caught(planner: Planner, sql: str) -> None:
    assert await planner.walks(sql)
