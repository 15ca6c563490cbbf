"""An officer asks for their shifts, sends them back, sends others, confirms, takes it back: over the Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drill.accounts import Account
from drill.chats import Chat
from drill.messages import Message
from tests.handlers.evening import Evening, evening


@dataclass
class Desk:
    """A desk in whose group Hana and Doyun take turns, a day each."""

    stage: Evening
    group: Chat
    hana: Account
    doyun: Account

    async def gets(self, account: Account) -> bytes:
        """The calendar that `/calendar` gives."""
        self.stage.ground.says(account, self.stage.chat(account), "/calendar")
        await self.stage.sees(account, "your shifts of the next four weeks")
        return self.stage.ground.files.get(self._document(account)["file_id"]).content

    def _document(self, account: Account) -> dict[str, str]:
        standing = reversed(self.stage.chat(account).messages.values())
        found = next(one for one in standing if "document" in one.content and one.sender.is_bot)
        document: dict[str, str] = found.content["document"]
        return document

    async def sends(self, account: Account, content: bytes, sees: str, name: str = "shifts.ics") -> Message:
        self.stage.ground.sends_document(account, self.stage.chat(account), content, name=name)
        return await self.stage.sees(account, sees)

    async def presses(self, account: Account, message: Message, button: str) -> None:
        self.stage.ground.presses(account, message, button=button)
        await self.stage.settles()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with evening(tmp_path) as stage:
        group = stage.group("Night desk")
        await stage.binds(group, "/desk Cambodia Asia/Seoul en")
        hana, doyun = [await stage.joins(name, f"/person add {name}") for name in ("Hana", "Doyun")]
        stage.ground.says(stage.admin, group, "/rotate daily Hana Doyun start 08:00")
        await stage.confirms(group, "Hana")
        yield Desk(stage, group, hana, doyun)


def with_event(content: bytes, *lines: str) -> bytes:
    """The calendar with one event more, as an app would add it."""
    more = "\r\n".join(["BEGIN:VEVENT", "UID:added-by-hand", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    return content.replace(b"END:VCALENDAR\r\n", more.encode())


async def test_ones_own_calendar_comes_goes_back_changes_nothing_and_a_changed_one_is_applied_when_confirmed(
    desk: Desk,
) -> None:
    content = await desk.gets(desk.hana)
    assert 13 <= content.count(b"BEGIN:VEVENT") <= 15, "every other day of four weeks"
    same = await desk.sends(desk.hana, content, "changes nothing")
    assert "As the roster has it already: " in same.text
    assert not same.inline

    day = f"{datetime.fromtimestamp(desk.stage.inbox.world.now() / 1000, UTC) + timedelta(days=40):%Y%m%d}"
    changed = with_event(
        content,
        "SUMMARY:Vacation",
        f"DTSTART;TZID=Asia/Seoul:{day}T000000",
        "DURATION:P2D",
        "DTSTAMP:20261101T000000Z",
    )
    preview = await desk.sends(desk.hana, changed, "1 changes from this calendar")
    assert "Hana: away" in preview.text
    await desk.presses(desk.hana, preview, "Confirm")
    assert await desk.stage.sees(desk.group, "1 changes from a calendar")
    await desk.sends(desk.hana, changed, f"already: {content.count(b'BEGIN:VEVENT') + 1}")


async def test_taken_shifts_are_among_ones_own_and_undo_takes_all_of_them_back(desk: Desk) -> None:
    content = (await desk.gets(desk.hana)).replace(b"rescue-desk", b"elsewhere")
    before = len(desk.stage.texts(desk.doyun))
    preview = await desk.sends(desk.doyun, content, "changes from this calendar")
    assert preview.text.count("Doyun") == 12, "the first dozen of them"
    came = desk.stage.texts(desk.doyun)[before:]
    assert sum("changes from this calendar" in text for text in came) == 1
    await desk.presses(desk.doyun, preview, "Confirm")
    desk.stage.ground.says(desk.hana, desk.stage.chat(desk.hana), "/me")
    assert await desk.stage.sees(desk.hana, "no shifts of yours")
    undo = await desk.stage.sees(desk.doyun, "can be taken back for ten minutes")
    await desk.presses(desk.doyun, undo, "Undo")
    desk.stage.ground.says(desk.hana, desk.stage.chat(desk.hana), "/me")
    assert await desk.stage.sees(desk.hana, "your shifts (")


async def test_what_is_no_calendar_is_answered_and_a_strangers_calendar_is_a_document(desk: Desk) -> None:
    await desk.sends(desk.hana, b"\x00\x01 nonsense", "cannot be read as a calendar")
    await desk.sends(desk.hana, b"x" * (2**20 + 1), "too large")
    mina = desk.stage.ground.account("Mina", "en")
    content = (await desk.gets(desk.hana)).replace(b"Cambodia", b"Mina")
    desk.stage.ground.sends_document(mina, desk.stage.chat(mina), content, name="a.ics")
    await desk.stage.settles()
    assert (await desk.stage.case_of(mina)).code, "it is a cry, like any document"
    assert not [text for text in desk.stage.texts(mina) if "calendar" in text]
