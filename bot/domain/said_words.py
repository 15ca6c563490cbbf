"""Cuts what staff write of times into the words and numbers of `days.toml`; what they mean is read elsewhere."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.domain.folding import key
from bot.domain.plain import plain

_FILE = Path(__file__).with_name("days.toml")
_HYPHENS = re.compile(r"[-~〜～‐‑‒–—―]")  # noqa: RUF001
_NUMBER = re.compile(
    r"\d{4}~\d{2}~\d{2}(?!\d)|\d{1,2}[:.]\d{2}(?![\d.])|\d{1,2}[/.]\d{1,2}(?:[/.]\d{4}|\.)?(?!\d)|\d{1,4}(?!\d)"
)
DAYS = ("yesterday", "today", "tomorrow", "overmorrow")
_WHEN = frozenset({*DAYS, "now", "tonight", "weekday", "weekend", "month", "length", "pair", "ongoing"})
_VALUED = {"length": "lengths", "pair": "pairs", "numeral": "numerals", "ongoing": "ongoing", "alone": "alone"}
"""Kinds of words of which each stands for what its line in that table says."""
_TIMES_OF_DAY = frozenset(
    {"oclock", "before", "half", "am", "pm", "night", "midday", "evening", "mong", "noon", "midnight", "nextday"}
)
_CLINGS = frozenset({"from_behind", "to_behind", "to", "next", "night", "am", "pm", "midday", "noon", "midnight"})
"""What stands behind a weekday of one syllable in its word: `금부터`, but not `금주`."""
_POINT = re.compile(r"(?<=[A-Za-z])\.$")
_FURTHEST = 6
"""Words that are looked at together: no phrase is longer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A number as it stands, or a known word with what it stands for as each kind of word that it may be.

    `place` is that of the written word in which it begins.
    """

    place: int
    number: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    short: bool = False
    """A weekday of one syllable, as names are made of, too."""


class _Table(NamedTuple):
    """Each word, folded, with its kinds; how it is written as each of them; how long the longest is.

    With its marks a word may be only one of these: "tới" is not "tối", though they are folded alike.
    """

    kinds: dict[str, dict[str, str]]
    spellings: dict[tuple[str, str], set[str]]
    longest: int


@cache
def _table() -> _Table:
    content = tomllib.loads(_FILE.read_text("utf-8"))
    told: list[tuple[str, str, list[str]]] = [
        *((name, name, content[name]) for name in ("now", "tonight", *DAYS)),
        *((unit, unit[0], content[unit]) for unit in ("minutes", "hours", "days", "weeks")),
        *(("weekday", words[0], words) for words in content["weekdays"]),
        *(("month", str(number), words) for number, words in enumerate(content["months"], 1)),
        *((name, name, words) for table in ("clock", "joints") for name, words in content[table].items()),
        *((name, value, words) for name, table in _VALUED.items() for value, words in content[table].items()),
    ]
    kinds, spellings = dict[str, dict[str, str]](), dict[tuple[str, str], set[str]]()
    for kind, value, words in told:
        for word in words:
            kinds.setdefault(_folded(word), {})[kind] = value
            spellings.setdefault((_folded(word), kind), set()).add(_written(word))
    return _Table(kinds, spellings, max(map(len, kinds)))


def _folded(word: str) -> str:
    """As words are compared; hyphens of every kind stay, as `~`."""
    return key(_bare(word))


def _written(word: str) -> str:
    return unicodedata.normalize("NFC", _bare(word)).casefold()


def _bare(word: str) -> str:
    """Without the marks around it; a point stays where it says something: `น.`, `30.11.`, but not `Dec.`."""
    return _HYPHENS.sub("~", _POINT.sub("", plain(word).strip(",()")))


def pieces(words: Sequence[str]) -> list[Piece | int]:
    """What was found, in order; for a word that says no time its place."""
    found, place = list[Piece | int](), 0
    while place < len(words):
        cut, used = _cut(words[place : place + _FURTHEST], place)
        found += cut or [place]
        place += used
    return found


def _cut(words: Sequence[str], place: int) -> tuple[list[Piece], int]:
    """The pieces of the first word, and of those that a phrase of it goes on in; none if a part is not known."""
    texts = [_folded(word) for word in words]
    text, ends, length = " ".join(texts), dict[int, int](), -1
    marked = " ".join(map(_written, words))
    marked = marked if len(marked) == len(text) else ""
    for number, one in enumerate(texts, 1):
        length += len(one) + 1
        ends[length] = number
    found = _to_an_end(text, marked, place, ends)
    if found is None:
        return [], 1
    cut, at = found
    whole = len(cut) == 1 or (any(map(_says_when, cut)) and not _of_syllables(cut, text[:at]))
    whole = whole or (len(cut) == 2 and not {"next", "this"}.isdisjoint(cut[0].kinds) and "weeks" in cut[1].kinds)
    whole = whole or (not text[:1].isascii() and not any(one.short for one in cut) and _of_day(cut))
    return (cut, ends[at]) if whole else ([], 1)


def _to_an_end(text: str, marked: str, place: int, ends: Mapping[int, int]) -> tuple[list[Piece], int] | None:
    """From the first letter to the end of a word, in the longest pieces that lead there, and where that is.

    `다음 주말` is no `다음 주`. Nothing is tried twice: what is written may be long.
    """
    found, dead = list[Piece](), set[int]()
    ways = [(0, _from_here(text, marked, 0, place))]
    while ways:
        begin, pieces = ways[-1]
        taken = next(
            ((one, begin + size) for one, size in pieces if _is_free(one, text, begin, begin + size)), None
        )
        if taken is None:
            dead.add(begin)
            ways.pop()
            found = found[:-1]
            continue
        piece, at = taken
        if at in ends:
            return [*found, piece], at
        if at not in dead:
            found.append(piece)
            ways.append((at, _from_here(text, marked, at, place)))
    return None


def _is_free(piece: Piece, text: str, begin: int, end: int) -> bool:
    """Whether Latin letters that name a day end where it ends: `month` and `Thum` do not begin with one."""
    edges = (text[max(begin - 1, 0) : begin + 1], text[end - 1 : end + 1])
    joined = any(len(edge) == 2 and edge.isascii() and edge.isalpha() for edge in edges)
    return not joined or {"weekday", "month"}.isdisjoint(piece.kinds)


def _says_when(piece: Piece) -> bool:
    """Whether it is more than a word beside a time: "Onto" and "Ham" are none, though their parts are known."""
    return bool(piece.number) or not _WHEN.isdisjoint(piece.kinds)


def _of_day(found: Sequence[Piece]) -> bool:
    """Whether a part of the day is in it: `ถึงเวลา`, but not `日本`."""
    return any(not _TIMES_OF_DAY.isdisjoint(piece.kinds) for piece in found)


def _of_syllables(found: Sequence[Piece], text: str) -> bool:
    """`수일`, `금주`, `과일` are names, or other words, though their syllables are weekdays."""
    if " " in text or any(piece.number for piece in found) or not any(piece.short for piece in found):
        return False
    joined = zip(found, found[1:], strict=False)
    return not found[0].short or not all(
        "to" in before.kinds if piece.short else not _CLINGS.isdisjoint(piece.kinds) for before, piece in joined
    )


def _from_here(text: str, marked: str, at: int, place: int) -> Iterator[tuple[Piece, int]]:
    """What begins here, with its length, the longest first."""
    table = _table()
    number = _NUMBER.match(text, at)
    digits = number[0] if number else ""
    for size in range(min(table.longest, len(text) - at), len(digits), -1):
        word = text[at : at + size]
        kinds = table.kinds.get(word)
        if kinds is not None and marked and (spelt := marked[at : at + size]) != word:
            kinds = {kind: value for kind, value in kinds.items() if spelt in table.spellings[word, kind]}
        if kinds:
            syllable = len(unicodedata.normalize("NFC", word)) == 1 and "\u1100" <= word[0] <= "\u1112"
            short = syllable and "weekday" in kinds
            yield Piece(place, kinds=kinds, short=short), size
    if digits:
        yield Piece(place, number=digits.replace("~", "-")), len(digits)
