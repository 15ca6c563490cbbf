"""Changes rosters: every change goes through here, so that the gaps that it makes are said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.dues import DueKind
from bot.domain.effects import Tell
from bot.domain.events import GapDue
from bot.domain.gaps import BEFORE, BEYOND, Gap, ahead, due, fresh, lasting, next_look, told_by
from bot.domain.ids import DAY, MINUTE, ChatId, DeskId, Instant, OfficerId, ProposalId, after
from bot.domain.people import Desk
from bot.domain.private import Private
from bot.domain.roster import HORIZON_DAYS, OffSet, Roster, RosterEvent, RotationSet, ShiftSet, Stretch, to_publish
from bot.ports import Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.ring import able_officers
from bot.use_cases.speakers import admins

_TOLD_EACH = 3
"""Changes of one's own duty that are told one by one; of more only how many there are."""
_TOLD_AT_ONCE = 5
"""Gaps that are announced one by one; of more only how many there are."""
NOBODY = OfficerId("")
"""Whose a span is that somebody may take."""


async def roster_of(desk: DeskId, shelves: Shelves) -> Roster:
    """Everything that holds for a desk now."""
    able = await able_officers(await shelves.desks.load(desk), shelves)
    return Roster(await shelves.rosters.of_desk(desk), frozenset(one.id for one in able))


async def is_able(officer: OfficerId, desk: Desk, shelves: Shelves) -> bool:
    """Whether they can be on duty there: joined, and neither paused nor removed."""
    return any(one.id == officer for one in await able_officers(desk, shelves))


async def change(
    desk: Desk,
    events: Sequence[RosterEvent],
    shelves: Shelves,
    stamp: Stamp,
    by: ChatId | None = None,
    agreed: bool = False,
) -> tuple[int, ...]:
    """Append these events; the numbers under which they can be undone.

    `by`: in whose chat that was confirmed. `agreed`: by somebody else than who asked.
    """
    ends = max((one.ends_at for one in events if isinstance(one, ShiftSet | OffSet)), default=stamp.now)
    before = await told_so_far(desk.id, shelves, stamp, ends)
    first = len(await shelves.rosters.of_desk(desk.id))
    for event in events:
        await shelves.rosters.append(desk.id, event, stamp.now)
    await publish(desk, shelves, stamp)
    doer = await shelves.officers.by_chat(by) if by is not None else None
    # Who changes the duty of others alone may not see that it becomes their own.
    knows = doer.id if doer is not None and doer.id in _named(events) else None
    # An agreement is told to both who made it.
    await told_of(desk, before, shelves, stamp, knows, falls=not agreed)
    return tuple(range(first, first + len(events)))


def _named(events: Sequence[RosterEvent]) -> set[OfficerId]:
    """Whose duty they speak of."""
    turns = [who for one in events if isinstance(one, RotationSet) for who in one.officers]
    return {*turns, *(one.officer for one in events if isinstance(one, ShiftSet | OffSet))}


async def gaps_ahead(desk: DeskId, shelves: Shelves, stamp: Stamp, until: int = max(BEFORE)) -> list[Gap]:
    """Where nobody is on duty, from now on."""
    return lasting((await roster_of(desk, shelves)).gaps(stamp.now, after(stamp.now, until)))


@dataclass(frozen=True, slots=True)
class Before:
    """How it stood before something changed: the gaps that were announced, and who had which duty."""

    gaps: Sequence[Gap] = ()
    cut: Sequence[Stretch] = ()
    until: Instant = Instant(0)
    """How far it was looked at."""

    def whose(self, instant: Instant) -> OfficerId | None:
        return next((who for begin, end, who in self.cut if begin <= instant < end), None)


async def told_so_far(desk: DeskId, shelves: Shelves, stamp: Stamp, ends: Instant | None = None) -> Before:
    """Before something changes, until `ends` at least; an overdue gap is announced first, before it is lost."""
    overdue = await _overdue(DueKind.GAP, desk, shelves, stamp)
    if overdue is not None:
        await gap_due(GapDue(desk, overdue), shelves, stamp)
    roster = await roster_of(desk, shelves)
    until = max(ends or stamp.now, after(stamp.now, HORIZON_DAYS * DAY))
    return Before(told_by(ahead(roster, stamp.now), stamp.now), roster.spans(stamp.now, until), until)


async def _overdue(kind: DueKind, desk: DeskId, shelves: Shelves, stamp: Stamp) -> Instant | None:
    """Since when this desk's row waits; None if it does not."""
    return dict(await shelves.dues.due(kind, stamp.now)).get(desk)


async def told_of(
    desk: Desk, before: Before, shelves: Shelves, stamp: Stamp, knows: OfficerId | None = None, falls: bool = True
) -> None:
    """After something changed: what was covered and is so no more is announced at once, the rest in its time.

    Who has the duty now by the word of others is told and asked, as at any other change of it. `knows`: who said
    so themselves. `falls`: whoever has duty by it, or has it no more, is told.
    """
    roster = await roster_of(desk.id, shelves)
    await announce(desk, fresh(ahead(roster, stamp.now), before.gaps, stamp.now), shelves, stamp)
    await await_next(desk, shelves, stamp)
    await await_turn(desk, shelves, stamp)
    await _tell_closed(desk, before, ahead(roster, stamp.now), shelves, stamp)
    has = roster.duty(stamp.now)
    if has not in (None, knows, before.whose(stamp.now)):
        await shelves.dues.set(DueKind.TURN, desk.id, stamp.now)
    if falls and before.until:
        now = Before(cut=roster.spans(stamp.now, before.until))
        await _tell_each(desk, before, now, knows, shelves, stamp)


def _others(these: Before, those: Before) -> list[Stretch]:
    """Where somebody has the duty in the first who has it not in the second."""
    edges = sorted({at for begin, end, _ in (*these.cut, *those.cut) for at in (begin, end)})
    found = list[Stretch]()
    for begin, end, who in these.cut:
        within = [one for one in edges if begin <= one <= end]
        for first, last in zip(within, within[1:], strict=False):
            if who is None or those.whose(first) == who:
                continue
            joined = bool(found) and found[-1][1:] == (first, who)
            found = [*found[:-1], (found[-1][0], last, who)] if joined else [*found, (first, last, who)]
    return found


async def _tell_each(
    desk: Desk, before: Before, now: Before, knows: OfficerId | None, shelves: Shelves, stamp: Stamp
) -> None:
    """Those whose duty changed by others, in their own chats: what the desk reads they may not see in time."""
    changed = [("announce.span", *one) for one in _others(now, before)]
    changed += [("announce.lost", *one) for one in _others(before, now)]
    for officer in await able_officers(desk, shelves):
        own = sorted(((begin, end, key) for key, begin, end, who in changed if who == officer.id))
        if officer.chat is None or officer.id == knows:
            continue
        blanks = (("name", officer.name), ("count", Private(str(len(own)))))
        if len(own) > _TOLD_EACH:
            own = [(own[0][0], own[0][1], "announce.turns")]
        for begin, end, key in own:
            moments = (("from_at", begin), ("to_at", end))
            await shelves.outbox.put(Tell(officer.chat, key, blanks, moments, desk.zone, sounds=True), stamp.now)


async def _tell_closed(desk: Desk, before: Before, gaps: Sequence[Gap], shelves: Shelves, stamp: Stamp) -> None:
    """Of gaps that were announced and are none any more: the desk and the admins read that, without a sound."""
    closed = [gap for gap in before.gaps if not any(begin < gap[1] and gap[0] < end for begin, end in gaps)]
    chats = [*([desk.chat] if desk.chat else []), *(admin.id for admin in await admins(shelves, stamp))]
    for begin, end in closed[:_TOLD_AT_ONCE]:
        moments = (("from_at", Instant(max(begin, stamp.now))), ("to_at", end))
        for chat in chats:
            told = Tell(chat, "gap.closed", (("desk", Private(desk.name)),), moments, desk.zone)
            await shelves.outbox.put(told, stamp.now)


async def announce(desk: Desk, gaps: Sequence[Gap], shelves: Shelves, stamp: Stamp) -> None:
    """To the desk, with a button for whoever takes it, and to the admins."""
    if not gaps:
        return
    roster = await roster_of(desk.id, shelves)
    for begin, end in gaps[:_TOLD_AT_ONCE]:
        starts = max(begin, stamp.now)
        goes_on = bool(roster.gaps(end, after(end, MINUTE)))
        moments = (("from_at", starts), ("to_at", end), *([(BEYOND, end)] if goes_on else []))
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
    gaps = ahead(await roster_of(desk.id, shelves), stamp.now)
    await shelves.dues.set(DueKind.GAP, desk.id, next_look(gaps, stamp.now))


async def gap_due(event: GapDue, shelves: Shelves, stamp: Stamp) -> None:
    """Announce every gap whose time of announcing has come since this row was due, however late it is."""
    if not await shelves.dues.claim(DueKind.GAP, event.desk, event.due_at):
        return
    desk = await shelves.desks.load(event.desk)
    await publish(desk, shelves, stamp)
    roster = await roster_of(desk.id, shelves)
    await announce(desk, due(roster, event.due_at, stamp.now), shelves, stamp)
    await await_next(desk, shelves, stamp)
    await await_turn(desk, shelves, stamp)


async def publish(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Turns of the next four weeks stand as they were told, whatever becomes of the rules for clocks.

    Where new rules would move them the admins are told, once for each change of the rules.
    """
    fresh, moved = to_publish(await shelves.rosters.of_desk(desk.id), stamp.now)
    for one in fresh:
        await shelves.rosters.append(desk.id, one, stamp.now)
    if moved:
        blanks = (("desk", Private(desk.name)), ("count", Private(str(len(moved)))))
        for admin in await admins(shelves, stamp):
            tell = Tell(admin.id, "roster.clocks", blanks, (("from_at", moved[0]),), desk.zone, sounds=True)
            await shelves.outbox.put(tell, stamp.now)


async def await_turn(desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Set the row for the next change of who is on duty; one that is overdue still asks who came on."""
    if await _overdue(DueKind.TURN, desk.id, shelves, stamp) is not None:
        return
    roster = await roster_of(desk.id, shelves)
    cut = roster.spans(stamp.now, after(stamp.now, 8 * DAY))
    if len(cut) > 1:
        await shelves.dues.set(DueKind.TURN, desk.id, cut[0][1])
    else:
        await shelves.dues.clear(DueKind.TURN, desk.id)
