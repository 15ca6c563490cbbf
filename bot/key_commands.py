"""`python -m bot keys …`: make, list, change, retire and check key-encryption keys, also while the bot serves."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path

import typer

from bot.config import Config, KeyPlace, Provider, SqliteFile
from bot.terminal import CONFIG, FAILED, ask, at_the_database, keys_at_hand, refuse, say, settled, told_plainly
from storage.database import Database
from storage.keyfile import KeyEncryptionKey, make_key, read_keys, replace_keys
from storage.keysource import Keys
from storage.passphrase import add_passphrase, drop_passphrase
from storage.rotation import check, counts, rewrap, rotate_index, rotate_journal
from storage.tables import count

keys = typer.Typer(no_args_is_help=True, help="The key-encryption keys.")


@keys.command("new")
def new_key(config: Path = CONFIG) -> None:
    """Make a key, never over an existing one: the first, or the next where `rotate` cannot make it by itself."""
    place = settled(config).keys
    match place.provider:
        case Provider.FILE:
            key = told_plainly(lambda: make_key(place.file))
            say(f"Key {key.id} is in {place.file}. Keep a copy apart from the database and its backups.")
        case Provider.PASSPHRASE:
            next_one = place.passphrase_file.exists()
            key_id = told_plainly(lambda: add_passphrase(place.passphrase_file, ask))
            say(f"Key {key_id} is made of your passphrase and {place.passphrase_file}. Keep a copy of both.")
            if next_one:
                say("Restart the bot: it asks for each passphrase, oldest first. Then: python -m bot keys rotate")
        case _:
            # The one line on standard output is for the secret store; what a person reads is on standard error.
            sys.stderr.write("Put this line where the keys come from, below the older ones:\n")
            say(KeyEncryptionKey.made().line().rstrip())


@keys.command("list")
def list_keys(config: Path = CONFIG) -> None:
    """Say which keys there are, and how many data keys each wraps."""
    settings = settled(config)
    keks = keys_at_hand(settings)
    wraps = {one.kek_id: one.count for one in at_the_database(settings, keks, counts)}
    for key in keks.known:
        now = ", wraps from now on" if key == keks.known[-1] else ""
        say(f"{key.id}: {wraps.pop(key.id, 0)} data keys{now}")
    for missing, wrapped in wraps.items():
        say(f"{missing}: {wrapped} data keys, AND THE KEY IS NOT AT HAND")
    if wraps:
        raise typer.Exit(FAILED)


class What(StrEnum):
    """Which keys are changed: those that wrap, the one that finds chats, the one that chains the journal."""

    WRAPPING = "wrapping"
    INDEX = "index"
    JOURNAL = "journal"


_WHAT = typer.Argument(What.WRAPPING, help="Which keys.")


@keys.command("rotate")
def rotate(what: What = _WHAT, config: Path = CONFIG) -> None:
    """Change keys while the bot serves. Broken off, the next call goes on from there."""
    settings = settled(config)
    match what:
        case What.WRAPPING:
            _rotate_wrapping(settings)
        case What.INDEX:
            _rotate_index(settings)
        case What.JOURNAL:
            at_the_database(settings, keys_at_hand(settings), rotate_journal)
            say("The journal goes on under a new key; the old one only checks what is there.")


def _rotate_index(settings: Config) -> None:
    async def rotated(database: Database) -> int:
        async with database.snapshot() as at_one_moment:
            chats = (await count(at_one_moment, ("chats",)))["chats"]
        with typer.progressbar(length=chats, label="chats") as bar:
            return await rotate_index(database, bar.update)

    done = at_the_database(settings, keys_at_hand(settings), rotated)
    say(f"{done} chats are found by a new index key; the old one is destroyed.")


def _rotate_wrapping(settings: Config) -> None:
    """Wrap all data keys by a new key."""
    keks = keys_at_hand(settings)
    under = {one.kek_id for one in at_the_database(settings, keks, counts)}
    if under <= {keks.current().id}:
        _begin_with_another(settings, keks)
        if not isinstance(settings.database, SqliteFile):
            say(f"Key {keks.current().id} is in {settings.keys.file}, and wraps nothing yet.")
            say("Bring the file to every machine that serves or stands by, then again: python -m bot keys rotate")
            return
    current = keks.current().id

    async def rewrapped(database: Database) -> tuple[int, list[str]]:
        left = sum(one.count for one in await counts(database) if one.kek_id != current)
        with typer.progressbar(length=left, label=current) as bar:
            done = await rewrap(database, bar.update)
        return done, [one.kek_id for one in await counts(database) if one.kek_id != current]

    done, left = at_the_database(settings, keks, rewrapped)
    say(f"{done} data keys are wrapped by {current} now.")
    if left:
        raise refuse(f"the bot used {', '.join(left)} meanwhile; once more: keys rotate", code=FAILED)
    for old in sorted(under - {current}):
        say(f"Key {old} wraps nothing more. Make a backup, then: python -m bot keys retire {old}")


def _begin_with_another(settings: Config, keks: Keys) -> None:
    """A new key in the file: the one at hand wraps everything. One that does not yet goes on with its change."""
    place = settings.keys
    if place.provider is not Provider.FILE:
        raise refuse(
            f"key {keks.current().id}: it wraps everything already; first: python -m bot keys new, "
            "bring the new key to where the keys come from, and restart the bot"
        )
    told_plainly(lambda: replace_keys(place.file, (*read_keys(place.file), KeyEncryptionKey.made())))


@keys.command("retire")
def retire(key_id: str, config: Path = CONFIG) -> None:
    """Take a key away that wraps nothing more."""
    settings = settled(config)
    keks = keys_at_hand(settings)
    wraps = {one.kek_id: one.count for one in at_the_database(settings, keks, counts)}
    if wraps.get(key_id):
        raise refuse(f"key {key_id}: it still wraps {wraps[key_id]} data keys; first: python -m bot keys rotate")
    ids = [key.id for key in keks.known]
    if key_id not in ids:
        raise refuse(f"key {key_id}: there is none; there are {', '.join(ids)}")
    if key_id == ids[-1]:
        raise refuse(f"key {key_id}: it wraps from now on; only an older one can be retired")
    say(told_plainly(lambda: _taken_away(settings.keys, key_id)))


def _taken_away(place: KeyPlace, key_id: str) -> str:
    """Take it away, where that is a file of ours; says what is done, or is left to do."""
    match place.provider:
        case Provider.FILE:
            replace_keys(place.file, tuple(key for key in read_keys(place.file) if key.id != key_id))
            return f"Key {key_id} is gone from {place.file}. A backup's key file from before still needs it."
        case Provider.PASSPHRASE:
            drop_passphrase(place.passphrase_file, key_id)
            return f"Key {key_id} is not asked for any more. A backup's key file from before still needs it."
        case _:
            return f"Key {key_id} wraps nothing more: take its line away where the keys come from."


@keys.command("verify")
def verify(config: Path = CONFIG) -> None:
    """Open every data key; say which do not open."""
    settings = settled(config)

    async def broken(database: Database) -> list[str]:
        total = sum(one.count for one in await counts(database))
        with typer.progressbar(length=total, label="data keys") as bar:
            return [key_id async for key_id in check(database, bar.update)]

    found = at_the_database(settings, keys_at_hand(settings), broken)
    for key_id in found:
        sys.stderr.write(f"data key {key_id}: it does not open\n")
    if found:
        raise typer.Exit(FAILED)
    say("Every data key opens.")
