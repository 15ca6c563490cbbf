"""The database server goes away for a while: the bot waits, and goes on by itself where it was."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.journeys.stage import Stage, stage
from tests.storage.server import Server, running_server

WORDS = "문이 잠겼어요"


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


@pytest.fixture
async def evening(server: Server) -> AsyncIterator[Stage]:
    address = await asyncio.to_thread(server.new, "desk_journey")
    async with stage(database=address) as made:
        yield made


async def test_a_database_that_went_away_and_came_back_has_lost_nothing(evening: Stage, server: Server) -> None:
    duty, mina = await evening.on_duty(), evening.requester()
    await mina.says("SOS")
    await duty.sees("아직 담당자가 없습니다")
    await evening.settles()
    await asyncio.to_thread(server.halt)
    await mina.says(WORDS)
    await evening.passes(seconds=31)
    await evening.tells_the_operator("nothing can be kept")
    await asyncio.to_thread(server.resume)
    await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
    await duty.sees("아직도 담당자가 없습니다", 40)
    await evening.tells_the_operator("things can be kept again")
    assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1
    assert await evening.bot.stop() == 0


async def test_a_bot_that_is_up_before_its_server_waits_for_it(evening: Stage, server: Server) -> None:
    """After a power cut nobody knows which machine comes up first."""
    mina = evening.requester()
    assert await evening.bot.stop() == 0
    await asyncio.to_thread(server.halt)
    starting = asyncio.ensure_future(evening.bot.start())
    await evening.tells_the_operator("nothing can be kept")
    await mina.says(WORDS)
    await asyncio.to_thread(server.resume)
    await starting
    await evening.desk.sees_card(holds=WORDS, seconds=40)
    assert await evening.bot.stop() == 0


async def test_a_bot_that_waits_for_its_server_stops_when_asked(evening: Stage, server: Server) -> None:
    await evening.bot.stop()
    await asyncio.to_thread(server.halt)
    starting = asyncio.ensure_future(evening.bot.start())
    await evening.tells_the_operator("nothing can be kept")
    assert await evening.bot.stop() == 0
    starting.cancel()
    await asyncio.wait({starting})
    await asyncio.to_thread(server.resume)
