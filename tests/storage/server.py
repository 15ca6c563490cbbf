"""A real PostgreSQL for the tests: made in a folder of its own, reached by a socket there, gone afterwards."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")


def programs() -> Path | None:
    """Where PostgreSQL's programs are; None where there is no PostgreSQL."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = [folder for pattern in _PLACES for folder in sorted(Path("/").glob(pattern.lstrip("/")))]
    return folders[-1] if folders else None


@dataclass
class Server:
    """One running server."""

    folder: Path
    bin: Path
    account: str | None

    @classmethod
    def start(cls, binaries: Path) -> Server:
        """PostgreSQL refuses to run as root: then it runs as the account that Debian made for it."""
        account = "postgres" if os.getuid() == 0 else None
        folder = Path(tempfile.mkdtemp(prefix="rescue-desk-pg-", dir="/tmp"))  # noqa: S108 - a socket's path is short
        if account:
            found = pwd.getpwnam(account)
            os.chown(folder, found.pw_uid, found.pw_gid)
        made = cls(folder, binaries, account)
        made._run("initdb", "-D", str(made.state), "-A", "trust", "-U", "desk", "-E", "UTF8", "--no-sync")
        made.resume()
        return made

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def _options(self) -> str:
        return f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        subprocess.run(
            command, check=True, user=self.account, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=60
        )

    def address(self, name: str) -> str:
        return f"postgresql://desk@/{name}?host={self.folder}"

    def new(self, name: str) -> str:
        """An empty database; gives its address."""
        self.ask("postgres", f'CREATE DATABASE "{name}"')
        return self.address(name)

    def ask(self, name: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What somebody with the server and without the keys can do."""

        async def asked() -> list[tuple[Any, ...]]:
            connection = await asyncpg.connect(self.address(name))
            try:
                return [tuple(row) for row in await connection.fetch(sql, *values)]
            finally:
                await connection.close()

        return asyncio.run(asked())

    def files(self, name: str) -> dict[str, bytes]:
        """What lies on disk of this database: its tables, the write-ahead log, the server's log."""
        ((number,),) = self.ask(name, "SELECT oid FROM pg_database WHERE datname = current_database()")
        self.ask(name, "CHECKPOINT")
        folders = (self.state / "base" / str(number), self.state / "pg_wal")
        paths = [self.folder / "log", *(path for one in folders for path in sorted(one.rglob("*")))]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths if path.is_file()}

    def halt(self) -> None:
        """Gone from one moment to the next, as with its machine's power."""
        self._run("pg_ctl", "-D", str(self.state), "-m", "immediate", "-w", "stop")

    def resume(self) -> None:
        """There again, with what it had committed."""
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.state), "-w", "-l", log, "-o", self._options(), "start")

    def stop(self) -> None:
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)


def running_server() -> Iterator[Server]:
    """A server until the test ends; skipped where a newcomer's machine has none, never in CI."""
    found = programs()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: .ci/run installs it")
        pytest.skip("PostgreSQL is not installed: the tests on it are left out")
    running = Server.start(found)
    yield running
    running.stop()
