"""What people write, in every language that we know phrases of; and that none hears what is not said."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.domain.cues import hear
from bot.domain.tongues import FOLDER, Count, Sign, load
from bot.domain.triage import Level, Rule
from tests.domain.sentences import ORDINARY

CRIES: dict[str, Any] = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "cries").glob("*.toml"))
}
EVERY = [(code, cry) for code, content in CRIES.items() for cry in content["cry"]]
CALM = [(code, words) for code, content in CRIES.items() for words in content["calm"]["words"]]


def test_every_language_has_cries_to_be_tried_with() -> None:
    assert set(CRIES) == {tongue.code for tongue in load()}


@pytest.mark.parametrize("code", sorted(CRIES))
def test_nothing_is_written_under_a_name_that_nobody_reads(code: str) -> None:
    content = tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))
    assert set(content) <= {"cues", "signs", "counts", "names", "numbers", "denied"}
    assert set(content["cues"]) <= set(Rule)
    assert set(content["signs"]) <= set(Sign)
    assert set(content["counts"]) <= set(Count)
    assert all({"#", "@"} & set(one) for phrases in content["counts"].values() for one in phrases)


def named(part: Any) -> str:
    return part if isinstance(part, str) else str(part["words"])[:30]


@pytest.mark.parametrize(("code", "cry"), EVERY, ids=named)
def test_a_cry_is_understood(code: str, cry: dict[str, Any]) -> None:
    heard = hear(cry["words"])
    assert heard.rules >= {Rule(one) for one in cry.get("rules", [])}
    assert heard.signs >= {Sign(one) for one in cry.get("signs", [])}
    for count in Count:
        if count.value in cry:
            assert heard.number(count) == cry[count.value]


@pytest.mark.parametrize(("code", "words"), CALM)
def test_ordinary_words_raise_nothing(code: str, words: str) -> None:
    assert not {rule for rule in hear(words).rules if rule.level in (Level.L1, Level.L2)}


def test_no_language_hears_a_cry_in_the_ordinary_words_of_another() -> None:
    """What the gazetteer's ordinary sentences say in 25 languages: held, hungry or beaten, and nothing worse."""
    loud = {rule for words in ORDINARY for rule in hear(words).rules if rule.level is Level.L1}
    assert loud <= {Rule.VIOLENCE, Rule.INJURY, Rule.MOVED, Rule.WANTS_TO_DIE}
