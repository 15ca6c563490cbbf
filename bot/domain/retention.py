"""How long each part of a case is kept, and the private chat of somebody without a case (domain.md 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.case import Case, CaseState
from bot.domain.facts import (
    FactValue,
    Fetched,
    Located,
    Media,
    Noted,
    NotFetched,
    Noticed,
    Placed,
    Pointed,
    Reachable,
    Replied,
    Said,
    Stated,
    Translated,
)
from bot.domain.ids import DAY, HOUR, Instant, after


class Part(StrEnum):
    """What is forgotten together, because it is sealed under one key.

    RECORD: what was answered by buttons, and why the desk was rung. CONTACT: places and phone numbers.
    MEDIA: pictures and voices, and what leads to them. WORDS: what both sides wrote, and what officers noted.
    """

    RECORD = "record"
    CONTACT = "contact"
    MEDIA = "media"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Retention:
    """Milliseconds for which things are kept.

    `contact`, and the record with it, from closure; `media` from when the owner got them; `words` from the last
    message; `chat` from the last message of somebody without a case.
    """

    contact: int = 30 * DAY
    media: int = 7 * DAY
    words: int = 72 * HOUR
    chat: int = 30 * DAY


def part_of(value: FactValue) -> Part:
    """Where a fact belongs."""
    match value:
        case Located() | Pointed() | Reachable() | Noticed() | Stated() | Placed():
            return Part.CONTACT
        case Media() | Fetched() | NotFetched():
            return Part.MEDIA
        case Said() | Replied() | Noted() | Translated():
            return Part.WORDS
        case _:
            return Part.RECORD


def end_of(part: Part, case: Case, kept: Retention) -> Instant | None:
    """When this part of the case is to be destroyed; None while nothing says so.

    An open case counts as held by an officer, so that nothing but media that were handed over is destroyed in it.
    """
    if case.state is not CaseState.CLOSED or case.closed_at is None:
        return None
    match part:
        case Part.RECORD | Part.CONTACT:
            return after(case.closed_at, kept.contact)
        case Part.MEDIA:
            return after(case.closed_at, kept.media)
        case Part.WORDS:
            return Instant(max(case.closed_at, case.heard_at + kept.words))
