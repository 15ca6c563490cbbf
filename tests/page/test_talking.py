"""What is typed, tapped, edited and deleted on the phones."""

import pytest
from playwright.async_api import expect

from tests.page.conftest import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_words_arrive_and_are_answered(screen: Screen) -> None:
    await screen.writes("requester", "/start")
    await expect(screen.bubble("requester", "/start")).to_have_class("bubble mine")
    answer = screen.bubble("requester", "Write here.")
    await expect(answer.get_by_test_id("mark-rang")).to_be_visible()
    await expect(screen.phone("requester").get_by_test_id("ring")).to_have_text("rang")
    await expect(screen.part("live")).to_contain_text("rang")
    await screen.writes("requester", "도와주세요")
    quiet = screen.bubble("requester", "Heard.")
    await expect(quiet.get_by_test_id("mark-silent")).to_be_visible()
    await expect(quiet.get_by_test_id("secured")).to_be_visible()
    await expect(screen.phone("requester").get_by_test_id("ring")).to_have_text("silent")


async def test_markup_in_words_stays_words(screen: Screen) -> None:
    await screen.writes("requester", "<img src=x onerror=alert(1)> & <b>bold</b>")
    await expect(screen.bubble("requester", "<img src=x onerror=alert(1)> & <b>bold</b>")).to_be_visible()
    await expect(screen.phone("requester").locator("b, .prose img")).to_have_count(0)


async def test_buttons_are_answered_by_toast_and_alert(screen: Screen) -> None:
    await screen.writes("requester", "/start")
    await screen.taps("requester", "Tick")
    await expect(screen.phone("requester").get_by_test_id("toast")).to_contain_text("Noted <b>")
    await screen.taps("requester", "Warn")
    alert = screen.phone("requester").get_by_test_id("alert")
    await expect(alert).to_contain_text("Mind")
    await alert.get_by_role("button", name="Close").click()
    await expect(alert).to_have_count(0)
    await expect(screen.phone("officer").get_by_test_id("toast")).to_have_count(0)


async def test_an_edit_is_seen_in_place(screen: Screen) -> None:
    stage = screen.stage
    stage.ground.shares_place(stage.mina, stage.ground.private(stage.mina), 10.60931, 103.52962)
    await expect(screen.bubble("desk", "K7-Q2 level 1").locator(".prose strong")).to_have_text("K7-Q2")
    await screen.taps("desk", "I have it")
    await expect(screen.bubble("desk", "K7-Q2 taken").get_by_test_id("edited")).to_be_visible()
    await expect(screen.bubbles("desk")).to_have_count(1)
    await expect(screen.phone("desk").get_by_test_id("toast")).to_contain_text("It is yours")


async def test_a_person_replies_edits_and_deletes(screen: Screen) -> None:
    await screen.writes("desk", "first words")
    await screen.does("desk", "first words", "edit")
    await screen.writes("desk", "better words")
    await expect(screen.bubble("desk", "better words").get_by_test_id("edited")).to_be_visible()
    await screen.does("desk", "better words", "reply")
    await expect(screen.phone("desk").get_by_test_id("note")).to_contain_text("better words")
    await screen.writes("desk", "an answer")
    await expect(screen.bubble("desk", "an answer").get_by_test_id("quote")).to_contain_text("better words")
    await screen.does("desk", "an answer", "delete")
    await expect(screen.bubble("desk", "an answer")).to_have_count(0)
    await expect(screen.phone("desk").get_by_test_id("gone")).to_have_text("1 deleted")


async def test_what_the_bot_deletes_vanishes(screen: Screen) -> None:
    await screen.writes("requester", "/start")
    await screen.taps("requester", "숨기기")
    await expect(screen.bubble("requester", "Write here.")).to_have_count(0)
    await expect(screen.phone("requester").get_by_test_id("gone")).to_have_text("2 deleted")


async def test_typing_goes_on_while_messages_come(screen: Screen) -> None:
    box = screen.phone("requester").get_by_test_id("box")
    await box.press_sequentially("half a ")
    stage = screen.stage
    stage.ground.says(stage.mina, stage.ground.private(stage.mina), "from another phone")
    await expect(screen.bubble("requester", "Heard.")).to_be_visible()
    await box.press_sequentially("sentence")
    await expect(box).to_be_focused()
    await expect(box).to_have_value("half a sentence")


async def test_who_reads_above_stays_there(screen: Screen) -> None:
    stage = screen.stage
    for number in range(40):
        stage.ground.says(stage.officers[1], stage.desk, f"line {number}")
    await expect(screen.bubble("desk", "line 39")).to_be_in_viewport()
    scroller = screen.phone("desk").locator(".scroller")
    await scroller.evaluate("node => { node.scrollTop = 120 }")
    stage.ground.says(stage.officers[1], stage.desk, "line 40")
    await expect(screen.bubble("desk", "line 40")).to_be_attached()
    assert await scroller.evaluate("node => node.scrollTop") == 120


async def test_who_has_just_scrolled_up_stays_there_before_the_browser_tells_of_it(screen: Screen) -> None:
    stage = screen.stage
    for number in range(40):
        stage.ground.says(stage.officers[1], stage.desk, f"line {number}")
    await expect(screen.bubble("desk", "line 39")).to_be_in_viewport()
    scroller = screen.phone("desk").locator(".scroller")
    await scroller.evaluate(
        """node => {
            node.parentNode.addEventListener('scroll', event => event.stopPropagation(), { capture: true });
            node.scrollTop = 120;
        }"""
    )
    stage.ground.says(stage.officers[1], stage.desk, "line 40")
    await expect(screen.bubble("desk", "line 40")).to_be_attached()
    assert await scroller.evaluate("node => node.scrollTop") == 120


async def test_who_reads_at_the_end_stays_there_when_the_phones_narrow(screen: Screen) -> None:
    stage = screen.stage
    for number in range(20):
        stage.ground.says(stage.officers[1], stage.desk, f"line {number} " + "of many words " * 6)
    await expect(screen.bubble("desk", "line 19")).to_be_in_viewport()
    stage.ground.account("Sokha", "km", role="requester")
    await expect(screen.phone("requester-2")).to_be_visible()
    await expect(screen.bubble("desk", "line 19").locator("time")).to_be_in_viewport()


async def test_commands_are_offered(screen: Screen) -> None:
    commands = [{"command": "start", "description": "Begin"}]
    await screen.stage.bot.call("setMyCommands", commands=commands)
    await screen.phone("requester").get_by_test_id("commands-open").click()
    await screen.phone("requester").get_by_role("button", name="start", exact=True).click()
    await expect(screen.bubble("requester", "Write here.")).to_be_visible()


async def test_a_second_requester_comes_in_another_language(screen: Screen) -> None:
    await screen.part("add-requester").click()
    await screen.part("add-name").fill("عائشہ")
    await screen.part("add-language").select_option("ur")
    await screen.part("add-do").click()
    await screen.writes("requester-2", "السلام علیکم")
    words = screen.bubble("requester-2", "السلام علیکم").locator(".prose")
    assert await words.evaluate("node => getComputedStyle(node).direction") == "rtl"
    await expect(screen.bubbles("requester")).to_have_count(0)
    await expect(screen.part("add-requester")).to_be_hidden()
    added = list(screen.stage.ground.accounts.values())[-1]
    assert (added.name, added.language_code, added.role) == ("عائشہ", "ur", "requester")


async def test_language_officer_and_speaker_can_be_chosen(screen: Screen) -> None:
    stage = screen.stage
    await screen.part("language-requester").select_option("km")
    await stage.ground.until(lambda: stage.mina.language_code == "km", what="the language")
    await screen.part("who-officer").select_option(label="Lee Sora")
    await expect(screen.phone("officer")).to_contain_text("Lee Sora")
    await screen.writes("officer", "hello")
    await stage.ground.until(lambda: stage.ground.private(stage.officers[1]).messages, what="Sora's words")
    await screen.part("who-desk").select_option(label="as Kim Haneul")
    await screen.writes("desk", "from the admin")
    await expect(screen.bubble("desk", "from the admin")).to_have_class("bubble mine")
    assert [m.sender for m in stage.desk.messages.values() if m.text == "from the admin"] == [stage.admin]


async def test_an_empty_chat_offers_to_start(screen: Screen) -> None:
    await expect(screen.phone("desk").get_by_test_id("begin")).to_be_hidden()
    begin = screen.phone("requester").get_by_test_id("begin")
    await begin.focus()
    await begin.press("Enter")
    await expect(screen.bubble("requester", "Write here.")).to_be_visible()
    await expect(begin).to_be_hidden()
    await expect(screen.phone("requester").get_by_test_id("box")).to_be_focused()


async def test_a_toast_covers_neither_reply_nor_text_box(screen: Screen) -> None:
    await screen.writes("requester", "/start")
    await screen.does("requester", "Write here.", "reply")
    await screen.taps("requester", "Tick")
    toast = await screen.phone("requester").get_by_test_id("toast").bounding_box()
    note = await screen.phone("requester").get_by_test_id("note").bounding_box()
    assert toast is not None
    assert note is not None
    assert toast["y"] + toast["height"] <= note["y"]


async def test_the_phones_open_on_the_officer_on_duty(screen: Screen) -> None:
    stage = screen.stage
    jun, sora = stage.officers

    async def has_duty(name: str) -> None:
        await expect(screen.part("who-officer").locator("option:checked")).to_have_text(name)

    await has_duty("Park Jun")  # nobody is known to be on duty: the first will do
    stage.practice.on_duty = sora
    stage.ground.changes.note()
    await has_duty("Lee Sora · on duty")
    await expect(screen.part("who-desk").locator("option:checked")).to_have_text("as Lee Sora · on duty")
    await expect(screen.phone("officer")).to_contain_text("Officer · Lee Sora · on duty")
    stage.practice.on_duty = jun
    stage.ground.changes.note()
    await expect(screen.phone("officer")).to_contain_text("Officer · Lee Sora · on duty now: Park Jun")
    await has_duty("Lee Sora")
    await screen.page.reload()
    await has_duty("Park Jun · on duty")


async def test_a_blocked_bot_is_marked(screen: Screen) -> None:
    await screen.writes("requester", "hello")
    await screen.attaches("requester", "block")
    await expect(screen.phone("requester").get_by_test_id("blocked")).to_be_visible()
    await expect(screen.phone("requester").get_by_test_id("box")).to_be_disabled()
    await screen.attaches("requester", "unblock")
    await expect(screen.phone("requester").get_by_test_id("blocked")).to_be_hidden()
