"""Names that are days, or have days in them: whom a command means, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.effects import Effect
from bot.domain.ids import OfficerId
from bot.domain.private import Private
from bot.domain.roles import Deed
from tests.use_cases.desk import AtDesk, keys, tells


async def _called(desk: AtDesk, name: str) -> None:
    """Who is off duty goes by this name."""
    async with desk.database.transaction() as ledger:
        officer = await ledger.officers.load(OfficerId("off_duty"))
        await ledger.officers.keep(replace(officer, name=Private(name)))


def _name(effects: list[Effect], key: str) -> str:
    (told,) = tells(effects, key)
    return dict(told.blanks)["name"].reveal()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sun", "Sun tomorrow 20-08"),
        ("Sun", "tomorrow 20-08 Sun"),
        ("Sun", "sun tomorrow 20-08"),
        ("Kim Sun", "Kim Sun tomorrow 20-08"),
        ("Kim Sun", "tomorrow Kim Sun 20-08"),
        ("Park May", "Park May tomorrow 20-08"),
        ("금", "금 내일 20시부터 8시까지"),
        ("อาทิตย์", "อาทิตย์ พรุ่งนี้ 20.00-08.00 น."),
        ("Năm", "Năm ngày mai 20h-8h"),
        ("หนึ่ง", "หนึ่ง พรุ่งนี้ 20.00-08.00 น."),
        ("Tu Sang", "Tu Sang tomorrow 20-08"),
    ],
)
async def test_a_name_that_is_a_day_is_whose_shift_it_is(desk: AtDesk, name: str, words: str) -> None:
    await _called(desk, name)
    plain = await desk.commands("admin", Deed.SHIFT, "#off_duty tomorrow 20-08 at Cambodia")
    shown = await desk.commands("admin", Deed.SHIFT, f"{words} at Cambodia")
    assert _name(shown, "preview.shift") == name
    assert tells(shown, "preview.shift")[0].moments == tells(plain, "preview.shift")[0].moments


async def test_a_day_stays_a_day_where_somebody_else_is_named(desk: AtDesk) -> None:
    await _called(desk, "Sun")
    plain = await desk.commands("admin", Deed.SHIFT, "#owner sunday 20-08 at Cambodia")
    shown = await desk.commands("admin", Deed.SHIFT, "#owner Sun 20-08 at Cambodia")
    assert tells(shown, "preview.shift")[0].moments == tells(plain, "preview.shift")[0].moments
    assert _name(shown, "preview.shift") == _name(plain, "preview.shift")


async def test_an_absence_on_a_day_is_ones_own_whoever_is_called_so(desk: AtDesk) -> None:
    await _called(desk, "Sun")
    own = _name(await desk.commands("owner", Deed.OFF, "tomorrow 20-08"), "preview.off")
    assert _name(await desk.commands("owner", Deed.OFF, "Sun 20-08"), "preview.off") == own


async def test_who_is_named_is_away_where_the_day_would_make_no_span(desk: AtDesk) -> None:
    await _called(desk, "Sun")
    shown = await desk.commands("admin", Deed.OFF, "Sun 8h at Cambodia")
    assert _name(shown, "preview.off") == "Sun"


async def test_two_who_are_called_like_the_day_are_not_guessed_between(desk: AtDesk) -> None:
    await _called(desk, "Sun")
    async with desk.database.transaction() as ledger:
        other = await ledger.officers.load(OfficerId("owner"))
        await ledger.officers.keep(replace(other, name=Private("Sun")))
    assert keys(await desk.commands("admin", Deed.SHIFT, "Sun tomorrow 20-08 at Cambodia")) == ["shift.usage"]
