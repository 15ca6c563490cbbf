"""The control API: acts, clock, faults, the bot's process, and who may ask."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from drill.ground import Ground
from drill.server import Running, app, serve


class Bot:
    """The bot's process, as the composition root would run it."""

    def __init__(self) -> None:
        self._state = "running"

    @property
    def state(self) -> str:
        return self._state

    async def kill(self) -> None:
        self._state = "stopped"

    async def start(self) -> None:
        self._state = "running"


@pytest.fixture
async def desk(live: Ground) -> AsyncIterator[Running]:
    running = await serve(app(live, Bot()))
    yield running
    await running.stop()


@pytest.fixture
async def page(desk: Running) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{desk.url}/ground/") as session:
        yield session


async def post(page: aiohttp.ClientSession, path: str, **body: Any) -> dict[str, Any]:
    async with page.post(path, json=body) as answer:
        found: dict[str, Any] = await answer.json()
        assert found["ok"] is (answer.status == 200)
        return found


async def state(page: aiohttp.ClientSession) -> dict[str, Any]:
    async with page.get("state") as answer:
        found: dict[str, Any] = await answer.json()
        return found


async def test_a_life_in_acts(page: aiohttp.ClientSession, live: Ground) -> None:
    async def act(word: str, /, **body: Any) -> dict[str, Any]:
        done = await post(page, "act", act=word, **body)
        assert done["ok"], done
        return done

    mina = (await act("account", name="Mina", language_code="ko", role="requester"))["account"]
    own = {"account": mina, "chat": mina}
    said = (await act("says", **own, text="hello"))["message"]
    await act("edits", **own, message=said, text="hello again")
    await act("language", account=mina, language_code="en")
    place = (await act("shares_place", **own, lat=11.5, lon=104.9, live_period=900))["message"]
    await act("moves", **own, message=place, lat=11.6, lon=104.9)
    await act("stops_live", **own, message=place)
    await act("shares_contact", **own)
    picture = base64.b64encode(b"\xff\xd8 picture").decode()
    await act("sends_photo", **own, content=picture, caption="here", album="1")
    await act("sends_voice", **own, content=picture)
    await act("reacts", **own, message=said, emoji="👍")
    await act("deletes", **own, message=place)
    officer = (await act("account", name="Officer"))["account"]
    chat = (await act("group", title="Desk", members=[mina], admins=[officer]))["chat"]
    await act("promotes", chat=chat, account=mina)
    await act("removes", chat=chat, account=mina, by=officer)
    button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await live.call("sendMessage", chat_id=mina, text="?", reply_markup=button)
    query = await act("presses", **own, message=sent.body["result"]["message_id"], button="Yes")
    await live.call("answerCallbackQuery", callback_query_id=query["query"], text="Noted")
    await act("blocks", account=mina)
    shown = await state(page)
    assert shown["accounts"][0]["blocked"] and shown["accounts"][0]["language_code"] == "en"
    assert shown["callbacks"][0]["answer"]["text"] == "Noted"
    private = next(chat for chat in shown["chats"] if chat["id"] == mina)
    assert private["deleted"] == 1
    assert private["messages"][0]["text"] == "hello again"
    assert private["messages"][0]["reactions"] == [{"account": mina, "emoji": "👍"}]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"act": "flies"}, "there is no act 'flies'"),
        ({"act": "says", "account": 1, "chat": 1, "text": "x"}, "there is no account 1"),
        ({"act": "says"}, "says needs 'account'"),
        ({"act": "account", "name": 7}, "7 is not a text"),
        ({"act": "group", "title": "x"}, "a group needs a person who makes it"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(
    page: aiohttp.ClientSession, body: dict[str, Any], reason: str
) -> None:
    assert (await post(page, "act", **body))["error"].startswith(reason)


async def test_the_clock_and_the_stream(page: aiohttp.ClientSession, live: Ground) -> None:
    async with page.get("stream") as stream:
        await stream.content.readline()
        before = live.clock.offset
        assert (await post(page, "clock", seconds=900))["ok"]
        assert live.clock.offset - before == 900
        await stream.content.readline()
        assert (await stream.content.readline()).startswith(b'data: {"version"')
    assert not (await post(page, "clock", seconds=-1))["ok"]
    assert not (await post(page, "clock", seconds="soon"))["ok"]


async def test_faults_by_json(page: aiohttp.ClientSession, live: Ground) -> None:
    assert (await post(page, "faults", fault="lost_answer"))["faults"]["lost_answers"] == 1
    assert (await post(page, "faults", rate_limits=False))["faults"]["rate_limits"] is False
    assert (await post(page, "faults", outage=30))["faults"]["outage_until"]
    assert (await post(page, "faults", clear=True))["faults"]["armed"] == []
    await post(page, "faults", fault="refusal", retry_after=5, methods=["getMe"])
    assert (await live.call("getMe")).body["parameters"] == {"retry_after": 5}
    assert not (await post(page, "faults", fault="gremlins"))["ok"]
    assert not (await post(page, "faults", wrath=True))["ok"]


async def test_the_bot_is_killed_and_started(page: aiohttp.ClientSession) -> None:
    assert (await state(page))["bot"]["state"] == "running"
    assert (await post(page, "bot", act="kill"))["state"] == "stopped"
    assert (await state(page))["bot"]["state"] == "stopped"
    assert (await post(page, "bot", act="start"))["state"] == "running"
    assert not (await post(page, "bot", act="promote"))["ok"]


async def test_the_page_is_told_who_is_on_duty_and_which_ground_it_is(live: Ground) -> None:
    hana = live.account("Hana", role="officer")
    known = [hana]
    running = await serve(app(live, Bot(), lambda: known[0] if known else None))
    async with aiohttp.ClientSession(f"{running.url}/ground/") as session:
        assert (first := await state(session))["on_duty"] == hana.id
        known.clear()
        assert (second := await state(session))["on_duty"] is None
        assert first["opened"] == second["opened"]
    await running.stop()


async def test_only_loopback_and_only_json(page: aiohttp.ClientSession, desk: Running) -> None:
    async with page.get("state", headers={"host": "evil.example:80"}) as answer:
        assert answer.status == 403
    async with page.post("clock", json={"seconds": 1}, headers={"host": "evil.example"}) as answer:
        assert answer.status == 403
    async with page.post("clock", data={"seconds": "1"}) as answer:
        assert answer.status == 415
    async with page.post("clock", data=b"[]", headers={"content-type": "application/json"}) as answer:
        assert answer.status == 400
