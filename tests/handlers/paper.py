"""Synthetic packets to draw, and what a reader of the PDF gets out of it."""

from __future__ import annotations

import io
import re
from itertools import count

import pypdfium2
from PIL import Image

from bot.domain.case import Case, CaseState
from bot.domain.facts import Came, Detail, Door, Fact, FactValue, Located, Noticed, Reachable, Said
from bot.domain.ids import CaseId, ChatId, DeskId, FactId, Instant
from bot.domain.packet import Packet, compose
from bot.domain.place import Fix, Place
from bot.domain.private import Private
from bot.domain.triage import Level

NOW = Instant(1_795_867_200_000)
CODE = "KH-4F7Q"
SIHANOUKVILLE = (10.60932, 103.52958)
KNOWN = {
    Detail.NAME: "Kim Mina",
    Detail.PASSPORT: "M0000 0000",
    Detail.BORN: "1999",
    Detail.FLOOR: "10",
    Detail.ROOM: "1101",
    Detail.HOURS: "03:00",
    Detail.CHECKED: "22:00",
    Detail.CALLS_NO: "yes",
}


def packet_of(*values: FactValue, told: bool = False) -> Packet:
    """The packet of a case with these facts, each a second after the one before."""
    states = (Level.L1, (), CaseState.ACCEPTED, NOW, NOW)
    case = Case(CaseId("c"), CODE, DeskId("d"), ChatId("r"), *states)
    facts = [
        Fact(FactId(str(n)), case.id, Instant(NOW + n * 1_000), value)
        for n, value in zip(count(1), values, strict=False)
    ]
    return compose(case, facts, "Asia/Seoul", NOW, told)


def said(words: str, message_id: int = 1) -> Said:
    return Said(Private(words), message_id)


def pin(latitude: float = SIHANOUKVILLE[0], longitude: float = SIHANOUKVILLE[1]) -> Located:
    return Located(Place(Private(latitude), Private(longitude), Fix.PIN, 12.0))


def known() -> list[FactValue]:
    """A person, a place, a room and how to be reached."""
    details = [Noticed(detail, Private(value)) for detail, value in KNOWN.items()]
    return [Came(Door.HERE), pin(), *details, Reachable(Private("+82 10-0000-0001"), Private("엄마"), own=False)]


def bare(text: str) -> str:
    """Without blanks, ends of lines and marks of direction, which readers put in where they like."""
    return re.sub(r"[\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]+", "", text)


def read(pdf: bytes) -> str:
    """What is copied out of all pages, by the reader that browsers use."""
    pages = pypdfium2.PdfDocument(pdf)
    return bare("".join(page.get_textpage().get_text_range() for page in pages))


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def picture(colour: str = "navy", side: int = 300, kind: str = "JPEG", **settings: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(stream, kind, **settings)
    return stream.getvalue()


def colours(pdf: bytes) -> set[tuple[int, int, int]]:
    """Every colour that is on some page."""
    found: set[tuple[int, int, int]] = set()
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=1).to_pil().convert("RGB")
        found |= {colour for _, colour in image.getcolors(2**24) or [] if isinstance(colour, tuple)}
    return found
