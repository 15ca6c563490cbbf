"""Runs the bot as a process of its own: starts it, waits until it receives, kills it hard, stops it."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

READY_WITHIN = 30.0  # seconds; the first start also makes keys and the database
STOP_WITHIN = 12.0


class NotReady(Exception):
    """The bot ended or kept silent instead of saying that it receives; carries what it said."""


class Process(Protocol):
    """As asyncio's own; `returncode` is negative for a signal."""

    stdout: asyncio.StreamReader | None

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    async def wait(self) -> int: ...

    def send_signal(self, signal: int, /) -> None: ...

    def kill(self) -> None: ...


class BotProcess:
    """One bot, by its command; `config` is appended. Its errors go to `log`, its output is kept in `said`."""

    def __init__(self, config: Path, log: Path, command: Sequence[str] | None = None) -> None:
        self.config = config
        self._command = [*(command or (sys.executable, "-m", "bot", "run", "--config")), str(config)]
        self._log = log
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self.said: list[str] = []

    @property
    def state(self) -> str:
        """`running` or `stopped`."""
        return "running" if self._process is not None and self._process.returncode is None else "stopped"

    @property
    def exit_code(self) -> int | None:
        """What the process ended with; negative for a signal."""
        return self._process.returncode if self._process else None

    async def start(self, wait: bool = True) -> None:
        """Start it, and wait until it says that it receives. NotReady if it does not."""
        if self.state == "running":
            return
        self._ready.clear()
        with self._log.open("ab") as errors:
            self._process = await self._begun(errors)
        self._reading = asyncio.create_task(self._read(self._process))
        if wait:
            await self.until_ready()

    async def _begun(self, errors: BinaryIO) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    async def until_ready(self) -> None:
        """Wait for the line that says it receives."""
        ready = asyncio.ensure_future(self._ready.wait())
        ended = asyncio.ensure_future(self.wait())
        await asyncio.wait({ready, ended}, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        ended.cancel()
        if not self._ready.is_set():
            raise NotReady(self.last_words())

    async def _read(self, process: Process) -> None:
        if process.stdout is None:
            return
        async for line in process.stdout:
            self.said.append(line.decode(errors="replace").rstrip())
            if " ready" in self.said[-1]:
                self._ready.set()

    async def kill(self) -> None:
        """As a power cut would: no chance to finish anything."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int | None:
        """As an operator would; killed if it does not stop in time. The exit code."""
        await self._end(signal.SIGTERM)
        return self.exit_code

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(how)
        try:
            await asyncio.wait_for(self._process.wait(), STOP_WITHIN)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._reading is not None:
            await self._reading

    async def wait(self) -> None:
        """Until it has ended."""
        if self._process is not None:
            await self._process.wait()

    def last_words(self) -> str:
        """The end of what it wrote, for an error report."""
        errors = self._log.read_text(errors="replace") if self._log.exists() else ""
        return "\n".join([*self.said[-5:], errors[-1500:]]).strip()
