"""What people write in each language, by what it means: phrases from `tongues/<language>.toml`; knows no rules."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from bot.domain.folding import key, runs_on
from bot.domain.phrases import Numbers, Phrase, phrase
from bot.domain.triage import Rule

FOLDER = Path(__file__).parent / "tongues"
_OPENING = 2
"""Signs by which phrases are looked up."""


class Sign(StrEnum):
    """What words may mean beside the rules of the triage."""

    SOON = "soon"
    CRIED = "cried"
    LATELY = "lately"
    SILENT = "silent"
    OURS = "ours"
    ANONYMOUS = "anonymous"
    CALLS_YES = "calls_yes"
    CALLS_NO = "calls_no"
    NO_POLICE = "no_police"
    INSPECTED = "inspected"
    FEMALE = "female"
    MALE = "male"
    """Of the person that it is about, by what the writer says of themselves, or of whom they write for."""
    FAMILY = "family"
    WITNESS = "witness"


class Count(StrEnum):
    """What a number in the words counts."""

    PEOPLE = "people"
    BUILDING = "building"
    ROOM = "room"
    FLOOR = "floor"
    DAYS = "days"
    WEEKS = "weeks"
    AGE = "age"
    BORN = "born"
    BATTERY = "battery"


class Naming(StrEnum):
    """Where the phrase stands by which a name is told."""

    BEFORE = "before"
    AFTER = "after"


Meaning: TypeAlias = Rule | Sign | Count | Naming


@dataclass(frozen=True, slots=True)
class Denied:
    """What takes the meaning from a cue: before it but for fillers, at the opening of a clause, or behind."""

    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None

    def takes(self, text: str, start: int, end: int) -> bool:
        """Whether what stands here is denied."""
        before, behind = text[max(0, start - 60) : start], text[end : end + 24]
        return bool(self.before and self.before.search(before) or self.behind and self.behind.search(behind))


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language."""

    code: str
    cues: Mapping[Rule, tuple[Phrase, ...]]
    signs: Mapping[Sign, tuple[Phrase, ...]]
    counts: Mapping[Count, tuple[Phrase, ...]]
    names: Mapping[Naming, tuple[Phrase, ...]]
    numbers: Numbers
    denied: Denied

    def meanings(self) -> Iterator[tuple[Meaning, Phrase]]:
        """Every phrase with what it means, in the order of the file."""
        for table in (self.cues, self.signs, self.counts, self.names):
            for meaning, phrases in table.items():
                yield from ((meaning, one) for one in phrases)


class Entry(NamedTuple):
    """One phrase of one language; `place` is its place among all of them."""

    place: int
    tongue: Tongue
    meaning: Meaning
    phrase: Phrase


@cache
def load() -> tuple[Tongue, ...]:
    """Every language that has a file, by its code."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def _index() -> Mapping[str, tuple[Entry, ...]]:
    """All phrases by the first signs of their cores: of thousands, few have to be looked for in a text."""
    all_of_them = ((tongue, *one) for tongue in load() for one in tongue.meanings())
    index = defaultdict[str, list[Entry]](list)
    for place, (tongue, meaning, one) in enumerate(all_of_them):
        index[one.core[:_OPENING]].append(Entry(place, tongue, meaning, one))
    return {opening: tuple(entries) for opening, entries in index.items()}


def likely_in(text: str) -> list[Entry]:
    """The phrases whose cores stand in the folded text, in the order of their languages and files."""
    index = _index()
    openings = {text[place : place + size] for size in range(_OPENING + 1) for place in range(len(text))}
    found = [entry for one in openings & index.keys() for entry in index[one] if entry.phrase.core in text]
    return sorted(found, key=lambda entry: entry.place)


def _read(path: Path) -> Tongue:
    content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    numbers = Numbers(**{kind: tuple(words) for kind, words in content.get("numbers", {}).items()})

    def phrases(table: str, entry: str) -> tuple[Phrase, ...]:
        return tuple(phrase(one, numbers) for one in content.get(table, {}).get(entry, ()))

    return Tongue(
        code=path.stem,
        cues={rule: phrases("cues", rule.value) for rule in Rule},
        signs={sign: phrases("signs", sign.value) for sign in Sign},
        counts={count: phrases("counts", count.value) for count in Count},
        names={naming: phrases("names", naming.value) for naming in Naming},
        numbers=numbers,
        denied=_denied(content.get("denied", {})),
    )


def _denied(table: Mapping[str, list[str]]) -> Denied:
    fillers = "|".join(_literals(table.get("fillers", [])))
    between = f" ?(?:(?:{fillers}) ){{0,2}}" if fillers else " ?"
    words, opening = _literals(table.get("before", [])), _literals(table.get("opening", []))
    apart = [_begun(word) for word in words if not runs_on(word[0])]
    # Where words are written without blanks, a blank ends what was said: "cannot go, took my passport".
    running = [word for word in words if runs_on(word[0])]
    ways = [rf"(?:{'|'.join(apart)}){between}$"] if apart else []
    ways += [rf"(?:{'|'.join(running)})(?:{fillers or '(?!)'}){{0,2}}$"] if running else []
    ways += [rf"(?:^|[.,!?] ?)(?:{'|'.join(opening)}) ?$"] if opening else []
    after = _literals(table.get("after", []))
    behind = rf"^[^\s.,!?።।۔؟]{{0,8}}? ?(?:{'|'.join(after)})" if after else ""
    return Denied(re.compile("|".join(ways)) if ways else None, re.compile(behind) if behind else None)


def _begun(word: str) -> str:
    """A word begins after a blank or a mark."""
    return rf"(?:^|[^\w]){word}"


def _literals(words: list[str]) -> list[str]:
    return [re.escape(key(one)).replace(r"\ ", " ?") for one in words]
