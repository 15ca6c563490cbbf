"""Changes rosters: every change goes through here, so that the gaps that it makes are said at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.dues import DueKind
from bot.domain.effects import Tell
from bot.domain.events import GapDue
from bot.domain.ids import DAY, HOUR, MINUTE, ChatId, DeskId, Instant, OfficerId, ProposalId, after
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roster import Roster, RosterEvent, ShiftSet, Undone, to_publish
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.ring import able_officers
from bot.use_cases.speakers import admins

UNDO = 10 * MINUTE
"""How long a change can be taken back by one tap."""
BEFORE = (7 * DAY, 3 * DAY, 24 * HOUR, 2 * HOUR)
"""So long before it begins a gap is announced, each time to the desk and the admins."""
_TOLD_AT_ONCE = 5
"""Gaps that are announced one by one; of more only how many there are."""
_SHORTEST = MINUTE
NOBODY = OfficerId("")
"""Whose a span is that somebody may take."""

Gap = tuple[Instant, Instant]


async def roster_of(desk: DeskId, shelves: Shelves) -> Roster:
    """Everything that holds for a desk now."""
    able = await able_officers(await shelves.desks.load(desk), shelves)
    return Roster(await shelves.rosters.of_desk(desk), frozenset(one.id for one in able))


async def change(desk: Desk, events: Sequence[RosterEvent], shelves: Shelves, stamp: Stamp) -> tuple[int, ...]:
    """Append these events; the numbers under which they can be undone."""
    before = await gaps_ahead(desk.id, shelves, stamp)
    first = len(await shelves.rosters.of_desk(desk.id))
    for event in events:
        await shelves.rosters.append(desk.id, event, stamp.now)
    await publish(desk, shelves, stamp)
    await told_of(desk, before, shelves, stamp)
    return tuple(range(first, first + len(events)))


async def gaps_ahead(desk: DeskId, shelves: Shelves, stamp: Stamp, until: int = max(BEFORE)) -> list[Gap]:
    """Where nobody is on duty, from now on."""
    gaps = (await roster_of(desk, shelves)).gaps(stamp.now, after(stamp.now, until))
    return [gap for gap in gaps if gap[1] - gap[0] >= _SHORTEST]


async def told_of(desk: Desk, before: list[Gap], shelves: Shelves, stamp: Stamp) -> None:
    """After something changed: what was covered and is so no more is announced at once, the rest in its time."""
    now_open = await gaps_ahead(desk.id, shelves, stamp)
    fresh = [part for gap in now_open for part in _without(gap, before)]
    await announce(desk, fresh, shelves, stamp)
    await await_next(desk, shelves, stamp)
    await await_turn(desk, shelves, stamp)


def _without(gap: Gap, before: list[Gap]) -> list[Gap]:
    """The parts of a gap that were no gap before."""
    parts, begin = list[Gap](), gap[0]
    for old in sorted(before):
        if old[1] <= begin or old[0] >= gap[1]:
            continue
        if old[0] > begin:
            parts.append((begin, old[0]))
        begin = max(begin, old[1])
    if begin < gap[1]:
        parts.append((begin, gap[1]))
    return [part for part in parts if part[1] - part[0] >= _SHORTEST]


async def announce(desk: Desk, gaps: Sequence[Gap], shelves: Shelves, stamp: Stamp) -> None:
    """To the desk, with a button for whoever takes it, and to the admins."""
    for begin, end in gaps[:_TOLD_AT_ONCE]:
        starts = max(begin, stamp.now)
        moments = (("from_at", starts), ("to_at", end))
        blanks = (("desk", Private(desk.name)),)
        key = "gap.now" if begin <= stamp.now else "gap.coming"
        if desk.chat is not None:
            proposal = _open(desk, desk.chat, starts, end, stamp)
            await shelves.proposals.put(proposal)
            tell = Tell(desk.chat, key, blanks, moments, desk.zone, proposal=proposal.id, sounds=True)
            await shelves.outbox.put(tell, stamp.now)
        for admin in await admins(shelves, stamp):
            await shelves.outbox.put(Tell(admin.id, key, blanks, moments, desk.zone, sounds=True), stamp.now)
    if len(gaps) > _TOLD_AT_ONCE:
        left = (("desk", Private(desk.name)), ("count", Private(str(len(gaps) - _TOLD_AT_ONCE))))
        chats = [*([desk.chat] if desk.chat else []), *(admin.id for admin in await admins(shelves, stamp))]
        for chat in chats:
            await shelves.outbox.put(Tell(chat, "gap.more", left), stamp.now)


def _open(desk: Desk, account: ChatId, starts_at: Instant, ends_at: Instant, stamp: Stamp) -> Proposal:
    """An open span, for whoever of the desk takes it first."""
    shift = ShiftSet(NOBODY, starts_at, ends_at)
    id = ProposalId(stamp.dice.token(8))
    return Proposal(id, account, account, ProposalKind.COVER, ends_at, desk=desk.id, shift=shift)


async def await_next(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Set the row for the next announcement that comes due."""
    gaps = await gaps_ahead(desk.id, shelves, stamp, until=2 * max(BEFORE))
    coming = [at for begin, _ in gaps for at in (after(begin, -lead) for lead in BEFORE) if at > stamp.now]
    # Without any gap in sight it is looked for again before one could come into sight unannounced.
    due_at = min([*coming, after(stamp.now, max(BEFORE) // 2)])
    await shelves.dues.set(DueKind.GAP, desk.id, due_at)


async def gap_due(event: GapDue, shelves: Shelves, stamp: Stamp) -> None:
    """Announce every gap whose time of announcing has come since this row was due, however late it is."""
    if not await shelves.dues.claim(DueKind.GAP, event.desk, event.due_at):
        return
    desk = await shelves.desks.load(event.desk)
    await publish(desk, shelves, stamp)
    gaps = await gaps_ahead(desk.id, shelves, stamp, until=2 * max(BEFORE))
    due = [gap for gap in gaps if any(event.due_at <= gap[0] - lead <= stamp.now for lead in BEFORE)]
    await announce(desk, due, shelves, stamp)
    await await_next(desk, shelves, stamp)
    await await_turn(desk, shelves, stamp)


async def publish(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Turns of the next four weeks stand as they were told, whatever becomes of the rules for clocks."""
    fresh, moved = to_publish(await shelves.rosters.of_desk(desk.id), stamp.now)
    for one in fresh:
        await shelves.rosters.append(desk.id, one, stamp.now)
    if fresh and moved:
        blanks = (("desk", Private(desk.name)), ("count", Private(str(len(moved)))))
        for admin in await admins(shelves, stamp):
            tell = Tell(admin.id, "roster.clocks", blanks, (("from_at", moved[0]),), desk.zone, sounds=True)
            await shelves.outbox.put(tell, stamp.now)


async def await_turn(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Set the row for the next change of who is on duty."""
    roster = await roster_of(desk.id, shelves)
    cut = roster.spans(stamp.now, after(stamp.now, 8 * DAY))
    if len(cut) > 1:
        await shelves.dues.set(DueKind.TURN, desk.id, cut[0][1])
    else:
        await shelves.dues.clear(DueKind.TURN, desk.id)


async def undo(desk: Desk, numbers: Sequence[int], shelves: Shelves, stamp: Stamp) -> None:
    """As if these events had not been; what holds since then stays."""
    await change(desk, [Undone(number) for number in numbers], shelves, stamp)


async def offer_undo(
    desk: Desk, chat: ChatId, account: ChatId, numbers: tuple[int, ...], shelves: Shelves, stamp: Stamp
) -> None:
    """One button, for ten minutes."""
    proposal = Proposal(
        ProposalId(stamp.dice.token(8)),
        account,
        chat,
        ProposalKind.UNDO,
        after(stamp.now, UNDO),
        desk=desk.id,
        numbers=numbers,
    )
    await shelves.proposals.put(proposal)
    await shelves.outbox.put(Tell(chat, "undo.offer", proposal=proposal.id), stamp.now)
