"""Which desk a case belongs to."""

import pytest

from bot.domain.ids import DeskId, Instant
from bot.domain.people import Desk
from bot.domain.routes import NoRoute, desk_for, routes_in


def desk(name: str, *routes: str) -> Desk:
    return Desk(DeskId(name), name, "UTC", "en", None, Instant(1), routes=routes)


@pytest.mark.parametrize(
    ("words", "routes"),
    [
        ("country KH MM", ("country:KH", "country:MM")),
        ("country kh, mm", ("country:KH", "country:MM")),
        ("country Cambodia", ("country:KH",)),
        ("country 캄보디아", ("country:KH",)),
        ("KR VN nationality", ("nation:KR", "nation:VN")),
        ("nationality KR VN", ("nation:KR", "nation:VN")),
        ("province KH Preah Sihanouk", ("province:KH/Preah Sihanouk",)),
        ("province kh preah sihanouk", ("province:KH/Preah Sihanouk",)),
        ("주 캄보디아 시하누크빌", ("province:KH/Preah Sihanouk",)),
        ("ខេត្ត កម្ពុជា ព្រះសីហនុ", ("province:KH/Preah Sihanouk",)),
        ("province Viet Nam Tay Ninh", ("province:VN/Tay Ninh",)),
        ("province MM Kayin State", ("province:MM/Kayin",)),
        ("국가 캄보디아, 미얀마; 국적 한국", ("country:KH", "country:MM", "nation:KR")),
    ],
)
def test_routes_as_an_admin_writes_them(words: str, routes: tuple[str, ...]) -> None:
    assert routes_in(words) == routes


@pytest.mark.parametrize(
    "words",
    ["", "country", "country Atlantis", "province KH", "desk KH", "KH", "country XX", "province QQ Nowhere"],
)
def test_what_is_no_route(words: str) -> None:
    assert routes_in(words) == NoRoute()


@pytest.mark.parametrize(
    ("country", "typed"), [("KH", "Preah Sihanuk"), ("MM", "Preah Sihanouk"), ("CN", "Yunnan")]
)
def test_a_province_in_which_no_place_can_be_told_to_lie_is_no_route_that_waits_in_vain(
    country: str, typed: str
) -> None:
    assert routes_in(f"country LA; province {country} {typed}") == NoRoute(typed, country)


def test_a_province_goes_before_a_country_and_that_before_a_nationality() -> None:
    korea, cambodia = desk("korea", "nation:KR"), desk("cambodia", "country:KH")
    coast = desk("coast", "province:KH/Preah Sihanouk")
    desks = [korea, cambodia, coast]
    assert desk_for(desks, "KH", "Preah Sihanouk", ["KR"]) is coast
    assert desk_for(desks, "KH", "Takeo", ["KR"]) is cambodia
    assert desk_for(desks, "MM", "", ["KR"]) is korea
    assert desk_for(desks, "MM", "", []) is None
