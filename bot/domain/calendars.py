"""Decides what the events of somebody's calendar mean for a desk's roster; knows no file and no format."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.domain.folding import fold, joined, key
from bot.domain.ids import DAY, MINUTE, DeskId, Instant, OfficerId, after
from bot.domain.people import Desk, Officer, named
from bot.domain.private import Private
from bot.domain.roles import Role
from bot.domain.roster import HORIZON_DAYS, OffSet, Roster, ShiftSet
from bot.domain.spans import LONGEST

LARGEST = 2**20
"""Bytes of a calendar that is read."""
COMPONENTS = 5_000
"""Events, alarms and zones in it."""
MOST = 200
"""Shifts and absences that one calendar may set."""
SHORTEST = MINUTE
"""Milliseconds; calendars count seconds, rosters milliseconds, and nobody is on duty for less."""
AHEAD = LONGEST * DAY
"""Milliseconds from now on within which it counts."""
_FILE = Path(__file__).with_name("calendars.toml")
_OURS = re.compile(r"^([0-9a-f]{20})-([0-9a-f]{1,12})@rescue-desk$")
_BLOCK = HORIZON_DAYS * DAY


class NoCalendar(StrEnum):
    """Why nothing of a file is taken over."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    """No calendar, or one that cannot be worked out with little time and memory."""
    TOO_MANY = "too_many"
    TOO_OFTEN = "too_often"
    """Something in it happens each minute or second."""
    GONE = "gone"
    """Telegram does not give it out."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of one event, half open, within what counts; `out`: the calendar itself marks it as an absence."""

    starts_at: Instant
    ends_at: Instant
    title: Private[str]
    labels: tuple[Private[str], ...] = ()
    uid: str = ""
    out: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a file says; how many of its events do not count, and why; titles of those that make no sense."""

    occurrences: tuple[Occurrence, ...]
    past: int = 0
    beyond: int = 0
    cancelled: int = 0
    senseless: tuple[Private[str], ...] = ()
    uids: tuple[str, ...] = ()
    """Of all its events, also of those that do not count."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an event says of one officer: on duty, or `away`; half open."""

    officer: OfficerId
    away: bool
    starts_at: Instant
    ends_at: Instant

    @property
    def event(self) -> ShiftSet | OffSet:
        """As the roster has it."""
        kind = OffSet if self.away else ShiftSet
        return kind(self.officer, self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as it is shown."""

    name: Private[str]
    away: bool
    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True, slots=True)
class Meant:
    """Entries without overlap of the same; titles of what was not understood; how many the sender may not set.

    `not_able`: how many shifts are of officers who can have none.
    """

    entries: tuple[Entry, ...]
    unclear: tuple[Private[str], ...] = ()
    not_theirs: int = 0
    not_able: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent the calendar; `officer` is None for an admin who is none of the desk's officers."""

    officer: OfficerId | None
    roles: frozenset[Role]

    def may(self, entry: Entry) -> bool:
        """The same as by hand: `/take` and `/off` for oneself, `/off` of others who leads, `/shift` an admin."""
        if entry.officer == self.officer and Role.OFFICER in self.roles:
            return True
        return bool(self.roles & ({Role.ADMIN, Role.SUPERVISOR} if entry.away else {Role.ADMIN}))


# ---------------------------------------------------------------------------------------------- our own calendar


def own_spans(roster: Roster, officer: OfficerId, now: Instant) -> list[tuple[Instant, Instant]]:
    """Somebody's shifts of the next four weeks, each whole: also the one under way, and the last one.

    They are looked for from a fixed beginning on, so that they begin tomorrow where they begin today.
    """
    begin = Instant((now // _BLOCK - 1) * _BLOCK)
    until = after(now, HORIZON_DAYS * DAY)
    cut = roster.spans(begin, after(until, _BLOCK))
    return [(start, end) for start, end, who in cut if who == officer and end > now and start < until]


def uid_of(desk: DeskId, officer: OfficerId, starts_at: Instant) -> str:
    """The same for the same shift whenever it is asked for; tells nobody whose it is but who knows the officer."""
    return f"{_mark(desk, officer)}-{starts_at:x}@rescue-desk"


def _mark(desk: DeskId, officer: OfficerId) -> str:
    return sha256(f"{desk}:{officer}".encode()).hexdigest()[:20]


def _owner(uid: str, desk: DeskId, officers: Sequence[Officer]) -> OfficerId | None:
    """Whose shift an event from a calendar of ours is."""
    found = _OURS.match(uid)
    return next((one.id for one in officers if found and _mark(desk, one.id) == found[1]), None)


# ------------------------------------------------------------------------------------------------- what is meant


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded, the longest first."""

    duty: tuple[str, ...]
    away: tuple[str, ...]
    alone: tuple[str, ...]
    beside: tuple[str, ...]


@cache
def _words() -> _Words:
    content = tomllib.loads(_FILE.read_text("utf-8"))
    return _Words(*(_longest_first(map(key, content[name])) for name in ("duty", "away", "alone", "beside")))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((one for one in words if one), key=lambda word: (-len(word), word)))


def _without(title: str, words: Sequence[str]) -> tuple[str, bool]:
    """The title without these words, and whether any of them stood there."""
    folded, found = fold(title), False
    for word in words:
        start = folded.text.find(word)
        while start >= 0:
            end = start + len(word)
            if _whole(folded.text, start, end):
                begin, said = folded.at[start], folded.said(title, start, end)
                title = f"{title[:begin]} {title[begin + len(said) :]}"
                folded, found, end = fold(title), True, 0
            start = folded.text.find(word, end)
    return title, found


def _whole(text: str, start: int, end: int) -> bool:
    """Whether it is no part of a longer word."""
    before = start > 0 and joined(text[start - 1], text[start])
    behind = end < len(text) and joined(text[end - 1], text[end])
    return not before and not behind


def _bare(title: str) -> str:
    """Without marks around words, and without times and numbers, which say nothing here."""
    stripped = (_stripped(word) for word in title.split() if not word[0].isdigit())
    return " ".join(word for word in stripped if word)


def _stripped(word: str) -> str:
    places = [place for place, char in enumerate(word) if unicodedata.category(char)[0] in "LM"]
    return word[places[0] : places[-1] + 1] if places else ""


def meant(calendar: Calendar, desk: Desk, officers: Sequence[Officer], sender: Sender) -> Meant:
    """Each event whose meaning is plain; what is not is left out and named, never guessed."""
    known = [one for one in officers if not one.removed]
    able = {one.id for one in known if one.chat is not None and not one.paused}
    entries, unclear, not_theirs, not_able = list[Entry](), list(calendar.senseless), 0, 0
    for one in calendar.occurrences:
        entry = _entry(one, desk, known, sender)
        if entry is None:
            unclear.append(one.title)
        elif not sender.may(entry):
            not_theirs += 1
        elif not entry.away and entry.officer not in able:
            not_able += 1
        else:
            entries.append(entry)
    return Meant(tuple(merged(entries)), tuple(dict.fromkeys(unclear)), not_theirs, not_able)


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title says; `sure`: of an absence without doubt; `left`: what else stands there."""

    away: bool
    sure: bool
    on_duty: bool
    left: str


def _said(one: Occurrence, desk: Desk) -> _Title:
    words = _words()
    rest, said = _without(one.title.reveal(), words.away)
    sure = one.out or said or any(_without(label.reveal(), words.away)[1] for label in one.labels)
    rest, on_duty = _without(rest, _longest_first([key(desk.name), *words.duty]))
    rest, alone = (rest, False) if sure else _without(rest, words.alone)
    return _Title(sure or alone, sure, on_duty, _bare(_without(rest, words.beside)[0]))


def _entry(one: Occurrence, desk: Desk, officers: Sequence[Officer], sender: Sender) -> Entry | None:
    """None where it is not plain what it means, or for whom."""
    said = _said(one, desk)
    who = _who(one, said, officers)
    if _OURS.match(one.uid):
        ours = _owner(one.uid, desk.id, officers)
        away = said.sure or (said.away and (not said.left or who == ours))
        return Entry(ours, away, one.starts_at, one.ends_at) if ours is not None else None
    if who is None and (not said.left or said.sure) and (said.away or said.on_duty):
        who = sender.officer
    return Entry(who, said.away, one.starts_at, one.ends_at) if who is not None else None


def _who(one: Occurrence, said: _Title, officers: Sequence[Officer]) -> OfficerId | None:
    """Who is named by the whole title, by what is left of it, by a label; in a sure absence by any word."""
    tries = [one.title.reveal(), said.left, *(label.reveal() for label in one.labels if not said.left)]
    tries += said.left.split() if said.sure else []
    for words in tries:
        found = named(officers, words) if words.strip() else []
        if len(found) == 1:
            return found[0].id
    return None


# ------------------------------------------------------------------------------------------------ the difference


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """What touches or overlaps and says the same becomes one; in the order of time."""
    found: list[Entry] = []
    for one in sorted(entries, key=lambda entry: (entry.officer, entry.away, entry.starts_at)):
        last = found[-1] if found else None
        if last and (last.officer, last.away) == (one.officer, one.away) and one.starts_at <= last.ends_at:
            found[-1] = replace(last, ends_at=max(last.ends_at, one.ends_at))
        else:
            found.append(one)
    return sorted(found, key=lambda entry: (entry.starts_at, entry.ends_at, entry.officer))


def conflict(entries: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """Two that cannot both be: two people on duty at once, or one who is on duty and away."""
    for place, one in enumerate(entries):
        for other in entries[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            same = one.officer == other.officer
            if one.away is not other.away if same else not (one.away or other.away):
                return one, other
    return None


def difference(entries: Sequence[Entry], roster: Roster) -> tuple[list[Entry], int]:
    """The parts that the roster does not have already, and how many entries it has whole."""
    fresh, unchanged = list[Entry](), 0
    for one in entries:
        parts = merged(part for part in _parts(one, roster) if not _stands(part, roster))
        parts = [part for part in parts if part.ends_at - part.starts_at >= SHORTEST]
        unchanged += not parts
        fresh += parts
    return fresh, unchanged


def _parts(entry: Entry, roster: Roster) -> list[Entry]:
    edges = roster.edges(entry.starts_at, entry.ends_at)
    return [replace(entry, starts_at=a, ends_at=b) for a, b in zip(edges, edges[1:], strict=False)]


def _stands(part: Entry, roster: Roster) -> bool:
    """The duty does not change within a part."""
    on_duty = roster.at(part.starts_at).duty == part.officer
    return not on_duty and roster.is_away(part.officer, part.starts_at) if part.away else on_duty


def left_standing(
    calendar: Calendar,
    entries: Sequence[Entry],
    desk: Desk,
    officers: Sequence[Officer],
    roster: Roster,
    now: Instant,
) -> int:
    """Shifts from a calendar of ours that it moved, shortened or cancelled: an import takes no duty away."""
    count = 0
    for uid in sorted(set(calendar.uids)):
        found, owner = _OURS.match(uid), _owner(uid, desk.id, officers)
        if found is None or owner is None:
            continue
        spans = [span for span in own_spans(roster, owner, now) if span[0] == int(found[2], 16)]
        own = [one for one in entries if one.officer == owner]
        count += any(not _covered(max(begin, now), min(end, after(now, AHEAD)), own) for begin, end in spans)
    return count


def _covered(begin: Instant, end: Instant, entries: Sequence[Entry]) -> bool:
    for one in sorted(entries, key=lambda entry: entry.starts_at):
        if one.starts_at <= begin + SHORTEST and begin < one.ends_at:
            begin = one.ends_at
    return begin + SHORTEST >= end
