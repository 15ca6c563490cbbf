"""Which way the parts of a line are read (UAX 9); draws nothing."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

_FROM_RIGHT = frozenset({"R", "AL"})


def turns(text: str) -> bool:
    """Whether any of it is read from right to left."""
    return any(unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in text)


def from_right(text: str) -> bool:
    """Whether all of it is laid out from right to left: its first letter says so (P2)."""
    sides = (unicodedata.bidirectional(sign) for sign in text)
    return next((side in _FROM_RIGHT for side in sides if side in ("L", *_FROM_RIGHT)), False)


def runs(line: str, right: bool) -> list[tuple[str, bool]]:
    """Parts to be drawn from left to right, and whether each is read from right to left.

    fpdf2 puts the parts of one direction into order, but not numbers inside words from right to left that stand
    inside a line from left to right.
    """
    if right or not turns(line):
        return [(line, right)]
    signs = BidiParagraph(line, base_direction=TextDirection.LTR, preserve_bn_chars=True)
    levels = signs.get_characters_with_embedding_level()
    parts = groupby(levels, key=lambda sign: sign.embedding_level > 0)
    return [("".join(sign.character for sign in part), turned) for turned, part in parts]
