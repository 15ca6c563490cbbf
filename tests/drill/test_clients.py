"""The ground is not bent to our bot: two independent clients hold the same conversation over HTTP.

Both come as they are, with their own HTTP (httpx below python-telegram-bot, aiohttp below aiogram) and polling.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher, F
from aiogram import types as aio
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from drill.accounts import Account
from drill.ground import Ground
from drill.messages import Message
from drill.server import Running
from drill.specification import bot_api
from tests.drill.examples import PICTURE

Context = ContextTypes.DEFAULT_TYPE
Client = Callable[[str, str], AbstractAsyncContextManager[None]]
ASK = "Share your number"


# --- the conversation in python-telegram-bot


async def _ptb_start(update: Update, _context: Context) -> None:
    assert update.effective_message
    rows = [[InlineKeyboardButton("I have it", callback_data="have")]]
    await update.effective_message.reply_text(
        "<b>Welcome</b>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows)
    )


async def _ptb_press(update: Update, _context: Context) -> None:
    assert update.callback_query
    await update.callback_query.edit_message_text("Taken")
    await update.callback_query.answer("Noted")


async def _ptb_place(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message and message.location
    await message.reply_text(
        f"{message.location.latitude} {message.location.longitude}",
        reply_parameters=ReplyParameters(message.message_id),
        reply_markup=ReplyKeyboardMarkup([[KeyboardButton(ASK, request_contact=True)]]),
        disable_notification=True,
    )


async def _ptb_contact(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message and message.contact
    await message.reply_text(f"Thanks {message.contact.first_name}", reply_markup=ReplyKeyboardRemove())
    await context.bot.delete_message(message.chat_id, message.message_id)


async def _ptb_photo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message
    file = await message.photo[-1].get_file()
    content = bytes(await file.download_as_bytearray())
    await message.reply_document(content, caption=f"{len(content)} bytes", filename="copy.jpg")
    pair = [InputMediaPhoto(content, caption="album"), InputMediaPhoto(message.photo[-1].file_id)]
    await context.bot.send_media_group(message.chat_id, pair)


async def _ptb_duty(update: Update, context: Context) -> None:
    assert update.effective_chat
    sent = await context.bot.send_message(update.effective_chat.id, "On duty: Officer One")
    await sent.pin(disable_notification=True)


async def _ptb_reaction(update: Update, context: Context) -> None:
    assert update.message_reaction
    await context.bot.set_message_reaction(
        update.message_reaction.chat.id, update.message_reaction.message_id, "👍"
    )


@asynccontextmanager
async def python_telegram_bot(url: str, token: str) -> AsyncIterator[None]:
    application = (
        Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    )
    application.add_handlers(
        [
            CommandHandler("start", _ptb_start),
            CommandHandler("duty", _ptb_duty),
            CallbackQueryHandler(_ptb_press),
            MessageReactionHandler(_ptb_reaction),
            MessageHandler(filters.LOCATION, _ptb_place),
            MessageHandler(filters.CONTACT, _ptb_contact),
            MessageHandler(filters.PHOTO, _ptb_photo),
        ]
    )
    async with application:
        await application.bot.set_my_commands([("start", "Begin")])
        await application.start()
        assert application.updater
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield
        await application.updater.stop()
        await application.stop()


# --- the same in aiogram


async def _aio_start(message: aio.Message) -> None:
    button = aio.InlineKeyboardButton(text="I have it", callback_data="have")
    markup = aio.InlineKeyboardMarkup(inline_keyboard=[[button]])
    await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=markup)


async def _aio_press(query: aio.CallbackQuery) -> None:
    assert isinstance(query.message, aio.Message)
    await query.message.edit_text("Taken")
    await query.answer("Noted")


async def _aio_place(message: aio.Message) -> None:
    assert message.location
    keys = [[aio.KeyboardButton(text=ASK, request_contact=True)]]
    await message.reply(
        f"{message.location.latitude} {message.location.longitude}",
        reply_markup=aio.ReplyKeyboardMarkup(keyboard=keys),
        disable_notification=True,
    )


async def _aio_contact(message: aio.Message) -> None:
    assert message.contact
    await message.answer(f"Thanks {message.contact.first_name}", reply_markup=aio.ReplyKeyboardRemove())
    await message.delete()


async def _aio_photo(message: aio.Message, bot: AiogramBot) -> None:
    assert message.photo
    stream = await bot.download(message.photo[-1])
    assert stream
    content = stream.read()
    document = aio.BufferedInputFile(content, filename="copy.jpg")
    await message.answer_document(document, caption=f"{len(content)} bytes")
    first = aio.InputMediaPhoto(media=aio.BufferedInputFile(content, filename="x.jpg"), caption="album")
    await message.answer_media_group([first, aio.InputMediaPhoto(media=message.photo[-1].file_id)])


async def _aio_duty(message: aio.Message) -> None:
    sent = await message.answer("On duty: Officer One")
    await sent.pin(disable_notification=True)


async def _aio_reaction(event: aio.MessageReactionUpdated, bot: AiogramBot) -> None:
    await bot.set_message_reaction(event.chat.id, event.message_id, [aio.ReactionTypeEmoji(emoji="👍")])


@asynccontextmanager
async def aiogram(url: str, token: str) -> AsyncIterator[None]:
    bot = AiogramBot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(_aio_start, Command("start"))
    dispatcher.message.register(_aio_duty, Command("duty"))
    dispatcher.message.register(_aio_place, F.location)
    dispatcher.message.register(_aio_contact, F.contact)
    dispatcher.message.register(_aio_photo, F.photo)
    dispatcher.callback_query.register(_aio_press)
    dispatcher.message_reaction.register(_aio_reaction)
    await bot.set_my_commands([aio.BotCommand(command="start", description="Begin")])
    kinds = dispatcher.resolve_used_update_types()
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=True, allowed_updates=kinds)
    )
    yield
    await dispatcher.stop_polling()
    await polling


# --- what must come of it, whoever the client is


def of_bot(ground: Ground, account: Account) -> list[Message]:
    return [message for message in ground.private(account).messages.values() if message.sender is ground.bot]


async def last(ground: Ground, account: Account, what: str, seen: Callable[[Message], Any]) -> Message:
    """The bot's last message to a person, once it is what it should be."""

    def found() -> Message | None:
        messages = of_bot(ground, account)
        return messages[-1] if messages and seen(messages[-1]) else None

    message: Message = await ground.until(found, what=what)
    return message


async def answers_in_private(ground: Ground, mina: Account) -> None:
    ground.says(mina, mina, "/start")
    card = await last(ground, mina, "the welcome", lambda m: m.inline)
    assert card.content == {"text": "Welcome", "entities": [{"type": "bold", "offset": 0, "length": 7}]}
    ground.presses(mina, card, button="I have it")
    await ground.until(lambda: ground.view(mina)["chats"][0]["toasts"], what="the toast")
    assert (card.text, card.inline) == ("Taken", [])
    assert card.edited is not None
    place = ground.shares_place(mina, mina, 11.5564, 104.9282)
    answer = await last(ground, mina, "the place", lambda m: m.text == "11.5564 104.9282")
    assert answer.reply_to is place and answer.silent
    contact = ground.taps_key(mina, mina, ASK)
    await last(ground, mina, "thanks", lambda m: m.text == "Thanks Mina")
    await ground.until(lambda: contact.deleted, what="the deletion")
    assert ground.view(mina)["chats"][0]["keyboard"] is None


async def answers_with_files(ground: Ground, mina: Account) -> None:
    ground.sends_photo(mina, mina, PICTURE, caption="where I am")
    await last(ground, mina, "the album", lambda m: m.album and "caption" not in m.content)
    document, one, two = of_bot(ground, mina)[-3:]
    assert document.content["caption"] == f"{len(PICTURE)} bytes"
    assert document.content["document"]["file_name"] == "copy.jpg"
    assert ground.files.get(document.content["document"]["file_id"]).content == PICTURE
    assert one.album == two.album


async def answers_in_the_group(ground: Ground, officer: Account) -> None:
    desk = ground.group("Desk", [officer])
    ground.says(officer, desk, "/duty")
    await ground.until(lambda: desk.pinned, what="the pinned card")
    card = desk.messages[desk.pinned[0]]
    assert card.text == "On duty: Officer One"
    ground.reacts(officer, card, "🔥")
    await ground.until(lambda: card.reactions.get(ground.bot.id), what="the bot's reaction")


@pytest.mark.parametrize("client", [python_telegram_bot, aiogram])
async def test_the_same_conversation(client: Client, live: Ground, server: Running) -> None:
    live.faults.rate_limits = False
    mina, officer = live.account("Mina", "ko"), live.account("Officer One", "ko")
    async with client(server.url, live.token):
        await answers_in_private(live, mina)
        await answers_with_files(live, mina)
        await answers_in_the_group(live, officer)
    assert [command["command"] for command in live.profile.commands_for(mina, live.private(mina))] == ["start"]
    refused = [call for call in live.calls if call.status not in (200, 409)]
    assert not refused, live.last_calls()
    for call in live.calls:
        if call.status == 200:
            bot_api().check(bot_api().methods[call.method].returns, call.answer["result"])


@pytest.mark.parametrize("client", [python_telegram_bot, aiogram])
async def test_a_cut_poll_stops_neither(client: Client, live: Ground, server: Running) -> None:
    mina = live.account("Mina")
    async with client(server.url, live.token):
        live.faults.cut_connections(methods=["getUpdates"])
        live.says(mina, mina, "/start")
        await last(live, mina, "the welcome", lambda m: m.inline)
