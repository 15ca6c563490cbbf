"""How staff say days, lengths and turns in their languages, read once from `days.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.folding import key
from bot.domain.ids import DAY, HOUR, MINUTE

_FILE = Path(__file__).with_name("days.toml")


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words for days, lengths and turns, folded."""

    now: frozenset[str]
    days: dict[str, int]
    tonight: frozenset[str]
    weekdays: dict[str, int]
    months: dict[str, int]
    hours: frozenset[str]
    lengths: frozenset[str]
    units: dict[str, int]
    """Milliseconds of each."""
    longest: int
    turns: dict[str, int]
    """How many days a turn is long."""
    options: dict[str, str]
    """What follows in `/rotate`, by each of its names."""
    ends: frozenset[str]
    """There are to be no turns any more."""
    everybody: frozenset[str]
    always: frozenset[str]


@cache
def day_words() -> DayWords:
    """The table."""
    content = tomllib.loads(_FILE.read_text("utf-8"))

    def folded(name: str) -> frozenset[str]:
        return frozenset(map(key, content[name]))

    days = {
        word: ahead
        for ahead, name in enumerate(("yesterday", "today", "tomorrow", "overmorrow"), -1)
        for word in folded(name)
    }
    sizes = {"minutes": MINUTE, "hours": HOUR, "days": DAY, "weeks": 7 * DAY}
    weekdays = {key(word): place for place, words in enumerate(content["weekdays"]) for word in words}
    months = {key(word): place for place, words in enumerate(content["months"], 1) for word in words}
    known = (*folded("now"), *days, *folded("tonight"), *weekdays)
    return DayWords(
        folded("now"),
        days,
        folded("tonight"),
        weekdays,
        months,
        folded("hours"),
        folded("days"),
        {word: size for name, size in sizes.items() for word in folded(name)},
        max(len(word.split()) for word in known),
        {**dict.fromkeys(folded("daily"), 1), **dict.fromkeys(folded("weekly"), 7)},
        {key(word): name for name, words in content["options"].items() for word in words},
        folded("ends"),
        folded("everybody"),
        folded("always"),
    )
