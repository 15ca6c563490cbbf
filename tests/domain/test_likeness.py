"""The same number, passport or name, however it was written, is the same."""

import pytest

from bot.domain.facts import Called, Detail, Noticed
from bot.domain.likeness import Likeness, LikenessKind, file, name_and_birth, passport, persons_in, phone
from bot.domain.private import Private


def value(likeness: Likeness | None) -> str | None:
    return likeness.value.reveal() if likeness else None


@pytest.mark.parametrize(
    "written", ["+855 12 345 678", "0085512345678", "855-12-345-678", "(+855) 12345678", "٨٥٥١٢٣٤٥٦٧٨"]
)
def test_a_phone_number_is_its_digits(written: str) -> None:
    assert value(phone(written)) == "85512345678"


@pytest.mark.parametrize("written", ["", "112", "no number", "+", "12 34 56"])
def test_what_is_too_short_is_no_phone_number(written: str) -> None:
    assert phone(written) is None


@pytest.mark.parametrize("written", ["M 1234-5678", "m12345678", "Ｍ１２３４５６７８"])  # noqa: RUF001
def test_a_passport_number_is_its_letters_and_digits(written: str) -> None:
    assert value(passport(written)) == "M12345678"


def test_what_is_too_short_is_no_passport_number() -> None:
    assert passport("M-12 3") is None


@pytest.mark.parametrize("written", ["Nguyễn Văn An", "AN, Nguyen Van", "nguyen  van\tan"])
def test_a_name_is_its_parts_in_one_order_without_accents(written: str) -> None:
    assert value(name_and_birth(written, 1999)) == "an nguyen van 1999"


@pytest.mark.parametrize(("written", "kept"), [("김 민아", "김 민아 2001"), ("สมชาย ใจดี", "สมชาย ใจดี 2001")])
def test_names_of_other_scripts_stay_what_they_are(written: str, kept: str) -> None:
    assert value(name_and_birth(written, 2001)) == kept


def test_the_year_of_birth_tells_namesakes_apart_and_no_name_is_none() -> None:
    assert name_and_birth("Kim Mina", 2001) != name_and_birth("Kim Mina", 2002)
    assert name_and_birth(" - ", 2001) is None


def test_a_file_is_known_by_its_hash() -> None:
    assert file("AB12").value.reveal() == "ab12"
    assert file("ab12").kind is LikenessKind.FILE


def test_every_name_goes_with_every_year_of_birth_whatever_came_first() -> None:
    def told(detail: Detail, value: str) -> Noticed:
        return Noticed(detail, Private(value))

    born, name, other = told(Detail.BORN, "2003"), told(Detail.NAME, "김하늘"), told(Detail.NAME, "Sky")
    assert persons_in([born, Called(), name]) == persons_in([name, born]) != []
    assert len(persons_in([name, born, other])) == 2
    assert persons_in([name]) == persons_in([born]) == []
