"""Words that must not stand on the screen of somebody who is watched (domain.md 4.3)."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.grammar import Topic
from handlers.catalogue import load_catalogue

WORDS = load_catalogue()
LISTS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words_to_avoid.toml").read_text(encoding="utf-8")
)
AVOID = {language: "|".join(lists["avoid"]) for language, lists in LISTS.items()}
STOP = {language: str(lists["stop"]) for language, lists in LISTS.items()}
SHOWN = sorted(
    (language, key, text) for (language, domain, key), text in WORDS.texts.items() if domain == "requester"
)
RED = "🚨🆘❗❌🔴⛔🚫🛑♥❤🚒🚑🚓🚔🧯🩸💔🔻🔺📕🟥⭕‼⁉📛🔥☎📮🏮🥊"  # noqa: RUF001
PINS = "📍📌"


@pytest.mark.parametrize("language", WORDS.languages)
def test_no_word_betrays_what_this_chat_is(language: str) -> None:
    assert language in AVOID, f"no list of words to avoid for {language} yet"
    found = {
        key: re.search(AVOID[language], text, re.IGNORECASE) for speaks, key, text in SHOWN if speaks == language
    }
    assert {key: word[0] for key, word in found.items() if word} == {}


@pytest.mark.parametrize("language", WORDS.languages)
def test_no_siren_no_flag_and_no_red_sign_stands_on_the_screen(language: str) -> None:
    for speaks, key, text in SHOWN:
        if speaks == language:
            assert not set(text) & set(RED), key
            assert not re.search("[\U0001f1e6-\U0001f1ff\U0001f3f3\U0001f3f4]", text), key


def test_the_sign_for_a_place_is_not_red() -> None:
    assert not [key for _, key, text in SHOWN if set(text) & set(PINS)]


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_first_forty_characters_of_a_screen_could_come_from_anybody(language: str) -> None:
    """The lock screen shows about that many."""
    for speaks, key, text in SHOWN:
        if speaks == language and key.startswith(("screen.", "status.")):
            assert not re.search(r"SOS|!|{", text[:40]), key


@pytest.mark.parametrize("language", WORDS.languages)
def test_a_question_is_short(language: str) -> None:
    for topic in Topic:
        text = WORDS.text("requester", language, f"screen.step.{topic.value}")
        assert len(text) <= 200
        assert len(re.findall(r"[.?!。？।។။۔؟](?:\s|$)", text)) <= 2  # noqa: RUF001


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_first_screen_says_that_one_can_stop_and_hide(language: str) -> None:
    text = WORDS.text("requester", language, "screen.first")
    assert STOP[language] in text
    assert WORDS.text("requester", language, "gesture.hide") in text


def test_shouting_is_not_needed() -> None:
    assert not [key for _, key, text in SHOWN if "!" in text or "！" in text]  # noqa: RUF001
