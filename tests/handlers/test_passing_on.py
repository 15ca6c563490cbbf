"""What passes between an officer and a person, when answers get lost on the way and when words are edited."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.events import UpdateUnprocessed
from bot.domain.private import Private
from drill.accounts import Account
from drill.chats import Chat
from drill.messages import Message
from tests.handlers.evening import Evening, evening

WRITTEN = "What do you see from the window?"
EDITED = "Which floor are you on?"


@dataclass
class Taken:
    """A case that Hana has, at a desk."""

    stage: Evening
    mina: Account
    hana: Account
    group: Chat
    thread: Message

    @property
    def _hanas(self) -> Chat:
        return self.stage.chat(self.hana)

    def writes(self, words: str) -> Message:
        return self.stage.ground.says(self.hana, self._hanas, words, reply_to=self.thread)

    def edits(self, message: Message, words: str) -> None:
        self.stage.ground.edits(self.hana, message, words)

    def hears(self) -> list[str]:
        return self.stage.texts(self.mina)


@pytest.fixture
async def taken(tmp_path: Path) -> AsyncIterator[Taken]:
    async with evening(tmp_path) as stage:
        group = stage.group("Night desk")
        await stage.binds(group, "/desk Cambodia UTC en")
        hana = await stage.joins("Hana", "/person add Hana")
        mina = stage.ground.account("Mina", "en")
        stage.ground.says(mina, stage.chat(mina), "SOS")
        await stage.sees(group, "L1 RED")
        stage.ground.says(hana, stage.chat(hana), f"/take {(await stage.case_of(mina)).code}")
        thread = await stage.sees(hana, "Reply to this message")
        await stage.settles()
        yield Taken(stage, mina, hana, group, thread)


async def test_invariant_3_the_owner_is_told_once_when_nobody_knows_whether_a_reply_arrived(taken: Taken) -> None:
    stage = taken.stage
    stage.ground.faults.cut_connections(2, methods=["sendMessage"], chats=[taken.mina.id])
    sent = taken.writes(WRITTEN)
    told = await stage.sees(taken.hana, "not known whether this reached")
    assert told.reply_to
    assert told.reply_to.id == sent.id
    await stage.settles()
    assert len([text for text in stage.texts(taken.hana) if "not known whether" in text]) == 1


async def test_who_was_rung_sees_the_place_as_soon_as_it_is_known(tmp_path: Path) -> None:
    async with evening(tmp_path) as stage:
        mina = stage.ground.account("Mina", "en")
        stage.ground.says(mina, stage.chat(mina), "SOS")
        ring = await stage.sees(stage.admin, "nobody has it yet")
        stage.ground.shares_place(mina, stage.chat(mina), 10.5, 103.5)
        told = await stage.sees(stage.admin, "10.50000,103.50000")
        assert told.id == ring.id, "no second ring"
        assert not told.inline, "an admin, who is no officer, has no button that would refuse"


async def test_invariant_3_the_desk_is_told_once_when_nobody_knows_whether_a_card_arrived(taken: Taken) -> None:
    stage = taken.stage
    jiho = stage.ground.account("Jiho", "en")
    stage.ground.faults.cut_connections(4, methods=["sendMessage"], chats=[taken.group.id])
    stage.ground.says(jiho, stage.chat(jiho), "blue tower, 3rd floor")
    told = await stage.sees(taken.group, "whether its card arrived")
    assert (await stage.case_of(jiho)).code in told.text
    await stage.settles()
    assert len([text for text in stage.texts(taken.group) if "whether its card" in text]) == 1


async def test_invariant_3_the_owner_is_told_when_something_from_the_person_may_be_lost(
    taken: Taken,
) -> None:
    stage = taken.stage
    stage.ground.faults.cut_connections(2, methods=["sendMessage"], chats=[taken.hana.id])
    stage.ground.says(taken.mina, stage.chat(taken.mina), "they come back")
    await stage.sees(taken.hana, "may not have arrived here")


async def test_invariant_3_of_that_line_itself_nobody_is_told_more(taken: Taken) -> None:
    stage = taken.stage
    stage.ground.faults.cut_connections(2, methods=["sendMessage"], chats=[taken.mina.id])
    stage.ground.faults.cut_connections(2, methods=["sendMessage"], chats=[taken.hana.id])
    taken.writes(WRITTEN)
    await stage.settles()
    assert not [text for text in stage.texts(taken.hana) if "not known whether" in text]


async def test_an_edit_of_the_card_is_tried_until_it_is_done(taken: Taken) -> None:
    """An edit that is done twice doubles nothing: no answer to it is no reason to leave the card as it was."""
    stage = taken.stage
    stage.ground.faults.cut_connections(4, methods=["editMessageText"], chats=[taken.group.id])
    stage.ground.says(taken.mina, stage.chat(taken.mina), "they come back")
    await stage.sees(taken.group, "they come back")


async def test_the_persons_copy_follows_the_officers_edit(taken: Taken) -> None:
    written = taken.writes(WRITTEN)
    copy = await taken.stage.sees(taken.mina, WRITTEN)
    await taken.stage.settles()
    for words in (EDITED, "Are you alone?"):
        taken.edits(written, words)
        assert (await taken.stage.sees(taken.mina, words)).id == copy.id
        await taken.stage.settles()
    assert WRITTEN not in taken.hears()


async def test_what_waits_for_the_person_goes_out_as_it_was_edited(taken: Taken) -> None:
    stage = taken.stage
    stage.ground.clock.wind(16 * 60)
    written = taken.writes(WRITTEN)
    await stage.sees(taken.hana, "Held")
    taken.edits(written, EDITED)
    await stage.settles()
    stage.ground.says(taken.mina, stage.chat(taken.mina), "yes")
    await stage.sees(taken.mina, EDITED)
    await stage.settles()
    assert WRITTEN not in taken.hears()


async def test_invariant_9_an_edit_after_silence_changes_nothing_and_the_officer_is_told(taken: Taken) -> None:
    stage = taken.stage
    written = taken.writes(WRITTEN)
    await stage.sees(taken.mina, WRITTEN)
    await stage.settles()
    stage.ground.clock.wind(16 * 60)
    taken.edits(written, EDITED)
    told = await stage.sees(taken.hana, "This edit was not passed on")
    assert told.reply_to
    assert told.reply_to.id == written.id
    await stage.settles()
    assert WRITTEN in taken.hears()
    assert EDITED not in taken.hears()


async def test_an_edit_after_hide_brings_nothing_back(taken: Taken) -> None:
    stage = taken.stage
    written = taken.writes(WRITTEN)
    await stage.sees(taken.mina, WRITTEN)
    stage.ground.says(taken.mina, stage.chat(taken.mina), "/hide")
    await stage.sees(taken.mina, "Word of the day")
    await stage.settles()
    taken.edits(written, EDITED)
    await stage.sees(taken.hana, "This edit was not passed on")
    assert len(taken.hears()) == 1


async def test_edits_of_other_words_of_an_officer_go_nowhere(taken: Taken) -> None:
    stage = taken.stage
    said = stage.ground.says(taken.hana, stage.chat(taken.hana), "/duty")
    await stage.settles()
    before = taken.hears(), stage.texts(taken.hana)
    taken.edits(said, EDITED)
    await stage.settles()
    assert (taken.hears(), stage.texts(taken.hana)) == before


async def test_invariant_11_who_is_taken_reads_once_that_money_is_never_asked_for(taken: Taken) -> None:
    stage = taken.stage
    (text,) = taken.hears()
    assert text.startswith("A person has it now.\nWe never ask for money.\nWhere are you now")
    stage.ground.says(taken.mina, stage.chat(taken.mina), "blue tower")
    await stage.sees(taken.mina, "Is anyone hurt")
    await stage.settles()
    assert not [text for text in taken.hears() if "money" in text]


async def test_invariant_11_who_was_away_reads_it_when_they_come_back(tmp_path: Path) -> None:
    async with evening(tmp_path) as stage:
        group = stage.group("Night desk")
        await stage.binds(group, "/desk Cambodia UTC en")
        hana = await stage.joins("Hana", "/person add Hana")
        mina = stage.ground.account("Mina", "en")
        stage.ground.says(mina, stage.chat(mina), "SOS")
        await stage.sees(group, "L1 RED")
        await stage.settles()
        stage.ground.clock.wind(16 * 60)
        stage.ground.says(hana, stage.chat(hana), f"/take {(await stage.case_of(mina)).code}")
        await stage.sees(hana, "It is yours")
        await stage.settles()
        assert not [text for text in stage.texts(mina) if "money" in text], "invariant 9"
        stage.ground.says(mina, stage.chat(mina), "blue tower")
        await stage.sees(mina, "A person has it now.\nWe never ask for money.")
        stage.ground.says(mina, stage.chat(mina), "third floor")
        await stage.sees(mina, "Is anyone hurt")


async def test_the_card_says_no_more_than_the_danger_question_asked(taken: Taken) -> None:
    stage = taken.stage
    jiho = stage.ground.account("Jiho", "en")
    stage.ground.shares_place(jiho, stage.chat(jiho), 10.60931, 103.52962)
    question = await stage.sees(jiho, "Is anyone hurt, or being moved, now?")
    stage.ground.presses(jiho, question, button="Yes")
    why = "WHY: someone hurt or being moved now, by their own answer (R1-02/03)"
    card = (await stage.sees(taken.group, why)).text
    assert "L1 RED" in card
    assert "injury" not in card
    assert "sold" not in card


async def test_invariant_3_a_report_that_may_not_have_arrived_is_told_of(taken: Taken) -> None:
    stage = taken.stage
    stage.ground.faults.cut_connections(2, methods=["sendMessage"], chats=[taken.group.id])
    await stage.inbox.handle(UpdateUnprocessed(4711, None, Private("something odd")))
    told = await stage.sees(taken.group, "UNPROCESSED MESSAGE 4711: it is not known")
    assert not told.silent


async def test_no_text_has_a_preview_so_that_telegram_opens_no_link_that_somebody_sent(taken: Taken) -> None:
    link = "https://maps.app.goo.gl/Zz0Synthetic00000001"
    stage = taken.stage
    stage.ground.says(taken.mina, stage.chat(taken.mina), link)
    await stage.sees(taken.group, link)
    taken.writes(link)
    await stage.settles()
    texts = [call for call in stage.ground.calls if call.method in ("sendMessage", "editMessageText")]
    assert any(link in str(call.params["text"]) for call in texts)
    assert all(json.loads(str(call.params["link_preview_options"]))["is_disabled"] for call in texts)


async def test_an_officer_can_ask_where_somebody_is_and_the_button_sends_the_place(taken: Taken) -> None:
    """Found at the drill: who held an L1 without a place could not ask for it in a language they do not write."""
    stage = taken.stage
    code = (await stage.case_of(taken.mina)).code
    stage.ground.says(taken.hana, stage.chat(taken.hana), f"/ask {code} where")
    await stage.settles()
    asked = stage.chat(taken.mina).messages[max(stage.chat(taken.mina).messages)]
    assert asked.text.startswith("Where are you now")
    stage.ground.presses(taken.mina, asked, button="My place")
    await stage.settles()
    stage.ground.shares_place(taken.mina, stage.chat(taken.mina), 10.5, 103.5)
    await stage.sees(taken.group, "10.50000,103.50000")
