"""Nothing goes out to a person whose case was closed meanwhile."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import CaseState
from bot.domain.effects import RelayToRequester
from bot.domain.events import WordsArrived
from bot.domain.ids import MINUTE
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.views import Drop
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.wound import Wound


async def test_nothing_is_sent_anyway_once_the_case_is_closed(desk: AtDesk, clock: Wound) -> None:
    case = await desk.case()
    clock.true += 20 * MINUTE
    words = replace(desk.origin("owner"), reply_code=case.code)
    await desk.happens(WordsArrived(words, Private("We are at the gate")))
    (shown,) = tells(await desk.commands("owner", Deed.ANYWAY, f"{case.code} they wait for it"), "preview.anyway")
    assert "work.done" in keys(await desk.commands("owner", Deed.CLOSE, f"{case.code} arrested: by the police"))
    rows = await desk.rows(f"SELECT state FROM cases WHERE id='{case.id}'")  # noqa: S608
    assert rows == [(CaseState.CLOSED.value,)]
    goes = [one for one in await desk.presses("owner", shown) if isinstance(one, RelayToRequester)]
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(case.requester)
        views = [await load_view(one, chat, ledger, desk.inbox.world.now()) for one in goes]
    assert not [one for one in views if not isinstance(one, Drop)], "it goes to a person whose case is over"


async def test_what_telegram_held_back_is_not_sent_once_the_case_is_closed(desk: AtDesk, clock: Wound) -> None:
    """It was under way when the case was closed, and comes again with a 429, or with the next start."""
    case = await desk.case()
    await desk.happens(WordsArrived(desk.origin("requester"), Private("are you there?")))
    words = replace(desk.origin("owner"), reply_code=case.code)
    await desk.inbox.handle(WordsArrived(words, Private("We are at the gate")))
    ((row,),) = await desk.rows("SELECT id FROM outbox WHERE kind = 'RelayToRequester' AND state = 'due'")
    async with desk.database.transaction() as ledger:
        leased = await ledger.outbox.lease(str(row))
        assert leased is not None
    await desk.commands("owner", Deed.CLOSE, f"{case.code} arrested: by the police")
    async with desk.database.transaction() as ledger:
        await ledger.outbox.again(leased, desk.inbox.world.now(), False, 0)
        again = await ledger.outbox.lease(str(row))
        if again is not None:
            chat = await ledger.chats.load(case.requester)
            view = await load_view(again.effect, chat, ledger, desk.inbox.world.now())
            assert isinstance(view, Drop), "it goes to a person whose case is over"
