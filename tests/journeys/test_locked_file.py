"""Another program locks the database's file: the bot says so, confirms nothing, and goes on by itself."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from tests.journeys.stage import stage

WORDS = "문이 잠겼어요"


@pytest.mark.torture
async def test_invariant_1_what_a_locked_file_cannot_keep_is_not_confirmed_and_comes_when_it_is_free() -> None:
    """The bot waits ten seconds for a lock before it says so."""
    async with stage() as evening:
        mina = evening.requester()
        await mina.says("SOS")
        await evening.desk.sees_card(level="L1")
        await evening.settles()
        holder = sqlite3.connect(next(evening.folder.rglob("*.db")), isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(holder.execute, "BEGIN IMMEDIATE")
        await mina.says(WORDS)
        await evening.tells_the_operator("another program holds a lock on the file")
        assert len(evening.ground.updates) == 1, "Telegram still has it"
        holder.close()
        await evening.desk.sees_card(level="L1", holds=WORDS, seconds=40)
        await evening.tells_the_operator("things can be kept again")
        assert evening.bot.last_words().count("nothing can be kept") == 1
