"""Chats, desks and officers as the rules see them: identities, languages, zones; never an account in the clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.escalation import Policy
from bot.domain.ids import SILENCE, ChatId, DeskId, Instant, OfficerId
from bot.domain.plain import plain
from bot.domain.private import Private


class ChatKind(StrEnum):
    """A person's private chat, or a group."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Chat:
    """A Telegram chat that this bot has met, under an id of our own.

    `screen` is the message id of the one message of ours that may stand in a requester's chat;
    `screen_keys` says whether it carries a reply keyboard, which Telegram does not let us edit.
    """

    id: ChatId
    telegram: Private[int]
    kind: ChatKind
    language: str
    heard_at: Instant
    reachable: bool = True
    language_chosen: bool = False
    screen: int | None = None
    screen_keys: bool = False
    newest: int = 0
    zone: str = ""
    """A member of the staff elsewhere than their desk: times are shown to them by their own clock, too."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A liaison desk; its chat is None until a group is bound."""

    id: DeskId
    name: str
    zone: str
    language: str
    chat: ChatId | None
    opened_at: Instant
    withheld: bool = False
    """Somebody unknown is in its chat: until an admin confirms them nothing of a case is shown there."""
    place_for_owner: bool = False
    """The stricter rule: where somebody is, exactly, is shown to who has the case and to nobody else."""
    policy: Policy = ()
    """Its own ladders."""
    routes: tuple[str, ...] = ()
    """Which cases are its own: `country:KH`, `province:KH/Preah Sihanouk`, `nation:KR`."""
    topics: bool = False
    """Each case has a topic of its own in the group, which is a forum."""


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of a desk; `chat` is None until the joining link was used, and once they are removed."""

    id: OfficerId
    desk: DeskId
    name: Private[str]
    chat: ChatId | None
    joined_at: Instant | None = None
    paused: bool = False
    supervisor: bool = False
    removed: bool = False
    aliases: tuple[Private[str], ...] = ()
    """What they also go by: their name on Telegram when they joined, and what an admin adds."""

    @property
    def names(self) -> frozenset[str]:
        """Folded, for comparing."""
        return frozenset(_folded(one.reveal()) for one in (self.name, *self.aliases))


def named(officers: Sequence[Officer], words: str) -> list[Officer]:
    """The officers who go by these words: a name or alias, an id (its beginning will do), part of the name.

    A word of the name goes before letters in it: names of many languages are one word.
    """
    wanted = _folded(words).lstrip("@")
    known = [one for one in officers if not one.removed]
    if wanted[:1] == "#":
        return [one for one in known if one.id.startswith(wanted[1:])]
    whole = [one for one in known if wanted == one.id or wanted in one.names]
    parts = [one for one in known if wanted in _folded(one.name.reveal()).split()]
    within = [one for one in known if wanted and not wanted.isascii() and wanted in _folded(one.name.reveal())]
    begins = [one for one in known if len(wanted) >= _BEGINNING and _begins(one, wanted)]
    return whole or parts or within or begins


_BEGINNING = 2
"""Letters of a word of a Latin name that are enough, where nobody else's begins so."""


def _begins(officer: Officer, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in _folded(officer.name.reveal()).split())


def _folded(name: str) -> str:
    """Without marks that nobody sees."""
    return " ".join(plain(name).casefold().split())


def silent(chat: Chat, now: Instant) -> bool:
    """Whether the person has been silent so long that nothing may be sent (invariant 9)."""
    return now - chat.heard_at >= SILENCE
