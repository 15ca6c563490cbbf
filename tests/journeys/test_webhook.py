"""The same bot where Telegram delivers by webhook: answered 200 only after the update is on disk."""

from __future__ import annotations

import socket

from tests.journeys.stage import stage


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_cry_by_webhook_reaches_the_desk_also_when_it_came_while_the_bot_was_dead() -> None:
    async with stage() as evening:
        await evening.bot.stop()
        port = _free_port()
        path = evening.folder / "config.toml"
        hook = f'[webhook]\nurl = "http://127.0.0.1:{port}/telegram"\nlisten_port = {port}\n'
        path.write_text(path.read_text().replace("[telegram]\n", '[telegram]\nmode = "webhook"\n') + hook)
        await evening.bot.start()
        ana = evening.requester("Ana", "en")
        await ana.says("locked in a room")
        await evening.desk.sees_card(level="L2", holds="locked in a room")
        await ana.sees("Can you also send your place")
        await evening.bot.kill()
        await ana.says("third floor")
        await evening.bot.start()
        await evening.passes(minutes=1)
        await evening.desk.sees_card(holds="third floor", seconds=30)
        assert await evening.bot.stop() == 0
