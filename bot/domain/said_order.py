"""Puts the pieces of a time into the order in which they are read, and leaves out what is somebody's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.said_words import DAYS, Piece, pieces

PARTS = ("am", "pm", "night", "midday")
_NOBODY = frozenset({"am", "pm", "from", "since", "until", "till", "for", "this", "night", "morning", "evening"})
"""Nobody is called so."""
_SOFT = frozenset(
    {
        *(*PARTS, "to", "from", "both", "ahead", "mute", "before", "half", "next"),
        *("minutes", "hours", "days", "weeks", "of_year", "ordinal", "ordinal_behind", "numeral"),
    }
)
_CLOCKED = ("oclock", "half", "minutes", "evening", "mong")


def in_order(words: Sequence[str], language: str) -> list[Piece | int]:
    """What was found in the words, each day before the part of it; for a word that is no time, its place."""
    return _ordered(_parted(_named(pieces(words), words), words, language))


def place_of(one: Piece | int) -> int:
    """Which word it stands in."""
    return one if isinstance(one, int) else one.place


def _kinds(one: Piece | int | None) -> Mapping[str, str]:
    return one.kinds if isinstance(one, Piece) else {}


def _told_by_clock(one: Piece | int | None) -> bool:
    """Whether it belongs to a time of the day."""
    known = any(kind in _kinds(one) for kind in (*_CLOCKED, *PARTS, "before", "noon", "midnight"))
    return isinstance(one, Piece) and (known or (bool(one.number) and not re.search(r"[/-]", one.number)))


def _named(found: list[Piece | int], words: Sequence[str]) -> list[Piece | int]:
    """First or last and with a capital letter, what is no time by itself is somebody: Sang, Tu, To, On, Min."""

    def name(one: Piece | int) -> bool:
        if not isinstance(one, Piece) or one.number or one.place not in (0, len(words) - 1):
            return False
        word, alone = words[one.place], sum(place_of(other) == one.place for other in found) == 1
        titled = word[:1].isupper() and word[1:].islower() and word.casefold() not in _NOBODY
        return titled and alone and _SOFT.issuperset(one.kinds)

    return [place_of(one) if name(one) else one for one in found]


def _parted(found: list[Piece | int], words: Sequence[str], language: str) -> list[Piece | int]:
    """`sáng mai`, `明晚`, "tonight" beside an hour: as a day and a part of it; behind the hour the part leads."""
    told = list[Piece | int]()
    for at, one in enumerate(found):
        pair = _kinds(one).get("pair", "").split()
        before, behind = (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)
        hour = isinstance(before, Piece) and _told_by_clock(before)
        if not isinstance(one, Piece):
            told.append(one)
        elif pair == ["mai"]:
            name = language != "vi" or not words[one.place].islower()
            told.append(one.place if name else Piece(one.place, kinds={"tomorrow": "tomorrow"}))
        elif pair or ("tonight" in one.kinds and (hour or _told_by_clock(behind))):
            day, part = (Piece(one.place, kinds={kind: kind}) for kind in pair or ("today", "night"))
            if hour and any(kind in _kinds(before) for kind in PARTS):
                told.append(day)
            else:
                told += [part, day] if hour else [day, part]
        else:
            told.append(one)
    return told


def _ordered(found: list[Piece | int]) -> list[Piece | int]:
    """`tối thứ sáu 8h`, `คืนวันศุกร์`: the day first, where what is said is a time, or a night."""
    days = ("weekday", *DAYS)
    for at in range(len(found) - 1):
        part, day = _kinds(found[at]), _kinds(found[at + 1])
        before = found[at - 1] if at else None
        behind = found[at + 2] if at + 2 < len(found) else None
        free = not _told_by_clock(before) and not any(kind in _kinds(before) for kind in (*days, "next"))
        both = any(kind in day for kind in days) and any(kind in part for kind in PARTS)
        if free and both and ("night" in part or _told_by_clock(behind)):
            found[at], found[at + 1] = found[at + 1], found[at]
    return found
