"""Whoever cries again while somebody has their case is heard by who has it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.effects import Effect, RelayToOwner, Ring
from bot.domain.events import CardDelivered, Gesture, GestureMade, WordsArrived
from bot.domain.ids import MINUTE, ChatId, after
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.ports import Message, Purpose, Side
from handlers.loading import load_view
from handlers.render import render
from tests.handlers.updates import WORDS
from tests.use_cases.desk import AtDesk, at_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def _sos(desk: AtDesk) -> list[Effect]:
    return await desk.happens(GestureMade(desk.origin("requester"), Gesture.SOS))


def _rings(effects: list[Effect]) -> list[Ring]:
    return [one for one in effects if isinstance(one, Ring)]


async def _rang(desk: AtDesk, ago: int) -> None:
    """As noted once a ring was sent."""
    case = await desk.case()
    at = after(desk.inbox.world.now(), -ago)
    async with desk.database.transaction() as ledger:
        await ledger.messages.note(Message(ChatId("chat-owner"), 7, Side.OURS, Purpose.RING, at, case.id))


async def test_one_more_sos_sounds_at_the_owner(desk: AtDesk) -> None:
    await _sos(desk)
    await desk.happens(CardDelivered((await desk.case()).id))
    again = await _sos(desk)
    assert _rings(again) == [Ring(ChatId("chat-owner"), (await desk.case()).id, urgent=True, cried=True)]
    assert any(isinstance(one, RelayToOwner) for one in again)


async def test_sos_pressed_again_and_again_sounds_once_a_minute_and_each_press_is_passed_on(desk: AtDesk) -> None:
    await _sos(desk)
    await _rang(desk, MINUTE // 2)
    again = await _sos(desk)
    assert not _rings(again)
    assert any(isinstance(one, RelayToOwner) for one in again)


async def test_a_ring_of_more_than_a_minute_ago_silences_nothing(desk: AtDesk) -> None:
    await _sos(desk)
    await _rang(desk, 2 * MINUTE)
    assert _rings(await _sos(desk))


async def _says(desk: AtDesk, ring: Ring) -> str:
    """What the owner reads."""
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ring.chat)
        view = await load_view(ring, chat, ledger, desk.inbox.world.now())
    (call,) = render(ring, view, chat, WORDS, repeat=False).calls
    return str(call.arguments["text"])


async def test_who_gives_a_case_back_reads_that_the_person_cries(
    desk: AtDesk,
) -> None:
    """Found in a review: whoever had been rung for being slow, or gave the case back, read that they were slow."""
    await _sos(desk)
    await desk.commands("owner", Deed.RELEASE, (await desk.case()).code)
    (ring,) = _rings(await _sos(desk))
    assert WORDS.text("desk", "en", "ring.cried", code=(await desk.case()).code) in await _says(desk, ring)


async def test_words_alone_do_not_sound(desk: AtDesk) -> None:
    assert not _rings(await desk.happens(WordsArrived(desk.origin("requester"), Private("it is blue"))))
