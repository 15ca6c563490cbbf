"""What the journal holds in codes is read in words: every note that there can be, in every language of desks."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.domain.case import CaseState, Closing
from bot.domain.details import details_of_desk
from bot.domain.did import Did
from bot.domain.facts import Detail, Flagging, Identity, Verification
from bot.domain.guidance import ADVISORY, Service
from bot.domain.ids import Instant
from bot.domain.people import Chat
from bot.domain.retention import Part
from bot.domain.triage import Level
from bot.ports import Entry
from handlers.catalogue import Catalogue
from handlers.journal_words import _SAYS, _UNSURE, noted
from tests.handlers.shown import reader
from tests.handlers.updates import WORDS

NOTES: dict[Did, list[str]] = {
    Did.LEVELLED: [*Level],
    Did.STATE: [*CaseState],
    Did.VERIFIED: [*Verification],
    Did.REVEALED: [*Identity],
    Did.DESTROYED: [*Part],
    Did.RANG: ["rung 2, 3 chats", "in place of rung 0, 1 chats"],
    Did.FLAGGED: [f"{one.value} {on}" for one in Flagging for on in ("on", "off")],
    Did.STATED: ["place", *(one.value for one in Detail if details_of_desk(one, "1"))],
    Did.CLOSED: [*Closing, "duplicate AB12"],
    Did.SECONDED: [*Closing],
    Did.OFFERED: ["give", "release", "refer", "digest"],
    Did.HANDED_OVER: ["give", "release", "refer", "digest"],
    Did.UNSURE: [*_UNSURE],
    Did.UNPROCESSED: ["update 17", "update -3"],
    Did.SEARCHED: ["4 found"],
    Did.GUIDE_CONFIRMED: [f"KH {one}" for one in (*Service, ADVISORY)],
    Did.GUIDE_DROPPED: [f"KH {one}" for one in (*Service, ADVISORY)],
    Did.DRILL_BEGAN: ["4f2a9c"],
}
_TYPED = re.compile(r"/[a-z]+")
"""A command is typed alike in every language."""
_CODE = re.compile(r"\b[A-Z0-9]{4}\b")


@dataclass(frozen=True, slots=True)
class _Reader:
    chat: Chat
    catalogue: Catalogue

    def say(self, key: str, /, **blanks: object) -> str:
        return self.catalogue.text("desk", self.chat.language, key, **blanks)


def _every() -> list[tuple[str, Did, str]]:
    return [
        (language, deed, str(note)) for language in WORDS.desk_languages for deed in NOTES for note in NOTES[deed]
    ]


def test_each_deed_with_a_note_in_codes_is_tried_here() -> None:
    assert set(NOTES) == set(_SAYS)


@pytest.mark.parametrize(("language", "deed", "note"), _every())
def test_a_note_is_said_in_the_words_of_who_reads_it(language: str, deed: Did, note: str) -> None:
    told = noted(_Reader(reader(language=language), WORDS), Entry(Instant(0), deed, None, note))
    assert bool(told) is (deed is not Did.DRILL_BEGAN)
    assert "_" not in told
    if language != "en":
        assert not re.search(r"[a-z]{2}", _CODE.sub("", _TYPED.sub("", told))), told


def test_what_is_no_code_stands_as_it_is() -> None:
    told = noted(_Reader(reader(), WORDS), Entry(Instant(0), Did.MERGED, None, "AB12"))
    assert told == "AB12"
