"""The whole way with the bot's state on a PostgreSQL server, and a kill in the middle of it."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.journeys.stage import stage
from tests.journeys.steps import STEPS, way
from tests.storage.server import Server, running_server


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


async def test_the_whole_way_on_postgresql_with_a_kill(server: Server) -> None:
    address = await asyncio.to_thread(server.new, "desk_journey")
    async with stage(database=address) as evening:
        going = await way(evening)
        for step in STEPS:
            await step.done(going)
            if step.name == "take":
                await evening.crashes()
        assert await evening.bot.stop() == 0
        assert not [name for name in evening.files() if ".db" in name]
    ((deeds,),) = await asyncio.to_thread(server.ask, "desk_journey", "SELECT count(*) FROM journal")
    assert deeds > len(STEPS)
