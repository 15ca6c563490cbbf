"""How soon a cry is a card and a ring, as a ratio to a bare echo on the same practice ground in the same run.

    .venv/bin/python -m benchmarks.ring [CRIES]

The bot is the real one, warm, its database on disk, with Telegram's rate limits. The echo is the least that any
bot does: ask for updates, send one message; it keeps nothing. Both are measured by the ground's clock, from the
moment a person's message came in to the moment the bot's message stood in the chat.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import aiohttp

from tests.journeys.stage import Person, Stage, stage

KINDS = ("words", "place", "photo", "contact", "voice", "SOS")
BLOCK = 10
"""Cries between two turns of the echo, so that both see the machine in the same moods."""
REST = 60
"""Seconds of wound time between two cries, in which the budgets fill up again."""
PROMISED = 1_000
"""Milliseconds."""


@dataclass
class Times:
    """Milliseconds."""

    ring: list[float] = field(default_factory=list)
    card: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)
    by_kind: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})


def _cry(one: Person, kind: str) -> None:
    ground = one.ground
    match kind:
        case "words":
            ground.says(one.account, one.chat, "locked in a room")
        case "place":
            ground.shares_place(one.account, one.chat, 10.6, 103.5)
        case "photo":
            ground.sends_photo(one.account, one.chat, b"\xff\xd8synthetic")
        case "contact":
            ground.shares_contact(one.account, one.chat, one.account.phone, one.account.name)
        case "voice":
            ground.sends_voice(one.account, one.chat, b"OggSsynthetic")
        case _:
            ground.says(one.account, one.chat, "SOS")


async def _sent(evening: Stage, since: int, chats: set[int], holds: str) -> float:
    """When the first message with this text stood in one of these chats."""

    def found() -> float | None:
        for call in evening.ground.calls[since:]:
            there = call.method == "sendMessage" and call.status == 200 and int(call.params["chat_id"]) in chats
            if there and holds in str(call.params["text"]):
                return call.at
        return None

    at: float = await evening.ground.until(found, 30, f"a message with {holds!r}")
    return at


async def _one_cry(evening: Stage, kind: str) -> tuple[float, float]:
    """Milliseconds to the ring and to the card; afterwards somebody has the case, and all is quiet."""
    one, since = evening.requester("Ana", "en"), len(evening.ground.calls)
    began = evening.ground.clock.now()
    _cry(one, kind)
    officers = {officer.chat.id: officer for officer in evening.officers}
    rang = await _sent(evening, since, set(officers), "아직 담당자가 없습니다")
    carded = await _sent(evening, since, {evening.cast.desk.id}, " | ")
    card = next(one for one in reversed(evening.desk.cards()) if one.inline)
    evening.ground.presses(evening.officers[0].account, card, button=card.inline[0][0]["text"])
    await evening.ground.until(lambda: not card.inline, 30, "somebody to have it")
    await evening.settles(60)
    await evening.passes(seconds=REST)
    return (rang - began) * 1000, (carded - began) * 1000


async def _cries(evening: Stage, times: Times, first: int, count: int) -> None:
    await _one_cry(evening, "words")  # warms up what the start left cold
    for number in range(first, first + count):
        kind = KINDS[number % len(KINDS)]
        ring, card = await _one_cry(evening, kind)
        times.ring.append(ring)
        times.card.append(card)
        times.by_kind[kind].append(max(ring, card))


@contextlib.asynccontextmanager
async def _echo(evening: Stage) -> AsyncIterator[None]:
    """The echo instead of the bot, as a process of its own, too."""
    await evening.bot.stop()
    command = (sys.executable, "-m", "benchmarks.ring", "echo", f"{evening.running.url}/bot{evening.ground.token}")
    process = await asyncio.create_subprocess_exec(*command)
    try:
        yield
    finally:
        process.kill()
        await process.wait()
        await evening.bot.start()


async def _echoes(evening: Stage, times: Times, count: int) -> None:
    ground, one = evening.ground, evening.requester("Echo", "en")
    async with _echo(evening):
        for number in range(count + 1):
            since, began = len(ground.calls), ground.clock.now()
            ground.says(one.account, one.chat, f"number {number}")
            answered = await _sent(evening, since, {one.chat.id}, f"number {number}")
            if number:  # the first waits for the process to start
                times.echo.append((answered - began) * 1000)
            await evening.passes(seconds=REST)
        while len(ground.updates):  # or the bot would take the last one for a cry
            await ground.changes.wait(0.01)


async def echo(url: str) -> None:
    """The least that a bot does."""
    offset = 0
    async with aiohttp.ClientSession() as session:
        while True:
            ask = {"offset": offset, "timeout": 20}
            async with session.post(f"{url}/getUpdates", json=ask) as answer:
                updates = (await answer.json())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                message = update.get("message", {})
                if "text" in message:
                    say = {"chat_id": message["chat"]["id"], "text": message["text"]}
                    async with session.post(f"{url}/sendMessage", json=say) as answer:
                        await answer.read()


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def _line(name: str, values: list[float], bare: list[float]) -> str:
    marks: dict[str, Callable[[list[float]], float]] = {
        "p50": statistics.median,
        "p95": lambda one: _at(one, 0.95),
        "max": max,
    }
    told = [f"{mark} {of(values):7.1f} ms {of(values) / of(bare):5.1f}x" for mark, of in marks.items()]
    return f"{name:<8} {len(values):4}  " + "   ".join(told)


async def measure(cries: int) -> Times:
    """So many cries, and as many echoes in between."""
    times = Times()
    async with stage() as evening:
        for first in range(0, cries, BLOCK):
            count = min(BLOCK, cries - first)
            await _echoes(evening, times, count)
            await _cries(evening, times, first, count)
    return times


def main() -> None:
    """Measure, and say it."""
    if sys.argv[1:2] == ["echo"]:
        asyncio.run(echo(sys.argv[2]))
        return
    times = asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else 50))
    for name, values in (("echo", times.echo), ("ring", times.ring), ("card", times.card)):
        print(_line(name, values, times.echo))
    for kind, values in times.by_kind.items():
        if values:
            print(_line(kind, values, times.echo) + "   (the later of card and ring)")
    late = sum(1 for one in zip(times.ring, times.card, strict=True) if max(one) > PROMISED)
    print(f"later than the promised second: {late} of {len(times.ring)}")


if __name__ == "__main__":
    main()
