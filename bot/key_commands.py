"""`python -m bot keys …`: make, list, change, retire and check key-encryption keys, also while the bot serves."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path

import typer

from bot.config import Config, KeyPlace, Provider
from bot.terminal import CONFIG, FAILED, at_the_database, keys_at_hand, refuse, say, settled, told_plainly
from storage.database import Database
from storage.keyfile import KeyEncryptionKey, make_key, read_keys, replace_keys
from storage.keysource import make_salt
from storage.rotation import check, counts, rewrap, rotate_index, rotate_journal
from storage.tables import count

keys = typer.Typer(no_args_is_help=True, help="The key-encryption keys.")


@keys.command("new")
def new_key(config: Path = CONFIG) -> None:
    """Make the first key; never over an existing one."""
    place = settled(config).keys
    match place.provider:
        case Provider.FILE:
            key = told_plainly(lambda: make_key(place.file))
            say(f"Key {key.id} is in {place.file}. Keep a copy apart from the database and its backups.")
        case Provider.PASSPHRASE:
            key_id = told_plainly(lambda: make_salt(place.passphrase_file))
            say(f"Key {key_id} will be made of your passphrase and {place.passphrase_file}. Keep a copy of both.")
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
    told_plainly(lambda: _add_unless_under_way(settings.keys, under))
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


def _add_unless_under_way(place: KeyPlace, under: set[str]) -> None:
    """A new key in the file, unless one is there that does not wrap everything yet: that change goes on."""
    if place.provider is not Provider.FILE:
        return
    known = read_keys(place.file)
    if under <= {known[-1].id}:
        replace_keys(place.file, (*known, KeyEncryptionKey.made()))


@keys.command("retire")
def retire(key_id: str, config: Path = CONFIG) -> None:
    """Take a key away that wraps nothing more."""
    settings = settled(config)
    wraps = {one.kek_id: one.count for one in at_the_database(settings, keys_at_hand(settings), counts)}
    if wraps.get(key_id):
        raise refuse(f"key {key_id}: it still wraps {wraps[key_id]} data keys; first: python -m bot keys rotate")
    if settings.keys.provider is not Provider.FILE:
        say(f"Key {key_id} wraps nothing more: take its line away where the keys come from.")
        return
    known = told_plainly(lambda: read_keys(settings.keys.file))
    left = tuple(key for key in known if key.id != key_id)
    if len(left) == len(known):
        raise refuse(f"key {key_id}: not in {settings.keys.file}; there are {', '.join(key.id for key in known)}")
    if known[-1].id == key_id:
        raise refuse(f"key {key_id}: it wraps from now on; only an older one can be retired")
    told_plainly(lambda: replace_keys(settings.keys.file, left))
    say(f"Key {key_id} is gone from {settings.keys.file}. A backup's key file from before still needs it.")


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
