"""The cards that the written conversations lead to, in every language of the desk's: kept, and compared whole.

`python -m tests.transcripts.golden` writes them anew; what changed is then read before it is kept.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

from bot.commands import _keys
from bot.config import load_config
from bot.domain.case import Case
from bot.domain.effects import UpdateCard
from bot.domain.people import Chat
from bot.ports import Shelves
from bot.terminal import engine
from bot.world import World
from handlers.catalogue import Catalogue, load_catalogue
from handlers.loading import load_view
from handlers.render_card import Card
from handlers.views import CaseView
from storage.database import open_database
from tests.journeys.stage import Stage, stage
from tests.transcripts.player import SCENARIOS, play

FOLDER = Path(__file__).parent / "golden"
_TIME, _DAY = re.compile(r"(?<!\d)\d{2}:\d{2}(?!\d)"), re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \w+ \d+\b")

_SPEED = re.compile(r"((?:~|약 ))\d+ km/h")


async def cards_of(evening: Stage) -> str:
    """The five lines of the first conversation's card in each language; the bot is stopped for it."""
    await evening.settles()
    await evening.bot.stop()
    settings = load_config(evening.folder / "config.toml")
    world, catalogue = World(evening.folder / "clock"), load_catalogue()
    database = await open_database(engine(settings), _keys(settings), world.now)
    try:
        async with database.transaction() as ledger:
            (desk,) = await ledger.desks.all()
            assert desk.chat
            chat, cases = await ledger.chats.load(desk.chat), await ledger.cases.of_desk(desk.id)
            first = min(cases, key=lambda one: one.opened_at)
            view = await _view(first, chat, ledger, world)
    finally:
        await database.close()
    return "\n\n".join(
        "\n".join(_lines(view, replace(chat, language=one), catalogue)) for one in catalogue.desk_languages
    )


async def _view(case: Case, chat: Chat, ledger: Shelves, world: World) -> CaseView:
    found = await load_view(UpdateCard(chat.id, case.id), chat, ledger, world.now())
    assert isinstance(found, CaseView)
    return found


def _lines(view: CaseView, chat: Chat, catalogue: Catalogue) -> list[str]:
    """Without what is another each time: code, times."""
    lines = Card(view, chat, catalogue).first_lines()
    bare = [_TIME.sub("HH:MM", line.replace(view.case.code, "CODE")) for line in lines]
    return [_SPEED.sub(r"\1N km/h", _DAY.sub("DAY", line)) for line in bare]


async def _write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, scenario in SCENARIOS.items():
        async with stage() as evening:
            await play(evening, scenario)
            (FOLDER / f"{name}.txt").write_text(await cards_of(evening) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
