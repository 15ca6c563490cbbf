"""Numbers and advice: nothing without source and date, two numbers at most, and what fits the person."""

import pytest

from bot.domain.gazetteer import named_in
from bot.domain.guidance import Guide, advisory_from, fitting, number_from, proposals, written


def number(country: str, service: str, value: str) -> Guide:
    return Guide(country, "", service, value, "example.org", "2025-10")


KNOWN = [
    number("KH", "emergency", "117"),
    number("KH", "helpline", "1288"),
    number("KR", "consular", "+82-2-0000-0000"),
    Guide("KH", "", "advisory", "caution", "example.org", "2025-10"),
    Guide("KH", "Kampot", "advisory", "avoid", "example.org", "2025-10"),
]


def test_a_number_is_read_as_it_is_written() -> None:
    words = ["kh", "emergency", "031", "201", "2345", "example.org", "2025-10"]
    told = number_from(words)
    assert told == number("KH", "emergency", "031 201 2345")
    assert told is not None
    assert number_from(written(told).split()) == told


def test_advice_is_for_a_country_or_a_province_of_two_words() -> None:
    told = advisory_from(["KH", "Svay", "Rieng", "avoid", "example.org", "2025-10-16"])
    assert told == Guide("KH", "Svay Rieng", "advisory", "avoid", "example.org", "2025-10-16")
    assert advisory_from(["KH", "leave", "example.org", "2025-10"]) == Guide(
        "KH", "", "advisory", "leave", "example.org", "2025-10"
    )


@pytest.mark.parametrize(
    "words",
    [
        "",
        "KH",
        "KH emergency 117",
        "KH emergency 117 example.org",
        "KH emergency 117 example 2025-10",
        "KH emergency 117 example.org soon",
        "KH emergency abc example.org 2025-10",
        "Cambodia emergency 117 example.org 2025-10",
        "KH fire 118 example.org 2025-10",
    ],
)
def test_nothing_without_country_service_source_and_date(words: str) -> None:
    assert number_from(words.split()) is None


def test_what_fits_is_the_places_own_advice_and_two_numbers() -> None:
    shown = fitting(KNOWN, "KH", "Kampot", "KR")
    assert [one.value for one in shown] == ["avoid", "117", "+82-2-0000-0000"]
    assert [one.value for one in fitting(KNOWN, "KH", "Takeo", "")] == ["caution", "117"]


def test_somewhere_unknown_there_is_only_the_line_of_home() -> None:
    assert [one.value for one in fitting(KNOWN, "", "", "KR")] == ["+82-2-0000-0000"]
    assert fitting(KNOWN, "LA", "", "VN") == ()


def test_every_proposal_could_be_given_as_a_command_and_names_a_province_that_is_known() -> None:
    for one in proposals():
        reads = advisory_from if one.service == "advisory" else number_from
        assert reads(written(one).split()) == one
        if one.area:
            assert {found.province for found in named_in(one.area)} == {one.area}
