"""Several reports on one person: suggested, joined by an officer, and nobody who wrote learns of another."""

from __future__ import annotations

import re

from tests.journeys.stage import CODE, Person, Stage, stage

PHONE = "+855 12 345 678"


async def _writes(evening: Stage, name: str, words: str) -> tuple[Person, str]:
    person = evening.requester(name)
    await person.says(words)
    card = await evening.desk.sees_card(holds=words.split()[0])
    found = CODE.search(card.text)
    assert found
    return person, found[0]


def _screens(person: Person) -> list[tuple[int, str, str]]:
    """Everything that stands on this phone, byte for byte."""
    return [(one.id, one.text, str(one.markup)) for one in person.standing()]


async def test_invariant_8_one_person_three_reports_joined_and_nobodys_screen_changes_by_a_byte() -> None:
    async with stage() as evening:
        mina, own = await _writes(evening, "Mina", f"갇혀있어요 제 번호 {PHONE}")
        mother, second = await _writes(evening, "Mother", f"딸이갇혀 {PHONE}")
        brother, third = await _writes(evening, "Brother", f"누나를찾아 {PHONE}")
        await evening.desk.sees_card(holds=(own, f"같은 사람? {second} (전화번호)"))
        await evening.settles()
        before = [_screens(one) for one in (mina, mother, brother)]
        duty = await evening.on_duty()
        await duty.says(f"/merge {own} {second}")
        await evening.desk.sees_card(holds=(own, f"함께: {second}"))
        await duty.says(f"/merge {third} {own}")
        await evening.desk.sees_card(holds=(third, f"함께: {own}"))
        await evening.settles()
        assert [_screens(one) for one in (mina, mother, brother)] == before
        await duty.says(f"/unmerge {third}")
        parted = re.compile(rf"함께: .*{third}")
        await evening.ground.until(
            lambda: not [one for one in evening.desk.from_bot() if parted.search(one.text)], 10
        )
        assert [_screens(one) for one in (mina, mother, brother)] == before


async def test_who_takes_one_of_them_has_all_and_writes_to_each_apart() -> None:
    async with stage() as evening:
        mina, own = await _writes(evening, "Mina", f"갇혀있어요 {PHONE}")
        mother, second = await _writes(evening, "Mother", f"딸이갇혀 {PHONE}")
        duty = await evening.on_duty()
        await duty.says(f"/merge {own} {second}")
        await evening.desk.sees_card(holds=f"함께: {second}")
        await duty.says(f"/take {own}")
        await evening.desk.sees_card(holds=(second, f"담당 {duty.account.name}"))
        thread = await duty.sees(lambda one: f"| {second} |" in one.text and "이 메시지에 답장" in one.text)
        await duty.says("어머님께 씁니다", reply_to=thread)
        await mother.sees("어머님께 씁니다")
        await evening.settles()
        assert not [one for one in mina.from_bot() if "어머님" in one.text]


async def test_the_same_room_within_150_metres_is_suggested_and_another_room_is_not() -> None:
    async with stage() as evening:
        _, own = await _writes(evening, "Mina", "갇혔어요 방 412호")
        other, second = await _writes(evening, "Sua", "저도갇혀 방 412호")
        third, _ = await _writes(evening, "Jiho", "살려주세요 방 101호")
        mina = evening.officers[0]
        assert mina
        for person, longitude in ((other, 103.52962), (third, 103.52970)):
            await person.shares_place(10.60931, longitude)
        await evening.settles()
        first = next(one for one in evening.desk.from_bot() if one.text.split("|")[1:2] == [f" {own} "])
        assert "같은 사람?" not in first.text, "its place is not known yet"
        await evening.settles()
        assert not [one for one in evening.desk.from_bot() if "위치와 호실" in one.text]
        again = evening.requester("Friend")
        await again.says("친구예요 412호에 있어요 10.60999, 103.52990")
        await evening.desk.sees_card(holds=(second, "위치와 호실"))
