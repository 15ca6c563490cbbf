"""What was written for the desk stays there, also where the first copy of the question was never noted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import Message as TelegramMessage

from bot.domain.effects import RelayToRequester
from bot.domain.events import WordsArrived
from bot.domain.ids import SECOND, ChatId
from bot.domain.private import Private
from bot.domain.roles import Deed
from bot.ports import Message, Purpose, Side
from handlers.origins import _code
from handlers.render import render
from tests.handlers.updates import BOT, WORDS, message
from tests.use_cases.desk import AtDesk, keys, tells
from tests.use_cases.wound import Wound


@pytest.mark.parametrize(
    ("deed", "more", "key"),
    [(Deed.NOTE, "", "note.ask"), (Deed.CLOSE, " escaped", "close.ask"), (Deed.LOWER, " L4", "level.ask_why")],
)
async def test_a_reply_to_a_question_whose_sending_was_cut_off_does_not_go_to_the_person(
    desk: AtDesk, clock: Wound, deed: Deed, more: str, key: str
) -> None:
    """The process died, or the answer was lost, after Telegram had it: 901 stands there, and we know 902 alone."""
    case = await desk.case()
    (asked,) = tells(await desk.commands("owner", deed, case.code + more), key)
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(ChatId("chat-owner"))
        plan = render(asked, None, chat, WORDS, False)
        now = desk.inbox.world.now()
        await ledger.messages.note(Message(ChatId("chat-owner"), 902, Side.OURS, Purpose.PROMPT, now, case.id))
    text = str(plan.calls[0].given()["text"])
    stands = TelegramMessage.de_json(message(message_id=901, text=text) | {"from": BOT}, None)
    clock.true += SECOND
    replied = replace(desk.origin("owner"), reply_to=901, reply_code=_code(stands))
    told = await desk.happens(WordsArrived(replied, Private("her brother sold her, do not trust him")))
    assert not [one for one in told if isinstance(one, RelayToRequester)], keys(told)
