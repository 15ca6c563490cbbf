"""A translation service of one's own: beside the words, marked as a machine's; without it all goes on."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.domain.private import Private
from handlers.translating import LONGEST, LibreTranslate
from tests.journeys.stage import stage

NUMBER = "+855 12 345 678"


@dataclass
class Service:
    """Speaks LibreTranslate's API on loopback, and remembers what it was asked."""

    status: int = 200
    answer: Any = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.asked.append(asked)
        said = {"translatedText": f"<{asked['target']}> {asked['q']}"} if self.answer is None else self.answer
        return web.json_response(said, status=self.status)


@contextlib.asynccontextmanager
async def serving(status: int = 200, answer: Any = None) -> AsyncIterator[Service]:
    service = Service(status, answer)
    site = web.Application()
    site.router.add_post("/translate", service.handle)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    service.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield service
    finally:
        await runner.cleanup()


def _settings(service: Service) -> str:
    return f'[translation]\nurl = "{service.url}"\n'


async def test_both_sides_read_the_machine_beside_the_words_and_it_learns_no_number() -> None:
    async with serving() as service, stage(settings=_settings(service)) as evening:
        lan = evening.requester("Lan", "vi")
        duty = await evening.on_duty()
        await lan.says(f"Tôi bị nhốt ở đây, gọi {NUMBER}")
        card = await evening.desk.sees_card(holds=("(기계 번역)", "<ko> Tôi bị nhốt"))
        assert NUMBER not in card.text
        await duty.taps("제가 맡습니다")
        thread = await duty.sees("답장")
        await lan.says("Ở tầng ba, cửa màu xanh")
        await duty.sees("(기계 번역) <ko> Ở tầng ba")
        await duty.says("몇 호실인가요?", reply_to=thread)
        answer = await lan.sees("Máy dịch: <vi> 몇 호실인가요?")
        assert answer.text.startswith("몇 호실인가요?")
        assert not [one for one in duty.from_bot() if "상대방이 읽는 언어" in one.text]
        assert {asked["target"] for asked in service.asked} == {"ko", "vi"}
        assert all("345" not in asked["q"] for asked in service.asked)


async def test_without_an_answer_everything_goes_on_as_it_was_written() -> None:
    async with (
        serving(status=500) as service,
        stage(settings=f'[translation]\nurl = "{service.url}"\n') as evening,
    ):
        lan = evening.requester("Lan", "vi")
        duty = await evening.on_duty()
        await lan.says("Tôi bị nhốt ở đây")
        await evening.desk.sees_card(holds="Tôi bị nhốt")
        await duty.taps("제가 맡습니다")
        thread = await duty.sees("답장")
        await duty.says("몇 호실인가요?", reply_to=thread)
        await lan.sees("몇 호실인가요?")
        await evening.settles()
        assert service.asked
        assert not [one for one in (*duty.from_bot(), *lan.from_bot()) if "기계" in one.text or "Máy" in one.text]
        assert "Tôi bị nhốt" not in evening.bot.last_words()


async def test_by_default_nothing_is_asked_of_anybody() -> None:
    async with serving() as service, stage() as evening:
        lan = evening.requester("Lan", "vi")
        await lan.says("Tôi bị nhốt ở đây")
        await evening.desk.sees_card(holds="Tôi bị nhốt")
        await evening.settles()
        assert not service.asked


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, {"error": "slow down"}),
        (200, "text"),
        (200, {}),
        (200, {"translatedText": 5}),
        (200, {"translatedText": " "}),
    ],
)
async def test_whatever_the_service_says_instead_is_no_translation(status: int, answer: Any) -> None:
    async with serving(status, answer) as service:
        machine = LibreTranslate(service.url)
        assert await machine.translate(Private("help"), "ko") is None
        await machine.close()


async def test_what_is_too_long_is_not_asked_for_and_a_service_that_is_gone_is_no_error() -> None:
    async with serving() as service:
        machine = LibreTranslate(service.url, Private("key-of-the-desk"))
        assert await machine.translate(Private("x" * (LONGEST + 1)), "ko") is None
        assert not service.asked
        assert await machine.translate(Private("help"), "ko") == Private("<ko> help")
        assert service.asked[0]["api_key"] == "key-of-the-desk"
        await machine.close()
    gone = LibreTranslate(service.url)
    assert await gone.translate(Private("help"), "ko") is None
    await gone.close()
