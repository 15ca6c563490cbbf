"""A real ground with its server, a stand-in for the bot, and Chromium looking at the page."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)

from drill.accounts import Account
from drill.chats import Chat
from drill.ground import Ground
from drill.runner import NotReady
from drill.server import Running, app, serve
from tests.page.stand_in import StandIn

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
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
    fault: str = ""
    on_duty: Account | None = None

    async def kill(self) -> None:
        self.asked.append("kill")
        self.state = "stopped"

    async def start(self) -> None:
        self.asked.append("start")
        if self.fault:
            raise NotReady(self.fault)
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
    server = await serve(app(ground, practice, lambda: practice.on_duty))
    async with StandIn(server.url, ground, desk.id) as bot:
        yield Stage(ground, practice, server, mina, officers, admin, desk, bot)
    await server.stop()


class Screen:
    """The page as a person meets it."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.stage = stage
        self.problems: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("request", self._asked)

    def _said(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.problems.append(said.text)

    def _failed(self, error: Error) -> None:
        self.problems.append(str(error))

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in LOOPBACK:
            self.problems.append(f"a request left loopback: {request.url}")

    def forgives(self, said: str) -> None:
        """Chromium itself writes refused answers and connections to its console; only those are let pass."""
        self.problems = [problem for problem in self.problems if said not in problem]

    async def leave(self) -> None:
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._failed)
        await self.page.goto("about:blank")
        self.page.remove_listener("request", self._asked)
        assert self.problems == []

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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def laptop(browser: Browser) -> AsyncIterator[Page]:
    """One page for all: each test has a port of its own, and so an origin with empty storage."""
    context = await browser.new_context(viewport=LAPTOP, locale="en-US")
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screen(laptop: Page, stage: Stage) -> AsyncIterator[Screen]:
    shown = await Screen(laptop, stage).open()
    yield shown
    await shown.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(browser: Browser, stage: Stage) -> AsyncIterator[Screen]:
    """The page on a phone's screen, touched, in the dark, by somebody who reads Korean and wants no motion."""
    context = await browser.new_context(
        viewport=PHONE, locale="ko-KR", color_scheme="dark", has_touch=True, reduced_motion="reduce"
    )
    shown = await Screen(await context.new_page(), stage).open()
    yield shown
    await shown.leave()
    await context.close()
