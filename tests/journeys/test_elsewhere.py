"""A cry at a desk where nobody answers is taken at the first desk, by the button that rang there."""

from __future__ import annotations

from tests.journeys.stage import CODE, HAVE_IT, Person, Stage, stage

IN_LAOS = (20.48, 100.42)


async def _second_desk(evening: Stage) -> Person:
    """A desk for Laos whose officers are not there yet; its group."""
    ground, admin = evening.ground, evening.cast.admin
    group = ground.group("Laos", members=[], admins=[admin])
    there = Person(evening, admin, group)
    await there.says("/desk add Laos Asia/Vientiane ko")
    await there.sees("the desk “Laos”")
    await there.says("/confirm")
    await there.sees("카드가 여기로")
    await evening.admin.says("/route country LA at Laos")
    await evening.admin.sees("country Laos")
    await evening.admin.says("/confirm")
    await evening.admin.sees("Applied")
    return there


async def test_what_its_own_desk_does_not_take_the_first_desk_takes_and_answers() -> None:
    async with stage() as evening:
        duty, mina = await evening.on_duty(), evening.requester()
        there = await _second_desk(evening)
        await mina.shares_place(*IN_LAOS)
        card = await there.sees(lambda one: one.text.startswith("L") and bool(CODE.search(one.text)))
        assert not [one for one in duty.from_bot() if HAVE_IT.search(str(one.inline))], "it is the other desk's"
        await mina.says("SOS")
        await there.sees("L1 적색")
        await evening.settles()
        await evening.passes(minutes=10, seconds=5)
        await duty.sees("담당자가 없습니다", 20)
        # What is known later changes the ring, and leaves its button.
        # What is known later changes the ring, and leaves its button.
        await mina.says("6층 612호")
        await evening.settles()
        await duty.taps("제가 맡습니다")
        mine = await duty.sees(lambda one: "담당" in one.text and bool(CODE.search(one.text)))
        await there.sees(lambda one: one.id == card.id and "L1" not in one.text, 20)
        await duty.says("몇 층인가요?", reply_to=mine)
        await mina.sees("몇 층인가요?")
