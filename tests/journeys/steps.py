"""The seven steps of the way through: what each needs before it, the act, and what must be seen after it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from drill.messages import Message
from tests.journeys.stage import CODE, REPEAT, Desk, Person, Stage

PLACE = (10.60931, 103.52962)
CRIES = ("여기 갇혀 있어요", "문이 잠겼어요")
OTHER_CRIES = ("저도 갇혀 있어요",)
QUESTION = "창밖에 뭐가 보여요?"
ANSWER = "파란 지붕이 보여요"
BACK = "저예요"
FIRST, WITH_DESK, TAKEN = (
    "위치를 먼저 보내 주세요",
    "담당하는 사람들이 볼 수 있어요",
    "지금 사람이 맡아서 보고 있어요",
)
COVER = "오늘의 낱말: ‘"


@dataclass
class Way:
    """One requester's way, and what the desk knows of it. Steps can be done in any order: each has its `ready`."""

    stage: Stage
    mina: Person
    duty: Person
    desk: Desk
    words: tuple[str, ...] = CRIES
    cried: int = 0
    code: str = ""
    rung: Person | None = None
    owner: Person | None = None
    hidden: bool = False
    notes: dict[str, Message] = field(default_factory=dict)

    async def nothing(self) -> None:
        """Needs nothing before it."""

    async def _sees_below(self, text: str) -> None:
        """Their screen stands below what they wrote last, or that is removed and the screen stands alone."""

        def below(one: Message) -> bool:
            wrote = [other.id for other in self.mina.standing() if not other.sender.is_bot]
            return text in one.text and one.id > max(wrote, default=0)

        await self.mina.sees(below, 30)

    async def _sees_only_the_cover(self) -> None:
        try:
            await self.stage.ground.until(lambda: self._left() == [COVER], 30, "only the cover")
        except AssertionError as error:
            raise AssertionError(f"{error}\nleft on the phone: {self.mina.standing()}") from None

    def _left(self) -> list[str]:
        return [one.text[: len(COVER)] for one in self.mina.standing()]

    def _status(self) -> str:
        if not self.cried:
            return FIRST
        return TAKEN if self.owner else WITH_DESK

    # start: also by somebody who is in the midst of it --------------------------------------------------------

    async def starts(self) -> None:
        self.hidden = False
        await self.mina.says("/start")

    async def saw_the_screen(self) -> None:
        await self._sees_below(self._status())

    # cry: the second time with other words -------------------------------------------------------------------

    async def cries(self) -> None:
        self.hidden = False
        await self.mina.says(self.words[self.cried])
        await self.mina.shares_place(*PLACE)
        self.cried += 1

    async def desk_saw_it(self) -> None:
        said = (*self.words[: self.cried], "10.60931,103.52962", self.code)
        card = await self.desk.sees_card(level="L2", holds=said, seconds=30)
        if self.cried == 1:
            await self._rang(card)
        if self.owner:
            got = await self.owner.sees(self.words[self.cried - 1], 30)
            assert got.text.startswith(self.code)
        await self._sees_below(self._status())

    async def _rang(self, card: Message) -> None:
        found = CODE.search(card.text)
        assert found
        self.code = found[0]
        self.rung = self.duty
        ring = await self.duty.sees(f"{self.code}: 아직 담당자가 없습니다", 30)
        assert not ring.silent, "the ring must sound"

    # take: whoever has answered one takes the next --------------------------------------------------------------

    async def somebody_waits(self) -> None:
        if self.owner:
            self.mina, self.words, self.cried = self.stage.requester("Sua"), OTHER_CRIES, 0
            self.code, self.owner = "", None
        if not self.cried:
            await self.cries()
            await self.desk_saw_it()

    async def taken(self) -> None:
        assert self.rung
        ring = await self.rung.sees(f"{self.code}: 아직 담당자가 없습니다", 30)
        self.stage.ground.presses(self.rung.account, ring, button=ring.inline[0][0]["text"])
        self.owner = self.rung

    async def all_saw_the_owner(self) -> None:
        assert self.owner
        card = await self.desk.sees_card(holds=(self.code, f"담당 {self.owner_name}"), seconds=30)
        assert "제가 맡습니다" not in str(card.inline), "nobody can take it any more"
        self.notes["thread"] = await self.owner.sees(
            lambda one: self.code in one.text and "이 메시지에 답장하면" in one.text, 30
        )
        await (self._sees_only_the_cover() if self.hidden else self.mina.sees(TAKEN, 30))

    @property
    def owner_name(self) -> str:
        return self.owner.account.name if self.owner else ""

    # answer: held while the person hides ------------------------------------------------------------------------

    async def somebody_has_it(self) -> None:
        if not self.owner:
            await self.somebody_waits()
            await self.taken()
            await self.all_saw_the_owner()

    async def asks(self) -> None:
        assert self.owner
        await self.owner.says(QUESTION, reply_to=self.notes["thread"])

    async def answered(self) -> None:
        assert self.owner
        if self.hidden:
            await self.owner.sees("보류", 30)
            await self._sees_only_the_cover()
            self.hidden = False
            await self.mina.says(BACK)
        asked = await self.mina.sees(QUESTION, 30)
        assert self.owner_name not in asked.text
        await self.mina.says(ANSWER)
        got = await self.owner.sees(ANSWER, 30)
        assert got.reply_to
        assert self.code in got.reply_to.text, "the answer is threaded to the case"
        assert self.mina.account.name not in got.text
        assert got.origin is None, "no forward header"

    # escalate: a second person, whom nobody takes --------------------------------------------------------------

    async def nobody_takes(self) -> None:
        other = self.stage.requester("Jiho")
        await other.says("SOS")
        self.notes["other"] = await self.desk.sees_card(level="L1", seconds=30)
        await self.stage.passes(minutes=4)

    async def next_rungs_rang(self) -> None:
        found = CODE.search(self.notes["other"].text)
        assert found
        for officer in self.stage.officers:
            await officer.sees(lambda one: found[0] in one.text and not one.silent, 30)

    # roster -------------------------------------------------------------------------------------------------

    async def roster_changes(self) -> None:
        another = next(one for one in self.stage.officers if one.account is not self.duty.account)
        self.duty = another
        await self.stage.admin.says(f"/shift {another.account.name} +2h")

    async def another_is_on_duty(self) -> None:
        await self.stage.admin.sees("Apply?", 30)
        await self.stage.admin.taps("Confirm", 30)
        assert (await self.stage.on_duty()).account is self.duty.account
        await self.stage.settles()

    # hide ---------------------------------------------------------------------------------------------------

    async def somebody_cried(self) -> None:
        if not self.cried:
            await self.cries()
            await self.desk_saw_it()

    async def hides(self) -> None:
        self.hidden = True
        await self.mina.says("/hide")

    async def nothing_left(self) -> None:
        await self._sees_only_the_cover()
        card = await self.desk.sees_card(holds=(self.code, "대화를 숨김"), seconds=30)
        assert f"담당 {self.owner_name}" in card.text or not self.owner, "the case stays open at the desk"
        assert ("제가 맡습니다" in str(card.inline)) is not bool(self.owner), "who hides is still to be taken"


Part = Callable[[Way], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way; `ready` brings about what it needs, and does nothing where that is there."""

    name: str
    ready: Part
    act: Part
    seen: Part

    async def done(self, going: Way) -> None:
        """The step as it is on a good day."""
        await self.ready(going)
        await self.act(going)
        await self.seen(going)


STEPS = (
    Step("start", Way.nothing, Way.starts, Way.saw_the_screen),
    Step("cry", Way.nothing, Way.cries, Way.desk_saw_it),
    Step("take", Way.somebody_waits, Way.taken, Way.all_saw_the_owner),
    Step("answer", Way.somebody_has_it, Way.asks, Way.answered),
    Step("escalate", Way.nothing, Way.nobody_takes, Way.next_rungs_rang),
    Step("roster", Way.nothing, Way.roster_changes, Way.another_is_on_duty),
    Step("hide", Way.somebody_cried, Way.hides, Way.nothing_left),
)


async def way(stage: Stage) -> Way:
    """A requester about to begin."""
    duty = await stage.on_duty()
    await stage.settles()
    return Way(stage, stage.requester(), duty, stage.desk_of(duty))


def leading_to(first: int, second: int) -> tuple[Step, ...]:
    """The steps before the first of two: all that lie before it on the way, or only what the two need."""
    return STEPS[:first] if first < second else ()


def between(first: int, second: int) -> tuple[Step, ...]:
    """The steps of the way between two; against the way there are none."""
    return STEPS[first + 1 : second]


def doubled(stage: Stage) -> list[tuple[int, str]]:
    """Texts that stand twice in a chat although nobody there wrote in between, and no mark says that it is so.

    Somebody who writes or taps may rightly be shown the same again: the question still open, who is on duty.
    """
    last: dict[tuple[int, str], float] = {}
    found = []
    for call in stage.ground.calls:
        if call.method != "sendMessage" or call.status != 200 or _marked(str(call.params["text"])):
            continue
        key = int(call.params["chat_id"]), str(call.params["text"])
        if key in last and not _wrote(stage, key[0], last[key], call.at):
            found.append(key)
        last[key] = call.at
    return found


def heard_twice(stage: Stage, words: str) -> list[tuple[int, str]]:
    """Chats in which somebody's words came twice without a mark, whatever was written in between."""
    told = [
        (int(call.params["chat_id"]), str(call.params["text"]))
        for call in stage.ground.calls
        if call.method == "sendMessage" and call.status == 200 and str(call.params["text"]).endswith(words)
    ]
    plain = [one for one in told if not _marked(one[1])]
    return [one for one in plain if plain.count(one) > 1]


def _wrote(stage: Stage, chat: int, after: float, before: float) -> bool:
    messages = stage.ground.chat(chat).messages.values()
    return any(not one.sender.is_bot and after <= one.date <= before for one in messages)


def _marked(text: str) -> bool:
    """It says itself that it comes again: a repeat after a cut, or a ring that goes on."""
    return bool(REPEAT.match(text) or "아직도" in text or "STILL" in text)


def cards_sent(stage: Stage, code: str) -> int:
    """How many cards of a case were sent to the desk's chat without a mark that says that it is a repeat."""
    return sum(
        1
        for call in stage.ground.calls
        if call.method == "sendMessage"
        and call.status == 200
        and int(call.params["chat_id"]) == stage.cast.desk.id
        and re.match(rf"L\d \S+ \| {code} ", str(call.params["text"]))
    )
