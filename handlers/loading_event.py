"""Loads an event, in which many cry from one place, as one thing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.case import Case
from bot.domain.gathering import counted
from bot.domain.ids import MINUTE, CaseId, Instant, after
from bot.domain.likeness import spot_of
from bot.domain.people import Chat
from bot.domain.wall import wall
from bot.ports import Purpose, Shelves
from handlers.views import Drop, EventView


async def event_view(case: CaseId, chat: Chat, shelves: Shelves, as_table: bool = False) -> EventView | Drop:
    """The event that begins with this case; Drop where strangers are in the group, or it is no desk's any more."""
    head = await shelves.cases.load(case)
    members = await shelves.cases.of_incident(head.id)
    desks = await shelves.desks.all()
    # The first report may be another desk's by now.
    desk = next((one for one in desks if members and one.id == members[0].desk), None)
    if desk is None or any(one.withheld and one.chat == chat.id for one in desks):
        return Drop()
    people = [await shelves.chats.find(one.requester) for one in members]
    counts = counted(members, [one.language for one in people if one is not None])
    standing = [one for one in await shelves.messages.of_case(head.id, Purpose.EVENT) if one.chat == chat.id]
    place = spot_of(await shelves.facts.of(head.id))
    rows = await _table(members, people, shelves) if as_table else ()
    return EventView(head.id, head.code, desk.zone, counts, place, tuple(standing), rows, desk.chat)


async def event_ring(head: CaseId, chat: Chat, shelves: Shelves, now: Instant) -> EventView | Drop:
    """One ring for all that wait, at most once a minute in a chat: a crowd must not bury who is rung."""
    view = await event_view(head, chat, shelves)
    if isinstance(view, Drop) or not view.counts.waiting:
        return Drop()
    return Drop() if any(one.at > after(now, -MINUTE) for one in view.standing) else view


async def _table(
    members: Sequence[Case], people: Sequence[Chat | None], shelves: Shelves
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for case, person in zip(members, people, strict=True):
        owner = (await shelves.officers.load(case.owner)).name.reveal() if case.owner else ""
        spot = spot_of(await shelves.facts.of(case.id))
        where = [f"{one:.5f}" for one in spot.degrees()] if spot else ["", ""]
        opened = wall(case.opened_at, "UTC").isoformat(timespec="seconds")
        language = person.language if person else ""
        rows.append((case.code, case.level.value, case.state.value, owner, opened, language, *where))
    return tuple(rows)
