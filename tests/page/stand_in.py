"""A small scripted bot that speaks the Bot API over HTTP: it is what stands outside the page and the ground."""

import asyncio
from typing import Any

import aiohttp

from drill.ground import Ground

Json = dict[str, Any]
CARD = "<b>K7-Q2</b> level 1"


def keys(*rows: list[tuple[str, str]]) -> Json:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


SCREEN = keys([("Tick", "tick"), ("Warn", "warn")], [("숨기기", "g:hide")])


class StandIn:
    """Answers what it is asked by a few fixed rules; unknown words are answered silently."""

    def __init__(self, url: str, ground: Ground, desk: int) -> None:
        self._url = f"{url}/bot{ground.token}"
        self._desk = desk
        self._offset = 0
        self._session: aiohttp.ClientSession | None = None
        self._polling: asyncio.Task[None] | None = None
        self.seen: dict[int, list[int]] = {}
        self._asked: int | None = None

    async def __aenter__(self) -> "StandIn":
        self._session = aiohttp.ClientSession()
        self._polling = asyncio.create_task(self._poll())
        return self

    async def __aexit__(self, *_reason: object) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, **params: Any) -> Any:
        assert self._session is not None
        async with self._session.post(f"{self._url}/{method}", json=params) as answer:
            body = await answer.json()
        return body.get("result")

    async def send(self, chat: int, text: str, **more: Any) -> int:
        message = await self.call("sendMessage", chat_id=chat, text=text, **more)
        self.seen.setdefault(chat, []).append(message["message_id"])
        return int(message["message_id"])

    async def _poll(self) -> None:
        while True:
            try:
                updates = await self.call("getUpdates", offset=self._offset, timeout=20) or []
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)  # Telegram is away: look again, as every bot does
                continue
            for update in updates:
                self._offset = update["update_id"] + 1
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        if press := update.get("callback_query"):
            await self._pressed(press)
        elif message := update.get("message"):
            await self._told(message)

    async def _told(self, message: Json) -> None:
        chat = message["chat"]["id"]
        if message["chat"]["type"] != "private":
            await self._relay(message)
            return
        self.seen.setdefault(chat, []).append(message["message_id"])
        if "location" in message:
            self._asked = chat
            await self.send(self._desk, CARD, parse_mode="HTML", reply_markup=keys([("I have it", "t:K7-Q2")]))
        if message.get("text") == "/start":
            await self.send(chat, "Write here.", reply_markup=SCREEN)
        elif message.get("text") == "/keys":
            asked = [[{"text": "Place", "request_location": True}, {"text": "Number", "request_contact": True}]]
            markup = {"keyboard": asked, "one_time_keyboard": True, "resize_keyboard": True}
            await self.send(chat, "Choose.", reply_markup=markup)
        else:
            await self.send(chat, "Heard.", disable_notification=True, protect_content=True)

    async def _relay(self, message: Json) -> None:
        """What is replied to the card goes to whoever shared a place."""
        if self._asked is not None and "reply_to_message" in message and "text" in message:
            await self.send(self._asked, message["text"], disable_notification=True)

    async def _pressed(self, press: Json) -> None:
        chat, message = press["message"]["chat"]["id"], press["message"]["message_id"]
        match press["data"]:
            case "tick":
                await self.call("answerCallbackQuery", callback_query_id=press["id"], text="Noted <b>")
            case "warn":
                await self.call("answerCallbackQuery", callback_query_id=press["id"], text="Mind", show_alert=True)
            case "t:K7-Q2":
                await self.call("answerCallbackQuery", callback_query_id=press["id"], text="It is yours")
                taken = f"K7-Q2 taken by {press['from']['first_name']}"
                await self.call("editMessageText", chat_id=chat, message_id=message, text=taken)
            case "g:hide":
                await self.call("answerCallbackQuery", callback_query_id=press["id"])
                await self.call("deleteMessages", chat_id=chat, message_ids=self.seen.pop(chat, []))
