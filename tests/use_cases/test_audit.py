"""The journal as admins ask for it: of a day, of a case, of a person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.effects import ShowAudit
from bot.domain.ids import DAY, HOUR, Instant
from bot.domain.roles import Deed
from handlers.loading import load_view
from handlers.render import render
from handlers.views import AuditView
from tests.handlers.shown import reader
from tests.handlers.updates import WORDS
from tests.use_cases.desk import ADMIN, AtDesk, at_desk, keys, tells


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


async def _asked(desk: AtDesk, words: str) -> tuple[ShowAudit, AuditView]:
    (effect,) = [one for one in await desk.commands("admin", Deed.AUDIT, words) if isinstance(one, ShowAudit)]
    async with desk.database.transaction() as ledger:
        chat = await ledger.chats.load(effect.chat)
        view = await load_view(effect, chat, ledger, desk.inbox.world.now())
    assert isinstance(view, AuditView)
    return effect, view


async def test_all_that_was_done_of_late_oldest_first(desk: AtDesk) -> None:
    _, view = await _asked(desk, "")
    deeds = [one.deed for one in view.entries]
    assert deeds[:2] == ["opened", "rang"]
    assert "taken" in deeds
    assert not view.more
    assert set(view.codes.values()) == {(await desk.case()).code}


async def test_of_one_case_and_of_one_person(desk: AtDesk) -> None:
    case = await desk.case()
    await desk.commands("owner", Deed.REVEAL, f"{case.code} phone")
    await desk.changes("admin", Deed.PERSON, "pause Backup at Cambodia")
    _, of_case = await _asked(desk, case.code.lower())
    assert {one.case for one in of_case.entries} == {case.id}
    assert "revealed" in [one.deed for one in of_case.entries]
    _, of_owner = await _asked(desk, "owner")
    assert {one.officer for one in of_owner.entries} == {"owner"}
    await desk.changes("admin", Deed.PERSON, "remove Backup at Cambodia")
    _, of_backup = await _asked(desk, "Backup 3d")
    assert [one.deed for one in of_backup.entries] == ["person pause", "person remove"], "also of who is gone"


async def test_more_than_fits_is_said(desk: AtDesk) -> None:
    async with desk.database.transaction() as ledger:
        for _ in range(700):
            await ledger.journal.append("searched", desk.inbox.world.now())
    _, view = await _asked(desk, "1h")
    assert view.more
    assert len(view.entries) == 60


@pytest.mark.parametrize(("words", "length"), [("", DAY), ("8h", 8 * HOUR), ("3d", 3 * DAY)])
async def test_a_length_is_counted_back_from_now(desk: AtDesk, words: str, length: int) -> None:
    effect, _ = await _asked(desk, words)
    now = desk.inbox.world.now()
    assert abs(effect.ends_at - now) < HOUR
    assert abs(now - effect.starts_at - length) < HOUR


async def test_days_that_are_over_are_read_as_they_stand(desk: AtDesk) -> None:
    effect, view = await _asked(desk, "2024-03-01")
    assert effect.starts_at == Instant(1_709_251_200_000)
    assert effect.ends_at - effect.starts_at == DAY
    assert not view.entries


@pytest.mark.parametrize("words", ["yesterday", "어제", "hôm qua", "昨天", "เมื่อวาน", "ម្សិលមិញ"])
async def test_yesterday_is_the_day_before_this_one(desk: AtDesk, words: str) -> None:
    effect, _ = await _asked(desk, words)
    now = desk.inbox.world.now()
    assert effect.ends_at - effect.starts_at == DAY
    assert effect.ends_at == now - now % DAY, "by the clock of UTC here"


@pytest.mark.parametrize(
    ("words", "key"), [("nobody", "audit.unknown"), ("ZZZZ9", "audit.unknown"), ("25:99 26:00", "audit.usage")]
)
async def test_who_or_what_there_is_not_is_refused(desk: AtDesk, words: str, key: str) -> None:
    assert keys(await desk.commands("admin", Deed.AUDIT, words)) == [key]


async def test_who_confirmed_a_change_is_named_also_an_admin_who_is_no_officer(desk: AtDesk) -> None:
    await desk.changes("admin", Deed.PERSON, "pause Backup at Cambodia")
    await desk.changes("admin", Deed.DESK, "place owner at Cambodia")
    await desk.changes("on_duty", Deed.OFF, "+2h")
    effect, view = await _asked(desk, "1h")
    (call,) = render(effect, view, reader(), WORDS, repeat=False).calls
    text = str(call.arguments["text"])
    assert text.count(f"by …{ADMIN % 10_000:04}") == 2
    assert "by On_Duty" in text
    assert "chat-" not in text, "and no id of ours is shown"


async def test_what_was_changed_is_said_without_hours(desk: AtDesk) -> None:
    turned = await desk.changes("admin", Deed.ROTATE, "weekly On_Duty Owner from now at Cambodia")
    await desk.presses("admin", tells(turned, "undo.offer")[0])
    await desk.changes("admin", Deed.SHIFT, "Off_Duty +8h at Cambodia")
    await desk.changes("admin", Deed.DESK, "place owner at Cambodia")
    effect, view = await _asked(desk, "1h")
    (call,) = render(effect, view, reader(), WORDS, repeat=False).calls
    lines = [one.partition(" ")[2] for one in str(call.arguments["text"]).splitlines()]
    by = f"by …{ADMIN % 10_000:04}"
    assert [one[one.index("/") :] for one in lines if one.count("/") == 1 and by in one] == [
        f"/rotate Cambodia On_Duty, Owner {by}",
        f"/rotate Cambodia {by}",
        f"/shift Cambodia {by} (Off_Duty)",
        f"/desk Cambodia {by}",
    ]
    assert "undone /rotate" in "\n".join(lines)
