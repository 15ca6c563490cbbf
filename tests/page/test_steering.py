"""Clock, bot, Telegram and the guided tour."""

import re
from functools import partial

import pytest
from playwright.async_api import expect

from drill.clock import WindableClock
from drill.server import app, serve
from tests.page.conftest import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")


def shows(clock: WindableClock, offset: int) -> bool:
    return clock.offset == offset


async def test_time_is_wound(screen: Screen) -> None:
    clock = screen.stage.ground.clock
    steps = {"minute": 60, "quarter": 60 + 900, "hour": 60 + 900 + 3600, "day": 60 + 900 + 3600 + 86400}
    for name, offset in steps.items():
        await screen.part(f"wind-{name}").click()
        await screen.stage.ground.until(partial(shows, clock, offset), what=f"+1 {name}")


async def test_the_clock_shows_the_grounds_time_in_three_places(screen: Screen) -> None:
    hours = [int((await screen.part(f"clock-{zone}").inner_text())[:2]) for zone in ("utc", "phnom_penh", "seoul")]
    assert [(hour - hours[0]) % 24 for hour in hours] == [0, 7, 9]
    await screen.part("wind-hour").click()
    later = f"{(hours[0] + 1) % 24:02d}"
    await expect(screen.part("clock-utc")).to_have_text(re.compile(f"^{later}:"))


async def test_messages_carry_the_grounds_time(screen: Screen) -> None:
    await screen.writes("requester", "today")
    await expect(screen.bubble("requester", "Heard.")).to_have_count(1)
    await screen.part("wind-day").click()
    await screen.writes("requester", "tomorrow")
    await expect(screen.bubble("requester", "tomorrow")).to_be_visible()
    await expect(screen.phone("requester").locator(".day")).to_have_count(2)


async def test_the_bot_is_killed_and_started(screen: Screen) -> None:
    await expect(screen.part("bot-state")).to_have_text("running")
    await screen.part("bot-kill").click()
    await expect(screen.part("bot-state")).to_have_text("stopped")
    await expect(screen.part("bot-kill")).to_be_disabled()
    await expect(screen.part("bot-start")).to_be_focused()
    await screen.part("bot-start").click()
    await expect(screen.part("bot-state")).to_have_text("running")
    assert screen.stage.practice.asked == ["kill", "start"]


async def test_telegram_fails_and_recovers(screen: Screen) -> None:
    await screen.part("outage").click()
    await expect(screen.part("telegram-state")).to_contain_text("fails for")
    assert screen.stage.ground.faults.down
    await screen.part("wind-minute").click()
    await expect(screen.part("telegram-state")).to_have_text("works")
    await screen.writes("requester", "after the outage")
    await expect(screen.bubble("requester", "Heard.")).to_be_visible()


async def test_the_next_answer_is_lost(screen: Screen) -> None:
    await screen.part("lost").click()
    await expect(screen.part("telegram-state")).to_contain_text("lost")
    assert screen.stage.ground.faults.state()["lost_answers"] == 1


async def test_rate_limits_are_switched(screen: Screen) -> None:
    limits = screen.part("limits")
    await expect(limits).not_to_be_checked()
    await limits.check()
    await screen.stage.ground.until(lambda: screen.stage.ground.faults.rate_limits, what="rate limits on")
    screen.stage.ground.faults.rate_limits = False
    await expect(limits).not_to_be_checked()


async def test_the_tour_ticks_itself_off(screen: Screen) -> None:
    for key in ("start", "place", "take", "answer", "hide"):
        await expect(screen.part(f"step-{key}")).to_have_attribute("data-done", "false")
    await screen.writes("requester", "/start")
    await expect(screen.part("step-start")).to_have_attribute("data-done", "true")
    await screen.attaches("requester", "place")
    await screen.part("place-dialog").get_by_role("button", name="Sihanoukville").click()
    await screen.part("share-place").click()
    await expect(screen.part("step-place")).to_have_attribute("data-done", "true")
    await screen.taps("desk", "I have it")
    await expect(screen.part("step-take")).to_have_attribute("data-done", "true")
    await screen.does("desk", "K7-Q2 taken", "reply")
    await screen.writes("desk", "someone is with you")
    await expect(screen.part("step-answer")).to_have_attribute("data-done", "true")
    await screen.taps("requester", "숨기기")
    await expect(screen.part("step-hide")).to_have_attribute("data-done", "true")
    await screen.part("tour-close").click()
    await expect(screen.part("tour")).to_be_hidden()
    await expect(screen.part("tour-open")).to_be_focused()


async def test_what_is_refused_is_said(screen: Screen) -> None:
    stage = screen.stage
    await screen.writes("requester", "hello")
    await expect(screen.bubble("requester", "Heard.")).to_be_visible()
    message = next(iter(stage.ground.private(stage.mina).messages.values()))
    await screen.bubble("requester", "hello").locator(".body").click()
    await screen.phone("requester").get_by_test_id("message-edit").click()
    stage.ground.clock.wind(49 * 3600)
    await screen.writes("requester", "too late")
    await expect(screen.part("banner")).to_contain_text("48 hours")
    assert message.text == "hello"
    screen.forgives("status of 400")


async def test_the_page_finds_the_ground_again(screen: Screen) -> None:
    stage = screen.stage
    await stage.server.stop()
    await expect(screen.part("banner")).to_contain_text("does not answer")
    stage.ground.says(stage.officers[0], stage.desk, "said meanwhile")
    stage.server = await serve(app(stage.ground, stage.practice), port=stage.server.port)
    await expect(screen.bubble("desk", "said meanwhile")).to_be_visible()
    await expect(screen.part("banner")).to_be_hidden()
    screen.forgives("net::ERR_")
