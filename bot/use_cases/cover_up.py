"""A covert deployment: a stranger sees a small tool and nothing else, and still no cry is lost behind it."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engine import Input, before_the_cry, turn
from bot.conversation.grammar import Session, View
from bot.domain.cues import rules_in
from bot.domain.events import Gesture
from bot.domain.facts import FactValue, Said, is_cry
from bot.domain.folding import key
from bot.domain.people import Chat
from bot.domain.private import Private
from bot.domain.triage import Level
from bot.ports import House, Shelves, Stamp
from bot.use_cases.tell import into_case


def opens(heard: Input, house: House) -> bool:
    """Whether these words are the phrase that was chosen for opening the intake."""
    if not isinstance(heard, Said) or not house.phrase.reveal():
        return False
    return key(heard.words.reveal()).strip(" .,!?") == key(house.phrase.reveal()).strip(" .,!?")


def opened(session: Session) -> Session:
    """The intake stands open, where it stopped."""
    return turn(replace(session, opened=True, tool=None), Gesture.START).session


def covered(session: Session) -> Session:
    """Back to the tool, as it greets everybody."""
    return replace(session, view=View.COVER, opened=False, tool=Private(""))


async def cover_up(chat: Chat, before: Session, heard: Input, shelves: Shelves, stamp: Stamp) -> Session:
    """What comes is answered by the tool. What belongs to an open case, or is a cry, goes to the desk unseen."""
    taken = turn(before, heard)
    words = heard.words if isinstance(heard, Said) else Private("")
    after = before
    if await shelves.cases.open_of(chat.id) is not None or any(map(_is_grave, taken.facts)):
        after = taken.session
        await into_case(chat, after, before_the_cry(before), taken.facts, shelves, stamp)
    after = replace(covered(after), tool=words)
    await shelves.sessions.keep(chat.id, after)
    return after


def _is_grave(value: FactValue) -> bool:
    """Small talk with a tool is no cry; a place, a picture, SOS, and words about danger are."""
    if isinstance(value, Said):
        return any(rule.level in (Level.L1, Level.L2) for rule in rules_in(value.words.reveal()))
    return is_cry(value)
