"""The location strings of the scenarios, all of them: a place, or none, or what an officer has to open."""

from typing import Any

import pytest

from bot.domain.place import Fix, Flag, Place, Pointer, metres
from bot.domain.places import found_in
from bot.domain.private import Private
from tests.transcripts.player import LINKS

PLACED = [one for one in LINKS if "lat" in one]
OTHERS = {one["id"]: one for one in LINKS if "lat" not in one}


@pytest.mark.parametrize("link", PLACED, ids=lambda link: str(link["id"]))
def test_a_string_gives_its_place(link: dict[str, Any]) -> None:
    (found,) = [one for one in found_in(link["raw"]) if isinstance(one, Place)]
    wanted = Place(Private(link["lat"]), Private(link["lon"]), Fix.PIN)
    assert metres(found, wanted) <= link.get("tol_m", 2)
    if "flag" in link:
        assert Flag(link["flag"].lower()) in found.flags


@pytest.mark.parametrize("name", ["F01", "F11", "F29"])
def test_what_cannot_be_worked_out_here_is_kept_as_it_is(name: str) -> None:
    (found,) = found_in(OTHERS[name]["raw"])
    assert isinstance(found, Pointer)
    assert found.said.reveal() == OTHERS[name]["raw"]


def test_of_two_orders_that_are_both_possible_both_are_given() -> None:
    found = [one for one in found_in(OTHERS["F21"]["raw"]) if isinstance(one, Place)]
    assert {one.degrees() for one in found} == {(55.17021, 24.98012), (24.98012, 55.17021)}
    assert all(Flag.ORDER_UNCERTAIN in one.flags for one in found)


def test_rooms_floors_and_dates_are_no_place() -> None:
    assert found_in(OTHERS["F31"]["raw"]) == ()


def test_no_string_is_forgotten() -> None:
    assert set(OTHERS) == {"F01", "F11", "F21", "F29", "F31"}
