"""Invariant 3: what waits to be sent, is being sent, was cut off, is held, and is over."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.effects import (
    DELIVERY,
    AnswerPress,
    Effect,
    MarkSent,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Ring,
    ShowScreen,
    Tell,
    UpdateCard,
    UpdateRing,
    WipeChat,
)
from bot.domain.ids import MINUTE, SECOND, SILENCE, CaseId, ChatId, FactId, Instant, after
from bot.domain.private import Private
from bot.ports import Leased
from storage.database import Database
from storage.ledger import Ledger
from tests.storage.conftest import Home
from tests.storage.samples import NOW, case, chat

HERE, CASE = ChatId("chat-1"), CaseId("case-1")
RING = Ring(HERE, CASE)
RELAY = RelayToRequester(HERE, CASE, FactId("fact-1"))
TELL = Tell(HERE, "proposal.done", (("name", Private("canary-7f3a")),))


@pytest.fixture
async def known(database: Database) -> Database:
    """A database that knows two chats and a case of the first."""
    async with database.transaction() as ledger:
        await ledger.chats.add(chat())
        await ledger.chats.add(chat(2))
        await ledger.cases.add(case())
    return database


async def put(ledger: Ledger, *effects: Effect, **more: Any) -> None:
    for effect in effects:
        await ledger.outbox.put(effect, NOW, **more)


async def take(ledger: Ledger, now: int = NOW) -> list[Leased]:
    """Lease all that is due, in the order of the courier."""
    taken = []
    while heads := await ledger.outbox.heads(Instant(now)):
        leased = await ledger.outbox.lease(heads[0].id)
        assert leased is not None
        taken.append(leased)
    return taken


async def test_an_effect_goes_out_as_it_was_put_in(known: Database, home: Home) -> None:
    async with known.transaction() as ledger:
        await put(ledger, TELL)
        (leased,) = await take(ledger)
    assert leased.effect == TELL
    assert (leased.created_at, leased.attempts, leased.unsure, leased.repeat) == (NOW, 1, 0, False)
    assert b"canary-7f3a" not in home.bytes()


async def test_the_most_urgent_goes_first_and_otherwise_the_first(known: Database) -> None:
    retired = [UpdateRing(HERE, CASE, 1), UpdateRing(HERE, CASE, 2)]
    effects: list[Effect] = [MarkSent(HERE, 1), *retired, TELL, ShowScreen(HERE), WipeChat(HERE), RING]
    async with known.transaction() as ledger:
        await put(ledger, *effects)
        assert [one.effect for one in await take(ledger)] == [
            RING,
            WipeChat(HERE),
            ShowScreen(HERE),
            TELL,
            MarkSent(HERE, 1),
            *retired,
        ]


async def test_one_chat_cannot_keep_the_others_waiting(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, *(Ring(HERE, CASE) for _ in range(300)))
        await put(ledger, Tell(ChatId("chat-2"), "proposal.done"))
        assert {head.chat for head in await ledger.outbox.heads(NOW)} == {HERE, "chat-2"}


@pytest.mark.parametrize("effect", [ShowScreen(HERE), WipeChat(HERE), UpdateCard(HERE, CASE)], ids=str)
async def test_a_burst_becomes_one_message(known: Database, effect: Effect) -> None:
    async with known.transaction() as ledger:
        for number in range(5):
            await ledger.outbox.put(effect, NOW, not_before=after(NOW, 600 + number))
        assert await ledger.outbox.heads(after(NOW, 599)) == []
        assert len(await take(ledger, NOW + 600)) == 1


async def test_what_is_urgent_does_not_wait_for_the_burst(known: Database) -> None:
    async with known.transaction() as ledger:
        await ledger.outbox.put(ShowScreen(HERE), NOW, not_before=after(NOW, 600))
        await ledger.outbox.put(ShowScreen(HERE), NOW)
        assert len(await take(ledger)) == 1


async def test_screens_of_two_people_and_different_words_are_not_thrown_together(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, ShowScreen(HERE), ShowScreen(ChatId("chat-2")), TELL, TELL, RING, RING)
        assert len(await take(ledger)) == 6


async def test_news_while_the_card_is_being_sent_are_sent_after_it(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, UpdateCard(HERE, CASE))
        (first,) = await take(ledger)
        await put(ledger, UpdateCard(HERE, CASE))
        await ledger.outbox.again(first, NOW, repeat=False, unsure=0)
        assert len(await take(ledger)) == 2


async def test_a_row_that_is_being_sent_is_nobodys_head_and_ends_once(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING)
        (head,) = await ledger.outbox.heads(NOW)
        assert await ledger.outbox.lease(head.id) is not None
        assert await ledger.outbox.heads(NOW) == []
        assert await ledger.outbox.lease(head.id) is not None, "the answer to the first commit may have been lost"
        assert await ledger.outbox.end(head.id, "sent", NOW)
        assert not await ledger.outbox.end(head.id, "sent", NOW)
        assert await ledger.outbox.lease(head.id) is None
        assert await ledger.outbox.lease("forged") is None


async def test_what_is_over_is_erased_and_later_forgotten(known: Database, home: Home) -> None:
    async with known.transaction() as ledger:
        await put(ledger, TELL)
        (leased,) = await take(ledger)
        await ledger.outbox.end(leased.id, "sent", NOW)
        assert await ledger.outbox.lease(leased.id) is None
    assert home.outside("SELECT state, sealed, coalesced FROM outbox") == [("sent", None, None)]
    async with known.transaction() as ledger:
        await ledger.outbox.forget(NOW)
    assert home.outside("SELECT count(*) FROM outbox") == [(1,)]
    async with known.transaction() as ledger:
        await ledger.outbox.forget(after(NOW, 1))
    assert home.outside("SELECT count(*) FROM outbox") == [(0,)]


async def test_what_still_waits_is_never_forgotten(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING)
        await ledger.outbox.forget(after(NOW, 10**10))
        assert len(await take(ledger)) == 1


async def test_invariant_3_what_failed_is_tried_again_for_ever_and_counted(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING)
        for attempt in range(1, 6):
            (leased,) = await take(ledger, NOW + attempt)
            assert leased.attempts == attempt
            assert leased.expires_at is None
            await ledger.outbox.again(leased, after(NOW, attempt + 1), repeat=False, unsure=0)
            assert await ledger.outbox.heads(after(NOW, attempt)) == []


async def test_invariant_3_a_send_that_was_cut_off_is_marked_as_a_repeat(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING, MarkSent(HERE, 1))
        rows = {type(one.effect): one for one in await take(ledger)}
    async with known.transaction() as ledger:
        interrupted = await ledger.outbox.interrupted()
        assert [one.kind for one in interrupted] == [Ring, MarkSent]
        await ledger.outbox.revive(rows[Ring].id, NOW)
        await ledger.outbox.end(rows[MarkSent].id, "dropped", NOW)
        (again,) = await take(ledger)
        assert (again.effect, again.repeat, again.attempts) == (RING, True, 2)
        assert [one.id for one in await ledger.outbox.interrupted()] == [again.id]


async def test_invariant_3_an_unsure_send_says_so(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING)
        (leased,) = await take(ledger)
        await ledger.outbox.again(leased, NOW, repeat=True, unsure=1)
        (again,) = await take(ledger)
        assert (again.repeat, again.unsure) == (True, 1)


async def test_invariant_9_what_is_held_goes_out_when_the_person_writes_again(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RELAY, held=True)
        await put(ledger, replace(RELAY, fact=FactId("fact-2")))
        (second,) = await take(ledger)
        await ledger.outbox.hold(second.id)
        assert await take(ledger, NOW + 10**9) == []
        back = after(NOW, 40 * MINUTE)
        assert await ledger.outbox.release(ChatId("chat-2"), back, after(back, SILENCE)) == 0
        assert await ledger.outbox.release(HERE, back, after(back, SILENCE)) == 2
        released = await take(ledger, back)
        assert [one.effect for one in released] == [RELAY, replace(RELAY, fact=FactId("fact-2"))]
        assert {one.expires_at for one in released} == {after(back, SILENCE)}


async def test_invariant_9_what_is_for_a_requester_ends_with_their_silence(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, ShowScreen(HERE), RELAY, AnswerPress(HERE, "press"))
        ends = {type(one.effect): one.expires_at for one in await take(ledger)}
    assert ends == {
        ShowScreen: after(NOW, SILENCE),
        RelayToRequester: after(NOW, SILENCE),
        AnswerPress: after(NOW, 14 * SECOND),
    }


def test_invariant_3_what_must_arrive_has_no_end_and_what_could_hurt_goes_once() -> None:
    for kind in (Ring, UpdateCard, RelayToOwner, WipeChat):
        assert DELIVERY[kind].lifetime_ms is None
        assert DELIVERY[kind].rule == "at_least_once"
    assert DELIVERY[Ring].priority == min(one.priority for one in DELIVERY.values())
    assert [kind for kind, one in DELIVERY.items() if one.held] == [RelayToRequester]


async def test_the_gravest_goes_before_whatever_waits_longer(known: Database) -> None:
    async with known.transaction() as ledger:
        await put(ledger, RING, replace(RING, case=CaseId("case-2")))
        await put(ledger, replace(RING, case=CaseId("case-3"), urgent=True))
        heads = await ledger.outbox.heads(NOW)
        first = await ledger.outbox.lease(heads[0].id)
    assert first is not None
    assert first.effect == replace(RING, case=CaseId("case-3"), urgent=True)


async def test_a_card_that_waits_goes_first_once_its_case_is_grave(known: Database) -> None:
    card = UpdateCard(RING.chat, RING.case)
    async with known.transaction() as ledger:
        await put(ledger, ShowScreen(RING.chat), card)
        before = [head.kind for head in await ledger.outbox.heads(NOW)]
        await put(ledger, replace(card, urgent=True))
        assert before == [ShowScreen, UpdateCard]
        assert [head.kind for head in await ledger.outbox.heads(NOW)] == [UpdateCard, ShowScreen]


async def test_what_names_a_case_outlives_no_part_of_it_and_holds_none(known: Database, home: Home) -> None:
    words = Private("canary-7f3a")
    async with known.transaction() as ledger:
        await put(ledger, RING, TELL, ReportUnprocessed(RING.chat, 5, words, RING.case))
    assert home.outside(
        "SELECT outbox.kind, data_keys.purpose FROM outbox JOIN data_keys USING (key_id) ORDER BY 1"
    ) == [("ReportUnprocessed", "epoch"), ("Ring", "chat"), ("Tell", "chat")]
