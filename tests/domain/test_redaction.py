"""What identifies somebody is covered in words; what says where they are is not."""

import pytest

from bot.domain.redaction import COVER, covered


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("call me +855 12 345 678 please", "12 345 678"),
        ("010-1234-5678로 연락", "1234"),
        ("my passport M1234 5678 was taken", "5678"),
        ("여권 M12345678", "12345678"),
        ("write mina.k@example.org", "mina"),
        ("telegram @mina_example", "mina"),
        ("https://t.me/mina_example", "mina"),
        ("https://wa.me/85512345678", "855"),
        ("លេខ ០១២ ៣៤៥ ៦៧៨", "៣៤៥"),
        ("رقم ٠١٢٣٤٥٦٧٨٩", "٤٥٦"),
        ("电话138 0013 8000", "0013"),
    ],
)
def test_numbers_and_addresses_of_people_are_covered(words: str, hidden: str) -> None:
    shown = covered(words)
    assert hidden not in shown
    assert COVER in shown


@pytest.mark.parametrize(
    "words",
    [
        "room 412, floor 4",
        "10.60931, 103.52962",
        "10,60931 103,52962",
        "10°36'33.5\"N 103°31'46.6\"E",
        "https://maps.google.com/?q=10.60931,103.52962",
        "geo:10.60931,103.52962",
        "they want 150,000,000 by tomorrow",
        "since 2026-11-20, 22:00",
        "we are 12 people",
        "방 412호",
    ],
)
def test_places_days_and_small_numbers_stay(words: str) -> None:
    assert covered(words) == words


def test_a_known_name_is_covered_wherever_it_stands() -> None:
    assert covered("My name is Mina Kim. MINA KIM!", ["Mina Kim"]) == f"My name is {COVER}. {COVER}!"


def test_an_empty_or_one_letter_name_covers_nothing() -> None:
    assert covered("a cab", ["", "a"]) == "a cab"
