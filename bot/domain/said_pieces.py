"""The pieces of a time in order, and what each of them is; what was read of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from bot.domain.ids import Instant
from bot.domain.said_order import PARTS, in_order, place_of
from bot.domain.said_words import DAYS, Piece

FILLERS = ("mute", "both", "ahead")
_OF_HOURS = ("oclock", "hours", "evening", "mong")
NAMED_DAYS = ("weekday", "next", "weekend", *FILLERS, *DAYS)


class Kind(Enum):
    """What was read."""

    CLOCK = "a time of the day"
    DAY = "a day"
    TIME = "another time"
    JOINT = "it joins two times"
    WORD = "no time"


@dataclass(frozen=True, slots=True)
class Told:
    """Words of the result; of a joint they stand only where it joins nothing; glued, it has none."""

    kind: Kind
    words: tuple[str, ...]
    joint: str = ""
    late: bool = False
    """It begins after the midnight of the night that is said with it."""


Read: TypeAlias = tuple[Told, int]
"""What was read, and how many pieces said it."""


def the_next(day: str) -> str:
    """The day after this one, as `spans.py` reads it."""
    return f"{day}+1"


class Pieces:
    """What was written, cut; `language` is the writer's."""

    def __init__(self, words: Sequence[str], now: Instant, language: str) -> None:
        self._words, self._now, self._language = words, now, language
        self._pieces = in_order(words, language)

    def written(self, at: int) -> tuple[str, ...]:
        """The words that this piece was cut from."""
        place = place_of(self._pieces[at])
        behind = min((found for one in self._pieces if (found := place_of(one)) > place), default=len(self._words))
        return tuple(self._words[place:behind])

    def is_(self, at: int, *kinds: str) -> str | None:
        """What the piece stands for, if it is a word of one of these kinds."""
        piece = self._pieces[at] if 0 <= at < len(self._pieces) else at
        found = piece.kinds if isinstance(piece, Piece) else {}
        return next((found[kind] for kind in kinds if kind in found), None)

    def number(self, at: int) -> str:
        """Digits as they stand; of one in letters, where what stands beside it says that it is an hour."""
        piece = self._pieces[at] if 0 <= at < len(self._pieces) else at
        if not isinstance(piece, Piece) or piece.number:
            return piece.number if isinstance(piece, Piece) else ""
        # A part of the day beside it may be of the next time; `หนึ่ง เช้า` begins with somebody's name.
        near = self.written(at)[0].isascii() or (at + 1 < len(self._pieces) and self.glued(at + 1))
        hour = self.is_(at - 1, "before") or self.is_(at + 1, *_OF_HOURS) or (near and self.is_(at + 1, *PARTS))
        return piece.kinds.get("numeral", "") if hour else ""

    def glued(self, at: int) -> bool:
        """Whether it stands in one word with what is before it."""
        return at > 0 and place_of(self._pieces[at - 1]) == place_of(self._pieces[at])
