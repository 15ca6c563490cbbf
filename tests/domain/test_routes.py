"""Which desk a case belongs to."""

import pytest

from bot.domain.ids import DeskId, Instant
from bot.domain.people import Desk
from bot.domain.routes import desk_for, routes_in


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
    ],
)
def test_routes_as_an_admin_writes_them(words: str, routes: tuple[str, ...]) -> None:
    assert routes_in(words) == routes


@pytest.mark.parametrize(
    "words",
    ["", "country", "country Atlantis", "province KH", "desk KH", "KH", "country XX", "province QQ Nowhere"],
)
def test_what_is_no_route(words: str) -> None:
    assert routes_in(words) is None


def test_a_province_goes_before_a_country_and_that_before_a_nationality() -> None:
    korea, cambodia = desk("korea", "nation:KR"), desk("cambodia", "country:KH")
    coast = desk("coast", "province:KH/Preah Sihanouk")
    desks = [korea, cambodia, coast]
    assert desk_for(desks, "KH", "Preah Sihanouk", ["KR"]) is coast
    assert desk_for(desks, "KH", "Takeo", ["KR"]) is cambodia
    assert desk_for(desks, "MM", "", ["KR"]) is korea
    assert desk_for(desks, "MM", "", []) is None
