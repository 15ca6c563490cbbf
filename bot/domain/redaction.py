"""Covers in a person's words what identifies somebody: numbers, addresses, names; a place stays to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

COVER = "•••"
_LINKS = r"https?://\S+|geo:\S+"
_MESSENGERS = re.compile(
    r"(?:t(?:elegram)?\.me|wa\.me|line\.me|zalo\.me|signal\.me|whatsapp\.com)/", re.IGNORECASE
)
# Decimal degrees, days, times and sums with marks between thousands: none of them is a number of a person.
_OPEN = re.compile(
    rf"{_LINKS}|(?<!\d)\d{{1,3}}[.,٫]\d{{3,}}(?!\d)|(?<!\d)\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{1,4}}(?!\d)"
    r"|(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}\s?[°º˚]\s?[\d.,′'’\s]{1,12}[\"″”']*",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w./@])@[A-Za-z]\w{2,31}"
    r"|(?<![A-Za-z0-9])[A-Za-z]{1,2}[ -]?\d(?:[ -]?\d){5,8}(?![A-Za-z0-9])"
    r"|(?:\+\s?)?(?<!\d)\d(?:[\s().\-–/]{0,2}\d){6,}",
)
_SHORTEST_NAME = 2


def covered(words: str, known: Iterable[str] = ()) -> str:
    """The words without whatever looks like a phone, passport, mail, handle, and without these known texts."""
    names = sorted({one for one in known if len(one) >= _SHORTEST_NAME}, key=len, reverse=True)
    text = words
    for name in names:
        text = re.sub(re.escape(name), COVER, text, flags=re.IGNORECASE)
    pieces, end = [], 0
    for match in _OPEN.finditer(text):
        pieces += [_HIDDEN.sub(COVER, text[end : match.start()]), _link(match[0])]
        end = match.end()
    return "".join([*pieces, _HIDDEN.sub(COVER, text[end:])])


def _link(written: str) -> str:
    """A map's link stays; one that leads to an account does not."""
    return COVER if _MESSENGERS.search(written) else written
