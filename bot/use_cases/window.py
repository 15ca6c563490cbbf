"""Keeps what is for a silent person until the hours that they chose, and lets it go then (invariant 9)."""

from __future__ import annotations

from bot.domain.case import Case, CaseState
from bot.domain.did import Did
from bot.domain.dues import DueKind
from bot.domain.events import WindowDue
from bot.domain.facts import Windowed, open_until, window_of
from bot.domain.gazetteer import whereabouts
from bot.domain.ids import Instant
from bot.domain.said import said
from bot.domain.windows import ends_at, opens_at, window_in
from bot.ports import Shelves, Stamp
from bot.use_cases.about import CaseOrder
from bot.use_cases.keep import keep_fact
from bot.use_cases.refresh import owner_acted, refresh
from bot.use_cases.say import say

_OFF = "off"


async def set_window(about: CaseOrder, shelves: Shelves, stamp: Stamp) -> None:
    """`/window CODE 13:00-14:00` by the clock where the person is, `off`: only what they chose themselves."""
    zone = await _zone(about, shelves)
    window = window_in(" ".join(said(about.words.split(), stamp.now, about.order.chat.language)), zone)
    if window is None and about.words.strip().casefold() != _OFF:
        await say(about.origin, "window.usage", shelves, stamp)
        return
    value = Windowed(about.officer.id, window)
    await keep_fact(about.case, value, shelves, stamp)
    await shelves.journal.append(Did.WINDOW, stamp.now, about.case.id, about.officer.id)
    case = await owner_acted(about.case, shelves, stamp)
    await wait_for_window(case, shelves, stamp)
    await refresh(case, shelves, stamp)
    if window is None:
        await say(about.origin, "work.done", shelves, stamp, code=case.code)
    else:
        await say(about.origin, "window.set", shelves, stamp, code=case.code, hours=window.hours, zone=zone)


async def _zone(about: CaseOrder, shelves: Shelves) -> str:
    """Of the newest place that is known; the desk's own where none is."""
    places = [
        one.value.place.degrees()
        for one in await shelves.facts.of(about.case.id)
        if hasattr(one.value, "place") and one.value.place is not None
    ]
    near = whereabouts(*places[-1]) if places else None
    return near.timezone if near is not None else (await shelves.desks.load(about.officer.desk)).zone


async def wait_for_window(case: Case, shelves: Shelves, stamp: Stamp) -> Instant | None:
    """Set the due row for when it opens next; None where no hours were chosen."""
    window = window_of(await shelves.facts.of(case.id))
    if window is None:
        await shelves.dues.clear(DueKind.WINDOW, case.id)
        return None
    opens = stamp.now if ends_at(window, stamp.now) else opens_at(window, stamp.now)
    await shelves.dues.set(DueKind.WINDOW, case.id, opens)
    return opens


async def window_due(event: WindowDue, shelves: Shelves, stamp: Stamp) -> None:
    """What was held goes; after an outage that outlasted the window it waits for the next."""
    if not await shelves.dues.claim(DueKind.WINDOW, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    if case.state is CaseState.CLOSED:
        return
    closes = open_until(await shelves.facts.of(case.id), stamp.now)
    if closes is None:
        await wait_for_window(case, shelves, stamp)
    else:
        await shelves.outbox.release(case.requester, stamp.now, closes)
