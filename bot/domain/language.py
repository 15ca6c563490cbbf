"""Guesses the language of a person from the script of their words, then from Telegram's hint."""

from __future__ import annotations

from collections.abc import Sequence

FALLBACK = "en"
# Ranges of scripts that one of our languages alone is written in.
_SCRIPTS: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("ko", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))),
)


def of_script(words: str) -> str | None:
    """The language whose script these words are written in, if the script tells."""
    for language, ranges in _SCRIPTS:
        if any(low <= ord(char) <= high for char in words for low, high in ranges):
            return language
    return None


def guess(words: str, hint: str, spoken: Sequence[str]) -> str:
    """The script first: captors hand out phones set to their own language (domain.md 2.2)."""
    primary = hint.split("-")[0].lower()
    candidates = (of_script(words) or "", hint, primary)
    return next((found for found in candidates if found in spoken), FALLBACK)
