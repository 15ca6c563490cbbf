"""What a person's own words tell: they can raise the level and never lower it."""

import unicodedata

import pytest
from hypothesis import example, given

from bot.domain.cues import LONGEST, rules_in
from bot.domain.triage import Rule
from tests.domain.chance import soon, texts

CRIES = [
    ("they beat me every night", Rule.VIOLENCE),
    ("He is hitting us with a stick", Rule.VIOLENCE),
    ("they give electric shocks", Rule.VIOLENCE),
    ("매일 때려요", Rule.VIOLENCE),
    ("지금 맞고 있어요", Rule.VIOLENCE),
    ("고문을 해요", Rule.VIOLENCE),
    ("my friend is bleeding", Rule.INJURY),
    ("no water for two days", Rule.INJURY),
    ("다리를 다쳤어요", Rule.INJURY),
    ("피가 나요", Rule.INJURY),
    ("they are moving us tonight", Rule.MOVED),
    ("I was sold", Rule.MOVED),
    ("다른 곳에 팔려 가요", Rule.MOVED),
    ("I am 16", Rule.MINOR),
    ("she is a minor", Rule.MINOR),
    ("저는 15살이에요", Rule.MINOR),
    ("고등학생이에요", Rule.MINOR),
    ("I want to die", Rule.WANTS_TO_DIE),
    ("죽고 싶어요", Rule.WANTS_TO_DIE),
    ("they know I wrote", Rule.FOUND_OUT),
    ("핸드폰을 들켰어요", Rule.FOUND_OUT),
    ("I escaped an hour ago", Rule.ESCAPED),
    ("방금 도망쳤어요", Rule.ESCAPED),
    ("she is pregnant", Rule.MEDICAL),
    ("임신 5개월이에요", Rule.MEDICAL),
    ("we are locked in", Rule.HELD),
    ("I can't leave", Rule.HELD),
    ("I can’t leave", Rule.HELD),
    ("갇혀 있어요", Rule.HELD),
    ("they want money", Rule.MONEY_DEMANDED),
    ("2만 테더 보내라고 합니다", Rule.MONEY_DEMANDED),
    ("there are 12 people here", Rule.MANY),
    ("여기 12명 있어요", Rule.MANY),
]


@pytest.mark.parametrize(("words", "rule"), CRIES)
def test_a_cry_in_plain_words_is_understood(words: str, rule: Rule) -> None:
    assert rule in rules_in(words)


@pytest.mark.parametrize(("words", "rule"), CRIES)
def test_it_is_understood_however_the_phone_writes_it(words: str, rule: Rule) -> None:
    assert rule in rules_in(words.upper())
    assert rule in rules_in(unicodedata.normalize("NFD", words))
    assert rule in rules_in(f"…\n{words}!!")


def test_a_ransom_with_a_near_deadline_is_more_than_a_ransom() -> None:
    assert Rule.RANSOM_DEADLINE in rules_in("아들 몸값 2만 테더, 내일 낮 12시까지")
    assert Rule.RANSOM_DEADLINE in rules_in("ransom 20,000 USDT by noon")
    assert Rule.RANSOM_DEADLINE not in rules_in("ransom 20,000 USDT")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("I am not hurt", Rule.INJURY),
        ("they never beat us", Rule.VIOLENCE),
        ("no one hurt", Rule.INJURY),
        ("I'm not trapped", Rule.HELD),
        ("I wasn't raped", Rule.MEDICAL),
        ("I don't want to die", Rule.WANTS_TO_DIE),
        ("I have not escaped", Rule.ESCAPED),
        ("I'm not a minor", Rule.MINOR),
        ("안 다쳤어요", Rule.INJURY),
        ("안다쳤어요", Rule.INJURY),
        ("nobody is hurt", Rule.INJURY),
        ("we are not being moved", Rule.MOVED),
        ("they have not found out", Rule.FOUND_OUT),
        ("they don't want money", Rule.MONEY_DEMANDED),
        ("때리지 않아요", Rule.VIOLENCE),
        ("안 맞았어요", Rule.VIOLENCE),
        ("감금되지 않았어요", Rule.HELD),
        ("안 갇혔어요", Rule.HELD),
        ("임신 아니에요", Rule.MEDICAL),
        ("미성년자 아니에요", Rule.MINOR),
    ],
)
def test_what_is_denied_does_not_raise(words: str, rule: Rule) -> None:
    assert rule not in rules_in(words)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("I am not hurt but they beat my friend", Rule.VIOLENCE),
        ("not hurt. bleeding", Rule.INJURY),
        ("저는 안 다쳤는데 친구가 맞았어요", Rule.VIOLENCE),
        ("nobody helps us, we are locked in", Rule.HELD),
        ("not allowed out and beaten daily", Rule.VIOLENCE),
        ("I do not want to be sold", Rule.MOVED),
        ("때리지 않다가 어제부터 때려요", Rule.VIOLENCE),
        ("감금 아니면 납치예요", Rule.HELD),
        ("안에 갇혀 있어요", Rule.HELD),
        ("미안 갇혔어", Rule.HELD),
        ("방 안 갇혀 있어요", Rule.HELD),
        ("I can't. Locked in", Rule.HELD),
    ],
)
def test_what_is_denied_does_not_hide_what_is_said_beside_it(words: str, rule: Rule) -> None:
    assert rule in rules_in(words)


@soon
@given(texts)
@example("they beat me" * 2000)
@example("\ud800")
@example("İ" * LONGEST)
def test_no_text_is_too_strange(words: str) -> None:
    assert rules_in(words) <= frozenset(Rule)


@soon
@given(texts)
def test_more_words_never_take_a_rule_back(more: str) -> None:
    for words, _ in CRIES:
        assert rules_in(words) <= rules_in(f"{words} / {more}")


@pytest.mark.parametrize("words", ["", "안녕하세요", "hello", "I am on floor 12, room 1101", "we are 3"])
def test_small_talk_raises_nothing(words: str) -> None:
    assert rules_in(words) == frozenset()
