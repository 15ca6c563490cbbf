"""`python -m bot …`: what an operator runs; only what a command needs is loaded for it."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import structlog
import typer

from bot.archive_commands import archive
from bot.config import Config, Provider, SqliteFile
from bot.database_commands import db
from bot.journal_commands import journal
from bot.key_commands import keys
from bot.terminal import CONFIG, REFUSALS, refuse, say, settled, source
from storage.archivekey import ArchivePublicKey, read_public
from storage.keyfile import make_key
from storage.keysource import Keys

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
cli.add_typer(keys, name="keys")
cli.add_typer(journal, name="journal")
cli.add_typer(db, name="db")
cli.add_typer(archive, name="archive")


@cli.callback()
def guarded() -> None:
    """Rescue Desk: the bot, its practice ground, and what its operator needs."""
    # Before anything reads a key: no core is dumped with keys in it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Who asks a command to end gets what Ctrl-C gets: half-written files are removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _quiet("warning")


@cli.command("check-config")
def check_config(config: Path = CONFIG) -> None:
    """Read the configuration, and say in one line each what is wrong."""
    settings = settled(config)
    from bot.app import offered  # noqa: PLC0415 - what serves is loaded where it serves

    offered(settings)
    say("The configuration is right.")


@cli.command()
def run(config: Path = CONFIG) -> None:
    """Run the bot until it is asked to stop (SIGTERM, Ctrl-C)."""
    settings = settled(config)
    import uvloop  # noqa: PLC0415

    from bot.app import offered, serve  # noqa: PLC0415

    offered(settings)
    _quiet(settings.log_level)
    try:
        raise typer.Exit(uvloop.run(serve(settings, _keys(settings), _archive(settings))))
    except REFUSALS as refused:
        raise refuse(str(refused)) from None


@cli.command()
def watch(config: Path = CONFIG) -> None:
    """Watch over a bot that runs, from a process of its own: rings the admins when something has gone quiet."""
    settings = settled(config)
    import uvloop  # noqa: PLC0415

    from bot.app import offered, watch_over  # noqa: PLC0415

    catalogue = offered(settings)
    _quiet(settings.log_level)
    uvloop.run(watch_over(settings, catalogue))


@cli.command()
def drill(
    port: int = typer.Option(8765, help="The port of the practice ground on loopback; 0 takes a free one."),
) -> None:
    """Start the practice ground: the real bot, its own Telegram, one page to open."""
    from drill.practice import PortTaken, practise  # noqa: PLC0415 - a running bot never loads the practice ground

    try:
        asyncio.run(practise(port, [sys.executable, "-m", "bot", "run", "--config"], say))
    except PortTaken as taken:
        raise refuse(str(taken)) from None


class _Log:
    """Standard error; a disk too full for a line of it must not stop the one who would write it."""

    def write(self, line: str) -> None:
        with suppress(OSError):
            sys.stderr.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def _quiet(level: str) -> None:
    """One JSON line per event; libraries speak only in warnings."""
    logging.basicConfig(level=logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _Log())),
    )


def _keys(settings: Config) -> Keys:
    """The keys; made at the very first start, when there is no database yet that another key belongs to."""
    database, place = settings.database, settings.keys
    first = isinstance(database, SqliteFile) and not database.path.exists() and not place.file.exists()
    if first and place.provider is Provider.FILE:
        key = make_key(place.file)
        say(f"First start: key {key.id} was made in {place.file}. Keep a copy apart from the database.")
    return Keys(source(place))


def _archive(settings: Config) -> ArchivePublicKey | None:
    """The desk's public key, if closed cases are to be sealed to it; wrong or missing, it is refused by name."""
    return read_public(settings.archive) if settings.archive else None
