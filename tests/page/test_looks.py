"""Narrow and dark, by keyboard alone, in another language; contrast and names of what can be operated."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.domain.events import Gesture
from drill.page import STATIC
from handlers.presses import gesture_press, take_press
from tests.page.conftest import Screen

# Text against what lies behind it, for each text that is visible: https://www.w3.org/TR/WCAG22/#contrast-minimum
CONTRASTS = """() => {
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parts = (colour) => {
    brush.clearRect(0, 0, 1, 1); brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => rgb.slice(0, 3).map((c) => linear(c / 255))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return parts('white');
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || node.closest('svg, [disabled], option, .unseen, noscript') || !node.checkVisibility()) continue;
    const [high, low] = [light(parts(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) poor.push(`${node.tagName}.${node.className} ${node.textContent.slice(0, 20)}: ${ratio}`);
  }
  return poor;
}"""

NAMELESS = """() => [...document.querySelectorAll('button, select, input, textarea, [role=tab]')]
  .filter((node) => node.checkVisibility() && !(node.ariaLabel || node.labels?.length || node.textContent.trim()))
  .map((node) => node.outerHTML.slice(0, 80))"""


def words(language: str) -> dict[str, str]:
    read: dict[str, str] = json.loads((STATIC / "words" / f"{language}.json").read_text(encoding="utf-8"))
    return read


def test_both_languages_say_the_same() -> None:
    assert sorted(path.stem for path in (STATIC / "words").glob("*.json")) == ["en", "ko"]
    english, korean = words("en"), words("ko")
    assert english.keys() == korean.keys()
    holes = re.compile(r"\{\w+\}")
    for key, text in english.items():
        assert sorted(holes.findall(text)) == sorted(holes.findall(korean[key])), key
        assert korean[key].strip(), key


def test_every_text_that_is_asked_for_is_there() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    asked = set(re.findall(r"\bsay\('([\w.]+)'", source))
    assert asked <= words("en").keys()


def test_the_tour_knows_what_stands_behind_the_bots_buttons() -> None:
    tour = (STATIC / "tour.js").read_text(encoding="utf-8")
    known = dict(re.findall(r"(TAKE|HIDE) = '([^']+)'", tour))
    assert take_press("K7Q2") == f"{known['TAKE']}K7Q2"
    assert gesture_press(Gesture.HIDE) == known["HIDE"]


def test_no_markup_is_ever_made_from_text_and_nothing_is_fetched_from_elsewhere() -> None:
    for path in [*STATIC.rglob("*.js"), *STATIC.rglob("*.css"), *STATIC.rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text), path
        assert not re.search(r"url\(|@import|(src|href)=\"(https?:)?//", text), path


async def fill(screen: Screen) -> None:
    """Something of everything on the phones."""
    stage = screen.stage
    await screen.writes("requester", "ខ្ញុំនៅក្រុងព្រះសីហនុ")
    await expect(screen.bubble("requester", "Heard.")).to_be_visible()
    stage.ground.shares_place(stage.mina, stage.ground.private(stage.mina), 10.60931, 103.52962)
    await expect(screen.bubble("desk", "K7-Q2")).to_be_attached()
    await stage.bot.send(
        stage.mina.id, "Look.", reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    )
    await expect(screen.bubble("requester", "Look.")).to_be_visible()


@pytest.mark.asyncio(loop_scope="session")
async def test_narrow_and_dark_with_tabs(narrow: Screen) -> None:
    await expect(narrow.page.locator("html")).to_have_attribute("lang", "ko")
    await expect(narrow.phone("requester")).to_be_visible()
    await expect(narrow.phone("desk")).to_be_hidden()
    await fill(narrow)
    await expect(narrow.part("tab-desk").locator(".fresh")).to_be_visible()
    await narrow.part("tab-desk").tap()
    await expect(narrow.phone("desk")).to_be_visible()
    await expect(narrow.bubble("desk", "K7-Q2")).to_be_in_viewport()
    await expect(narrow.part("tab-desk").locator(".fresh")).to_be_hidden()
    await expect(narrow.phone("requester")).to_be_hidden()
    assert await narrow.page.evaluate("document.documentElement.scrollWidth") <= 390
    await expect(narrow.part("clock")).to_be_hidden()
    await narrow.part("controls-open").tap()
    await expect(narrow.part("clock")).to_be_visible()
    assert await narrow.page.evaluate(CONTRASTS) == []
    assert await narrow.page.evaluate(NAMELESS) == []
    assert await narrow.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 27)"


@pytest.mark.asyncio(loop_scope="session")
async def test_light_on_a_laptop(screen: Screen) -> None:
    await fill(screen)
    for key in ("requester", "desk", "officer", "admin"):
        await expect(screen.phone(key).get_by_test_id("box")).to_be_in_viewport(ratio=1)
    assert await screen.page.evaluate(CONTRASTS) == []
    assert await screen.page.evaluate(NAMELESS) == []


@pytest.mark.asyncio(loop_scope="session")
async def test_by_keyboard_alone(screen: Screen) -> None:
    keyboard = screen.page.keyboard

    async def tab_to(test_id: str, most: int = 40) -> None:
        held = "document.activeElement.closest('[data-testid]')?.dataset.testid"
        for _ in range(most):
            if await screen.page.evaluate(held) == test_id:
                return
            await keyboard.press("Tab")
        raise AssertionError(f"{test_id} is not reached by Tab")

    await tab_to("tour-close")
    await keyboard.press("Enter")
    await tab_to("attach")
    await keyboard.press("Space")
    await expect(screen.part("attach-dialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(screen.part("attach-dialog")).to_have_count(0)
    await expect(screen.phone("requester").get_by_test_id("attach")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.type("/start")
    await keyboard.press("Enter")
    await expect(screen.bubble("requester", "Write here.")).to_be_visible()
    await keyboard.press("Shift+Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await screen.page.evaluate(outline) == "solid"
    for _ in range(4):  # past the three buttons under the bubble, from the last to the first, to the bubble itself
        await keyboard.press("Shift+Tab")
    await expect(screen.phone("requester").locator(".opener[tabindex='0']")).to_be_focused()
    await keyboard.press("ArrowUp")
    await keyboard.press("Enter")
    await expect(screen.phone("requester").get_by_test_id("message-edit")).to_be_visible()
    await keyboard.press("Escape")
    await expect(screen.phone("requester").get_by_test_id("message-edit")).to_have_count(0)
    await keyboard.press("ArrowDown")
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(screen.phone("requester").get_by_test_id("toast")).to_contain_text("Noted")


@pytest.mark.asyncio(loop_scope="session")
async def test_another_language_keeps_what_was_typed(screen: Screen) -> None:
    await screen.phone("requester").get_by_test_id("box").fill("draft")
    await screen.part("language").select_option("ko")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("연습장")
    await expect(screen.part("bot-kill")).to_have_text("봇 강제 종료")
    await expect(screen.phone("requester").get_by_test_id("box")).to_have_value("draft")
    await screen.page.reload()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("연습장")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_may_load_from_here_only(screen: Screen) -> None:
    for path, status in {"/": 200, "/static/app.js": 200, "/static/nothing.js": 404, "/static/words": 404}.items():
        answer: Any = await screen.page.context.request.get(f"{screen.stage.server.url}{path}")
        assert answer.status == status
        rule = answer.headers["content-security-policy"]
        assert "default-src 'none'" in rule
        assert "script-src 'self';" in rule
        assert "unsafe" not in rule
        assert answer.headers["x-content-type-options"] == "nosniff"
