"""Says what the journal holds in codes in the reader's words: what was done, and the note beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.domain.case import CaseState, Closing
from bot.domain.did import Did
from bot.domain.effects import OpenThread, RelayToOwner, RelayToRequester, ReportUnprocessed, Reveal, UpdateCard
from bot.domain.facts import Detail, Flagging, Identity, Verification
from bot.domain.guidance import ADVISORY, Service
from bot.domain.packet import ROWS
from bot.domain.people import Chat
from bot.domain.retention import Part
from bot.domain.triage import Level
from bot.ports import Entry, ProposalKind
from handlers.catalogue import Catalogue

DID = tuple(one.replace(" ", "_") for one in Did)
"""What a history can say that was done."""
_BY_COMMAND = {"span": "/take", "rule": "/desk", "hours": "/desk hours", "bind": "/desk bind", "digest": "/give"}
"""Where what was offered or confirmed is not called like its command."""
_RUNG = re.compile(r"(in place of )?rung (\d+), (\d+) chats")
_FOUND, _UPDATE = re.compile(r"(\d+) found"), re.compile(r"update (-?\d+)")
_UNSURE = {
    UpdateCard.__name__: "unsure_of.card",
    OpenThread.__name__: "unsure_of.relay",
    RelayToOwner.__name__: "unsure_of.relay",
    RelayToRequester.__name__: "unsure_of.reply",
    Reveal.__name__: "unsure_of.reveal",
    ReportUnprocessed.__name__: "unsure_of.report",
}


class Reading(Protocol):
    """For whom it is said."""

    @property
    def chat(self) -> Chat: ...
    @property
    def catalogue(self) -> Catalogue: ...
    def say(self, key: str, /, **blanks: object) -> str: ...


def did(reader: Reading, deed: str) -> str:
    """What was done; by a command as it is typed, in every language the same."""
    known = deed.replace(" ", "_")
    if known in DID:
        return reader.say(f"did.{known}")
    match deed.split():
        case ["person", verb, *undone]:
            told = f"/person {verb}"
            return f"{told} – {reader.say('did.undone')}" if undone else told
        case ["confirmed", kind]:
            return command_of(kind)
        case _:
            return deed


def noted(reader: Reading, entry: Entry) -> str:
    """The note beside it: what stands there in codes, in the reader's words."""
    says = _SAYS.get(entry.deed)
    told = says(reader, entry.note) if says is not None and entry.note else None
    return entry.note if told is None else told


def command_of(kind: str) -> str:
    """By which command this kind of change is made."""
    return _BY_COMMAND.get(kind, f"/{kind}")


_Says = Callable[[Reading, str], str | None]


def _of(key: str, kind: type[Level | CaseState | Verification | Identity | Part]) -> _Says:
    values = frozenset(kind)
    return lambda reader, note: reader.say(f"{key}.{note}") if note in values else None


def _rung(reader: Reading, note: str) -> str | None:
    found = _RUNG.fullmatch(note)
    if found is None:
        return None
    return reader.say("audit.instead" if found[1] else "audit.rung", number=found[2], count=found[3])


def _flagged(reader: Reading, note: str) -> str | None:
    flag, _, on = note.partition(" ")
    if flag not in frozenset(Flagging):
        return None
    what = reader.say(f"mark.{flag}")
    return reader.say("audit.flag_off", what=what) if on == "off" else what


def _stated(reader: Reading, note: str) -> str | None:
    """What was stated, never its value; called as on the paper for the police."""
    if note == "place":
        return reader.say("item.location")
    if note in (Detail.SAFE_SIGN, Detail.DANGER_SIGN):
        return reader.say(f"detail.{note}")
    if note in {*ROWS, Detail.COUNTRY}:
        return reader.catalogue.text("packet", reader.chat.language, f"row.{note}")
    return None


def _closed(reader: Reading, note: str) -> str | None:
    why, _, other = note.partition(" ")
    return f"{reader.say(f'closing.{why}')} {other}".strip() if why in frozenset(Closing) else None


def _handed(_: Reading, note: str) -> str | None:
    return command_of(note) if note in frozenset(ProposalKind) else None


def _unsure(reader: Reading, note: str) -> str | None:
    return reader.say(_UNSURE[note]) if note in _UNSURE else None


def _unprocessed(reader: Reading, note: str) -> str | None:
    found = _UPDATE.fullmatch(note)
    return reader.say("audit.message", number=found[1]) if found is not None else None


def _searched(reader: Reading, note: str) -> str | None:
    found = _FOUND.fullmatch(note)
    return reader.say("audit.found", count=found[1]) if found is not None else None


def _guided(reader: Reading, note: str) -> str | None:
    """A country, and for what a number there is."""
    code, _, service = note.partition(" ")
    if service == ADVISORY:
        what = reader.say("audit.advice")
    elif service in frozenset(Service):
        what = reader.catalogue.text("requester", reader.chat.language, f"service.{service}")
    else:
        return None
    return f"{reader.catalogue.country(reader.chat.language, code)}, {what}"


def _nothing(_: Reading, note: str) -> str | None:
    """An id of ours, which says nothing to anybody."""
    return "" if note else None


_SAYS: Mapping[str, _Says] = {
    Did.LEVELLED: _of("level", Level),
    Did.STATE: _of("state", CaseState),
    Did.VERIFIED: _of("checked", Verification),
    Did.REVEALED: _of("identity", Identity),
    Did.DESTROYED: _of("part", Part),
    Did.RANG: _rung,
    Did.FLAGGED: _flagged,
    Did.STATED: _stated,
    Did.CLOSED: _closed,
    Did.SECONDED: _closed,
    Did.OFFERED: _handed,
    Did.HANDED_OVER: _handed,
    Did.UNSURE: _unsure,
    Did.UNPROCESSED: _unprocessed,
    Did.SEARCHED: _searched,
    Did.GUIDE_CONFIRMED: _guided,
    Did.GUIDE_DROPPED: _guided,
    Did.DRILL_BEGAN: _nothing,
}
"""Deeds with a note in codes; of others the note stands as it is: the code of another case."""
