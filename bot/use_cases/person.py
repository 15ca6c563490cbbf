"""Who belongs to a desk: added by a link, paused, removed, made supervisor; from the next second on."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import release
from bot.domain.dues import DueKind
from bot.domain.effects import UpdateRing
from bot.domain.people import ChatKind, Desk, Officer, named
from bot.ports import Purpose, Shelves, Stamp
from bot.use_cases.join import invite
from bot.use_cases.order import Order, answer, desk_meant
from bot.use_cases.refresh import refresh
from bot.use_cases.ring import ring_next
from bot.use_cases.rota import told_of, told_so_far

_CHANGES = {
    "pause": lambda one: replace(one, paused=True),
    "resume": lambda one: replace(one, paused=False),
    "remove": lambda one: replace(one, removed=True, paused=True, supervisor=False, chat=None),
    "supervisor": lambda one: replace(one, supervisor=True),
    "officer": lambda one: replace(one, supervisor=False),
}
_LEAVE = ("pause", "remove")


async def person(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/person add|pause|resume|remove|supervisor|officer NAME`, in the admin's private chat."""
    if order.event.origin.kind is not ChatKind.PRIVATE:
        await answer(order, "person.in_private", shelves, stamp)
        return
    desk = await desk_meant(order, shelves, stamp)
    if desk is None:
        return
    what, name = _parted(order.words)
    if not name or not what:
        await answer(order, "person.usage", shelves, stamp)
    elif what == "add":
        await invite(order, desk, name, shelves, stamp)
    else:
        await _change(order, desk, what, name, shelves, stamp)


def _parted(words: list[str]) -> tuple[str, str]:
    """What is to be done, which stands first or last, and whose name the rest is."""
    for place, rest in ((0, words[1:]), (-1, words[:-1])):
        if words and words[place].casefold() in ("add", *_CHANGES):
            return words[place].casefold(), " ".join(rest)
    return "", ""


async def _change(order: Order, desk: Desk, what: str, name: str, shelves: Shelves, stamp: Stamp) -> None:
    here = named(await shelves.officers.of_desk(desk.id), name)
    if len(here) != 1:
        await answer(order, "rotate.who", shelves, stamp, word=name)
        return
    (officer,) = here
    before = await told_so_far(desk.id, shelves, stamp)
    await shelves.officers.keep(_CHANGES[what](officer))
    await shelves.journal.append(f"person {what}", stamp.now, officer=officer.id)
    if what in _LEAVE:
        await _leave(officer, shelves, stamp)
    await told_of(desk, before, shelves, stamp)
    await answer(order, "person.changed", shelves, stamp, name=officer.name.reveal())


async def _leave(officer: Officer, shelves: Shelves, stamp: Stamp) -> None:
    """What they had waits for somebody else at once, and what stands in their chat says nothing any more."""
    for case in await shelves.cases.of_desk(officer.desk):
        for purpose in (Purpose.COPY, Purpose.RING):
            for one in await shelves.messages.of_case(case.id, purpose):
                if one.chat == officer.chat:
                    await shelves.outbox.put(UpdateRing(one.chat, case.id, one.message_id), stamp.now)
        if case.owner != officer.id:
            continue
        await shelves.dues.clear(DueKind.IDLE, case.id)
        await shelves.journal.append("lapsed", stamp.now, case.id, officer.id)
        await ring_next(release(case, stamp.now), shelves, stamp)
        await refresh(await shelves.cases.load(case.id), shelves, stamp)
