"""Folds text so that a name is the same however a phone wrote it; knows scripts, and no names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum

# Each script that is written without blanks between words, its marks included.
_RUNNING = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul, taken apart
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x309F),  # signs that repeat, Hiragana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x3FFFF),
)
_KATAKANA = ((0x30A0, 0x30FA), (0x30FC, 0x30FF))
_KANA = ((0x3040, 0x30FF), (0xFF66, 0xFF9D))
_INNER_HANGUL = (0x1160, 0x11FF)
# A letter after one of these is written under the one before it.
_BINDERS = "\u17d2\u1039"
_APOSTROPHES = frozenset("'’‘ʻʼʾʿ`´′")  # noqa: RUF001
_HYPHENS = frozenset("-‐‑‒–—―−・·")  # noqa: RUF001
_LONGEST = 4
"""One sign may stand for a whole sentence (U+FDFA); what is longer than this stays as it is."""

_SAME = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e"})
# Arabic, Persian and Urdu keyboards have different letters that look the same or are used for each other.
_SAME_ARABIC = str.maketrans(
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ە": "ہ", "ه": "ہ", "ة": "ہ", "ھ": "ہ", "ۂ": "ہ"}
)
_SAME_ARABIC.update(dict.fromkeys((0x0640, *range(0x064B, 0x0660), 0x0670), ""))

# Amharic has several letters for one sound, and people write whichever: each of the seven or eight forms.
_SAME_SOUND = ((0x1200, 0x1210), (0x1200, 0x1280), (0x1230, 0x1220), (0x12A0, 0x12D0), (0x1338, 0x1340))
_SAME_ETHIOPIC = {other + form: first + form for first, other in _SAME_SOUND for form in range(7)}


class Side(IntEnum):
    """How a sign behaves beside another one, for telling where a word ends."""

    APART = 0
    WORD = 1
    RUNNING = 2
    KATAKANA = 3
    BINDS = 4
    """What follows belongs to it."""
    CLINGS = 5
    """It belongs to what stands before."""


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


def _as_first(char: str) -> Side:
    if char in _BINDERS:
        return Side.BINDS
    if _within(char, _KATAKANA):
        return Side.KATAKANA
    if _within(char, _RUNNING):
        return Side.RUNNING
    return Side.WORD if char.isalnum() or char in "@_" or unicodedata.category(char)[0] == "M" else Side.APART


def _as_second(char: str) -> Side:
    clings = unicodedata.category(char)[0] == "M" or _within(char, (_INNER_HANGUL,))
    return Side.CLINGS if clings else _as_first(char)


def _folded(char: str) -> str:
    if char.isspace() or char in _HYPHENS:
        return " "
    if char in _APOSTROPHES or unicodedata.category(char) == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""
    if _within(char, _KANA):
        return unicodedata.normalize("NFKC", char)
    apart = unicodedata.normalize("NFKD", char)
    if len(apart) > _LONGEST:
        return char
    # Marks of this block sit on Latin, Greek and Cyrillic letters; marks of other scripts make other words.
    bare = "".join(part for part in apart if not 0x0300 <= ord(part) <= 0x036F)
    letters = unicodedata.normalize("NFKD", bare.casefold())
    return letters.translate(_SAME).translate(_SAME_ARABIC).translate(_SAME_ETHIOPIC)


class _Folds(dict[str, str]):
    """Folds each sign once: there are few, and texts are many."""

    def __missing__(self, char: str) -> str:
        self[char] = _folded(char)
        return self[char]


class _Sides(dict[str, tuple[Side, Side]]):
    """Looks each sign up once."""

    def __missing__(self, char: str) -> tuple[Side, Side]:
        self[char] = _as_first(char), _as_second(char)
        return self[char]


_FOLDS = _Folds()
_SIDES = _Sides()


def joined(first: str, second: str) -> bool:
    """Whether the second sign goes on with the word, or with the letter, that the first one belongs to."""
    left, right = _SIDES[first][0], _SIDES[second][1]
    if right is Side.CLINGS or left is Side.BINDS:
        return right is not Side.APART
    return left is right and left in (Side.WORD, Side.KATAKANA)


def runs_on(char: str) -> bool:
    """Whether this sign is of a script without blanks between words."""
    return _SIDES[char][0] in (Side.RUNNING, Side.BINDS)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for comparing, and where each of its signs stood in the text as it was written."""

    text: str
    at: list[int]

    def said(self, words: str, start: int, end: int) -> str:
        """The words as they stood, with the marks that belong to the last letter."""
        last = self.at[end - 1] + 1
        while (
            last < len(words)
            and unicodedata.category(words[last])[0] == "M"
            and last not in self.at[end : end + 1]
        ):
            last += 1
        return words[self.at[start] : last]


def fold(words: str) -> Folded:
    """Without case, marks on Latin letters, and invisible signs; letters taken apart (NFKD); one blank at most."""
    text: list[str] = []
    at: list[int] = []
    for place, char in enumerate(words):
        for part in _FOLDS[char]:
            if part == " " and (not text or text[-1] == " "):
                continue
            text.append(part)
            at.append(place)
    return Folded("".join(text), at)


def key(name: str) -> str:
    """A name as it is compared."""
    return " ".join("".join(map(_FOLDS.__getitem__, name)).split())
