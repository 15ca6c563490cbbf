"""Finds in a person's own words what can only raise the level; says nothing about what is absent."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.triage import Rule

# A negated cue ("not hurt", "안 다쳤", "때리지 않") must not raise; it can lower nothing, for nothing here lowers.
# At most two words may stand between the denial and the cue: a false alarm is better than a cry not heard.
_FILLERS = "being|been|be|is|are|was|were|yet|want|really|a|any|have"
_DENIED_BEFORE = re.compile(
    rf"((\b(not|never|nobody|no one|none|neither)|n't)( ({_FILLERS})){{0,2}} |(^|[,.!?] ?)안 ?)$"
)
_DENIED_AFTER = re.compile(r"^[가-힣]{0,3}?(지|진|지는) ?(않|못)|^[가-힣]{0,2} ?아니")
_CUES: tuple[tuple[Rule, str], ...] = (
    (
        Rule.VIOLENCE,
        r"\b(beat(en|ing|s)?|hit(ting)? (me|us|him|her)|tortur\w+|stabb\w+)\b",
    ),
    (Rule.VIOLENCE, r"\b(electric shock\w*|((do not|don't|not) )?kill (me|us|him|her))\b"),
    (Rule.VIOLENCE, r"때리|때려|맞고 있|맞았|폭행|고문|전기 ?충격|죽이겠|죽인다"),
    (Rule.INJURY, r"\b(bleed\w*|unconscious|injured|hurt|wounded|no (food|water))\b"),
    (Rule.INJURY, r"(피가 나|피를 흘|다쳤|의식이? 없|부러졌|밥도? 못|물도? 못)"),
    (
        Rule.MOVED,
        r"\b(mov(e|ed|ing) (me|us|him|her)|being moved|sold|selling (me|us)|sell (me|us)|driving (me|us) away)\b",
    ),
    (Rule.MOVED, r"팔려|팔아넘|팔려고|옮겨|끌려가|이동시키|차에 태"),
    (Rule.MINOR, r"\b(i am|i'm|she is|he is) (a )?(1[0-7]|minor|child)\b(?! (people|of us|km|floor))"),
    (Rule.MINOR, r"미성년|(?<!\d)1[0-7] ?살|중학생|고등학생"),
    (Rule.WANTS_TO_DIE, r"\b(want to die|kill myself|end my life|suicide)\b"),
    (Rule.WANTS_TO_DIE, r"죽고 ?싶|자살|목숨을 끊"),
    (Rule.FOUND_OUT, r"\b(found out|caught me|they know i)\b"),
    (Rule.FOUND_OUT, r"들켰|들킨"),
    (Rule.ESCAPED, r"\b(escaped|ran away|got out)\b"),
    (Rule.ESCAPED, r"탈출했|도망쳤|도망 ?나왔|빠져나왔"),
    (Rule.MEDICAL, r"\b(pregnant|rap(e|ed)|insulin)\b"),
    (Rule.MEDICAL, r"임신|성폭행|강간|인슐린"),
    (
        Rule.HELD,
        r"\b(locked|trapped|held|kidnapped|confined|can(no|')?t leave|cannot leave|prisoner)\b",
    ),
    (Rule.HELD, r"감금|갇혀|갇혔|납치|못 ?나가|못 ?나와|잡혀"),
    (Rule.MONEY_DEMANDED, r"\b(ransom|usdt|demand\w* money|pay them|want money)\b"),
    (Rule.MONEY_DEMANDED, r"몸값|테더|돈을 (요구|보내)|송금하라"),
    (Rule.MANY, r"\b([6-9]|[1-9]\d) (people|persons|of us|others)\b"),
    (Rule.MANY, r"(?<!\d)([6-9]|[1-9]\d) ?명"),
)
_COMPILED = tuple((rule, re.compile(pattern)) for rule, pattern in _CUES)
_RANSOM = re.compile(r"\b(ransom|usdt|pay)\b|몸값|테더|송금|돈")
_SOON = re.compile(r"\b(today|tonight|tomorrow|by noon|hours?)\b|오늘|내일|시간 ?(안|내)|까지")
LONGEST = 4_096
"""Characters looked at; Telegram's own limit for one message."""


def rules_in(words: str) -> frozenset[Rule]:
    """The rules that these words call for, in any language that the cues know."""
    plain = unicodedata.normalize("NFC", words[:LONGEST]).casefold().replace("’", "'")
    found = {
        rule for rule, pattern in _COMPILED if any(not _denied(plain, one) for one in pattern.finditer(plain))
    }
    if _RANSOM.search(plain) and _SOON.search(plain) and Rule.MONEY_DEMANDED in found:
        found.add(Rule.RANSOM_DEADLINE)
    return frozenset(found)


def _denied(plain: str, cue: re.Match[str]) -> bool:
    before, behind = plain[max(0, cue.start() - 40) : cue.start()], plain[cue.end() : cue.end() + 12]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.search(behind))
