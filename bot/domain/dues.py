"""What comes due by itself, as rows: whatever the row is about, one of its kind."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.retention import Part


class DueKind(StrEnum):
    """RING: the next rung of a case. The parts of a case, and CHAT: to be destroyed. ANCHOR: the journal's end.

    SCOUR: what the database itself keeps of what was destroyed. LAPSE: a case whose person may have broken off.
    LIVE: a live place that ends by itself. CHECK_IN: a promised sign of life. WIPE: a requester's chat.
    PROMISE: the owner's word to write. IDLE: an owner who does nothing.
    WINDOW: what waits for the hours that a person chose. HYGIENE: what is old in the chats of staff.
    GAP: the next announcement of a gap in a desk's roster. TURN: the next change of who is on duty.
    CHECKED_IN: who came on duty has not said that they are there.
    DRILL: a planned drill. DRILL_ENDS: one that runs.
    REPORT: a month is over, and the admins get its numbers.
    PULSE: comes due, and is late, only if nobody serves any more.
    """

    RING = "ring"
    RECORD = Part.RECORD.value
    CONTACT = Part.CONTACT.value
    MEDIA = Part.MEDIA.value
    WORDS = Part.WORDS.value
    CHAT = "chat"
    ANCHOR = "anchor"
    SCOUR = "scour"
    LAPSE = "lapse"
    LIVE = "live"
    CHECK_IN = "check_in"
    WIPE = "wipe"
    PROMISE = "promise"
    IDLE = "idle"
    WINDOW = "window"
    HYGIENE = "hygiene"
    PULSE = "pulse"
    GAP = "gap"
    TURN = "turn"
    CHECKED_IN = "checked_in"
    DRILL = "drill"
    DRILL_ENDS = "drill_ends"
    REPORT = "report"


JOURNAL, DATABASE, STAFF, PROCESS = "journal", "database", "staff", "process"
"""The one subject each of ANCHOR, of SCOUR, of HYGIENE and of PULSE."""
MONTH = "month"
"""That of REPORT."""


def due_of(part: Part) -> DueKind:
    """The kind of the row by which a part of a case is destroyed."""
    return DueKind(part.value)
