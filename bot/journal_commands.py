"""`python -m bot journal …`: whether what was done is still written down as it was."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.terminal import CONFIG, FAILED, at_the_database, keys_at_hand, refuse, say, settled, told_plainly
from storage.audit import first_broken, holds, length, read_anchor
from storage.database import Database

journal = typer.Typer(no_args_is_help=True, help="The journal of what was done.")


@journal.callback()
def _group() -> None:
    """Keeps the one command below by its name."""


@journal.command("verify")
def verify(
    anchor: str = typer.Option("", "--anchor", help="ENTRY:MARK, as posted to the admins."), config: Path = CONFIG
) -> None:
    """Find the first entry that was removed, changed, moved or put in; also while the bot serves."""
    settings = settled(config)
    posted = told_plainly(lambda: read_anchor(anchor)) if anchor else None

    async def looked_through(database: Database) -> tuple[int | None, int, bool]:
        entries = await length(database)
        with typer.progressbar(length=entries, label="journal") as bar:
            broken = await first_broken(database, bar.update)
        return broken, entries, posted is None or await holds(database, posted)

    broken, entries, held = at_the_database(settings, keys_at_hand(settings), looked_through)
    if broken is not None:
        raise refuse(f"journal: entry {broken} of {entries} is not as it was written", code=FAILED)
    if not held:
        raise refuse(f"journal: entry {anchor} was posted, and is not there as it was", code=FAILED)
    say(f"The journal is whole: {entries} entries.")
