"""Finds of which nation people say that they are; a country that is only named is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.folding import fold, joined, key, runs_on
from bot.domain.gazetteer import countries_said

_FILE = Path(__file__).with_name("nations.toml")


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands before and behind; `people`: only around a word for people, not around a country's name."""

    before: str
    behind: str
    people: bool


@dataclass(frozen=True, slots=True)
class _Nations:
    """Words for people of a nation, what is said around them and around names, and what says it as it stands."""

    people: dict[str, str]
    around: tuple[_Around, ...]
    said: dict[str, str]


@cache
def _load() -> _Nations:
    content = tomllib.loads(_FILE.read_text("utf-8"))
    return _Nations(
        people={key(word): code for code, words in content["people"].items() for word in words},
        around=tuple(_around(pattern) for patterns in content["around"].values() for pattern in patterns),
        said={key(words): code for words, code in content["said"].items()},
    )


def _around(pattern: str) -> _Around:
    before, _, behind = pattern.replace("{people}", "{}").partition("{}")
    return _Around(key(before), key(behind), "{people}" in pattern)


def nations_in(words: str, asked: bool = False) -> tuple[str, ...]:
    """ISO 3166 alpha-2 codes, in the order of the text, each once.

    `asked`: the words answer from which country somebody is, so that any country in them is meant.
    """
    nations, text = _load(), fold(words).text
    found = [
        *((start, code) for start, end, code in countries_said(words) if asked or _own(text, start, end, False)),
        *((start, code) for start, end, code in _people(text) if asked or _own(text, start, end, True)),
        *((start, code) for said, code in nations.said.items() for start, _ in _whole(said, text)),
    ]
    return tuple(dict.fromkeys(code for _, code in sorted(found)))


def _people(text: str) -> Iterator[tuple[int, int, str]]:
    for word, code in _load().people.items():
        yield from ((start, end, code) for start, end in _whole(word, text))


def _places(said: str, text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(re.escape(said), text)) if said else iter(())


def _whole(said: str, text: str) -> Iterator[tuple[int, int]]:
    """Where it stands as words of its own; scripts without blanks know no such thing."""
    for start, end in _places(said, text):
        begins = start == 0 or runs_on(text[start]) or not joined(text[start - 1], text[start])
        if begins and (end == len(text) or runs_on(text[end - 1]) or not joined(text[end - 1], text[end])):
            yield start, end


def _own(text: str, start: int, end: int, people: bool) -> bool:
    """Whether what stands around the name says that it is somebody's own nation."""
    before, behind = text[:start].rstrip(), text[end:].lstrip()
    return any(
        _ends(before, one.before) and behind.startswith(one.behind)
        for one in _load().around
        if people or not one.people
    )


def _ends(text: str, words: str) -> bool:
    if not words:
        return True
    at = len(text) - len(words)
    return text.endswith(words) and (at == 0 or runs_on(words[0]) or not joined(text[at - 1], text[at]))
