"""Bots for the stage, each a process of its own that was forked with the program loaded already.

Hundreds of journeys start and kill a bot, and loading the program takes longer than most of them. What is forked
does all that `python -m bot` does from the first line of its `main` on; that command itself, with its loading, is
what the operator's journeys and the practice ground start.

Run as a program this module is the nursery: it forks a bot for each request, and tells what it ended with.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent.parent
_LONGEST = 65_536
_FDS = 3
"""The bot's output, its errors, and where the nursery tells what it ended with."""


class Forked:
    """A bot's process as asyncio's own would be: `returncode` is negative for a signal."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, ended: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stdout: asyncio.StreamReader | None = stdout
        self.returncode: int | None = None
        self._waiting = asyncio.create_task(self._ended(ended))

    async def _ended(self, told: asyncio.StreamReader) -> int:
        self.returncode = int.from_bytes(await told.readexactly(4), "little", signed=True)
        return self.returncode

    async def wait(self) -> int:
        """What it ended with."""
        return await asyncio.shield(self._waiting)

    def send_signal(self, number: int) -> None:
        """Nothing if it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """As a power cut does it."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """One for each process that tests; begun when the first bot is asked for."""

    possible = hasattr(os, "pidfd_open")
    """Only Linux tells of the end of a process so; elsewhere a bot is started by its command."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None

    def _asked(self, request: dict[str, Any], fds: list[int]) -> int:
        if self._line is None:
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-m", "tests.journeys.nursery", str(theirs.fileno())]
                env = {**os.environ, "PYTHONUNBUFFERED": "1"}
                nursery = subprocess.Popen(command, cwd=_ROOT, env=env, pass_fds=(theirs.fileno(),))
            # Its end of the line closed it ends, and whoever it forked is killed by the stage.
            atexit.register(nursery.wait)
            atexit.register(self._line.close)
        socket.send_fds(self._line, [json.dumps(request).encode()], fds)
        return int(self._line.recv(64))

    async def bears(self, arguments: list[str], errors: int) -> Forked:
        """A bot with these arguments; `errors` is the file that its errors go to."""
        out, ended = os.pipe(), os.pipe()
        try:
            request = {"arguments": arguments, "folder": str(Path.cwd())}
            pid = self._asked(request, [out[1], errors, ended[1]])
        finally:
            os.close(out[1])
            os.close(ended[1])
        return Forked(pid, await _reading(out[0]), await _reading(ended[0]))


async def _reading(fd: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(fd, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _load() -> None:
    """What every bot loads before it says that it is ready, as far as it is the same for all."""
    # ruff: noqa: PLC0415
    import uvloop  # noqa: F401

    import bot.app
    import bot.commands  # noqa: F401
    from bot.domain import gazetteer, tongues
    from handlers.catalogue import load_catalogue

    load_catalogue()
    gazetteer.load()
    tongues.load()


def _become(request: dict[str, Any], fds: list[int]) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for there, fd in ((1, fds[0]), (2, fds[1])):
        os.dup2(fd, there)
    for fd in fds:
        os.close(fd)
    os.chdir(request["folder"])
    sys.argv = ["bot", *request["arguments"]]


def _tend(line: socket.socket) -> dict[str, Any] | None:
    """Forks for each request; gives it in the child, and None when nobody asks any more."""
    waiting = selectors.DefaultSelector()
    waiting.register(line, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is not line:
                pid, ended = key.data
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                os.write(ended, code.to_bytes(4, "little", signed=True))
                os.close(ended)
                waiting.unregister(key.fileobj)
                os.close(int(key.fd))
                continue
            asked, fds, *_ = socket.recv_fds(line, _LONGEST, _FDS)
            if not asked:
                return None
            if (pid := os.fork()) == 0:
                # Neither the line nor what tells of the others' ends is the child's.
                for other in waiting.get_map().values():
                    os.close(other.fd)
                    if other.data:
                        os.close(other.data[1])
                line.detach()
                request = json.loads(asked)
                _become(request, fds)
                return dict(request)
            line.send(str(pid).encode())
            for fd in fds[:2]:
                os.close(fd)
            waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, fds[2]))


def main() -> None:
    """Tend until the line closes; a child goes on as the bot."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load()
    request = _tend(socket.socket(fileno=int(sys.argv[1])))
    if request is not None:
        from bot.__main__ import main as bot  # noqa: PLC0415

        bot()


if __name__ == "__main__":
    main()
