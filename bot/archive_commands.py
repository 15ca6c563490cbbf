"""`python -m bot archive …`: the desk's offline key, and the closed cases that only it opens."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.domain.ids import Instant
from bot.terminal import CONFIG, FAILED, at_the_database, keys_at_hand, say, settled, told_plainly
from storage.archive import ArchivedThing
from storage.archivekey import ArchiveKey, Kind, make_pair, read_private
from storage.backup import BackupRefused
from storage.database import Database
from storage.shipping import archived, export, shipped, things
from storage.tables import count

archive = typer.Typer(no_args_is_help=True, help="Closed cases, for the holder of the desk's offline key alone.")
_FILE = typer.Argument(..., help="The file that `archive export` writes, and `archive open` reads.")
_KEY = typer.Option(..., "--key", help="The offline half: never on the server.")
_PUBLIC = typer.Option(..., "--public", help="The half for the server.")
_KIND = typer.Option(Kind.HYBRID, "--kind", help="How keys are agreed.")
_INTO = typer.Option(None, "--into", help="A new folder for the pictures, voices and films that were sent.")
_CODE = typer.Option("", "--code", help="Only the case with this code.")


def _shown(word: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in word)


def _day(at: Instant) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")


@archive.command("keygen")
def keygen(private: Path = _KEY, public: Path = _PUBLIC, kind: Kind = _KIND) -> None:
    """Make a pair of keys, on the machine where closed cases are to be read. Needs no configuration."""
    key = told_plainly(lambda: make_pair(private, public, kind))
    say(f"Archive key {key.id} ({kind.value}) is in {private}. Keep two copies of it, none on the server.")
    say(f"Bring {public} to the server and name it in [archive] public_key_file.")


@archive.command("list")
def list_archive(config: Path = CONFIG) -> None:
    """Say which closed cases are archived, and to which key; also while the bot serves."""
    settings = settled(config)

    async def listed(database: Database) -> list[str]:
        return [
            f"{one.code} closed {_day(one.closed_at)}: {one.part.value}, to key {one.public_key}"
            async for one in archived(database)
        ]

    lines = at_the_database(settings, keys_at_hand(settings), listed)
    for line in lines or ["No case is archived."]:
        say(line)


@archive.command("export")
def export_archive(file: Path = _FILE, config: Path = CONFIG) -> None:
    """Write the archive to a file, to be opened on the machine with the offline key."""
    settings = settled(config)

    async def exported(database: Database) -> int:
        async with database.snapshot() as at_one_moment:
            parts = (await count(at_one_moment, ("archive",)))["archive"]
        with typer.progressbar(length=parts, label="archive") as bar:
            return await export(database, file, bar.update)

    written = at_the_database(settings, keys_at_hand(settings), exported)
    say(f"{written} parts are in {file}.")
    say("What is destroyed on the server lives on in it: destroy it after reading.")


@archive.command("open")
def open_archive(file: Path = _FILE, private: Path = _KEY, code: str = _CODE, into: Path | None = _INTO) -> None:
    """Show what is in a file, with the offline key alone: no configuration, no database, no other key."""
    key = told_plainly(lambda: read_private(private))
    closed = 0
    for sealed, part in told_plainly(lambda: list(shipped(file, key))):
        if code and (part or sealed).code != code.upper():
            continue
        if part is None:
            closed += 1
            # What did not open may hold anything, also what a terminal obeys.
            sys.stderr.write(
                f"{_shown(sealed.code)}, {sealed.part.value}: it does not open with this key; "
                f"it is to {_shown(sealed.public_key)}\n"
            )
            continue
        reasons = " ".join([part.level, part.closing, *(rule.value for rule in part.rules)])
        say(f"{part.code} | {_day(part.opened_at)} – {_day(part.closed_at)} | {part.part.value} | {reasons}")
        for fact in part.facts:
            at = datetime.fromtimestamp(fact.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
            say(f"  {at} {fact.kind} {fact.value}")
        for number, thing in enumerate(part.things, 1):
            say(f"  {_name(part.code, number, thing)} was sent")
    if into is not None:
        closed += told_plainly(lambda: _put_things(file, key, code.upper(), into))
    if closed:
        raise typer.Exit(FAILED)


def _name(code: str, number: int, thing: ArchivedThing) -> str:
    """The name of a file; its suffix is one of our own words for what it is."""
    return f"{code}-{number}.{thing.type or 'bin'}"


def _put_things(file: Path, key: ArchiveKey, code: str, into: Path) -> int:
    """Write the things that were sent to files in a new folder; how many do not open."""
    try:
        into.mkdir(mode=0o700)
    except OSError as error:
        raise BackupRefused(f"folder {into}: it cannot be made: {error.strerror}; name a new one") from None
    missing: dict[str, int] = {}
    for _, part in shipped(file, key):
        if part is not None and code in ("", part.code):
            sent = enumerate(part.things, 1)
            missing |= {_name(part.code, place, thing): thing.content.pieces for place, thing in sent}
    try:
        for one in things(file, key):
            if code and one.code != code:
                continue
            if one.content is not None:
                name = _name(one.code, one.place, one.thing)
                missing[name] -= 1
                with (into / name).open("ab") as written:
                    written.write(one.content)
    except OSError as error:
        raise BackupRefused(f"folder {into}: it cannot be written: {error.strerror}") from None
    broken = sorted(name for name, left in missing.items() if left)
    for name in broken:
        sys.stderr.write(f"{_shown(name)}: not all of it is there, or opens\n")
    return len(broken)
