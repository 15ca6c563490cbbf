"""Officers go by name, alias, mention, or by a reply to what they wrote."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Chat as TelegramChat
from telegram import Message, MessageEntity, User

from bot.domain.effects import Effect, Tell
from bot.domain.events import CommandGiven, InviteOpened, MembersJoined
from bot.domain.facts import Noted
from bot.domain.ids import DeskId, OfficerId
from bot.domain.private import Private
from bot.domain.roles import Deed
from handlers.commands import read_command
from handlers.origins import of_message
from tests.use_cases.desk import ACCOUNTS, AtDesk, at_desk, keys, tells


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtDesk]:
    async with at_desk(tmp_path) as made:
        yield made


def _whose(effects: list[Effect]) -> str:
    (shown,) = [one for one in effects if isinstance(one, Tell) and one.key.startswith("preview.")]
    return (dict(shown.blanks)["name"]).reveal()


async def _renamed(desk: AtDesk, who: str, name: str) -> None:
    async with desk.database.transaction() as ledger:
        await ledger.officers.keep(replace(await ledger.officers.load(OfficerId(who)), name=Private(name)))


async def test_by_an_alias_that_an_admin_gave(desk: AtDesk) -> None:
    await desk.changes("admin", Deed.PERSON, "alias Backup @bong at Cambodia")
    assert _whose(await desk.commands("admin", Deed.SHIFT, "Bong tomorrow at Cambodia")) == "Backup"
    assert _whose(await desk.commands("admin", Deed.ROTATE, "daily @bong Supervisor at Cambodia")) == (
        "Backup, Supervisor"
    )
    taken = await desk.commands("admin", Deed.PERSON, "alias Supervisor bong at Cambodia")
    assert keys(taken) == ["person.alias_taken"]
    await desk.changes("admin", Deed.PERSON, "alias Backup off at Cambodia")
    assert keys(await desk.commands("admin", Deed.SHIFT, "bong tomorrow at Cambodia")) == ["rotate.who"]


async def test_by_the_name_on_telegram_that_they_joined_with(desk: AtDesk) -> None:
    (told,) = [
        one for one in await desk.commands("admin", Deed.PERSON, "add 하나 at Cambodia") if isinstance(one, Tell)
    ]
    payload = dict(told.blanks)["link"].reveal().partition("=")[2]
    await desk.happens(InviteOpened(desk.origin("stranger"), Private(payload), Private("hana_kr")))
    assert _whose(await desk.commands("admin", Deed.SHIFT, "@Hana_KR tomorrow at Cambodia")) == "하나"


async def test_a_name_of_several_words_in_turns(desk: AtDesk) -> None:
    await _renamed(desk, "backup", "Kim Min Soo")
    await _renamed(desk, "supervisor", "Kim Hana")
    asked = await desk.commands("admin", Deed.ROTATE, "daily Kim Min Soo On_duty Kim Hana at Cambodia")
    assert _whose(asked) == "Kim Min Soo, On_Duty, Kim Hana"
    assert keys(await desk.commands("admin", Deed.ROTATE, "daily Kim at Cambodia")) == ["rotate.several"]


@pytest.mark.parametrize("name", ["Backup", "Start", "Sun", "All"])
async def test_a_name_that_is_a_word_of_the_command_is_written_with_an_at(desk: AtDesk, name: str) -> None:
    await _renamed(desk, "backup", name)
    assert _whose(await desk.commands("admin", Deed.ROTATE, f"daily @{name} Supervisor at Cambodia")) == (
        f"{name}, Supervisor"
    )
    assert _whose(await desk.commands("admin", Deed.SHIFT, f"@{name} tomorrow at Cambodia")) == name


@pytest.mark.parametrize(
    ("deed", "words"), [(Deed.SHIFT, "tomorrow"), (Deed.OFF, "tomorrow"), (Deed.PERSON, "pause")]
)
async def test_by_a_reply_to_what_they_wrote(desk: AtDesk, deed: Deed, words: str) -> None:
    origin = replace(desk.origin("admin", group=True), reply_from=Private(ACCOUNTS["backup"]))
    said = await desk.happens(CommandGiven(origin, deed, Private(words), Private(words)))
    assert _whose(said) == "Backup"


async def test_a_reply_to_another_does_not_let_an_officer_change_their_duty(desk: AtDesk) -> None:
    origin = replace(desk.origin("on_duty", group=True), reply_from=Private(ACCOUNTS["backup"]))
    said = await desk.happens(CommandGiven(origin, Deed.OFF, Private("tomorrow"), Private("")))
    assert keys(said) == ["refusal.not_yours"]


@pytest.mark.parametrize("before", ["", "🌧 ", "‏"])
async def test_by_a_mention_of_who_has_no_name_on_telegram(desk: AtDesk, before: str) -> None:
    text = f"/shift {before}Soo-jin tomorrow at Cambodia"
    begin = len(text[: text.index("Soo")].encode("utf-16-le")) // 2
    user = User(ACCOUNTS["backup"], "Soo-jin", is_bot=False)
    admin = User(ACCOUNTS["admin"], "Admin", is_bot=False)
    entity = MessageEntity(MessageEntity.TEXT_MENTION, begin, 7, user=user)
    message = Message(
        *(7, datetime.now(UTC), TelegramChat(admin.id, TelegramChat.PRIVATE)),
        text=text,
        from_user=admin,
        entities=[entity],
    )
    read = read_command(message, of_message(message), "desk_bot")
    assert isinstance(read, CommandGiven)
    assert str(ACCOUNTS["backup"]) in read.arguments.reveal()
    said = await desk.happens(read)
    if before.strip("‏ "):
        assert keys(said) == ["rotate.who"], "a sign before the name is no part of it"
    else:
        assert _whose(said) == "Backup"


async def test_a_mention_of_a_stranger_shows_no_account(desk: AtDesk) -> None:
    said = await desk.commands("admin", Deed.SHIFT, f"@{ACCOUNTS['requester']} tomorrow at Cambodia")
    assert keys(said) == ["rotate.who"]
    assert str(ACCOUNTS["requester"]) not in str([dict(one.blanks) for one in said if isinstance(one, Tell)])
    shown = [blank.reveal() for one in said if isinstance(one, Tell) for _, blank in one.blanks]
    assert not any(str(ACCOUNTS["requester"]) in one for one in shown)


async def test_who_takes_a_span_takes_it_themselves_whomever_they_answer(desk: AtDesk) -> None:
    origin = replace(desk.origin("off_duty", group=True), reply_from=Private(ACCOUNTS["backup"]))
    said = await desk.happens(CommandGiven(origin, Deed.TAKE, Private("tomorrow"), Private("")))
    assert _whose(said) == "Off_Duty"


async def test_a_reply_to_oneself_means_oneself(desk: AtDesk) -> None:
    origin = replace(desk.origin("backup", group=True), reply_from=Private(ACCOUNTS["backup"]))
    assert _whose(await desk.happens(CommandGiven(origin, Deed.OFF, Private("tomorrow"), Private("")))) == "Backup"


async def test_what_is_noted_of_a_person_is_kept_as_it_was_written(desk: AtDesk) -> None:
    """A bug: accounts in a note were taken for mentions of officers."""
    code = (await desk.case()).code
    await desk.commands("owner", Deed.NOTE, f"{code} LINE @13800138000, mail qq@10086.example")
    async with desk.database.transaction() as ledger:
        case = await ledger.cases.by_code(code)
        assert case is not None
        noted = [one.value for one in await ledger.facts.of(case.id) if isinstance(one.value, Noted)]
    assert "@13800138000" in noted[0].words.reveal()


@pytest.mark.parametrize(
    ("name", "said"), [("김민수", "민수"), ("도윤", "윤"), ("សុខា", "ខា"), ("Bob Smith", "Bo")]
)
async def test_a_part_of_a_name_of_one_word_is_enough(desk: AtDesk, name: str, said: str) -> None:
    await _renamed(desk, "backup", name)
    assert _whose(await desk.commands("admin", Deed.SHIFT, f"{said} tomorrow 20-22 at Cambodia")) == name


async def test_who_was_unknown_in_the_group_and_joins_leads_to_the_question_again(desk: AtDesk) -> None:
    await desk.happens(MembersJoined(desk.origin("on_duty", group=True), (Private(ACCOUNTS["stranger"]),)))
    (link,) = tells(await desk.commands("admin", Deed.PERSON, "add Hana at Cambodia"), "person.link")
    payload = dict(link.blanks)["link"].reveal().partition("=")[2]
    told = await desk.happens(InviteOpened(desk.origin("stranger"), Private(payload), Private("hana_kr")))
    (asked,) = tells(told, "preview.trust")
    await desk.presses("admin", asked)
    async with desk.database.transaction() as ledger:
        assert not (await ledger.desks.load(DeskId("desk"))).withheld
