"""Names for the identities and instants that every floor passes around."""

from __future__ import annotations

from typing import NewType

ChatId = NewType("ChatId", str)
CaseId = NewType("CaseId", str)
DeskId = NewType("DeskId", str)
OfficerId = NewType("OfficerId", str)
FactId = NewType("FactId", str)
ProposalId = NewType("ProposalId", str)

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00Z."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

SILENCE = 15 * MINUTE
"""After this much silence nothing is sent to a requester (Polaris BeFree's practice, domain.md 4.1)."""

STANDS = MINUTE
"""So long what identifies somebody stands in an officer's chat (need to know)."""

WIPEABLE = 48 * HOUR
"""Telegram lets a bot delete messages of a private chat only while they are younger than this."""

CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of these four make a case's code: none looks like another."""
CODE_LENGTH = 4


def is_code(word: str) -> bool:
    """Whether this may be a case's code; some are words for times, too."""
    return len(word) == CODE_LENGTH and set(word.upper()) <= set(CODE_SIGNS)


def after(instant: Instant, milliseconds: int) -> Instant:
    """The instant that lies so many milliseconds later."""
    return Instant(instant + milliseconds)
