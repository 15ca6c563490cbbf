"""Compiles phrases as they stand in `tongues/*.toml`, and finds them in folded text; knows no language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.folding import joined, key, runs_on

LONGEST = 4_096
"""Characters looked at; Telegram's own limit for one message."""
_WORDS_BETWEEN, _SIGNS_BETWEEN = 30, 24
_INSIDE = "[^.!?።।۔؟]"
"""Whatever ends no sentence."""
_AND = ("و", "ف")
_PARTS = re.compile(r"( ?\.\. ?|\*|#|@| )")
# Up to five digits, with at most one letter: a room may be "B412". Marks between belong to bigger numbers.
_TAG = r"(?<![a-z\d.,])(?:[a-z]-?\d{0,3}|\d{1,3}[a-z]?)(?![a-z\d]|[.,]\d)"
"""What a building is called by: "b", "b2", "12", "3a"."""
_DIGITS, _ENDS = r"(?<![\d.,])[a-z]?\d{1,5}", r"(?![\d]|[.,]\d)"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words of one language, from one on, and what is written behind an ordinal in digits."""

    cardinal: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()

    def pattern(self) -> str:
        """Of a number in digits or in words."""
        words = sorted({key(one) for one in (*self.cardinal, *self.ordinal)}, key=len, reverse=True)
        suffix = "|".join(re.escape(key(one)) for one in self.suffix)
        digits = f"{_DIGITS}(?:[a-z]|{suffix})?{_ENDS}" if suffix else f"{_DIGITS}[a-z]?{_ENDS}"
        return "|".join([digits, *map(re.escape, words)])

    def value(self, said: str) -> str:
        """The number as it is shown: digits where it was a word."""
        for series in (self.cardinal, self.ordinal):
            for place, word in enumerate(series, 1):
                if key(word) == said:
                    return str(place)
        for suffix in map(key, self.suffix):
            if said.endswith(suffix) and said[: -len(suffix)].isdecimal():
                return said[: -len(suffix)]
        return said.upper()


@dataclass(frozen=True)
class Phrase:
    """One phrase; `core` is a piece of it that must be there, which is quick to see."""

    written: str
    core: str
    numbers: Numbers

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(_compiled(self.written, self.numbers)))

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in the folded text where it stands as words of its own."""
        if self.core not in text:
            return
        for match in self._pattern.finditer(text):
            if self._whole(text, match):
                yield match

    def _whole(self, text: str, match: re.Match[str]) -> bool:
        start, end = match.span()
        begins = self.written.startswith("*") or _begins(text, start) or _is_and(text, start)
        ends = self.written.endswith("*") or end == len(text) or not joined(text[end - 1], text[end])
        return begins and ends


def _begins(text: str, at: int) -> bool:
    return at == 0 or not joined(text[at - 1], text[at])


def _is_and(text: str, at: int) -> bool:
    """Whether all that stands before it in its word is the letter by which Arabic says "and", or "so"."""
    return text[at - 1 : at] in _AND and _begins(text, at - 1)


def phrase(written: str, numbers: Numbers = Numbers()) -> Phrase:  # noqa: B008 - a frozen value
    """The phrase as it was written down, folded."""
    told = " ".join("".join(_folded(part) for part in _PARTS.split(written)).split())
    literals = [part for part in _PARTS.split(told) if part and part.strip() and not _PARTS.fullmatch(part)]
    return Phrase(told, max(literals, key=len, default=""), numbers)


def _folded(part: str) -> str:
    return part if _PARTS.fullmatch(part) else key(part)


def _compiled(written: str, numbers: Numbers) -> Iterator[str]:
    parts = [part for part in _PARTS.split(written) if part]
    for place, part in enumerate(parts):
        before = parts[place - 1][-1] if place else ""
        behind = parts[place + 1][0] if place + 1 < len(parts) else ""
        running = bool(before and behind) and (runs_on(before) or runs_on(behind))
        match part.strip() if part != " " else part:
            case "..":
                yield (
                    f"[^.!?።।۔؟]{{0,{_SIGNS_BETWEEN}}}?"
                    if running
                    else f" (?:[^.!?።।۔؟]{{0,{_WORDS_BETWEEN}}}? )?"
                )
            case "*":
                yield r"[^\s.,!?;:]*?" if place + 1 < len(parts) else ""
            case "#":
                yield f"(?P<number>{numbers.pattern()})"
            case "@":
                yield f"(?P<number>{_TAG})"
            case " ":
                yield " ?" if running or {"#", "@"} & {before, behind} else " "
            case _:
                yield re.escape(part)
