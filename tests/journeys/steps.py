"""The seven steps of the way through, as acts and what must be seen after them; journeys put them in a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from drill.messages import Message
from tests.journeys.stage import CODE, Desk, Person, Stage

PLACE = (10.60931, 103.52962)
WORDS = "여기 갇혀 있어요"
QUESTION = "창밖에 뭐가 보여요?"
ANSWER = "파란 지붕이 보여요"


@dataclass
class Way:
    """One requester's way, and who is on duty when it begins."""

    stage: Stage
    mina: Person
    duty: Person
    desk: Desk
    code: str = ""
    notes: dict[str, Message] = field(default_factory=dict)

    # 1 ------------------------------------------------------------------------------------------------------

    async def starts(self) -> None:
        await self.mina.says("/start")

    async def saw_first_screen(self) -> None:
        await self.mina.sees("위치를 먼저 보내 주세요", 30)

    # 2 ------------------------------------------------------------------------------------------------------

    async def cries(self) -> None:
        await self.mina.says(WORDS)
        await self.mina.shares_place(*PLACE)

    async def desk_saw_it(self) -> None:
        card = await self.desk.sees_card(level="L2", holds="10.60931,103.52962", seconds=30)
        assert WORDS in card.text
        found = CODE.search(card.text)
        assert found
        self.code = found[0]
        ring = await self.duty.sees(f"{self.code}: 아직 담당자가 없습니다", 30)
        assert not ring.silent, "the ring must sound"
        await self.mina.sees("담당하는 사람들이 볼 수 있어요", 30)

    # 3 ------------------------------------------------------------------------------------------------------

    async def taken(self) -> None:
        ring = await self.duty.sees(f"{self.code}: 아직 담당자가 없습니다", 30)
        self.stage.ground.presses(self.duty.account, ring, button=ring.inline[0][0]["text"])

    async def all_saw_the_owner(self) -> None:
        card = await self.desk.sees_card(holds=f"담당 {self.duty.account.name}", seconds=30)
        assert not card.inline, "nobody can take it any more"
        await self.mina.sees("지금 사람이 맡아서 보고 있어요", 30)
        self.notes["thread"] = await self.duty.sees("이 메시지에 답장하면", 30)

    # 4 ------------------------------------------------------------------------------------------------------

    async def asks(self) -> None:
        await self.duty.says(QUESTION, reply_to=self.notes["thread"])

    async def answered(self) -> None:
        asked = await self.mina.sees(QUESTION, 30)
        assert self.duty.account.name not in asked.text
        await self.mina.says(ANSWER)
        got = await self.duty.sees(ANSWER, 30)
        assert got.reply_to
        assert self.code in got.reply_to.text, "the answer is threaded to the case"
        assert self.mina.account.name not in got.text
        assert got.origin is None, "no forward header"

    # 5: a second person, whom nobody takes -------------------------------------------------------------------

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

    # 6 ------------------------------------------------------------------------------------------------------

    async def roster_changes(self) -> None:
        self.notes["next"] = await self.stage.admin.says(f"/shift {self.another().account.name} +2h")

    def another(self) -> Person:
        return next(one for one in self.stage.officers if one.account is not self.duty.account)

    async def another_is_on_duty(self) -> None:
        await self.stage.admin.sees("Apply?", 30)
        await self.stage.admin.taps("Confirm", 30)
        assert (await self.stage.on_duty()).account is self.another().account

    # 7 ------------------------------------------------------------------------------------------------------

    async def hides(self) -> None:
        await self.mina.says("/hide")

    async def nothing_left(self) -> None:
        await self.stage.ground.until(
            lambda: [one.text[:9] for one in self.mina.standing()] == ["오늘의 낱말: ‘"],
            30,
            "only the cover to be left",
        )
        card = await self.desk.sees_card(holds="대화를 숨김", seconds=30)
        assert f"담당 {self.duty.account.name}" in card.text, "the case stays open at the desk"


STEPS = (
    ("start", Way.starts, Way.saw_first_screen),
    ("cry", Way.cries, Way.desk_saw_it),
    ("take", Way.taken, Way.all_saw_the_owner),
    ("answer", Way.asks, Way.answered),
    ("escalate", Way.nobody_takes, Way.next_rungs_rang),
    ("roster", Way.roster_changes, Way.another_is_on_duty),
    ("hide", Way.hides, Way.nothing_left),
)
NAMES = tuple(name for name, _, _ in STEPS)


async def way(stage: Stage) -> Way:
    """A requester about to begin."""
    duty = await stage.on_duty()
    return Way(stage, stage.requester(), duty, stage.desk_of(duty))


def doubled(stage: Stage) -> dict[tuple[int, str], int]:
    """Texts that the bot sent more than once to one chat without a mark that says so; rings say so themselves."""
    sent = Counter(
        (int(call.params["chat_id"]), str(call.params["text"]))
        for call in stage.ground.calls
        if call.method == "sendMessage" and call.status == 200
    )
    return {key: count for key, count in sent.items() if count > 1 and not _meant(key[1])}


def _meant(text: str) -> bool:
    """What may rightly be sent again: rings, the same screen below newer messages, an answer asked for again."""
    return any(
        mark in text for mark in ("아직도", "아직 담당자가", "On duty at", "(다시 보냄)", "재전송", "?", "Done")
    )
