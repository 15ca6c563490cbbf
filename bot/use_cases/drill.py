"""Drills: a marked case that goes the whole way through a desk, and says how long each step took."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case, CaseState, end_drill
from bot.domain.did import Did
from bot.domain.drills import ANSWERED_AFTER, ENDS_AFTER, NEVER, TOO_LATE
from bot.domain.dues import DueKind
from bot.domain.effects import ShowDrill, Tell
from bot.domain.events import DrillDue, DrillEnds
from bot.domain.facts import Called, rules_of
from bot.domain.ids import CaseId, ChatId, DeskId, Instant, after
from bot.domain.people import Chat, Desk
from bot.domain.private import Private
from bot.domain.spans import moment_of
from bot.domain.triage import Level, assess
from bot.ports import BY, Proposal, ProposalKind, Shelves, Stamp
from bot.use_cases.close import settle_closed
from bot.use_cases.keep import keep_fact
from bot.use_cases.order import Order, answer, desk_meant, draft, propose
from bot.use_cases.speakers import admins
from bot.use_cases.tell import free_code, tell_desk
from bot.use_cases.tried import with_its_desk


async def drill(order: Order, shelves: Shelves, stamp: Stamp) -> None:
    """`/drill now|WHEN [at DESK]`: rings like a cry at L1, once confirmed; `/drill off`: nothing is planned."""
    desk = await desk_meant(order, shelves, stamp)
    mine = order.who.chat
    if desk is None or mine is None:
        return
    if order.words == ["off"]:
        for subject, _ in await _coming(f"{desk.id}:{mine.id}:", shelves):
            await shelves.dues.clear(DueKind.DRILL, subject)
        await answer(order, "drill.off", shelves, stamp, desk=desk.name)
        return
    at = moment_of(order.words, stamp.now, desk.zone, coming=True) if order.words else None
    if at is None:
        await answer(order, "drill.usage", shelves, stamp)
    elif at < stamp.now:
        await answer(order, "shift.past", shelves, stamp, word=" ".join(order.raw))
    else:
        blank = draft(order, ProposalKind.DRILL, stamp)
        await propose(order, replace(blank, desk=desk.id, zone=desk.zone, at=at), shelves, stamp)


def _planned(desk: DeskId, chat: ChatId, at: Instant) -> str:
    return f"{desk}:{chat}:{at}"


async def _coming(prefix: str, shelves: Shelves) -> list[tuple[str, Instant]]:
    """What is planned, soonest first."""
    found = [one for one in await shelves.dues.due(DueKind.DRILL, NEVER) if one[0].startswith(prefix)]
    return sorted(found, key=lambda one: one[1])


async def tell_planned(order: Order, desk: Desk, shelves: Shelves, stamp: Stamp) -> None:
    """Each drill that is planned for this desk, by whichever admin."""
    blanks = (("desk", Private(desk.name)),)
    for _, at in await _coming(f"{desk.id}:", shelves):
        told = Tell(order.chat.id, "drill.planned", blanks, (("time", at),), desk.zone)
        await shelves.outbox.put(told, stamp.now)


async def plan_drill(proposal: Proposal, shelves: Shelves, stamp: Stamp) -> None:
    """It was confirmed: from its time on it is due."""
    if proposal.desk is None or proposal.at is None:
        raise ValueError("a drill without desk or time was kept")
    at = max(proposal.at, stamp.now)
    await shelves.dues.set(DueKind.DRILL, _planned(proposal.desk, proposal.account, at), at)
    await shelves.journal.append(Did.DRILL_PLANNED, stamp.now, note=f"{BY}{proposal.account}")


async def drill_due(event: DrillDue, shelves: Shelves, stamp: Stamp) -> None:
    """It begins, unless one of the same admin's runs already or its time is long gone."""
    if not await shelves.dues.claim(DueKind.DRILL, _planned(event.desk, event.chat, event.due_at), event.due_at):
        return
    chat, desk = await shelves.chats.find(event.chat), await shelves.desks.load(event.desk)
    if chat is None:
        return
    running = await shelves.cases.open_of(chat.id)
    if running is not None or stamp.now - event.due_at > TOO_LATE:
        blanks = (("desk", Private(desk.name)), ("code", Private(running.code if running else "")))
        key = "drill.runs" if running else "drill.missed"
        await shelves.outbox.put(Tell(chat.id, key, blanks), stamp.now)
        return
    await _begin(desk, chat, shelves, stamp)


async def _begin(desk: Desk, chat: Chat, shelves: Shelves, stamp: Stamp) -> None:
    """As if somebody had sent SOS; who ordered it is who it is from."""
    case = Case(
        id=CaseId(stamp.dice.token()),
        code=await free_code(shelves, stamp),
        desk=desk.id,
        requester=chat.id,
        level=Level.L1,
        rules=(),
        state=CaseState.NEW,
        opened_at=stamp.now,
        heard_at=stamp.now,
        ladder_from=stamp.now,
        policy=desk.policy,
        drill=True,
    )
    await shelves.cases.add(case)
    await shelves.journal.append(Did.DRILL_BEGAN, stamp.now, case.id, note=desk.id)
    kept = await keep_fact(case, Called(), shelves, stamp)
    assessment = assess(rules_of(kept.value, frozenset()), danger_answered=False, calm=False)
    await tell_desk(case, assessment, [kept], shelves, stamp)
    await shelves.dues.set(DueKind.DRILL_ENDS, case.id, after(stamp.now, ENDS_AFTER))


async def drill_answered(case: Case, shelves: Shelves, stamp: Stamp) -> None:
    """The owner wrote to the person: that is as far as a drill goes."""
    if case.drill:
        await shelves.dues.set_sooner(DueKind.DRILL_ENDS, case.id, after(stamp.now, ANSWERED_AFTER))


async def drill_ends(event: DrillEnds, shelves: Shelves, stamp: Stamp) -> None:
    """Closed, if its owner did not close it, and its times told to the desk and the admins."""
    if not await shelves.dues.claim(DueKind.DRILL_ENDS, event.case, event.due_at):
        return
    case = await shelves.cases.load(event.case)
    if case.state is not CaseState.CLOSED:
        case = await with_its_desk(end_drill(case, stamp.now), shelves)
        await shelves.cases.keep(case)
        await shelves.journal.append(Did.DRILL_ENDED, stamp.now, case.id)
        await settle_closed(case, shelves, stamp)
    if case.desk is not None:
        await _tell_times(await shelves.desks.load(case.desk), case.code, shelves, stamp)


async def _tell_times(desk: Desk, code: str, shelves: Shelves, stamp: Stamp) -> None:
    chats = [*([desk.chat] if desk.chat else []), *(one.id for one in await admins(shelves, stamp))]
    for chat in dict.fromkeys(chats):
        await shelves.outbox.put(ShowDrill(chat, desk.id, code), stamp.now)
