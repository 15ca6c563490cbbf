"""What a small map shows: towns, borders and coasts around a point, without a network."""

import math

import pytest

from bot.domain.borders import Box, LineKind, lines_in
from bot.domain.gazetteer import towns_around
from bot.domain.notations import notations
from bot.domain.surroundings import Surroundings, surroundings

POIPET, SIHANOUKVILLE, MYAWADDY = (13.6573, 102.5635), (10.60932, 103.52958), (16.6889, 98.5089)
ATLANTIC = (0.1, -30.0)


def kinds(around: Surroundings) -> set[LineKind]:
    inside = {
        line.kind
        for line in around.borders
        if any(max(abs(east), abs(north)) < around.half_km for east, north in line.points)
    }
    return inside


def test_the_nearest_town_comes_first_and_none_lies_outside() -> None:
    around = surroundings(*POIPET)
    assert around.towns[0].name == "Poipet"
    assert {"Aranyaprathet"} <= {town.name for town in around.towns}
    assert all(max(abs(town.east), abs(town.north)) < around.half_km for town in around.towns)


def test_distance_and_direction_agree() -> None:
    for town in surroundings(*MYAWADDY).towns:
        assert math.hypot(town.east, town.north) == pytest.approx(town.distance_km, rel=0.02, abs=0.1)
    mae_sot = next(town for town in surroundings(*MYAWADDY).towns if town.name == "Mae Sot")
    assert mae_sot.country == "TH"
    assert mae_sot.east > 0


def test_borders_and_coasts_are_there_where_they_are() -> None:
    assert kinds(surroundings(*POIPET)) == {LineKind.BORDER}
    assert kinds(surroundings(*SIHANOUKVILLE)) == {LineKind.COAST}
    assert kinds(surroundings(*ATLANTIC)) == set()


def test_where_nobody_lives_the_map_is_wide_and_empty() -> None:
    around = surroundings(*ATLANTIC)
    assert (around.half_km, around.towns, around.borders) == (200.0, (), ())


def test_a_border_passes_close_to_a_town_at_the_border() -> None:
    (latitude, longitude), reach = POIPET, 0.05
    near = lines_in(Box(longitude - reach, latitude - reach, longitude + reach, latitude + reach))
    nearest = min(math.dist((longitude, latitude), point) for line in near for point in line.points)
    assert nearest < reach


@pytest.mark.parametrize("point", [(90.0, 0.0), (-90.0, 0.0), (0.0, 180.0), (-17.0, 179.99), (0.0, -180.0)])
def test_the_ends_of_the_earth_are_drawn_too(point: tuple[float, float]) -> None:
    assert surroundings(*point).half_km > 0
    assert notations(*point).decimal


def test_towns_are_told_by_distance() -> None:
    near = towns_around(*MYAWADDY, 20_000)
    assert [town.distance_m for town in near] == sorted(town.distance_m for town in near)
    assert all(town.distance_m <= 20_000 for town in near)
    assert towns_around(100.0, 0.0, 20_000) == ()


def test_there_are_never_sixty_seconds() -> None:
    assert notations(-33.9999999, -70.9999999).dms == "34°00'00.0\"S 71°00'00.0\"W"
