"""Which language a person is answered in."""

import pytest
from hypothesis import given

from bot.domain.language import FALLBACK, guess, of_script
from tests.domain.chance import soon, texts

SPOKEN = ("en", "ko")


@pytest.mark.parametrize(
    ("words", "hint", "language"),
    [
        ("살려주세요", "en", "ko"),
        ("살려주세요", "", "ko"),
        ("ㅠㅠ", "zh-hans", "ko"),
        ("help me 도와", "en", "ko"),
        ("help me", "ko", "ko"),
        ("help me", "ko-KR", "ko"),
        ("help me", "KO", "ko"),
        ("help me", "en-GB", "en"),
        ("", "", "en"),
        ("救命", "zh-hans", "en"),
        ("help", "xx-nonsense", "en"),
        ("help", "-", "en"),
    ],
)
def test_the_script_of_the_words_counts_more_than_the_phone(words: str, hint: str, language: str) -> None:
    assert guess(words, hint, SPOKEN) == language


@pytest.mark.parametrize("words", ["\u1112\u1161\u11ab", "한"])
def test_korean_is_korean_also_in_single_letters(words: str) -> None:
    assert of_script(words) == "ko"


@soon
@given(texts, texts)
def test_the_answer_is_always_a_language_that_we_speak(words: str, hint: str) -> None:
    assert guess(words, hint, SPOKEN) in SPOKEN
    assert guess(words, hint, ()) == FALLBACK
