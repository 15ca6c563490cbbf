"""The Bot API over HTTP: the four ways to pass parameters, files, faults on the wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest

from drill.accounts import Account
from drill.ground import Ground
from drill.server import POLL, Running, app, serve

BYTES = bytes(range(256)) * 3 + b"\r\n--boundary\r\n\n"


@pytest.fixture
async def client(server: Running, live: Ground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{server.url}/bot{live.token}/") as session:
        yield session


@pytest.fixture
def mina(live: Ground) -> Account:
    account = live.account("Mina")
    live.says(account, account, "hello")
    return account


async def result(response: Any) -> dict[str, Any]:
    async with response as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_parameters_come_in_four_ways(client: aiohttp.ClientSession, mina: Account) -> None:
    given = {"chat_id": str(mina.id), "text": "가 & 나"}
    form = aiohttp.FormData(given, default_to_multipart=True)
    for body in (
        await result(client.get("sendMessage", params=given)),
        await result(client.post("sendMessage", data=given)),
        await result(client.post("sendMessage", json=given)),
        await result(client.post("sendMessage", data=form)),
    ):
        assert body["result"]["text"] == "가 & 나"


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"'])
async def test_a_body_that_cannot_be_read(client: aiohttp.ClientSession, raw: bytes) -> None:
    headers = {"content-type": "application/json"}
    body = await result(client.post("getMe", data=raw, headers=headers))
    assert (body["error_code"], body["description"]) == (400, "Bad Request: object expected as a request body")


async def test_a_broken_multipart_form(client: aiohttp.ClientSession) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    body = await result(client.post("getMe", data=b"nonsense", headers=headers))
    assert body["error_code"] == 400


async def test_files_go_up_and_come_down(
    client: aiohttp.ClientSession, mina: Account, server: Running, live: Ground
) -> None:
    form = aiohttp.FormData({"chat_id": str(mina.id)}, quote_fields=False)
    form.add_field("document", BYTES, filename="paper 가.bin", content_type="application/x-paper")
    document = (await result(client.post("sendDocument", data=form)))["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("paper 가.bin", "application/x-paper")
    file = (await result(client.post("getFile", json={"file_id": document["file_id"]})))["result"]
    async with client.get(f"{server.url}/file/bot{live.token}/{file['file_path']}") as answer:
        assert await answer.read() == BYTES
    async with client.get(f"{server.url}/file/botwrong/{file['file_path']}") as answer:
        assert answer.status == 401
    async with client.get(f"{server.url}/ground/file/{file['file_id']}") as answer:
        assert await answer.read() == BYTES


async def test_an_album_with_attached_files(client: aiohttp.ClientSession, mina: Account) -> None:
    media = [
        {"type": "photo", "media": "attach://one"},
        {"type": "photo", "media": "attach://two", "caption": "x"},
    ]
    form = aiohttp.FormData({"chat_id": str(mina.id), "media": json.dumps(media)})
    for name in ("one", "two"):
        form.add_field(name, b"\xff\xd8 " + name.encode(), filename=f"{name}.jpg")
    album = (await result(client.post("sendMediaGroup", data=form)))["result"]
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[1]["caption"] == "x"


async def test_large_files_cannot_be_fetched(client: aiohttp.ClientSession, live: Ground) -> None:
    file = live.files.keep("document", bytes(20 * 1024 * 1024 + 1))
    body = await result(client.post("getFile", json={"file_id": file.id}))
    assert body["description"] == "Bad Request: file is too big"


async def test_a_lost_answer_was_applied(client: aiohttp.ClientSession, live: Ground, mina: Account) -> None:
    live.faults.lose_answers(methods=["sendMessage"])
    with pytest.raises(aiohttp.ClientConnectionError):
        await result(client.post("sendMessage", json={"chat_id": mina.id, "text": "once"}))
    assert [message.text for message in live.private(mina).messages.values()] == ["hello", "once"]
    assert live.calls[-1].cut


async def test_a_cut_connection_was_not_applied(
    client: aiohttp.ClientSession, live: Ground, mina: Account
) -> None:
    live.faults.cut_connections(chats=[mina.id])
    with pytest.raises(aiohttp.ClientConnectionError):
        await result(client.post("sendMessage", json={"chat_id": mina.id, "text": "never"}))
    assert len(live.private(mina).messages) == 1
    assert (await result(client.post("sendMessage", json={"chat_id": mina.id, "text": "now"})))["ok"]


async def test_an_outage_cuts_polls_too_and_ends_by_the_grounds_clock(
    client: aiohttp.ClientSession, live: Ground
) -> None:
    poll = asyncio.create_task(result(client.post("getUpdates", json={"timeout": 30})))
    await live.until(lambda: live.polls == 1, what="the poll")
    live.faults.outage(30)
    with pytest.raises(aiohttp.ClientConnectionError):
        await asyncio.wait_for(poll, 2)
    with pytest.raises(aiohttp.ClientConnectionError):
        await result(client.post("getMe"))
    live.clock.wind(30)
    assert (await result(client.post("getMe")))["ok"]
    live.faults.outage(30, status=502)
    assert (await result(client.post("getMe")))["error_code"] == 502


async def test_a_poll_ends_when_the_bot_has_hung_up(live: Ground, server: Running) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{server.url}/bot{live.token}/getUpdates"
        poll = asyncio.create_task(session.post(url, json={"timeout": 30}))
        await live.until(lambda: live.polls == 1, what="the poll")
        waiting = [task for task in asyncio.all_tasks() if task.get_name() == POLL]
        poll.cancel()
    _ended, left = await asyncio.wait(waiting, timeout=3)
    assert not left


async def test_the_server_stops_at_once_and_says_when_its_port_is_taken(live: Ground) -> None:
    running = await serve(app(live))
    async with aiohttp.ClientSession() as session:
        stream = await session.get(f"{running.url}/ground/stream")
        assert (await stream.content.readline()).startswith(b"data: ")
        with pytest.raises(OSError, match="in use"):
            await serve(app(live), port=running.port)
        await asyncio.wait_for(running.stop(), 2)


async def test_1000_waiting_updates_and_300_calls_a_second(
    client: aiohttp.ClientSession, live: Ground, mina: Account
) -> None:
    live.faults.rate_limits = False
    for number in range(1000):
        live.says(mina, mina, f"line {number}")
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in range(300):
        body = await result(client.post("sendMessage", json={"chat_id": mina.id, "text": f"answer {number}"}))
        assert body["ok"]
    offset = 0
    while updates := (await result(client.post("getUpdates", json={"offset": offset})))["result"]:
        offset = updates[-1]["update_id"] + 1
    assert len(live.private(mina).messages) == 1301
    assert loop.time() - begun < 3  # comfortable means far below one second; a busy machine is forgiven


async def test_uploads_have_their_limits(client: aiohttp.ClientSession, mina: Account) -> None:
    form = aiohttp.FormData({"chat_id": str(mina.id)})
    form.add_field("photo", bytes(10 * 1024 * 1024 + 1), filename="large.jpg")
    body = await result(client.post("sendPhoto", data=form))
    assert (body["error_code"], body["description"]) == (413, "Request Entity Too Large")
    form = aiohttp.FormData({"chat_id": str(mina.id)})
    form.add_field("photo", bytes(10 * 1024 * 1024), filename="largest.jpg")
    assert (await result(client.post("sendPhoto", data=form)))["result"]["photo"][-1][
        "file_size"
    ] == 10 * 1024 * 1024
    form = aiohttp.FormData({"chat_id": str(mina.id)})
    form.add_field("document", b"", filename="empty.txt")
    body = await result(client.post("sendDocument", data=form))
    assert body["description"] == "Bad Request: file must be non-empty"


async def test_every_answer_says_when_it_was_given_by_the_clock_of_the_ground(
    client: aiohttp.ClientSession, live: Ground
) -> None:
    live.clock.wind(3600)
    for method in ("getMe", "noSuchMethod"):
        async with client.post(method) as answer:
            told = parsedate_to_datetime(answer.headers["Date"]).timestamp()
            assert abs(told - live.clock.now()) < 5
