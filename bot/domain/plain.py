"""One way of writing for the many in which the same numbers and marks are typed."""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans(
    {
        **dict.fromkeys("٫．。", "."),
        **dict.fromkeys("،，、؍", ","),
        **dict.fromkeys("；؛", ";"),
        **dict.fromkeys("−‐‑‒–—﹣", "-"),
        **dict.fromkeys("º˚ﾟ゜", "°"),
        **dict.fromkeys("’‘´`ʹʼ＇", "′"),
        **dict.fromkeys("”“〃ʺ＂", "″"),
        "\u00a0": " ",
        "：": ":",
        "／": "/",
    }
)
_BLANKS = re.compile(r"\s+")


def plain(words: str) -> str:
    """Native digits as ASCII ones, full-width letters as plain ones, marks unified, invisible ones gone.

    Two letters never become one: what is found in the result stands in the same order in the words.
    """
    return _BLANKS.sub(" ", "".join(map(_one, words.translate(_MARKS))))


def _one(char: str) -> str:
    if char < "\x80":
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if unicodedata.category(char) == "Cf":
        return ""
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return char
