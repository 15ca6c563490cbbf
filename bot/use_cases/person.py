"""Who belongs to a desk: added by a link, paused, removed, made supervisor; from the next second on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.effects import (
    OpenThread,
    RelayToOwner,
    Reveal,
    Ring,
    SendPacket,
    SendPlace,
    ShowCases,
    ShowHistory,
    Tell,
    UpdateRing,
    UpdateThread,
)
from bot.domain.people import ChatKind, Desk, Officer, named
from bot.domain.private import Private
from bot.ports import BY, Proposal, ProposalKind, Purpose, Shelves, Stamp
from bot.use_cases.group import withhold
from bot.use_cases.idle import let_go
from bot.use_cases.join import invite
from bot.use_cases.order import Order, answer, desk_meant, draft, propose
from bot.use_cases.ring import ring_instead, waits
from bot.use_cases.rota import told_of, told_so_far
from bot.use_cases.undo import Done, undoing
from bot.use_cases.warn import warn_of
from bot.use_cases.whom import no_officer

_CHANGES: dict[str, Callable[[Officer], Officer]] = {
    "pause": lambda one: replace(one, paused=True),
    "resume": lambda one: replace(one, paused=False),
    "remove": lambda one: replace(one, removed=True, paused=True, supervisor=False, chat=None),
    "supervisor": lambda one: replace(one, supervisor=True),
    "officer": lambda one: replace(one, supervisor=False),
}
_SHOWN = {
    "pause": "change.pause",
    "resume": "change.resume",
    "remove": "change.remove",
    "supervisor": "change.supervisor",
    "officer": "change.officer",
    "alias": "change.alias",
}


_ALIAS_OFF = "alias off"


async def person(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/person add|pause|resume|remove NAME`, `/person role NAME supervisor|officer`, `/person alias NAME ALIAS`.

    Without a name it is about whose message it replies to. A link to join is for one person, and not for a group.
    """
    what, name = _parted(order.words)
    if what == "add" and order.event.origin.kind is not ChatKind.PRIVATE:
        await answer(order, "person.in_private", shelves, stamp)
        return
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    if what == "alias":
        name, _, alias = name.rpartition(" ")
        what = f"alias {alias.lstrip('@')}" if alias.strip("@") else ""
    if order.pointed is not None and not name and what != "add":
        name = f"#{order.pointed.id}"
    if not name or not what:
        await answer(order, "person.usage", shelves, stamp)
    elif what == "add":
        await invite(order, desk, name, shelves, stamp)
    else:
        await _change(order, desk, what, name, shelves, stamp)


def _parted(words: list[str]) -> tuple[str, str]:
    """What is to be done, which stands first or last, and whose name the rest is; `role` may stand with it."""
    said = [word for word in words if word.casefold() != "role"] if len(words) > 2 else words
    for place, rest in ((0, said[1:]), (-1, said[:-1])):
        if said and said[place].casefold() in ("add", "alias", *_CHANGES):
            return said[place].casefold(), " ".join(rest)
    return "", ""


def _changed(officer: Officer, what: str) -> Officer:
    """With what was decided; `alias off` takes every alias back."""
    verb, _, alias = what.partition(" ")
    if verb != "alias":
        return _CHANGES[verb](officer)
    if what == _ALIAS_OFF:
        return replace(officer, aliases=())
    known = alias.casefold() in officer.names
    return officer if known else replace(officer, aliases=(*officer.aliases, Private(alias)))


async def _change(order: Order, desk: Desk, what: str, name: str, shelves: Shelves, stamp: Stamp) -> None:
    everybody = await shelves.officers.of_desk(desk.id)
    here = named(everybody, name)
    verb, _, alias = what.partition(" ")
    if len(here) != 1:
        await no_officer(order, desk, name, shelves, stamp)
        return
    (officer,) = here
    if alias and any(one.id != officer.id and alias.casefold() in one.names for one in everybody):
        await answer(order, "person.alias_taken", shelves, stamp, word=alias)
    elif _changed(officer, what) == officer:
        await answer(order, "person.already", shelves, stamp, name=officer.name.reveal())
    else:
        blank = draft(order, ProposalKind.PERSON, stamp)
        off = what == _ALIAS_OFF
        shown = Private(f"{officer.name.reveal()} = {alias}" if alias and not off else officer.name.reveal())
        about = replace(blank, desk=desk.id, name=shown, to=officer.id, words=Private(what))
        await propose(order, replace(about, change="change.alias_off" if off else _SHOWN[verb]), shelves, stamp)
        if verb in ("pause", "remove"):
            await warn_of(order.chat.id, desk, [], shelves, stamp, without=officer.id)


async def settle_person(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> Done | None:
    """From the next second on; None where they are no longer as they were when it was asked."""
    if proposal.desk is None or proposal.to is None:
        raise ValueError("a change of an officer was kept without desk or officer")
    desk, officer = await shelves.desks.load(proposal.desk), await shelves.officers.load(proposal.to)
    what = proposal.words.reveal()
    changed = _changed(officer, what) if proposal.before is None else _undone(officer, what, proposal.before)
    if changed == officer or not await _free(changed, shelves):
        return None
    before = await told_so_far(desk.id, shelves, stamp)
    await shelves.officers.keep(changed)
    done = " ".join(["person", what.split()[0], *(["undone"] if proposal.before is not None else [])])
    await shelves.journal.append(done, stamp.now, officer=officer.id, note=f"{BY}{proposal.account}")
    if changed.paused and not officer.paused:
        await _leave(officer, shelves, stamp)
    if changed.removed and not officer.removed and officer.chat is not None and desk.chat is not None:
        # They read on in the group until somebody puts them out of it.
        await withhold(desk, "trust.removed", shelves, stamp, officer.name)
    await told_of(desk, before, shelves, stamp, officer.id if officer.chat == proposal.account else None)
    chat = changed.chat or officer.chat
    if chat is not None and chat != proposal.account and not what.startswith("alias"):
        # Whose duty, rights or place at the desk changed reads so, whoever changed it.
        blanks = (("name", officer.name), ("change", Private(proposal.change)), ("desk", Private(desk.name)))
        key = "announce.undone_person" if proposal.undoes else "announce.person"
        await shelves.outbox.put(Tell(chat, key, blanks, sounds=True), stamp.now)
    return Done(desk, replace(undoing(proposal, stamp), before=officer))


def _undone(officer: Officer, what: str, before: Officer) -> Officer:
    """As before in what was changed; what was changed since then stays."""
    match what.split()[0]:
        case "pause" | "resume":
            return replace(officer, paused=before.paused)
        case "supervisor" | "officer":
            return replace(officer, supervisor=before.supervisor)
        case "alias":
            return replace(officer, aliases=_aliases_before(officer, what, before))
        case _:
            back = replace(officer, removed=before.removed, chat=before.chat)
            # A pause that was taken back in the meantime does not come back.
            return replace(back, paused=before.paused and officer.paused, supervisor=before.supervisor)


def _aliases_before(officer: Officer, what: str, before: Officer) -> tuple[Private[str], ...]:
    """Without the one that was added; or, where all were taken, with them again."""
    if what != _ALIAS_OFF:
        added = what.partition(" ")[2].casefold()
        return tuple(one for one in officer.aliases if one.reveal().casefold() != added)
    return (*before.aliases, *(one for one in officer.aliases if one not in before.aliases))


async def _free(officer: Officer, shelves: Shelves) -> bool:
    """Whose chat comes back may have joined anew in the meantime, or be forgotten."""
    if officer.chat is not None and await shelves.chats.find(officer.chat) is None:
        return False
    has = await shelves.officers.by_chat(officer.chat) if officer.chat is not None else None
    return has is None or has.id == officer.id


_OF_A_CASE = (Ring, OpenThread, UpdateThread, RelayToOwner, Reveal, SendPlace, SendPacket, ShowHistory, ShowCases)


async def _leave(officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """What they had, or they alone were rung for, goes on to others at once; their chat says nothing of it."""
    if officer.chat is not None:
        await shelves.outbox.drop_to(officer.chat, stamp.now, _OF_A_CASE)
    for case in await shelves.cases.of_desk(officer.desk):
        rang = {one.chat for one in await shelves.messages.of_case(case.id, Purpose.RING)}
        if waits(case) and rang <= {officer.chat}:
            await ring_instead(case, shelves, stamp)
        for purpose in (Purpose.COPY, Purpose.RING):
            for one in await shelves.messages.of_case(case.id, purpose):
                if one.chat == officer.chat:
                    await shelves.outbox.put(UpdateRing(one.chat, case.id, one.message_id), stamp.now)
        if case.owner != officer.id:
            continue
        await let_go(case, officer, shelves, stamp)
