"""Reads which picture of a roster staff want, in any order and language; what cannot be read is None."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.folding import key
from bot.domain.plain import plain
from bot.domain.roster_sheet import Extent

_FILE = Path(__file__).with_name("looks.toml")


@dataclass(frozen=True, slots=True)
class Look:
    """How much is shown, and on which ground."""

    period: Extent = Extent.WEEK
    dark: bool = False


@cache
def _reports() -> frozenset[str]:
    return frozenset(key(word) for word in tomllib.loads(_FILE.read_text("utf-8"))["report"])


def without_report(words: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether a report is asked for, and the other words."""
    for size in (2, 1):
        for place in range(len(words) - size + 1):
            if key(plain(" ".join(words[place : place + size]))) in _reports():
                return True, [*words[:place], *words[place + size :]]
    return False, list(words)


@cache
def _known() -> dict[str, Extent | bool]:
    """What each word asks for: a period, or whether it is dark."""
    content = tomllib.loads(_FILE.read_text("utf-8"))
    meant: dict[str, Extent | bool] = {"week": Extent.WEEK, "month": Extent.MONTH, "light": False, "dark": True}
    return {key(word): asked for name, asked in meant.items() for word in content[name]}


def look_of(words: Sequence[str]) -> Look | None:
    """`month dark`, `week`, nothing; None where a word is unknown, or two say different things."""
    known, left = _known(), [key(plain(word)) for word in words]
    periods, grounds = set[Extent](), set[bool]()
    while left:
        pair = " ".join(left[:2])
        taken = 2 if len(left) > 1 and pair in known else 1
        asked = known.get(" ".join(left[:taken]))
        if asked is None:
            return None
        if isinstance(asked, Extent):
            periods.add(asked)
        else:
            grounds.add(asked)
        left = left[taken:]
    if len(periods) > 1 or len(grounds) > 1:
        return None
    return Look(next(iter(periods), Extent.WEEK), next(iter(grounds), False))
