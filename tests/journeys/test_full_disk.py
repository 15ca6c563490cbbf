"""The disk is full: what cannot be kept is not confirmed to Telegram; once there is room, everything goes on."""

from __future__ import annotations

import resource

import pytest

from tests.journeys.stage import ENDLESS, Person, Stage, stage

WORDS = "문이 잠겼어요"
NO_ROOM = 64 * 1024
"""Less than the database has already: it cannot grow by a byte, while the log still can."""
NO_ROOM_AT_ALL = 0
FULL = "nothing can be kept"

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process: Linux only")


async def _cried(evening: Stage) -> tuple[Person, Person]:
    """Somebody who has cried, and the officer whom it rang."""
    duty, mina = await evening.on_duty(), evening.requester()
    await mina.says("SOS")
    await duty.sees("아직 담당자가 없습니다")
    await evening.settles()
    return mina, duty


async def test_invariant_1_what_a_full_disk_cannot_keep_is_not_confirmed_and_comes_again() -> None:
    async with stage() as evening:
        mina, _ = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await mina.says(WORDS)
        await evening.tells_the_operator(FULL)
        assert len(evening.ground.updates) == 1, "Telegram still has it"
        await evening.crashes()
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
        assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1


@pytest.mark.torture
async def test_a_full_disk_is_told_in_the_log_once_and_so_is_its_end() -> None:
    async with stage() as evening:
        mina, _ = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await mina.says(WORDS)
        await evening.passes(seconds=31)
        await evening.tells_the_operator(FULL)
        await evening.ground.changes.wait(3)
        evening.bot.disk_takes(ENDLESS)
        await evening.tells_the_operator("things can be kept again")
        assert evening.bot.last_words().count(FULL) == 1
        assert WORDS not in evening.bot.last_words()


@pytest.mark.torture
async def test_asked_to_stop_on_a_full_disk_the_bot_stops_as_ever_and_what_it_was_told_is_not_lost() -> None:
    async with stage() as evening:
        mina, _ = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await mina.says(WORDS)
        await evening.tells_the_operator(FULL)
        assert await evening.bot.stop() == 0
        await evening.bot.start()
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)


@pytest.mark.parametrize(
    "room",
    [
        pytest.param(NO_ROOM, id="the log has room"),
        pytest.param(NO_ROOM_AT_ALL, id="no room for the log", marks=pytest.mark.torture),
    ],
)
async def test_on_a_full_disk_the_bot_waits_and_goes_on_by_itself(room: int) -> None:
    async with stage() as evening:
        mina, duty = await _cried(evening)
        evening.bot.disk_takes(room)
        await mina.says(WORDS)
        if room:
            await evening.tells_the_operator(FULL)
        else:
            # Nor can the log be written: the outage is as long as this.
            await evening.ground.changes.wait(3)
        assert len(evening.ground.updates) == 1, "Telegram still has it"
        evening.bot.disk_takes(ENDLESS)
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
        await evening.passes(seconds=31)
        await duty.sees("아직도 담당자가 없습니다", 40)


@pytest.mark.torture
async def test_a_ring_that_came_due_on_a_full_disk_rings_as_soon_as_there_is_room() -> None:
    async with stage() as evening:
        _, duty = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await evening.passes(seconds=31)
        await evening.tells_the_operator(FULL)
        evening.bot.disk_takes(ENDLESS)
        await duty.sees("아직도 담당자가 없습니다", 40)
