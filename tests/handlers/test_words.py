"""Words that must not stand on the screen of somebody who is watched (domain.md 4.3)."""

import re

import pytest

from bot.conversation.grammar import Topic
from handlers.catalogue import load_catalogue

WORDS = load_catalogue()
AVOID = {
    "en": (
        r"police|rescue|victim|criminal|traffick|illegal|stay calm|help is on the way|will be saved|\bmust\b"
        r"|why did you|your case|\bcase\b|escape|fight|false report|embassy|officer|report|\bcall\b|danger"
        r"|emergency"
    ),
    "ko": (
        r"경찰|구조|구출|피해자|범죄|범인|인신매매|불법|침착|진정하|도와드리러|구하러|해야 합니다|해야 해요|반드시"
        r"|왜 그|사건|탈출|도망|싸우|허위|신고|대사관|영사|경관|담당관|전화하|위험|긴급|감금|납치"
    ),
}
SHOWN = sorted(
    (language, key, text) for (language, domain, key), text in WORDS.texts.items() if domain == "requester"
)
RED = "🚨🆘❗❌🔴⛔🚫🛑♥❤🚒🚑🚓🚔🧯🩸💔🔻🔺📕🟥⭕‼⁉📛🔥☎📮🏮🥊"  # noqa: RUF001
PINS = "📍📌"


@pytest.mark.parametrize(("language", "key", "text"), SHOWN, ids=lambda part: part[:24])
def test_no_word_betrays_what_this_chat_is(language: str, key: str, text: str) -> None:
    assert language in AVOID, f"no list of words to avoid for {language} yet"
    found = re.search(AVOID[language], text, re.IGNORECASE)
    assert found is None, f"{key}: {found}"


@pytest.mark.parametrize(("language", "key", "text"), SHOWN, ids=lambda part: part[:24])
def test_no_siren_no_flag_and_no_red_sign_stands_on_the_screen(language: str, key: str, text: str) -> None:
    assert not set(text) & set(RED)
    assert not re.search("[\U0001f1e6-\U0001f1ff\U0001f3f3\U0001f3f4]", text)


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
        assert len(re.findall(r"[.?!](?:\s|$)", text)) <= 2


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_first_screen_says_that_one_can_stop_and_hide(language: str) -> None:
    text = WORDS.text("requester", language, "screen.first")
    stop = {"en": "stop at any time", "ko": "언제든 멈출 수"}
    assert stop.get(language, "") in text
    assert WORDS.text("requester", language, "gesture.hide") in text


def test_shouting_is_not_needed() -> None:
    assert not [key for _, key, text in SHOWN if "!" in text or "！" in text]  # noqa: RUF001
