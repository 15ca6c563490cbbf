"""The watch in a process of its own: when nobody serves any more, the admins hear of it from somebody else."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from tests.journeys.stage import stage


async def test_a_bot_that_is_gone_is_noticed_and_told_by_the_watch_and_its_return_too() -> None:
    async with stage() as evening:
        await evening.settles()
        await evening.bot.kill()
        await evening.passes(minutes=3)
        command = [sys.executable, "-m", "bot", "watch", "--config", str(evening.folder / "config.toml")]
        watching = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        try:
            alarm = await evening.admin.sees("something has gone quiet", 30)
            assert "should have happened by themselves" in alarm.text
        finally:
            watching.terminate()
            assert await watching.wait() == 0


async def test_with_everything_well_nobody_is_rung() -> None:
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("여기 갇혀 있어요")
        await evening.desk.sees_card(level="L2")
        command = [sys.executable, "-m", "bot", "watch", "--config", str(evening.folder / "config.toml")]
        watching = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        assert watching.stdout is not None
        assert b"begun" in await watching.stdout.readline()
        await evening.settles()
        watching.terminate()
        assert await watching.wait() == 0
        assert not [one for one in evening.admin.from_bot() if "gone quiet" in one.text]
