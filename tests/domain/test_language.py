"""Which language a person is answered in."""

import pytest
from hypothesis import given

from bot.domain.cues import hear
from bot.domain.language import FALLBACK, guess, of_words, unlike
from tests.domain.chance import soon, texts

SPOKEN = ("en", "id", "ko", "tl")


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
        ("", "fil", "tl"),
        ("", "in-ID", "id"),
    ],
)
def test_the_script_of_the_words_counts_more_than_the_phone(words: str, hint: str, language: str) -> None:
    assert guess(words, hint, SPOKEN) == language


@pytest.mark.parametrize("words", ["\u1112\u1161\u11ab", "한"])
def test_korean_is_korean_also_in_single_letters(words: str) -> None:
    assert of_words(words, "", SPOKEN) == "ko"


MANY = ("bn", "en", "hi", "ko", "ne", "th", "ur", "vi", "zh")


@pytest.mark.parametrize(
    ("words", "hint", "tongue", "language"),
    [
        ("em bi nhot o bavet", "zh-hans", "vi", "vi"),
        ("em bi nhot o bavet", "en", "vi", "vi"),
        ("help me", "zh-hans", "en", "en"),
        ("help me", "zh-hans", "", "en"),
        ("help me", "vi", "en", "vi"),
        ("救命", "en", "", "zh"),
        ("救命 help", "zh-hans", "", "zh"),
        ("12345", "zh-hans", "", "zh"),
        ("मलाई यहाँ", "en", "ne", "ne"),
        ("मैं यहाँ", "en", "", "hi"),
        ("bhai help karo", "en", "hi", "hi"),
        ("میں قید ہوں", "en", "ur", "ur"),
        ("ช่วยด้วย", "ko", "", "th"),
        ("помогите", "ru", "ru", "en"),
        ("nisaidie", "en", "sw", "en"),
    ],
)
def test_words_tell_the_language_by_script_and_by_what_is_found_in_them(
    words: str, hint: str, tongue: str, language: str
) -> None:
    assert guess(words, hint, MANY, tongue) == language


def test_what_is_in_no_one_language_for_sure_changes_nothing() -> None:
    assert not hear("usdt").sure
    assert hear("em bi nhot o day").sure


@soon
@given(texts, texts)
def test_the_answer_is_always_a_language_that_we_speak(words: str, hint: str) -> None:
    assert guess(words, hint, SPOKEN) in SPOKEN
    assert guess(words, hint, ()) == FALLBACK


@pytest.mark.parametrize(
    ("words", "language", "tongue", "is_unlike"),
    [
        ("몇 층 몇 호인가요?", "vi", "", True),
        ("몇 층 몇 호인가요?", "ko", "ko", False),
        ("Which floor is it?", "th", "en", True),
        ("Which floor is it?", "vi", "en", True),
        ("Which floor is it?", "id", "", False),
        ("ชั้นไหน ห้องไหน", "th", "", False),
        ("ok 412", "km", "", False),
        ("นี่ ok ครับ รออยู่", "en", "", True),
        ("", "ko", "", False),
    ],
)
def test_words_are_unlike_a_language_only_where_it_is_plain(
    words: str, language: str, tongue: str, is_unlike: bool
) -> None:
    assert unlike(words, language, tongue) is is_unlike
