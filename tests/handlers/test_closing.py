"""A case ends when its owner says so; from then on what is kept of it runs out, part by part."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.case import Case, CaseState, Closing
from bot.domain.facts import Fact
from bot.domain.ids import CaseId
from bot.domain.private import Private
from bot.tick import SWEEP
from drill.accounts import Account
from drill.chats import Chat
from tests.handlers.evening import Evening, evening

WORDS = "They keep us on the third floor"
HOUR = 60.0
DAY = 24 * HOUR


@dataclass
class Held:
    """A case that Hana has, at a desk where Jun is an officer, too."""

    stage: Evening
    mina: Account
    hana: Account
    jun: Account
    group: Chat
    case: Case

    def says(self, who: Account, text: str) -> None:
        self.stage.ground.says(who, self.stage.chat(who), text)

    async def closes(self, how: str = "returned home") -> None:
        self.says(self.hana, f"/close {self.case.code} {how}: she is with her family")
        await self.stage.sees(self.hana, f"{self.case.code}: done.")
        await self.stage.settles()

    async def now(self) -> Case:
        async with self.stage.database.transaction() as ledger:
            return await ledger.cases.load(self.case.id)

    async def facts(self) -> list[Fact]:
        async with self.stage.database.transaction() as ledger:
            return await ledger.facts.of(CaseId(self.case.id))

    async def kinds(self) -> set[str]:
        return {type(fact.value).__name__ for fact in await self.facts()}


@pytest.fixture
async def held(tmp_path: Path) -> AsyncIterator[Held]:
    async with evening(tmp_path) as stage:
        group = stage.group("Night desk")
        await stage.binds(group, "/desk Cambodia UTC en")
        hana = await stage.joins("Hana", "/person add Hana")
        jun = await stage.joins("Jun", "/person add Jun")
        mina = stage.ground.account("Mina", "en")
        stage.ground.says(mina, stage.chat(mina), WORDS)
        stage.ground.says(mina, stage.chat(mina), "10.60931, 103.52962")
        await stage.sees(group, "10.60931")
        case = await stage.case_of(mina)
        stage.ground.says(hana, stage.chat(hana), f"/take {case.code}")
        await stage.sees(hana, "Reply to this message")
        await stage.settles()
        yield Held(stage, mina, hana, jun, group, case)


async def test_the_owner_closes_a_case_by_saying_how_it_ended_and_the_card_says_nothing_more(held: Held) -> None:
    held.says(held.hana, f"/close {held.case.code.lower()} freed by police")
    asked = await held.stage.sees(held.hana, "how did it end?")
    assert (await held.now()).state is CaseState.ACCEPTED
    held.stage.ground.says(held.hana, held.stage.chat(held.hana), "Two buses, all out", reply_to=asked)
    card = await held.stage.sees(held.group, "CLOSED | freed by police")
    assert WORDS not in card.text
    assert not any("10.60931" in text for text in held.stage.texts(held.group))
    await held.stage.settles()
    closed = await held.now()
    assert (closed.state, closed.closing) == (CaseState.CLOSED, Closing.FREED_BY_POLICE)
    assert not any("10.60931" in text for text in held.stage.texts(held.hana) if "CLOSED" in text)


async def test_not_genuine_takes_two_officers_and_neither_alone_closes(held: Held) -> None:
    held.stage.ground.adds(held.group, held.hana)
    held.stage.ground.adds(held.group, held.jun)
    held.says(held.hana, f"/close {held.case.code} not genuine: the same text as in three others")
    asked = await held.stage.sees(held.group, "A second officer has to agree")
    held.stage.ground.presses(held.hana, asked, button="Confirm")
    await held.stage.settles()
    assert (await held.now()).state is CaseState.ACCEPTED
    held.stage.ground.presses(held.jun, asked, button="Confirm")
    await held.stage.sees(held.group, "CLOSED | not genuine")
    assert (await held.now()).closing is Closing.NOT_GENUINE


async def test_a_duplicate_names_the_case_that_goes_on(held: Held) -> None:
    lea = held.stage.ground.account("Lea", "en")
    held.says(lea, "SOS")
    await held.stage.settles()
    other = (await held.stage.case_of(lea)).code
    held.says(held.hana, f"/close {held.case.code} duplicate ZZZZ: same person")
    await held.stage.sees(held.hana, "Of which case?")
    held.says(held.hana, f"/close {held.case.code} duplicate of {other}: same room, same words")
    await held.stage.sees(held.hana, f"{held.case.code}: done.")
    assert (await held.now()).closing is Closing.DUPLICATE


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/close", "Write /close CODE WHY"),
        ("/close {code}", "Write /close CODE WHY"),
        ("/close {code} cancel", "freed_by_police, escaped"),
        ("/close ZZZZ escaped", "Which case?"),
    ],
)
async def test_what_is_not_a_closing_is_answered_with_what_would_be(held: Held, command: str, answer: str) -> None:
    held.says(held.hana, command.format(code=held.case.code))
    seen = await held.stage.sees(held.hana, "")
    await held.stage.settles()
    assert any(answer.casefold() in text.casefold() for text in held.stage.texts(held.hana)), seen.text
    assert (await held.now()).state is CaseState.ACCEPTED


async def test_invariant_12_only_the_owner_closes_and_a_stranger_learns_nothing(held: Held) -> None:
    held.says(held.jun, f"/close {held.case.code} escaped")
    await held.stage.sees(held.jun, "Hana has this case; only Hana can do that")
    held.says(held.stage.admin, f"/close {held.case.code} escaped")
    await held.stage.sees(held.stage.admin, "Only officers")
    held.says(held.mina, f"/close {held.case.code} escaped")
    await held.stage.settles()
    assert (await held.now()).state is CaseState.ACCEPTED
    assert not any("close" in text.casefold() for text in held.stage.texts(held.mina))


async def test_an_officer_cannot_confirm_what_only_an_admin_may_change(held: Held) -> None:
    held.stage.ground.adds(held.group, held.jun)
    held.stage.ground.says(held.stage.admin, held.group, "/rotate daily Hana")
    preview = await held.stage.sees(held.group, "Turns (")
    held.stage.ground.presses(held.jun, preview, button="Confirm")
    await held.stage.settles()
    assert not any("New turns" in text for text in held.stage.texts(held.group))
    held.stage.ground.presses(held.stage.admin, preview, button="Confirm")
    await held.stage.sees(held.group, "New turns")


async def test_a_case_that_nobody_has_is_not_closed(held: Held) -> None:
    lea = held.stage.ground.account("Lea", "en")
    held.says(lea, "SOS")
    await held.stage.settles()
    code = (await held.stage.case_of(lea)).code
    held.says(held.hana, f"/close {code} escaped")
    await held.stage.sees(held.hana, "Tap “I have it” first")


async def test_invariant_6_who_writes_after_the_end_opens_a_new_case_that_rings(held: Held) -> None:
    await held.closes()
    held.says(held.mina, "They have me again")
    await held.stage.sees(held.group, "They have me again")
    await held.stage.settles()
    again = await held.stage.case_of(held.mina)
    assert again.id != held.case.id
    assert again.owner is None
    assert any("have me again" not in text and again.code in text for text in held.stage.texts(held.group))


async def test_nothing_is_passed_on_in_a_closed_case(held: Held) -> None:
    thread = await held.stage.sees(held.hana, "Reply to this message")
    await held.closes()
    held.stage.ground.says(held.hana, held.stage.chat(held.hana), "Are you there?", reply_to=thread)
    await held.stage.sees(held.hana, "This case is closed")
    await held.stage.settles()
    assert not any("Are you there?" in text for text in held.stage.texts(held.mina))


async def test_a_closed_case_does_not_ring(held: Held) -> None:
    await held.closes()
    before = len(held.stage.texts(held.group))
    await held.stage.passes(3 * DAY)
    await held.stage.settles()
    assert len(held.stage.texts(held.group)) == before


async def test_words_go_after_three_days_places_after_thirty_and_the_number_stays(held: Held) -> None:
    await held.stage.passes(20 * DAY)
    assert {"Said", "Located"} <= await held.kinds()  # an open case counts as held
    held.says(held.mina, "Still here")
    await held.stage.settles()
    await held.closes()
    await held.stage.passes(71 * HOUR)
    assert {"Said", "Located"} <= await held.kinds()
    await held.stage.passes(2 * HOUR)
    assert "Said" not in await held.kinds()
    assert "Located" in await held.kinds()
    await held.stage.passes(26 * DAY)
    assert "Located" in await held.kinds()
    await held.stage.passes(2 * DAY)
    assert await held.facts() == []
    left = await held.now()
    assert (left.rules, left.closing, left.level) == ((), Closing.RETURNED_HOME, held.case.level)


async def test_who_was_silent_for_so_long_is_forgotten_and_is_met_as_somebody_new(held: Held) -> None:
    await held.closes()
    await held.stage.passes(31 * DAY)
    async with held.stage.database.transaction() as ledger:
        assert await ledger.chats.by_telegram(Private(held.mina.id)) is None
        assert await ledger.chats.by_telegram(Private(held.hana.id)) is not None
        assert await ledger.chats.by_telegram(Private(held.stage.admin.id)) is not None
    held.says(held.mina, "SOS")
    await held.stage.settles()
    assert (await held.stage.case_of(held.mina)).id != held.case.id


async def test_pictures_are_forgotten_a_week_after_the_owner_got_them_in_an_open_case_too(held: Held) -> None:
    held.stage.ground.sends_photo(held.mina, held.stage.chat(held.mina), b"picture", caption="the gate")
    await held.stage.settles()
    assert "Media" in await held.kinds()
    await held.stage.passes(6 * DAY)
    assert "Media" in await held.kinds()
    await held.stage.passes(2 * DAY)
    assert "Media" not in await held.kinds()
    assert "Located" in await held.kinds()


async def test_the_admins_are_told_daily_how_far_the_journal_goes(held: Held) -> None:
    await held.stage.passes(1)
    first = await held.stage.sees(held.stage.admin, "journal verify --anchor")
    await held.stage.passes(DAY + SWEEP)
    await held.stage.settles()
    anchors = [text for text in held.stage.texts(held.stage.admin) if "--anchor" in text]
    assert len(anchors) == 2
    assert first.text in anchors
