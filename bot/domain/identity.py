"""What identifies somebody, out of a case's facts: shown to one officer for a minute, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.facts import Detail, Fact, Identity, Media, MediaKind, Noticed, Reachable, Said, Stated
from bot.domain.private import Private

_DETAILS: dict[Identity, tuple[Detail, ...]] = {
    Identity.PHONE: (Detail.PHONE, Detail.HANDLE, Detail.EMAIL),
    Identity.PASSPORT: (Detail.PASSPORT,),
    Identity.NAME: (Detail.NAME, Detail.BORN),
}
_PICTURES = (MediaKind.PHOTO, MediaKind.VIDEO)


def identity_of(facts: Sequence[Fact], what: Identity) -> tuple[Private[str], ...]:
    """The values, each once, what the desk holds to be so first, then the newest first; words in their order."""
    values = [fact.value for fact in reversed(facts)]
    if what is Identity.WORDS:
        said = [one.words for one in values if isinstance(one, Said)]
        captions = [one.caption for one in values if isinstance(one, Media) and one.caption is not None]
        return tuple(reversed([*captions, *said]))
    details = _DETAILS.get(what, ())
    stated = [one.value for one in values if isinstance(one, Stated) and one.detail in details]
    noticed = [one.value for one in values if isinstance(one, Noticed) and one.detail in details]
    contacts = [one for one in values if isinstance(one, Reachable)]
    shared = [one.phone for one in contacts] if what is Identity.PHONE else []
    named = [one.name for one in contacts if one.name.reveal()] if what is Identity.NAME else []
    return tuple(dict.fromkeys([*stated, *shared, *named, *noticed]))


def pictures_of(facts: Sequence[Fact]) -> tuple[Media, ...]:
    """Everything in which a face may be seen, the newest first."""
    things = [fact.value for fact in reversed(facts) if isinstance(fact.value, Media)]
    return tuple(one for one in things if one.kind in _PICTURES)


def has(facts: Sequence[Fact], what: Identity) -> bool:
    """Whether there is anything of this to be shown."""
    return bool(pictures_of(facts) if what is Identity.PICTURES else identity_of(facts, what))
