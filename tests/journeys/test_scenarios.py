"""The written conversations, played to the card: what must be heard, what shown, and what left unsaid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from bot.domain.redaction import covered
from tests.journeys.stage import stage
from tests.transcripts.golden import FOLDER, cards_of
from tests.transcripts.player import SCENARIOS, Played, play


@dataclass(frozen=True)
class Wanted:
    """On the card (which the desk reads in Korean), and on the phone."""

    level: str
    rules: tuple[str, ...]
    card: tuple[str, ...]
    never_on_the_card: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    never_shown: tuple[str, ...] = ()


WANTED = {
    "S02": Wanted(
        "L1",
        ("R1-08",),
        ("maps.app.goo.gl/Zz0Synthetic00000001", "37.49795,127.02764", "한국", "다른 사람"),
        shown=("돈을 보내거나 약속하지", "인터넷에 올리지"),
        never_shown=("M00000001", "M0000 0001", "김하늘"),
    ),
    "S04": Wanted("L2", ("R2-01", "R2-07"), ("10.62362,104.02531", "3층", "307호", "목격자", "크메르어")),
    "S05": Wanted("L1", ("R1-03",), ("11.08290,106.08860", "배터리 4 %", "베트남어")),
    "S07": Wanted(
        "L2", ("R2-01", "R2-06"), ("20.35702,100.09811", "502호", "인원 6", "라오스", "힌디어", "사진 x3")
    ),
    "S09": Wanted(
        "L2", ("R2-01", "R2-07"), ("11.55644,104.92819", "7층", "703호", "이름 받음", "우르두어", "메시지를 고침")
    ),
    "S12": Wanted("L2", ("R2-01", "R2-05"), ("filled.count.soap", "스와힐리어", "억류됨: 예")),
    "S14": Wanted(
        "L2",
        ("R2-02", "R2-07"),
        ("16.81003,98.53012", "사칭", "다른 사람", "포르투갈어"),
        shown=("We never ask for money.",),
    ),
    "S15": Wanted("L1", ("R1-07",), ("11.55644,104.92822", "±12 m", "배터리 30 %", "통화 가능")),
}
AVOIDED = ("police", "rescue", "victim", "criminal", "경찰", "구조", "피해자")
PERSONAL = {"S02": ("passport", "여권"), "S04": ("passport",), "S15": ("여권", "회사")}
"""Words of questions that must not be asked there."""


@pytest.mark.parametrize("name", sorted(SCENARIOS))
async def test_a_conversation_is_heard_as_it_must_be(name: str) -> None:
    wanted, scenario = WANTED[name], SCENARIOS[name]
    async with stage() as evening:
        played = await play(evening, scenario)
        card = (await evening.desk.sees_card(level=wanted.level, holds=wanted.card)).text
        assert all(f"({rule})" in card for rule in wanted.rules), card
        assert not [text for text in wanted.never_on_the_card if text in card]
        for line in _texts(scenario):
            shown = re.escape(covered(line)).replace("•••", ".{2,80}")
            assert re.search(f"(?s){shown}", card) or _names_covered(line, card), (
                f"the person's own words must stand on the card, but for what identifies somebody: {line}"
            )
        for person in played.people.values():
            _was_spoken_to_well(played, person, wanted, name)
        golden = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        assert await cards_of(evening) + "\n" == golden, "the first five lines, in every language of the desk's"


def _names_covered(line: str, card: str) -> bool:
    """Whether the line stands there with a name in it covered, too."""
    words = covered(line).split()
    return any(
        re.search(r"\s".join([*map(re.escape, words[:begin]), ".*?•••.*?", *map(re.escape, words[end:])]), card)
        for begin in range(len(words))
        for end in range(begin + 1, len(words) + 1)
    )


def _texts(scenario: dict[str, Any]) -> list[str]:
    return [
        step["text"]
        for step in scenario["steps"]
        if step.get("kind") == "text" and step.get("account", "A") == "A"
    ]


def _was_spoken_to_well(played: Played, person: Any, wanted: Wanted, name: str) -> None:
    shown = played.shown_to(person)
    assert shown, "somebody who cries is answered"
    said = "\n".join(shown)
    assert not [word for word in AVOIDED if word in said.lower()]
    assert not [text for text in wanted.never_shown if text in said]
    if name != "S02":
        assert not [word for word in PERSONAL.get(name, ()) if word in said]
    if person is played.people["A"]:
        assert not [text for text in wanted.shown if text not in said], said
