"""Desks that come late, and desks beside each other: every case has somebody, and every command means one desk."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.dues import DueKind
from bot.domain.ids import MINUTE, Instant
from tests.handlers.evening import Evening, evening


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Evening]:
    async with evening(tmp_path) as made:
        yield made


async def test_who_cried_before_there_was_a_desk_is_taken_over_by_the_first(stage: Evening) -> None:
    mina = stage.ground.account("Mina", "en")
    stage.ground.says(mina, stage.chat(mina), "SOS")
    await stage.sees(stage.admin, "nobody has it yet")
    await stage.passes(minutes=7)
    before = await stage.case_of(mina)
    group = stage.group("Night desk")
    await stage.binds(group, "/desk Cambodia Asia/Phnom_Penh en")
    card = await stage.sees(group, "L1 RED")
    assert card.inline, "it can be taken from the card"
    await stage.sees(group, "nobody has it")
    case = await stage.case_of(mina)
    assert case.desk is not None
    assert case.ladder_from > before.ladder_from
    async with stage.database.transaction() as ledger:
        now = stage.inbox.world.now()
        due = [at for one, at in await ledger.dues.due(DueKind.RING, Instant(now + 60 * MINUTE)) if one == case.id]
        assert len(due) == 1, "invariant 4: a next ring is due"
    officer = await stage.joins("Hana", "/person add Hana")
    stage.ground.says(officer, stage.chat(officer), f"/take {case.code}")
    await stage.sees(officer, "It is yours")
    await stage.sees(mina, "A person has it now")


async def test_a_desk_that_is_only_renamed_rings_nobody_again(stage: Evening) -> None:
    group = stage.group("Night desk")
    await stage.binds(group, "/desk Cambodia UTC en")
    mina = stage.ground.account("Mina", "en")
    stage.ground.says(mina, stage.chat(mina), "SOS")
    await stage.sees(group, "L1 RED")
    await stage.settles()
    rang = len([text for text in stage.texts(group) if "nobody has it" in text])
    stage.ground.says(stage.admin, group, "/desk Phnom Penh UTC en")
    await stage.confirms(group, "name Phnom Penh")
    await stage.settles()
    assert len([text for text in stage.texts(group) if "nobody has it" in text]) == rang


async def test_a_desk_that_is_so_already_is_not_asked_about(stage: Evening) -> None:
    group = stage.group("Night desk")
    await stage.binds(group, "/desk Cambodia UTC en")
    stage.ground.says(stage.admin, group, "/desk Cambodia UTC en")
    await stage.sees(group, "That is so already")


@pytest.fixture
async def two(stage: Evening) -> Evening:
    await stage.binds(stage.group("One"), "/desk Cambodia UTC en")
    await stage.binds(stage.group("Two"), "/desk Border post UTC en")
    return stage


async def test_with_two_desks_an_admin_says_which_one_is_meant(two: Evening) -> None:
    for command in ("/person add Hana", "/rotate daily Hana", "/shift Hana +2h", "/duty", "/roster"):
        before = len(two.texts(two.admin))
        two.ground.says(two.admin, two.chat(two.admin), command)
        await two.settles()
        (answer,) = two.texts(two.admin)[before:]
        assert "Cambodia" in answer, command
        assert "Border post" in answer, command
        assert "at DESK" in answer, command


async def test_an_officer_joins_the_desk_that_was_named(two: Evening) -> None:
    hana = await two.joins("Hana", "/person add Hana at border POST")
    assert "Border post" in two.texts(hana)[0]
    two.ground.says(two.admin, two.chat(two.admin), "/rotate daily Hana at Border post")
    await two.confirms(two.admin, "Turns (daily): Hana")
    two.ground.says(two.admin, two.chat(two.admin), "/duty at Border post")
    await two.sees(two.admin, "On duty at Border post: Hana")
    two.ground.says(two.admin, two.chat(two.admin), "/roster at Cambodia")
    assert "NOBODY" in (await two.sees(two.admin, "Duty at Cambodia")).text


async def test_an_officers_command_means_their_own_desk_whatever_is_named(two: Evening) -> None:
    hana = await two.joins("Hana", "/person add Hana at Border post")
    for command in ("/duty", "/duty at Cambodia"):
        two.ground.says(hana, two.chat(hana), command)
        await two.settles()
        assert two.texts(hana)[-1].startswith("On duty at Border post")


async def test_a_desk_that_is_not_there_is_not_guessed(two: Evening) -> None:
    two.ground.says(two.admin, two.chat(two.admin), "/duty at Laos")
    assert "Cambodia, Border post" in (await two.sees(two.admin, "Laos")).text


async def test_two_desks_cannot_have_one_name(two: Evening) -> None:
    third = two.group("Three")
    two.ground.says(two.admin, third, "/desk cambodia UTC en")
    await two.sees(third, "There is a desk")


async def test_with_one_desk_nobody_has_to_name_it(stage: Evening) -> None:
    await stage.binds(stage.group("One"), "/desk Cambodia UTC en")
    await stage.joins("Hana", "/person add Hana")
    stage.ground.says(stage.admin, stage.chat(stage.admin), "/shift Hana +2h")
    await stage.confirms(stage.admin, "Hana on duty from")
    stage.ground.says(stage.admin, stage.chat(stage.admin), "/duty")
    await stage.sees(stage.admin, "On duty at Cambodia: Hana")


async def test_in_a_desks_group_a_command_means_that_desk(two: Evening) -> None:
    group = next(chat for chat in two.ground.chats.values() if chat.title == "Two")
    two.ground.says(two.admin, group, "/duty")
    await two.sees(group, "On duty at Border post")


async def test_in_a_group_that_is_no_desk_a_command_shows_no_roster(two: Evening) -> None:
    group = two.group("Three")
    two.ground.says(two.admin, group, "/roster")
    await two.sees(group, "no desk here")


async def test_a_month_on_dark_ground_comes_as_a_picture_beside_its_words(two: Evening) -> None:
    await two.joins("Hana", "/person add Hana at Cambodia")
    two.ground.says(two.admin, two.chat(two.admin), "/rotate daily Hana at Cambodia")
    await two.confirms(two.admin, "Turns (daily): Hana")
    two.ground.says(two.admin, two.chat(two.admin), "/roster month dark at Cambodia")
    shown = await two.sees(two.admin, "Duty at Cambodia")
    assert "Hana · no backup" in shown.text
    picture = shown.content["photo"][-1]
    assert (picture["width"], picture["height"] > 1_000) == (1_080, True)
    content = two.ground.files.get(picture["file_id"]).content
    with Image.open(io.BytesIO(content)) as drawn:
        assert drawn.convert("L").resize((1, 1)).tobytes()[0] < 128, "it is dark"


async def test_a_word_that_no_picture_has_is_answered_with_those_that_there_are(two: Evening) -> None:
    for words in ("year", "week month", "light dark", "month;drop"):
        before = len(two.texts(two.admin))
        two.ground.says(two.admin, two.chat(two.admin), f"/roster {words} at Cambodia")
        await two.settles()
        (answer,) = two.texts(two.admin)[before:]
        assert words in answer
        assert "/roster month" in answer
