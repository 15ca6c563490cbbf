"""The machine's rendering of a reply stands beside the words, whichever of the two is done first."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.effects import AmendReply
from bot.domain.events import AmendLost, RelayDelivered, TranslationCame, WordsArrived
from bot.domain.facts import Replied
from bot.domain.private import Private
from tests.use_cases.desk import AtDesk, tells

RENDERED = Private("방 번호가 무엇입니까?")


async def _replied(desk: AtDesk) -> tuple[TranslationCame, RelayDelivered]:
    case = await desk.case()
    origin = replace(desk.origin("owner"), reply_code=case.code)
    await desk.happens(WordsArrived(origin, Private("What is the room number?")))
    async with desk.database.transaction() as ledger:
        (fact,) = [one for one in await ledger.facts.of(case.id) if isinstance(one.value, Replied)]
    return TranslationCame(case.id, fact.id, "ko", RENDERED), RelayDelivered(case.id, fact.id, (7,))


async def test_a_rendering_that_comes_after_the_words_is_put_beside_them(desk: AtDesk) -> None:
    came, delivered = await _replied(desk)
    assert not [one for one in await desk.happens(delivered) if isinstance(one, AmendReply)]
    assert [one.fact for one in await desk.happens(came) if isinstance(one, AmendReply)] == [came.fact]


async def test_a_rendering_that_comes_while_the_words_are_on_their_way_is_not_lost(desk: AtDesk) -> None:
    came, delivered = await _replied(desk)
    assert not [one for one in await desk.happens(came) if isinstance(one, AmendReply)], "nothing stands there yet"
    assert [one.fact for one in await desk.happens(delivered) if isinstance(one, AmendReply)] == [came.fact]


async def test_who_wrote_no_edit_is_not_told_that_an_edit_was_lost(desk: AtDesk) -> None:
    """The words stand in several messages, or the person hid them: the rendering has no place, and that is all."""
    came, delivered = await _replied(desk)
    await desk.happens(came, delivered)
    assert not tells(await desk.happens(AmendLost(came.case, came.fact)), "reply.edit_lost")
