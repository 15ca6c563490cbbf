"""Guidance: what nobody confirmed is shown to nobody; an admin confirms it with its source, and it is shown."""

from __future__ import annotations

from bot.conversation.grammar import Topic
from tests.journeys.stage import Person, Stage, stage


async def _is_done(evening: Stage, person: Person) -> str:
    """Skips every question; what stands there then."""
    for _ in Topic:
        await person.says("/skip")
    shown = await person.sees(lambda one: any("g:code" in str(button) for row in one.inline for button in row))
    await evening.settles()
    return shown.text


async def _confirms(admin: Person, command: str, entry: str) -> None:
    """Waits for the preview of this very change: an older one may still have its buttons."""
    await admin.says(f"/{command} {entry}")
    await admin.sees(f"People will be shown: {entry}")
    assert "Done" in await admin.taps("Confirm")


async def test_a_number_is_shown_only_after_an_admin_confirmed_it() -> None:
    async with stage() as evening:
        early = evening.requester("Early")
        await early.says("탈출했어요")
        await early.shares_place(11.55644, 104.92822)
        assert "117" not in await _is_done(evening, early)

        await evening.admin.says("/number")
        listed = await evening.admin.sees("/number KH emergency 117")
        assert "–" in listed.text, "nothing is confirmed yet"
        await _confirms(evening.admin, "number", "KH emergency 117 vietnamplus.vn 2022-08")
        await _confirms(evening.admin, "number", "KR consular +82-2-3210-0404 fnnews.com 2021-11")
        await _confirms(evening.admin, "advisory", "KH avoid seoul.co.kr 2025-10")

        mina = evening.requester()
        await mina.says("탈출했어요")
        await mina.shares_place(11.55644, 104.92822)
        shown = await _is_done(evening, mina)
        assert "117 (vietnamplus.vn, 2022-08)" in shown
        assert "+82-2-3210-0404" in shown
        assert len(shown) <= 200
        inside = evening.requester("Inside")
        await inside.says("갇혀 있어요")
        await inside.shares_place(11.55644, 104.92822)
        assert "117" not in await _is_done(evening, inside), "not on the phone of somebody who is held"


async def test_a_mistyped_one_is_refused_with_what_would_be_right_and_one_can_be_taken_away() -> None:
    async with stage() as evening:
        await evening.admin.says("/number KH 117")
        await evening.admin.sees("/number COUNTRY SERVICE NUMBER SOURCE DATE")
        await evening.admin.says("/advisory KH perhaps example.org 2025-10")
        await evening.admin.sees("/advisory COUNTRY")
        await evening.admin.says("/number KH emergency off")
        await evening.admin.sees("There is none like it")
        await _confirms(evening.admin, "number", "KH emergency 117 example.org 2025-10")
        await evening.admin.says("/number KH emergency off")
        await evening.admin.sees("Taken away")
        mina = evening.requester()
        await mina.says("/number KH emergency 999 example.org 2025-10")
        await evening.desk.sees_card(holds="/number KH emergency 999")
