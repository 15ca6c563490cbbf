"""The disk is full: what cannot be kept is not confirmed to Telegram; once there is room, everything goes on."""

from __future__ import annotations

import resource

import pytest

from tests.journeys.stage import ENDLESS, Person, Stage, stage

WORDS = "문이 잠겼어요"
NO_ROOM = 64 * 1024
"""Less than the database has already: it cannot grow by a byte, while the log still can."""
NO_ROOM_AT_ALL = 0

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process: Linux only")


async def _cried(evening: Stage) -> tuple[Person, Person]:
    """Somebody who has cried, and the officer whom it rang."""
    duty, mina = await evening.on_duty(), evening.requester()
    await mina.says("SOS")
    await duty.sees("아직 담당자가 없습니다")
    await evening.settles()
    return mina, duty


async def _tried(evening: Stage) -> None:
    """Until the bot was handed the update and asked again, or ended."""
    polls = _polls(evening)
    for _ in range(300):
        if evening.bot.state == "stopped" or _polls(evening) >= polls + 3:
            return
        await evening.ground.changes.wait(0.1)
    raise AssertionError("the bot neither asks for updates nor ends")


def _polls(evening: Stage) -> int:
    return sum(1 for call in evening.ground.calls if call.method == "getUpdates")


async def test_invariant_1_what_a_full_disk_cannot_keep_is_not_confirmed_and_comes_again() -> None:
    async with stage() as evening:
        mina, _ = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await mina.says(WORDS)
        await _tried(evening)
        assert len(evening.ground.updates) == 1, "Telegram still has it"
        if evening.bot.state == "stopped":
            assert evening.bot.exit_code == 1, "a failure, which whoever watches the process sees"
            await evening.bot.start()
        else:
            evening.bot.disk_takes(ENDLESS)
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
        assert len([one for one in evening.desk.cards() if one.text.startswith("L")]) == 1


async def test_a_full_disk_is_told_in_the_log() -> None:
    async with stage() as evening:
        mina, _ = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await mina.says(WORDS)
        await _tried(evening)
        assert "Unkept" in evening.bot.last_words()
        assert WORDS not in evening.bot.last_words()


@pytest.mark.torture
@pytest.mark.xfail(strict=True, reason="the first write that fails ends the process, and nobody starts it again")
@pytest.mark.parametrize("room", [NO_ROOM, NO_ROOM_AT_ALL], ids=["the log has room", "no room for the log"])
async def test_on_a_full_disk_the_bot_waits_and_goes_on_by_itself(room: int) -> None:
    async with stage() as evening:
        mina, duty = await _cried(evening)
        evening.bot.disk_takes(room)
        await mina.says(WORDS)
        await _tried(evening)
        assert evening.bot.state == "running"
        evening.bot.disk_takes(ENDLESS)
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
        await evening.passes(seconds=31)
        await duty.sees("아직도 담당자가 없습니다", 40)


@pytest.mark.torture
@pytest.mark.xfail(strict=True, reason="the first ring that cannot be noted ends the process")
async def test_a_ring_that_came_due_on_a_full_disk_rings_as_soon_as_there_is_room() -> None:
    async with stage() as evening:
        _, duty = await _cried(evening)
        evening.bot.disk_takes(NO_ROOM)
        await evening.passes(seconds=31)
        await evening.ground.changes.wait(3)
        assert evening.bot.state == "running"
        evening.bot.disk_takes(ENDLESS)
        await duty.sees("아직도 담당자가 없습니다", 40)
