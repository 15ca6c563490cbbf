"""Reads what a requester wrote: which topics it answers, which facts are in it, who seems to write."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.grammar import Session, Topic
from bot.domain.cues import Heard, hear
from bot.domain.details import details_in
from bot.domain.facts import Detail, Door, FactValue, Located, Media, Noticed, Pointed, Said, Signed
from bot.domain.folding import key
from bot.domain.gazetteer import Kind, named_in
from bot.domain.place import Confidence, Fix, Place
from bot.domain.places import found_in
from bot.domain.private import Private
from bot.domain.tongues import Sign
from bot.domain.triage import Level, Rule

_ANSWERS = {
    Detail.ROOM: Topic.INSIDE,
    Detail.FLOOR: Topic.INSIDE,
    Detail.PEOPLE: Topic.PEOPLE,
    Detail.NAME: Topic.WHO,
    Detail.PASSPORT: Topic.WHO,
    Detail.PHONE: Topic.REACH,
    Detail.HANDLE: Topic.REACH,
    Detail.EMAIL: Topic.REACH,
    Detail.CALLS_YES: Topic.REACH,
    Detail.CALLS_NO: Topic.REACH,
    Detail.HOURS: Topic.REACH,
    Detail.ANONYMOUS: Topic.UNNAMED,
    Detail.NO_POLICE: Topic.POLICE,
}
"""Which question a detail answers, wherever it comes."""
_ASIDE = frozenset({Detail.BATTERY, Detail.OURS})
"""Words with such a detail and nothing else to the point answer no question: they are about something else."""
_SHORTEST_SIGN = 3


@dataclass(frozen=True, slots=True)
class Read:
    """What is in somebody's words. `door`: who seems to write; `aside`: of something that no question asks for.

    `sign`: the words as a phrase to know again.
    """

    topics: frozenset[Topic]
    facts: tuple[FactValue, ...]
    door: Door | None
    minor: bool
    moved: bool
    money: bool
    impostor: bool
    aside: bool
    sign: Private[str] | None


def read(heard: Said | Media, session: Session, regions: tuple[str, ...]) -> Read:
    """Everything that can be told without asking anybody; never raises, whatever the words."""
    said = heard.words if isinstance(heard, Said) else heard.caption
    words = said.reveal() if said is not None else ""
    meant = hear(words)
    asked = session.asked
    details = details_in(words, meant, regions, asked is Topic.REACH, asked in (Topic.WHO, Topic.PEOPLE))
    places, topics = _places(words)
    countries = _countries(words)
    topics |= {_ANSWERS[one.detail] for one in details if one.detail in _ANSWERS}
    aside = not topics and any(one.detail in _ASIDE for one in details)
    phrase = key(words).strip(" .,!?")
    return Read(
        topics=frozenset(topics),
        facts=(*places, *countries, *details, *_signed(phrase, session)),
        door=_door(meant),
        minor=Rule.MINOR in meant.rules,
        moved=Rule.MOVED in meant.rules,
        money=Rule.MONEY_DEMANDED in meant.rules,
        impostor=Sign.OURS in meant.signs,
        aside=aside,
        sign=sign_of(words),
    )


def sign_of(words: str) -> Private[str] | None:
    """Words as a phrase to know again; None if they are too short to be one."""
    phrase = key(words).strip(" .,!?")
    return Private(phrase) if len(phrase) >= _SHORTEST_SIGN else None


def _places(words: str) -> tuple[tuple[FactValue, ...], set[Topic]]:
    """The name of a town helps the desk, and is no place that anybody can go to: where is still asked."""
    found = found_in(words)
    facts = tuple(Located(one) if isinstance(one, Place) else Pointed(one) for one in found)
    exact = any(not isinstance(one, Place) or one.fix is not Fix.NAMED for one in found)
    return facts, {Topic.PLACE} if exact else set()


def _countries(words: str) -> tuple[Noticed, ...]:
    """A country alone is no place, and still says which way to look."""
    named = {one.country: None for one in named_in(words) if one.kind is Kind.COUNTRY}
    return tuple(Noticed(Detail.COUNTRY, Private(code), Confidence.LOW) for code in named)


def _door(meant: Heard) -> Door | None:
    """Who seems to write. Whoever is beaten or held is never taken for somebody about to go."""
    if Sign.FAMILY in meant.signs:
        return Door.OTHER
    if Sign.WITNESS in meant.signs:
        return Door.WITNESS
    if Rule.ESCAPED in meant.rules:
        return Door.OUT
    grave = any(rule.level in (Level.L1, Level.L2) for rule in meant.rules)
    return Door.RISK if Rule.ABOUT_TO_GO in meant.rules and not grave else None


def _signed(phrase: str, session: Session) -> tuple[FactValue, ...]:
    """Whether one of the person's own signs stands in the words; the danger sign goes before."""
    for sign, danger in ((session.danger_sign, True), (session.safe_sign, False)):
        if sign is not None and sign.reveal() in phrase:
            return (Signed(danger),)
    return ()
