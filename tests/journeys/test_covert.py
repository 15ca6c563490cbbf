"""A covert deployment: a stranger finds a small tool; the link or the phrase opens the intake; no cry is lost."""

from __future__ import annotations

from tests.journeys.stage import Person, stage

COVERT = """
[discretion]
mode = "covert"
phrase = "오늘 시장에 수박이 있나요"
link = "units_a7"
[profile]
names = { en = "Units", ko = "단위" }
commands = ["start"]
"""
TOOL, FIRST = "숫자와 단위를 보내세요", "위치를 먼저 보내 주세요"


async def _sees_only_the_tool(person: Person, text: str = TOOL) -> None:
    await person.sees(text)
    (shown,) = person.from_bot()
    assert not shown.inline
    assert not shown.markup or "keyboard" not in shown.markup


async def test_a_stranger_sees_a_tool_that_works_and_nothing_else() -> None:
    async with stage(settings=COVERT) as evening:
        mina = evening.requester()
        await mina.says("/start")
        await _sees_only_the_tool(mina)
        await mina.says("5 km")
        await _sees_only_the_tool(mina, "5 km = 3.11 mi")
        await mina.says("안녕하세요")
        await _sees_only_the_tool(mina)
        await mina.says("/hide")
        await evening.settles()
        await _sees_only_the_tool(mina)
        assert not evening.desk.cards()


async def test_the_phrase_opens_it_and_goes_from_the_chat_and_hide_brings_the_tool_back() -> None:
    async with stage(settings=COVERT) as evening:
        mina = evening.requester()
        asked = await mina.says("오늘 시장에 수박이 있나요?")
        await mina.sees(FIRST)
        await evening.ground.until(lambda: asked.deleted, what="the phrase to be removed")
        await mina.says("갇혀 있어요")
        await evening.desk.sees_card(level="L2", holds="갇혀 있어요")
        await mina.taps("숨기기")
        await evening.settles()
        await _sees_only_the_tool(mina)
        assert len(mina.standing()) == 1


async def test_the_published_link_opens_it() -> None:
    async with stage(settings=COVERT) as evening:
        mina = evening.requester()
        await mina.says("/start units_a7")
        await mina.sees(FIRST)
        other = evening.requester("Jiho")
        await other.says("/start units_b8")
        await _sees_only_the_tool(other)


async def test_invariant_6_a_cry_behind_the_tool_reaches_the_desk_and_shows_nothing() -> None:
    async with stage(settings=COVERT) as evening:
        mina = evening.requester()
        await mina.says("갇혀 있어요 때려요")
        await evening.desk.sees_card(level="L1", holds="때려요")
        await evening.settles()
        await _sees_only_the_tool(mina)
        await mina.shares_place(10.60931, 103.52962)
        await evening.desk.sees_card(holds="10.60931,103.52962")
        await mina.says("3 kg")
        await evening.desk.sees_card(holds="3 kg")
        await evening.settles()
        await _sees_only_the_tool(mina, "3 kg = 6.61 lb")


async def test_the_profile_is_as_configured() -> None:
    async with stage(settings=COVERT) as evening:
        named = [call.params for call in evening.ground.calls if call.method == "setMyName"]
        assert {(one["name"], one["language_code"]) for one in named} == {("Units", "en"), ("단위", "ko")}
        menus = [call.params["commands"] for call in evening.ground.calls if call.method == "setMyCommands"]
        assert menus
        assert all("hide" not in menu for menu in menus)
