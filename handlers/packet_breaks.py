"""Where a line of text may end: between words, and inside them where a script writes none; draws nothing.

Scripts of South-East Asia write no blanks between words, and finding words takes a dictionary. Here a line ends
between syllables: the letters stay whole, which is what must not go wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_JOINS = frozenset("\u17d2\u1039\u094d\u09cd\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u0acd\u0a4d\u200d")
"""After these the next letter is written into the one before: Khmer's coeng, Burmese's and the Indian viramas."""
_BEFORE = frozenset("เแโใไເແໂໃໄ")
"""Vowels of Thai and Lao that stand before their letter."""
_ASAT = "\u103a"
_SOLID = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Letters of Thai, Lao, Burmese and Khmer, and signs of Chinese and Japanese."""
_NOT_FIRST = frozenset("។៕ៗ၊။ๆຯໆ，。、；：？！）」』】》…!?,.;:)]}»”’%")
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def shown(text: str) -> str:
    """Without signs that have no shape, or that turn the order of the others round."""
    return _HIDDEN.sub("", text.replace("\t", " "))


def syllables(word: str) -> list[str]:
    """The parts that must not be torn."""
    parts: list[str] = []
    for sign in word:
        if parts and _clings(parts[-1], sign):
            parts[-1] += sign
        else:
            parts.append(sign)
    return _closed(parts)


def _clings(part: str, sign: str) -> bool:
    if unicodedata.category(sign).startswith("M") or sign in "\u200c\u200d" or sign in _NOT_FIRST:
        return True
    return part[-1] in _JOINS or part[-1] in _BEFORE


def _closed(parts: list[str]) -> list[str]:
    """A Burmese letter that is killed by asat ends the syllable before it."""
    joined: list[str] = []
    for part in parts:
        if joined and _ASAT in part[1:3]:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines that are no wider; every sign of it is in one of them, but for blanks at their ends."""
    return [line for paragraph in text.splitlines() or [""] for line in _filled(paragraph, width, measure)]


def _filled(paragraph: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    line, room = "", width
    for piece in _pieces(paragraph, width, measure):
        wide = measure(piece)
        if line and measure(piece.rstrip()) > room:
            yield line.rstrip()
            line, room = "", width
        line, room = line + piece, room - wide
    yield line.rstrip()


def _pieces(paragraph: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Words with the blanks after them; of what has no blanks, or is wider than a line, its syllables."""
    for word in re.findall(r"\S+\s*|\s+", paragraph):
        if _SOLID.search(word) or measure(word) > width:
            yield from syllables(word)
        else:
            yield word
