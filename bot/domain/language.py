"""Tells the language in which a person is answered: by their words, then by their phone."""

from __future__ import annotations

from collections.abc import Sequence

FALLBACK = "en"
_Ranges = tuple[tuple[int, int], ...]
# Scripts, and who of ours writes in them, the likeliest first. Kana stands before Han: Japanese has both.
_SCRIPTS: tuple[tuple[_Ranges, tuple[str, ...]], ...] = (
    (((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)), ("ko",)),
    (((0x0E00, 0x0E7F),), ("th",)),
    (((0x0E80, 0x0EFF),), ("lo",)),
    (((0x1000, 0x109F),), ("my",)),
    (((0x1780, 0x17FF),), ("km",)),
    (((0x0900, 0x097F),), ("hi", "ne")),
    (((0x0980, 0x09FF),), ("bn",)),
    (((0x0B80, 0x0BFF),), ("ta",)),
    (((0x0D80, 0x0DFF),), ("si",)),
    (((0x1200, 0x137F),), ("am",)),
    (((0x0600, 0x06FF), (0x0750, 0x077F)), ("ur", "ar")),
    (((0x0400, 0x04FF),), ("ru",)),
    (((0x3040, 0x30FF),), ("ja",)),
    (((0x3400, 0x9FFF),), ("zh",)),
)
_OTHER_NAMES = {"fil": "tl", "in": "id"}
"""What phones call languages of ours (ISO 639-2, and an older name that Android kept)."""
_HANDED_OUT = "zh"
"""Of phones that captors hand out (domain.md 2.2): whoever writes Latin letters on one may not read it."""


_TELLING = 5
"""So many letters tell which language they are in."""


def of_words(words: str, tongue: str, spoken: Sequence[str]) -> str | None:
    """The language of ours that these words are in, or None where they do not tell.

    `tongue` is the language whose phrases are in them, "" if none surely is. English words tell nothing: many who
    write them read another language better.
    """
    for ranges, languages in _SCRIPTS:
        if any(low <= ord(char) <= high for char in words for low, high in ranges):
            likely = [tongue] if tongue in languages else []
            return next((one for one in (*likely, *languages) if one in spoken), None)
    return tongue if tongue in spoken and tongue != FALLBACK else None


def unlike(words: str, language: str, tongue: str) -> bool:
    """Whether words are plainly in another language than this: in another script, or with phrases of another.

    `tongue` as in `of_words`. Short words, numbers and signs are in every language.
    """
    letters = [char for char in words if char.isalpha()]
    if len(letters) < _TELLING:
        return False
    own = next((ranges for ranges, languages in _SCRIPTS if language in languages), ())
    if own:
        return not any(low <= ord(char) <= high for char in letters for low, high in own)
    foreign = any(low <= ord(char) <= high for char in letters for ranges, _ in _SCRIPTS for low, high in ranges)
    return foreign or tongue not in ("", language)


def guess(words: str, hint: str, spoken: Sequence[str], tongue: str = "") -> str:
    """The words first; then the language that Telegram says the phone has, unless that was handed out."""
    primary = hint.split("-")[0].lower()
    primary = _OTHER_NAMES.get(primary, primary)
    foreign = primary == _HANDED_OUT and any(char.isascii() and char.isalpha() for char in words)
    candidates = (of_words(words, tongue, spoken) or "", *(() if foreign else (hint, primary)))
    return next((found for found in candidates if found in spoken), FALLBACK)
