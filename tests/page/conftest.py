"""A real ground with its server, a stand-in for the bot, and Chromium looking at the page."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from drill.accounts import Account
from drill.chats import Chat
from drill.ground import Ground
from drill.server import Running, app, serve
from tests.page.stand_in import StandIn

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
LAPTOP = {"width": 1440, "height": 900}
LOOPBACK = {"127.0.0.1", "localhost"}


@pytest.fixture(scope="session")
def chromium() -> str:
    if shutil.which(CHROMIUM):
        return CHROMIUM
    if os.environ.get("CI"):
        pytest.fail("Chromium is needed in CI: install Debian's package `chromium`")
    pytest.skip("Chromium is not installed (Debian's package `chromium`): the page is not tested")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=6_000)
    async with async_playwright() as play:
        running = await play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        await running.close()


@dataclass(slots=True)
class Practice:
    """What the composition root would do with the bot's process."""

    state: str = "running"
    asked: list[str] = field(default_factory=list)

    async def kill(self) -> None:
        self.asked.append("kill")
        self.state = "stopped"

    async def start(self) -> None:
        self.asked.append("start")
        self.state = "running"


@dataclass(slots=True)
class Stage:
    """Everybody and everything that a test of the page needs."""

    ground: Ground
    practice: Practice
    server: Running
    mina: Account
    officers: list[Account]
    admin: Account
    desk: Chat
    bot: StandIn


@pytest.fixture
def ground() -> Iterator[Ground]:
    yield Ground(bot_name="Signpost")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(ground: Ground) -> AsyncIterator[Stage]:
    mina = ground.account("민아", "ko", role="requester")
    officers = [ground.account("Park Jun", "ko", role="officer"), ground.account("Lee Sora", "ko", role="officer")]
    admin = ground.account("Kim Haneul", "en", role="admin")
    desk = ground.group("Cambodia desk", members=officers, admins=[admin], kind="supergroup")
    ground.faults.rate_limits = False  # tests of the page are in more of a hurry than people
    practice = Practice()
    server = await serve(app(ground, practice))
    async with StandIn(server.url, ground, desk.id) as bot:
        yield Stage(ground, practice, server, mina, officers, admin, desk, bot)
    await server.stop()


class Screen:
    """The page as a person meets it."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.stage = stage
        self.problems: list[str] = []
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in LOOPBACK:
            self.problems.append(f"a request left loopback: {url}")

    async def open(self) -> "Screen":
        await self.page.goto(self.stage.server.url)
        await expect(self.phone("requester")).to_be_attached()
        return self

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def phone(self, key: str) -> Locator:
        return self.part(f"phone-{key}")

    def bubbles(self, key: str) -> Locator:
        return self.phone(key).get_by_test_id("bubble")

    def bubble(self, key: str, text: str) -> Locator:
        return self.bubbles(key).filter(has_text=text)

    async def writes(self, key: str, text: str) -> None:
        box = self.phone(key).get_by_test_id("box")
        await box.fill(text)
        await box.press("Enter")

    async def taps(self, key: str, button: str) -> None:
        await self.phone(key).get_by_role("button", name=button, exact=True).last.click()

    async def attaches(self, key: str, kind: str) -> None:
        await self.phone(key).get_by_test_id("attach").click()
        await self.part(f"attach-{kind}").click()

    async def does(self, key: str, text: str, what: str) -> None:
        await self.bubble(key, text).locator(".body").click()
        await self.phone(key).get_by_test_id(f"message-{what}").click()


async def context_of(browser: Browser, **look: object) -> BrowserContext:
    settings: dict[str, object] = {"viewport": LAPTOP, "locale": "en-US", **look}
    return await browser.new_context(**settings)  # type: ignore[arg-type]


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser, stage: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Screen]:
    """The open page; a test asks for another look by `indirect` parameters of a browser context."""
    context = await context_of(browser, **getattr(request, "param", {}))
    shown = await Screen(await context.new_page(), stage).open()
    yield shown
    await context.close()
    assert shown.problems == []
