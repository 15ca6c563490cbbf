"""Cases and groups that move: their cards go where they are now, and nothing stays behind."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import UpdateCard
from bot.domain.events import (
    ChatMigrated,
    CommandGiven,
    Origin,
    ProposalAnswered,
    WordsArrived,
)
from bot.domain.ids import ChatId, DeskId
from bot.domain.people import Chat, ChatKind
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.use_cases.reach import follow_group
from handlers.loading import load_view
from handlers.views import Drop
from tests.use_cases.desk import AtDesk, tells

LAOS = -100888


async def group(desk: AtDesk, name: str, telegram: int, routes: tuple[str, ...] | None = None) -> None:
    """A group; with `routes` it is that of the desk in Laos."""
    async with desk.database.transaction() as ledger:
        await ledger.chats.add(Chat(ChatId(name), Private(telegram), ChatKind.GROUP, "en", desk.inbox.world.now()))
        if routes is not None:
            other = await ledger.desks.load(DeskId("other"))
            await ledger.desks.keep(replace(other, chat=ChatId(name), routes=routes))


def there(desk: AtDesk, who: str, telegram: int, press: bool = False) -> Origin:
    return replace(desk.origin(who, group=True, press=press), chat=Private(telegram))


async def _shown_in(desk: AtDesk) -> set[str]:
    """Where a card is sent or changed, of those that wait."""
    waiting = [one for one in await desk.effects() if isinstance(one, UpdateCard)]
    async with desk.database.transaction() as ledger:
        views = [
            (one.chat, await load_view(one, await ledger.chats.load(one.chat), ledger, desk.inbox.world.now()))
            for one in waiting
        ]
    return {chat for chat, view in views if not isinstance(view, Drop)}


async def test_the_card_of_a_case_that_was_routed_goes_to_its_new_desk(desk: AtDesk) -> None:
    await group(desk, "chat-laos", LAOS, routes=("country:KH",))
    await desk.inbox.handle(WordsArrived(desk.origin("stranger"), Private("help me they beat us")))
    await desk.inbox.handle(WordsArrived(desk.origin("stranger"), Private("11.5564, 104.9282 Phnom Penh")))
    assert (await desk.case("stranger")).desk == "other"
    assert await _shown_in(desk) == {"chat-laos"}


async def test_the_card_of_a_case_that_was_referred_goes_to_its_new_desk(desk: AtDesk) -> None:
    await group(desk, "chat-laos", LAOS, routes=())
    (offer,) = tells(await desk.commands("owner", Deed.REFER, f"{(await desk.case()).code} Laos"), "preview.refer")
    await desk.inbox.handle(WordsArrived(desk.origin("requester"), Private("they hit us again")))
    assert offer.proposal is not None
    await desk.inbox.handle(ProposalAnswered(there(desk, "elsewhere", LAOS, press=True), offer.proposal, True))
    assert (await desk.case()).desk == "other"
    assert await _shown_in(desk) == {"chat-laos"}


async def test_the_cards_of_a_desk_that_moved_go_to_its_new_group_and_none_to_the_old_one(desk: AtDesk) -> None:
    await group(desk, "chat-new", -100777)
    words = Private("bind Cambodia")
    shown = await desk.happens(CommandGiven(there(desk, "admin", -100777), Deed.DESK, words, words))
    (preview,) = tells(shown, "preview.bind")
    assert preview.proposal is not None
    await desk.inbox.handle(WordsArrived(desk.origin("requester"), Private("they hit us again")))
    await desk.inbox.handle(ProposalAnswered(there(desk, "admin", -100777, press=True), preview.proposal, True))
    assert await _shown_in(desk) == {"chat-new"}


async def test_a_group_that_became_a_supergroup_stays_the_desks_although_it_was_heard_of_before(
    desk: AtDesk,
) -> None:
    new = -1_000_000_009_999
    await desk.happens(WordsArrived(there(desk, "on_duty", new), Private("hi all")))
    await desk.happens(ChatMigrated(desk.origin("on_duty", group=True), Private(new)))
    # Both sides of it are reported.
    await desk.happens(ChatMigrated(desk.origin("on_duty", group=True), Private(new)))
    async with desk.database.transaction() as ledger:
        assert await follow_group(ChatId("chat-group"), Private(new), ledger)
        found = await ledger.chats.by_telegram(Private(new))
    assert found is not None
    assert found.id == "chat-group"
