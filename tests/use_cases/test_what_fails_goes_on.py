"""What was undone, refused or forgotten leaves no hole: the next turns, the next ring, the next card."""

from dataclasses import replace
from typing import Any

from telegram.error import BadRequest, InvalidToken

from bot.domain.case import release
from bot.domain.dues import DueKind
from bot.domain.effects import Ring, Tell, UpdateCard
from bot.domain.events import DeliveryFailed, DrillEnds, Gesture, GestureMade, WordsArrived
from bot.domain.ids import DAY, MINUTE, SECOND, ChatId, DeskId, Instant, OfficerId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.domain.triage import Level
from bot.tick import calm_due, ring_due
from bot.use_cases.ring import ring_next
from bot.use_cases.rota import roster_of
from handlers.courier import Courier
from handlers.loading import load_view
from handlers.views import Drop
from storage.engine import Stand
from storage.sqlite import Sqlite
from storage.watching import look
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, tells
from tests.use_cases.wound import BEGINS, Wound

DESK = DeskId("desk")


async def _duty(desk: AtDesk, name: str, ahead: int = 0) -> OfficerId | None:
    async with desk.database.transaction() as ledger:
        return (await roster_of(DeskId(name), ledger)).at(after(desk.inbox.world.now(), ahead)).duty


async def test_a_rotation_after_one_that_was_undone_holds_at_once(desk: AtDesk) -> None:
    told = await desk.changes("admin", Deed.ROTATE, "weekly Elsewhere at Laos")
    assert await _duty(desk, "other") == "elsewhere"
    (undo,) = tells(told, "undo.offer")
    await desk.presses("admin", undo)
    assert await _duty(desk, "other") is None
    told = await desk.changes("admin", Deed.ROTATE, "daily Elsewhere at Laos")
    assert await _duty(desk, "other") == "elsewhere", [(x.chat, x.key) for x in told if isinstance(x, Tell)]


async def test_a_rotation_after_one_that_was_ended_holds_at_once(desk: AtDesk) -> None:
    await desk.changes("admin", Deed.ROTATE, "weekly Elsewhere at Laos")
    await desk.changes("admin", Deed.ROTATE, "off from now at Laos")
    assert await _duty(desk, "other") is None
    told = await desk.changes("admin", Deed.ROTATE, "daily Elsewhere at Laos")
    assert await _duty(desk, "other") == "elsewhere", [(x.chat, x.key) for x in told if isinstance(x, Tell)]


async def test_whose_chat_was_forgotten_does_not_come_back_by_an_undo(desk: AtDesk, clock: Wound) -> None:
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ChatId("chat-on_duty"))
        await ledger.chats.keep(replace(chat, heard_at=Instant(BEGINS - 400 * DAY)))
        await ledger.dues.set(DueKind.CHAT, "chat-on_duty", Instant(BEGINS + MINUTE))
    told = await desk.changes("admin", Deed.PERSON, "remove On_duty at Cambodia")
    clock.true = BEGINS + 2 * MINUTE
    await calm_due(desk.inbox)
    await desk.presses("admin", tells(told, "undo.offer")[0])
    # A quarter of an hour later two people cry; the tick must ring for both.
    await desk.effects()
    try:
        await desk.happens(GestureMade(desk.origin("stranger"), Gesture.SOS))
    except KeyError as error:
        raise AssertionError(f"the cry itself fails: {error}") from error


class Refuses:
    """Telegram, which refuses each message."""

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0

    async def send_message(self, **_: Any) -> None:
        self.asked += 1
        raise self.error


async def _waits(desk: AtDesk) -> str:
    """A case at L3, whose first ring waits in the outbox."""
    case = await desk.case()
    async with desk.database.transaction() as ledger:
        from bot.domain.case import release

        waiting = replace(release(await ledger.cases.load(case.id), desk.inbox.world.now()), level=Level.L3)
        await ring_next(waiting, ledger, desk.inbox.stamp())
    return case.id


async def test_a_ring_that_is_refused_for_another_reason_falls_through(desk: AtDesk, clock: Wound) -> None:
    await _waits(desk)
    bot = Refuses(BadRequest("Have no rights to send a message"))
    courier = Courier(desk.inbox, bot, None, WORDS)  # type: ignore[arg-type]
    (head,) = [one for one in await courier._heads() if one.kind is Ring]
    await courier._one(head)
    assert bot.asked == 1
    rows = await desk.rows("SELECT kind, chat, state FROM outbox WHERE kind = 'Ring'")
    assert any(state == "due" for _, _, state in rows)


async def test_a_ring_that_is_refused_for_half_an_hour_is_found_by_the_watch(desk: AtDesk, clock: Wound) -> None:
    """As with a token that was revoked."""

    await _waits(desk)
    bot = Refuses(InvalidToken())
    courier = Courier(desk.inbox, bot, None, WORDS)  # type: ignore[arg-type]
    worst = 0
    for seconds in range(0, 1_800, 5):
        clock.true = BEGINS + seconds * SECOND
        for head in await courier._heads():
            if head.kind is Ring:
                await courier._one(head)
        if seconds % 300 == 295:
            await ring_due(desk.inbox)
            await calm_due(desk.inbox)
            beside = Sqlite(desk.path)
            await beside.open(Stand.BESIDE)
            found = (await look(beside, Instant(clock.true))).found()
            await beside.close()
            worst = max(worst, found.get("stuck", 0))
    rings = await desk.rows("SELECT attempts, state, created_at, not_before FROM outbox WHERE kind = 'Ring'")
    assert worst, rings


async def test_a_drill_that_is_over_rings_nobody(desk: AtDesk, clock: Wound) -> None:

    await desk.changes("admin", Deed.DRILL, "now at Cambodia")
    await calm_due(desk.inbox)
    drill = await desk.case("admin")
    await desk.effects()
    clock.true += 30 * MINUTE
    await desk.happens(DrillEnds(drill.id, Instant(clock.true)))
    await desk.effects()
    # The closed card cannot be shown: the group is gone.
    told = await desk.happens(DeliveryFailed(ChatId("chat-group"), drill.id))
    rings = [x for x in told if isinstance(x, Ring)]
    rows = await desk.rows(f"SELECT due_at FROM dues WHERE kind = 'ring' AND subject = '{drill.id}'")
    assert not rings and not rows, (rings, rows)


async def test_a_case_of_an_event_that_is_routed_has_a_card_at_its_desk(desk: AtDesk, clock: Wound) -> None:

    mine = await desk.case()
    async with desk.database.transaction() as ledger:
        laos = await ledger.desks.load(DeskId("other"))
        group = await ledger.chats.load(ChatId("chat-group"))
        await ledger.chats.add(replace(group, id=ChatId("chat-laos"), telegram=Private(-1_000_000_000_002)))
        await ledger.desks.keep(replace(laos, chat=ChatId("chat-laos"), routes=("nation:KR",)))
        waiting = replace(release(await ledger.cases.load(mine.id), desk.inbox.world.now()), incident=mine.id)
        await ring_next(waiting, ledger, desk.inbox.stamp())
    told = await desk.happens(WordsArrived(desk.origin("requester"), Private("my nationality is South Korea")))
    assert (await desk.case()).desk == "other"
    (card,) = [x for x in told if isinstance(x, UpdateCard) and x.chat == "chat-laos"]
    async with desk.database.transaction() as ledger:
        view = await load_view(card, await ledger.chats.load(ChatId("chat-laos")), ledger, desk.inbox.world.now())
    assert not isinstance(view, Drop)
