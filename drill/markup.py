"""Decides what Telegram's HTML says as plain text with entities; knows no message and no limits.

https://core.telegram.org/bots/api#html-style
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from drill.entities import Entity, found, units
from drill.refusals import Refusal, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
TAG = re.compile(
    r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>|<|&(?:#\d+|#x[0-9a-f]+|\w+);"
)
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    marks: dict[str, Any]


@dataclass(slots=True)
class _Reader:
    """Walks over the source once; offsets are kept in UTF-16 units."""

    source: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        for match in TAG.finditer(self.source):
            self.add(self.source[at : match.start()])
            at = match.end()
            if match[0].startswith("&"):
                self.add(_character(match[0]))
            elif match[2] is None:
                raise self.fault("Unexpected end of tag or unsupported start tag", match.start())
            elif match[1]:
                self.close(match[2].lower(), match.start())
            else:
                self.open(match[2].lower(), match[3], match.start())
        self.add(self.source[at:])
        if self.stack:
            raise self.fault(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"', None)
        return "".join(self.plain), self.entities

    def open(self, tag: str, raw: str, at: int) -> None:
        attributes = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(raw)}
        marks = _marks(tag, attributes)
        if marks is None:
            raise self.fault(f'Unsupported start tag "{tag}"', at)
        self.stack.append(_Open(tag, self.length, marks))

    def close(self, tag: str, at: int) -> None:
        if not self.stack:
            raise self.fault("Unexpected end tag", at)
        opened = self.stack.pop()
        if opened.tag != tag:
            raise self.fault(f'Unmatched end tag, expected "</{opened.tag}>", found "</{tag}>"', at)
        self.mark(opened)

    def mark(self, opened: _Open) -> None:
        size = self.length - opened.start
        if not size or not opened.marks:
            return
        entity = {**opened.marks, "offset": opened.start, "length": size}
        inner = self.entities[-1] if self.entities else {}
        # <pre><code class="language-x"> is one entity.
        if opened.tag == "pre" and inner.get("type") == "code" and inner["length"] == size:
            language = inner.get("language")
            self.entities.pop()
            entity |= {"language": language} if language else {}
        self.entities.append(entity)

    def fault(self, text: str, at: int | None) -> Refusal:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad(f"can't parse entities: {text}{where}")


def _character(reference: str) -> str:
    if reference.startswith("&#"):
        return html.unescape(reference)
    return NAMED.get(reference, reference)


def _marks(tag: str, attributes: dict[str, str]) -> dict[str, Any] | None:
    """What a start tag makes of the text in it; None for tags that Telegram does not know."""
    match tag:
        case "a":
            return _link(attributes.get("href", ""))
        case "span":
            return {"type": "spoiler"} if attributes.get("class") == "tg-spoiler" else None
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "code" if attributes.get("class", "").startswith("language-"):
            return {"type": "code", "language": attributes["class"].removeprefix("language-")}
    return {"type": TAGS[tag]} if tag in TAGS else None


def _link(href: str) -> dict[str, Any]:
    # Telegram drops links without a scheme and host instead of refusing them.
    return {"type": "text_link", "url": href} if re.match(r"(?:https?|tg|mailto|tel)[:/]", href) else {}


def read(text: str, mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Plain text and entities of what the bot sends; raises Refusal."""
    match (mode or "").lower():
        case "":
            plain, entities = text, list(given or [])
        case "html":
            plain, entities = _Reader(text).read()
            entities = [_clean(entity) for entity in entities]
        case _:
            raise bad(f"parse_mode {mode} is not part of the practice ground; it knows HTML and entities")
    return _trimmed(plain, entities)


def _clean(entity: Entity) -> Entity:
    keeps = entity["type"] == "pre"
    return entity if keeps else {name: value for name, value in entity.items() if name != "language"}


def _trimmed(plain: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space off both ends."""
    start = units(plain) - units(plain.lstrip())
    text = plain.strip()
    end = units(text)
    kept: list[Entity] = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, found(text, kept)
