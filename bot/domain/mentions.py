"""Finds names in a text, in scripts with and without blanks; knows how words are put together, and no places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.folding import Folded, fold, joined, key, runs_on

_HEAD = 2
_ENDING = 8
# Articles and prepositions that are written as one with the name: Amharic; Arabic ("and", "by", "for", "the").
_PREFIXES = ("በ", "ከ", "ለ", "የ", "و", "ف", "ب", "ل", "ک", "ال", "وال", "بال", "لل", "ول", "وب")
# Case endings that are written as one with the name: Nepali, Bengali, Amharic.
_ENDINGS = (
    *("मा", "बाट", "को", "का", "की", "ले", "लाई", "देखि", "सम्म", "में", "से"),
    *("তে", "য়", "এ", "এর", "র", "কে", "ে", "ের", "েও", "তেই"),
    *("ን", "ም", "ና", "ው"),
)
# Tamil, Telugu, Sinhala and Malayalam put so many endings to a name that any short one is taken.
_FREE_ENDINGS = ((0x0B80, 0x0BFF), (0x0C00, 0x0C7F), (0x0D00, 0x0DFF))
# Russian: what a name ends in, and what stands there in the other cases.
_CASES = {
    "а": ("а", "ы", "и", "е", "у", "ои"),
    "я": ("я", "и", "е", "ю", "еи"),
    "и": ("и", "я", "ю", "е", "ем"),
    "ь": ("ь", "я", "ю", "е", "и", "ем"),
}
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a folded text, and what it may mean; nothing, for words that only look like a place."""

    start: int
    end: int
    meanings: tuple[int, ...]


class Names:
    """Names and their meanings, looked up by their first letters; one walk over a text finds them all."""

    def __init__(self, ordinary: frozenset[str] = frozenset()) -> None:
        self._ordinary = ordinary
        self._meanings: dict[str, tuple[int, ...]] = {}
        self._exact: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._prefixes: dict[str, tuple[str, ...]] = {}
        for prefix in _PREFIXES:
            self._prefixes[prefix[0]] = (*self._prefixes.get(prefix[0], ()), prefix)

    def __contains__(self, folded: str) -> bool:
        return folded in self._meanings

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def add(self, name: str, *meanings: int) -> None:
        """Also in its other cases; without blanks too where the script does without them."""
        folded = key(name)
        for form in _forms(folded):
            if len(form) < _HEAD or (form != folded and form in self._ordinary):
                continue
            known = self._meanings.get(form, ())
            self._meanings[form] = (*known, *(meaning for meaning in meanings if meaning not in known))
            head = form[:_HEAD]
            lengths = self._lengths.get(head, ())
            if len(form) not in lengths:
                self._lengths[head] = tuple(sorted((*lengths, len(form)), reverse=True))

    def add_exact(self, name: str, *meanings: int) -> None:
        """Counts only when it is written with exactly these signs."""
        self.add(name, *meanings)
        folded = key(name)
        self._exact[folded] = (*self._exact.get(folded, ()), name)

    def find(self, words: str) -> tuple[Folded, list[Mention]]:
        """Every name in the text, longer ones before shorter ones that overlap them, in the order of the text."""
        folded = fold(words)
        every = [
            mention for start in self._starts(folded.text) if (mention := self._longest(words, folded, start))
        ]
        taken = bytearray(len(folded.text))
        kept = []
        for mention in sorted(every, key=lambda mention: mention.start - mention.end):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                kept.append(mention)
        return folded, sorted(kept, key=lambda mention: mention.start)

    def _starts(self, text: str) -> Iterator[int]:
        before = " "
        for start, char in enumerate(text):
            if not joined(before, char):
                yield start
                for prefix in self._prefixes.get(char, ()):
                    if text.startswith(prefix, start):
                        yield start + len(prefix)
            before = char

    def _longest(self, words: str, folded: Folded, start: int) -> Mention | None:
        text = folded.text
        for length in self._lengths.get(text[start : start + _HEAD], ()):
            name = text[start : start + length]
            if name in self._meanings and _ends(text, start + length):
                end = start + len(name)
                exact = self._exact.get(name)
                if exact is None or folded.said(words, start, end) in exact:
                    return Mention(start, end, self._meanings[name])
        return None


def _forms(folded: str) -> set[str]:
    forms = {folded}
    if " " in folded and runs_on(folded[-1]):
        forms.add(folded.replace(" ", ""))
    last = folded[-1:]
    if last in _CASES:
        forms.update(folded[:-1] + ending for ending in _CASES[last])
    elif last and last in _CONSONANTS:
        forms.update(folded + ending for ending in ("а", "у", "ом", "е"))
    return forms


def _ends(text: str, end: int) -> bool:
    """Whether a name that ends here is a whole word, or one with an ending that a language writes onto it."""
    if end > len(text):
        return False
    if end == len(text) or not joined(text[end - 1], text[end]):
        return True
    stop = end + 1
    while stop < len(text) and stop - end <= _ENDING and joined(text[stop - 1], text[stop]):
        stop += 1
    ending = text[end:stop]
    free = any(low <= ord(text[end - 1]) <= high for low, high in _FREE_ENDINGS)
    return ending in _ALLOWED or (free and len(ending) <= _ENDING)


_ALLOWED = frozenset(key(ending) for ending in _ENDINGS)
