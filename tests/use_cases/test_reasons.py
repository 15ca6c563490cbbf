"""The reason that an officer gives stands where the deed stands, in history and card; never in the journal."""

from __future__ import annotations

from bot.domain.effects import ShowHistory, UpdateCard
from bot.domain.roles import Deed
from bot.ports import Purpose
from handlers.loading import load_view
from handlers.render import render
from tests.handlers.shown import reader
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk

WHY = "the family has spoken with him today"


async def _drawn(desk: AtDesk, effect: ShowHistory | UpdateCard) -> tuple[str, Purpose | None]:
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(effect.chat)
        view = await load_view(effect, chat, ledger, desk.inbox.world.now())
    calls = render(effect, view, reader("ko"), WORDS, repeat=False).calls
    return "\n".join(str(one.arguments["text"]) for one in calls), calls[0].notes


async def _history(desk: AtDesk) -> tuple[str, Purpose | None]:
    asked = await desk.commands("owner", Deed.HISTORY, (await desk.case()).code)
    (effect,) = [one for one in asked if isinstance(one, ShowHistory)]
    return await _drawn(desk, effect)


async def test_why_the_level_was_lowered_stands_in_the_history(desk: AtDesk) -> None:
    assert (await _history(desk))[1] is Purpose.ANSWER
    await desk.commands("owner", Deed.LOWER, f"{(await desk.case()).code} L4 {WHY}")
    text, purpose = await _history(desk)
    (line,) = [one for one in text.splitlines() if WHY in one]
    assert "등급" in line
    assert "(Owner)" in line
    assert purpose is Purpose.THREAD, "with an officer's words in it, it is removed when the case is closed"


async def test_it_stands_on_the_card_as_long_as_the_level_holds(desk: AtDesk) -> None:
    code = (await desk.case()).code
    lowered = await desk.commands("owner", Deed.LOWER, f"{code} L4 {WHY}")
    (card,) = [one for one in lowered if isinstance(one, UpdateCard)]
    assert WHY in (await _drawn(desk, card))[0]
    await desk.commands("owner", Deed.RAISE, f"{code} L1")
    assert WHY not in (await _drawn(desk, card))[0]


async def test_it_is_nowhere_in_the_clear(desk: AtDesk) -> None:
    await desk.commands("owner", Deed.LOWER, f"{(await desk.case()).code} L4 {WHY}")
    held = await desk.standing()
    assert WHY not in str(held)
    assert WHY.encode() not in desk.path.read_bytes()
