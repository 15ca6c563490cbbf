"""Clock, bot, Telegram and the guided tour."""

import re
from functools import partial

import pytest
from playwright.async_api import expect

from drill.clock import WindableClock
from drill.ground import Ground
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


async def test_a_bot_that_does_not_start_says_why(screen: Screen) -> None:
    stage = screen.stage
    await screen.part("bot-kill").click()
    await expect(screen.part("bot-state")).to_have_text("stopped")
    stage.practice.fault = "Traceback\nKeyRefused: the key is not readable"
    await screen.part("bot-start").click()
    await expect(screen.part("banner")).to_contain_text("did not start: KeyRefused: the key is not readable")
    await expect(screen.part("bot-start")).to_be_enabled()
    screen.forgives("status of 400")


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


STEPS = ("start", "place", "take", "answer", "hide")


async def done(screen: Screen) -> list[str]:
    return [key for key in STEPS if await screen.part(f"step-{key}").get_attribute("data-done") == "true"]


async def shares_a_place(screen: Screen) -> None:
    stage = screen.stage
    stage.ground.shares_place(stage.mina, stage.ground.private(stage.mina), 10.60931, 103.52962)
    await expect(screen.bubble("desk", "K7-Q2 level 1")).to_be_visible()


async def test_no_step_of_the_tour_ticks_for_another_deed(screen: Screen) -> None:
    stage = screen.stage
    await screen.writes("requester", "please start")
    await expect(screen.bubble("requester", "Heard.")).to_be_visible()
    stage.ground.shares_place(stage.officers[0], stage.ground.private(stage.officers[0]), 10.6, 103.5)
    await expect(screen.bubble("officer", "Heard.")).to_be_visible()
    await screen.writes("officer", "/start")
    await screen.taps("officer", "Tick")
    await expect(screen.phone("officer").get_by_test_id("toast")).to_contain_text("Noted")
    await screen.does("officer", "Write here.", "reply")
    await screen.writes("officer", "to the bot itself")
    await expect(screen.bubble("officer", "Heard.")).to_have_count(2)
    assert await done(screen) == []


async def test_a_button_and_a_deletion_are_not_yet_hide(screen: Screen) -> None:
    await screen.writes("requester", "/start")
    await screen.taps("requester", "Tick")
    await expect(screen.phone("requester").get_by_test_id("toast")).to_contain_text("Noted")
    chat = screen.stage.ground.private(screen.stage.mina)
    screen.stage.ground.deletes(screen.stage.mina, next(iter(chat.messages.values())))
    await expect(screen.phone("requester").get_by_test_id("gone")).to_have_text("1 deleted")
    assert await done(screen) == ["start"]


async def test_hide_counts_when_everything_is_gone(screen: Screen) -> None:
    stage = screen.stage
    chat = stage.ground.private(stage.mina)
    kept = stage.ground.says(stage.mina, chat, "stays")
    await screen.writes("requester", "/start")
    await expect(screen.bubble("requester", "Write here.")).to_be_visible()
    stage.bot.seen[stage.mina.id].remove(kept.id)
    await screen.part("wind-minute").click()
    await screen.taps("requester", "숨기기")
    await expect(screen.bubble("requester", "Write here.")).to_have_count(0)
    assert await done(screen) == ["start"]
    stage.ground.deletes(stage.mina, kept)
    await expect(screen.part("step-hide")).to_have_attribute("data-done", "true")


async def test_the_tour_waits_for_the_officer_on_duty(screen: Screen) -> None:
    stage = screen.stage
    jun, stage.practice.on_duty = stage.officers
    await shares_a_place(screen)
    await screen.part("who-desk").select_option(str(jun.id))
    await screen.taps("desk", "I have it")
    await expect(screen.bubble("desk", "K7-Q2 taken by Park Jun")).to_be_visible()
    assert await done(screen) == ["place"]


async def test_words_in_the_group_that_reach_nobody_are_no_answer(screen: Screen) -> None:
    await shares_a_place(screen)
    await screen.writes("desk", "who takes it?")
    await expect(screen.bubble("desk", "who takes it?")).to_be_visible()
    screen.stage.ground.faults.outage(600)
    await screen.does("desk", "K7-Q2", "reply")
    await screen.writes("desk", "we are here")
    await expect(screen.bubble("desk", "we are here")).to_be_visible()
    assert await done(screen) == ["place"]
    screen.stage.ground.faults.clear()
    await expect(screen.bubble("requester", "we are here")).to_be_visible()
    await expect(screen.part("step-answer")).to_have_attribute("data-done", "true")


async def test_the_tour_names_buttons_as_the_bot_does(screen: Screen) -> None:
    await expect(screen.part("step-hide")).to_contain_text("tap “Hide”")
    await screen.writes("requester", "/start")
    await expect(screen.part("step-hide")).to_contain_text("tap “숨기기”")


async def test_another_ground_at_the_same_address_has_a_tour_of_its_own(screen: Screen) -> None:
    stage = screen.stage
    await screen.writes("requester", "/start")
    await expect(screen.part("step-start")).to_have_attribute("data-done", "true")
    await screen.page.reload()
    await expect(screen.part("step-start")).to_have_attribute("data-done", "true")
    await stage.server.stop()
    fresh = Ground(bot_name="Signpost")
    fresh.account("Nari", "ko", role="requester")
    stage.server = await serve(app(fresh), port=stage.server.port)
    await expect(screen.phone("requester")).to_contain_text("Nari")
    assert await done(screen) == []
    screen.forgives("net::ERR_")


async def test_the_tour_ticks_itself_off(screen: Screen) -> None:
    assert await done(screen) == []
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
    assert await done(screen) == ["start", "place", "take", "answer"]
    await screen.part("wind-minute").click()
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
