"""Decides which parts of a plain text Telegram marks by itself; knows no markup (see `markup`)."""

import re
from typing import Any

Entity = dict[str, Any]

PATTERNS = (
    ("url", re.compile(r"(?:https?://|tg://)[^\s<>\"]+|(?<![\w@.])(?:www\.|t\.me/)[^\s<>\"]+", re.I)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|io|me|kr|kh)(?:/[^\s<>\"]*)?(?![\w.])", re.I
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/])", re.A)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}(?!\w)", re.A)),
    ("hashtag", re.compile(r"(?<![\w#])#(?!\d+\b)\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d\s()-]{7,18}\d(?!\w)")),
)


def units(text: str) -> int:
    """Length in UTF-16 code units, in which the Bot API counts offsets."""
    return len(text.encode("utf-16-le")) // 2


def found(text: str, marked: list[Entity] | None = None) -> list[Entity]:
    """The marks that Telegram makes by itself, beside those in `marked`; in order of their offsets."""
    entities = list(marked or [])
    blocking = [mark for mark in entities if mark["type"] in ("code", "pre", "text_link", "text_mention")]
    taken = [(mark["offset"], mark["offset"] + mark["length"]) for mark in blocking]
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match[0].rstrip(".,;:!?"))
            if all(end <= begin or start >= stop for begin, stop in taken):
                taken.append((start, end))
                entities.append({"type": kind, "offset": start, "length": end - start})
    return sorted(entities, key=lambda mark: (mark["offset"], -mark["length"]))


def words(text: str, entity: Entity) -> str:
    """The part of the text that an entity marks."""
    raw = text.encode("utf-16-le")
    start = 2 * entity["offset"]
    return raw[start : start + 2 * entity["length"]].decode("utf-16-le", "replace")
